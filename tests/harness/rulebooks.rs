//! The rulebooks of the project: each file is formatted, all compile together, and their examples come out right.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

use libtest_mimic::Trial;
use orilex::certificate::{Certificate, Says, Step};
use orilex::check::{self, Known};
use orilex::diagnostic::{Code, Severity};
use orilex::verify::Effort;

use super::book::{self, Book};
use super::{examples, files, formatting, none_of, root, run, short, trial};

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
    trials.push(trial("rulebooks::proofs::every impossibility is certified", || {
        let found = found().as_ref().map_err(Clone::clone)?;
        let solved = found
            .iter()
            .filter(|one| !matches!(one.known, None | Some(Known::Certified | Known::Wording)));
        let solved: Vec<String> = solved
            .map(|one| format!("{}/{}: {:?}", one.text, one.path, one.known))
            .collect();
        none_of("known by solvers alone", &solved)
    }));
    trials.push(trial(
        "rulebooks::proofs::a certificate that was tampered with is rejected",
        || {
            let found = found().as_ref().map_err(Clone::clone)?;
            let all: Vec<&Certificate> = found.iter().flat_map(|one| &one.certificates).collect();
            if all.is_empty() {
                return Err("there is no certificate".into());
            }
            let accepted: Vec<String> = all
                .into_iter()
                .flat_map(tampered)
                .filter(|one| one.check().is_ok())
                .map(|one| one.proves)
                .collect();
            none_of("accepted all the same", &accepted)
        },
    ));
    trials.push(trial(
        "rulebooks::output::the same whatever the order of the files",
        || {
            let mut files: Vec<String> = files(&root().join("rules/nafta-1994"), &["roo"])?
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            let mut last: Option<String> = None;
            for _ in 0..3 {
                files.reverse();
                let half = files.len() / 2;
                files.rotate_left(half);
                let words = ["check", "--format", "json"].into_iter();
                let words: Vec<&str> = words.chain(files.iter().map(String::as_str)).collect();
                let out = run::orilex(root(), &words, b"")?.out;
                if last.as_ref().is_some_and(|last| *last != out) {
                    return Err("the output differs".into());
                }
                last = Some(out);
            }
            Ok(())
        },
    ));
    trials.push(trial(
        "rulebooks::annex::joins the agreement where both are read",
        || {
            let rules = |folders: &[&str]| {
                let words = ["lookup", "6403.99", "--agreement", "NAFTA", "--rules"];
                run::orilex(root(), &[&words[..], folders].concat(), b"")
            };
            let joined = rules(&["rules/nafta-1994", "rules/nafta-annex-401"])?;
            joined.ended(0)?;
            let said = [
                "Headings 64.01 to 64.05 (Annex 401, 64.01 to 64.05)",
                "not less than 55 per cent",
            ];
            if let Some(missing) = said.iter().find(|words| !joined.out.contains(**words)) {
                return Err(format!("`{missing}` is not said:\n{}", joined.out).into());
            }
            // The agreement by itself has rules for cars only.
            rules(&["rules/nafta-1994"])?.ended(1)?;
            Ok(())
        },
    ));
    trials.extend(claims()?);
    Ok(trials)
}

/// Ways to spoil a proof, each of which has to be noticed.
fn tampered(good: &Certificate) -> Vec<Certificate> {
    let spoil = |change: &dyn Fn(&mut Certificate)| {
        let mut spoilt = good.clone();
        change(&mut spoilt);
        spoilt
    };
    let mut out = vec![
        spoil(&|one| {
            one.proof.pop();
        }),
        spoil(&|one| one.proof.extend(good.proof.last().cloned())),
        spoil(&|one| one.statements.clear()),
        spoil(&|one| {
            for statement in &mut one.statements {
                statement.says = Says::Known(true);
            }
        }),
    ];
    let sums = good
        .proof
        .iter()
        .enumerate()
        .filter(|(_, step)| matches!(step, Step::AddUp(_)));
    for (place, _) in sums.take(20) {
        out.push(spoil(&|one| {
            if let Some(Step::AddUp(times)) = one.proof.get_mut(place) {
                times.pop();
            }
        }));
        out.push(spoil(&|one| {
            if let Some(Step::AddUp(times)) = one.proof.get_mut(place) {
                for (_, often) in times {
                    *often = -&*often;
                }
            }
        }));
    }
    out
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
    known: Option<Known>,
    certificates: Vec<Certificate>,
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
                known: one.known,
                certificates: one.certificates,
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
