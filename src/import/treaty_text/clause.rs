//! One rule as its sentence says it, before codes and descriptions are looked up.

use crate::nomenclature::{CodeRange, HsCode, Level};

/// From one code to another, both included; twice the same for a single code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first code.
    pub from: HsCode,
    /// The last code.
    pub to: HsCode,
}

impl Span {
    /// All codes in it; `None` if the last ends before the first begins.
    pub fn range(self) -> Option<CodeRange> {
        CodeRange::between(self.from, self.to)
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.to {
            write!(f, "{}", self.from)
        } else {
            write!(f, "{} to {}", self.from, self.to)
        }
    }
}

/// What the rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// Every good of these codes.
    Codes(Vec<Span>),
    /// `any other good of` these codes.
    Other(Vec<Span>),
    /// Goods by description; the text, and each group of codes behind an `of` in it with the words around it.
    Described(Vec<Candidate>),
}

/// A way to read a description: the words without the group of codes that classifies the goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    /// What the goods are.
    pub(super) words: String,
    /// Where they are classified.
    pub(super) codes: Vec<Span>,
}

/// Where materials of a description are classified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Of {
    /// These codes.
    Codes(Vec<Span>),
    /// `that subheading`: the good's own.
    That,
}

/// What bounds `any other subheading …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bound {
    /// `within that group`, `outside that group`: the codes that the rule heads.
    Group,
    /// `within heading 28.15`
    Codes(Vec<Span>),
}

/// Materials that are permitted, or that are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// `any other subheading within heading 28.15`, `any heading outside that group`
    Any {
        /// The level that has to differ.
        level: Level,
        /// Whether it says `other`.
        other: bool,
        /// Codes to which it is confined.
        inside: Vec<Bound>,
        /// Codes that are left out.
        outside: Vec<Bound>,
    },
    /// `within that subheading`
    WithinThat(Level),
    /// Codes.
    Codes(Vec<Span>),
    /// `any other good of subheading 8486.10`
    OtherGood(Of),
    /// `parts of brakes of subheading 8708.30`
    Described(String, Of),
    /// `any good, other than refrigerators, of subheading 8418.29`
    AllBut(String, Of),
    /// `assemblies incorporating …`: by description, whatever their codes.
    Anywhere(String),
    /// `more than one of the following`, of permitted materials: any of them.
    Several(Vec<Vec<Source>>),
}

/// Materials that are shut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Excepted {
    /// All of them.
    Source(Source),
    /// Each of these.
    All(Vec<Vec<Source>>),
    /// More than one of these lines.
    MoreThanOne(Vec<Vec<Source>>),
}

/// What follows the first sources, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// `except from …`
    Except(Vec<Excepted>),
    /// `including another subheading within …`
    Including(Level, Bound),
    /// `, or heading 29.01`: more sources.
    More(Vec<Source>),
    /// `whether or not there is also a change from …`
    Also(Vec<Source>),
}

/// How a value content is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// By transaction value.
    TransactionValue,
    /// By net cost.
    NetCost,
    /// From the value of originating materials.
    BuildUp,
    /// From the value of the good less non-originating materials.
    BuildDown,
}

/// A condition beside the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// One of these contents, in per cent as written.
    Content(Vec<Content>),
    /// Materials of the description and codes weigh no more than so many per cent of the good.
    WeightOfGood(Share),
    /// Attested, in the words of the text.
    Attested(&'static str, String),
}

/// One way to reach a value content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// How it is reckoned.
    pub method: Method,
    /// At least so many per cent.
    pub percent: String,
    /// Only for goods of which this holds, in the words of the text.
    pub only: Option<String>,
}

/// Some of the materials, by weight of the good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    /// What they are; none if only their codes say.
    pub(super) words: Option<String>,
    /// Their codes.
    pub(super) codes: Vec<Span>,
    /// At most so many per cent.
    pub(super) percent: String,
}

/// What is asked of materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Demand {
    /// A change of classification.
    Change {
        /// From where.
        sources: Vec<Source>,
        /// What follows.
        steps: Vec<Step>,
    },
    /// None.
    NoChange,
    /// The good is made by one of these processes.
    Production(String),
}

/// A rule's sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// The goods.
    pub(super) subject: Subject,
    /// The materials.
    pub(super) demand: Demand,
    /// All of these.
    pub(super) conditions: Vec<Condition>,
}
