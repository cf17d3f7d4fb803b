//! What is said of a declaration that can't be read: what stands there, what could, and what was probably meant.

use std::borrow::Cow;

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

use super::expected::words;
use super::grammar::Rule;
use super::scan::{self, Kind, Token};
use super::split;

/// How many of the things that could stand in a place are listed.
const LISTED: usize = 4;

/// The message for a declaration `text` that begins `base` bytes into its file.
pub(super) fn unexpected(source: SourceId, text: &str, base: usize, error: &Error<Rule>) -> Diagnostic {
    let place = |token: &Token<'_>, from: usize| {
        let start = base.saturating_add(from).saturating_add(token.start);
        Span::from_offsets(source, start, start.saturating_add(token.text.len()))
    };
    let first = scan::tokens(text).into_iter().next();
    if let Some(first) = first
        && !split::begins_declaration(first.text)
    {
        return no_declaration(&first, place(&first, 0));
    }
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rest = text.get(at..).unwrap_or_default();
    let found = scan::tokens(rest).into_iter().find(|token| token.kind != Kind::Comment);
    let expected = expectations(error);
    let Some(found) = found else {
        let end = base.saturating_add(text.len());
        return Diagnostic::new(
            Code::Unexpected,
            format!("expected {}, found the end of the declaration", list(&expected, "more")),
        )
        .at(
            Span::from_offsets(source, end.saturating_sub(1), end),
            "the declaration ends here",
        );
    };
    let diagnostic = Diagnostic::new(
        Code::Unexpected,
        format!(
            "expected {}, found `{}`",
            list(&expected, "something else"),
            shown(found.text)
        ),
    )
    .at(place(&found, at), "not expected here");
    match help(&found, &expected).or_else(|| misspelt_before(text.get(..at).unwrap_or_default())) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// What could stand in the place of the mistake, the most telling first.
fn expectations(error: &Error<Rule>) -> Vec<Cow<'static, str>> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return Vec::new();
    };
    let mut expected: Vec<(bool, Cow<'static, str>)> = Vec::new();
    // Wherever a parenthesis could stand, any operand could.
    let operand = positives.contains(&Rule::parenthesis);
    if operand {
        expected.push((false, "a name, a figure or a condition".into()));
    }
    for rule in positives {
        if operand && is_operand(*rule) {
            continue;
        }
        if let Some(words) = words(*rule)
            && !expected.iter().any(|(_, known)| *known == words)
        {
            // That a row may go on is true nearly everywhere and helps least.
            let goes_on = matches!(
                rule,
                Rule::operator | Rule::operation | Rule::junction | Rule::percent | Rule::points | Rule::unit
            );
            expected.push((goes_on, words));
        }
    }
    expected.sort_by_key(|(goes_on, _)| *goes_on);
    expected.into_iter().map(|(_, words)| words).collect()
}

fn is_operand(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::parenthesis
            | Rule::ident
            | Rule::named
            | Rule::number
            | Rule::figure
            | Rule::day
            | Rule::date_literal
            | Rule::minus
            | Rule::prefix
            | Rule::negation
    )
}

fn list(expected: &[Cow<'static, str>], nothing: &str) -> String {
    let listed = expected.get(..LISTED).unwrap_or(expected);
    match listed.split_last() {
        None => nothing.to_owned(),
        Some((last, [])) => last.clone().into_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// What was probably meant.
fn help(found: &Token<'_>, expected: &[Cow<'static, str>]) -> Option<String> {
    let written = found.text;
    if found.kind == Kind::Text {
        return (written.len() < 2 || !written.ends_with('"'))
            .then(|| "a text closes with a quotation mark on the same line".to_owned());
    }
    let meant = match written {
        "≥" => Some("`>=`"),
        "≤" => Some("`<=`"),
        "≠" => Some("`!=`"),
        "==" => Some("`=`"),
        "&" => Some("`and`"),
        "×" | "·" => Some("`*`"),
        "÷" => Some("`/`"),
        "−" => Some("`-`"),
        "–" | "—" => Some("`to` between the codes of a range, or `-` between figures"),
        "“" | "”" | "„" | "«" | "»" | "'" => Some("straight quotation marks around a text"),
        "#" => Some("`//` before a comment"),
        ";" => Some("nothing here: a clause needs no mark at its end"),
        _ => None,
    };
    if let Some(meant) = meant {
        return Some(format!("write {meant}"));
    }
    if found.kind == Kind::Word {
        let is_code = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if let Some((first, last)) = written.split_once('-')
            && is_code(first)
            && is_code(last)
        {
            return Some(format!("write a range of codes as `{first} to {last}`"));
        }
        if written.len() > 2 {
            return nearest(written, expected.iter().filter_map(|words| word_of(words)))
                .map(|word| format!("did you mean `{word}`?"));
        }
    }
    None
}

/// A form's first word that was taken for a name because it is misspelt, as in `chnge from any other heading`.
fn misspelt_before(before: &str) -> Option<String> {
    const WORDS: [&str; 13] = [
        "change",
        "code",
        "count",
        "every",
        "imported",
        "largest",
        "non-originating",
        "originating",
        "produced",
        "share",
        "smallest",
        "wholly",
        "within",
    ];
    let last = scan::tokens(before).pop().filter(|token| token.kind == Kind::Word)?;
    nearest(last.text, WORDS.into_iter()).map(|word| format!("did you mean `{word}` instead of `{}`?", last.text))
}

/// The first word in back-ticks, if the description begins with it.
fn word_of(words: &str) -> Option<&str> {
    let inside = words.strip_prefix('`')?.split('`').next()?;
    inside
        .split(' ')
        .next()
        .filter(|word| word.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// The word that differs from `written` by the fewest slips, if they are few.
fn nearest<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    words
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|(slips, word)| (1..=1 + word.len() / 4).contains(slips))
        .min()
        .map(|(_, word)| word)
}

fn no_declaration(first: &Token<'_>, at: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::Unexpected,
        format!("no declaration begins with `{}`", shown(first.text)),
    )
    .at(at, "a declaration is expected here");
    let help = match nearest(first.text, split::DECLARATIONS.into_iter()) {
        Some(word) => format!("did you mean `{word}`?"),
        None if matches!(first.text, "}" | ")") => format!("remove this `{}`, or open what it closes", first.text),
        None => "begin with a word that declares something; text that continues a declaration is indented".to_owned(),
    };
    let all: Vec<String> = split::DECLARATIONS.iter().map(|word| format!("`{word}`")).collect();
    diagnostic
        .help(help)
        .note(format!("declarations begin with {}", all.join(", ")))
}

/// At most some thirty characters of what was found.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(32).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
