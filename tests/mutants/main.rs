//! Mutants of the rulebooks in `rules/`: how much of what is wrong the checks find, and whether they say what is not so.
//!
//! Without arguments a small sample is judged, as a test. `--all` judges up to forty of each kind and prints the table;
//! `--each=<n>` up to so many; `--kind=<words>` only the kinds with these words in their names; `--markdown=<file>`
//! writes the table to a file as well. The same mutants are judged on every machine.

mod changed;
mod explained;
mod focus;
mod judge;
mod kind;
mod replay;
mod run;
mod seeded;
mod table;
mod tree_walk;
mod world;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::{env, fs};

use explained::EXPLAINED;
use judge::{Outcome, Result};
use run::All;

/// How many of each kind a whole run judges.
const WHOLE: usize = 40;

/// What is asked for.
struct Asked {
    each: usize,
    whole: bool,
    kind: Option<String>,
    markdown: Option<String>,
}

fn main() -> ExitCode {
    let mut asked = Asked {
        each: 1,
        whole: false,
        kind: None,
        markdown: None,
    };
    for argument in env::args().skip(1) {
        match argument.split_once('=').unwrap_or((&argument, "")) {
            // There is one test, and it has no name.
            ("--list", _) => return ExitCode::SUCCESS,
            ("--all", _) => (asked.each, asked.whole) = (WHOLE, true),
            ("--each", most) => (asked.each, asked.whole) = (most.parse().unwrap_or(WHOLE), true),
            ("--kind", words) => asked.kind = Some(words.to_owned()),
            ("--markdown", path) => asked.markdown = Some(path.to_owned()),
            _ => {}
        }
    }
    match run(&asked) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "the mutants can't be judged: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Judges the mutants and says what became of them; whether all is well.
fn run(asked: &Asked) -> io::Result<bool> {
    let all = All::enumerate()?;
    let mut chosen = all.sample(asked.each);
    if let Some(words) = &asked.kind {
        let fits = |at: &usize| all.kind_of(*at).is_some_and(|kind| kind.name.contains(words.as_str()));
        chosen.retain(fits);
    }
    // Whatever else the checks say of a mutant takes longest to find out.
    let results = all.judge(&chosen, |turn| asked.whole && turn % 4 == 0, asked.whole);
    let mut out = io::stdout().lock();
    let mut fits: Vec<usize> = EXPLAINED.iter().map(|_| 0).collect();
    let mut good = results.len() == chosen.len();
    for (at, result) in chosen.iter().zip(&results) {
        let Some(kind) = all.kind_of(*at) else { continue };
        let explained = explained::of(kind.name, result).filter(|_| result.outcome == Outcome::Missed);
        if let Some(count) = explained.and_then(|place| fits.get_mut(place)) {
            *count += 1;
        }
        let missed = result.outcome == Outcome::Missed && explained.is_none();
        good &= !missed && result.alarms.is_empty();
        tell(&mut out, &all, *at, result, asked.whole)?;
    }
    for (one, count) in EXPLAINED.iter().zip(&fits) {
        writeln!(
            out,
            "explained {count} times, {} ({}): {}",
            one.kind, one.words, one.reason
        )?;
        if *count == 0 && asked.whole && asked.kind.is_none() {
            writeln!(
                out,
                "    no mutant is missed in this way any more: strike the explanation"
            )?;
            good = false;
        }
    }
    let table = table::table(&all, &chosen, &results);
    if asked.whole {
        writeln!(out, "\n{table}")?;
    } else {
        writeln!(
            out,
            "{} mutants, {}",
            chosen.len(),
            if good {
                "as they should be"
            } else {
                "not as they should be"
            }
        )?;
    }
    if let Some(path) = &asked.markdown {
        fs::write(path, table)?;
    }
    Ok(good)
}

/// Shows a mutant that is not as it should be; in a whole run also what was left open.
fn tell(out: &mut impl io::Write, all: &All, at: usize, result: &Result, whole: bool) -> io::Result<()> {
    let open = matches!(result.outcome, Outcome::Undecided | Outcome::NoText) || !result.open.is_empty();
    if result.outcome != Outcome::Missed && result.alarms.is_empty() && !(whole && open) {
        return Ok(());
    }
    let (Some(mutant), Some(kind)) = (all.mutants.get(at), all.kind_of(at)) else {
        return Ok(());
    };
    let Some(focus) = all.focuses.get(mutant.focus) else {
        return Ok(());
    };
    writeln!(
        out,
        "{:?}: {} in {}/{}",
        result.outcome, kind.name, focus.text, focus.rule
    )?;
    writeln!(out, "    {}", mutant.seed.what)?;
    if !result.why.is_empty() {
        writeln!(out, "    {}", result.why)?;
    }
    for line in &result.alarms {
        writeln!(out, "    false alarm? {line}")?;
    }
    for line in &result.open {
        writeln!(out, "    left open: {line}")?;
    }
    Ok(())
}
