//! Numbers with an infinitesimal part: `x > 3` is `x >= 3 + d` for some `d` above zero and below everything else.

use crate::amount::Ratio;

/// `whole + small × d`; compared by the first part, then by the second.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Near {
    pub(super) whole: Ratio,
    pub(super) small: Ratio,
}

impl Near {
    pub(super) fn new(whole: Ratio, small: i64) -> Self {
        Self {
            whole,
            small: Ratio::from(small),
        }
    }

    /// Adds `factor` times the other.
    pub(super) fn add(&mut self, other: &Self, factor: &Ratio) {
        self.whole += &(&other.whole * factor);
        if !other.small.is_zero() {
            self.small += &(&other.small * factor);
        }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        Self {
            whole: &self.whole - &other.whole,
            small: &self.small - &other.small,
        }
    }

    /// Divided by a number that is not zero.
    pub(super) fn over(&self, divisor: &Ratio) -> Self {
        Self {
            whole: self.whole.checked_div(divisor).unwrap_or_default(),
            small: self.small.checked_div(divisor).unwrap_or_default(),
        }
    }

    /// The value where `d` is so much.
    pub(super) fn at(&self, d: &Ratio) -> Ratio {
        &self.whole + &(&self.small * d)
    }
}
