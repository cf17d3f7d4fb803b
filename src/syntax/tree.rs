//! The syntax tree: what a file says, as it was written, with a span on every node.
//!
//! The tree knows nothing of the nomenclature, of types or of what a name means; it is a value of one file.
//! Comments are not part of it: the formatter works on the tokens, which keep them.

use std::sync::Arc;

use crate::source::{SourceId, Span};

/// One parsed file: its declarations in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Which source text this is.
    pub source: SourceId,
    /// `part of NAME`, the agreement to which the declarations belong.
    pub part_of: Option<Name>,
    /// The declarations that could be read; those that could not have left a diagnostic.
    pub declarations: Vec<Declaration>,
}

/// An identifier as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The letters.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// A quoted text, without its quotes and with escapes resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The characters between the quotes.
    pub text: Arc<str>,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// What every declaration begins with: its name, title and legal source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The stable name.
    pub name: Name,
    /// The title in words, or the wording to be attested.
    pub title: Option<Text>,
    /// The legal source, as the trade cites it.
    pub cites: Option<Text>,
    /// The whole declaration.
    pub span: Span,
}

/// A declaration at the top of a file, or one added by a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declaration {
    /// `agreement NAFTA "…" { … }`
    Agreement(Agreement),
    /// `basis net_cost of goods`
    Basis(Basis),
    /// `attribute use of goods: original_equipment | aftermarket`
    Attribute(Attribute),
    /// `list traced "…" { … }`
    List(List),
    /// `definition light_duty_vehicle = …`
    Definition(Definition),
    /// `measure vnm = …`
    Measure(Measure),
    /// `threshold light_vehicle_rvc { … }`
    Threshold(Threshold),
    /// `product rule`, `requirement` and `criterion`
    Rule(Rule),
    /// `carve-out new_plant of light_vehicle_rvc { … }`
    CarveOut(CarveOut),
    /// `tolerance de_minimis for … { … }`
    Tolerance(Tolerance),
    /// `intermediate materials NAME …`
    Designation(Designation),
    /// `assumption electronics "…" { … }`
    Assumption(Assumption),
    /// `claim NAME: …`
    Claim(Claim),
    /// `example NAME as of 1994-06-01 { … }`
    Example(Example),
    /// `proposal us_2017 amends NAFTA by USA { … }`
    Proposal(Proposal),
}

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
    /// `imported materials are non-originating cites "…"`
    ImportedNonOriginating {
        /// The legal source of that reading.
        cites: Option<Text>,
        /// The whole line.
        span: Span,
    },
}

/// `HS 2017`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nomenclature {
    /// The year of the edition.
    pub year: u16,
    /// Where it stands.
    pub span: Span,
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

/// Who bears an attribute or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    /// The good whose origin is claimed, and a material when it is itself judged as a good.
    Goods,
    /// A material used in production.
    Materials,
    /// The producer who claims.
    Producers,
}

/// A declared basis of value of a good or material, in money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Name, title, source.
    pub head: Head,
    /// On what it is stated.
    pub bearers: Vec<Bearer>,
}

/// A declared attribute, fact, choice or opaque requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Name, title (for a fact: the wording to be attested), source.
    pub head: Head,
    /// On what it is stated.
    pub bearers: Vec<Bearer>,
    /// What values it takes.
    pub kind: AttributeKind,
}

/// The values an attribute takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    /// `attribute use of goods: original_equipment | aftermarket`
    Enumeration(Vec<Name>),
    /// `fact NAME of goods "wording to be attested"`: true or false, never assumed.
    Fact,
    /// `opaque NAME "text of the requirement"`: attested as a whole, listed in every report.
    Opaque,
    /// `choice NAME of producers: a | b`: what the producer may choose freely.
    Choice(Vec<Name>),
    /// `attribute share of goods: percentage`
    Percentage,
    /// `attribute wage of producers: money`
    Money,
    /// `attribute persons of goods: count`
    Count,
    /// `attribute mass of goods: weight`
    Weight,
    /// `attribute first_prototype of goods: date`
    Date,
    /// `attribute maker of goods: country`
    Country,
}

/// A named set of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Name, title, source.
    pub head: Head,
    /// The edition of its codes, if it is not the agreement's.
    pub nomenclature: Option<Nomenclature>,
    /// The entries in the order written.
    pub entries: Vec<ListEntry>,
}

/// `ex 8519.81 "cassette decks" when cassette_deck from 1994-01-01`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// `ex`: only part of the codes, so a condition has to follow.
    pub ex: bool,
    /// The codes.
    pub codes: CodeSpan,
    /// What they are, in words.
    pub description: Option<Text>,
    /// Only materials of which this holds.
    pub when: Option<Expr>,
    /// Only on these dates.
    pub period: Period,
    /// The whole entry.
    pub span: Span,
}

/// `8703.21` or `8703.21 to 8703.90`, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeSpan {
    /// The first code.
    pub first: CodeText,
    /// The last code of a range.
    pub last: Option<CodeText>,
    /// All of it.
    pub span: Span,
}

/// A code as written, dots included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeText {
    /// Digits and dots.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// A set of codes: `8703, 87.04 except 8704.10`, `all goods`, or a list's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// What is in.
    pub items: Vec<ScopeItem>,
    /// What is taken out again.
    pub except: Vec<ScopeItem>,
    /// All of it.
    pub span: Span,
}

/// One member of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeItem {
    /// `all goods`
    All(Span),
    /// A code or range.
    Codes(CodeSpan),
    /// A list by name.
    List(Name),
}

/// A period of days; either end may be open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Option<Start>,
    /// Last day.
    pub until: Option<DateText>,
    /// Where it stands, if anything was written.
    pub span: Option<Span>,
}

/// How a period starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// `from 1994-01-01`: on that day.
    Day(DateText),
    /// `from producer fiscal year nearest 1998-01-01`: with the producer's fiscal year that begins closest to it.
    FiscalYearNearest(DateText),
}

/// A date as written, not yet known to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateText {
    /// `1994-01-01`
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// `definition light_duty_vehicle = code in 8703.21 to 8703.90`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Name, title, source.
    pub head: Head,
    /// The condition it stands for.
    pub condition: Expr,
}

/// `measure rvc = (net_cost - vnm) / net_cost`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Name, title, source.
    pub head: Head,
    /// `available when …`: the method may be used only then.
    pub available: Option<Expr>,
    /// The figure.
    pub value: Expr,
}

/// A dated or conditional figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Name, title, source.
    pub head: Head,
    /// Its stages.
    pub stages: Vec<Stage>,
}

/// `62.5% from producer fiscal year nearest 2002-01-01`, `50% when new_plant, for 5 years after first_prototype`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The figure.
    pub value: Expr,
    /// When in time.
    pub period: Period,
    /// Under which condition.
    pub when: Option<Expr>,
    /// For how long after which dated attribute.
    pub lasting: Option<Lasting>,
    /// The legal source, if it is another than the threshold's.
    pub cites: Option<Text>,
    /// The whole stage.
    pub span: Span,
}

/// `for 5 years after first_prototype`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lasting {
    /// How long.
    pub duration: DurationText,
    /// After which dated attribute.
    pub after: Name,
    /// All of it.
    pub span: Span,
}

/// `5 years`, `18 months`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationText {
    /// How many.
    pub count: u32,
    /// Of which unit.
    pub unit: DurationUnit,
    /// Where it stands.
    pub span: Span,
}

/// The unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationUnit {
    /// Calendar years.
    Years,
    /// Calendar months.
    Months,
}

/// What kind of rule a [`Rule`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// A way in which a good can originate (Article 401(a) to (d)); one of them suffices.
    Criterion,
    /// A product-specific rule of the annex.
    ProductRule,
    /// A requirement on top of the product rules; every one that applies has to be met.
    Requirement,
}

/// A product rule, a requirement or an origin criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Name, title, source.
    pub head: Head,
    /// Which of the three.
    pub kind: RuleKind,
    /// The goods for which it is written; `None` for every good.
    pub scope: Option<Scope>,
    /// Under which condition.
    pub when: Option<Expr>,
    /// On which dates.
    pub period: Period,
    /// Rules that this one displaces.
    pub despite: Vec<Name>,
    /// Rules that displace this one.
    pub subject_to: Vec<Name>,
    /// What it requires.
    pub body: Body,
}

/// Requirements that all have to be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The lines.
    pub items: Vec<BodyItem>,
    /// Braces included.
    pub span: Span,
}

/// One line of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyItem {
    /// `require shift: change from any other heading cites "…"`
    Require(Require),
    /// `either { … } or { … }`
    Either {
        /// The alternatives, at least two.
        alternatives: Vec<Alternative>,
        /// All of it.
        span: Span,
    },
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Require {
    /// `require NAME: …`
    pub name: Option<Name>,
    /// What has to hold.
    pub condition: Expr,
    /// The legal source, if it is another than the rule's.
    pub cites: Option<Text>,
    /// The whole line.
    pub span: Span,
}

/// One alternative of an `either`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// `either NAME { … }`
    pub name: Option<Name>,
    /// The legal source, if it is another than the rule's.
    pub cites: Option<Text>,
    /// What it requires.
    pub body: Body,
    /// All of it.
    pub span: Span,
}

/// An exception that beats what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarveOut {
    /// Name, title, source.
    pub head: Head,
    /// The threshold, rule, requirement or carve-out it beats.
    pub target: Name,
    /// For which goods.
    pub scope: Option<Scope>,
    /// Under which condition.
    pub when: Option<Expr>,
    /// On which dates.
    pub period: Period,
    /// Other carve-outs that this one displaces.
    pub despite: Vec<Name>,
    /// What it puts in the place of what it beats.
    pub effect: CarveOutEffect,
}

/// What a carve-out does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CarveOutEffect {
    /// Other figures for a threshold.
    Stages(Vec<Stage>),
    /// `does not apply`: what it names is set aside.
    SetAside(Span),
    /// Other requirements for a rule.
    Body(Body),
}

/// `tolerance de_minimis for all goods except 24.02 { value of unchanged materials <= 7% of transaction_value }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tolerance {
    /// Name, title, source.
    pub head: Head,
    /// For which goods.
    pub scope: Option<Scope>,
    /// Under which condition.
    pub when: Option<Expr>,
    /// On which dates.
    pub period: Period,
    /// By value or by weight.
    pub by: ToleranceBy,
    /// Up to how much of …
    pub limit: Expr,
    /// … which basis of the good.
    pub base: Name,
}

/// How the materials that do not make the change are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToleranceBy {
    /// `value of unchanged materials`
    Value,
    /// `weight of unchanged materials`
    Weight,
}

/// Which of the producer's choices about the tree of materials an agreement allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// Name, title, source.
    pub head: Head,
    /// Which choice.
    pub kind: DesignationKind,
    /// `subject to no stacking of CLAUSE…`: a designated material judged by one of these
    /// measures contains no other designated material that is judged by one.
    pub no_stacking: Vec<Name>,
}

/// The producer's choices about the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesignationKind {
    /// `intermediate materials`: a self-produced material may count as one material (Art. 402(10)).
    Intermediate,
    /// `accumulation`: a supplier's production may count as the producer's own (Art. 404).
    Accumulation,
}

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

/// `originates`, with or without `under NAME`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Under {
    /// The agreement or proposal named.
    pub text: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// What a claim says of its goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// `originates [under NAME]`
    Originates(Under),
    /// `satisfies CONDITION`
    Satisfies(Expr),
}

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
    WhollyObtained(Span),
    /// `self-produced`
    SelfProduced(Span),
    /// `produced in MEX`
    ProducedIn(Name),
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
        /// The printed figure.
        stated: Expr,
        /// How the printed figure was brought to its digits.
        printed: Printed,
        /// All of it.
        span: Span,
    },
    /// `expect net_cost_required`, `expect not net_cost_required`
    Condition(Expr),
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

/// A set of edits on a text; the result is a text again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Name, title, source.
    pub head: Head,
    /// The agreement, or the proposal, that it amends.
    pub amends: Name,
    /// Who tabled it.
    pub by: Vec<Name>,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What it does.
    pub kind: EditKind,
    /// The legal or press source of this edit, if it is another than the proposal's.
    pub cites: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// What an edit does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditKind {
    /// `set light_vehicle_rvc to 85% from 2018-01-01`
    Set {
        /// The threshold.
        target: Name,
        /// The new figure.
        value: Expr,
        /// From when.
        period: Period,
    },
    /// `add 8528.59 "touch screens", 8504.40 to traced`
    AddEntries {
        /// The new entries.
        entries: Vec<ListEntry>,
        /// The list.
        list: Name,
    },
    /// `strike 8519.81 from traced`
    Strike {
        /// The codes that go.
        codes: Vec<CodeSpan>,
        /// The list.
        list: Name,
    },
    /// `add product rule …`
    Add(Box<Declaration>),
    /// `replace product rule …`: the declaration of the same name goes.
    Replace(Box<Declaration>),
    /// `delete refit`
    Delete(Name),
    /// `suspend refit from 2018-01-01 until 2018-12-31`
    Suspend {
        /// The clause.
        target: Name,
        /// For how long.
        period: Period,
    },
    /// `change dates of refit to from 2018-01-01 until 2019-12-31`
    ChangeDates {
        /// The clause, or the agreement.
        target: Name,
        /// The new dates.
        period: Period,
    },
}

/// An expression: a figure or a condition; which one is decided by the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// `62.5%`, `10 points`, `500 USD`, `3 kg`, `16`
    Number(NumberText),
    /// `2002-01-01`
    Date(DateText),
    /// A measure, threshold, attribute, basis, definition, fact, or `date`
    Name(Name),
    /// `not X`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b`, `a - b`, `a * b`, `a / b`, `x% of base`
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `a >= b`
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `min(a, b)`
    Min(Vec<Expr>),
    /// `max(a, b)`
    Max(Vec<Expr>),
    /// `bonus, at most 10 points`
    AtMost(Box<Expr>, Box<Expr>),
    /// `use is original_equipment`, `use is original_equipment or aftermarket`
    Is(Name, Vec<Name>),
    /// `code in 8703, traced`
    CodeIn(Scope),
    /// `code in the same heading as the good`
    SameAsGood(ChangeLevel),
    /// `originating` (of a material)
    Originating,
    /// `non-originating` (of a material)
    NonOriginating,
    /// `wholly obtained` (of a material, or of the good)
    WhollyObtained,
    /// `imported from outside` (of a material)
    Imported,
    /// `produced in USA, CAN`
    ProducedIn(Vec<Name>),
    /// `produced in the region`
    ProducedInRegion,
    /// `produced outside the region`
    ProducedOutside,
    /// `sum of value over look-through materials where …`
    Aggregate(Aggregate),
    /// `any material where …`, `every material where A satisfies B`, `no material where …`
    Quantified(Quantified),
    /// `change from any other heading except from 8708.50`
    Change(TariffChange),
    /// `no change of classification`: nothing is required of the codes.
    NoChange,
    /// `share of USA in net_cost`: the value added or made there, as declared, over the basis
    Share {
        /// The country.
        country: Name,
        /// Over which basis.
        base: Name,
    },
    /// `within 5 years after first_prototype`
    Within(Lasting),
    /// `the product rules`: the rule of the annex that applies is met
    ProductRules,
    /// `the producer accumulates`: a supplier's production counts as the producer's own
    Accumulates,
}

/// A number as written, with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberText {
    /// Digits, `_` and a decimal point.
    pub digits: Arc<str>,
    /// The unit written after it.
    pub unit: Unit,
}

/// The unit written after a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// No unit.
    None,
    /// `%`
    Percent,
    /// `points` or `point`: percentage points.
    Points,
    /// A currency or a unit of weight: `USD`, `kg`.
    Named(Name),
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`, or `of` as in `7% of transaction_value`
    Multiply,
    /// `/`
    Divide,
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

/// `sum of value over look-through materials where non-originating`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// Sum, count, largest or smallest.
    pub kind: AggregateKind,
    /// Of which basis (`value`, `weight`, or a declared one); `None` for a count.
    pub of: Option<Name>,
    /// Over the materials used directly, or at every depth.
    pub look_through: bool,
    /// Only materials of which this holds.
    pub filter: Option<Box<Expr>>,
}

/// How an aggregate brings its materials together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AggregateKind {
    /// `sum of`
    Sum,
    /// `count of`
    Count,
    /// `largest`
    Largest,
    /// `smallest`
    Smallest,
}

/// `every material where A satisfies B`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantified {
    /// Any, every or no.
    pub kind: Quantifier,
    /// At every depth.
    pub look_through: bool,
    /// Which materials.
    pub filter: Option<Box<Expr>>,
    /// What holds of them (for `every`).
    pub satisfies: Option<Box<Expr>>,
}

/// Which quantifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `any material`
    Any,
    /// `every material`
    Every,
    /// `no material`
    No,
}

/// The tariff level at which a change has to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeLevel {
    /// Two digits.
    Chapter,
    /// Four digits.
    Heading,
    /// Six digits.
    Subheading,
    /// The national tariff item.
    Item,
}

/// A required change of tariff classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffChange {
    /// From where: at least one.
    pub from: Vec<ChangeSource>,
    /// `except from 8708.50, 8708.60`
    pub except: Option<ChangeCodes>,
}

/// One source from which the change may be made; several are alternatives for each material
/// (`from 8708.99, whether or not also from any other heading` has two).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeSource {
    /// `any other heading`
    AnyOther(ChangeLevel),
    /// `8708.99`, or `8708.99 where CONDITION`
    Codes(ChangeCodes),
}

/// Codes in a change, perhaps only some goods of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCodes {
    /// The codes.
    pub scope: Scope,
    /// Only materials of which this holds.
    pub filter: Option<Box<Expr>>,
}
