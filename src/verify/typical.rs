//! What a good of some code is typically made of: the material that stands for its kind in examples.
//!
//! Every code of a kind would do for a proof. For readers a car is made of parts of cars and engines, a machine of parts
//! of machines, and tea of what stands near tea in the tariff.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

use crate::nomenclature::{CodeRange, Edition, HsCode, Table};

use super::codes::{fame, representative};

/// Chapters of goods that are put together from parts, most of which are of the same chapter: machines, electrical
/// goods, instruments and furniture.
const ASSEMBLED: [u64; 4] = [84, 85, 90, 94];
const VEHICLES: u64 = 87;

/// How far from typical a material is: the smaller, the better.
pub(super) type Strangeness = (u64, u64, u64, HsCode);

/// How far from typical a code is as that of a material of a good.
pub(super) fn strangeness(good: HsCode, code: HsCode) -> Strangeness {
    let (own, other) = (chapter(good), chapter(code));
    let (known, rank, _) = fame(code);
    let known = u64::try_from(known).unwrap_or(u64::MAX);
    let rank = u64::try_from(rank).unwrap_or(u64::MAX);
    if own == VEHICLES {
        return (0, known, rank, code);
    }
    if ASSEMBLED.contains(&own) {
        return (u64::from(own != other), known, rank, code);
    }
    // A good is rarely made of the like of it.
    let apart = match heading(good).abs_diff(heading(code)) {
        0 => u64::MAX,
        apart => apart,
    };
    (own.abs_diff(other), apart, 0, code)
}

fn chapter(code: HsCode) -> u64 {
    code.padded() / 100_000_000
}

fn heading(code: HsCode) -> u64 {
    code.padded() / 1_000_000
}

/// By edition, stretch and heading of the good: the material found.
type Materials = BTreeMap<(Edition, CodeRange, u64), Option<HsCode>>;

/// What was found before: the same stretches come up again and again.
static FOUND: LazyLock<Mutex<Materials>> = LazyLock::new(Mutex::default);

/// The admissible code of a stretch that is the most typical of a good.
pub(super) fn material(edition: Edition, range: CodeRange, good: HsCode) -> Option<HsCode> {
    let Ok(mut found) = FOUND.lock() else {
        return find(edition, range, good);
    };
    *found
        .entry((edition, range, heading(good)))
        .or_insert_with(|| find(edition, range, good))
}

fn find(edition: Edition, range: CodeRange, good: HsCode) -> Option<HsCode> {
    let known = representative(edition, range);
    let near = edition.table().and_then(|table| nearest(table, range, good));
    [known, near]
        .into_iter()
        .flatten()
        .min_by_key(|code| strangeness(good, *code))
}

/// The most typical subheading of the chapter nearest to that of the good of which the stretch has one.
fn nearest(table: &Table, range: CodeRange, good: HsCode) -> Option<HsCode> {
    let own = chapter(good);
    (0..=99_u64)
        .flat_map(|apart| [own.checked_sub(apart), own.checked_add(apart)])
        .flatten()
        .find_map(|chapter| {
            let chapter = HsCode::from_digits(chapter, 2).ok()?;
            let part = chapter.range().intersection(range)?;
            table.codes_in(part).min_by_key(|code| strangeness(good, *code))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn stands_for_all(good: &str, code: &str) {
        let good = HsCode::parse(good).unwrap();
        let found = material(Edition::Hs2017, CodeRange::ALL, good);
        assert_eq!(found, HsCode::parse(code).ok());
    }

    #[test]
    fn a_material_fits_the_good() {
        stands_for_all("8703.23", "8708.29");
        stands_for_all("8407.34", "8409.91");
        stands_for_all("8528.72", "8501.31");
        stands_for_all("9401.20", "9401.90");
        stands_for_all("0902.10", "0901.11");
        stands_for_all("6109.10", "6108.11");
    }
}
