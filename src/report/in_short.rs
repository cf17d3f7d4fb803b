//! What a long report comes to: one line for each claim and each warning, for whoever reads the end first.

use std::fmt::Write as _;

use crate::diagnostic::{Code, Diagnostic, Severity, Style, wrap};

use super::TextFindings;
use super::findings::ruled;

/// One line for each finding that a reader waits for: claims, answers, warnings and errors, and the notes that a party would
/// raise: goods without a rule, and parties that are not treated alike. Nothing if there are fewer than `least` of them.
pub(super) fn in_short(texts: &[TextFindings<'_>], style: Style, least: usize) -> String {
    let told = |one: &Diagnostic| {
        let of_weight = matches!(
            one.code,
            Code::ClaimProved | Code::Answer | Code::NoRule | Code::PartiesDiffer
        );
        of_weight || one.severity < Severity::Note
    };
    let of_text = |text: &TextFindings<'_>| text.findings.iter().filter(|one| told(&one.diagnostic)).count();
    let mut out = String::new();
    if texts.iter().map(of_text).sum::<usize>() < least {
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
        _ if one.severity == Severity::Note => "-",
        _ => "!",
    }
}
