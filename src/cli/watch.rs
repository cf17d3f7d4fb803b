//! How a run goes: one line on a terminal while it lasts, and afterwards how long each check took.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::check::{Job, Watch};
use crate::report::Partial;

/// Clears the line that the cursor is in.
const CLEAR: &str = "\r\u{1b}[2K";

/// Measures every check, and tells a person who is watching how far it is.
#[derive(Debug)]
pub(super) struct Clock {
    shows: bool,
    began: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    running: BTreeMap<usize, Instant>,
    done: BTreeMap<usize, Timing>,
    /// The checks that were not run to their end, with their texts.
    unfinished: BTreeMap<usize, (String, &'static str)>,
}

/// How long a check of a text took.
#[derive(Debug, Clone)]
struct Timing {
    text: String,
    check: &'static str,
    took: Duration,
}

impl Clock {
    /// A clock that shows progress where standard error is a terminal.
    pub(super) fn start() -> Self {
        Self {
            shows: io::stderr().is_terminal(),
            began: Instant::now(),
            state: Mutex::default(),
        }
    }

    /// The time so far.
    pub(super) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Takes the line of progress away.
    pub(super) fn clear(&self) {
        if self.shows {
            // Progress is a courtesy: where it can't be written nothing is lost.
            let _ = io::stderr().write_all(CLEAR.as_bytes());
        }
    }

    fn timings(&self) -> Vec<Timing> {
        self.state
            .lock()
            .map(|state| state.done.values().cloned().collect())
            .unwrap_or_default()
    }

    /// What the end of the run left unfinished; nothing if it was run to its end.
    pub(super) fn partial(&self) -> Option<Partial> {
        let state = self.state.lock().ok()?;
        let unfinished: Vec<_> = state.unfinished.values().cloned().collect();
        (!unfinished.is_empty()).then_some(Partial {
            of: state.done.len(),
            unfinished,
        })
    }

    /// The times as a table, the longest first.
    pub(super) fn table(&self) -> String {
        let mut all = self.timings();
        all.sort_by_key(|one| Reverse(one.took));
        let width = |cell: fn(&Timing) -> &str| all.iter().map(|one| cell(one).chars().count()).max().unwrap_or(0);
        let (checks, texts) = (width(|one| one.check), width(|one| &one.text));
        let mut out = String::from("times, longest first\n");
        for one in &all {
            // Writing to a string can't fail.
            let _ = writeln!(
                out,
                "  {:>9} ms  {:checks$}  {:texts$}",
                millis(one.took),
                one.check,
                one.text
            );
        }
        out.lines().fold(String::new(), |mut out, line| {
            out.push_str(line.trim_end());
            out.push('\n');
            out
        })
    }

    /// The same for programs, in the order of the run.
    pub(super) fn json(&self) -> Value {
        let all = self.timings();
        let all = all
            .iter()
            .map(|one| json!({ "text": one.text, "check": one.check, "microseconds": u64::try_from(one.took.as_micros()).unwrap_or(u64::MAX) }));
        all.collect()
    }
}

/// Milliseconds with one decimal, as text.
fn millis(time: Duration) -> String {
    let tenths = time.as_micros() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

impl Watch for Clock {
    fn begins(&self, job: Job<'_>) {
        if let Ok(mut state) = self.state.lock() {
            state.running.insert(job.place, Instant::now());
        }
        if self.shows {
            let words = format!(
                "{CLEAR}checking {}: {} ({} of {})",
                job.text,
                job.check,
                job.place.saturating_add(1),
                job.of
            );
            let _ = io::stderr().write_all(words.as_bytes());
        }
    }

    fn ends(&self, job: Job<'_>, whole: bool) {
        if let Ok(mut state) = self.state.lock()
            && let Some(began) = state.running.remove(&job.place)
        {
            if !whole {
                state.unfinished.insert(job.place, (job.text.to_owned(), job.check));
            }
            let timing = Timing {
                text: job.text.to_owned(),
                check: job.check,
                took: began.elapsed(),
            };
            state.done.insert(job.place, timing);
        }
    }
}
