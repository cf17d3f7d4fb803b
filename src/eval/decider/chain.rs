//! Conditions on one good as chains of questions: each has an answer, and the answer says what to ask next.

use crate::eval::line::LineId;
use crate::eval::loaded::Cell;
use crate::ir::{Comparison, DateBase, DateTerm, Formula, MaterialsId};
use crate::nomenclature::Containment;

use super::Good;
use super::figure::{Amount, FigureId, Sums};

/// What comes after a question: the place of the next one, or an end.
pub(super) type Next = u16;

/// The end at which the condition holds.
pub(super) const YES: Next = u16::MAX;
/// The end at which it does not.
pub(super) const NO: Next = u16::MAX - 1;

/// A condition: its questions side by side, and the place of the first.
#[derive(Debug)]
pub(super) struct Chain {
    pub steps: Box<[Step]>,
    pub first: Next,
}

/// A question and what comes after it.
#[derive(Debug)]
pub(super) struct Step {
    pub question: Question,
    pub yes: Next,
    pub no: Next,
}

/// What can be asked of one good.
#[derive(Debug)]
pub(super) enum Question {
    /// Do two figures compare so?
    Compare(FigureId, Comparison, FigureId),
    /// Is there such a material?
    Exists(MaterialsId),
    /// Is this stated of the good or its producer? By its place among such conditions of the text.
    Stated(u32),
}

impl Chain {
    /// Whether it is the same for every good.
    pub(super) fn is_settled(&self) -> bool {
        self.first == YES || self.first == NO
    }

    /// In the order written, and no further than it takes to decide; `None` if something on the way is open or
    /// undefined.
    pub(super) fn holds(&self, good: &Good<'_>, sums: &mut Sums) -> Option<bool> {
        let mut next = self.first;
        // INVARIANT: a step leads to one that was drawn before it, so this ends.
        while let Some(step) = self.steps.get(usize::from(next)) {
            next = if step.question.answer(good, sums)? {
                step.yes
            } else {
                step.no
            };
        }
        Some(next == YES)
    }
}

impl Question {
    fn answer(&self, good: &Good<'_>, sums: &mut Sums) -> Option<bool> {
        match self {
            Self::Compare(left, op, right) => {
                let Amount::Known(left) = good.figures.amount(*left, good, sums)? else {
                    return Some(false);
                };
                match good.figures.amount(*right, good, sums)? {
                    Amount::Known(right) => Some(op.admits(left.cmp(&right))),
                    Amount::Unavailable => Some(false),
                }
            }
            Self::Exists(materials) => {
                let mask = good.masks.get(materials.index())?;
                for block in good.blocks() {
                    if mask.passing(good, &block)? != 0 {
                        return Some(true);
                    }
                }
                Some(false)
            }
            Self::Stated(place) => stated(good, good.figures.stated(*place)?),
        }
    }
}

fn stated(good: &Good<'_>, formula: &Formula) -> Option<bool> {
    match formula {
        Formula::Is { attribute, values } => match good.attribute(*attribute)? {
            Cell::Word(value) => Some(values.contains(value)),
            _ => None,
        },
        Formula::Fact(attribute) => match good.attribute(*attribute)? {
            Cell::Truth(value) => Some(*value),
            _ => None,
        },
        Formula::CodeIn(set) => match set.containment(good.columns.code.range()) {
            Containment::Inside => Some(true),
            Containment::Outside => Some(false),
            Containment::Partial => None,
        },
        Formula::ProducedIn(countries) => {
            let country = good.loaded.country(LineId::GOOD)?;
            Some(countries.contains(country))
        }
        Formula::WhollyObtained => good.loaded.line(LineId::GOOD).wholly_obtained,
        Formula::Dates { left, op, right } => Some(op.admits(day(good, left)?.cmp(&day(good, right)?))),
        // What is not stated is drawn as something else.
        Formula::Known(_)
        | Formula::All(_)
        | Formula::Any(_)
        | Formula::Not(_)
        | Formula::Clause(_)
        | Formula::Compare { .. }
        | Formula::Exists(_)
        | Formula::Accumulates => None,
    }
}

/// The civil ordinal of a date.
fn day(good: &Good<'_>, term: &DateTerm) -> Option<i64> {
    let base = match term.base {
        DateBase::Claim => good.columns.date.ordinal(),
        DateBase::FiscalYear => good.loaded.fiscal_year?.ordinal(),
        DateBase::Attribute(id) => match good.attribute(id)? {
            Cell::Day(day) => *day,
            _ => return None,
        },
        DateBase::Day(day) => day.ordinal(),
    };
    Some(base.saturating_add(term.offset))
}
