//! A program: one text, compiled.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::amount::{Date, DateRange};
use crate::nomenclature::{CodeSet, Edition};
use crate::source::Span;

use super::{
    Aggregate, Arena, Bearer, Clause, ClauseId, Group, Id, MaterialTest, Materials, Measure, MeasureId, Num, RuleIndex,
};

/// A country by its ISO 3166 alpha-3 code, such as `MEX`.
pub type Country = Arc<str>;

/// One text, an agreement or an agreement as amended by proposals, in the form that is evaluated and proved.
#[derive(Debug, Clone)]
pub struct Program {
    /// `NAFTA`, or the name of the proposal.
    pub name: String,
    /// The title in words.
    pub title: Option<String>,
    /// The parties, sorted; together they are the region.
    pub parties: Vec<Country>,
    /// The nomenclature of every code in it.
    pub edition: Edition,
    /// The days on which it is in force.
    pub in_force: DateRange,
    /// What goods, materials and producers are described by.
    pub vocabulary: Vocabulary,
    /// The orders of values that the agreement states, each a named assumption of every proof.
    pub orders: Vec<Order>,
    /// The clause that makes imported materials non-originating, if the agreement says so.
    pub imported_non_originating: Option<ClauseId>,
    /// Every clause.
    pub clauses: Arena<Clause>,
    /// Clauses that stand side by side.
    pub groups: Arena<Group>,
    /// The selections of materials that the text makes, each once.
    pub materials: Arena<Materials>,
    /// The aggregates over them, each once.
    pub aggregates: Arena<Aggregate>,
    /// The named figures.
    pub measures: Arena<Measure>,
    /// Criteria, product rules and requirements.
    pub rules: Arena<Rule>,
    /// The product rules by code: each by its place among the product rules, in their order.
    pub product_rules: RuleIndex,
    /// Carve-outs.
    pub carve_outs: Vec<CarveOut>,
    /// Thresholds.
    pub thresholds: Vec<Threshold>,
    /// The exceptions in required changes of classification.
    pub exceptions: Arena<Exception>,
    /// The tolerances.
    pub tolerances: Vec<Tolerance>,
    /// The codes of the materials that may be designated.
    pub designatable: CodeSet,
    /// The codes of the materials whose production may be accumulated.
    pub accumulatable: CodeSet,
    /// Whether self-produced materials may be designated, and accumulation used, with the clause that allows it.
    pub intermediate: Option<ClauseId>,
    /// See above.
    pub accumulation: Option<ClauseId>,
    /// The partners whose production counts as the region's, with the clauses that say when.
    pub full_cumulation: Vec<FullCumulation>,
    /// The choices of a category to average over; the first word is that of not averaging.
    pub averaging: Vec<AttributeId>,
    /// The choice of a method of managing inventories, with the clause that permits it.
    pub fungible: Option<(AttributeId, ClauseId)>,
    /// Which measures may not be stacked by designation.
    pub no_stacking: Option<StackingLimit>,
    /// Tabled assumptions, for claims that name them: name and clause.
    pub assumptions: Vec<(String, ClauseId)>,
    /// The whole determination.
    pub origin: ClauseId,
    /// The days from which something in it applies: a good is shown on one of them.
    pub starts: Arc<[Date]>,
}

/// The no-stacking proviso (Art. 402(10)): a designated material judged by one of these measures contains no
/// other designated material that is judged by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackingLimit {
    /// The measures.
    pub measures: Vec<MeasureId>,
    /// The clause that says so.
    pub clause: ClauseId,
}

/// Full cumulation: a material made in one of these countries may be judged by what it is made of, as if it had been
/// made in the region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullCumulation {
    /// The partners.
    pub countries: BTreeSet<Country>,
    /// The clause that says so, and for which goods and days.
    pub clause: ClauseId,
}

/// What goods, materials and producers are described by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Values in money, and weight. `value` and `weight` of materials, and `weight` of goods, are always there.
    pub bases: Arena<Basis>,
    /// Attributes, facts, choices and opaque requirements.
    pub attributes: Arena<Attribute>,
}

/// Where a [`Basis`] is in its vocabulary.
pub type BasisId = Id<Basis>;

/// A value of a good or a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Its name: `net_cost`, `value`, `weight`.
    pub name: String,
    /// In words.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
    /// Who bears it.
    pub bearers: Vec<Bearer>,
    /// Whether it is a weight (in kilograms) rather than money.
    pub weight: bool,
}

/// Where an [`Attribute`] is in its vocabulary.
pub type AttributeId = Id<Attribute>;

/// An attribute, fact, choice or opaque requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// In words; of a fact, what has to be attested.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
    /// Who bears it. The producer's are never also a good's.
    pub bearers: Vec<Bearer>,
    /// What values it takes.
    pub kind: AttributeKind,
}

/// What values an attribute takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    /// One of these words.
    Enumeration(Vec<String>),
    /// One of these words, as the producer chooses: the good originates if some choice makes it so.
    Choice(Vec<String>),
    /// True or false, attested.
    Fact,
    /// Text that is not computed: attested as a whole, and everything that rests on it says so.
    Opaque,
    /// A share of one.
    Percentage,
    /// Money.
    Money,
    /// A whole number.
    Count,
    /// Kilograms.
    Weight,
    /// A day.
    Date,
    /// A country: one of the parties by its code, or last [`AttributeKind::ELSEWHERE`].
    Country(Vec<String>),
}

impl Attribute {
    /// Its title, with its name and its source behind.
    pub fn described(&self) -> String {
        let source = self.citation.as_ref().map(|source| format!(", {source}"));
        let behind = format!("`{}`{}", self.name, source.unwrap_or_default());
        match &self.title {
            Some(title) => format!("{title} ({behind})"),
            None => behind,
        }
    }
}

impl Program {
    /// The opaque requirements: attested as a whole, not computed, whatever rests on them.
    pub fn opaque(&self) -> Vec<String> {
        let attributes = self.vocabulary.attributes.iter();
        let opaque = attributes.filter(|(_, one)| one.kind == AttributeKind::Opaque);
        opaque.map(|(_, one)| one.described()).collect()
    }
}

impl AttributeKind {
    /// The word for every country that is no party.
    pub const ELSEWHERE: &str = "elsewhere";

    /// The words that it takes, if it takes words.
    pub fn words(&self) -> &[String] {
        match self {
            Self::Enumeration(words) | Self::Choice(words) | Self::Country(words) => words,
            Self::Fact | Self::Opaque | Self::Percentage | Self::Money | Self::Count | Self::Weight | Self::Date => &[],
        }
    }
}

/// `smaller <= larger` of a good's values, as the agreement states it. `None` is the value of all its materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The smaller; `None` for the sum of the values of the materials used directly.
    pub smaller: Option<BasisId>,
    /// The larger.
    pub larger: BasisId,
    /// The clause that names it.
    pub clause: ClauseId,
}

/// What kind of rule a [`Rule`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// A way to originate; one suffices.
    Criterion,
    /// A rule of the annex; the one that applies decides the criterion "by product rule".
    ProductRule,
    /// A requirement on top; every one that applies has to be met.
    Requirement,
}

/// Where a [`Rule`] is in its program.
pub type RuleId = Id<Rule>;

/// A criterion, product rule or requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Which of the three.
    pub kind: RuleKind,
    /// The goods for which it is written.
    pub scope: CodeSet,
    /// Scope, condition and dates hold.
    pub applies: ClauseId,
    /// It applies and no rule or carve-out displaces it.
    pub fires: ClauseId,
    /// What it requires.
    pub body: ClauseId,
    /// The rules that displace it where they apply, because the text says so or because their scope is narrower.
    pub displaced_by: Vec<RuleId>,
    /// Where it stands.
    pub span: Span,
}

/// A carve-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarveOut {
    /// Its name.
    pub name: String,
    /// The name of what it beats.
    pub target: String,
    /// When it applies (its own condition, not yet less the carve-outs that beat it).
    pub applies: ClauseId,
    /// When what it beats would apply without it.
    pub base: ClauseId,
    /// Where it stands.
    pub span: Span,
}

/// `except from …` in a required change of classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Where the change stands, as its clause does.
    pub change: Span,
    /// Where the exception stands.
    pub span: Span,
    /// What it says: one reading for each case that its codes depend on, such as the days of a dated list.
    pub readings: Vec<ExceptionReading>,
}

/// One reading of an [`Exception`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionReading {
    /// The materials that do not make the change.
    pub unchanged: MaterialTest,
    /// Those that would not if there were no exception.
    pub without: MaterialTest,
}

/// A tolerance: what it allows stands in the clauses of what it relaxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tolerance {
    /// Its name.
    pub name: String,
    /// Every code of a good that it can be for.
    pub scope: CodeSet,
}

/// A threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Its name.
    pub name: String,
    /// In words.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
    /// Its stages as [`Num::Cases`], the stages of its carve-outs included.
    pub value: Num,
    /// The clauses of its own stages, in the order written.
    pub stages: Vec<ClauseId>,
    /// Where it stands.
    pub span: Span,
}
