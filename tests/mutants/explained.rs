//! Misses that are understood. Each has to occur in a whole run; one that no longer does has to go.

use super::judge::Result;

/// Misses of one sort.
pub(crate) struct Explained {
    /// The kind of mutant.
    pub(crate) kind: &'static str,
    /// Words of what is said of it.
    pub(crate) words: &'static str,
    /// Why the defect is not reported.
    pub(crate) reason: &'static str,
}

/// All of them.
pub(crate) const EXPLAINED: &[Explained] = &[];

/// Which explanation fits a miss.
pub(crate) fn of(kind: &str, result: &Result) -> Option<usize> {
    EXPLAINED
        .iter()
        .position(|one| one.kind == kind && result.why.contains(one.words))
}
