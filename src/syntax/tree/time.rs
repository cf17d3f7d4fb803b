//! Periods and durations.

use crate::source::Span;

use super::{DateText, Name};

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
