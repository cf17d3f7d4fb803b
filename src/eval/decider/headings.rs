//! Where in the tariff a code lies, found by its heading.

use crate::ir::RuleIndex;
use crate::nomenclature::CodeRange;

/// The codes of one heading.
const HEADING: u64 = 1_000_000;

/// By heading, as its four digits say: the place of the stretch in which it begins.
#[derive(Debug)]
pub(super) struct Headings(Vec<u32>);

impl Headings {
    pub(super) fn of(index: &RuleIndex) -> Self {
        let starts = index.starts();
        let mut place = 0_usize;
        let begin = |heading: u64| {
            while starts.get(place).is_some_and(|start| *start <= heading * HEADING) {
                place += 1;
            }
            u32::try_from(place).unwrap_or(u32::MAX)
        };
        Self((0..=10_000).map(begin).collect())
    }

    /// The place of the stretch in which the whole range lies; `None` if it lies in several.
    pub(super) fn find(&self, index: &RuleIndex, range: CodeRange) -> Option<usize> {
        let heading = usize::try_from(range.lo / HEADING).ok()?;
        let [first, next] = *self.0.get(heading..heading.checked_add(2)?)? else {
            return None;
        };
        let (first, next) = (first as usize, next as usize);
        let starts = index.starts();
        let place = first + starts.get(first..next)?.partition_point(|start| *start <= range.lo);
        let ends_within = starts.get(place).is_none_or(|start| range.hi < *start);
        ends_within.then_some(place)
    }
}
