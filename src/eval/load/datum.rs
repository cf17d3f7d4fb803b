//! Gives a stated value the kind that its declaration asks for.

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::loaded::Cell;
use crate::good::{self, Datum};
use crate::ir::{Attribute, AttributeKind};
use crate::nomenclature::CountryCode;

use super::names::nearest;

/// The value of an attribute stated at `at`.
pub(super) fn cell(attribute: &Attribute, datum: &Datum, at: &str) -> Result<Cell, Diagnostic> {
    match (&attribute.kind, datum) {
        (AttributeKind::Enumeration(values) | AttributeKind::Choice(values), Datum::Word(word)) => {
            let place = values.iter().position(|value| value == word);
            place.map(Cell::Word).ok_or_else(|| no_such_value(values, word, at))
        }
        (AttributeKind::Fact | AttributeKind::Opaque, Datum::Truth(value)) => Ok(Cell::Truth(*value)),
        (AttributeKind::Percentage, Datum::Figure(share) | Datum::Share(share)) => percentage(share, at),
        (AttributeKind::Money | AttributeKind::Weight, Datum::Figure(value)) => amount(value, at).map(Cell::Figure),
        (AttributeKind::Count, Datum::Figure(value)) if value.is_integer() => amount(value, at).map(Cell::Figure),
        (AttributeKind::Date, Datum::Day(day)) => Ok(Cell::Day(day.ordinal())),
        (AttributeKind::Country(words), Datum::Word(word)) => {
            let place = words.iter().position(|party| party == word);
            let abroad = CountryCode::find(word).is_some();
            let elsewhere = words.len().checked_sub(1).filter(|_| abroad);
            let parties = words.iter().map(String::as_str);
            place
                .or(elsewhere)
                .map(Cell::Word)
                .ok_or_else(|| good::unknown_country(word, at, parties))
        }
        (kind, _) => Err(wrong_kind(at, expected(kind), datum)),
    }
}

/// A value or weight stated at `at`.
pub(super) fn figure(datum: &Datum, at: &str) -> Result<Ratio, Diagnostic> {
    match datum {
        Datum::Figure(value) => amount(value, at),
        _ => Err(wrong_kind(at, "a number such as `1200.50`", datum)),
    }
}

/// The message for a value of another kind.
pub(super) fn wrong_kind(at: &str, expected: &str, found: &Datum) -> Diagnostic {
    let found = match found {
        Datum::Figure(value) => format!("the number {value}"),
        Datum::Share(share) => format!("the percentage {}", crate::amount::percent(share)),
        Datum::Word(word) => format!("the word `{word}`"),
        Datum::Truth(value) => format!("`{value}`"),
        Datum::Day(day) => format!("the date {day}"),
    };
    Diagnostic::new(Code::MalformedGood, format!("`{at}` is {found}")).help(format!("write {expected}"))
}

fn expected(kind: &AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Enumeration(_) | AttributeKind::Choice(_) => "one of the words that the agreement declares",
        AttributeKind::Fact | AttributeKind::Opaque => "`true` or `false`",
        AttributeKind::Percentage => "a percentage such as `\"62.5%\"`",
        AttributeKind::Money => "an amount of money such as `1200.50`",
        AttributeKind::Count => "a whole number",
        AttributeKind::Weight => "a weight in kilograms",
        AttributeKind::Date => "a date such as `\"2017-10-13\"`",
        AttributeKind::Country(_) => "a country such as `\"MEX\"`",
    }
}

fn amount(value: &Ratio, at: &str) -> Result<Ratio, Diagnostic> {
    if value.is_negative() {
        let problem = Diagnostic::new(Code::NegativeValue, format!("`{at}` is {value}"));
        return Err(problem.help("values, weights and counts are not below zero"));
    }
    Ok(value.clone())
}

fn percentage(share: &Ratio, at: &str) -> Result<Cell, Diagnostic> {
    if share.is_negative() || *share > Ratio::ONE {
        let shown = crate::amount::percent(share);
        let problem = Diagnostic::new(Code::PercentageOutOfRange, format!("`{at}` is {shown}"));
        return Err(problem.help("write `\"62.5%\"`, or the share of one, `0.625`"));
    }
    Ok(Cell::Figure(share.clone()))
}

fn no_such_value(values: &[String], word: &str, at: &str) -> Diagnostic {
    let problem = Diagnostic::new(Code::UnknownValue, format!("`{at}` has no value `{word}`"));
    let problem = problem.note(format!("its values are {}", values.join(", ")));
    match nearest(word, values.iter().map(String::as_str)) {
        Some(meant) => problem.help(format!("did you mean `{meant}`?")),
        None => problem,
    }
}
