//! How fast: medians of one run, and their ratios; nothing is asserted.

mod by_hand;
mod car;
mod questions;
mod synthetic;

use std::error::Error;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use orilex::eval::{self, Loaded};
use orilex::ir::RuleKind;
use orilex::model;
use orilex::source::SourceId;
use orilex::syntax;

/// How many materials the car has.
const MATERIALS: usize = 2_000;

/// The rulebooks that are checked.
const BOOKS: &[&str] = &["rules/nafta-1994", "rules/usmca-2020", "rules/eu-uk-tca"];

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` runs this, too: there is nothing to test.
    if env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = io::stdout().lock();
    let book = rulebook(&root.join("rules/nafta-1994"))?;
    parsing(&mut out, "a made-up rulebook", &synthetic::rulebook(5_000_000), 5)?;
    parsing(
        &mut out,
        "rules/nafta-1994",
        &book.iter().fold(String::new(), |all, text| all + text),
        15,
    )?;
    checking(&mut out, root)?;
    threads(&mut out, root)?;
    questions::asking(&mut out, root, BOOKS)?;
    evaluating(&mut out, &book)?;
    Ok(())
}

/// The texts of a folder.
fn rulebook(folder: &Path) -> io::Result<Vec<String>> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    paths
        .into_iter()
        .filter(|path| path.is_file())
        .map(fs::read_to_string)
        .collect()
}

fn parsing(out: &mut impl io::Write, what: &str, text: &str, runs: usize) -> io::Result<()> {
    let rules = text.lines().filter(|line| line.starts_with("product rule ")).count();
    let time = median(runs, || {
        black_box(syntax::parse(SourceId::default(), black_box(text)));
    });
    let per_second = |count: usize| nanoseconds_per_second().saturating_mul(wide(count)) / time.as_nanos().max(1);
    let megabytes = tenths(per_second(text.len()).saturating_mul(10) / 1_000_000);
    let (rules, time) = (per_second(rules), milliseconds(time));
    writeln!(
        out,
        "parse {what} ({} bytes): {time}, {megabytes} MB/s, {rules} product rules/s",
        text.len()
    )
}

/// From the start of the program to its end, as a user waits for it.
fn checking(out: &mut impl io::Write, root: &Path) -> io::Result<()> {
    for arguments in [
        ["check", "rules/nafta-1994"],
        ["test", "rules/nafta-1994"],
        ["explain", "RO0502"],
    ] {
        let time = timed(root, || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_orilex"));
            command.args(arguments);
            command
        })?;
        writeln!(
            out,
            "orilex {}: {} from cold start",
            arguments.join(" "),
            milliseconds(time)
        )?;
    }
    Ok(())
}

/// The program takes a thread for each processor that it may use, so it is given one and then two.
fn threads(out: &mut impl io::Write, root: &Path) -> io::Result<()> {
    for book in BOOKS {
        for processors in ["0", "0,1"] {
            let time = timed(root, || {
                let mut command = Command::new("taskset");
                command.args(["-c", processors, env!("CARGO_BIN_EXE_orilex"), "check", book]);
                command
            });
            match time {
                Ok(time) => writeln!(out, "check {book} on processors {processors}: {}", milliseconds(time))?,
                Err(error) => writeln!(out, "check {book} on processors {processors}: not measured, {error}")?,
            }
        }
    }
    Ok(())
}

/// How long a command takes.
fn timed(root: &Path, command: impl Fn() -> Command) -> io::Result<Duration> {
    let mut failed = None;
    let time = median(5, || {
        let mut command = command();
        let quiet = command.current_dir(root).stdout(Stdio::null()).stderr(Stdio::null());
        failed = quiet.status().err();
    });
    failed.map_or(Ok(time), Err)
}

fn evaluating(out: &mut impl io::Write, book: &[String]) -> Result<(), Box<dyn Error>> {
    let trees: Vec<_> = book
        .iter()
        .map(|text| syntax::parse(SourceId::default(), text).0)
        .collect();
    let (rulebook, _) = model::resolve(&trees);
    let text = rulebook.texts.values().next().ok_or("no text")?;
    let (compiled, _) = model::compile(&rulebook, text);
    let program = &compiled.program;
    let rules = program
        .rules
        .iter()
        .filter(|(_, rule)| rule.kind == RuleKind::ProductRule)
        .count();
    let case = car::case(MATERIALS);
    let loaded = Loaded::new(program, &case).map_err(|problems| format!("{problems:?}"))?;
    let car = by_hand::Car::of(&case);
    let verdicts = (
        eval::decide(program, &loaded).map_err(|problem| problem.message)?,
        by_hand::originates(&car),
    );
    writeln!(
        out,
        "a car of {MATERIALS} materials, {rules} product rules: {:?}, by hand {}",
        verdicts.0, verdicts.1
    )?;
    let loading = median(15, || {
        let _ = black_box(Loaded::new(program, black_box(&case)));
    });
    let deciding = median(101, || {
        let _ = black_box(eval::decide(program, black_box(&loaded)));
    });
    let explaining = median(51, || {
        let _ = black_box(eval::determine(program, black_box(&loaded)));
    });
    // One call is too short for the clock.
    let by_hand = median(101, || {
        for _ in 0..100 {
            black_box(by_hand::originates(black_box(&car)));
        }
    }) / 100;
    let ratio = tenths(deciding.as_nanos().saturating_mul(10) / by_hand.as_nanos().max(1));
    writeln!(
        out,
        "  load {}, decide {}, with reasons {}",
        microseconds(loading),
        microseconds(deciding),
        microseconds(explaining)
    )?;
    writeln!(
        out,
        "  by hand {}; decide takes {ratio} times that",
        microseconds(by_hand)
    )?;
    Ok(())
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..runs.max(1) {
        let began = Instant::now();
        work();
        times.push(began.elapsed());
    }
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn nanoseconds_per_second() -> u128 {
    Duration::from_secs(1).as_nanos()
}

fn wide(count: usize) -> u128 {
    u128::try_from(count).unwrap_or(u128::MAX)
}

fn tenths(value: u128) -> String {
    format!("{}.{}", value / 10, value % 10)
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", tenths(time.as_micros() / 100))
}

fn microseconds(time: Duration) -> String {
    format!("{} µs", tenths(time.as_nanos() / 100))
}
