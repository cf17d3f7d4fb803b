//! The rulebooks of the project: each file is formatted, all compile together, and their examples come out right.

use std::fs;
use std::io;
use std::path::PathBuf;

use libtest_mimic::Trial;
use orilex::diagnostic::{Code, Severity};

use super::book::{self, Book};
use super::{examples, files, formatting, none_of, root, short, trial};

/// The tests of `rules/`.
pub(crate) fn trials() -> io::Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for file in rulebooks()? {
        let name = format!("rulebooks::formatted::{}", short(&file));
        trials.push(trial(name, move || {
            let text = fs::read_to_string(&file)?;
            let found = formatting::formatted(&text)?;
            if found == text {
                Ok(())
            } else {
                Err("run `orilex fmt rules`".into())
            }
        }));
    }
    trials.push(trial("rulebooks::compile::without errors or warnings", || {
        let book = all()?;
        let grave = book.diagnostics.iter().filter(|one| one.severity < Severity::Note);
        let grave: Vec<String> = grave.map(|one| format!("{} {}", one.code, one.message)).collect();
        none_of("the rulebooks are wrong", &grave)
    }));
    trials.push(trial("rulebooks::cite::every clause names its source", || {
        let book = all()?;
        let missing = book.diagnostics.iter().filter(|one| one.code == Code::MissingCitation);
        none_of("no source", &missing.map(|one| one.message.clone()).collect::<Vec<_>>())
    }));
    trials.push(trial("rulebooks::examples::come out as stated", || {
        examples::run(&all()?)?;
        Ok(())
    }));
    Ok(trials)
}

/// Every file in `rules/`.
pub(crate) fn rulebooks() -> io::Result<Vec<PathBuf>> {
    files(&root().join("rules"), &["roo"])
}

/// All of them as one rulebook.
pub(crate) fn all() -> io::Result<Book> {
    let mut texts = Vec::new();
    for file in rulebooks()? {
        texts.push((short(&file), fs::read_to_string(&file)?));
    }
    Ok(book::of_files(&texts))
}
