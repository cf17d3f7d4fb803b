//! The tariff as the verifier sees it: codes that no test tells apart are one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex};

use crate::nomenclature::{CodeRange, CodeSet, Edition, HsCode, Table};

use super::typical::{Strangeness, material, strangeness};

/// Codes that stand for many others in examples, because people know them.
static WELL_KNOWN: LazyLock<Vec<HsCode>> = LazyLock::new(|| {
    let codes = WELL_KNOWN_CODES.iter();
    codes.filter_map(|text| HsCode::parse(text).ok()).collect()
});

const WELL_KNOWN_CODES: &[&str] = &[
    "8708.29", "8708.99", "8501.31", "8536.90", "8544.30", "8409.91", "7325.99", "7318.15", "7208.51", "7604.21",
    "8507.60", "8527.21", "8482.10", "8483.10", "8414.59", "8537.10", "8512.20", "4011.10", "4016.93", "7007.21",
    "9401.90", "3926.90", "6813.81", "9032.89", "8528.59", "8542.31", "8534.00", "8407.34", "8703.23", "8704.21",
    "8706.00", "8701.20", "8702.10",
];

/// Chapters in the order in which examples are taken from them.
const CHAPTERS: &[u64] = &[87, 84, 85, 73, 72, 76, 40, 70, 94, 39, 90];

/// One stretch of the tariff that no set cuts, with a code that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) range: CodeRange,
    pub(super) code: HsCode,
}

/// Cuts the tariff at every end of the sets and ranges, of which one is the scope; only stretches within the scope
/// and with an admissible code are kept.
///
/// A code is admissible if it is a subheading of the edition, or, within a subheading that a set cuts, a national
/// item of it. In an edition whose list is not at hand every code is.
pub(super) fn stretches<'c>(
    edition: Edition,
    sets: impl IntoIterator<Item = &'c CodeSet>,
    ranges: impl IntoIterator<Item = CodeRange>,
    scope: &CodeSet,
) -> Vec<Stretch> {
    let mut cuts = BTreeSet::from([CodeRange::ALL.lo]);
    let from_sets = sets.into_iter().flat_map(|set| set.ranges().iter().copied());
    for range in from_sets.chain(ranges) {
        cuts.insert(range.lo);
        cuts.insert(range.hi.saturating_add(1));
    }
    let starts: Vec<u64> = cuts.into_iter().filter(|cut| CodeRange::ALL.contains(*cut)).collect();
    let ends = starts
        .iter()
        .skip(1)
        .map(|next| next.saturating_sub(1))
        .chain([CodeRange::ALL.hi]);
    let mut out = Vec::new();
    for (lo, hi) in starts.iter().zip(ends) {
        if let Some(range) = CodeRange::new(*lo, hi)
            && scope.contains_all(range)
            && let Some(code) = representative(edition, range)
        {
            out.push(Stretch { range, code });
        }
    }
    out
}

/// What was found before: the same stretches come up in question after question.
static FOUND: LazyLock<Mutex<Representatives>> = LazyLock::new(Mutex::default);

/// The code that stands for a stretch of an edition; `None` if the edition has none there.
type Representatives = BTreeMap<(Edition, CodeRange), Option<HsCode>>;

/// The best-known admissible code of a stretch.
pub(super) fn representative(edition: Edition, range: CodeRange) -> Option<HsCode> {
    let Ok(mut found) = FOUND.lock() else {
        return find_representative(edition, range);
    };
    *found
        .entry((edition, range))
        .or_insert_with(|| find_representative(edition, range))
}

fn find_representative(edition: Edition, range: CodeRange) -> Option<HsCode> {
    let Some(table) = edition.table() else {
        return Some(any_code(range));
    };
    let mut known = WELL_KNOWN
        .iter()
        .copied()
        .filter(|code| range.covers(code.range()) && table.contains(*code));
    known
        .next()
        .or_else(|| preferred_subheading(table, range))
        .or_else(|| item_in(table, range))
}

fn preferred_subheading(table: &Table, range: CodeRange) -> Option<HsCode> {
    let in_chapter = |chapter: &u64| {
        let chapter = HsCode::from_digits(*chapter, 2).ok()?;
        let part = chapter.range().intersection(range)?;
        table.codes_in(part).next()
    };
    CHAPTERS
        .iter()
        .find_map(in_chapter)
        .or_else(|| table.codes_in(range).next())
}

/// A national item in a stretch that holds no whole subheading.
fn item_in(table: &Table, range: CodeRange) -> Option<HsCode> {
    let first = HsCode::from_digits(range.lo, 10).ok()?.subheading();
    let subheading = if table.contains(first) {
        first
    } else {
        HsCode::from_digits(range.hi, 10).ok()?.subheading()
    };
    let part = subheading.range().intersection(range)?;
    table.contains(subheading).then(|| any_item(part))
}

/// A national item of a stretch within one subheading, of the usual endings first.
pub(super) fn any_item(range: CodeRange) -> HsCode {
    let (from, to) = range.ends();
    if from == to && from.len() >= 8 {
        return from;
    }
    let base = range.lo / 10_000 * 100;
    let endings = [10_u64, 90, 99, 0].into_iter().chain(1..100);
    let mut items = endings.filter_map(|ending| HsCode::from_digits(base.saturating_add(ending), 8).ok());
    items.find(|item| range.covers(item.range())).unwrap_or(from)
}

/// The first code of a stretch with as few digits as fit, but at least six.
fn any_code(range: CodeRange) -> HsCode {
    let subheading = range.lo.div_ceil(10_000);
    match HsCode::from_digits(subheading, 6) {
        Ok(code) if range.covers(code.range()) => code,
        _ => any_item(range),
    }
}

/// The groups of stretches that `sign` does not tell apart, each with the code that is the most typical of a material of
/// the good; in the order of the groups' signs.
pub(super) fn group<K: Ord>(
    edition: Edition,
    stretches: &[Stretch],
    good: HsCode,
    sign: impl Fn(CodeRange) -> K,
) -> BTreeMap<K, HsCode> {
    let mut out: BTreeMap<K, Strangeness> = BTreeMap::new();
    for stretch in stretches {
        let code = material(edition, stretch.range, good).unwrap_or(stretch.code);
        let strange = strangeness(good, code);
        out.entry(sign(stretch.range))
            .and_modify(|best| {
                if strange < *best {
                    *best = strange;
                }
            })
            .or_insert(strange);
    }
    // The code itself is the last thing that its strangeness goes by.
    out.into_iter().map(|(sign, (.., code))| (sign, code)).collect()
}

/// How well a code is known: the smaller, the better.
pub(super) fn fame(code: HsCode) -> (usize, usize, HsCode) {
    let known = WELL_KNOWN
        .iter()
        .position(|own| *own == code)
        .unwrap_or(WELL_KNOWN.len());
    let chapter = code.padded() / 100_000_000;
    let rank = CHAPTERS
        .iter()
        .position(|own| *own == chapter)
        .unwrap_or(CHAPTERS.len());
    (known, rank, code)
}
