//! What is said of a declaration that can't be read: what stands there, what could, and what was probably meant.

use std::borrow::Cow;

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

use super::expected::words;
use super::grammar::Rule;
use super::meant::{Place, nearest};
use super::scan::{self, Kind, Token};
use super::split;

/// How a block begins, as [`words`] has it.
const OPEN: &str = "`{`";

/// How many of the things that could stand in a place are listed.
const LISTED: usize = 4;

/// The message for a declaration `text` that begins `base` bytes into its file; `stray` if a brace behind it closes
/// nothing.
pub(super) fn unexpected(source: SourceId, text: &str, base: usize, error: &Error<Rule>, stray: bool) -> Diagnostic {
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
    let mut expected = expectations(error);
    retain_possible(&mut expected, text.get(..at).unwrap_or_default());
    let unopened = stray && expected.iter().any(|words| words == OPEN);
    if unopened {
        expected.retain(|words| words == OPEN);
    }
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
    let advice = if unopened {
        Some(format!(
            "add `{{` before `{}`: a brace behind it closes nothing else",
            shown(found.text)
        ))
    } else {
        Place::new(text, at, &expected).advice()
    };
    match advice {
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

/// Leaves out what a header has already: before its block each part stands once.
fn retain_possible(expected: &mut Vec<Cow<'static, str>>, before: &str) {
    let tokens = scan::tokens(before);
    if tokens.iter().any(|token| matches!(token.text, "{" | "=" | ":")) {
        return;
    }
    let has = |word: &str| tokens.iter().any(|token| token.text == word);
    let mut previous = "";
    let mut titled = false;
    for token in tokens.iter().filter(|token| token.kind != Kind::Comment) {
        titled |= token.kind == Kind::Text && previous != "cites";
        previous = token.text;
    }
    expected.retain(|words| match words.as_ref() {
        "a text in quotation marks" => !titled || previous == "cites",
        "`cites`" | "`for`" | "`when`" | "`of`" | "`despite`" | "`subject to`" | "`extends`" | "`amends`" => {
            !has(words.trim_matches('`').split(' ').next().unwrap_or_default())
        }
        _ => true,
    });
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
