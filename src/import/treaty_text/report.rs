//! What an import understood and what it did not.

use std::fmt::Write as _;

use serde::Serialize;

use super::clause::Span;
use super::resolve::listed;

/// The report of one import.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Tariff provisions with rules.
    pub rules: usize,
    /// Provisions of which every sentence is understood.
    pub understood: usize,
    /// The others.
    pub opaque: usize,
    /// Sentences: the numbered alternatives of all provisions.
    pub sentences: usize,
    /// Sentences that are not understood, and notes that confer origin.
    pub opaque_texts: Vec<Unread>,
    /// Notes; none of them is modelled.
    pub notes: Vec<Noted>,
    /// Declared facts.
    pub facts: usize,
    /// Provisions of codes that the agreement's edition lacks.
    pub not_in_edition: Vec<String>,
    /// Provisions left out as asked.
    pub left_out: Vec<String>,
}

/// A text that is attested as a whole.
#[derive(Debug, Serialize)]
pub struct Unread {
    /// Line of the provision in the document.
    pub line: usize,
    /// Its codes.
    pub codes: String,
    /// The number of the alternative.
    pub number: String,
    /// Why it is not understood.
    pub reason: String,
    /// Its words.
    pub text: String,
}

/// A note.
#[derive(Debug, Serialize)]
pub struct Noted {
    /// Line in the document.
    pub line: usize,
    /// Its chapter.
    pub chapter: String,
    /// The codes at which it stands.
    pub codes: String,
    /// What sort of note it is, by its first words.
    pub kind: &'static str,
    /// Its words.
    pub text: String,
}

impl Report {
    pub(super) fn unread(&mut self, line: usize, codes: &str, number: &str, text: &str, reason: &str) {
        self.opaque_texts.push(Unread {
            line,
            codes: codes.to_owned(),
            number: number.to_owned(),
            reason: reason.to_owned(),
            text: text.to_owned(),
        });
    }

    pub(super) fn note(&mut self, line: usize, chapter: &str, at: &[Span], text: &str) {
        self.notes.push(Noted {
            line,
            chapter: chapter.to_owned(),
            codes: listed(at),
            kind: kind(text),
            text: text.to_owned(),
        });
    }

    /// What was understood, for people: one line, and one for each text that was not, up to a few.
    pub fn summary(&self) -> String {
        const SHOWN: usize = 8;
        let mut out = format!(
            "{} with {}: {} understood, {} opaque; {}, {}",
            counted(self.rules, "rule"),
            counted(self.sentences, "alternative"),
            self.understood,
            self.opaque,
            counted(self.notes.len(), "note"),
            counted(self.facts, "fact")
        );
        for text in self.opaque_texts.iter().take(SHOWN) {
            let _ = write!(out, "\n  opaque: line {}, {}", text.line, text.reason);
        }
        match self.opaque_texts.len().saturating_sub(SHOWN) {
            0 => {}
            more => {
                let _ = write!(out, "\n  and {more} more, which `--report` tells");
            }
        }
        out
    }
}

fn counted(many: usize, what: &str) -> String {
    let plural = if many == 1 { "" } else { "s" };
    format!("{many} {what}{plural}")
}

fn kind(text: &str) -> &'static str {
    let body = text.split_once(':').map_or(text, |(_, body)| body).trim();
    if body.contains("shall be considered to originate") {
        "confers origin"
    } else if body.starts_with("Notwithstanding") {
        "sets another provision aside"
    } else if body.starts_with("The following rule applies to") {
        "narrows the next rule"
    } else if body.starts_with("For purposes of")
        || body.starts_with("For the purposes of")
        || body.starts_with("The following are parts")
    {
        "defines"
    } else {
        "other"
    }
}
