//! Assumptions, claims and questions.

use crate::source::Span;

use super::{DateText, Expr, Head, Name, Scope};

/// A stated fact about the world that only the verifier uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Name, title, source.
    pub head: Head,
    /// What is assumed of every good.
    pub condition: Expr,
}

/// A property that the drafter asserts, or a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Name, title, source.
    pub head: Head,
    /// What is claimed.
    pub kind: ClaimKind,
    /// The text under which it is judged: an agreement or a proposal.
    pub under: Option<Name>,
    /// The assumptions it may use.
    pub assuming: Vec<Name>,
}

/// What a claim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimKind {
    /// `some good in 8703 originates`
    Some(Goods, Option<Verdict>),
    /// `no good in 84.07 with use is original_equipment satisfies engines/transaction_value`
    No(Goods, Option<Verdict>),
    /// `every good in 8703 that originates under A originates under B`
    Every(Goods, Verdict),
    /// `the largest MEASURE of any good in 8703 that originates is 37.5%`; without `is` it is a question.
    Extremum {
        /// The largest, or the smallest.
        largest: bool,
        /// Of what.
        value: Expr,
        /// Over which goods.
        goods: Goods,
        /// What the drafter says it is.
        stated: Option<Expr>,
    },
}

/// `good in 8703 with new_plant that originates under NAFTA`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// Of which codes.
    pub scope: Option<Scope>,
    /// Of which this holds.
    pub with: Option<Expr>,
    /// That originate (under which text).
    pub originating: Option<Under>,
    /// All of it.
    pub span: Span,
}

/// `originates`, with or without `under NAME` and `as of DATE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Under {
    /// The agreement or proposal named.
    pub text: Option<Name>,
    /// The day as of which it judges.
    pub as_of: Option<DateText>,
    /// All of it.
    pub span: Span,
}

/// What a claim says of its goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// `originates [under NAME] [as of DATE]`
    Originates(Under),
    /// `does not originate [under NAME] [as of DATE]`
    DoesNotOriginate(Under),
    /// `satisfies CONDITION`
    Satisfies(Expr),
}
