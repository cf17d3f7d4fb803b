//! Findings as they are kept from one run to the next: whole, so that a run that finds them again says the same.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::certificate::Certificate;
use crate::diagnostic::{Code, Diagnostic, Label, Severity};
use crate::good;
use crate::source::{SourceId, Span};

use super::finding::{Figure, Finding, Known, Outcome, Source};

/// Where findings are kept. What is kept under a text and a share of the checks must have come from the same words of the
/// text, of all texts that it rests on or asks about, and from the same program.
pub trait Memory: Sync {
    /// What was found in that text by that share of the checks, as [`keep`](Self::keep) was told it.
    fn recall(&self, text: &str, share: &str) -> Option<String>;
    /// Keeps what was found.
    fn keep(&self, text: &str, share: &str, found: &str);
}

/// Nothing is kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgetful;

impl Memory for Forgetful {
    fn recall(&self, _: &str, _: &str) -> Option<String> {
        None
    }

    fn keep(&self, _: &str, _: &str, _: &str) {}
}

/// A [`Finding`] in plain words and numbers.
#[derive(Serialize, Deserialize)]
struct Kept {
    text: String,
    code: String,
    severity: String,
    message: String,
    labels: Vec<Place>,
    help: Option<String>,
    notes: Vec<String>,
    path: Option<String>,
    citation: Option<String>,
    outcome: String,
    witness: Option<Value>,
    figures: Vec<(String, String)>,
    core: Vec<Clause>,
    definitions: Vec<Clause>,
    axioms: Vec<String>,
    known: Option<String>,
    certificates: Vec<Certificate>,
}

/// A [`Label`]: the text, its first byte and the byte after its last, the words, and whether it is the primary one.
type Place = (u32, u32, u32, String, bool);

/// A [`Source`]: text, path, title, citation.
type Clause = (String, String, Option<String>, Option<String>);

/// The findings as text; `None` if they would not come back as they are, or if a question was left open: who asks again may
/// fare better.
pub(super) fn write(found: &[Finding]) -> Option<String> {
    if found
        .iter()
        .any(|one| one.diagnostic.code == Code::Undecided || one.outcome == Outcome::Undecided)
    {
        return None;
    }
    let kept: Vec<Kept> = found.iter().map(kept).collect();
    let text = serde_json::to_string(&kept).ok()?;
    (read(&text).as_deref() == Some(found)).then_some(text)
}

/// The findings that a text holds; `None` if it is none of ours.
pub(super) fn read(text: &str) -> Option<Vec<Finding>> {
    let kept: Vec<Kept> = serde_json::from_str(text).ok()?;
    kept.into_iter().map(found).collect()
}

fn kept(finding: &Finding) -> Kept {
    let clause = |one: &Source| {
        let Source {
            text,
            path,
            title,
            citation,
        } = one.clone();
        (text, path, title, citation)
    };
    let place = |one: &Label| {
        let Span { source, start, end } = one.span;
        (source.0, start, end, one.text.clone(), one.primary)
    };
    let said = &finding.diagnostic;
    Kept {
        text: finding.text.clone(),
        code: said.code.as_str().to_owned(),
        severity: said.severity.as_str().to_owned(),
        message: said.message.clone(),
        labels: said.labels.iter().map(place).collect(),
        help: said.help.clone(),
        notes: said.notes.clone(),
        path: said.path.clone(),
        citation: said.citation.clone(),
        outcome: finding.outcome.as_str().to_owned(),
        witness: finding.witness.as_ref().map(good::to_json),
        figures: finding
            .figures
            .iter()
            .map(|one| (one.name.clone(), one.shown.clone()))
            .collect(),
        core: finding.core.iter().map(clause).collect(),
        definitions: finding.definitions.iter().map(clause).collect(),
        axioms: finding.axioms.clone(),
        known: finding.known.map(|known| known.as_str().to_owned()),
        certificates: finding.certificates.clone(),
    }
}

fn found(kept: Kept) -> Option<Finding> {
    let clause = |(text, path, title, citation): Clause| Source {
        text,
        path,
        title,
        citation,
    };
    let label = |(source, start, end, text, primary): Place| Label {
        span: Span::new(SourceId(source), start, end),
        text,
        primary,
    };
    let diagnostic = Diagnostic {
        code: Code::parse(&kept.code)?,
        severity: [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .find(|one| one.as_str() == kept.severity)?,
        message: kept.message,
        labels: kept.labels.into_iter().map(label).collect(),
        help: kept.help,
        notes: kept.notes,
        path: kept.path,
        citation: kept.citation,
    };
    let witness = match &kept.witness {
        Some(value) => Some(good::from_value(value).ok()?.case),
        None => None,
    };
    let known = match kept.known {
        Some(word) => Some(
            [Known::OneSolver, Known::Agreed, Known::Certified, Known::Wording]
                .into_iter()
                .find(|one| one.as_str() == word)?,
        ),
        None => None,
    };
    Some(Finding {
        text: kept.text,
        diagnostic,
        outcome: [Outcome::Proved, Outcome::Refuted, Outcome::Answer]
            .into_iter()
            .find(|one| one.as_str() == kept.outcome)?,
        witness,
        figures: kept
            .figures
            .into_iter()
            .map(|(name, shown)| Figure { name, shown })
            .collect(),
        core: kept.core.into_iter().map(clause).collect(),
        definitions: kept.definitions.into_iter().map(clause).collect(),
        axioms: kept.axioms,
        known,
        certificates: kept.certificates,
    })
}
