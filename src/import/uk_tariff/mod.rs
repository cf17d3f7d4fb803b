//! The product-specific rules that the UK Trade Tariff publishes as JSON.
//!
//! A file is read row by row ([`json`]), each text cleaned (`text`) and understood in full or not at all (`reader`),
//! the rules of a row put together (`connective`), its goods found (`scope`), and all of it written as a rulebook.

mod change;
mod conditions;
mod connective;
mod day;
mod family;
mod grammar;
pub mod json;
mod reader;
pub mod report;
mod scope;
mod slips;
mod stuff;
mod text;
mod write;

pub use connective::Cache;
pub use family::extend;
pub use slips::compare;
pub use write::About;

use crate::diagnostic::{Code, Diagnostic};
use crate::format;
use crate::source::Sources;
use report::Report;

/// A rulebook made of a file.
#[derive(Debug)]
pub struct Imported {
    /// Its files, by name.
    pub files: Vec<(String, String)>,
    /// What was understood and what was not.
    pub report: Report,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
}

/// Makes a rulebook of a file's bytes; `name` is what messages call it.
pub fn import(name: &str, bytes: &[u8], about: &About, cache: &mut Cache) -> Imported {
    let mut document = json::read(name, bytes);
    let mut problems = std::mem::take(&mut document.problems);
    let scopes = scope::scopes(&document.sets);
    let combined: Vec<connective::Combined> = document
        .sets
        .iter()
        .map(|set| connective::combine(set, cache))
        .collect();
    let rows: Vec<write::Row<'_>> = document
        .sets
        .iter()
        .zip(&scopes)
        .zip(&combined)
        .map(|((set, scope), combined)| write::Row { set, scope, combined })
        .collect();
    let mut files = Vec::new();
    let (mut edition, mut unknown) = (None, Vec::new());
    if !rows.is_empty() {
        let drafts = write::files(&rows, about);
        (edition, unknown) = (Some(drafts.edition), drafts.unknown);
        for (file, text) in drafts.texts {
            match formatted(&file, &text) {
                Ok(text) => files.push((file, text)),
                Err(problem) => {
                    problems.push(*problem);
                    files.push((file, text));
                }
            }
        }
    }
    let mut report = Report::of(about, &document, &combined, edition);
    report.unknown_codes = unknown;
    Imported {
        files,
        report,
        problems,
    }
}

/// As `orilex fmt` writes it.
fn formatted(file: &str, text: &str) -> Result<String, Box<Diagnostic>> {
    let mut sources = Sources::new();
    let id = sources.add(file, text);
    format::format(id, sources.text(id)).map_err(|errors| {
        let first = errors
            .first()
            .map_or_else(String::new, |error| format!(": {}", error.message));
        let message = format!("what was written for `{file}` is no rulebook{first}");
        Box::new(
            Diagnostic::new(Code::Internal, message).help("this is a fault of Orilex, please report it with the file"),
        )
    })
}

/// What one text asks, as a value; for tests and for whoever wants to see what was understood.
pub fn asks(text: &str) -> (String, crate::import::ask::Ask) {
    let clean = text::clean(text);
    let ask = reader::read(&clean).ask;
    (clean, ask)
}

/// A text without markup.
pub fn cleaned(text: &str) -> String {
    text::clean(text)
}

/// A text, and the lines of the language that ask the same.
pub fn shown(text: &str) -> String {
    let clean = text::clean(text);
    let reader::Text { ask, notes } = reader::read(&clean);
    write::shown(&clean, &ask, &notes)
}
