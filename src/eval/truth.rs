//! Truth in three values, with the facts that are wanted where it is open.

use std::collections::BTreeSet;

use crate::amount::Ratio;
use crate::ir::{AttributeId, BasisId, MeasureId};
use crate::nomenclature::Level;

use super::LineId;

/// A fact that is not known and would help to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// The first day of the producer's fiscal year.
    FiscalYear,
    /// An attribute of the producer.
    Producer(AttributeId),
    /// The code of a line, down to that level.
    Code(LineId, Level),
    /// A value or the weight of a line.
    Basis(LineId, BasisId),
    /// An attribute or fact of a line.
    Attribute(LineId, AttributeId),
    /// Where a line was produced.
    Country(LineId),
    /// Whether a line was imported into the region.
    Imported(LineId),
    /// Whether a line is wholly obtained in the region.
    WhollyObtained(LineId),
    /// Whether a line originates.
    Origin(LineId),
    /// Whether the producer of the good made a material itself.
    SelfProduced(LineId),
    /// Whether the supplier of a material gave the statement that accumulation needs.
    SupplierStatement(LineId),
    /// The figures of the goods of a category taken together, for a measure: the choice, the category's place in it.
    Average(AttributeId, usize, MeasureId),
}

/// Facts wanted, each once, in a stable order.
pub type Wants = BTreeSet<Want>;

/// The value of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// It holds, whatever the facts not known may be.
    True,
    /// It does not hold, whatever the facts not known may be.
    False,
    /// Open for want of these facts.
    Unknown(Wants),
}

impl Truth {
    /// Open for want of one fact.
    pub fn wanting(want: Want) -> Self {
        Self::Unknown(Wants::from([want]))
    }

    /// The value if it is not open.
    pub fn known(&self) -> Option<bool> {
        match self {
            Self::True => Some(true),
            Self::False => Some(false),
            Self::Unknown(_) => None,
        }
    }

    /// Whether it holds.
    pub fn is_true(&self) -> bool {
        matches!(self, Self::True)
    }

    /// Whether it does not hold.
    pub fn is_false(&self) -> bool {
        matches!(self, Self::False)
    }

    /// Whether it is open.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// The facts wanted; none unless it is open.
    pub fn wants(&self) -> Option<&Wants> {
        match self {
            Self::Unknown(wants) => Some(wants),
            Self::True | Self::False => None,
        }
    }

    /// The opposite; what is open stays open.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            open @ Self::Unknown(_) => open,
        }
    }

    /// Both hold: one that fails decides.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, rest) | (rest, Self::True) => rest,
            (Self::Unknown(mut a), Self::Unknown(b)) => {
                a.extend(b);
                Self::Unknown(a)
            }
        }
    }

    /// One of them holds: one that holds decides.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.negate().and(other.negate()).negate()
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// This much; a percentage is a share of one.
    Known(Ratio),
    /// Open for want of these facts.
    Unknown(Wants),
    /// The method of this measure may not be used for this good.
    Unavailable(MeasureId),
}

impl Figure {
    /// The number if there is one.
    pub fn known(&self) -> Option<&Ratio> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) | Self::Unavailable(_) => None,
        }
    }

    /// Two figures brought together: a method that may not be used comes first, then what is not known.
    pub(super) fn with(self, other: Self, bring: impl FnOnce(Ratio, Ratio) -> Self) -> Self {
        match (self, other) {
            (Self::Unavailable(measure), _) | (_, Self::Unavailable(measure)) => Self::Unavailable(measure),
            (Self::Unknown(mut a), Self::Unknown(b)) => {
                a.extend(b);
                Self::Unknown(a)
            }
            (Self::Unknown(wants), Self::Known(_)) | (Self::Known(_), Self::Unknown(wants)) => Self::Unknown(wants),
            (Self::Known(a), Self::Known(b)) => bring(a, b),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kleene_tables() {
        let open = || Truth::wanting(Want::FiscalYear);
        assert_eq!(open().and(Truth::False), Truth::False);
        assert_eq!(Truth::True.and(open()), open());
        assert_eq!(open().or(Truth::True), Truth::True);
        assert_eq!(Truth::False.or(open()), open());
        assert_eq!(open().negate(), open());
        let other = Truth::wanting(Want::Origin(LineId::GOOD));
        let both = Wants::from([Want::FiscalYear, Want::Origin(LineId::GOOD)]);
        assert_eq!(open().and(other), Truth::Unknown(both));
    }
}
