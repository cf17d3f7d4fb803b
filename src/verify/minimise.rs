//! Cores: the fewest statements that rule a good out.
//!
//! First each is left out in turn and the rest asked again, until none can be spared. That no smaller set would do is
//! shown by what a set has to contain: of every collection of statements whose absence lets a good through, at least
//! one. The fewest statements that meet all these collections either suffice, and are the smallest core, or show a new
//! collection.

use std::collections::BTreeSet;

use crate::ir::ClauseKind;

use super::axiom::Guard;
use super::question::Question;
use super::session::{Found, Session};
use super::term::{Assignment, Problem, Term};

/// Shrinks a set of guards that suffices until none can be left out. The solver's own core is asked again by itself
/// first; if that fails, the shrinking starts from everything.
pub(super) fn minimise(
    session: &mut Session<'_>,
    question: &Question<'_>,
    problem: &Problem,
    core: BTreeSet<usize>,
    extra: &[Term],
) -> Kept {
    let all: BTreeSet<usize> = (0..problem.guards.len()).collect();
    let mut kept = match session.check_with(&core, extra) {
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
        if let Found::Nothing(still) = session.check_with(&fewer, extra) {
            kept = if still.is_subset(&fewer) { still } else { fewer };
        }
    }
    fewest(session, problem, kept, extra)
}

/// Statements that suffice, and whether it is known that no smaller set does.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) guards: BTreeSet<usize>,
    pub(super) smallest: bool,
}

/// More questions than this are not asked to show that a core is the smallest.
const MOST_ASKED: usize = 400;

/// Of a core of more statements than this it is not asked: nobody reads whether four hundred could be three hundred.
const MOST_GUARDS: usize = 30;

/// Shows that a core of which nothing can be spared is the smallest, or finds a smaller one.
fn fewest(session: &mut Session<'_>, problem: &Problem, kept: BTreeSet<usize>, extra: &[Term]) -> Kept {
    let all: BTreeSet<usize> = (0..problem.guards.len()).collect();
    if kept.len() > MOST_GUARDS {
        return Kept {
            guards: kept,
            smallest: false,
        };
    }
    let mut asked = 0_usize;
    let mut needed: Vec<BTreeSet<usize>> = Vec::new();
    for guard in &kept {
        asked = asked.saturating_add(1);
        let mut without = all.clone();
        without.remove(guard);
        if let Found::Solution(_) = session.check_with(&without, extra) {
            needed.push(BTreeSet::from([*guard]));
        }
    }
    while asked < MOST_ASKED {
        let Some(tried) = fewest_meeting(&needed, kept.len()) else {
            // Every set that meets all of them is as large as the core.
            return Kept {
                guards: kept,
                smallest: true,
            };
        };
        asked = asked.saturating_add(1);
        let mut met = match session.check_with(&tried, extra) {
            Found::Nothing(core) => {
                let guards = if core.is_subset(&tried) { core } else { tried };
                return Kept { guards, smallest: true };
            }
            Found::GaveUp(_) => break,
            Found::Solution(assignment) => met_by(problem, &assignment, &tried),
        };
        for guard in &all {
            if met.contains(guard) || asked >= MOST_ASKED {
                continue;
            }
            asked = asked.saturating_add(1);
            let mut more = met.clone();
            more.insert(*guard);
            if let Found::Solution(assignment) = session.check_with(&more, extra) {
                met = met_by(problem, &assignment, &more);
            }
        }
        needed.push(all.difference(&met).copied().collect());
    }
    Kept {
        guards: kept,
        smallest: false,
    }
}

/// The guards of which an assignment meets every statement, these at least.
fn met_by(problem: &Problem, assignment: &Assignment, at_least: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut met: BTreeSet<usize> = (0..problem.guards.len()).collect();
    for statement in &problem.statements {
        if let Some(guard) = statement.guard
            && met.contains(&guard)
            && !assignment.satisfies(&statement.term)
        {
            met.remove(&guard);
        }
    }
    met.extend(at_least);
    met
}

/// A smallest set with a member of each of the sets; `None` if none has fewer than `limit`.
fn fewest_meeting(sets: &[BTreeSet<usize>], limit: usize) -> Option<BTreeSet<usize>> {
    let mut best: Option<BTreeSet<usize>> = None;
    let mut agenda: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
    while let Some(chosen) = agenda.pop() {
        let most = best.as_ref().map_or(limit, BTreeSet::len);
        if chosen.len() >= most {
            continue;
        }
        let missed = sets
            .iter()
            .filter(|set| set.is_disjoint(&chosen))
            .min_by_key(|set| set.len());
        let Some(missed) = missed else {
            best = Some(chosen);
            continue;
        };
        // The last to be pushed is tried first: the smallest number, so that the result is the same every time.
        for member in missed.iter().rev() {
            let mut more = chosen.clone();
            more.insert(*member);
            agenda.push(more);
        }
    }
    best
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
