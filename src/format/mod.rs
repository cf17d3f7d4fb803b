//! The formatter: white space as the house writes it, every word and comment as the author wrote it.
//!
//! It works on tokens, so nothing can be lost, keeps the author's line breaks inside a clause, and refuses to return
//! a text whose tokens differ from those it was given.

mod layout;
mod space;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceId;
use crate::syntax;

/// How often the layout is laid out again before it has to be settled.
const PASSES: usize = 2;

/// The text, formatted.
///
/// Text with syntax errors is not formatted; the errors come back. So does RO0009 if the result would say anything
/// else than the text, which would be a fault of this program.
pub fn format(source: SourceId, text: &str) -> Result<String, Vec<Diagnostic>> {
    let (_, diagnostics) = syntax::parse(source, text);
    let errors: Vec<Diagnostic> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut formatted = layout::lay_out(&syntax::scan::tokens(text));
    // A block that the author wrote behind a line end may be too wide once it stands on its line.
    for _ in 0..PASSES {
        formatted = layout::lay_out(&syntax::scan::tokens(&formatted));
    }
    let same = {
        let before = syntax::scan::tokens(text);
        let after = syntax::scan::tokens(&formatted);
        before.len() == after.len()
            && before
                .iter()
                .zip(&after)
                .all(|(a, b)| a.kind == b.kind && a.text.trim_end() == b.text)
    };
    let settled = same && layout::lay_out(&syntax::scan::tokens(&formatted)) == formatted;
    if settled
        && syntax::parse(source, &formatted)
            .1
            .iter()
            .all(|diagnostic| !diagnostic.is_error())
    {
        return Ok(formatted);
    }
    Err(vec![
        Diagnostic::new(Code::Internal, "the formatted text would not say the same")
            .help("nothing was changed; this is a fault of Orilex, please report it with the file"),
    ])
}
