//! Answers questions: product case by product case, until a good is found or every case is ruled out.

use std::collections::BTreeSet;

use crate::good::Case;
use crate::nomenclature::HsCode;

use super::axiom::{Axiom, Guard};
use super::decode::decode;
use super::encode::{Encoded, Manner, encode};
use super::fold::Fold;
use super::kinds::Grants;
use super::minimise::minimise;
use super::polish::polish;
use super::products::{Product, products};
use super::question::{Core, Effort, Question, Reason, Refuted, Undecided, Verdict, Witness};
use super::replay::{Replay, replay};
use super::shared::Shared;
use super::solver::{Found, Session, in_fresh_context};
use super::term::{Assignment, Term};

/// Whether there is such a good, with the good or with the reason why there is none.
///
/// Complete for bills of materials of any size; see the module's documentation for what is undecided.
pub fn answer(question: &Question<'_>, effort: &Effort) -> Verdict {
    let shared = match Shared::new(question) {
        Ok(shared) => shared,
        Err(undecided) => return Verdict::Undecided(undecided),
    };
    let cases = products(&shared, question);
    if cases.is_empty() {
        return Verdict::Impossible(Core {
            axioms: vec![Axiom::Codes],
            ..Core::default()
        });
    }
    let mut core = Core::default();
    let mut open = Vec::new();
    for case in cases {
        let mut fold = Fold::new(&shared, case.code.range());
        if fold.query(&question.query) == Some(false) {
            fold.blame(&question.query, &mut core.clauses);
        } else {
            open.push(case);
        }
    }
    if !open.is_empty() {
        // The settled cases need no naming where others have to be argued.
        core.clauses.clear();
        let found = in_fresh_context(|| search(&shared, question, effort, &open));
        match found {
            Ok(found) => core = found,
            Err(other) => return *other,
        }
    }
    core.clauses.sort();
    core.clauses.dedup();
    core.axioms.sort();
    core.axioms.dedup();
    Verdict::Impossible(core)
}

/// The core of all cases, or the verdict that ends the search.
fn search(
    shared: &Shared<'_>,
    question: &Question<'_>,
    effort: &Effort,
    cases: &[Product],
) -> Result<Core, Box<Verdict>> {
    let mut core = Core::default();
    let mut undecided = None;
    for case in cases {
        match one_case(shared, question, effort, case.code, &mut core) {
            Ok(()) => {}
            Err(verdict) => match *verdict {
                // Another product may still have a good.
                Verdict::Undecided(why) => undecided = undecided.or(Some(why)),
                other => return Err(Box::new(other)),
            },
        }
    }
    undecided.map_or(Ok(core), |why| Err(Box::new(Verdict::Undecided(why))))
}

/// Rules one product case out and adds to the core, or ends with a verdict.
fn one_case(
    shared: &Shared<'_>,
    question: &Question<'_>,
    effort: &Effort,
    code: HsCode,
    core: &mut Core,
) -> Result<(), Box<Verdict>> {
    let undecided = |why: Undecided| Box::new(Verdict::Undecided(why));
    let mut manner = Manner {
        grants: Grants::ALL,
        well_defined: false,
    };
    let mut first_good: Option<Case> = None;
    loop {
        let encoded = encode(shared, question, code, &manner, None).map_err(undecided)?;
        if core.refuted.iter().any(|refuted| refuted.problem == encoded.problem) {
            return Ok(());
        }
        let mut session = Session::new(&encoded.problem, effort);
        match session.check(&[]) {
            Found::GaveUp(words) => return Err(undecided(Undecided::because(Reason::Effort(words)))),
            Found::Nothing(guards) => {
                let kept = if effort.minimise {
                    minimise(&mut session, question, &encoded.problem, guards)
                } else {
                    guards
                };
                drop(session);
                add_core(shared, question, effort, code, &manner, encoded, kept, core);
                return Ok(());
            }
            Found::Solution(assignment) => {
                let tried = try_good(shared, question, effort, code, &encoded, &mut session, assignment, &[]);
                match tried {
                    Ok(witness) => return Err(Box::new(Verdict::Possible(witness))),
                    Err((Replay::IllDefined(_), case)) if !manner.well_defined => {
                        first_good = Some(case);
                        manner.well_defined = true;
                    }
                    Err((why, case)) => {
                        let reason = match why {
                            _ if !encoded.open.is_empty() => Reason::NotLinear(encoded.open.clone()),
                            Replay::IllDefined(why) => Reason::IllDefined(why),
                            Replay::Refused(why) => Reason::NotConfirmed(why),
                            Replay::Confirmed => Reason::NotConfirmed(String::new()),
                        };
                        let case = Some(Box::new(first_good.unwrap_or(case)));
                        return Err(undecided(Undecided { reason, case }));
                    }
                }
            }
        }
    }
}

/// Makes the good of an assignment presentable and has the evaluator judge it; the good as first found is tried if
/// the polished one is refused.
pub(super) fn try_good(
    shared: &Shared<'_>,
    question: &Question<'_>,
    effort: &Effort,
    code: HsCode,
    encoded: &Encoded,
    session: &mut Session<'_>,
    assignment: Assignment,
    extra: &[Term],
) -> Result<Box<Witness>, (Replay, Case)> {
    let mut refused = None;
    let polished = effort
        .polish
        .then(|| polish(session, shared, code, encoded, assignment.clone(), extra));
    for candidate in polished.into_iter().chain([assignment]) {
        let case = decode(shared, question, code, encoded, &candidate);
        match replay(shared, question, &case) {
            Replay::Confirmed => {
                return Ok(Box::new(Witness {
                    case,
                    notes: Vec::new(),
                }));
            }
            other => refused = refused.or(Some((other, case))),
        }
    }
    Err(refused.unwrap_or((Replay::Refused(String::new()), Case::default())))
}

/// Adds the guards of a refuted case to the core, and what it takes for granted about materials.
#[expect(clippy::too_many_arguments, reason = "one refuted case in its surroundings")]
fn add_core(
    shared: &Shared<'_>,
    question: &Question<'_>,
    effort: &Effort,
    code: HsCode,
    manner: &Manner,
    encoded: Encoded,
    kept: BTreeSet<usize>,
    core: &mut Core,
) {
    let guards: Vec<Guard> = kept
        .iter()
        .filter_map(|place| encoded.problem.guards.get(*place).cloned())
        .collect();
    for guard in &guards {
        match guard {
            Guard::Clause(program, clause) | Guard::Granted(program, clause) => core.clauses.push((*program, *clause)),
            Guard::Axiom(axiom) => core.axioms.push(axiom.clone()),
        }
    }
    if effort.minimise && !encoded.bill.lines.is_empty() {
        material_axioms(shared, question, effort, code, manner, &guards, core);
    }
    core.refuted.push(Refuted {
        problem: encoded.problem,
        kept: kept.into_iter().collect(),
    });
}

/// Finds what of the grants about kinds of material a proof needs, by asking without each.
fn material_axioms(
    shared: &Shared<'_>,
    question: &Question<'_>,
    effort: &Effort,
    code: HsCode,
    manner: &Manner,
    guards: &[Guard],
    core: &mut Core,
) {
    let mut grants = manner.grants.clone();
    let imports = Grants {
        imported_non_originating: false,
        ..grants.clone()
    };
    let needed_without = |less: Grants, grants: &mut Grants| {
        let trial = Manner {
            grants: less.clone(),
            ..manner.clone()
        };
        let Ok(encoded) = encode(shared, question, code, &trial, None) else {
            return true;
        };
        let on = encoded
            .problem
            .guards
            .iter()
            .enumerate()
            .filter(|(_, guard)| guards.contains(guard));
        let on: BTreeSet<usize> = on.map(|(place, _)| place).collect();
        let needless = matches!(
            Session::new(&encoded.problem, effort).check_with(&on, &[]),
            Found::Nothing(_)
        );
        if needless {
            *grants = less;
        }
        !needless
    };
    for axiom in [Axiom::OutsideImported, Axiom::WhollyObtained, Axiom::Contents] {
        let less = grants.without(&axiom);
        if needed_without(less, &mut grants) {
            core.axioms.push(axiom);
        }
    }
    let clauses = question.programs.iter().enumerate();
    let clauses: Vec<_> = clauses
        .filter_map(|(index, text)| Some((index, text.imported_non_originating?)))
        .collect();
    let less = Grants {
        imported_non_originating: imports.imported_non_originating,
        ..grants.clone()
    };
    if !clauses.is_empty() && needed_without(less, &mut grants) {
        core.clauses.extend(clauses);
    }
}
