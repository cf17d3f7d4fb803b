//! The rulebooks of the project: each file is formatted, all compile together, and their examples come out right.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

use libtest_mimic::Trial;
use orilex::check;
use orilex::diagnostic::{Code, Severity};
use orilex::verify::Effort;

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
    trials.extend(claims()?);
    Ok(trials)
}

/// A test for every claim: it is proved, or the question answered.
fn claims() -> io::Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for text in all()?.texts {
        for claim in text.compiled.claims {
            let (text, name) = (text.text.name.to_string(), claim.name);
            trials.push(trial(format!("rulebooks::claims::{text}/{name}"), move || {
                let found = found().as_ref().map_err(Clone::clone)?;
                let about = found.iter().find(|one| one.text == text && one.path == name);
                match about.map(|one| one.code) {
                    Some(Code::ClaimProved | Code::Answer) => Ok(()),
                    Some(code) => Err(format!("it comes out as {code}").into()),
                    None => Err("nothing is said of it".into()),
                }
            }));
        }
    }
    Ok(trials)
}

/// What was found, and of which clause of which text.
struct Found {
    text: String,
    path: String,
    code: Code,
}

/// The findings on claims in all rulebooks, made once for all tests.
fn found() -> &'static Result<Vec<Found>, String> {
    static FOUND: OnceLock<Result<Vec<Found>, String>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let book = all().map_err(|error| error.to_string())?;
        if book.has_errors() {
            return Err(format!("the rulebooks are wrong:\n{}", book.said()));
        }
        let context = check::Context::new(&book.rulebook, &book.texts, Effort::default());
        let mut findings = Vec::new();
        // The other checks take their time and are tested case by case.
        for check in check::ALL.iter().filter(|check| check.code == Code::ClaimRefuted) {
            book.texts
                .iter()
                .for_each(|text| (check.run)(&context, text, &mut findings));
        }
        let found = findings.into_iter().map(|one| {
            let path = one.diagnostic.path.unwrap_or_default();
            Found {
                text: one.text,
                path,
                code: one.diagnostic.code,
            }
        });
        Ok(found.collect())
    })
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
