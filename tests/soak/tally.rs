//! What was tried and what came out, counted by name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: BTreeMap<&'static str, u64>,
    /// Disagreements, each with a reproducer.
    pub(crate) faults: Vec<String>,
}

impl Tally {
    pub(crate) fn one(&mut self, what: &'static str) {
        self.many(what, 1);
    }

    pub(crate) fn many(&mut self, what: &'static str, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let sum = self.counts.entry(what).or_default();
        *sum = sum.saturating_add(count);
    }

    pub(crate) fn of(&self, what: &str) -> u64 {
        self.counts.get(what).copied().unwrap_or(0)
    }

    pub(crate) fn fault(&mut self, words: String) {
        self.one("disagreements");
        // One that can be read is worth more than a hundred.
        if self.faults.len() < 12 {
            self.faults.push(words);
        }
    }

    pub(crate) fn table(&self) -> String {
        let mut out = String::new();
        for (what, count) in &self.counts {
            let _ = writeln!(out, "  {count:>9}  {what}");
        }
        out
    }
}
