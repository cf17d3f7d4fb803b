//! Small pieces of English.

use crate::amount::Date;
use crate::nomenclature::CountryCode;
use crate::syntax::tree::{DateText, DurationText, DurationUnit, Name, NumberText, Unit};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `a`, `a and b`, `a, b and c`, with another last word.
pub(super) fn listed(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// A title between quotation marks.
pub(super) fn quoted(words: &str) -> String {
    format!("“{words}”")
}

/// A title as it stands in a sentence: between quotation marks where it is long, so that one sees where it ends.
pub(super) fn called(title: &str) -> String {
    const SHORT: usize = 6;
    if title.contains(',') || title.split_whitespace().count() > SHORT {
        quoted(title)
    } else {
        title.to_owned()
    }
}

/// A name of the rulebook as words.
pub(super) fn spaced(name: &Name) -> String {
    name.text.replace('_', " ")
}

/// The same with its first letter large.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What is called so, with the article that it needs.
pub(super) fn the(words: &str) -> String {
    let lower = words.to_lowercase();
    if ["the ", "a ", "an "].iter().any(|article| lower.starts_with(article)) {
        words.to_owned()
    } else {
        format!("the {words}")
    }
}

/// `62.5 per cent`, `10 percentage points`, `500 USD`, `3 kg`.
pub(super) fn number(number: &NumberText) -> String {
    let digits = number.digits.replace('_', "");
    match &number.unit {
        Unit::None => digits,
        Unit::Percent => format!("{digits} per cent"),
        Unit::Points => format!("{digits} percentage points"),
        Unit::Named(unit) => format!("{digits} {}", unit.text),
    }
}

/// `1 January 1994`; a day that there is not, as it was written.
pub(super) fn day(text: &DateText) -> String {
    Date::parse(&text.text).map_or_else(|_| text.text.to_string(), date)
}

/// `1 January 1994`
pub(super) fn date(date: Date) -> String {
    let month = MONTHS.get(usize::from(date.month()).saturating_sub(1));
    format!("{} {} {}", date.day(), month.copied().unwrap_or_default(), date.year())
}

/// `5 years`, `1 month`
pub(super) fn duration(duration: &DurationText) -> String {
    let unit = match duration.unit {
        DurationUnit::Years => "year",
        DurationUnit::Months => "month",
    };
    let plural = if duration.count == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", duration.count)
}

/// Countries by their names.
pub(super) fn countries(names: &[Name], last: &str) -> String {
    let called = names.iter().map(|name| {
        CountryCode::find(&name.text).map_or_else(|| name.text.to_string(), |country| country.name.to_owned())
    });
    listed(&called.collect::<Vec<_>>(), last)
}
