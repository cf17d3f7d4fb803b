//! Cores: the fewest statements that rule a good out, each left out in turn and asked again.

use std::collections::BTreeSet;

use crate::ir::ClauseKind;

use super::axiom::Guard;
use super::question::Question;
use super::session::{Found, Session};
use super::term::Problem;

/// Shrinks a set of guards that suffices until none can be left out. The solver's own core is asked again by itself
/// first; if that fails, the shrinking starts from everything.
pub(super) fn minimise(
    session: &mut Session<'_>,
    question: &Question<'_>,
    problem: &Problem,
    core: BTreeSet<usize>,
) -> BTreeSet<usize> {
    let all: BTreeSet<usize> = (0..problem.guards.len()).collect();
    let mut kept = match session.check_with(&core, &[]) {
        Found::Nothing(again) => {
            if again.is_subset(&core) {
                again
            } else {
                core
            }
        }
        Found::Solution(_) | Found::GaveUp(_) => all,
    };
    let mut order: Vec<usize> = kept.iter().copied().collect();
    order.sort_by_key(|place| problem.guards.get(*place).map(|guard| readiness(question, guard)));
    for place in order {
        if !kept.contains(&place) {
            continue;
        }
        let mut fewer = kept.clone();
        fewer.remove(&place);
        if let Found::Nothing(still) = session.check_with(&fewer, &[]) {
            kept = if still.is_subset(&fewer) { still } else { fewer };
        }
    }
    kept
}

/// What to try to do without first: the body of the agreement, the newest clause first; then what is granted; the
/// rules of the annex, which a reader wants to see named, last.
fn readiness(question: &Question<'_>, guard: &Guard) -> (u8, std::cmp::Reverse<usize>) {
    let rank = |program: usize, clause: crate::ir::ClauseId| {
        let kind = question.program(program).map(|text| text.clauses[clause].kind);
        match kind {
            Some(ClauseKind::Origin | ClauseKind::Criterion | ClauseKind::ProductRules) => 0,
            Some(ClauseKind::Definition | ClauseKind::Availability) => 1,
            Some(ClauseKind::Stage | ClauseKind::CarveOut | ClauseKind::Tolerance) => 3,
            _ => 4,
        }
    };
    match guard {
        Guard::Clause(program, clause) => (rank(*program, *clause), std::cmp::Reverse(clause.index())),
        Guard::Axiom(_) => (2, std::cmp::Reverse(0)),
        Guard::Granted(_, clause) => (2, std::cmp::Reverse(clause.index())),
    }
}
