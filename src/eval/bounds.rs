//! How small and how large a figure may be, whatever the facts are that are not known.
//!
//! A comparison that comes to the same at both ends needs none of them: with every unknown origin taken the one way and
//! the other, a value content that is reached either way is reached. The ends are never too near to each other; where
//! one fact works on both sides of a figure they may be too far apart, and then facts are asked for that a closer look
//! would spare.

use crate::amount::Ratio;
use crate::ir::{AggregateId, AggregateKind, AttributeKind, Comparison, Num, NumCase};

use super::figure::round;
use super::judge::{Frame, Judge};
use super::line::LineId;
use super::truth::Figure;

/// The ends of what a figure may be; `None` where there is no end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    pub least: Option<Ratio>,
    pub most: Option<Ratio>,
}

impl Bounds {
    /// Anything at all.
    const ANY: Self = Self {
        least: None,
        most: None,
    };

    fn exactly(value: Ratio) -> Self {
        Self {
            least: Some(value.clone()),
            most: Some(value),
        }
    }

    fn from_zero(most: Option<Ratio>) -> Self {
        Self {
            least: Some(Ratio::ZERO),
            most,
        }
    }

    fn known(&self) -> Option<&Ratio> {
        self.least.as_ref().filter(|least| Some(*least) == self.most.as_ref())
    }

    fn is_never_negative(&self) -> bool {
        self.least.as_ref().is_some_and(|least| !least.is_negative())
    }

    fn plus(self, other: &Self) -> Self {
        Self {
            least: both(self.least, other.least.as_ref(), |a, b| a + b),
            most: both(self.most, other.most.as_ref(), |a, b| a + b),
        }
    }

    fn times(self, other: &Self) -> Self {
        match (self.known(), other.known()) {
            (Some(factor), _) => other.scaled(factor),
            (None, Some(factor)) => self.scaled(factor),
            (None, None) if self.is_never_negative() && other.is_never_negative() => Self {
                least: both(self.least, other.least.as_ref(), |a, b| a * b),
                most: both(self.most, other.most.as_ref(), |a, b| a * b),
            },
            (None, None) => Self::ANY,
        }
    }

    fn scaled(&self, factor: &Ratio) -> Self {
        let scale = |end: &Option<Ratio>| end.as_ref().map(|end| end * factor);
        if factor.is_zero() {
            return Self::exactly(Ratio::ZERO);
        }
        let (least, most) = (scale(&self.least), scale(&self.most));
        if factor.is_negative() {
            Self {
                least: most,
                most: least,
            }
        } else {
            Self { least, most }
        }
    }

    /// Divided by what is above zero; the smaller the divisor, the further from zero.
    fn over(self, divisor: &Self) -> Self {
        let Some(small) = divisor.least.as_ref().filter(|small| small.is_positive()) else {
            return Self::ANY;
        };
        let by = |end: Ratio, further: bool| match (further, &divisor.most) {
            (true, _) => end.checked_div(small),
            (false, Some(large)) => end.checked_div(large),
            (false, None) => Some(Ratio::ZERO),
        };
        Self {
            least: self.least.and_then(|end| {
                let further = end.is_negative();
                by(end, further)
            }),
            most: self.most.and_then(|end| {
                let further = end.is_positive();
                by(end, further)
            }),
        }
    }

    /// What is the one or the other.
    fn or(self, other: &Self) -> Self {
        Self {
            least: both(self.least, other.least.as_ref(), |a, b| a.min(b.clone())),
            most: both(self.most, other.most.as_ref(), |a, b| a.max(b.clone())),
        }
    }

    fn each(self, change: impl Fn(&Ratio) -> Ratio) -> Self {
        Self {
            least: self.least.as_ref().map(&change),
            most: self.most.as_ref().map(&change),
        }
    }

    /// How the two compare, if they compare so whatever they are.
    pub(super) fn compare(&self, op: Comparison, other: &Self) -> Option<bool> {
        let below = |a: &Self, b: &Self| matches!((&a.most, &b.least), (Some(most), Some(least)) if most < least);
        let at_most = |a: &Self, b: &Self| matches!((&a.most, &b.least), (Some(most), Some(least)) if most <= least);
        let settle = |holds: bool, fails: bool| match (holds, fails) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        };
        let same = self.known().is_some() && self.known() == other.known();
        let apart = below(self, other) || below(other, self);
        match op {
            Comparison::Less => settle(below(self, other), at_most(other, self)),
            Comparison::AtMost => settle(at_most(self, other), below(other, self)),
            Comparison::Equal => settle(same, apart),
            Comparison::NotEqual => settle(apart, same),
            Comparison::AtLeast => settle(at_most(other, self), below(self, other)),
            Comparison::More => settle(below(other, self), at_most(self, other)),
        }
    }
}

fn both(a: Option<Ratio>, b: Option<&Ratio>, bring: impl FnOnce(Ratio, &Ratio) -> Ratio) -> Option<Ratio> {
    Some(bring(a?, b?))
}

impl<'a> Judge<'a> {
    /// The ends of what a figure may be. What cannot be calculated under some facts has none.
    pub(super) fn bounds(&mut self, frame: &mut Frame, num: &'a Num) -> Bounds {
        match self.figure(frame, num) {
            Ok(Figure::Known(value)) => return Bounds::exactly(value),
            Ok(Figure::Unknown(_)) => {}
            Ok(Figure::Unavailable(_)) | Err(_) => return Bounds::ANY,
        }
        match num {
            // Values, weights and counts are never negative; the loading sees to it.
            Num::Basis(_) => Bounds::from_zero(None),
            Num::Attribute(id) => match self.program.vocabulary.attributes[*id].kind {
                AttributeKind::Percentage => Bounds::from_zero(Some(Ratio::ONE)),
                _ => Bounds::from_zero(None),
            },
            Num::Aggregate(id) => self.bounds_of_aggregate(frame, *id),
            Num::Sum(parts) => {
                let mut sum = Bounds::exactly(Ratio::ZERO);
                for part in parts {
                    sum = sum.plus(&self.bounds(frame, part));
                }
                sum
            }
            Num::Product(a, b) => self.bounds(frame, a).times(&self.bounds(frame, b)),
            Num::Quotient(a, b) => self.bounds(frame, a).over(&self.bounds(frame, b)),
            Num::Min(parts) => self.bounds_of_parts(frame, parts, Ord::min),
            Num::Max(parts) => self.bounds_of_parts(frame, parts, Ord::max),
            Num::Measure(id) => {
                let measure = &self.program.measures[*id];
                let usable = match measure.available {
                    Some(clause) => self.clause(frame, clause).is_ok_and(|truth| truth.is_true()),
                    None => true,
                };
                // One that is left out of account may be anything.
                if usable && self.is_relied_on(frame, *id) {
                    self.bounds(frame, &measure.value)
                } else {
                    Bounds::ANY
                }
            }
            Num::Cases(cases) => self.bounds_of_cases(frame, cases),
            Num::Rounded(rounding, inner) => self.bounds(frame, inner).each(|end| round(*rounding, end)),
            Num::Const(_) | Num::Averaged { .. } => Bounds::ANY,
        }
    }

    fn bounds_of_parts(&mut self, frame: &mut Frame, parts: &'a [Num], pick: impl Fn(Ratio, Ratio) -> Ratio) -> Bounds {
        let mut all = parts.iter().map(|part| self.bounds(frame, part)).collect::<Vec<_>>();
        let Some(mut total) = all.pop() else {
            return Bounds::exactly(Ratio::ZERO);
        };
        for next in all {
            total = Bounds {
                least: both(total.least, next.least.as_ref(), |a, b| pick(a, b.clone())),
                most: both(total.most, next.most.as_ref(), |a, b| pick(a, b.clone())),
            };
        }
        total
    }

    /// Of the cases that the facts leave possible, if one of them is sure to hold.
    fn bounds_of_cases(&mut self, frame: &mut Frame, cases: &'a [NumCase]) -> Bounds {
        if !self.some_case_holds(frame, cases).unwrap_or(false) {
            return Bounds::ANY;
        }
        let mut out: Option<Bounds> = None;
        for case in cases {
            match self.clause(frame, case.when) {
                Ok(truth) if truth.is_false() => continue,
                Ok(_) => {}
                Err(_) => return Bounds::ANY,
            }
            let next = self.bounds(frame, &case.then);
            out = Some(match out {
                None => next,
                Some(out) => out.or(&next),
            });
        }
        out.unwrap_or(Bounds::ANY)
    }

    /// With the materials that are taken or not left out, and with them taken.
    fn bounds_of_aggregate(&mut self, frame: &mut Frame, id: AggregateId) -> Bounds {
        let aggregate = &self.program.aggregates[id];
        let Ok(selection) = self.selection(frame, aggregate.materials) else {
            return Bounds::ANY;
        };
        let of = |line: LineId| match aggregate.basis {
            None => Bounds::exactly(Ratio::ONE),
            Some(basis) => match self.loaded.basis(line, basis) {
                Some(value) => Bounds::exactly(value.clone()),
                None => Bounds::from_zero(None),
            },
        };
        let sure: Vec<Bounds> = selection.lines(self.loaded).into_iter().map(of).collect();
        let open: Vec<Bounds> = selection.open.iter().map(|(line, _)| of(*line)).collect();
        match aggregate.kind {
            AggregateKind::Sum | AggregateKind::Count => {
                let mut total = Bounds::exactly(Ratio::ZERO);
                for line in &sure {
                    total = total.plus(line);
                }
                for line in open {
                    total = total.plus(&Bounds::from_zero(line.most));
                }
                total
            }
            // Over no material at all both are zero.
            AggregateKind::Largest => {
                let least = sure.iter().filter_map(|line| line.least.clone()).max();
                let all: Option<Vec<Ratio>> = sure.into_iter().chain(open).map(|line| line.most).collect();
                Bounds {
                    least: Some(least.unwrap_or(Ratio::ZERO)),
                    most: all.map(|all| all.into_iter().max().unwrap_or(Ratio::ZERO)),
                }
            }
            AggregateKind::Smallest => {
                let lowest = sure.iter().chain(&open).filter_map(|line| line.least.clone()).min();
                let (least, most) = if sure.is_empty() {
                    let all: Option<Vec<Ratio>> = open.into_iter().map(|line| line.most).collect();
                    (None, all.and_then(|all| all.into_iter().max()))
                } else {
                    (lowest, sure.into_iter().filter_map(|line| line.most).min())
                };
                Bounds {
                    least: Some(least.unwrap_or(Ratio::ZERO)),
                    most,
                }
            }
        }
    }
}
