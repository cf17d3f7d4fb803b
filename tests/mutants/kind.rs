//! The kinds of mutant, and what is known of each before anything is asked.

use orilex::diagnostic::Code;

use super::focus::Focus;
use super::world::{Change, Edit, World};

/// How a mutant is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// A defect is put in, and one of these messages has to name it.
    Seeded(&'static [Code]),
    /// A defect that keeps the text from being compiled, with one of these messages.
    Rejected(&'static [Code]),
    /// Something is changed, and whether any good's origin changes has to be decided.
    Changed,
}

/// A kind of mutant.
pub(crate) struct Kind {
    /// What it is called in the table.
    pub(crate) name: &'static str,
    /// How it is judged.
    pub(crate) family: Family,
    /// The mutants of this kind in one cut.
    pub(crate) make: fn(&World, &Focus) -> Vec<Seed>,
}

/// A change of one cut.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seed {
    /// The change.
    pub(crate) change: Change,
    /// The clause that has to be named, or any; a part of its path.
    pub(crate) clauses: Vec<String>,
    /// Words that the message has to hold.
    pub(crate) words: Option<String>,
    /// What was changed, for the reader.
    pub(crate) what: String,
}

impl Seed {
    /// Declarations added.
    pub(crate) fn adding(added: &[String], clauses: &[&str]) -> Self {
        Self {
            what: added.join(" "),
            change: Change {
                edits: Vec::new(),
                added: added.to_vec(),
            },
            clauses: clauses.iter().map(ToString::to_string).collect(),
            words: None,
        }
    }

    /// Words replaced.
    pub(crate) fn editing(world: &World, edit: Edit, clauses: &[&str]) -> Self {
        let place = usize::try_from(edit.span.source.0).unwrap_or(usize::MAX);
        let file = world.files.get(place).map_or("", |file| file.name.as_str());
        Self {
            what: format!("{file}: `{}` becomes `{}`", world.words(edit.span), edit.new),
            change: Change {
                edits: vec![edit],
                added: Vec::new(),
            },
            clauses: clauses.iter().map(ToString::to_string).collect(),
            words: None,
        }
    }
}
