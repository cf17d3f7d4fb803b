//! What checking a rulebook found, for programs.

use serde_json::{Map, Value, json};

use super::findings::{Findings, Tally, TextFindings};
use super::footing;
use crate::check::{Finding, Source};
use crate::diagnostic::{Diagnostic, to_json};
use crate::good;
use crate::source::Sources;

/// One object: `messages` of reading the files, `texts` with their `findings`, and the `summary`. It holds nothing
/// that changes from run to run.
pub fn findings(sources: &Sources, findings: &Findings<'_>) -> Value {
    let reading: Vec<Diagnostic> = findings.reading.iter().map(|one| (*one).clone()).collect();
    let texts: Vec<Value> = findings.texts.iter().map(|one| text(sources, one)).collect();
    let mut out =
        json!({ "messages": to_json(sources, &reading), "texts": texts, "summary": summary(findings.tally()) });
    if let Some(fields) = out.as_object_mut() {
        if let Some(withheld) = findings.granted {
            fields.insert("assumptions".to_owned(), footing::assumptions(withheld));
        }
        if let Some(partial) = &findings.partial {
            fields.insert("partial".to_owned(), partial.json());
        }
    }
    out
}

fn text(sources: &Sources, text: &TextFindings<'_>) -> Value {
    let findings: Vec<Value> = text.findings.iter().map(|one| finding(sources, one)).collect();
    json!({ "name": text.name, "title": text.title, "clauses": text.clauses, "opaque": text.opaque, "findings": findings })
}

/// A message with its evidence: what was established, the good, the figures, and what it follows from.
fn finding(sources: &Sources, finding: &Finding) -> Value {
    let message = to_json(sources, std::slice::from_ref(&finding.diagnostic));
    let first = message.as_array().and_then(|all| all.first());
    let mut out: Map<String, Value> = first.and_then(Value::as_object).cloned().unwrap_or_default();
    out.insert("outcome".to_owned(), json!(finding.outcome.as_str()));
    if let Some(good) = &finding.witness {
        out.insert("good".to_owned(), good::to_json(good));
    }
    let figures = finding
        .figures
        .iter()
        .map(|one| json!({ "name": one.name, "figure": one.shown }));
    out.insert("figures".to_owned(), figures.collect());
    let source =
        |one: &Source| json!({ "text": one.text, "clause": one.path, "title": one.title, "citation": one.citation });
    out.insert("follows_from".to_owned(), finding.core.iter().map(source).collect());
    out.insert(
        "by_definition_of".to_owned(),
        finding.definitions.iter().map(source).collect(),
    );
    out.insert("takes_for_granted".to_owned(), json!(finding.axioms));
    if let Some(known) = finding.known {
        out.insert("known_by".to_owned(), json!(known.as_str()));
    }
    Value::Object(out)
}

fn summary(tally: Tally) -> Value {
    json!({
        "errors": tally.errors,
        "warnings": tally.warnings,
        "notes": tally.notes,
        "claims_proved": tally.proved,
        "claims_refuted": tally.refuted,
        "undecided": tally.undecided,
        "answered": tally.answered,
    })
}
