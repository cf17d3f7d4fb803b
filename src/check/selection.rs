//! Which checks run, and which of their messages are kept.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use crate::diagnostic::Code;

use super::{ALL, Check, When};

/// What to look for. The default is everything but what is looked for on request only.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// These codes; none named means all.
    pub only: BTreeSet<Code>,
    /// All but these.
    pub skip: BTreeSet<Code>,
    /// These too, of what is looked for on request only.
    pub with: BTreeSet<Code>,
    /// On so many threads at most; one for each processor if nothing is said. What is found does not depend on it.
    pub threads: Option<NonZeroUsize>,
}

impl Selection {
    /// Whether the check has anything to say that is looked for.
    pub(super) fn runs(&self, check: &Check) -> bool {
        let says = |code: &Code| *code == check.code || *code == Code::Undecided || check.also.contains(code);
        let asked = match check.when {
            When::Always => self.only.is_empty() || self.only.iter().any(says),
            When::OnRequest => self.with.union(&self.only).any(|code| *code == check.code),
        };
        asked && !self.skip.contains(&check.code)
    }

    /// Whether any check looks for this code.
    pub fn looks_for(&self, code: Code) -> bool {
        let mut checks = ALL.iter().filter(|check| self.runs(check));
        self.keeps(code) && checks.any(|check| check.codes().any(|own| own == code))
    }

    /// Whether a message of such a check is looked for: what it could not decide is, too.
    pub(crate) fn keeps(&self, code: Code) -> bool {
        let named = self.only.contains(&code) || self.with.contains(&code);
        let asked = self.only.is_empty() || named || code == Code::Undecided;
        asked && !self.skip.contains(&code)
    }
}
