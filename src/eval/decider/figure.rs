//! Figures of one good, exact, in fractions of a fixed size.

use crate::eval::loaded::Cell;
use crate::ir::{Aggregate, AggregateId, AggregateKind, AttributeId, BasisId, Formula, Num};

use super::Good;
use super::chain::Chain;
use super::fraction::Fraction;

/// Where a figure is among the [`Figures`].
pub(super) type FigureId = u32;

/// What rules ask for, each once however many ask: the figures of a text, and the conditions on what is stated.
#[derive(Debug, Default)]
pub(super) struct Figures<'p> {
    all: Vec<Figure>,
    /// What each was drawn from, and how deep that is nested.
    sources: Vec<(&'p Num, usize)>,
    stated: Vec<&'p Formula>,
}

/// A figure of which the parts stand before it.
#[derive(Debug)]
pub(super) enum Figure {
    Const(Fraction),
    Basis(BasisId),
    Attribute(AttributeId),
    Aggregate(AggregateId),
    /// All added, those taken off that have a minus before them.
    Sum(Box<[(Sign, FigureId)]>),
    Product(FigureId, FigureId),
    Quotient(FigureId, FigureId),
    Min(Box<[FigureId]>),
    Max(Box<[FigureId]>),
    /// A measure that may be used where the condition holds.
    Available(Box<Chain>, FigureId),
    Cases(Box<[(Chain, FigureId)]>),
    /// What is left to the judge.
    Open,
}

/// Whether a part of a sum is added or taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

/// A figure that is known, or that a method comes to which may not be used.
#[derive(Debug, Clone, Copy)]
pub(super) enum Amount {
    Known(Fraction),
    Unavailable,
}

/// What materials came to, for the figures that ask for it again: by aggregate, the first few of a text.
#[derive(Debug, Default)]
pub(super) struct Sums([Option<Fraction>; 4]);

impl Amount {
    fn with(self, other: Self, bring: impl FnOnce(Fraction, Fraction) -> Option<Fraction>) -> Option<Self> {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => bring(a, b).map(Self::Known),
            _ => Some(Self::Unavailable),
        }
    }
}

impl<'p> Figures<'p> {
    /// Where the figure is that was drawn from the same, and how deep it is nested.
    pub(super) fn find(&self, source: &Num) -> Option<(FigureId, usize)> {
        let place = self.sources.iter().position(|(other, _)| *other == source)?;
        let (_, height) = self.sources.get(place)?;
        Some((FigureId::try_from(place).ok()?, *height))
    }

    /// Puts a figure behind the others.
    pub(super) fn push(&mut self, source: &'p Num, figure: Figure, height: usize) -> Option<FigureId> {
        let place = FigureId::try_from(self.all.len()).ok()?;
        self.all.push(figure);
        self.sources.push((source, height));
        Some(place)
    }

    /// Where a condition on what is stated is among them.
    pub(super) fn ask(&mut self, condition: &'p Formula) -> Option<u32> {
        let known = self.stated.iter().position(|other| *other == condition);
        let place = known.unwrap_or_else(|| {
            self.stated.push(condition);
            self.stated.len().saturating_sub(1)
        });
        u32::try_from(place).ok()
    }

    /// The condition at that place.
    pub(super) fn stated(&self, place: u32) -> Option<&'p Formula> {
        self.stated.get(place as usize).copied()
    }

    /// `None` if a fact is wanted, the figure is undefined or does not fit.
    pub(super) fn amount(&self, id: FigureId, good: &Good<'_>, sums: &mut Sums) -> Option<Amount> {
        let known = match self.all.get(id as usize)? {
            Figure::Const(value) => *value,
            Figure::Basis(basis) => {
                let (over, under) = good.columns.own(*basis)?;
                Fraction::new(over, under)
            }
            Figure::Attribute(id) => match good.attribute(*id)? {
                Cell::Figure(value) => Fraction::of(value)?,
                _ => return None,
            },
            Figure::Aggregate(id) => sums.of(good, *id)?,
            Figure::Sum(parts) => return self.sum(parts, good, sums),
            Figure::Min(parts) => return self.fold(parts, good, sums, Ord::min),
            Figure::Max(parts) => return self.fold(parts, good, sums, Ord::max),
            Figure::Product(a, b) => {
                let a = self.amount(*a, good, sums)?;
                return a.with(self.amount(*b, good, sums)?, Fraction::times);
            }
            Figure::Quotient(a, b) => {
                let (above, below) = (self.amount(*a, good, sums)?, self.amount(*b, good, sums)?);
                if matches!(below, Amount::Known(divisor) if divisor.is_zero()) {
                    return None;
                }
                return above.with(below, Fraction::divided_by);
            }
            Figure::Available(when, value) => {
                if !when.holds(good, sums)? {
                    return Some(Amount::Unavailable);
                }
                return self.amount(*value, good, sums);
            }
            Figure::Cases(cases) => {
                let mut found = None;
                for (when, then) in cases {
                    if when.holds(good, sums)? {
                        // Two cases agree or conflict, which is for the judge to say.
                        if found.is_some() {
                            return None;
                        }
                        found = Some(self.amount(*then, good, sums)?);
                    }
                }
                return found;
            }
            Figure::Open => return None,
        };
        Some(Amount::Known(known))
    }

    fn sum(&self, parts: &[(Sign, FigureId)], good: &Good<'_>, sums: &mut Sums) -> Option<Amount> {
        let mut total = Amount::Known(Fraction::ZERO);
        for (sign, part) in parts {
            let part = self.amount(*part, good, sums)?;
            total = total.with(part, |total, part| match sign {
                Sign::Plus => total.plus(part),
                Sign::Minus => total.plus(part.negated()?),
            })?;
        }
        Some(total)
    }

    fn fold(
        &self,
        parts: &[FigureId],
        good: &Good<'_>,
        sums: &mut Sums,
        pick: impl Fn(Fraction, Fraction) -> Fraction,
    ) -> Option<Amount> {
        let Some((first, rest)) = parts.split_first() else {
            return Some(Amount::Known(Fraction::ZERO));
        };
        let mut total = self.amount(*first, good, sums)?;
        for part in rest {
            total = total.with(self.amount(*part, good, sums)?, |a, b| Some(pick(a, b)))?;
        }
        Some(total)
    }
}

impl Sums {
    fn of(&mut self, good: &Good<'_>, id: AggregateId) -> Option<Fraction> {
        if let Some(Some(known)) = self.0.get(id.index()) {
            return Some(*known);
        }
        let amount = gathered(good, &good.program.aggregates[id])?;
        if let Some(place) = self.0.get_mut(id.index()) {
            *place = Some(amount);
        }
        Some(amount)
    }
}

/// Materials brought together.
fn gathered(good: &Good<'_>, aggregate: &Aggregate) -> Option<Fraction> {
    let mask = good.masks.get(aggregate.materials.index())?;
    let mut total = Total {
        kind: aggregate.kind,
        so_far: None,
    };
    let (parts, values) = match aggregate.basis {
        Some(basis) => good.columns.values(basis)?,
        None => (1, [].as_slice()),
    };
    for block in good.blocks() {
        let mut passing = mask.passing(good, &block)?;
        if aggregate.basis.is_none() {
            total.take(i64::from(passing.count_ones()));
            continue;
        }
        let values = values.get(block.start()..)?;
        while passing != 0 {
            total.take(*values.get(passing.trailing_zeros() as usize)?);
            passing &= passing.wrapping_sub(1);
        }
    }
    Some(Fraction::new(total.so_far.unwrap_or(0), parts))
}

/// The values, or the counts, taken so far.
struct Total {
    kind: AggregateKind,
    so_far: Option<i64>,
}

impl Total {
    fn take(&mut self, value: i64) {
        self.so_far = Some(match (self.so_far, self.kind) {
            (None, _) => value,
            // The columns hold no values that could not be added up.
            (Some(total), AggregateKind::Sum | AggregateKind::Count) => total.wrapping_add(value),
            (Some(total), AggregateKind::Largest) => total.max(value),
            (Some(total), AggregateKind::Smallest) => total.min(value),
        });
    }
}
