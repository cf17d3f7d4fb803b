//! One message: plain data, built up step by step.

use super::codes::{Code, Severity};
use crate::source::Span;

/// A place in a text and what is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there, in a few words; empty to underline only.
    pub text: String,
    /// Whether it is the place the message is about.
    pub primary: bool,
}

/// A message with its code, places and advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its row in the table of codes.
    pub code: Code,
    /// The row's severity unless raised or lowered for this message.
    pub severity: Severity,
    /// What is the matter: lower case, one line, no full stop, what the user wrote in back-ticks.
    pub message: String,
    /// The places, the primary one first.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// Further facts, such as the words of an article.
    pub notes: Vec<String>,
    /// The clause's path in its agreement, such as `nafta / rule 8407 / alternative b`.
    pub path: Option<String>,
    /// The legal source the clause cites.
    pub citation: Option<String>,
}

impl Diagnostic {
    /// A message without a place yet, with the severity of its code.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            help: None,
            notes: Vec::new(),
            path: None,
            citation: None,
        }
    }

    /// Sets the place the message is about; an earlier one becomes a further place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        for label in &mut self.labels {
            label.primary = false;
        }
        self.labels.insert(
            0,
            Label {
                span,
                text: text.into(),
                primary: true,
            },
        );
        self
    }

    /// Adds a further place, in the same text or in another.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
            primary: false,
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Names the clause.
    #[must_use]
    pub fn clause(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Names the legal source.
    #[must_use]
    pub fn cite(mut self, source: impl Into<String>) -> Self {
        self.citation = Some(source.into());
        self
    }

    /// Raises or lowers the severity for this message.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The place the message is about, or its first one.
    pub fn primary(&self) -> Option<&Label> {
        self.labels
            .iter()
            .find(|label| label.primary)
            .or_else(|| self.labels.first())
    }

    /// The span of the primary place.
    pub fn span(&self) -> Option<Span> {
        self.primary().map(|label| label.span)
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
