//! Cutting a file into declarations, so that a mistake in one of them leaves the others alone.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

use super::scan::{Kind, Token};

/// The words with which declarations begin; `part` begins the line `part of …`, `product` a product rule.
pub(super) const DECLARATIONS: [&str; 28] = [
    "accumulation",
    "agreement",
    "assumption",
    "attribute",
    "averaging",
    "basis",
    "carve-out",
    "choice",
    "claim",
    "criterion",
    "cumulation",
    "definition",
    "direct",
    "example",
    "fact",
    "fungible",
    "insufficient",
    "intermediate",
    "list",
    "measure",
    "opaque",
    "part",
    "product",
    "proposal",
    "requirement",
    "sets",
    "threshold",
    "tolerance",
];

/// The words with which a line in the first column goes on with the declaration before it.
const CONTINUING: [&str; 23] = [
    "amends",
    "and",
    "as",
    "assuming",
    "available",
    "by",
    "cites",
    "despite",
    "except",
    "extends",
    "for",
    "from",
    "in",
    "is",
    "no",
    "of",
    "or",
    "provided",
    "subject",
    "to",
    "under",
    "until",
    "when",
];

/// How many braces and parentheses may be open at once: far more than any clause needs, and few enough for the
/// parser's own recursion.
const MAX_DEPTH: usize = 64;

/// Whether a declaration begins with this word.
pub(crate) fn begins_declaration(word: &str) -> bool {
    DECLARATIONS.contains(&word)
}

/// A declaration.
pub(super) struct Piece {
    /// Its bytes, comments around it left out.
    pub(super) range: Range<usize>,
    /// The message about a brace right behind it that closes nothing: mostly the one that opens is missing in it.
    pub(super) stray: Option<Diagnostic>,
}

/// The declarations.
pub(super) fn split(source: SourceId, tokens: &[Token<'_>], sink: &mut Vec<Diagnostic>) -> Vec<Piece> {
    let mut cutter = Cutter {
        source,
        sink,
        open: Vec::new(),
        start: None,
        end: 0,
        pieces: Vec::new(),
        broken: false,
        stray: false,
    };
    for token in tokens {
        cutter.see(token);
    }
    cutter.finish(true);
    cutter.pieces
}

struct Cutter<'s> {
    source: SourceId,
    sink: &'s mut Vec<Diagnostic>,
    /// The offsets of the braces and parentheses that are open.
    open: Vec<(usize, bool)>,
    start: Option<usize>,
    end: usize,
    pieces: Vec<Piece>,
    /// Whether the present declaration is too deep, or open where it must not be: it is not parsed.
    broken: bool,
    /// Whether a brace that closes nothing has been reported since the last declaration.
    stray: bool,
}

impl Cutter<'_> {
    fn see(&mut self, token: &Token<'_>) {
        if token.kind == Kind::Comment {
            return;
        }
        if token.text == "}" && self.open.is_empty() {
            self.stray(token);
            return;
        }
        if self.begins(token) {
            self.finish(false);
            self.start = Some(token.start);
            self.stray = false;
        } else if self.start.is_none() {
            self.start = Some(token.start);
        }
        self.end = token.end();
        match token.text {
            "{" | "(" => {
                if self.open.len() == MAX_DEPTH && !self.broken {
                    self.broken = true;
                    let at = Span::from_offsets(self.source, token.start, token.end());
                    self.sink.push(
                        Diagnostic::new(
                            Code::NestedTooDeeply,
                            format!("nested more than {MAX_DEPTH} levels deep"),
                        )
                        .at(at, "one level too many")
                        .help("give the inner parts names of their own with `definition` or `measure`"),
                    );
                }
                self.open.push((token.start, token.text == "{"));
            }
            "}" => {
                self.close_parentheses();
                self.open.pop();
            }
            ")" => {
                self.open.pop_if(|(_, brace)| !*brace);
            }
            _ => {}
        }
    }

    /// Ends the declaration before a brace that closes nothing, and reports the first of such braces in a row.
    fn stray(&mut self, token: &Token<'_>) {
        if self.start.is_none() && self.stray {
            return;
        }
        let behind = self.start.is_some();
        self.finish(false);
        self.stray = true;
        let at = Span::from_offsets(self.source, token.start, token.end());
        let diagnostic = Diagnostic::new(Code::Unexpected, "this brace closes nothing")
            .at(at, "no block is open here")
            .help("remove it, or open the block that it closes with `{`");
        match self.pieces.last_mut().filter(|_| behind) {
            Some(piece) => piece.stray = Some(diagnostic),
            None => self.sink.push(diagnostic),
        }
    }

    /// Reports the parentheses that are still open where a brace closes.
    fn close_parentheses(&mut self) {
        while let Some((offset, _)) = self.open.pop_if(|(_, brace)| !*brace) {
            if !self.broken {
                self.broken = true;
                self.unclosed(offset, false, "the brace closes");
            }
        }
    }

    fn unclosed(&mut self, offset: usize, brace: bool, before: &str) {
        let at = Span::from_offsets(self.source, offset, offset.saturating_add(1));
        let (mark, close) = if brace { ("brace", "}") } else { ("parenthesis", ")") };
        self.sink.push(
            Diagnostic::new(Code::UnclosedBlock, format!("this {mark} is never closed"))
                .at(at, "opened here")
                .help(format!("add `{close}` before {before}")),
        );
    }

    /// Whether a new declaration begins here. In the first column a declaration's word ends whatever is open.
    fn begins(&self, token: &Token<'_>) -> bool {
        if token.kind != Kind::Word || !token.text.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return false;
        }
        let first_on_line = token.at_margin || token.lines_before > 0;
        if self.open.is_empty() {
            return first_on_line && begins_declaration(token.text)
                || token.at_margin && !CONTINUING.contains(&token.text);
        }
        token.at_margin && begins_declaration(token.text)
    }

    fn finish(&mut self, at_end: bool) {
        if let Some((offset, brace)) = self.open.first().copied()
            && !self.broken
        {
            let before = if at_end {
                "the file ends"
            } else {
                "the next declaration begins"
            };
            self.unclosed(offset, brace, before);
        }
        let broken = self.broken || !self.open.is_empty();
        self.open.clear();
        if let Some(start) = self.start.take()
            && !broken
        {
            self.pieces.push(Piece {
                range: start..self.end,
                stray: None,
            });
        }
        self.broken = false;
    }
}
