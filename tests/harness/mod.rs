//! Gathers the tests: from case files, from the docs, from the rulebooks, and those written in Rust.

mod book;
mod cache;
mod carets;
mod checks;
mod corpus;
#[cfg(unix)]
mod crash;
mod docs;
mod examples;
mod formatting;
mod guards;
mod input;
mod interrupt;
mod laws;
mod rulebooks;
mod run;
mod section;
mod transcript;
mod treaty_text;
mod uk_tariff;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

use section::Section;

/// What a test comes to.
pub(crate) type Outcome = Result<(), Failed>;

/// Every test there is.
pub(crate) fn trials() -> io::Result<Vec<Trial>> {
    let mut trials = Vec::new();
    trials.extend(sections("syntax", carets::syntax)?);
    trials.extend(sections("model", carets::model)?);
    trials.extend(sections("format", formatting::format)?);
    trials.extend(sections("check", checks::check)?);
    trials.extend(sections("eval", examples::eval)?);
    trials.extend(sections("cli", transcript::cli)?);
    trials.extend(sections("import/treaty-text", treaty_text::treaty_text)?);
    trials.extend(sections("import/uk-tariff", uk_tariff::uk_tariff)?);
    trials.extend(input::trials());
    trials.extend(cache::trials());
    #[cfg(unix)]
    trials.extend(crash::trials().into_iter().chain(interrupt::trials()));
    trials.extend(laws::trials());
    trials.extend(docs::trials()?);
    trials.extend(rulebooks::trials()?);
    trials.extend(guards::trials());
    trials.extend(corpus::trials());
    Ok(trials)
}

/// The tests of one kind: one for each section of the files in its folder.
fn sections(kind: &'static str, test: fn(&Section) -> Outcome) -> io::Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for file in files(&root().join("tests/spec").join(kind), &["roo", "txt"])? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for section in section::sections(&fs::read_to_string(&file)?) {
            let name = format!("{kind}::{stem}::{}", section.name);
            trials.push(Trial::test(name, move || test(&section)));
        }
    }
    Ok(trials)
}

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The path as it is written in the project, with slashes.
pub(crate) fn short(path: &Path) -> String {
    let inside = path.strip_prefix(root()).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// The files with these endings in a folder, at any depth, sorted; none if there is no such folder.
pub(crate) fn files(folder: &Path, endings: &[&str]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, endings)?);
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|known| ending == *known))
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A test of its own, named `kind::…`.
pub(crate) fn trial(name: impl Into<String>, test: impl FnOnce() -> Outcome + Send + 'static) -> Trial {
    Trial::test(name.into(), test)
}

/// Fails with these lines unless there are none.
pub(crate) fn none_of(what: &str, lines: &[String]) -> Outcome {
    if lines.is_empty() {
        Ok(())
    } else {
        Err(format!("{what}:\n  {}", lines.join("\n  ")).into())
    }
}
