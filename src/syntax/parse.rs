//! Parsing a file: cut into declarations, each parsed alone, every mistake reported.

use pest::Parser;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

use super::build::Builder;
use super::grammar::{Grammar, Rule};
use super::tree::{Declaration, File, Name};
use super::unexpected::unexpected;
use super::{scan, split};

/// The tree of a file and what is wrong with it. A declaration that can't be read is left out of the tree; the
/// others are in it.
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    let mut sink = Vec::new();
    let tokens = scan::tokens(text);
    let comments: Vec<_> = tokens
        .iter()
        .filter(|token| token.kind == scan::Kind::Comment)
        .map(|token| token.start..token.end())
        .collect();
    let pieces = split::split(source, &tokens, &mut sink);
    let mut file = File {
        source,
        part_of: None,
        declarations: Vec::new(),
    };
    for piece in pieces {
        let split::Piece { range: piece, stray } = piece;
        let Some(written) = text.get(piece.clone()) else {
            continue;
        };
        match Grammar::parse(Rule::declaration_alone, written) {
            Ok(pairs) => {
                let (read, found) = Builder::new(source, piece.start, &comments).declaration(pairs);
                if read.is_none() && found.is_empty() {
                    sink.push(internal(source, piece.start));
                }
                sink.extend(found);
                sink.extend(stray);
                match read {
                    Some(Piece::PartOf(name)) => file.part_of = Some(name),
                    Some(Piece::Declaration(declaration)) => file.declarations.push(*declaration),
                    None => {}
                }
            }
            // A brace that closes nothing is the consequence of the one that is missing.
            Err(error) => sink.push(unexpected(source, written, piece.start, &error, stray.is_some())),
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
