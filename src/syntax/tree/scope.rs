//! Sets of codes.

use crate::source::Span;

use super::{CodeSpan, Expr, Head, Name, Nomenclature, Period, Text};

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
    /// What a proposal has struck out of them.
    pub struck: Vec<CodeSpan>,
    /// What they are, in words.
    pub description: Option<Text>,
    /// Only materials of which this holds.
    pub when: Option<Expr>,
    /// Only on these dates.
    pub period: Period,
    /// The whole entry.
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
