//! Conditions on one good, in two values.

use std::collections::BTreeSet;

use crate::eval::line::LineId;
use crate::eval::loaded::Cell;
use crate::ir::{AttributeId, Comparison, Country, DateBase, DateTerm};
use crate::nomenclature::{CodeSet, Containment};

use super::Good;
use super::figure::{Amount, Figure, Sums};
use super::mask::Mask;

/// A condition with the clauses that it refers to in their place.
#[derive(Debug)]
pub(super) enum Condition<'p> {
    Known(bool),
    All(Vec<Condition<'p>>),
    Any(Vec<Condition<'p>>),
    Not(Box<Condition<'p>>),
    Compare(Box<Compared<'p>>),
    Exists(Mask<'p>),
    Is(AttributeId, &'p BTreeSet<usize>),
    Fact(AttributeId),
    CodeIn(&'p CodeSet),
    ProducedIn(&'p BTreeSet<Country>),
    WhollyObtained,
    Dates(DateTerm, Comparison, DateTerm),
}

/// Two figures and how they compare.
#[derive(Debug)]
pub(super) struct Compared<'p> {
    pub left: Figure<'p>,
    pub op: Comparison,
    pub right: Figure<'p>,
}

impl Condition<'_> {
    /// In the order written, and no further than it takes to decide; `None` if something on the way is open or
    /// undefined.
    pub(super) fn holds(&self, good: &Good<'_>, sums: &mut Sums) -> Option<bool> {
        match self {
            Self::Known(value) => Some(*value),
            Self::All(parts) => {
                for part in parts {
                    if !part.holds(good, sums)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Self::Any(parts) => {
                for part in parts {
                    if part.holds(good, sums)? {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Self::Not(inner) => inner.holds(good, sums).map(|value| !value),
            Self::Compare(compared) => compared.holds(good, sums),
            Self::Exists(mask) => {
                let mut left = good.columns.lines.len();
                for word in 0..good.columns.originating.len() {
                    if mask.word(good, word)? & first(left) != 0 {
                        return Some(true);
                    }
                    left = left.saturating_sub(64);
                }
                Some(false)
            }
            Self::Is(attribute, values) => match good.attribute(*attribute)? {
                Cell::Word(value) => Some(values.contains(value)),
                _ => None,
            },
            Self::Fact(attribute) => match good.attribute(*attribute)? {
                Cell::Truth(value) => Some(*value),
                _ => None,
            },
            Self::CodeIn(set) => match set.containment(good.loaded.line(LineId::GOOD).range?) {
                Containment::Inside => Some(true),
                Containment::Outside => Some(false),
                Containment::Partial => None,
            },
            Self::ProducedIn(countries) => good
                .loaded
                .country(LineId::GOOD)
                .map(|country| countries.contains(country)),
            Self::WhollyObtained => good.loaded.line(LineId::GOOD).wholly_obtained,
            Self::Dates(left, op, right) => Some(op.admits(day(good, left)?.cmp(&day(good, right)?))),
        }
    }
}

impl Compared<'_> {
    fn holds(&self, good: &Good<'_>, sums: &mut Sums) -> Option<bool> {
        let Amount::Known(left) = self.left.amount(good, sums)? else {
            return Some(false);
        };
        match self.right.amount(good, sums)? {
            Amount::Known(right) => Some(self.op.admits(left.cmp(&right))),
            Amount::Unavailable => Some(false),
        }
    }
}

/// So many bits from the first on, at most all.
pub(super) fn first(bits: usize) -> u64 {
    let others = 64_usize.saturating_sub(bits);
    u32::try_from(others).ok().and_then(|others| u64::MAX.checked_shr(others)).unwrap_or(0)
}

/// The civil ordinal of a date.
fn day(good: &Good<'_>, term: &DateTerm) -> Option<i64> {
    let base = match term.base {
        DateBase::Claim => good.loaded.date.ordinal(),
        DateBase::FiscalYear => good.loaded.fiscal_year?.ordinal(),
        DateBase::Attribute(id) => match good.attribute(id)? {
            Cell::Day(day) => *day,
            _ => return None,
        },
        DateBase::Day(day) => day.ordinal(),
    };
    Some(base.saturating_add(term.offset))
}
