//! Figures as guarded fractions of linear forms, and their comparisons as linear rows.

use std::collections::BTreeSet;

use crate::amount::Ratio;
use crate::ir::{ClauseId, Comparison, Rounding};

use super::question::ProgramIndex;
use super::term::{Linear, Sign, Term};

/// A linear form over another that is more than zero, perhaps rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fraction {
    pub(super) over: Linear,
    /// `None` for one.
    pub(super) under: Option<Linear>,
    pub(super) rounding: Option<Rounding>,
}

/// A clause that states a figure: a stage of a threshold, or of a carve-out.
pub(super) type Stage = (ProgramIndex, ClauseId);

/// A fraction and when it is the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guarded {
    pub(super) when: Term,
    pub(super) value: Fraction,
    /// The stages that state it.
    pub(super) stages: BTreeSet<Stage>,
}

/// A figure: which fraction it is, case by case, and whether its method may be used at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) cases: Vec<Guarded>,
    pub(super) available: Term,
}

/// Two figures that both vary are multiplied or divided.
#[derive(Debug)]
pub(super) struct NotLinear;

impl Fraction {
    pub(super) fn linear(over: Linear) -> Self {
        Self {
            over,
            under: None,
            rounding: None,
        }
    }

    /// The constant, if it is one.
    pub(super) fn constant(&self) -> Option<&Ratio> {
        if self.under.is_none() && self.rounding.is_none() {
            self.over.as_constant()
        } else {
            None
        }
    }

    fn scaled(&self, factor: &Ratio) -> Self {
        Self {
            over: self.over.times(factor),
            ..self.clone()
        }
    }

    pub(super) fn plus(&self, other: &Self) -> Result<Self, NotLinear> {
        if self.rounding.is_some() || other.rounding.is_some() {
            return Err(NotLinear);
        }
        let (over, under) = match (&self.under, &other.under) {
            (a, b) if a == b => (self.over.clone().plus(&other.over), a.clone()),
            (Some(under), None) => (lift(&other.over, under)?.plus(&self.over), Some(under.clone())),
            (None, Some(under)) => (lift(&self.over, under)?.plus(&other.over), Some(under.clone())),
            _ => return Err(NotLinear),
        };
        Ok(Self {
            over,
            under,
            rounding: None,
        })
    }

    pub(super) fn times(&self, other: &Self) -> Result<Self, NotLinear> {
        if let Some(factor) = other.constant() {
            return if self.rounding.is_none() {
                Ok(self.scaled(factor))
            } else {
                Err(NotLinear)
            };
        }
        if let Some(factor) = self.constant() {
            return if other.rounding.is_none() {
                Ok(other.scaled(factor))
            } else {
                Err(NotLinear)
            };
        }
        // A share of a value times that value is an amount.
        match (&self.under, &other.under) {
            (Some(under), None) if self.rounding.is_none() => cancel(&self.over, under, &other.over),
            (None, Some(under)) if other.rounding.is_none() => cancel(&other.over, under, &self.over),
            _ => Err(NotLinear),
        }
    }

    /// Divided by the other; with the divisor that has to be more than zero.
    pub(super) fn over(&self, other: &Self) -> Result<(Self, Linear), NotLinear> {
        if self.rounding.is_some() || other.rounding.is_some() {
            return Err(NotLinear);
        }
        let (over, under) = match (&self.under, &other.under) {
            (a, b) if a == b => (self.over.clone(), other.over.clone()),
            (None, Some(under)) => (lift(&self.over, under)?, other.over.clone()),
            (Some(under), None) => (self.over.clone(), lift(&other.over, under)?),
            _ => return Err(NotLinear),
        };
        Ok((Self::divided(over, &under), under))
    }

    /// The fraction with its divisor scaled so that equal divisors are equal values.
    fn divided(over: Linear, under: &Linear) -> Self {
        let leading = under.terms.values().next().unwrap_or(&under.constant).abs();
        let Some(scale) = Ratio::ONE.checked_div(&leading) else {
            return Self {
                over,
                under: Some(under.clone()),
                rounding: None,
            };
        };
        let (over, under) = (over.times(&scale), under.times(&scale));
        if under.as_constant() == Some(&Ratio::ONE) {
            return Self::linear(over);
        }
        Self {
            over,
            under: Some(under),
            rounding: None,
        }
    }

    /// The comparison of two fractions as a condition.
    pub(super) fn compare(&self, op: Comparison, other: &Self) -> Result<Term, NotLinear> {
        match op {
            Comparison::AtLeast => self.reaches(other, false),
            Comparison::More => self.reaches(other, true),
            Comparison::AtMost => other.reaches(self, false),
            Comparison::Less => other.reaches(self, true),
            Comparison::Equal => Ok(Term::all([self.reaches(other, false)?, other.reaches(self, false)?])),
            Comparison::NotEqual => Ok(self.compare(Comparison::Equal, other)?.negate()),
        }
    }

    /// Whether this is at least the other, or more than it.
    fn reaches(&self, other: &Self, strictly: bool) -> Result<Term, NotLinear> {
        match (self.rounding, other.rounding, self.constant(), other.constant()) {
            (Some(rounding), None, _, Some(bound)) => {
                let (bound, strictly) = unround(rounding, bound, strictly);
                self.exact().reaches(&Self::linear(Linear::constant(bound)), strictly)
            }
            // A bound at least a rounded figure: the rounded figure does not exceed it.
            (None, Some(_), Some(_), _) => Ok(other.reaches(self, !strictly)?.negate()),
            (None, None, _, _) => {
                let difference = self.plus(&other.scaled(&-Ratio::ONE))?;
                let sign = if strictly { Sign::Positive } else { Sign::NotNegative };
                Ok(Term::row(difference.over, sign))
            }
            _ => Err(NotLinear),
        }
    }

    fn exact(&self) -> Self {
        Self {
            rounding: None,
            ..self.clone()
        }
    }
}

/// A form brought over a divisor: possible for a constant.
fn lift(form: &Linear, under: &Linear) -> Result<Linear, NotLinear> {
    form.as_constant()
        .map(|constant| under.times(constant))
        .ok_or(NotLinear)
}

/// `over / under × other`, where `other` is a multiple of `under`.
fn cancel(over: &Linear, under: &Linear, other: &Linear) -> Result<Fraction, NotLinear> {
    let factor = match (under.terms.iter().next(), other.terms.iter().next()) {
        (Some((a, x)), Some((b, y))) if a == b => y.checked_div(x).ok_or(NotLinear)?,
        _ => return Err(NotLinear),
    };
    if under.times(&factor) == *other {
        Ok(Fraction::linear(over.times(&factor)))
    } else {
        Err(NotLinear)
    }
}

/// The bound on the exact figure that says the same as a bound on the rounded one.
///
/// With steps `g` (of a share: a percentage point to so many decimals), the rounded figure is `k·g` for a whole `k`;
/// half-up rounds away from zero and truncation cuts towards it, so the sign of `k` decides whether the edge belongs.
fn unround(rounding: Rounding, bound: &Ratio, strictly: bool) -> (Ratio, bool) {
    let (decimals, half) = match rounding {
        Rounding::HalfUp(decimals) => (decimals, true),
        Rounding::Truncated(decimals) => (decimals, false),
    };
    let mut steps_in_one = Ratio::HUNDRED;
    for _ in 0..decimals {
        steps_in_one = &steps_in_one * &Ratio::from(10);
    }
    let step = Ratio::ONE.checked_div(&steps_in_one).unwrap_or_default();
    let scaled = bound * &steps_in_one;
    let floor = scaled.floor();
    let first = if strictly || floor != scaled {
        &floor + &Ratio::ONE
    } else {
        floor
    };
    let at_edge = &first * &step;
    match (half, first.is_positive()) {
        (true, positive) => {
            let half_step = &step * &Ratio::from_parts(1, 2).unwrap_or_default();
            (&at_edge - &half_step, !positive)
        }
        (false, true) => (at_edge, false),
        (false, false) => (&at_edge - &step, true),
    }
}

impl Figure {
    pub(super) fn always(value: Fraction) -> Self {
        Self {
            cases: vec![Guarded {
                when: Term::Known(true),
                value,
                stages: BTreeSet::new(),
            }],
            available: Term::Known(true),
        }
    }

    /// Every pair of cases of two figures, joined by `join`.
    pub(super) fn join(
        &self,
        other: &Self,
        mut join: impl FnMut(&Fraction, &Fraction) -> Result<Fraction, NotLinear>,
    ) -> Result<Self, NotLinear> {
        let mut cases = Vec::new();
        for a in &self.cases {
            for b in &other.cases {
                let when = Term::all([a.when.clone(), b.when.clone()]);
                if when != Term::Known(false) {
                    cases.push(Guarded {
                        when,
                        value: join(&a.value, &b.value)?,
                        stages: a.stages.union(&b.stages).copied().collect(),
                    });
                }
            }
        }
        Ok(Self {
            cases,
            available: Term::all([self.available.clone(), other.available.clone()]),
        })
    }

    /// Whether the other says the same, wherever it may stand.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let alike = |(a, b): (&Guarded, &Guarded)| a.when == b.when && a.value == b.value;
        self.available == other.available
            && self.cases.len() == other.cases.len()
            && self.cases.iter().zip(&other.cases).all(alike)
    }

    /// Whether some case holds.
    pub(super) fn defined(&self) -> Term {
        Term::any(self.cases.iter().map(|case| case.when.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bound on the exact figure agrees with rounding on a fine grid around zero.
    #[test]
    fn rounding_is_compiled_away_exactly() {
        for rounding in [
            Rounding::HalfUp(0),
            Rounding::Truncated(0),
            Rounding::HalfUp(1),
            Rounding::Truncated(1),
        ] {
            for bound in -30..30 {
                let bound = Ratio::from_parts(bound, 1000).unwrap();
                for strictly in [false, true] {
                    let (edge, open) = unround(rounding, &bound, strictly);
                    for figure in -120..120 {
                        let figure = Ratio::from_parts(figure, 4000).unwrap();
                        let points = &figure * &Ratio::HUNDRED;
                        let rounded = match rounding {
                            Rounding::HalfUp(n) => points.round_half_up(n),
                            Rounding::Truncated(n) => points.truncate(n),
                        };
                        let rounded = rounded.checked_div(&Ratio::HUNDRED).unwrap();
                        let expected = if strictly { rounded > bound } else { rounded >= bound };
                        let actual = if open { figure > edge } else { figure >= edge };
                        assert_eq!(actual, expected, "{rounding:?} {figure} {bound} {strictly}");
                    }
                }
            }
        }
    }
}
