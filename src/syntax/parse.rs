//! Parsing a file: cut into declarations, each parsed alone, every mistake reported.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

use super::build::Builder;
use super::grammar::{Grammar, Rule, words};
use super::tree::{Declaration, File, Name};
use super::{scan, split};

/// The tree of a file and what is wrong with it. A declaration that can't be read is left out of the tree; the
/// others are in it.
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    let mut sink = Vec::new();
    let tokens = scan::tokens(text);
    let pieces = split::split(source, &tokens, &mut sink);
    let mut file = File {
        source,
        part_of: None,
        declarations: Vec::new(),
    };
    for piece in pieces {
        let Some(written) = text.get(piece.clone()) else {
            continue;
        };
        match Grammar::parse(Rule::declaration_alone, written) {
            Ok(pairs) => {
                let mut builder = Builder::new(source, piece.start, &mut sink);
                match builder.declaration(pairs) {
                    Some(Piece::PartOf(name)) => file.part_of = Some(name),
                    Some(Piece::Declaration(declaration)) => file.declarations.push(*declaration),
                    None => sink.push(internal(source, piece.start)),
                }
            }
            Err(error) => sink.push(unexpected(source, written, piece.start, &error)),
        }
    }
    if file.declarations.is_empty() && sink.is_empty() {
        let whole = Span::from_offsets(source, 0, 0);
        sink.push(
            Diagnostic::new(Code::EmptySource, "this file declares nothing")
                .at(whole, "no declaration here")
                .help("declare an agreement, as in `agreement NAME \"title\" { … }`, or leave the file out"),
        );
    }
    (file, sink)
}

/// What one piece of a file turns out to be.
pub(super) enum Piece {
    /// `part of NAME`
    PartOf(Name),
    /// A declaration.
    Declaration(Box<Declaration>),
}

fn internal(source: SourceId, at: usize) -> Diagnostic {
    Diagnostic::new(
        Code::Internal,
        "the grammar and the tree disagree about this declaration",
    )
    .at(Span::from_offsets(source, at, at + 1), "this declaration")
    .help("this is a fault of Orilex; please report it with the declaration")
}

fn unexpected(source: SourceId, text: &str, base: usize, error: &pest::error::Error<Rule>) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rest = text.get(at..).unwrap_or_default();
    let found = scan::tokens(rest)
        .into_iter()
        .find(|token| token.kind != scan::Kind::Comment);
    let span = match &found {
        Some(token) => Span::from_offsets(source, base + at + token.start, base + at + token.end()),
        None => Span::from_offsets(source, base + text.len().saturating_sub(1), base + text.len()),
    };
    let first = scan::tokens(text).into_iter().next();
    if let Some(first) = first
        && !split::begins_declaration(first.text)
    {
        let at = Span::from_offsets(source, base + first.start, base + first.end());
        return unknown_declaration(first.text, at);
    }
    let found_words = found.map_or("the end of the declaration".to_owned(), |token| {
        format!("`{}`", shown(token.text))
    });
    let expected = expectations(error);
    let message = if expected.is_empty() {
        format!("{found_words} can't stand here")
    } else {
        format!("expected {expected}, found {found_words}")
    };
    let diagnostic = Diagnostic::new(Code::Unexpected, message).at(span, "not expected here");
    help(diagnostic, found.map_or("", |token| token.text))
}

fn help(diagnostic: Diagnostic, found: &str) -> Diagnostic {
    const WORDS: [&str; 33] = [
        "accumulates",
        "available",
        "change",
        "cites",
        "code",
        "despite",
        "does not apply",
        "either",
        "except",
        "expect",
        "from",
        "imported",
        "look-through",
        "material",
        "materials",
        "measure",
        "nearest",
        "nomenclature",
        "non-originating",
        "originates",
        "originating",
        "otherwise",
        "parties",
        "produced",
        "provided",
        "require",
        "satisfies",
        "subject",
        "threshold",
        "until",
        "when",
        "where",
        "wholly",
    ];
    if found.starts_with('"') {
        return diagnostic.help("a text closes with a quotation mark on the same line");
    }
    let near = WORDS
        .iter()
        .map(|word| (strsim::damerau_levenshtein(found, word), *word))
        .filter(|(distance, word)| *distance > 0 && *distance <= word.len() / 4 && found.len() > 3)
        .min();
    match near {
        Some((_, word)) => diagnostic.help(format!("did you mean `{word}`?")),
        None => diagnostic,
    }
}

fn unknown_declaration(word: &str, at: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::Unexpected,
        format!("no declaration begins with `{}`", shown(word)),
    )
    .at(at, "a declaration is expected here");
    let all = split::DECLARATIONS.iter().chain(&split::MORE_DECLARATIONS);
    let near = all
        .clone()
        .map(|known| (strsim::damerau_levenshtein(word, known), *known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .min();
    let diagnostic = match near {
        Some((_, known)) => diagnostic.help(format!("did you mean `{known}`?")),
        None => diagnostic.help("text that continues a declaration is indented"),
    };
    let all: Vec<String> = all.map(|word| format!("`{word}`")).collect();
    diagnostic.note(format!("declarations begin with {}", all.join(", ")))
}

fn expectations(error: &pest::error::Error<Rule>) -> String {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return String::new();
    };
    let mut expected: Vec<&str> = Vec::new();
    for words in positives.iter().filter_map(|rule| words(*rule)) {
        if !expected.contains(&words) && expected.len() < 4 {
            expected.push(words);
        }
    }
    match expected.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// At most some thirty characters of what was found.
fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(32).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
