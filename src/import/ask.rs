//! What a rule asks of a good, as read from its text: one form for every source, from which the rulebook is written.

use crate::amount::Ratio;
use crate::nomenclature::{CodeSet, Level};

/// A requirement, as its text states it.
///
/// Nothing is ever dropped: a text of which any word is not understood is [`Ask::Opaque`] as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Each of them.
    All(Vec<Ask>),
    /// One of them.
    Any(Vec<Ask>),
    /// Nothing is asked: "manufacture from materials of any heading", "no change of classification required".
    Free,
    /// Every non-originating material makes this change.
    Change(Change),
    /// Every non-originating material is one of these, or one that is made into one of these.
    Only(Stuff),
    /// No non-originating material is one of these.
    Never(Stuff),
    /// These materials are wholly obtained.
    WhollyObtained(Stuff),
    /// Goods or materials of this sort are wholly obtained: the text does not say that they are used in making the good,
    /// so that a good of the sort has to be wholly obtained itself.
    AllWhollyObtained(Stuff),
    /// These materials originate.
    Originating(Stuff),
    /// The good itself is wholly obtained.
    GoodWhollyObtained,
    /// A figure over materials, held against a share of a base.
    Limit(Limit),
    /// A regional value content.
    Content(Content),
    /// A fact of the good that has to be attested, in the words of the text: a process, a property, a note that applies.
    Attested(Attested),
    /// Asked of some goods only; of others the text says nothing.
    Of(Goods, Box<Ask>),
    /// Holds within a period, as written on the days it names; either end may be open.
    During(Period, Box<Ask>),
    /// Not understood, in whole: attested in whole.
    Opaque(Opaque),
}

impl Ask {
    /// The words of a fact that holds a figure nobody reckons: whoever attests it has done the sum.
    ///
    /// A rule with such a fact is not understood in full, however well the rest of it is. What an authority decides
    /// ([`Sort::Quota`]) is no sum of the producer's.
    pub fn figure_attested(&self) -> Option<&str> {
        match self {
            Self::All(asks) | Self::Any(asks) => asks.iter().find_map(Self::figure_attested),
            Self::Of(_, ask) | Self::During(_, ask) => ask.figure_attested(),
            Self::Attested(fact) if fact.sort != Sort::Quota && holds_figure(&fact.words) => Some(&fact.words),
            Self::Limit(limit) if limit.measure == Measure::Other => Some(&limit.words),
            _ => None,
        }
    }
}

fn holds_figure(words: &str) -> bool {
    words.contains('%') || words.contains("percent") || words.contains("per cent")
}

/// A text that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opaque {
    /// The whole text, cleaned.
    pub text: String,
    /// Why it was not understood, in words for a report.
    pub reason: String,
}

/// Which sort of fact is attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Something that was done: spinning, refining, a chemical reaction.
    Process,
    /// Something that the good or its materials are or have.
    Property,
    /// What a note, an appendix or a definition says, by its name.
    Reference,
    /// What an authority decides: that a quota is open.
    Quota,
}

/// A fact of the good, attested in the words of the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attested {
    /// Which sort.
    pub sort: Sort,
    /// The words.
    pub words: String,
}

/// A change of classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// From where materials may come: one of these.
    pub from: Vec<Source>,
    /// From where none may come.
    pub except: Stuff,
}

/// A place from which a material may come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// `any other heading`
    Other(Level),
    /// Any code that the rule itself is not for: `any heading outside this group`.
    Outside,
    /// Any code of these, or any material so described.
    Stuff(Stuff),
}

/// Some of the materials: those of any of the kinds.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stuff {
    /// Each is a way to belong.
    pub kinds: Vec<Kind>,
    /// Those that do not belong all the same.
    pub but: Vec<Kind>,
}

impl Stuff {
    /// Every material.
    pub fn all() -> Self {
        Self::of(Kind::default())
    }

    /// None at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// Those of one kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kinds: vec![kind],
            but: Vec::new(),
        }
    }

    /// Whether no material belongs.
    pub fn is_none(&self) -> bool {
        self.kinds.is_empty()
    }
}

/// A kind of material: whatever is said holds; of nothing said, every material.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// Its code is one of these.
    pub codes: Option<CodeSet>,
    /// Its code is that of the good, to this level.
    pub same: Option<Level>,
    /// Its code is not that of the good, to this level.
    pub other: Option<Level>,
    /// It answers to this description, attested in the words of the text.
    pub described: Option<String>,
}

impl Kind {
    /// By codes.
    pub fn codes(codes: CodeSet) -> Self {
        Self {
            codes: Some(codes),
            ..Self::default()
        }
    }

    /// Of the good's own chapter, heading or subheading.
    pub fn same(level: Level) -> Self {
        Self {
            same: Some(level),
            ..Self::default()
        }
    }

    /// By description.
    pub fn described(words: impl Into<String>) -> Self {
        Self {
            described: Some(words.into()),
            ..Self::default()
        }
    }
}

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Value.
    Value,
    /// Weight.
    Weight,
    /// Dry weight, alcoholic volume and whatever else no description of a good states: attested as a whole.
    Other,
}

/// Which origin the materials have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Those that do not originate.
    NonOriginating,
    /// Those that do.
    Originating,
    /// Those that are wholly obtained.
    WhollyObtained,
    /// All.
    Any,
}

/// Which way a figure is held against the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// At most.
    AtMost,
    /// Less than.
    Below,
    /// At least.
    AtLeast,
    /// More than.
    Above,
}

/// A figure over materials, held against a share of a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is added up.
    pub measure: Measure,
    /// Over these materials.
    pub stuff: Stuff,
    /// Of this origin.
    pub origin: Origin,
    /// Which way.
    pub bound: Bound,
    /// Of the shares: one suffices ("50 % of the ex-works price or 45 % of the price FOB").
    pub shares: Vec<Share>,
    /// The words, in case it can't be reckoned.
    pub words: String,
}

/// A share of a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Such as 2/5 for 40 %.
    pub of: Ratio,
    /// Of what.
    pub base: Base,
}

/// What a share is a share of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// The ex-works price of the good.
    ExWorks,
    /// Its price free on board.
    Fob,
    /// Its transaction value, or plainly its value.
    TransactionValue,
    /// Its customs value.
    CustomsValue,
    /// Its net cost.
    NetCost,
    /// Its weight.
    Weight,
    /// The same figure over other materials.
    Materials(Stuff, Origin),
}

/// A regional value content: one of the ways suffices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Each with the least share.
    pub ways: Vec<(Method, Ratio)>,
}

/// How a regional value content is reckoned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// Originating materials over the value of the good.
    BuildUp,
    /// The value of the good less non-originating materials, over the value of the good.
    BuildDown,
    /// The same, but only for these non-originating materials.
    Focused(Stuff),
    /// Net cost less non-originating materials, over net cost.
    NetCost,
    /// By transaction value: as build-down.
    TransactionValue,
    /// The price free on board less non-originating materials, over that price.
    Fob,
    /// The ex-works price less non-originating materials, over that price.
    ExWorks,
}

/// Which goods a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// Of these codes; none if the text names none.
    pub codes: Option<CodeSet>,
    /// Of this description, attested.
    pub described: Option<String>,
    /// Those of the codes that no other rule of the set describes: "any other good of …".
    pub other: bool,
}

/// From when until when, both days included, as `2024-12-31`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub until: Option<String>,
}
