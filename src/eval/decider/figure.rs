//! Figures of one good, exact, in fractions of a fixed size.

use crate::eval::line::LineId;
use crate::eval::loaded::Cell;
use crate::ir::{AggregateKind, AttributeId, BasisId};

use super::Good;
use super::condition::{Condition, first};
use super::fraction::Fraction;
use super::mask::Mask;

/// A figure with the measures that it refers to in their place.
#[derive(Debug)]
pub(super) enum Figure<'p> {
    Const(Fraction),
    Basis(BasisId),
    Attribute(AttributeId),
    Aggregate(Gathered<'p>),
    Sum(Vec<Figure<'p>>),
    Product(Box<(Figure<'p>, Figure<'p>)>),
    Quotient(Box<(Figure<'p>, Figure<'p>)>),
    Min(Vec<Figure<'p>>),
    Max(Vec<Figure<'p>>),
    /// A measure that may be used where the condition holds.
    Available(Box<(Condition<'p>, Figure<'p>)>),
    Cases(Vec<(Condition<'p>, Figure<'p>)>),
    /// What is left to the judge.
    Open,
}

/// Materials brought together.
#[derive(Debug)]
pub(super) struct Gathered<'p> {
    /// Its place among those that are kept once they are worked out.
    pub place: usize,
    pub kind: AggregateKind,
    pub basis: Option<BasisId>,
    pub mask: Mask<'p>,
}

/// What materials came to, for the figures that ask for it again; the first few of a text.
#[derive(Debug, Default)]
pub(super) struct Sums([Option<Fraction>; 4]);

/// A figure that is known, or that a method comes to which may not be used.
#[derive(Debug, Clone, Copy)]
pub(super) enum Amount {
    Known(Fraction),
    Unavailable,
}

impl Amount {
    fn with(self, other: Self, bring: impl FnOnce(Fraction, Fraction) -> Option<Fraction>) -> Option<Self> {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => bring(a, b).map(Self::Known),
            _ => Some(Self::Unavailable),
        }
    }
}

impl Figure<'_> {
    /// `None` if a fact is wanted, the figure is undefined or does not fit.
    pub(super) fn amount(&self, good: &Good<'_>, sums: &mut Sums) -> Option<Amount> {
        match self {
            Self::Const(value) => Some(Amount::Known(*value)),
            Self::Basis(basis) => {
                let value = good.loaded.basis(LineId::GOOD, *basis)?;
                Fraction::of(value).map(Amount::Known)
            }
            Self::Attribute(id) => match good.attribute(*id)? {
                Cell::Figure(value) => Fraction::of(value).map(Amount::Known),
                _ => None,
            },
            Self::Aggregate(gathered) => gathered.amount(good, sums).map(Amount::Known),
            Self::Sum(parts) => fold(parts, good, sums, Fraction::plus),
            Self::Min(parts) => fold(parts, good, sums, |a, b| Some(a.min(b))),
            Self::Max(parts) => fold(parts, good, sums, |a, b| Some(a.max(b))),
            Self::Product(factors) => {
                let a = factors.0.amount(good, sums)?;
                a.with(factors.1.amount(good, sums)?, Fraction::times)
            }
            Self::Quotient(sides) => {
                let (above, below) = (sides.0.amount(good, sums)?, sides.1.amount(good, sums)?);
                if matches!(below, Amount::Known(divisor) if divisor == Fraction::ZERO) {
                    return None;
                }
                above.with(below, Fraction::divided_by)
            }
            Self::Available(measure) => {
                if measure.0.holds(good, sums)? {
                    measure.1.amount(good, sums)
                } else {
                    Some(Amount::Unavailable)
                }
            }
            Self::Cases(cases) => {
                let mut found = None;
                for (when, then) in cases {
                    if when.holds(good, sums)? {
                        // Two cases agree or conflict, which is for the judge to say.
                        if found.is_some() {
                            return None;
                        }
                        found = Some(then.amount(good, sums)?);
                    }
                }
                found
            }
            Self::Open => None,
        }
    }
}

fn fold(
    parts: &[Figure<'_>],
    good: &Good<'_>,
    sums: &mut Sums,
    bring: impl Fn(Fraction, Fraction) -> Option<Fraction>,
) -> Option<Amount> {
    let Some((first, rest)) = parts.split_first() else {
        return Some(Amount::Known(Fraction::ZERO));
    };
    let mut total = first.amount(good, sums)?;
    for part in rest {
        total = total.with(part.amount(good, sums)?, &bring)?;
    }
    Some(total)
}

impl Gathered<'_> {
    fn amount(&self, good: &Good<'_>, sums: &mut Sums) -> Option<Fraction> {
        if let Some(Some(known)) = sums.0.get(self.place) {
            return Some(*known);
        }
        let amount = self.gather(good)?;
        if let Some(place) = sums.0.get_mut(self.place) {
            *place = Some(amount);
        }
        Some(amount)
    }

    fn gather(&self, good: &Good<'_>) -> Option<Fraction> {
        let Some(basis) = self.basis else {
            return self.count(good);
        };
        let amounts = good.columns.amounts(basis)?;
        let mut total: Option<i64> = None;
        for (word, values) in amounts.each.chunks(64).enumerate() {
            let mut bits = self.mask.word(good, word)? & first(values.len());
            while bits != 0 {
                let value = *values.get(bits.trailing_zeros() as usize)?;
                bits &= bits.wrapping_sub(1);
                total = Some(match (total, self.kind) {
                    (None, _) => value,
                    (Some(total), AggregateKind::Sum) => total.wrapping_add(value),
                    (Some(total), AggregateKind::Largest) => total.max(value),
                    (Some(total), AggregateKind::Smallest) => total.min(value),
                    (Some(_), AggregateKind::Count) => return None,
                });
            }
        }
        Some(Fraction::new(total.unwrap_or(0), amounts.parts))
    }

    fn count(&self, good: &Good<'_>) -> Option<Fraction> {
        let mut count = 0;
        let mut left = good.columns.lines.len();
        for word in 0..good.columns.originating.len() {
            count += i64::from((self.mask.word(good, word)? & first(left)).count_ones());
            left = left.saturating_sub(64);
        }
        Some(Fraction::new(count, 1))
    }
}
