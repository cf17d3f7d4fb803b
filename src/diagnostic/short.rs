//! One line per message, for editors and log files.

use std::fmt::Write as _;

use super::record::Diagnostic;
use crate::source::Sources;

/// `file:line:column: severity[code]: message`, one line each, without the place where there is none.
pub fn to_short(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(span) = diagnostic.span() {
            let (line, column) = sources.line_col(span);
            out.push_str(sources.name(span.source));
            // Writing to a string cannot fail.
            let _ = write!(out, ":{line}:{column}: ");
        }
        let Diagnostic {
            severity,
            code,
            message,
            ..
        } = diagnostic;
        let _ = writeln!(out, "{severity}[{code}]: {message}");
    }
    out
}
