//! What the rules of a schedule ask, with descriptions turned into facts: the form from which a rulebook is written.

use super::clause::{Content, Span};
use crate::nomenclature::Level;

/// A test of the good or of one material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Its code is one of these.
    Code(Vec<Span>),
    /// Its code agrees with the good's at this level.
    SameAsGood(Level),
    /// A fact of this name.
    Fact(String),
    /// An attribute is one of its words.
    Is(String, String),
    /// Not so.
    Not(Box<Test>),
    /// All of them.
    And(Vec<Test>),
    /// One of them.
    Or(Vec<Test>),
}

/// Permitted materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `any other heading`
    AnyOther(Level),
    /// These codes, or all of them, narrowed by a test.
    From(Option<Vec<Span>>, Option<Test>),
}

/// Materials shut out: codes, narrowed by a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shut {
    /// The codes.
    pub codes: Vec<Span>,
    /// Which materials of these codes.
    pub narrowed: Option<Test>,
}

/// A line of a rule. All lines have to be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Every non-originating material comes from one of the parts, and none is shut out.
    Change {
        /// Where materials may come from.
        parts: Vec<Part>,
        /// What is taken out of all of them.
        except: Vec<Shut>,
    },
    /// No change is asked.
    NoChange,
    /// Non-originating materials meet at most one of these tests.
    AtMostOneOf(Vec<Test>),
    /// One of these value contents.
    Content(Vec<Content>),
    /// Non-originating materials that meet the test weigh at most so many per cent of the good.
    Weight(Test, String),
    /// A fact of the good.
    Fact(String),
    /// Not understood: attested as a whole.
    Opaque(String),
}

/// One alternative of a provision's rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its number, `(2)`; empty if it has none.
    pub number: String,
    /// Which of the goods it is for; all of them if there is none.
    pub when: Option<Test>,
    /// What it asks.
    pub lines: Vec<Asked>,
}

/// The rules of one tariff provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// Where it stands in the document.
    pub line: usize,
    /// The chapter of its goods, two digits.
    pub chapter: String,
    /// Its codes.
    pub codes: Vec<Span>,
    /// Its alternatives, at least one.
    pub branches: Vec<Branch>,
}
