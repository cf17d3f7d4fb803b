//! Two clauses of equal rank that decide the same good differently.

use crate::diagnostic::Code;
use crate::ir::{ClauseId, NumCase, Program, Rule, RuleId, RuleKind};
use crate::nomenclature::CodeSet;
use crate::verify::{Query, Verdict};

use super::ask::{fails, holds, users};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::reach::{Reach, cases, only_dates};
use super::{Check, Checked, Context, Needs, When};

/// No good is decided differently by two clauses neither of which takes precedence.
pub(super) const CHECK: Check = Check {
    code: Code::Conflict,
    also: &[],
    name: "conflict",
    title: "no good falls under two rules, or two figures of a threshold, that decide it differently",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let rules: Vec<(RuleId, &Rule)> = program
        .rules
        .iter()
        .filter(|(_, rule)| rule.kind == RuleKind::ProductRule)
        .collect();
    let same = context.amended(checked);
    for (place, (first_id, first)) in rules.iter().enumerate() {
        for (second_id, second) in rules.iter().skip(place + 1) {
            let ranked = first.displaced_by.contains(second_id) || second.displaced_by.contains(first_id);
            let both = first.scope.intersect(&second.scope);
            let known = same.as_ref().is_some_and(|same| same.rule(first) && same.rule(second));
            if !ranked && !known && !both.is_empty() {
                rules_conflict(context, checked, (first, second), &both, out);
            }
        }
    }
    for threshold in &program.thresholds {
        let all = cases(&threshold.value);
        for (place, first) in all.iter().enumerate() {
            for second in all.iter().skip(place + 1).filter(|second| second.then != first.then) {
                let known = |case: &NumCase| same.as_ref().is_some_and(|same| same.by_path(case.when));
                if known(first) && known(second) {
                    continue;
                }
                figures_conflict(context, checked, &threshold.name, (first, second), out);
            }
        }
    }
}

fn rules_conflict(
    context: &Context<'_>,
    checked: &Checked,
    (first, second): (&Rule, &Rule),
    both: &CodeSet,
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    // Asked first without what they require: rules split by conditions or dates are settled by that alone.
    let fire = vec![holds(first.fires), holds(second.fires)];
    if context.possible(checked, fire.clone(), both).is_impossible() {
        return;
    }
    let differ = Query::Any(vec![
        Query::All(vec![holds(first.body), fails(second.body)]),
        Query::All(vec![fails(first.body), holds(second.body)]),
    ]);
    let mut parts = fire;
    parts.push(differ);
    let asked = format!("`{}` and `{}` conflict", first.name, second.name);
    match context.example(checked, parts, both).as_ref() {
        Verdict::Impossible(_) => {}
        Verdict::Undecided(why) => out.push(undecided(program, second.body, &asked, why)),
        Verdict::Possible(witness) => {
            let message = format!(
                "`{}` and `{}` decide the same good differently",
                first.name, second.name
            );
            let mut finding = Finding::new(program, Code::Conflict, Outcome::Refuted, message)
                .at(program, second.body, &said_of(program, second.body))
                .also(program, first.body, &said_of(program, first.body))
                .help("say which prevails with `despite` or `subject to`, or narrow the scope of one of them");
            let reach = Reach::of(program, first.body)
                .measures
                .into_iter()
                .chain(Reach::of(program, second.body).measures);
            let measures: std::collections::BTreeSet<_> = reach.collect();
            finding = with_witness(finding, program, witness, measures, &[first.body, second.body]);
            out.push(finding);
        }
    }
}

fn said_of(program: &Program, clause: ClauseId) -> String {
    let path = &program.clauses[clause].path;
    format!("`{path}` applies to it")
}

fn figures_conflict(
    context: &Context<'_>,
    checked: &Checked,
    threshold: &str,
    (first, second): (&NumCase, &NumCase),
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    let dated = |clause: ClauseId| only_dates(program, &program.clauses[clause].formula);
    // Stages that overlap in time only are RO0509.
    if dated(first.when) && dated(second.when) {
        return;
    }
    let asked = format!("two figures of `{threshold}` apply at once");
    // Two figures are in conflict only for a good of which one is asked.
    let (users, scope) = users(program, first.when);
    let parts = vec![Query::Any(users), holds(first.when), holds(second.when)];
    let verdict = context.example(checked, parts, &scope);
    match verdict.as_ref() {
        Verdict::Impossible(_) => {}
        Verdict::Undecided(why) => out.push(undecided(program, second.when, &asked, why)),
        Verdict::Possible(witness) => {
            let message = format!("two figures of `{threshold}` apply to the same good");
            let finding = Finding::new(program, Code::Conflict, Outcome::Refuted, message)
                .at(program, second.when, "this figure applies to it")
                .also(program, first.when, "and so does this one")
                .help("narrow the condition of one of them, or say in a carve-out which prevails with `despite`");
            out.push(with_witness(finding, program, witness, [], &[]));
        }
    }
}
