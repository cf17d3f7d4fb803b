//! What the checks ask the prover: how many questions, how long each takes, how large it is, and where the time goes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use orilex::check::{self, Checked, Job, Selection, Watch};
use orilex::model;
use orilex::source::SourceId;
use orilex::syntax;
use orilex::verify::{self, Effort, Listener, Phase, Size};

use super::{milliseconds, rulebook, tenths};

thread_local! {
    static CHECK: Cell<&'static str> = const { Cell::new("") };
    static RUNNING: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
    static SIZE: Cell<Size> = const { Cell::new(Size { kinds: 0, flags: 0, quantities: 0, statements: 0 }) };
}

/// A phase that is not done yet, and how much of its time went to phases within it.
struct Running {
    phase: Phase,
    began: Instant,
    within: Duration,
}

/// What was heard so far.
static HEARD: OnceLock<Mutex<Heard>> = OnceLock::new();

#[derive(Default)]
struct Heard {
    questions: Vec<Asked>,
    /// How long each phase took by itself.
    phases: BTreeMap<Phase, Duration>,
}

/// A question that was answered.
struct Asked {
    check: &'static str,
    took: Duration,
    /// The largest problem that came of it.
    size: Size,
}

fn heard() -> &'static Mutex<Heard> {
    HEARD.get_or_init(Mutex::default)
}

/// Notes how questions go.
struct Stopwatch;

impl Listener for Stopwatch {
    fn begins(&self, phase: Phase) {
        RUNNING.with_borrow_mut(|running| {
            running.push(Running {
                phase,
                began: Instant::now(),
                within: Duration::ZERO,
            });
        });
    }

    fn ends(&self, phase: Phase) {
        let Some((took, alone, outermost)) = RUNNING.with_borrow_mut(|running| {
            let done = running.pop()?;
            let took = done.began.elapsed();
            if let Some(around) = running.last_mut() {
                around.within += took;
            }
            let outermost = running.iter().all(|around| around.phase != Phase::Question);
            Some((took, took.saturating_sub(done.within), outermost))
        }) else {
            return;
        };
        let Ok(mut heard) = heard().lock() else { return };
        *heard.phases.entry(phase).or_default() += alone;
        if phase == Phase::Question && outermost {
            let size = SIZE.take();
            let check = CHECK.get();
            heard.questions.push(Asked { check, took, size });
        }
    }

    fn encoded(&self, size: Size) {
        if size.statements > SIZE.get().statements {
            SIZE.set(size);
        }
    }
}

/// Tells the stopwatch which check asks.
struct Checks;

impl Watch for Checks {
    fn begins(&self, job: Job<'_>) {
        CHECK.set(job.check);
    }

    fn ends(&self, _: Job<'_>, _: bool) {}
}

/// Checks each of these rulebooks and says how its questions went.
pub(super) fn asking(out: &mut impl io::Write, root: &Path, books: &[&str]) -> Result<(), Box<dyn Error>> {
    verify::listen(Box::new(Stopwatch));
    for book in books {
        let trees: Vec<_> = rulebook(&root.join(book))?
            .iter()
            .map(|text| syntax::parse(SourceId::default(), text).0)
            .collect();
        let (rulebook, _) = model::resolve(&trees);
        let (compiled, _) = model::compile_all(&rulebook);
        let texts = rulebook.texts.values().cloned().zip(compiled);
        let texts: Vec<Checked> = texts.map(|(text, compiled)| Checked { text, compiled }).collect();
        let began = Instant::now();
        let found = check::check(&rulebook, &texts, Effort::default(), &Selection::default(), &Checks);
        let took = began.elapsed();
        let heard = std::mem::take(&mut *heard().lock().map_err(|_| "a thread panicked")?);
        let (texts, findings) = (texts.len(), found.len());
        writeln!(
            out,
            "check {book}: {texts} texts, {findings} findings, {}",
            milliseconds(took)
        )?;
        by_check(out, &heard.questions)?;
        by_phase(out, &heard.phases)?;
    }
    Ok(())
}

/// A line for each check, the one that took longest in all first.
fn by_check(out: &mut impl io::Write, questions: &[Asked]) -> io::Result<()> {
    let mut checks: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
    for asked in questions {
        checks.entry(asked.check).or_default().push(asked);
    }
    let mut rows: Vec<(&str, Vec<&Asked>)> = checks.into_iter().collect();
    rows.sort_by_key(|(_, asked)| std::cmp::Reverse(asked.iter().map(|one| one.took).sum::<Duration>()));
    rows.push(("all", questions.iter().collect()));
    writeln!(
        out,
        "  {:24} {:>9} {:>11} {:>11} {:>11} {:>11} {:>12} {:>12} {:>12}",
        "check", "questions", "in all", "median", "99 of 100", "worst", "kinds", "conditions", "numbers"
    )?;
    for (check, asked) in rows {
        let took: Vec<Duration> = in_order(asked.iter().map(|one| one.took));
        let sizes = |of: fn(&Size) -> usize| {
            let all = in_order(asked.iter().map(|one| of(&one.size)));
            format!("{} to {}", at(&all, 50), at(&all, 100))
        };
        writeln!(
            out,
            "  {check:24} {:>9} {:>11} {:>11} {:>11} {:>11} {:>12} {:>12} {:>12}",
            took.len(),
            milliseconds(took.iter().sum()),
            milliseconds(at(&took, 50)),
            milliseconds(at(&took, 99)),
            milliseconds(at(&took, 100)),
            sizes(|size| size.kinds),
            sizes(|size| size.flags),
            sizes(|size| size.quantities),
        )?;
    }
    Ok(())
}

/// Where the time went, each phase by itself, and what checking certificates adds to the rest.
fn by_phase(out: &mut impl io::Write, phases: &BTreeMap<Phase, Duration>) -> io::Result<()> {
    let all: Duration = phases.values().sum();
    let share = |part: Duration| share_of(part, all);
    for (phase, took) in phases {
        let name = format!("{phase:?}").to_lowercase();
        writeln!(out, "  {name:10} {:>11} {:>6} %", milliseconds(*took), share(*took))?;
    }
    let recheck = phases.get(&Phase::Recheck).copied().unwrap_or_default();
    writeln!(
        out,
        "  checking certificates: {} % of finding answers and proofs",
        share_of(recheck, all.saturating_sub(recheck))
    )
}

/// In per cent.
fn share_of(part: Duration, all: Duration) -> String {
    tenths(part.as_micros().saturating_mul(1000) / all.as_micros().max(1))
}

fn in_order<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort();
    all
}

/// What so many of a hundred are not above.
fn at<T: Copy + Default>(sorted: &[T], of_hundred: usize) -> T {
    let place = sorted.len().saturating_mul(of_hundred).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}
