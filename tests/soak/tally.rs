//! What was tried and what came out, counted by name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    counts: BTreeMap<&'static str, u64>,
    /// Disagreements: in which part, and with a reproducer.
    pub(crate) faults: Vec<(&'static str, String)>,
}

/// Of these every run has to have tried some, and every law by name: a test that tries nothing must not pass.
const TRIED: [&str; 39] = [
    "pairs: originates",
    "pairs: does not originate",
    "pairs: can't be judged",
    "comparisons of two equal figures",
    "questions: possible",
    "questions: impossible",
    "per-line translation: possible, as the verifier says",
    "per-line translation: impossible, as the verifier says",
    "proofs: certificates, and Z3 agrees",
    "proofs: changed, and refused",
    "proofs: changed, and still accepted",
    "grid: rulebooks of which the grid tells everything",
    "grid: questions: possible, and on the grid",
    "grid: questions: impossible, and nowhere on the grid",
    "grid: check: dead clause",
    "grid: check: unreachable",
    "grid: check: redundant alternative",
    "grid: check: redundant condition",
    "grid: check: conflict",
    "grid: check: said twice",
    "grid: check: dead carve-out",
    "grid: check: dead tolerance",
    "grid: check: vacuous text",
    "grid: check: origin hurts",
    "grid: comparisons of two texts",
    "law: materials in another order",
    "law: values times a factor",
    "law: a material as two",
    "law: with a material of no value",
    "law: a material of a code that nothing tells apart",
    "laws: a good of which one fact is not stated",
    "laws: a good four years later",
    "laws: a good between other parties",
    "laws: a good under figures harder to reach",
    "laws: a text compared with one harder to meet",
    "laws: equivalent to itself otherwise put",
    "laws: a question asked with little and with much effort",
    "laws: a question asked of clauses in another order",
    "laws: three texts compared with each other",
];

impl Tally {
    pub(crate) fn one(&mut self, what: &'static str) {
        self.many(what, 1);
    }

    pub(crate) fn many(&mut self, what: &'static str, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let sum = self.counts.entry(what).or_default();
        *sum = sum.saturating_add(count);
    }

    /// Takes up what another thread counted.
    pub(crate) fn add(&mut self, other: Self) {
        for (what, count) in other.counts {
            let sum = self.counts.entry(what).or_default();
            *sum = sum.saturating_add(count);
        }
        self.faults.extend(other.faults);
    }

    pub(crate) fn fault(&mut self, part: &'static str, words: String) {
        self.one("disagreements");
        self.faults.push((part, words));
    }

    /// How many disagreements were found.
    pub(crate) fn faults(&self) -> usize {
        self.faults.len()
    }

    /// Of what a run has to have tried, all that it has not.
    pub(crate) fn idle(&self) -> Vec<&'static str> {
        let missing = TRIED
            .into_iter()
            .chain(crate::laws::names())
            .filter(|what| !self.counts.contains_key(what));
        missing.collect()
    }

    pub(crate) fn table(&self) -> String {
        let mut out = String::new();
        for (what, count) in &self.counts {
            let _ = writeln!(out, "  {count:>9}  {what}");
        }
        out
    }
}
