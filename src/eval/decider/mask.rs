//! Tests of materials, answered for as many of them at once as a word has bits.

use crate::eval::columns::WORD;
use crate::eval::line::LineId;
use crate::eval::loaded::Cell;
use crate::ir::MaterialTest;
use crate::nomenclature::{CodeRange, CodeSet, Level};

use super::Good;

/// A test of materials.
#[derive(Debug)]
pub(super) enum Mask<'p> {
    Known(bool),
    All(Vec<Mask<'p>>),
    Any(Vec<Mask<'p>>),
    Not(Box<Mask<'p>>),
    Originating,
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

    /// Which materials of that word pass, bits beyond the last one undefined; `None` if it is open for one of them.
    pub(super) fn word(&self, good: &Good<'_>, word: usize) -> Option<u64> {
        Some(match self {
            Self::Known(true) => u64::MAX,
            Self::Known(false) => 0,
            Self::All(parts) => {
                let mut all = u64::MAX;
                for part in parts {
                    all &= part.word(good, word)?;
                }
                all
            }
            Self::Any(parts) => {
                let mut any = 0;
                for part in parts {
                    any |= part.word(good, word)?;
                }
                any
            }
            Self::Not(inner) => !inner.word(good, word)?,
            Self::Originating => *good.columns.originating.get(word)?,
            Self::Related(level) => {
                let range = good.columns.related.get(*level as usize).copied().flatten()?;
                if good.columns.digits < level.digits() {
                    return None;
                }
                within(codes(good, word)?, range)
            }
            Self::CodeIn { set, digits } => {
                if good.columns.digits < *digits {
                    return None;
                }
                let codes = codes(good, word)?;
                let (first, last) = (*codes.first()?, *codes.last()?);
                let ranges = set.ranges();
                let from = ranges.partition_point(|range| range.hi < first);
                let near = ranges.iter().skip(from).take_while(|range| range.lo <= last);
                near.fold(0, |bits, range| bits | within(codes, *range))
            }
            Self::Each(test) => {
                let lines = good.columns.lines.chunks(WORD).nth(word)?.iter().enumerate();
                let mut bits = 0;
                for (place, line) in lines {
                    bits |= u64::from(each(good, *line, test)?) << place;
                }
                bits
            }
        })
    }
}

/// The codes of one word of materials, in order.
fn codes<'a>(good: &Good<'a>, word: usize) -> Option<&'a [u64]> {
    let start = word * WORD;
    let codes = good.columns.codes.get(start..)?;
    Some(codes.get(..WORD).unwrap_or(codes))
}

/// Those of at most [`WORD`] codes in order that begin in the range.
fn within(codes: &[u64], range: CodeRange) -> u64 {
    let below = |bits: usize| u64::MAX.checked_shr(64 - bits as u32).unwrap_or(0);
    let from = codes.partition_point(|code| *code < range.lo);
    let to = codes.partition_point(|code| *code <= range.hi);
    below(to) & !below(from)
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
        _ => None,
    }
}
