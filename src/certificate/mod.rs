//! Certificates: proofs that statements contradict each other, in a form that a clerk can recheck.
//!
//! A certificate stands on its own. It lists statements, each with the clause or the assumption it comes from, and shows
//! that they can't all hold of any good: by telling cases apart until, in each, a condition both holds and does not, or
//! some of the statements, multiplied and added up, say that a number below zero is none. [`Certificate::check`] goes
//! through it with nothing but whole numbers; it knows neither rulebooks nor solvers and shares no code with them.
//!
//! That the statements say what the clauses mean is not shown here: it rests on the encoding, which other tests compare
//! with the evaluator.

mod check;
mod json;
#[cfg(test)]
mod tests;
mod words;

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

pub use check::{Checked, Refusal};
pub use json::Unreadable;

/// What every file begins with; another number means another format.
pub const FORMAT: &str = "orilex certificate 1";

/// Where the statement comes from that says what is asked: whether any good is so.
pub const ASKED: &str = "what is asked";

/// Statements and the proof that they contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`FORMAT`].
    pub format: String,
    /// What is thereby proved, in words.
    pub proves: String,
    /// What the conditions stand for.
    pub conditions: Vec<String>,
    /// What the numbers stand for.
    pub numbers: Vec<Number>,
    /// What is stated.
    pub statements: Vec<Statement>,
    /// Why it can't all be.
    pub proof: Vec<Step>,
}

/// A number that the statements speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// What it is.
    pub name: String,
    /// Which values it takes.
    pub takes: Values,
}

/// Which values a number takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// Any.
    Any,
    /// Whole ones.
    Whole,
    /// Whole ones that stand for days: `372 × year + 31 × (month - 1) + (day - 1)`.
    Days,
}

/// One of the statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The clause or assumption it comes from, with its legal source.
    pub because: String,
    /// What it says.
    pub says: Says,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Says {
    /// Always so, or never.
    Known(bool),
    /// The condition of that place in [`Certificate::conditions`] holds.
    Condition(usize),
    /// It does not hold.
    Not(Box<Says>),
    /// Every one holds.
    All(Vec<Says>),
    /// Some one holds.
    Any(Vec<Says>),
    /// Both hold or neither.
    Same(Box<Says>, Box<Says>),
    /// A sum of numbers lies so to zero.
    Row(Row),
}

/// A sum of numbers, compared with zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What is added.
    pub sum: Sum,
    /// How it lies to zero.
    pub is: Sign,
}

/// Numbers with whole coefficients, and a constant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// The place of a number in [`Certificate::numbers`], and its coefficient.
    #[serde(with = "json::terms")]
    pub terms: Vec<(usize, BigInt)>,
    /// The constant.
    #[serde(with = "json::digits")]
    pub constant: BigInt,
}

/// How a sum lies to zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Not below it.
    NotNegative,
    /// Above it.
    Positive,
    /// At it.
    Zero,
}

/// One step of a proof, in the order in which a reader goes through it.
///
/// What is known is a numbered list of facts. It begins with the statements: of one that says several things at once
/// each is a fact of its own. A step that tells cases apart is followed by the steps of its first case, in which the
/// list is longer by what that case says, then by those of the next; every case has to end in a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// The fact of this number says that one of several things is so: each is a case.
    Cases(usize),
    /// Either it is not so, or it is: two cases. The first is how a lemma is shown.
    Either(Says),
    /// A sum of whole numbers with whole coefficients is at most so much, or else at least one more.
    Whole {
        /// The sum; its constant is zero.
        sum: Sum,
        /// So much.
        #[serde(with = "json::digits")]
        at_most: BigInt,
    },
    /// The first fact says that a condition holds, the second that it does not. Ends the case.
    Clash(usize, usize),
    /// These facts, each so many times, add up to what can't be. Ends the case.
    AddUp(#[serde(with = "json::terms")] Vec<(usize, BigInt)>),
}
