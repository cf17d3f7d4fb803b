//! Who is told how a run of the checks goes.

use super::Check;
use crate::verify::stopped;

/// One check of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job<'a> {
    /// The text's name.
    pub text: &'a str,
    /// The check's name.
    pub check: &'static str,
    /// Its place among all jobs of the run.
    pub place: usize,
    /// How many jobs there are.
    pub of: usize,
}

/// Is told when a check of a text begins and ends. Several threads tell at once; nothing that is found depends on it.
pub trait Watch: Sync {
    /// The job begins.
    fn begins(&self, job: Job<'_>);
    /// The job is done; `whole` unless the run was ended before, and what it found is not all.
    fn ends(&self, job: Job<'_>, whole: bool);
}

/// Nobody is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begins(&self, _: Job<'_>) {}
    fn ends(&self, _: Job<'_>, _: bool) {}
}

/// Tells of one check.
pub(super) fn watched(watch: &dyn Watch, job: Job<'_>, run: impl FnOnce()) {
    watch.begins(job);
    run();
    watch.ends(job, !stopped());
}

impl<'a> Job<'a> {
    pub(super) fn new(text: &'a str, check: &Check, place: usize, of: usize) -> Self {
        Self {
            text,
            check: check.name,
            place,
            of,
        }
    }
}
