//! From a rulebook of the model to a program, by way of its text.

use orilex::check::Checked;
use orilex::diagnostic::{Diagnostic, Severity, Sink, to_short};
use orilex::ir::{ClauseId, Formula, Program};
use orilex::model::{self, Rulebook};
use orilex::source::Sources;
use orilex::syntax;
use orilex::verify::Query;

use crate::model::Book;
use crate::oracle::Asked;
use crate::print;

/// A rulebook with its text compiled.
pub(crate) struct Compiled {
    pub(crate) rulebook: Rulebook,
    pub(crate) texts: Vec<Checked>,
}

/// What the compiler made of the texts of some rulebooks; or what it found wrong.
pub(crate) fn compile(books: &[&Book]) -> Result<Compiled, String> {
    let files: Vec<String> = books.iter().map(|book| print::text(book)).collect();
    compile_files(&files)
}

/// What it made of files, whatever is in each.
pub(crate) fn compile_files(files: &[String]) -> Result<Compiled, String> {
    let mut sources = Sources::default();
    let mut sink = Sink::new();
    let mut trees = Vec::new();
    for (place, text) in files.iter().enumerate() {
        let id = sources.add(format!("{place}.roo"), text.clone());
        let (tree, said) = syntax::parse(id, text);
        trees.push(tree);
        sink.extend(said);
    }
    let (rulebook, said) = model::resolve(&trees);
    sink.extend(said);
    let mut texts = Vec::new();
    for text in rulebook.texts.values() {
        let (compiled, said) = model::compile(&rulebook, text);
        sink.extend(said);
        texts.push(Checked {
            text: text.clone(),
            compiled,
        });
    }
    let said: Vec<Diagnostic> = sink
        .into_sorted()
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    if said.is_empty() {
        Ok(Compiled { rulebook, texts })
    } else {
        Err(to_short(&sources, &said))
    }
}

/// Whether nothing else is wrong with a rulebook than that its rules prevail over each other, or its figures are decided by
/// way of themselves, which chance may bring about.
pub(crate) fn is_circle(said: &str) -> bool {
    let circle = |line: &str| line.contains("error[RO0214]") || line.contains("error[RO0205]");
    said.lines().all(circle)
}

impl Compiled {
    pub(crate) fn program(&self, name: &str) -> Option<&Program> {
        let text = self.texts.iter().find(|text| *text.text.name == *name);
        text.map(|text| &text.compiled.program)
    }
}

/// The clause of a program that says what is asked.
pub(crate) fn clause(program: &Program, asked: &Asked) -> Option<ClauseId> {
    let rule = |name: &str| {
        program
            .rules
            .iter()
            .map(|(_, rule)| rule)
            .find(|rule| rule.name == name)
    };
    let by_path = |path: &str| {
        program
            .clauses
            .iter()
            .find(|(_, clause)| clause.path == path)
            .map(|(id, _)| id)
    };
    match asked {
        Asked::Origin => Some(program.origin),
        Asked::Fires(name) => rule(name).map(|rule| rule.fires),
        Asked::Body(name) => rule(name).map(|rule| rule.body),
        Asked::Part(name, path) => by_path(&format!("{name}/{}", path.join("/"))),
        Asked::Carved(name) => by_path(name),
    }
}

/// That it holds, or that it does not, under the text at that place of a question.
pub(crate) fn query(program: &Program, place: usize, asked: &Asked, holds: bool) -> Option<Query> {
    let clause = Query::Holds(place, Formula::Clause(clause(program, asked)?));
    Some(if holds { clause } else { Query::Not(Box::new(clause)) })
}
