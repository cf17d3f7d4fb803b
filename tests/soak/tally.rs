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

    pub(crate) fn fault(&mut self, words: String) {
        self.one("disagreements");
        // One that can be read is worth more than a hundred.
        if self.faults.len() < 5 {
            self.faults.push(words);
        }
    }

    /// Of what a run has to have tried, the first that it has not: a test that tries nothing must not pass.
    pub(crate) fn idle(&self) -> Option<&'static str> {
        const TRIED: [&str; 9] = [
            "pairs: originates",
            "pairs: does not originate",
            "pairs: can't be judged",
            "questions: possible",
            "questions: impossible",
            "per-line translation: possible, as the verifier says",
            "per-line translation: impossible, as the verifier says",
            "grid: questions: impossible, and nowhere on the grid",
            "laws: equivalent to itself otherwise put",
        ];
        let asked_for_one = self.counts.get("rulebooks").is_none_or(|count| *count < 20);
        let mut missing = TRIED.into_iter().filter(|what| !self.counts.contains_key(what));
        missing.next().filter(|_| !asked_for_one)
    }

    pub(crate) fn table(&self) -> String {
        let mut out = String::new();
        for (what, count) in &self.counts {
            let _ = writeln!(out, "  {count:>9}  {what}");
        }
        out
    }
}
