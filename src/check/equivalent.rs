//! Clauses that say the same twice.

use crate::diagnostic::Code;
use crate::ir::{ClauseId, ClauseKind, Formula, Program, Rule, RuleKind};
use crate::nomenclature::CodeSet;
use crate::verify::{Core, Query, Verdict};

use super::ask::{fails, holds};
use super::describe::with_core;
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// No two definitions hold of the same goods, and no two rules that both apply decide alike.
///
/// Lines and alternatives that follow from those beside them have checks of their own, and two rules that decide a good
/// differently are a conflict.
pub(super) const CHECK: Check = Check {
    code: Code::Equivalent,
    also: &[],
    name: "said twice",
    title: "no two definitions hold of the same goods, no two rules that apply at once decide alike",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    definitions(context, checked, out);
    rules(context, checked, out);
}

/// Definitions are put into classes: each is compared with one of each class.
fn definitions<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let same = context.amended(checked);
    let mut classes: Vec<ClauseId> = Vec::new();
    for (id, clause) in program.clauses.iter() {
        // What is another clause by another name says so itself.
        if clause.kind != ClauseKind::Definition || matches!(clause.formula, Formula::Clause(_) | Formula::Known(_)) {
            continue;
        }
        let known = |other: ClauseId| {
            same.as_ref()
                .is_some_and(|same| same.by_path(id) && same.by_path(other))
        };
        let twin = classes.iter().copied().find_map(|other| {
            let core = alike(context, checked, &[], (other, id), &CodeSet::all())?;
            Some((other, core))
        });
        match twin {
            None => classes.push(id),
            Some((other, _)) if known(other) => {}
            Some((other, core)) => out.push(twice(program, (other, id), &core, "definitions")),
        }
    }
}

fn rules<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let all: Vec<(_, &Rule)> = program
        .rules
        .iter()
        .filter(|(_, rule)| rule.kind == RuleKind::ProductRule)
        .collect();
    let same = context.amended(checked);
    for (place, (first_id, first)) in all.iter().enumerate() {
        for (second_id, second) in all.iter().skip(place.saturating_add(1)) {
            let ranked = first.displaced_by.contains(second_id) || second.displaced_by.contains(first_id);
            let both = first.scope.intersect(&second.scope);
            let known = same.as_ref().is_some_and(|same| same.rule(first) && same.rule(second));
            if ranked || known || both.is_empty() {
                continue;
            }
            let fire = [holds(first.fires), holds(second.fires)];
            if !context.possible(checked, fire.to_vec(), &both).is_possible() {
                continue;
            }
            if let Some(core) = alike(context, checked, &fire, (first.body, second.body), &both) {
                out.push(twice(
                    program,
                    (first.body, second.body),
                    &core,
                    "rules for the same goods",
                ));
            }
        }
    }
}

/// Why two clauses hold of the same goods, if they do. That it could not be decided is no fault of the text.
fn alike(
    context: &Context<'_>,
    checked: &Checked,
    goods: &[Query],
    (first, second): (ClauseId, ClauseId),
    scope: &CodeSet,
) -> Option<Core> {
    let mut whole = Core::default();
    for (one, other) in [(first, second), (second, first)] {
        let mut parts = goods.to_vec();
        parts.extend([holds(one), fails(other)]);
        let verdict = context.possible(checked, parts, scope);
        let Verdict::Impossible(core) = verdict.as_ref() else {
            return None;
        };
        whole.add(core);
    }
    Some(whole)
}

fn twice(program: &Program, (first, second): (ClauseId, ClauseId), core: &Core, what: &str) -> Finding {
    let paths = [first, second].map(|clause| super::finding::path(program, clause));
    let message = format!("the {what} `{}` and `{}` hold of the same goods", paths[0], paths[1]);
    let finding = Finding::new(program, Code::Equivalent, Outcome::Proved, message)
        .at(program, second, "this holds of the same goods …")
        .also(program, first, "… as this")
        .help("keep one of the two, or correct the one that was meant to be different");
    with_core(finding, &[program], core)
}
