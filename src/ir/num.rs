//! Figures: exact arithmetic over the values of a good and aggregates over its materials.

use crate::amount::Ratio;

use super::{AttributeId, BasisId, ClauseId, Id, MaterialsId};

/// Where an [`Aggregate`] is in its program.
pub type AggregateId = Id<Aggregate>;

/// Where a [`Measure`] is in its program.
pub type MeasureId = Id<Measure>;

/// A figure of one good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Num {
    /// A constant; a percentage is a share of one (62.5 % is 5/8).
    Const(Ratio),
    /// A value or the weight of the good.
    Basis(BasisId),
    /// A numeric attribute of the good or the producer.
    Attribute(AttributeId),
    /// Materials brought together.
    Aggregate(AggregateId),
    /// All added.
    Sum(Vec<Num>),
    /// Multiplied.
    Product(Box<Num>, Box<Num>),
    /// Divided; undefined where the divisor is zero.
    Quotient(Box<Num>, Box<Num>),
    /// The smallest.
    Min(Vec<Num>),
    /// The largest.
    Max(Vec<Num>),
    /// A named measure.
    Measure(MeasureId),
    /// A measure of all goods of a category together, over the period for which the producer averages.
    Averaged {
        /// The producer's choice of a category; its first word is that of not averaging.
        choice: AttributeId,
        /// The measure of the goods taken together.
        measure: MeasureId,
    },
    /// The one case whose condition holds. None holding is undefined; two that hold with different figures conflict.
    Cases(Vec<NumCase>),
    /// Brought to a figure before it is compared, where the agreement rounds percentages.
    Rounded(Rounding, Box<Num>),
}

/// One case of a figure that varies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumCase {
    /// The clause that says when it is this one.
    pub when: ClauseId,
    /// The figure then.
    pub then: Num,
}

/// How a percentage is brought to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rounding {
    /// Half-up to so many decimals of a percentage point.
    HalfUp(u32),
    /// Cut off after so many decimals of a percentage point.
    Truncated(u32),
}

/// A named figure, one method each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The name in the rulebook.
    pub name: String,
    /// The title in words.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
    /// The clause that says whether the method may be used; `None` if it always may.
    pub available: Option<ClauseId>,
    /// The figure.
    pub value: Num,
    /// Where it may be averaged: the same measure of the good alone.
    pub alone: Option<MeasureId>,
    /// Whether it is a share (shown as a percentage) rather than an amount.
    pub percentage: bool,
    /// The lists and definitions that say what it counts.
    pub words: Vec<Word>,
    /// Where it stands.
    pub span: crate::source::Span,
}

/// A list or a definition by which something is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The name in the rulebook.
    pub name: String,
    /// The title in words.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
    /// Where proposals have edited it, each with its source.
    pub edits: Vec<(crate::source::Span, Option<String>)>,
    /// Where it stands.
    pub span: crate::source::Span,
}

/// Materials brought together to one figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Aggregate {
    /// How.
    pub kind: AggregateKind,
    /// Of which value; `None` for a count.
    pub basis: Option<BasisId>,
    /// Over which materials.
    pub materials: MaterialsId,
}

/// How an aggregate brings its materials together. Over no material at all each is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AggregateKind {
    /// All added.
    Sum,
    /// How many.
    Count,
    /// The largest one.
    Largest,
    /// The smallest one.
    Smallest,
}
