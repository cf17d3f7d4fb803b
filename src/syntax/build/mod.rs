//! From pest's pairs to the tree, one file per family of constructs.

mod agreement;
mod claim;
mod declaration;
mod example;
mod expression;
mod header;
mod material;
mod operators;
mod proposal;
mod provision;
mod rule;

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use pest::iterators::{Pair, Pairs};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

use super::grammar::{self, Rule};
use super::meant::Place;
use super::parse::Piece;
use super::tree::{CodeSpan, CodeText, DateText, Name, Text};

/// Builds the tree of one declaration. A builder returns `None` where it has reported what is wrong, or where grammar
/// and tree disagree, which the parser reports as a fault of this program.
pub(super) struct Builder<'s> {
    source: SourceId,
    /// Where the declaration begins in its file.
    base: usize,
    /// Where the comments of the file stand.
    comments: &'s [Range<usize>],
    /// What the grammar lets pass and the tree has no place for.
    found: RefCell<Vec<Diagnostic>>,
    /// How many operators the present expression has, and how many rows of them are being read.
    operators: Cell<(usize, usize)>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: SourceId, base: usize, comments: &'s [Range<usize>]) -> Self {
        Self {
            source,
            base,
            comments,
            found: RefCell::new(Vec::new()),
            operators: Cell::new((0, 0)),
        }
    }

    /// The declaration among the pairs of `declaration_alone`, if it could be read, and what is wrong with it.
    pub(super) fn declaration(self, pairs: Pairs<'_, Rule>) -> (Option<Piece>, Vec<Diagnostic>) {
        let piece = self.piece(pairs);
        (piece, self.found.into_inner())
    }

    fn piece(&self, mut pairs: Pairs<'_, Rule>) -> Option<Piece> {
        let pair = parts_of(pairs.next()?).next()?;
        if pair.as_rule() == Rule::part_of {
            return Some(Piece::PartOf(self.first_name(pair)?));
        }
        Some(Piece::Declaration(Box::new(self.any_declaration(&pair)?)))
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }

    /// Reports that something stands twice where it can stand once.
    fn report_twice(&self, what: &str, span: Span) {
        self.report(twice(what, span));
    }

    /// As [`Self::report_twice`], with the place of the first one.
    fn report_again(&self, what: &str, first: Span, span: Span) {
        self.report(twice(what, span).also(first, "the first one"));
    }

    /// Reports that a declaration lacks something it can't do without.
    fn report_missing(&self, what: &str, example: &str, pair: &Pair<'_, Rule>) {
        let begin = self.base.saturating_add(pair.as_span().start());
        let word = pair.as_str().split_whitespace().next().map_or(1, str::len);
        self.report(
            Diagnostic::new(Code::Unexpected, format!("expected {what}, as in `{example}`"))
                .at(
                    Span::from_offsets(self.source, begin, begin.saturating_add(word)),
                    "missing here",
                )
                .help(format!("add `{example}`")),
        );
    }

    /// Reports an item that follows another on the same line without a comma, which is mostly a misspelt word.
    /// Tells whether all is well.
    fn separated(&self, before: Option<&Pair<'_, Rule>>, pair: &Pair<'_, Rule>) -> bool {
        let Some(before) = before else { return true };
        let comma = before.as_span().end() < pair.as_span().start();
        let text = before.as_str();
        let words = text
            .len()
            .saturating_sub(usize::try_from(self.span(before).len()).unwrap_or_default());
        let behind = text.get(text.len().saturating_sub(words)..).unwrap_or_default();
        if comma || behind.contains('\n') || text.ends_with('}') {
            return true;
        }
        let here = pair.as_span();
        let advice = if is_bare(before) || !is_whole(pair) {
            Place::new(here.get_input(), here.start(), &[]).advice()
        } else {
            Some("write it on a line of its own, or a comma before it".to_owned())
        };
        self.report(
            Diagnostic::new(Code::Unexpected, "expected a new line or a comma before this")
                .at(self.span(pair), "goes on behind what is complete")
                .help(advice.unwrap_or_else(|| {
                    "if this belongs to what stands before it, a word there is misspelt".to_owned()
                })),
        );
        false
    }

    /// Where a pair stands. Tokens take the space and the comments behind them, so a pair's own text may end in them.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let start = self.base.saturating_add(pair.as_span().start());
        let mut text = pair.as_str();
        while text.ends_with([' ', '\n', '\t', '\r']) {
            text = text.trim_end();
            let end = start.saturating_add(text.len());
            let after = self.comments.partition_point(|comment| comment.end < end);
            if let Some(comment) = self.comments.get(after)
                && comment.contains(&end.saturating_sub(1))
                && let Some(before) = text.get(..comment.start.saturating_sub(start))
            {
                text = before;
            }
        }
        Span::from_offsets(self.source, start, start.saturating_add(text.len()))
    }

    fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name {
            text: Arc::from(pair.as_str()),
            span: self.span(pair),
        }
    }

    /// The first name inside a pair.
    fn first_name(&self, pair: Pair<'_, Rule>) -> Option<Name> {
        parts_of(pair)
            .find(|inner| inner.as_rule() == Rule::ident)
            .map(|inner| self.name(&inner))
    }

    /// Every name directly inside a pair.
    fn names(&self, pair: Pair<'_, Rule>) -> Vec<Name> {
        parts_of(pair)
            .filter(|inner| inner.as_rule() == Rule::ident)
            .map(|inner| self.name(&inner))
            .collect()
    }

    /// The text inside a pair such as `title` or `cites`, or the text that the pair is.
    fn text(&self, pair: Pair<'_, Rule>) -> Option<Text> {
        let quoted = if pair.as_rule() == Rule::quoted {
            pair
        } else {
            parts_of(pair).next()?
        };
        let span = self.span(&quoted);
        let inner = quoted.as_str().strip_prefix('"')?.strip_suffix('"')?;
        let mut text = String::with_capacity(inner.len());
        let mut characters = inner.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => text.extend(characters.next()),
                other => text.push(other),
            }
        }
        Some(Text {
            text: text.into(),
            span,
        })
    }

    fn date(&self, pair: &Pair<'_, Rule>) -> DateText {
        DateText {
            text: Arc::from(pair.as_str()),
            span: self.span(pair),
        }
    }

    fn first_date(&self, pair: Pair<'_, Rule>) -> Option<DateText> {
        parts_of(pair)
            .find(|inner| inner.as_rule() == Rule::day)
            .map(|inner| self.date(&inner))
    }

    fn code(&self, pair: &Pair<'_, Rule>) -> CodeText {
        CodeText {
            text: Arc::from(pair.as_str()),
            span: self.span(pair),
        }
    }

    fn code_span(&self, pair: Pair<'_, Rule>) -> Option<CodeSpan> {
        let span = self.span(&pair);
        let mut codes = parts_of(pair);
        let first = self.code(&codes.next()?);
        let last = codes.next().map(|last| self.code(&last));
        Some(CodeSpan { first, last, span })
    }
}

/// Whether an item is a name alone, as a misspelt word would be.
fn is_bare(pair: &Pair<'_, Rule>) -> bool {
    pair.as_rule() == Rule::p_named && pair.clone().into_inner().count() == 1
}

/// Whether an item can be taken for nothing but a stage or a property of its own.
fn is_whole(pair: &Pair<'_, Rule>) -> bool {
    match pair.as_rule() {
        Rule::stage => pair.as_str().starts_with(|first: char| first.is_ascii_digit()),
        _ => !is_bare(pair),
    }
}

fn twice(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::Unexpected, format!("{what} stands twice here"))
        .at(span, "the second one")
        .help("keep the one that is meant")
}

/// The parts of a pair, without the words and signs that only hold it together.
fn parts_of(pair: Pair<'_, Rule>) -> impl Iterator<Item = Pair<'_, Rule>> {
    pair.into_inner().filter(|part| !grammar::is_word(part.as_rule()))
}
