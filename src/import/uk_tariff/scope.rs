//! Which goods a row is about: its range, and what its heading and its description say of it.

use super::json::RuleSet;
use super::text::clean;
use crate::nomenclature::{CodeRange, Edition, HsCode};

/// Divides a parent from its child.
const BELOW: char = '▸';
/// How a residual begins that the service wrote itself.
const RESIDUAL: &str = "any other product from heading";

/// Which part of its range a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// Goods of this description.
    Described(String),
    /// What is left when the rows that describe goods of the same range are taken away; within a description, if any.
    Rest(Option<String>),
}

/// A row's goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    /// The codes.
    pub range: CodeRange,
    /// The part of them.
    pub part: Part,
}

/// The goods of each row, in order.
pub(super) fn scopes(sets: &[RuleSet]) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = sets
        .iter()
        .map(|set| Scope {
            range: whole_headings(set.range),
            part: part(set),
        })
        .collect();
    let words: Vec<String> = sets.iter().map(|set| description(&set.subdivision)).collect();
    let of_service = |at: usize| {
        words
            .get(at)
            .is_some_and(|words| words.to_ascii_lowercase().starts_with(RESIDUAL))
    };
    for at in 0..scopes.len() {
        let Some(((scope, set), words)) = scopes.get(at).zip(sets.get(at)).zip(words.get(at)) else {
            continue;
        };
        let (range, slice) = (scope.range, is_slice(set));
        let others = |test: &dyn Fn(usize) -> bool| {
            scopes
                .iter()
                .enumerate()
                .any(|(other, one)| other != at && one.range == range && test(other))
        };
        let is_slice_too = |other: usize| sets.get(other).is_some_and(is_slice) && !of_service(other);
        let part = match scope.part {
            // Rows that stand for the same range and are not marked as parts of it are told apart by their descriptions.
            Part::Whole if !words.is_empty() && others(&|_| true) => described_or_rest(words),
            Part::Rest(None)
                if slice && !words.is_empty() && !is_rest(words) && !of_service(at) && others(&is_slice_too) =>
            {
                described_or_rest(words)
            }
            // `Other` of a part of a heading, beside what the service calls any other product: other goods of that part.
            Part::Rest(None) if is_partly(set) && !slice && others(&of_service) => {
                Part::Rest(Some("of the part of the heading that the rows describe".to_owned()))
            }
            _ => continue,
        };
        if let Some(scope) = scopes.get_mut(at) {
            scope.part = part;
        }
    }
    scopes
}

fn described_or_rest(words: &str) -> Part {
    if is_other(words) {
        Part::Rest(None)
    } else {
        Part::Described(words.to_owned())
    }
}

/// Whether the row is for part of what its heading names.
pub(super) fn is_partly(set: &RuleSet) -> bool {
    set.heading.trim().to_ascii_lowercase().starts_with("ex ")
}

/// Whether the row is a slice of what a chapter has left beside its special headings.
pub(super) fn is_slice(set: &RuleSet) -> bool {
    is_partly(set) && set.heading.to_ascii_lowercase().contains("chapter")
}

/// Editions whose codes are known.
const EDITIONS: [u32; 2] = [2017, 2022];

/// The range as a treaty would write it: of whole headings if no code of theirs lies outside it, and else from the first of
/// its subheadings to the last. The service writes `854199` for the end of a heading whose last subheading is 8541.90.
fn whole_headings(range: CodeRange) -> CodeRange {
    let known: Vec<HsCode> = EDITIONS
        .iter()
        .filter_map(|year| Edition::from_year(*year).and_then(Edition::table))
        .flat_map(|table| table.codes_in(range).collect::<Vec<_>>())
        .collect();
    let (Some(first), Some(last)) = (known.iter().min(), known.iter().max()) else {
        return range;
    };
    let subheadings = |code: u64| code.is_multiple_of(10_000);
    if !subheadings(range.lo) || !subheadings(range.hi.saturating_add(1)) {
        return range;
    }
    let wide = CodeRange {
        lo: first.heading().range().lo,
        hi: last.heading().range().hi,
    };
    let inside = EDITIONS.iter().all(|year| {
        let table = Edition::from_year(*year).and_then(Edition::table);
        table.is_some_and(|table| table.codes_in(wide).all(|code| range.covers(code.range())))
    });
    if inside && !(range.ends().0 == range.ends().1 && range.ends().0.len() >= 6) {
        // A range of whole chapters stays one.
        return CodeRange {
            lo: wide.lo.min(range.lo),
            hi: wide.hi.max(range.hi),
        };
    }
    CodeRange {
        lo: first.range().lo,
        hi: last.range().hi,
    }
}

fn part(set: &RuleSet) -> Part {
    let words = description(&set.subdivision);
    let (partly, slice) = (is_partly(set), is_slice(set));
    if is_conditional(&words) && !words.contains(BELOW) {
        return Part::Described(words);
    }
    if words.to_ascii_lowercase().starts_with(RESIDUAL) || slice && !words.contains(BELOW) {
        return Part::Rest(None);
    }
    if let Some((parent, child)) = words.rsplit_once(BELOW) {
        let (parent, child) = (parent.trim(), child.trim());
        if is_other(child) {
            return Part::Rest(
                (partly && !slice)
                    .then(|| parent.to_owned())
                    .filter(|parent| !parent.is_empty()),
            );
        }
        return Part::Described(words.replace(BELOW, ":").replace(" :", ":"));
    }
    if partly {
        return if is_other(&words) || words.is_empty() {
            Part::Rest(None)
        } else {
            Part::Described(words)
        };
    }
    Part::Whole
}

/// Whether the description says under which condition the row counts: within a quota, for one direction, as long
/// as a bound tariff stays what it is. Such a row never counts for all goods of its codes.
fn is_conditional(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let says = [
        "quota",
        "valid as long as",
        "bound tariff",
        "exported from",
        "imported from",
        "exports from",
        "imports from",
    ];
    let ways = [" to the uk ", "uk to ", " to uk "];
    says.iter().any(|word| words.contains(word))
        || ways.iter().any(|way| words.contains(way)) && words.split(' ').any(|word| word == "only")
}

/// The description without markup, on one line.
pub(super) fn description(subdivision: &str) -> String {
    clean(subdivision)
        .replace("• ", "")
        .replace('\n', " ")
        .trim_matches([' ', ';', ',', '.', ':'])
        .to_owned()
}

/// `Carpets ▸ Other`
fn is_rest(words: &str) -> bool {
    words
        .rsplit_once(BELOW)
        .is_some_and(|(_, child)| is_other(child.trim()))
}

/// `Other`, `- others`
fn is_other(words: &str) -> bool {
    let words = words.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    if let Some((parent, child)) = words.split_once(" - ") {
        return is_other(parent) && is_other(child);
    }
    matches!(
        words.as_str(),
        "other" | "others" | "other goods" | "other products" | "all other" | "any other"
    )
}
