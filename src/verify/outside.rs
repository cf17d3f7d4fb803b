//! What is asked of Z3, as plain data that can be sent to another process, and what it replies.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::amount::Ratio;

use super::apart;
use super::printed::Bound;
use super::question::Effort;
use super::session::Found;
use super::solver;
use super::term::{Assignment, Linear, Problem, Quantity, Sort, Term};

/// A problem as Z3 needs it, and what is wanted of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Task {
    /// How many flags there are.
    pub(super) flags: usize,
    /// The sort of each quantity.
    pub(super) sorts: Vec<Sort>,
    /// How many guards there are.
    pub(super) guards: usize,
    /// The statements, each with its guard if it has one.
    pub(super) statements: Vec<(Option<usize>, Term)>,
    /// What holds whatever guards are on: the goal, and what is asked on top.
    pub(super) also: Vec<Term>,
    /// The budget, in Z3's own steps.
    pub(super) steps: u64,
    /// What is wanted.
    pub(super) wish: Wish,
}

/// What is wanted of a problem.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Wish {
    /// A solution with these guards on.
    Solution(BTreeSet<usize>),
    /// A solution with every guard on in which these quantities are whole multiples of the first step that allows one.
    Grid(Vec<Quantity>, Vec<Ratio>),
    /// How large the form can get with every guard on.
    Bound(Linear),
}

/// What Z3 replies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Reply {
    /// A solution.
    Solution(Assignment),
    /// There is none; these guards suffice to see it.
    Nothing(BTreeSet<usize>),
    /// How far the form goes.
    Bound(Bound),
    /// It gave up, in its words.
    GaveUp(String),
}

/// Asks with these guards on, and with `more` on top.
pub(super) fn check(problem: &Problem, guards: &BTreeSet<usize>, more: &[Term], effort: &Effort) -> Found {
    match asked(problem, more, effort, Wish::Solution(guards.clone())) {
        Reply::Solution(assignment) => Found::Solution(assignment),
        Reply::Nothing(core) => Found::Nothing(core),
        Reply::Bound(_) => Found::GaveUp(String::new()),
        Reply::GaveUp(words) => Found::GaveUp(words),
    }
}

/// The first of these steps of which the quantities can all be whole multiples, with values that are.
pub(super) fn on_grid(
    problem: &Problem,
    more: &[Term],
    quantities: &[Quantity],
    steps: &[Ratio],
    effort: &Effort,
) -> Option<Assignment> {
    let wish = Wish::Grid(quantities.to_vec(), steps.to_vec());
    match asked(problem, more, effort, wish) {
        Reply::Solution(assignment) => Some(assignment),
        Reply::Nothing(_) | Reply::Bound(_) | Reply::GaveUp(_) => None,
    }
}

/// How large the form can get with every guard on and `more` on top, as the optimiser proposes.
///
/// # Errors
///
/// Why none is proposed, in its words.
pub(super) fn propose_bound(problem: &Problem, form: &Linear, more: &[Term], effort: &Effort) -> Result<Bound, String> {
    match asked(problem, more, effort, Wish::Bound(form.clone())) {
        Reply::Bound(bound) => Ok(bound),
        Reply::Solution(_) | Reply::Nothing(_) => Err(String::new()),
        Reply::GaveUp(words) => Err(words),
    }
}

fn asked(problem: &Problem, more: &[Term], effort: &Effort, wish: Wish) -> Reply {
    let statements = problem.statements.iter();
    let task = Task {
        flags: problem.flags.len(),
        sorts: problem.quantities.iter().map(|named| named.sort).collect(),
        guards: problem.guards.len(),
        statements: statements
            .map(|statement| (statement.guard, statement.term.clone()))
            .collect(),
        also: problem.goal.iter().chain(more).cloned().collect(),
        steps: effort.steps,
        wish,
    };
    apart::ask(&task).unwrap_or_else(|| solver::answer(&task))
}
