//! A rulebook held in memory: parsed, resolved, compiled and checked as the program does it.

use orilex::check::{self, Checked, Finding};
use orilex::diagnostic::{Code, Diagnostic, Sink, to_short};
use orilex::model::{self, Rulebook};
use orilex::source::Sources;
use orilex::syntax;
use orilex::verify::Effort;

/// What a rulebook comes to.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) sources: Sources,
    pub(crate) rulebook: Rulebook,
    pub(crate) texts: Vec<Checked>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A rulebook of one file.
pub(crate) fn of(text: &str) -> Book {
    of_files(&[("case.roo".to_owned(), text.to_owned())])
}

/// A rulebook of several files, names and texts.
pub(crate) fn of_files(files: &[(String, String)]) -> Book {
    let mut book = Book::default();
    let mut sink = Sink::new();
    let mut trees = Vec::new();
    for (name, text) in files {
        let id = book.sources.add(name.clone(), text.clone());
        let (tree, said) = syntax::parse(id, text);
        trees.push(tree);
        sink.extend(said);
    }
    if !sink.has_errors() {
        let (rulebook, said) = model::resolve(&trees);
        sink.extend(said);
        for text in rulebook.texts.values() {
            let (compiled, said) = model::compile(&rulebook, text);
            sink.extend(said);
            book.texts.push(Checked {
                text: text.clone(),
                compiled,
            });
        }
        book.rulebook = rulebook;
    }
    book.diagnostics = sink.into_sorted();
    book
}

impl Book {
    /// Whether something is wrong.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// What was said, one line each.
    pub(crate) fn said(&self) -> String {
        to_short(&self.sources, &self.diagnostics)
    }

    /// Everything that the checks find, those `with` these codes on request included; `Err` if the rulebook is wrong.
    pub(crate) fn check(&self, with: &[Code]) -> Result<Vec<Finding>, String> {
        if self.has_errors() {
            return Err(format!("the rulebook is wrong:\n{}", self.said()));
        }
        let selection = check::Selection {
            with: with.iter().copied().collect(),
            ..check::Selection::default()
        };
        Ok(check::check(
            &self.rulebook,
            &self.texts,
            Effort::default(),
            &selection,
            &check::Unwatched,
        ))
    }
}
