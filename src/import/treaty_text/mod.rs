//! From the text of an annex of product-specific rules, in the North American style, to a rulebook.
//!
//! The text is cut into provisions (`outline`, `split`), each sentence is read by `grammar/treaty_text.pest` (`reader`),
//! descriptions and groups are looked up (`resolve`), and the result is written in the language of rulebooks (`write`).
//! A sentence of which any word is not understood becomes an opaque requirement, and the report says why.

mod clause;
mod condition;
mod facts;
mod fit;
mod label;
mod outline;
mod plain;
mod provision;
mod reader;
mod report;
mod resolve;
mod rule;
mod shares;
mod split;
mod write;

pub use clause::{Content, Method, Span};
pub use report::{Noted, Report, Unread};
pub use rule::{Asked, Branch, Part, Provision, Shut, Test};

use facts::Facts;

use crate::nomenclature::Edition;

/// How a text is imported.
#[derive(Debug, Clone)]
pub struct Options {
    /// How the text is cited, such as `Schedule I`.
    pub source: String,
    /// The name of the agreement to which the rules belong; without it a rulebook of its own is written.
    pub part_of: Option<String>,
    /// The name of the rulebook.
    pub name: String,
    /// Its parties.
    pub parties: Vec<String>,
    /// The edition of the nomenclature in which the text is written; without it, the newest that has all its codes.
    pub edition: Option<u32>,
    /// The edition of the agreement, if the rules are to be written in its codes: what it lacks is left out.
    pub fit: Option<u32>,
    /// Codes whose rules are left out, since others are written for them.
    pub except: Vec<Span>,
    /// How the agreement words a value content, by its method and its figure, such as (net cost, `50`); the figure `*` is any,
    /// and `{}` stands for it in the words.
    pub contents: Vec<(Method, String, String)>,
    /// Names that the agreement has for something else.
    pub taken: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            source: "Annex".to_owned(),
            part_of: None,
            name: "IMPORTED".to_owned(),
            parties: ["USA", "CAN", "MEX"].map(str::to_owned).to_vec(),
            edition: None,
            fit: None,
            except: Vec::new(),
            contents: Vec::new(),
            taken: Vec::new(),
        }
    }
}

/// A rulebook and what is to be said about it.
#[derive(Debug)]
pub struct Imported {
    /// Names of files and what is in them.
    pub files: Vec<(String, String)>,
    /// What was understood.
    pub report: Report,
    /// The rules, in the order of the text.
    pub provisions: Vec<Provision>,
}

/// Codes and ranges as an option lists them: `87.03, 8708.10-8708.99`; `None` if something else stands there.
pub fn codes(text: &str) -> Option<Vec<Span>> {
    label::only_codes(text)
}

/// Imports a text.
pub fn import(document: &str, options: &Options) -> Imported {
    let lines = plain::lines(document);
    let outline = outline::outline(&lines);
    let mut facts = Facts::without(&options.taken);
    let mut report = Report::default();
    let read: Vec<provision::Read> = outline.rows.iter().map(provision::read).collect();
    for row in &read {
        row.announce(&mut facts);
    }
    let mut provisions = Vec::new();
    for row in read {
        provisions.extend(provision::provision(row, options, &mut facts, &mut report));
    }
    for note in &outline.notes {
        report.note(note.line, &note.chapter, &note.at, &note.text);
    }
    let attributes = shares::apart(&mut provisions, &mut facts);
    report.facts = facts.list.len();
    if let Some(table) = options.fit.and_then(Edition::from_year).and_then(Edition::table) {
        (provisions, report.not_in_edition) = fit::fit(&provisions, table);
    }
    let files = write::files(&provisions, &facts, &attributes, &report, options);
    Imported {
        files,
        report,
        provisions,
    }
}
