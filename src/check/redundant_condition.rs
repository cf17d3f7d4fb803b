//! Conditions that follow from those beside them.

use std::rc::Rc;

use crate::diagnostic::Code;
use crate::ir::{ClauseId, Join, Rule};
use crate::verify::{Query, Verdict};

use super::ask::{fails, holds, says_nothing};
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::places::{Groups, Place};
use super::range::{attainable, compared};
use super::{Check, Checked, Context, Needs, When};

/// Every condition fails some good that meets the conditions beside it.
pub(super) const CHECK: Check = Check {
    code: Code::RedundantCondition,
    also: &[Code::UnreachableThreshold],
    name: "redundant condition",
    title: "every condition excludes some good that meets the conditions beside it",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    for rule in context.rules(checked) {
        for (place, verdict) in idle(context, checked, rule) {
            condition(context, checked, rule, &place, &verdict, out);
        }
    }
}

/// The conditions of a rule that follow from those beside them, and those of which that is not settled, each with the answer
/// to the question whether a good meets the others and not it. Of conditions that follow from each other one is idle, and
/// taken as struck for the others.
pub(super) fn idle(context: &Context<'_>, checked: &Checked, rule: &Rule) -> Vec<(Place, Rc<Verdict>)> {
    let program = checked.program();
    let mut idle = Vec::new();
    if !context.met(checked, rule).is_possible() {
        return idle;
    }
    let mut struck: Vec<ClauseId> = Vec::new();
    for place in Groups::of(program).places(rule) {
        let beside = place.others.iter().filter(|other| !struck.contains(other));
        let out_of_question = place.join != Join::All || says_nothing(program, place.clause);
        if out_of_question || struck.iter().any(|out| place.around.contains(out)) {
            continue;
        }
        let mut parts: Vec<Query> = vec![holds(rule.fires)];
        parts.extend(place.around.iter().chain(beside).copied().map(holds));
        let others = parts.clone();
        // It excludes a good that does not meet all of it whatever the producer chooses, which may meet each in another way.
        let all = others.iter().cloned().chain([holds(place.clause)]);
        parts.push(Query::Not(Box::new(Query::All(all.collect()))));
        let verdict = context.possible(checked, parts, &rule.scope);
        match verdict.as_ref() {
            Verdict::Possible(_) => {}
            Verdict::Undecided(_) => idle.push((place, verdict)),
            // Conditions that can't be met together imply everything: other checks say that.
            Verdict::Impossible(_) if !context.possible(checked, others, &rule.scope).is_possible() => {}
            Verdict::Impossible(_) => {
                struck.push(place.clause);
                idle.push((place, verdict));
            }
        }
    }
    idle
}

fn condition(
    context: &Context<'_>,
    checked: &Checked,
    rule: &Rule,
    place: &Place,
    verdict: &Verdict,
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    let path = &program.clauses[place.clause].path;
    match verdict {
        Verdict::Possible(_) => {}
        Verdict::Undecided(why) => {
            out.push(undecided(
                program,
                place.clause,
                &format!("`{path}` adds anything to the conditions beside it"),
                why,
            ));
        }
        Verdict::Impossible(core) => {
            let alone = vec![holds(rule.fires), fails(place.clause)];
            let always = context.possible(checked, alone, &rule.scope);
            let finding = match (compared(program, place.clause), always.as_ref()) {
                (Some(figure), Verdict::Impossible(core)) => {
                    let message = format!("threshold `{path}` can never be missed");
                    let mut finding = Finding::new(program, Code::UnreachableThreshold, Outcome::Proved, message)
                        .at(program, place.clause, "every good that comes under the rule meets this")
                        .help("correct the figure or the measure, or strike the requirement");
                    let goods = (vec![holds(rule.fires)], &rule.scope);
                    if let Some(range) = attainable(context, checked, &figure, !figure.at_least, goods) {
                        finding = finding.note(range);
                    }
                    with_core(finding, &[program], core)
                }
                (_, always) => {
                    let (message, label) = if always.is_impossible() {
                        (
                            format!("condition `{path}` always holds"),
                            "every good that comes under the rule meets this",
                        )
                    } else {
                        (
                            format!("condition `{path}` follows from the others"),
                            "holds wherever the others hold",
                        )
                    };
                    let mut finding = Finding::new(program, Code::RedundantCondition, Outcome::Proved, message)
                        .at(program, place.clause, label)
                        .help(
                            "in a draft, strike it or make it stricter than the conditions beside it; of a text in force it \
                             is a fact to know: exporters need no evidence of it",
                        );
                    for other in place
                        .others
                        .iter()
                        .filter(|other| core.clauses.iter().any(|(_, in_core)| in_core == *other))
                    {
                        finding = finding.also(program, *other, "this implies it");
                    }
                    with_core(finding, &[program], core)
                }
            };
            out.push(finding);
        }
    }
}
