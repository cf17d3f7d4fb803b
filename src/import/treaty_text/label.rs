//! Codes before a rule, and the words with which rules and notes begin.

use super::clause::Span;
use crate::nomenclature::HsCode;

/// The words with which a rule begins, whatever their case.
const OPENINGS: [&str; 11] = [
    "a change to ",
    "a change in tariff classification to ",
    "the change to ",
    "change to ",
    "no required change in tariff classification",
    "no change in tariff classification",
    "production of any good of ",
    "for any ",
    "for a good",
    "for goods",
    "for all ",
];

/// Codes at the beginning of a line and the text behind them; `None` if the line does not begin with codes alone.
pub(super) fn leading(text: &str) -> Option<(Vec<Span>, &str)> {
    let (cells, rest) = text
        .split_once(" |")
        .map_or((None, text), |(first, rest)| (Some(first), rest.trim()));
    if let Some(first) = cells {
        let (codes, after) = codes(first)?;
        return (after.is_empty() && !codes.is_empty()).then_some((codes, rest.trim_start_matches('|').trim()));
    }
    let (codes, after) = codes(text)?;
    if codes.is_empty() {
        return None;
    }
    let after = after.trim_start_matches([':', '-', '—', ' ']);
    let alone = after.is_empty() && text.contains(['.', '-']);
    (alone || begins_rule(after) || begins_note(after)).then_some((codes, after))
}

/// Codes and nothing else.
pub(super) fn only_codes(text: &str) -> Option<Vec<Span>> {
    let (codes, rest) = codes(text)?;
    (rest.trim().is_empty() && !codes.is_empty()).then_some(codes)
}

/// As many codes as the text begins with, and what follows.
fn codes(text: &str) -> Option<(Vec<Span>, &str)> {
    let mut rest = text.trim();
    for word in [
        "headings",
        "heading",
        "subheadings",
        "subheading",
        "tariff items",
        "tariff item",
        "ex",
    ] {
        if let Some(after) = rest
            .get(..word.len())
            .filter(|begin| begin.eq_ignore_ascii_case(word))
            .and_then(|_| rest.get(word.len()..))
            && after.starts_with(' ')
        {
            rest = after.trim_start();
            break;
        }
    }
    let mut spans = Vec::new();
    while let Some((from, after)) = code(rest) {
        let after = after.trim_start();
        let second = ["-", "to ", "through ", "—"]
            .iter()
            .find_map(|sign| after.strip_prefix(sign))
            .and_then(|after| code(after.trim_start()));
        let (to, after) = second.unwrap_or((from, after));
        let span = Span { from, to };
        span.range()?;
        spans.push(span);
        let after = after.trim_start();
        let next = after.strip_prefix([',', ';']).unwrap_or(after).trim_start();
        if code(next).is_none() {
            return Some((spans, after));
        }
        rest = next;
    }
    Some((spans, rest))
}

/// A code of four digits or more at the beginning.
fn code(text: &str) -> Option<(HsCode, &str)> {
    let length = text
        .char_indices()
        .find(|(_, c)| !c.is_ascii_digit() && *c != '.')
        .map_or(text.len(), |(at, _)| at);
    let (written, after) = text.split_at_checked(length)?;
    let trimmed = written.trim_end_matches('.');
    let after = text.get(trimmed.len()..).unwrap_or(after);
    let digits: String = trimmed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 4 || after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    // Only the dots of the tariff: `87.03`, `8703.21`, `8703.21.10`.
    let groups: Vec<usize> = trimmed.split('.').map(str::len).collect();
    let well_dotted = groups.len() == 1
        || groups.first().is_some_and(|first| matches!(first, 2 | 4))
            && groups.iter().skip(1).all(|len| matches!(len, 2 | 4));
    let code = HsCode::parse(&digits).ok()?;
    well_dotted.then_some((code, after))
}

/// The number of an alternative, `(1)`, `(a)`, `1.` or `a)`, and the text behind it.
pub(super) fn number(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (number, rest) = if let Some(inner) = text.strip_prefix('(') {
        let (number, rest) = inner.split_once(')')?;
        (number, rest)
    } else {
        let at = text.find(['.', ')'])?;
        (text.get(..at)?, text.get(at.saturating_add(1)..)?)
    };
    let short = !number.is_empty()
        && number.len() <= 4
        && (number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 2
            || number.len() == 1 && number.chars().all(|c| c.is_ascii_alphabetic())
            || number.chars().all(|c| "ivx".contains(c)));
    short.then(|| (number, rest.trim_start()))
}

/// Whether a rule begins here, with a number before it or without.
pub(super) fn begins_rule(text: &str) -> bool {
    let bare = number(text).map_or(text, |(_, rest)| rest);
    opens(bare) || number(bare).is_some_and(|(_, rest)| opens(rest))
}

/// Whether the text begins with the words of a rule.
pub(super) fn opens(text: &str) -> bool {
    OPENINGS.iter().any(|opening| {
        text.get(..opening.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(opening))
    })
}

/// `Note:`, `Note 1:`, `Notes`, `Chapter Note`
pub(super) fn begins_note(text: &str) -> bool {
    let text = ["Chapter ", "Section ", "Subheading ", "Heading "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let Some(rest) = text
        .strip_prefix("Note")
        .or_else(|| text.strip_prefix("NOTE"))
        .or_else(|| text.strip_prefix("Rule"))
    else {
        return false;
    };
    let rest = rest.strip_prefix(['s', 'S']).unwrap_or(rest).trim_start();
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        .trim_start();
    rest.is_empty() || rest.starts_with([':', '-', '—'])
}

/// Whether the text begins with a number.
pub(super) fn has_number(text: &str) -> bool {
    number(text).is_some()
}

/// Whether the number is that of a first alternative.
pub(super) fn is_first(text: &str) -> bool {
    number(text).is_some_and(|(number, _)| matches!(number, "1" | "a" | "A" | "i"))
}

/// Whether a rule may end here: its sentence or its alternative does.
pub(super) fn may_end(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['.', ';', ':']) || awaits(text)
}

/// Whether another alternative has to follow.
pub(super) fn awaits(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(';') || text.ends_with("; or") || text.ends_with("; and") || text.ends_with(", or")
}
