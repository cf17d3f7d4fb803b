//! Examples.

use crate::source::Span;

use super::{CodeText, DateText, Expr, Head, Name, Text};

/// A concrete good and what is expected of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Name, title, source.
    pub head: Head,
    /// `as of 1994-06-01`
    pub as_of: DateText,
    /// `under NAME`: the proposal under which it is judged, if not the agreement itself.
    pub under: Option<Name>,
    /// `producer { … }`
    pub producer: Vec<Property>,
    /// The good.
    pub good: Node,
    /// The goods of a category taken together, for averaging.
    pub averages: Vec<Average>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// `note "…"`: why the official figure differs, or what is constructed.
    pub notes: Vec<Text>,
}

/// A good or a material of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its code.
    pub code: CodeText,
    /// What it is called.
    pub name: Option<Text>,
    /// What is known of it.
    pub properties: Vec<Property>,
    /// What it is made of.
    pub materials: Vec<Node>,
    /// All of it.
    pub span: Span,
}

/// `average by_class { … }`: the goods of a category taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Average {
    /// The category.
    pub category: Name,
    /// What is known of them.
    pub properties: Vec<Property>,
    /// What they are made of.
    pub materials: Vec<Node>,
}

/// One thing known of a good, a material or a producer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Property {
    /// `net_cost 88`, `value 3000`, `related_share 90%`, `first_prototype 1999-05-01`
    Figure(Name, Expr),
    /// `use is original_equipment`
    Is(Name, Name),
    /// `new_plant`
    Holds(Name),
    /// `not new_plant`
    HoldsNot(Name),
    /// `originating`
    Originating(Span),
    /// `non-originating`
    NonOriginating(Span),
    /// `wholly obtained`
    WhollyObtained(bool, Span),
    /// `self-produced`
    SelfProduced(bool, Span),
    /// `produced in MEX`
    ProducedIn(Name),
    /// `fungible fifo 40%`: the share that originates under a method
    Fungible(Name, Expr),
    /// `imported from JPN`: produced there, and imported into the region as it is
    ImportedFrom(Name),
}

/// `expect …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// `expect originating`, `expect non-originating`, `expect undetermined`
    Origin(ExpectedOrigin, Span),
    /// `expect rvc = 54.5% rounded`
    Figure {
        /// The measure, or any figure.
        value: Expr,
        /// Its words, for reports.
        written: String,
        /// The printed figure.
        stated: Expr,
        /// How the printed figure was brought to its digits.
        printed: Printed,
        /// All of it.
        span: Span,
    },
    /// `expect net_cost_required`, `expect not net_cost_required`
    Condition {
        /// The condition.
        expr: Expr,
        /// Its words, for reports.
        written: String,
    },
}

/// The expected determination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedOrigin {
    /// The good originates.
    Originating,
    /// It does not.
    NonOriginating,
    /// Facts are missing.
    Undetermined,
}

/// How a printed figure relates to the exact one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// It is the exact figure.
    Exact,
    /// `rounded`: half-up to the digits printed.
    Rounded,
    /// `truncated`: cut off after the digits printed.
    Truncated,
}
