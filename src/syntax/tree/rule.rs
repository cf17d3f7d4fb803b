//! Rules, carve-outs, tolerances and designations.

use crate::source::Span;

use super::{Expr, Head, Name, NotFor, Period, Relaxed, Scope, Stage, Text};

/// What kind of rule a [`Rule`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// A way in which a good can originate (Article 401(a) to (d)); one of them suffices.
    Criterion,
    /// A product-specific rule of the annex.
    ProductRule,
    /// A requirement on top of the product rules; every one that applies has to be met.
    Requirement,
    /// A rule for goods put up in sets, which takes the place of their product rules.
    Sets,
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
    /// What it relaxes, if it says so itself.
    pub relaxing: Vec<Relaxed>,
    /// The materials it does not cover in some goods.
    pub not_for: Vec<NotFor>,
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
    /// Which materials may be designated; `None` for all.
    pub scope: Option<Scope>,
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
