//! Dates and periods: from what is written to days, and to conditions on the date of the claim.

use crate::amount::{AmountError, Date, DateRange};
use crate::ir::{Comparison, DateBase, DateTerm, Formula};
use crate::syntax::tree::{DateText, Period, Start};

use super::diagnostics;
use crate::diagnostic::Diagnostic;

/// The day that was written, if there is such a day.
pub(super) fn date(text: &DateText, sink: &mut Vec<Diagnostic>) -> Option<Date> {
    match Date::parse(&text.text) {
        Ok(date) => Some(date),
        Err(error) => {
            sink.push(diagnostics::malformed_date(
                &text.text,
                text.span,
                &amount_error(&error),
            ));
            None
        }
    }
}

fn amount_error(error: &AmountError) -> String {
    error.to_string()
}

/// A period with its days known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// How it starts.
    pub(super) from: Option<Begin>,
    /// The last day.
    pub(super) until: Option<Date>,
}

/// How a period starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// On that day.
    Day(Date),
    /// With the producer's fiscal year that begins closest to that day.
    FiscalYear(Date),
}

impl Begin {
    /// The day that was written, by which starts are ordered.
    pub(super) fn day(self) -> Date {
        match self {
            Begin::Day(day) | Begin::FiscalYear(day) => day,
        }
    }
}

/// The days of a period as written.
pub(super) fn days(period: &Period, sink: &mut Vec<Diagnostic>) -> Days {
    let from = match &period.from {
        Some(Start::Day(text)) => date(text, sink).map(Begin::Day),
        Some(Start::FiscalYearNearest(text)) => date(text, sink).map(Begin::FiscalYear),
        None => None,
    };
    let until = period.until.as_ref().and_then(|text| date(text, sink));
    if let (Some(Begin::Day(from)), Some(until), Some(span)) = (from, until, period.span)
        && from > until
    {
        sink.push(diagnostics::empty_period(span));
    }
    Days { from, until }
}

/// The days of a period that has no business with fiscal years.
pub(super) fn range(period: &Period, sink: &mut Vec<Diagnostic>) -> DateRange {
    let days = days(period, sink);
    DateRange::new(days.from.map(Begin::day), days.until)
}

/// The first day on which a fiscal year may begin for it to be the one that begins closest to `day`, or a later
/// one. Fiscal years follow each other, so the closest begins less than half a year before `day`; of two equally
/// close the earlier counts.
fn first_nearest_start(day: Date) -> Date {
    let mut start = day;
    while let Some(earlier) = start.pred() {
        let before = day.days_since_epoch() - earlier.days_since_epoch();
        let next = Date::at_or_before(earlier.add_years(1));
        let after = next.days_since_epoch() - day.days_since_epoch();
        if before > after {
            break;
        }
        start = earlier;
    }
    start
}

/// The condition that a date lies in the period.
pub(super) fn within(days: Days, claim: DateBase) -> Formula {
    let mut parts = Vec::new();
    match days.from {
        Some(Begin::Day(from)) => parts.push(compare(claim, Comparison::AtLeast, from)),
        Some(Begin::FiscalYear(day)) => {
            parts.push(compare(
                DateBase::FiscalYear,
                Comparison::AtLeast,
                first_nearest_start(day),
            ));
        }
        None => {}
    }
    if let Some(until) = days.until {
        parts.push(compare(claim, Comparison::AtMost, until));
    }
    match parts.pop() {
        None => Formula::Known(true),
        Some(last) if parts.is_empty() => last,
        Some(last) => {
            parts.push(last);
            Formula::All(parts)
        }
    }
}

/// The condition that the claim's date lies in a range of days.
pub(super) fn within_range(range: DateRange) -> Formula {
    within(
        Days {
            from: range.from.map(Begin::Day),
            until: range.until,
        },
        DateBase::Claim,
    )
}

/// `base op day`
pub(super) fn compare(base: DateBase, op: Comparison, day: Date) -> Formula {
    Formula::Dates {
        left: DateTerm { base, offset: 0 },
        op,
        right: DateTerm {
            base: DateBase::Day(day),
            offset: 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fiscal_year_nearest_new_year_begins_after_the_second_of_july() {
        let day = Date::new(1998, 1, 1).unwrap();
        assert_eq!(first_nearest_start(day), Date::new(1997, 7, 3).unwrap());
    }
}
