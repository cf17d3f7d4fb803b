//! Trust, measured: evaluator and verifier against an oracle that shares no code with them, on random rulebooks and goods.
//!
//! `make test` runs a small sample, `make soak` a long one; docs/trust.md says what each part establishes.

mod boundary;
mod codes;
mod good;
mod grid;
mod invent;
mod laws;
mod lines;
mod model;
mod oracle;
mod pairs;
mod print;
mod questions;
mod random;
mod shrink;
mod symbolic;
mod tally;
mod text;

use std::io::Write as _;
use std::process::ExitCode;

use tally::Tally;

/// How much is tried.
struct Plan {
    /// Another seed, other rulebooks: `SOAK_SEED`.
    seed: u64,
    /// The first rulebook, to look at one again: `SOAK_FROM`.
    from: u64,
    /// Rulebooks, goods of each, and questions about each: `SOAK_BOOKS`, `SOAK_GOODS`, `SOAK_QUESTIONS`.
    books: u64,
    goods: usize,
    questions: usize,
    /// Rulebooks on which the laws are tried: `SOAK_LAWS`.
    laws: u64,
    /// Tiny rulebooks of which every good on a grid is tried, and how many kinds of material they may tell apart:
    /// `SOAK_TINY`, `SOAK_KINDS`.
    tiny: u64,
    kinds: usize,
}

impl Plan {
    /// The sample, but for what the environment says.
    fn read() -> Self {
        let setting = |name: &str, usual: u64| {
            let stated = std::env::var(name).ok().and_then(|value| value.parse().ok());
            stated.unwrap_or(usual)
        };
        let count = |name: &str, usual: u64| usize::try_from(setting(name, usual)).unwrap_or(usize::MAX);
        Self {
            seed: setting("SOAK_SEED", 1),
            from: setting("SOAK_FROM", 0),
            books: setting("SOAK_BOOKS", 40),
            goods: count("SOAK_GOODS", 25),
            questions: count("SOAK_QUESTIONS", 8),
            laws: setting("SOAK_LAWS", 16),
            tiny: setting("SOAK_TINY", 40),
            kinds: count("SOAK_KINDS", 2),
        }
    }

    fn run(&self) -> Tally {
        let mut tally = Tally::default();
        let numbers = |many: u64| self.from..self.from.saturating_add(many);
        for index in numbers(self.books) {
            pairs::book(self.seed, index, self.goods, self.questions, &mut tally);
            if index % 200 == 199 && self.books > 200 {
                say(&format!("… {} rulebooks\n", index + 1));
            }
        }
        for index in numbers(self.laws) {
            laws::book(self.seed, index, self.goods.min(20), &mut tally);
        }
        for index in numbers(self.tiny) {
            grid::book(self.seed, index, self.kinds, &mut tally);
        }
        tally
    }
}

fn say(words: &str) {
    // Without standard output there is nowhere to say so; the exit code still tells.
    let _ = std::io::stdout().write_all(words.as_bytes());
}

fn main() -> ExitCode {
    // The other test binary lists its tests; whoever asks this one for its own gets none.
    if std::env::args().any(|word| word == "--list") {
        return ExitCode::SUCCESS;
    }
    let plan = Plan::read();
    let tally = plan.run();
    say(&format!("soak, seed {}\n{}", plan.seed, tally.table()));
    for fault in &tally.faults {
        say(&format!("\n==== disagreement\n{fault}\n"));
    }
    match tally.idle() {
        Some(idle) => {
            say(&format!("\nnothing was tried of: {idle}\n"));
            ExitCode::FAILURE
        }
        None if tally.faults.is_empty() => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}
