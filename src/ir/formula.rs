//! Conditions on one good.

use std::collections::BTreeSet;

use crate::amount::Date;
use crate::nomenclature::CodeSet;

use super::{AttributeId, ClauseId, Country, MaterialsId, Num};

/// A condition on one good in its claim context. Its value is true, false, or unknown for want of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// Always so.
    Known(bool),
    /// Every one holds.
    All(Vec<Formula>),
    /// Some one holds.
    Any(Vec<Formula>),
    /// It does not hold.
    Not(Box<Formula>),
    /// The clause holds.
    Clause(ClauseId),
    /// Two figures compare so. A figure whose method is not available makes the comparison false.
    Compare {
        /// The figure on the left.
        left: Num,
        /// How they compare.
        op: Comparison,
        /// The figure on the right.
        right: Num,
    },
    /// An enumerated attribute of the good or the producer has one of these values (indices into its declaration).
    Is {
        /// Which attribute.
        attribute: AttributeId,
        /// The values that satisfy.
        values: BTreeSet<usize>,
    },
    /// A fact or an opaque requirement is attested.
    Fact(AttributeId),
    /// The good's own code is in the set.
    CodeIn(CodeSet),
    /// The good was produced in one of these countries.
    ProducedIn(BTreeSet<Country>),
    /// The good is wholly obtained in the region (Art. 401(a); attested).
    WhollyObtained,
    /// Two dates compare so.
    Dates {
        /// The earlier side as written.
        left: DateTerm,
        /// How they compare.
        op: Comparison,
        /// The other side.
        right: DateTerm,
    },
    /// There is such a material.
    Exists(MaterialsId),
    /// The producer treats a supplier's production as its own in this determination (Art. 404).
    Accumulates,
}

impl Formula {
    /// The condition that both hold.
    #[must_use]
    pub fn and(self, other: Formula) -> Formula {
        match (self, other) {
            (Formula::Known(true), x) | (x, Formula::Known(true)) => x,
            (Formula::All(mut a), Formula::All(b)) => {
                a.extend(b);
                Formula::All(a)
            }
            (Formula::All(mut a), x) => {
                a.push(x);
                Formula::All(a)
            }
            (a, b) => Formula::All(vec![a, b]),
        }
    }

    /// The condition that this does not hold.
    #[must_use]
    pub fn negate(self) -> Formula {
        match self {
            Formula::Known(value) => Formula::Known(!value),
            Formula::Not(inner) => *inner,
            other => Formula::Not(Box::new(other)),
        }
    }
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Comparison {
    /// Whether two compared values satisfy it.
    pub fn admits(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Less => ordering.is_lt(),
            Comparison::AtMost => ordering.is_le(),
            Comparison::Equal => ordering.is_eq(),
            Comparison::NotEqual => ordering.is_ne(),
            Comparison::AtLeast => ordering.is_ge(),
            Comparison::More => ordering.is_gt(),
        }
    }

    /// As written.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::AtLeast => ">=",
            Comparison::More => ">",
        }
    }
}

/// Whose attribute it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    /// The good judged.
    Good,
    /// A material.
    Material,
    /// The producer who claims.
    Producer,
}

/// A date, moved by whole years and months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTerm {
    /// From where.
    pub base: DateBase,
    /// Moved by so much, on the civil ordinal (`Date::ordinal`): 372 a year, 31 a month.
    pub offset: i64,
}

/// Where a date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateBase {
    /// The date as of which the good is judged.
    Claim,
    /// The first day of the producer's fiscal year.
    FiscalYear,
    /// A dated attribute of the good or the producer.
    Attribute(AttributeId),
    /// A day in the text.
    Day(Date),
}
