//! General provisions: what an agreement says once for every good.

use crate::source::Span;

use super::{Expr, Head, Name, Period, Scope, Text};

/// For which goods, under which condition and on which days a provision holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// `for 87, 88`; `None` for every good.
    pub scope: Option<Scope>,
    /// `when …`
    pub when: Option<Expr>,
    /// `from … until …`
    pub period: Period,
}

/// `cumulation partners { … }`: what partners contribute counts as if the region had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cumulation {
    /// Name, title, source.
    pub head: Head,
    /// For which goods and when.
    pub reach: Reach,
    /// The lines.
    pub items: Vec<Cumulated>,
}

/// One line of a cumulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cumulated {
    /// `materials originating in CHE where code in 84 count as originating`: bilateral or diagonal cumulation.
    Materials {
        /// In which partners.
        countries: Vec<Name>,
        /// Which of their materials.
        filter: Option<Expr>,
    },
    /// `production in CHE counts as production in the region`: full cumulation.
    Production {
        /// In which partners.
        countries: Vec<Name>,
    },
}

/// `insufficient operations simple { "changes of packing" }`: a good that owes its origin to nothing more does not
/// originate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insufficient {
    /// Name, title, source.
    pub head: Head,
    /// For which goods and when.
    pub reach: Reach,
    /// The criteria that it sets aside; none for origin as a whole.
    pub despite: Vec<Name>,
    /// The operations in words.
    pub operations: Vec<Text>,
}

/// `direct transport NAME "wording"`: attested of the consignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transport {
    /// Name, wording, source.
    pub head: Head,
    /// For which goods and when.
    pub reach: Reach,
}

/// `averaging NAME of rvc { by_class "the same class" }`: the producer may reckon a measure over a category of goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Averaging {
    /// Name, title, source.
    pub head: Head,
    /// For which goods and when.
    pub reach: Reach,
    /// The measures that may be averaged.
    pub measures: Vec<Name>,
    /// The categories.
    pub categories: Vec<Described>,
}

/// `fungible materials NAME { fifo "first in, first out" }`: how the origin of materials kept together may be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fungible {
    /// Name, title, source.
    pub head: Head,
    /// The methods.
    pub methods: Vec<Described>,
}

/// A word and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// The word.
    pub name: Name,
    /// In words.
    pub title: Option<Text>,
}

/// What a tolerance can relax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relaxed {
    /// `changes of classification`
    Changes,
    /// `restrictions on materials`: `every material … satisfies …` and `no material …`
    Restrictions,
    /// `value content`: a percentage compared
    Content,
}

/// `except for materials of 04 in goods of 04`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFor {
    /// The materials that have to change all the same …
    pub materials: Scope,
    /// … in these goods.
    pub goods: Scope,
    /// The legal source.
    pub cites: Option<Text>,
    /// All of it.
    pub span: Span,
}
