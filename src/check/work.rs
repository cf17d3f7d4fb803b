//! Runs the checks on several threads, each with its own solver, and puts the results back in order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::model::Rulebook;
use crate::verify::Effort;

use super::{ALL, Check, Checked, Context, Finding, Selection};

/// The first checks ask much the same questions of the rules, and share the answers; the others go by themselves.
const SHARING: usize = 7;

/// As deep as the main thread's: formulas may be nested deeply.
const STACK: usize = 16 * 1024 * 1024;

/// What was found in each text, of what was looked for. The division of the work is the same on every machine, whatever the number of
/// threads, so the goods shown are too.
pub(super) fn run(rulebook: &Rulebook, texts: &[Checked], effort: Effort, selection: &Selection) -> Vec<Vec<Finding>> {
    let (sharing, others) = ALL.split_at(SHARING.min(ALL.len()));
    let jobs: Vec<(usize, &[Check])> = texts
        .iter()
        .enumerate()
        .flat_map(|(text, _)| [(text, sharing), (text, others)])
        .collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Vec<Finding>)>> = Mutex::new(Vec::new());
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some((text, checks)) = jobs.get(place) else { break };
            let found = one(rulebook, texts, effort, selection, (*text, checks));
            if let Ok(mut done) = done.lock() {
                done.push((place, found));
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            // Without the thread the others do its share.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(place, _)| *place);
    let mut found: Vec<Vec<Finding>> = texts.iter().map(|_| Vec::new()).collect();
    for (place, more) in done {
        if let Some(of_text) = jobs.get(place).and_then(|(text, _)| found.get_mut(*text)) {
            of_text.extend(more);
        }
    }
    found
}

fn one(
    rulebook: &Rulebook,
    texts: &[Checked],
    effort: Effort,
    selection: &Selection,
    (text, checks): (usize, &[Check]),
) -> Vec<Finding> {
    let context = Context::new(rulebook, texts, effort);
    let mut found = Vec::new();
    if let Some(checked) = texts.get(text) {
        for check in checks.iter().filter(|check| selection.runs(check)) {
            let mut more = Vec::new();
            (check.run)(&context, checked, &mut more);
            more.retain(|finding| selection.keeps(finding.diagnostic.code));
            found.extend(more);
        }
    }
    found
}
