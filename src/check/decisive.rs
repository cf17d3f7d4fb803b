//! What decides on one good: the clauses at the ends of the evaluator's reasons, with their figures.

use crate::eval::{self, Loaded, Mark, Reason, ReasonKind};
use crate::good::Case;
use crate::ir::{ClauseId, ClauseKind, Formula, Program, RuleKind};
use crate::verify::fitted;

use super::finding::Finding;
use super::words::named;

/// More clauses than this are counted, not named.
const MOST: usize = 6;

/// A clause that decides, and the figures by which it does.
struct Decisive {
    clause: ClauseId,
    figures: Vec<String>,
    /// Whether it compares figures: those say the most.
    compares: bool,
}

/// Adds what decides on the good under a text whether each of the clauses holds, as a sentence and as places.
/// `under` names the text where it is not the finding's own.
pub(super) fn decided_by(
    mut finding: Finding,
    under: &str,
    program: &Program,
    case: &Case,
    clauses: &[ClauseId],
) -> Finding {
    let Ok(loaded) = Loaded::new(program, &fitted(program, case)) else {
        return finding;
    };
    let mut all: Vec<Decisive> = Vec::new();
    for clause in clauses {
        // What a claim says of its goods is the claim's own wording.
        if program.clauses[*clause].kind == ClauseKind::Claim {
            continue;
        }
        if let Some(reason) = eval::reasons(program, &loaded, *clause) {
            collect(&reason, program, &mut all);
        }
    }
    if all.is_empty() {
        return finding;
    }
    all.sort_by_key(|one| !one.compares);
    let shown: Vec<String> = all
        .iter()
        .take(MOST)
        .map(|one| {
            let name = named(program, one.clause);
            if one.figures.is_empty() {
                name
            } else {
                format!("{name}: {}", one.figures.join("; "))
            }
        })
        .collect();
    for one in all.iter().take(MOST) {
        finding = finding.also(program, one.clause, "decides on this good");
    }
    let mut how = format!("{under}decided by");
    for one in shown {
        finding = finding.note(format!("{how}: {one}"));
        "and by".clone_into(&mut how);
    }
    match all.len().saturating_sub(MOST) {
        0 => {}
        1 => finding = finding.note("and by one more clause"),
        more => finding = finding.note(format!("and by {more} more clauses")),
    }
    let others = other_ways(program, &loaded, clauses, &all);
    if others.is_empty() {
        return finding;
    }
    let others: Vec<String> = others.into_iter().map(|clause| named(program, clause)).collect();
    finding.note(format!(
        "{under}another way to originate is met as well: {}",
        others.join("; ")
    ))
}

/// The criteria that the good meets beside the one that the reasons tell of.
fn other_ways(program: &Program, loaded: &Loaded, clauses: &[ClauseId], told: &[Decisive]) -> Vec<ClauseId> {
    let originates =
        clauses.contains(&program.origin) && eval::decide(program, loaded).is_ok_and(|truth| truth.is_true());
    let criteria = program
        .rules
        .iter()
        .filter(|(_, rule)| originates && rule.kind == RuleKind::Criterion);
    let mut met = criteria.filter(|(_, rule)| {
        let both = Formula::All(vec![Formula::Clause(rule.fires), Formula::Clause(rule.body)]);
        eval::truth(program, loaded, &both).is_ok_and(|truth| truth.is_true())
    });
    // The reasons tell of the first that is met.
    met.next();
    let met = met.map(|(_, rule)| rule.body);
    met.filter(|body| told.iter().all(|one| one.clause != *body)).collect()
}

/// The deepest clauses of a tree of reasons that come out as the whole does.
fn collect(reason: &Reason, program: &Program, out: &mut Vec<Decisive>) {
    let below = out.len();
    let mut nested = Vec::new();
    for child in &reason.children {
        let unusable = child.kind == ReasonKind::Clause(ClauseKind::Availability);
        if child.truth == reason.truth || unusable {
            collect(child, program, out);
        }
        if child.clause.is_none() {
            nested.push(child);
        }
    }
    let Some(clause) = reason.clause else { return };
    let known = out.iter().any(|one| one.clause == clause);
    let whole = matches!(
        program.clauses[clause].kind,
        ClauseKind::Origin | ClauseKind::ProductRules
    );
    let own = reason
        .figures
        .iter()
        .chain(nested.iter().flat_map(|child| &child.figures));
    let own: Vec<_> = own.collect();
    let compares = own
        .iter()
        .any(|line| line.text.contains(": met") || line.text.contains(": not met"));
    if known || whole || reason.truth == Mark::Open || (out.len() > below && !compares) {
        return;
    }
    // A period that holds goes without saying.
    if reason.truth == Mark::Met && super::reach::only_dates(program, &program.clauses[clause].formula) {
        return;
    }
    let stages = own.iter().filter_map(|line| line.clause);
    let stages: Vec<ClauseId> = stages.collect();
    let figures = own
        .iter()
        .filter(|line| line.text.ends_with(": met") || line.text.ends_with(": not met"));
    out.push(Decisive {
        clause,
        figures: figures.map(|line| line.text.clone()).collect(),
        compares,
    });
    for stage in stages {
        if out.iter().all(|one| one.clause != stage) {
            out.push(Decisive {
                clause: stage,
                figures: Vec::new(),
                compares,
            });
        }
    }
}
