//! Messages as JSON, for programs.

use serde_json::{Map, Value, json};

use super::record::{Diagnostic, Label};
use crate::source::{Sources, Span};

/// An array with one object per message; lines and columns count from 1, columns in characters.
///
/// `help`, `clause`, `citation` and the place are absent where there is none; `notes` and `labels` are always there.
pub fn to_json(sources: &Sources, diagnostics: &[Diagnostic]) -> Value {
    Value::Array(diagnostics.iter().map(|d| object(sources, d)).collect())
}

fn object(sources: &Sources, diagnostic: &Diagnostic) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("code", json!(diagnostic.code.as_str()));
    put("name", json!(diagnostic.code.name()));
    put("severity", json!(diagnostic.severity.as_str()));
    put("message", json!(diagnostic.message));
    if let Some(span) = diagnostic.span() {
        for (key, value) in place(sources, span) {
            put(key, value);
        }
    }
    let optional = [
        ("help", &diagnostic.help),
        ("clause", &diagnostic.path),
        ("citation", &diagnostic.citation),
    ];
    for (key, text) in optional {
        if let Some(text) = text {
            put(key, json!(text));
        }
    }
    put("notes", json!(diagnostic.notes));
    let labels = diagnostic.labels.iter().map(|l| label(sources, l)).collect();
    put("labels", Value::Array(labels));
    Value::Object(out)
}

fn label(sources: &Sources, label: &Label) -> Value {
    let mut out: Map<String, Value> = place(sources, label.span)
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    out.insert("text".to_owned(), json!(label.text));
    out.insert("primary".to_owned(), json!(label.primary));
    Value::Object(out)
}

fn place(sources: &Sources, span: Span) -> [(&'static str, Value); 4] {
    let (line, column) = sources.line_col(span);
    let (end_line, end_column) = sources.end_line_col(span);
    [
        ("file", json!(sources.name(span.source))),
        ("line", json!(line)),
        ("column", json!(column)),
        ("end", json!({ "line": end_line, "column": end_column })),
    ]
}
