//! Single values: numbers, percentages, dates and words.

use serde_json::Value;

use crate::amount::{AmountError, Date, Ratio};
use crate::diagnostic::{Code, Diagnostic};
use crate::good::Datum;

use super::{Format, malformed};

/// More digits than any fraction that this program writes.
const MAX_DIGITS: usize = 400;

/// One thing known, or `None` where it is said to be unknown (`null`).
pub(super) fn datum(value: &Value, at: &str, format: Format) -> Result<Option<Datum>, Diagnostic> {
    Ok(Some(match value {
        Value::Null => return Ok(None),
        Value::Bool(fact) => Datum::Truth(*fact),
        Value::Number(number) => Datum::Figure(figure(&number.to_string(), at, format)?),
        Value::String(text) => words(text, at, format)?,
        Value::Array(_) => return Err(malformed(format!("`{at}` is a list")).help("write one value")),
        Value::Object(_) => return Err(malformed(format!("`{at}` has fields of its own")).help("write one value")),
    }))
}

/// A date; `at` is where it stands.
pub(super) fn date(value: &Value, at: &str, format: Format) -> Result<Option<Date>, Diagnostic> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Date::parse(text).map(Some).map_err(|error| {
            malformed(format!("`{at}` is `{text}`: {error}"))
                .help(format!("write `{}`", format.field("date", "\"2017-10-13\"")))
        }),
        other => Err(malformed(format!("`{at}` is `{other}`, not a date"))
            .help(format!("write `{}`", format.field("date", "\"2017-10-13\"")))),
    }
}

fn words(text: &str, at: &str, format: Format) -> Result<Datum, Diagnostic> {
    match Date::parse(text) {
        Ok(day) => return Ok(Datum::Day(day)),
        Err(error @ (AmountError::NoSuchDay { .. } | AmountError::YearOutOfRange(_))) => {
            return Err(malformed(format!("`{at}` is `{text}`: {error}")));
        }
        Err(_) => {}
    }
    let trimmed = text.trim();
    if let Some(points) = trimmed.strip_suffix('%') {
        let points = figure(points.trim_end(), at, format)?;
        return Ok(Datum::Share(points.checked_div(&Ratio::HUNDRED).unwrap_or(points)));
    }
    if let Some(value) = fraction(trimmed) {
        return not_negative(value, trimmed, at).map(Datum::Figure);
    }
    if trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return figure(trimmed, at, format).map(Datum::Figure);
    }
    Ok(Datum::Word(text.to_owned()))
}

fn figure(text: &str, at: &str, format: Format) -> Result<Ratio, Diagnostic> {
    let value = Ratio::parse_decimal(text).map_err(|error| {
        malformed(format!("`{at}` is `{text}`: {error}")).help(format!(
            "write a number such as `1200.50` or `{}`",
            format.value("\"62.5%\"")
        ))
    })?;
    not_negative(value, text, at)
}

fn not_negative(value: Ratio, text: &str, at: &str) -> Result<Ratio, Diagnostic> {
    if value.is_negative() {
        let problem = Diagnostic::new(Code::NegativeValue, format!("`{at}` is {text}"));
        return Err(problem.help("values, weights and counts are not below zero"));
    }
    Ok(value)
}

/// `a/b`, as this program writes a number that no decimal writes exactly.
fn fraction(text: &str) -> Option<Ratio> {
    let (num, den) = text.split_once('/')?;
    let digits = |part: &str| !part.is_empty() && part.len() <= MAX_DIGITS && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(num.strip_prefix('-').unwrap_or(num)) || !digits(den) {
        return None;
    }
    Ratio::from_strings(num, den)
}
