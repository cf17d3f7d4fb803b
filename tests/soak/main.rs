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
mod proofs;
mod questions;
mod random;
mod shrink;
mod symbolic;
mod tally;
mod text;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

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
    /// At how many at once: `SOAK_THREADS`. It changes nothing but the time.
    threads: u64,
    /// After how many disagreements it ends, for a few that can be read are worth more than a hundred: `SOAK_FAULTS`.
    faults: usize,
}

/// The parts of a run: each takes rulebooks of its own, by number.
#[derive(Clone, Copy)]
enum Part {
    Pairs,
    Laws,
    Grid,
}

impl Plan {
    /// The sample, but for what the environment says.
    fn read() -> Self {
        let setting = |name: &str, usual: u64| {
            let stated = std::env::var(name).ok().and_then(|value| value.parse().ok());
            stated.unwrap_or(usual)
        };
        let count = |name: &str, usual: u64| usize::try_from(setting(name, usual)).unwrap_or(usize::MAX);
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            seed: setting("SOAK_SEED", 1),
            from: setting("SOAK_FROM", 0),
            books: setting("SOAK_BOOKS", 40),
            goods: count("SOAK_GOODS", 25),
            questions: count("SOAK_QUESTIONS", 8),
            laws: setting("SOAK_LAWS", 40),
            tiny: setting("SOAK_TINY", 200),
            kinds: count("SOAK_KINDS", 2),
            threads: setting("SOAK_THREADS", u64::try_from(cores).unwrap_or(1)).max(1),
            faults: count("SOAK_FAULTS", 3),
        }
    }

    /// Every rulebook of every part, in turn by whichever thread is free.
    fn run(&self) -> Tally {
        let parts = [
            (Part::Pairs, self.books),
            (Part::Grid, self.tiny),
            (Part::Laws, self.laws),
        ];
        let agenda: Vec<(Part, u64)> = parts
            .iter()
            .flat_map(|(part, many)| (self.from..self.from.saturating_add(*many)).map(|index| (*part, index)))
            .collect();
        let next = AtomicU64::new(0);
        let stop = AtomicBool::new(false);
        let work = || {
            let mut tally = Tally::default();
            while !stop.load(Ordering::Relaxed) {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some((part, index)) = agenda.get(usize::try_from(place).unwrap_or(usize::MAX)) else {
                    break;
                };
                self.one(*part, *index, &mut tally);
                if tally.faults() >= self.faults {
                    stop.store(true, Ordering::Relaxed);
                }
                if place % 1000 == 999 {
                    say(&format!("… {} of {}\n", place + 1, agenda.len()));
                }
            }
            tally
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..self.threads).map(|_| scope.spawn(work)).collect();
            let mut all = work();
            for other in others {
                match other.join() {
                    Ok(tally) => all.add(tally),
                    Err(_) => all.fault("threads", "one of them panicked".to_owned()),
                }
            }
            all
        })
    }

    fn one(&self, part: Part, index: u64, tally: &mut Tally) {
        match part {
            Part::Pairs => pairs::book(self.seed, index, self.goods, self.questions, tally),
            Part::Laws => laws::book(self.seed, index, self.goods.min(10), tally),
            Part::Grid => grid::book(self.seed, index, self.kinds, tally),
        }
    }

    /// Whether so much is tried that every part has to come up.
    fn is_whole(&self) -> bool {
        self.books >= 40 && self.laws >= 40 && self.tiny >= 200
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
    let began = Instant::now();
    let tally = plan.run();
    let seconds = began.elapsed().as_secs();
    say(&format!("soak, seed {}, {seconds} s\n{}", plan.seed, tally.table()));
    for (part, words) in &tally.faults {
        say(&format!("\n==== disagreement in {part}\n{words}\n"));
    }
    if !tally.faults.is_empty() {
        return ExitCode::FAILURE;
    }
    let idle = tally.idle();
    if plan.is_whole() && !idle.is_empty() {
        say(&format!(
            "\n==== idle in tally\nnothing was tried of: {}\n",
            idle.join("; ")
        ));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
