//! Words: names, texts, codes, dates and numbers as written.

use std::sync::Arc;

use crate::source::Span;

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

/// `HS 2017`, `HS 2022 and outside it 15.19`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nomenclature {
    /// The year of the edition.
    pub year: u16,
    /// Codes that are used although the edition lacks them.
    pub outside: Vec<CodeText>,
    /// Where it stands.
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

/// A date as written, not yet known to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateText {
    /// `1994-01-01`
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
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
