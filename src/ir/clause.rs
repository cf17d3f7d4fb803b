//! Clauses: every part of a text that has a name or a legal source of its own.

use crate::source::Span;

use super::{Formula, Id};

/// Where a [`Clause`] is in its program.
pub type ClauseId = Id<Clause>;

/// A part of the text with a truth value of its own: what reasons, cores and findings name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The stable path, such as `engines/transaction_value`.
    pub path: String,
    /// The title or the wording, in words.
    pub title: Option<String>,
    /// The legal source: the clause's own, else its rule's.
    pub citation: Option<String>,
    /// What sort of clause it is.
    pub kind: ClauseKind,
    /// Where it stands in the source.
    pub span: Span,
    /// What it says, as a condition on one good.
    pub formula: Formula,
}

/// The sorts of clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClauseKind {
    /// The whole determination: some criterion and every requirement.
    Origin,
    /// A way to originate.
    Criterion,
    /// A product rule applies: its scope, condition and dates hold.
    Applies,
    /// A product rule applies and nothing displaces it.
    Fires,
    /// What a rule requires, as a whole.
    Body,
    /// "The product rules" as a whole.
    ProductRules,
    /// A requirement line.
    Requirement,
    /// One alternative of several.
    Alternative,
    /// A set of alternatives.
    Alternatives,
    /// A required change of classification, with the tolerance if one applies.
    TariffChange,
    /// A tolerance that makes up for materials that do not change.
    Tolerance,
    /// A definition.
    Definition,
    /// A stage of a threshold applies.
    Stage,
    /// A carve-out applies.
    CarveOut,
    /// A method may be used.
    Availability,
    /// A tabled assumption or an axiom about values.
    Assumption,
    /// A condition written in a claim.
    Claim,
}

/// How the members of a group are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Join {
    /// Every member has to hold.
    All,
    /// One member suffices.
    Any,
}

/// Clauses that stand side by side in the text: the conditions of a body, or the alternatives of an `either`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The clause that they make up.
    pub whole: ClauseId,
    /// Joined how.
    pub join: Join,
    /// The members in the order written.
    pub members: Vec<ClauseId>,
}
