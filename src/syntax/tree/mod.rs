//! The syntax tree: what a file says, as it was written, with a span on every node.
//!
//! The tree knows nothing of the nomenclature, of types or of what a name means; it is a value of one file.
//! Comments are not part of it: the formatter works on the tokens, which keep them.

mod agreement;
mod claim;
mod example;
mod expression;
mod figure;
mod file;
mod material;
mod proposal;
mod provision;
mod rule;
mod scope;
mod time;
mod vocabulary;
mod word;

pub use agreement::{Agreement, AgreementItem, Rounding};
pub use claim::{Assumption, Claim, ClaimKind, Goods, Under, Verdict};
pub use example::{Average, Example, Expectation, ExpectedOrigin, Node, Printed, Property};
pub use expression::{ArithmeticOp, CompareOp, Expr, ExprKind};
pub use figure::{Definition, Measure, Stage, Threshold};
pub use file::{Declaration, File};
pub use material::{
    Aggregate, AggregateKind, ChangeCodes, ChangeLevel, ChangeSource, Quantified, Quantifier, TariffChange,
};
pub use proposal::{Edit, EditKind, Proposal};
pub use provision::{
    Averaging, Cumulated, Cumulation, Described, Fungible, Insufficient, NotFor, Reach, Relaxed, Transport,
};
pub use rule::{
    Alternative, Body, BodyItem, CarveOut, CarveOutEffect, Designation, DesignationKind, Require, Rule, RuleKind,
    Tolerance, ToleranceBy,
};
pub use scope::{List, ListEntry, Scope, ScopeItem};
pub use time::{DurationText, DurationUnit, Lasting, Period, Start};
pub use vocabulary::{Attribute, AttributeKind, Basis, Bearer, Word};
pub use word::{CodeSpan, CodeText, DateText, Head, Name, Nomenclature, NumberText, Text, Unit};
