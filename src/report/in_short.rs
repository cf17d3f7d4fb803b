//! What a long report comes to: one line for each claim and each warning, for whoever reads the end first.

use std::fmt::Write as _;

use crate::diagnostic::{Code, Diagnostic, Severity, Style, wrap};

use super::TextFindings;
use super::findings::ruled;

/// Fewer findings than this are in view as they are.
const LONG: usize = 4;

/// One line for each finding that a reader waits for: claims, answers, warnings and errors.
pub(super) fn in_short(texts: &[TextFindings<'_>], style: Style) -> String {
    let told = |one: &Diagnostic| {
        let of_claim = matches!(one.code, Code::ClaimProved | Code::Answer);
        of_claim || one.severity < Severity::Note
    };
    let of_text = |text: &TextFindings<'_>| text.findings.iter().filter(|one| told(&one.diagnostic)).count();
    let mut out = String::new();
    if texts.iter().map(of_text).sum::<usize>() < LONG {
        return out;
    }
    ruled(&mut out, "In short", style);
    for text in texts.iter().filter(|text| of_text(text) > 0) {
        let _ = writeln!(out, "\n{}", text.name);
        let mut found: Vec<&Diagnostic> = text.findings.iter().map(|one| &one.diagnostic).collect();
        found.sort_by_key(|one| one.severity);
        for one in found.into_iter().filter(|one| told(one)) {
            let head = format!("  {} ", mark(one, style.unicode));
            let source = one.citation.as_ref().map(|source| format!(" ({source})"));
            let words = format!("{}{}", one.message, source.unwrap_or_default());
            let indent = " ".repeat(head.chars().count());
            wrap(&mut out, &head, &indent, &words, style.width);
        }
    }
    out
}

fn mark(one: &Diagnostic, unicode: bool) -> &'static str {
    match (one.code, unicode) {
        (Code::ClaimProved, true) => "✓",
        (Code::ClaimProved, false) => "ok",
        (Code::Answer, _) => "=",
        (Code::ClaimRefuted, true) => "✗",
        (Code::ClaimRefuted, false) => "NO",
        (Code::Undecided, _) => "?",
        _ => "!",
    }
}
