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
    seed: u64,
    /// Rulebooks, goods of each, questions about each.
    books: u64,
    goods: usize,
    questions: usize,
    /// Tiny rulebooks of which every good on a grid is tried, and how many kinds of material they may tell apart.
    tiny: u64,
    kinds: usize,
    /// Rulebooks on which the laws are tried.
    laws: u64,
    /// The first rulebook, to look at one again.
    from: u64,
    show: bool,
}

fn say(words: &str) {
    // Without standard output there is nowhere to say so; the exit code still tells.
    let _ = std::io::stdout().write_all(words.as_bytes());
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

fn count(name: &str, usual: usize) -> usize {
    setting(name).and_then(|value| usize::try_from(value).ok()).unwrap_or(usual)
}

fn main() -> ExitCode {
    let plan = Plan {
        seed: setting("SOAK_SEED").unwrap_or(1),
        books: setting("SOAK_BOOKS").unwrap_or(60),
        goods: count("SOAK_GOODS", 20),
        questions: count("SOAK_QUESTIONS", 6),
        tiny: setting("SOAK_TINY").unwrap_or(12),
        kinds: count("SOAK_KINDS", 2),
        laws: setting("SOAK_LAWS").unwrap_or(8),
        from: setting("SOAK_FROM").unwrap_or(0),
        show: setting("SOAK_SHOW").is_some(),
    };
    let mut tally = Tally::default();
    for index in plan.from..plan.from.saturating_add(plan.books) {
        if plan.show {
            let book = invent::book(random::Random::of(plan.seed, index), invent::Size::Full);
            let said = text::compile(&[&book]).err().unwrap_or_default();
            say(&format!("// {index}\n{}\n{said}\n", print::text(&book)));
        }
        pairs::book(plan.seed, index, plan.goods, plan.questions, &mut tally);
    }
    for index in plan.from..plan.from.saturating_add(plan.laws) {
        laws::book(plan.seed, index, plan.goods.min(20), &mut tally);
    }
    for index in plan.from..plan.from.saturating_add(plan.tiny) {
        grid::book(plan.seed, index, plan.kinds, &mut tally);
    }
    say(&format!("seed {}\n{}", plan.seed, tally.table()));
    if tally.faults.is_empty() {
        return ExitCode::SUCCESS;
    }
    for fault in &tally.faults {
        say(&format!("\n==== disagreement\n{fault}\n"));
    }
    ExitCode::FAILURE
}
