//! Sets of codes in as few ranges as the tariff allows.

use crate::nomenclature::{CodeRange, CodeSet, Edition, HsCode, Level};

/// The same goods, written with as few ranges and as few digits as can be: where the edition has no code in between, it
/// does not matter what is said of it.
pub(super) fn merged(codes: &CodeSet, edition: Edition) -> CodeSet {
    let Some(table) = edition.table() else {
        return codes.clone();
    };
    let known: Vec<CodeRange> = table.subheadings().map(HsCode::range).collect();
    let empty = |range: CodeRange| {
        let after = known.partition_point(|code| code.hi < range.lo);
        known.get(after).is_none_or(|code| code.lo > range.hi)
    };
    let bare = |range: &&CodeRange| !empty(**range);
    let own: CodeSet = codes.ranges().iter().filter(bare).copied().collect();
    let gaps = own.complement();
    let filled = gaps.ranges().iter().copied().filter(|gap| empty(*gap));
    let joined = own.union(&filled.collect());
    let mut out: CodeSet = joined.ranges().iter().map(|range| trimmed(*range, &known)).collect();
    for level in [Level::Heading, Level::Chapter] {
        let wider = out.ranges().iter().map(|range| widened(*range, level, &empty));
        out = wider.collect();
    }
    out
}

/// The range from its first code to its last.
fn trimmed(range: CodeRange, known: &[CodeRange]) -> CodeRange {
    let from = known.partition_point(|code| code.hi < range.lo);
    let to = known.partition_point(|code| code.lo <= range.hi);
    let first = known.get(from).map_or(range.lo, |code| code.lo.max(range.lo));
    let last = to
        .checked_sub(1)
        .and_then(|to| known.get(to))
        .map_or(range.hi, |code| code.hi.min(range.hi));
    CodeRange::new(first, last).unwrap_or(range)
}

/// The range up to the ends of its headings or chapters, if no code lies in between at either end.
fn widened(range: CodeRange, level: Level, empty: &dyn Fn(CodeRange) -> bool) -> CodeRange {
    let end = |code: u64| HsCode::from_digits(code, 10).ok().and_then(|code| code.within(level));
    let (Some(first), Some(last)) = (end(range.lo), end(range.hi)) else {
        return range;
    };
    let free = |from: u64, to: u64| CodeRange::new(from, to).is_none_or(empty);
    if free(first.lo, range.lo.saturating_sub(1)) && free(range.hi.saturating_add(1), last.hi) {
        CodeRange::new(first.lo, last.hi).unwrap_or(range)
    } else {
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(codes: &[&str], expected: &str) {
        let set: CodeSet = codes.iter().map(|code| HsCode::parse(code).unwrap()).collect();
        assert_eq!(merged(&set, Edition::Hs2017).to_string(), expected);
    }

    #[test]
    fn codes_are_merged_over_gaps_of_the_tariff() {
        check(
            &[
                "8704.10", "8704.21", "8704.22", "8704.23", "8704.31", "8704.32", "8704.90",
            ],
            "87.04",
        );
        check(
            &["8703.21", "8703.22", "8703.23", "8703.24", "8703.31"],
            "8703.21 to 8703.31",
        );
        check(&["76", "78", "77"], "76 to 78");
        check(&["77"], "no code");
        check(&["8703.21.10"], "8703.21.10");
    }
}
