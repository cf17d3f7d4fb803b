//! Mutants of the rulebooks in `rules/`: how much of what is wrong the checks find, and whether they say what is not so.
//!
//! Without arguments a sample is judged. `--all` judges every mutant; `--each=<n>` at most so many of each kind;
//! `--kind=<words>` those of one kind; `--markdown=<file>` writes the table there as well.

mod changed;
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

fn main() -> ExitCode {
    match table::run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "the mutants can't be judged: {error}");
            ExitCode::FAILURE
        }
    }
}
