//! From pest's pairs to the tree, one file per family of constructs.

mod agreement;
mod claim;
mod declaration;
mod example;
mod expression;
mod header;
mod material;
mod proposal;
mod rule;

use std::sync::Arc;

use pest::iterators::{Pair, Pairs};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

use super::grammar::Rule;
use super::parse::Piece;
use super::tree::{CodeSpan, CodeText, DateText, Name, Text};

/// Builds the tree of one declaration. Every builder returns `None` only where grammar and tree disagree, which the
/// parser reports as a fault of this program.
pub(super) struct Builder<'s> {
    source: SourceId,
    /// Where the declaration begins in its file.
    base: usize,
    /// What the grammar lets pass and the tree still has something to say about.
    #[expect(
        dead_code,
        reason = "kept so that a builder can report without changing every signature"
    )]
    sink: &'s mut Vec<Diagnostic>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: SourceId, base: usize, sink: &'s mut Vec<Diagnostic>) -> Self {
        Self { source, base, sink }
    }

    /// The declaration among the pairs of `declaration_alone`.
    pub(super) fn declaration(&mut self, mut pairs: Pairs<'_, Rule>) -> Option<Piece> {
        let pair = pairs.next()?.into_inner().next()?;
        if pair.as_rule() == Rule::part_of {
            return Some(Piece::PartOf(self.first_name(pair)?));
        }
        Some(Piece::Declaration(Box::new(self.any_declaration(pair)?)))
    }

    /// Where a pair stands. Tokens take the space before them, so a pair's own text may begin with space and comments.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let text = pair.as_str();
        let start = pair.as_span().start() + trivia(text);
        Span::from_offsets(self.source, self.base + start, self.base + pair.as_span().end())
    }

    fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name {
            text: Arc::from(pair.as_str()),
            span: self.span(pair),
        }
    }

    /// The first name inside a pair.
    fn first_name(&self, pair: Pair<'_, Rule>) -> Option<Name> {
        pair.into_inner()
            .find(|inner| inner.as_rule() == Rule::ident)
            .map(|inner| self.name(&inner))
    }

    /// Every name directly inside a pair.
    fn names(&self, pair: Pair<'_, Rule>) -> Vec<Name> {
        pair.into_inner()
            .filter(|inner| inner.as_rule() == Rule::ident)
            .map(|inner| self.name(&inner))
            .collect()
    }

    /// The text inside a pair such as `title` or `cites`, or the text that the pair is.
    fn text(&self, pair: Pair<'_, Rule>) -> Option<Text> {
        let quoted = if pair.as_rule() == Rule::quoted {
            pair
        } else {
            pair.into_inner().next()?
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
        pair.into_inner()
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
        let mut codes = pair.into_inner();
        let first = self.code(&codes.next()?);
        let last = codes.next().map(|last| self.code(&last));
        Some(CodeSpan { first, last, span })
    }
}

/// How many bytes of space and comments a text begins with.
fn trivia(text: &str) -> usize {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        if !trimmed.starts_with("//") {
            return text.len() - trimmed.len();
        }
        rest = trimmed.split_once('\n').map_or("", |(_, after)| after);
    }
}
