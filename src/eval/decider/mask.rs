//! Tests of materials, answered for as many of them at once as a word has bits.

use crate::eval::columns::Block;
use crate::eval::line::LineId;
use crate::eval::loaded::Cell;
use crate::ir::MaterialTest;
use crate::nomenclature::{CodeSet, Level};

use super::Good;

/// A test of materials.
#[derive(Debug)]
pub(super) enum Mask<'p> {
    Known(bool),
    All(Vec<Mask<'p>>),
    Any(Vec<Mask<'p>>),
    Not(Box<Mask<'p>>),
    Originating,
    Foreign,
    /// The material shares the good's code at that level.
    Related(Level),
    CodeIn {
        set: &'p CodeSet,
        /// A code of so many digits lies in the set or outside, never across one of its ends.
        digits: usize,
    },
    /// What is looked up for each material by itself.
    Each(&'p MaterialTest),
}

impl<'p> Mask<'p> {
    pub(super) fn of(test: &'p MaterialTest) -> Self {
        let all = |parts: &'p [MaterialTest]| parts.iter().map(Self::of).collect();
        match test {
            MaterialTest::Known(value) => Self::Known(*value),
            MaterialTest::All(parts) => Self::All(all(parts)),
            MaterialTest::Any(parts) => Self::Any(all(parts)),
            MaterialTest::Not(inner) if **inner == MaterialTest::Originating => Self::Foreign,
            MaterialTest::Not(inner) => Self::Not(Box::new(Self::of(inner))),
            MaterialTest::Originating => Self::Originating,
            MaterialTest::Code(relation) => Self::Related(relation.same),
            MaterialTest::CodeIn(set) => Self::CodeIn {
                set,
                digits: set.digits(),
            },
            MaterialTest::WhollyObtained
            | MaterialTest::Imported
            | MaterialTest::ProducedIn(_)
            | MaterialTest::Is { .. }
            | MaterialTest::Fact(_) => Self::Each(test),
        }
    }

    /// Which materials of the block pass; `None` if it is open for one of them.
    pub(super) fn passing(&self, good: &Good<'_>, block: &Block<'_>) -> Option<u64> {
        Some(match self {
            Self::Known(true) => block.all,
            Self::Known(false) => 0,
            Self::All(parts) => {
                let mut all = block.all;
                for part in parts {
                    all &= part.passing(good, block)?;
                    if all == 0 {
                        break;
                    }
                }
                all
            }
            Self::Any(parts) => {
                let mut any = 0;
                for part in parts {
                    any |= part.passing(good, block)?;
                }
                any
            }
            Self::Not(inner) => block.all & !inner.passing(good, block)?,
            Self::Originating => block.originating,
            Self::Foreign => block.all & !block.originating,
            Self::Related(level) => {
                let range = good.columns.related(*level)?;
                if good.columns.digits < level.digits() {
                    return None;
                }
                block.within(range)
            }
            Self::CodeIn { set, digits } => {
                if good.columns.digits < *digits {
                    return None;
                }
                let stretch = block.stretch()?;
                let ranges = set.ranges();
                let from = ranges.partition_point(|range| range.hi < stretch.lo);
                let near = ranges.iter().skip(from).take_while(|range| range.lo <= stretch.hi);
                near.fold(0, |bits, range| bits | block.within(*range))
            }
            Self::Each(test) => {
                let mut bits = 0;
                for (place, line) in block.lines().iter().enumerate() {
                    bits |= u64::from(each(good, *line, test)?) << place;
                }
                bits
            }
        })
    }
}

fn each(good: &Good<'_>, line: LineId, test: &MaterialTest) -> Option<bool> {
    let facts = good.loaded.line(line);
    match test {
        MaterialTest::WhollyObtained => facts.wholly_obtained,
        MaterialTest::Imported => facts.imported,
        MaterialTest::ProducedIn(countries) => good.loaded.country(line).map(|country| countries.contains(country)),
        MaterialTest::Is { attribute, values } => match good.loaded.attribute(line, *attribute) {
            Some(Cell::Word(value)) => Some(values.contains(value)),
            _ => None,
        },
        MaterialTest::Fact(attribute) => match good.loaded.attribute(line, *attribute) {
            Some(Cell::Truth(value)) => Some(*value),
            _ => None,
        },
        // These have masks of their own.
        MaterialTest::Known(_)
        | MaterialTest::All(_)
        | MaterialTest::Any(_)
        | MaterialTest::Not(_)
        | MaterialTest::CodeIn(_)
        | MaterialTest::Code(_)
        | MaterialTest::Originating => None,
    }
}
