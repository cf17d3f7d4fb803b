//! Determinations: the outcome with the reasons, the producer's choices and the facts that are missing.

mod arithmetic;
mod behind;
mod determination;
mod judged;
mod leaf;
mod tree;
mod words;

use crate::amount::Ratio;
use crate::ir::{ClauseId, ClauseKind};

pub(super) use determination::{determination, of_clause};
pub(super) use words::missing;

/// Whether the good originates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It does, under the choices named.
    Originating,
    /// It does not, whatever the producer chooses.
    NonOriginating,
    /// The facts stated don't decide it.
    Undetermined,
}

/// What was determined, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determination {
    /// Whether the good originates.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// The producer's choices that the outcome rests on.
    pub choices: Vec<Choice>,
    /// The facts that would decide an open outcome; empty otherwise.
    pub missing: Vec<Missing>,
    /// What to know when reading it: that no rule covers the good, or that no materials were stated.
    pub remarks: Vec<String>,
    /// Why materials whose origin was not stated came out as they did, each judged as a good.
    pub materials: Vec<Reason>,
    /// Of how many more such materials nothing is told.
    pub more_materials: usize,
    /// The opaque requirements that it rests on, in words with their source: attested as a whole, not computed.
    pub opaque: Vec<String>,
}

/// A choice that the producer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen, in words.
    pub words: String,
    /// The clause that permits it.
    pub clause: Option<ClauseId>,
    /// The legal source.
    pub citation: Option<String>,
}

/// A fact that is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Where it would be stated: `good.materials[3].origin`.
    pub key: String,
    /// In words: ``origin of material `castings` (7325.99)``.
    pub words: String,
}

/// How a reason comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Met.
    Met,
    /// Not met.
    NotMet,
    /// Open for want of facts.
    Open,
}

/// What a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// A clause of the text.
    Clause(ClauseKind),
    /// Two figures compared.
    Comparison,
    /// The code of the good.
    Code,
    /// An attribute of the good or the producer.
    Attribute,
    /// A fact or an opaque requirement.
    Fact,
    /// Two dates compared.
    Dates,
    /// Whether there are such materials.
    Materials,
    /// A material judged as a good.
    Material,
    /// Where the good was produced, or that it is wholly obtained there.
    Production,
    /// Whether a supplier's production counts as the producer's.
    Accumulation,
    /// Something that holds always or never.
    Constant,
}

/// A reason, and the reasons for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The clause, if it is one.
    pub clause: Option<ClauseId>,
    /// The clause's path.
    pub path: Option<String>,
    /// The clause's title; of other reasons, what is so.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
    /// How it comes out.
    pub truth: Mark,
    /// What it is about.
    pub kind: ReasonKind,
    /// The figures behind it, each a line.
    pub figures: Vec<FigureLine>,
    /// The reasons for it that mattered.
    pub children: Vec<Reason>,
    /// A remark.
    pub note: Option<String>,
}

/// A figure with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLine {
    /// The clause that decides it, where it is the stage of a threshold.
    pub clause: Option<ClauseId>,
    /// The measure or comparison by name, if it has one.
    pub name: Option<String>,
    /// The whole line in words and numbers.
    pub text: String,
    /// The figure, if it is known.
    pub value: Option<Ratio>,
    /// Whether it is a share of one.
    pub percentage: bool,
    /// The materials behind it, the largest first.
    pub materials: Vec<MaterialLine>,
    /// How many materials more there are.
    pub more: usize,
}

/// A material behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialLine {
    /// Its name and code.
    pub name: String,
    /// What it contributes, if that is known.
    pub value: Option<Ratio>,
}
