//! Exact fractions of 64 bits that are never brought to lowest terms: comparing them takes four products and no divisor.

use std::cmp::Ordering;

use crate::amount::Ratio;

/// `over / under`. What does not fit is not calculated, and the judge does it at any size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    over: i64,
    /// Above zero.
    under: i64,
}

impl Fraction {
    pub(super) const ZERO: Self = Self { over: 0, under: 1 };

    /// Requires `under > 0`.
    pub(super) fn new(over: i64, under: i64) -> Self {
        Self { over, under }
    }

    pub(super) fn of(value: &Ratio) -> Option<Self> {
        value.to_parts().map(|(over, under)| Self { over, under })
    }

    pub(super) fn is_zero(self) -> bool {
        self.over == 0
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if self.under == other.under {
            return Some(Self {
                over: self.over.checked_add(other.over)?,
                under: self.under,
            });
        }
        let own = self.over.checked_mul(other.under)?;
        Some(Self {
            over: own.checked_add(other.over.checked_mul(self.under)?)?,
            under: self.under.checked_mul(other.under)?,
        })
    }

    pub(super) fn negated(self) -> Option<Self> {
        let over = self.over.checked_neg()?;
        Some(Self { over, ..self })
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        Some(Self {
            over: self.over.checked_mul(other.over)?,
            under: self.under.checked_mul(other.under)?,
        })
    }

    /// `None` also if the divisor is zero.
    pub(super) fn divided_by(self, other: Self) -> Option<Self> {
        let (over, under) = match other.over.cmp(&0) {
            Ordering::Equal => return None,
            Ordering::Greater => (other.under, other.over),
            Ordering::Less => (-other.under, other.over.checked_neg()?),
        };
        self.times(Self { over, under })
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        product(self.over, other.under).cmp(&product(other.over, self.under))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}
