//! The agreement block.

use crate::source::Span;

use super::{Head, Name, Nomenclature, Period, Relaxed, Text};

/// An agreement and the readings it declares once for all its clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Name, title, source.
    pub head: Head,
    /// `extends OTHER`: starts from a copy of that agreement.
    pub extends: Option<Name>,
    /// The lines between the braces.
    pub items: Vec<AgreementItem>,
}

/// One line of an agreement's own block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementItem {
    /// `parties USA, CAN, MEX`
    Parties(Vec<Name>),
    /// `in force 1994-01-01 until 2020-06-30`
    InForce(Period),
    /// `nomenclature HS 2017`
    Nomenclature(Nomenclature),
    /// `currency USD`
    Currency(Name),
    /// `percentages unrounded`, `percentages rounded half-up to 1 decimal`, `percentages truncated to 1 decimal`
    Rounding(Rounding),
    /// `values ordered materials <= net_cost <= transaction_value`
    ValueOrder {
        /// The bases from the smallest to the largest; the name `materials` stands for the value of all materials.
        bases: Vec<Name>,
        /// The whole line.
        span: Span,
    },
    /// `narrower scope prevails`
    NarrowerPrevails(Span),
    /// `tolerances relax changes of classification, value content`
    Relax(Vec<Relaxed>),
    /// `materials of no value are disregarded` (`true`), or `are counted`
    NoValueDisregarded(bool),
    /// `leaves out heading_1519, heading_7417`
    LeavesOut(Vec<Name>),
    /// `imported materials are non-originating cites "…"`
    ImportedNonOriginating {
        /// The legal source of that reading.
        cites: Option<Text>,
        /// The whole line.
        span: Span,
    },
}

/// How a computed percentage is brought to a figure before it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rounding {
    /// Compare the exact figure.
    None,
    /// Half-up to so many decimals of a percentage point.
    HalfUp(u32),
    /// Cut off after so many decimals of a percentage point.
    Truncated(u32),
}
