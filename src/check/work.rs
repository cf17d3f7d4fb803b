//! Runs the checks on several threads, each with its own solver, and puts the results back in order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::diagnostic::Code;
use crate::model::Rulebook;
use crate::verify::{Effort, stopped};

use super::watch::watched;
use super::{ALL, Check, Checked, Context, Finding, Job, Memory, Selection, Watch, kept};

/// The first checks ask much the same questions of the rules, and share the answers; the others go by themselves.
const SHARING: usize = 7;

/// As deep as the main thread's: formulas may be nested deeply.
const STACK: usize = 16 * 1024 * 1024;

/// A run of the checks.
pub(super) struct Work<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) texts: &'a [Checked],
    pub(super) effort: Effort,
    pub(super) selection: &'a Selection,
    pub(super) watch: &'a dyn Watch,
    pub(super) memory: &'a dyn Memory,
}

/// Checks that one thread runs on one text, one after the other; the first of them has this place among all.
struct Share<'a> {
    text: usize,
    checks: Vec<&'a Check>,
    place: usize,
}

impl Work<'_> {
    /// What was found in each text, of what was looked for. The division of the work is the same on every machine,
    /// whatever the number of threads, so the goods shown are too.
    pub(super) fn run(&self) -> Vec<Vec<Finding>> {
        let (shares, all) = self.shares();
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Vec<Finding>)>> = Mutex::new(Vec::new());
        let work = || {
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(share) = shares.get(place) else { break };
                let found = self.one(share, all);
                if let Ok(mut done) = done.lock() {
                    done.push((place, found));
                }
            }
        };
        let processors = || thread::available_parallelism().map_or(1, usize::from);
        let threads = self
            .selection
            .threads
            .map_or_else(processors, usize::from)
            .min(shares.len());
        thread::scope(|scope| {
            for _ in 1..threads {
                // Without the thread the others do its share.
                let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            }
            work();
        });
        let mut done = done.into_inner().unwrap_or_default();
        done.sort_by_key(|(place, _)| *place);
        let mut found: Vec<Vec<Finding>> = self.texts.iter().map(|_| Vec::new()).collect();
        for (place, more) in done {
            if let Some(of_text) = shares.get(place).and_then(|share| found.get_mut(share.text)) {
                of_text.extend(more);
            }
        }
        found
    }

    /// The work in parts, and how many checks of texts there are in all.
    fn shares(&self) -> (Vec<Share<'_>>, usize) {
        let (sharing, others) = ALL.split_at(SHARING.min(ALL.len()));
        let mut shares = Vec::new();
        let mut all: usize = 0;
        for text in 0..self.texts.len() {
            for checks in [sharing, others] {
                let checks: Vec<&Check> = checks.iter().filter(|check| self.selection.runs(check)).collect();
                let place = all;
                all = all.saturating_add(checks.len());
                shares.push(Share { text, checks, place });
            }
        }
        (shares, all)
    }

    fn one(&self, share: &Share<'_>, all: usize) -> Vec<Finding> {
        let context = Context::new(self.rulebook, self.texts, self.effort);
        let mut found = Vec::new();
        let Some(checked) = self.texts.get(share.text) else {
            return found;
        };
        let name = &checked.text.name;
        let asked = self.asked(share);
        if let Some(known) = self.memory.recall(name, &asked).as_deref().and_then(kept::read) {
            for (check, place) in share.checks.iter().zip(share.place..) {
                watched(self.watch, Job::new(name, check, place, all), || {});
            }
            return known;
        }
        for (check, place) in share.checks.iter().zip(share.place..) {
            let mut more = Vec::new();
            let job = Job::new(&checked.text.name, check, place, all);
            watched(self.watch, job, || {
                if !stopped() {
                    (check.run)(&context, checked, &mut more);
                }
            });
            if stopped() {
                // That a question was left open says nothing where all were: who watches is told which checks those are.
                more.retain(|finding| finding.diagnostic.code != Code::Undecided);
            }
            more.retain(|finding| self.selection.keeps(finding.diagnostic.code));
            found.extend(more);
        }
        if !stopped()
            && let Some(words) = kept::write(&found)
        {
            self.memory.keep(name, &asked, &words);
        }
        found
    }

    /// What is asked of a text, in words that are the same just where the same is asked.
    fn asked(&self, share: &Share<'_>) -> String {
        let names: Vec<&str> = share.checks.iter().map(|check| check.name).collect();
        let Selection {
            only,
            skip,
            with,
            threads: _,
        } = self.selection;
        format!("{names:?} only {only:?} skip {skip:?} with {with:?} {:?}", self.effort)
    }
}
