//! An exact engine of our own for problems of Boolean structure over linear rows: fast on the small questions that
//! rules of origin raise, and open to inspection.
//!
//! It is a search that learns from its conflicts (`search`, over the clauses that `clauses` makes of terms) around an
//! exact simplex (`simplex`), which says whether the rows that are set can all hold and, if not, which of them can't
//! stand together. Strict rows are bounds with an infinitesimal part (`number`). Whole numbers are reached by
//! branching. Every solution is checked against the terms themselves before it is given out. Work is counted in
//! steps and never in seconds; when they run out the engine gives up, and another solver may try.

mod clauses;
mod facts;
mod forms;
mod number;
mod order;
mod proof;
mod prove;
mod search;
mod sight;
mod simplex;
mod told;

pub(super) use proof::{Lemma, Node};
pub(super) use prove::prove;
pub(super) use search::{Engine, Outcome};
pub(super) use told::Learnt;

/// A condition of the search, by number.
type Var = usize;

/// A condition or its opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) struct Lit(usize);

impl Lit {
    fn new(var: Var, holds: bool) -> Self {
        Self(2 * var + usize::from(!holds))
    }

    fn var(self) -> Var {
        self.0 / 2
    }

    /// Whether it says that the condition holds.
    fn holds(self) -> bool {
        self.0.is_multiple_of(2)
    }

    fn negate(self) -> Self {
        Self(self.0 ^ 1)
    }
}
