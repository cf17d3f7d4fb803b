//! Codes as written, checked against the nomenclature, and sets of them.

use crate::diagnostic::Diagnostic;
use crate::nomenclature::{CodeRange, CodeSet, Edition, HsCode};
use crate::syntax::tree::{CodeSpan, CodeText};

use super::diagnostics;

/// The code that was written, if it has the form of one and the edition has it.
pub(super) fn code(text: &CodeText, edition: Edition, sink: &mut Vec<Diagnostic>) -> Option<HsCode> {
    let code = match HsCode::parse(&text.text) {
        Ok(code) => code,
        Err(error) => {
            sink.push(diagnostics::malformed_code(&text.text, text.span, &error.to_string()));
            return None;
        }
    };
    if let Some(table) = edition.table()
        && !table.contains(code)
    {
        sink.push(diagnostics::unknown_code(code, text.span, edition, table.nearest(code)));
    }
    Some(code)
}

/// The codes of one entry or range.
pub(super) fn span(codes: &CodeSpan, edition: Edition, sink: &mut Vec<Diagnostic>) -> Option<CodeRange> {
    let first = code(&codes.first, edition, sink)?;
    let Some(last) = &codes.last else {
        return Some(first.range());
    };
    let last = code(last, edition, sink)?;
    let between = CodeRange::between(first, last);
    if between.is_none() {
        sink.push(diagnostics::reversed_codes(first, last, codes.span));
    }
    between
}

/// The codes of one entry or range, whatever the edition; `None` where they are malformed.
pub fn range(codes: &CodeSpan) -> Option<CodeRange> {
    let first = HsCode::parse(&codes.first.text).ok()?;
    match &codes.last {
        Some(last) => CodeRange::between(first, HsCode::parse(&last.text).ok()?),
        None => Some(first.range()),
    }
}

/// A set of one range.
pub(super) fn set(range: CodeRange) -> CodeSet {
    [range].into_iter().collect()
}
