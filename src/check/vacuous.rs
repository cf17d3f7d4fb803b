//! Rules that every good meets, and rules that are met in vain.

use std::rc::Rc;

use crate::diagnostic::Code;
use crate::ir::{Rule, RuleKind};
use crate::nomenclature::CodeSet;
use crate::verify::{Query, Verdict};

use super::ask::{fails, holds, says_nothing};
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::outcome::{Ways, rules};
use super::places::Groups;
use super::range::compared;
use super::{Check, Checked, Context, Needs};

/// Every rule fails some good, and makes some good originate that would not without it.
pub(super) const CHECK: Check = Check {
    code: Code::VacuousRule,
    name: "vacuous rule",
    title: "every rule fails some good and helps some good, and so does the text as a whole",
    needs: Needs::Proof,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    if whole(context, checked, out) {
        return;
    }
    let ways = Ways::of(program);
    let groups = Groups::of(program);
    let first = rules(program, RuleKind::ProductRule).next();
    if let Some(first) = first.filter(|_| ways.rules_are_idle()) {
        let message = "no criterion asks for the product rules".to_owned();
        out.push(
            Finding::new(program, Code::VacuousRule, Outcome::Proved, message)
                .at(program, first.applies, "nothing originates by this rule or any other")
                .help("add a criterion that requires `the product rules`"),
        );
    }
    for rule in context.rules(checked) {
        if !context.met(checked, rule).is_possible() {
            continue;
        }
        if let Verdict::Impossible(core) = always_met(context, checked, &groups, rule).as_ref() {
            let message = format!("every good that comes under `{}` meets it", rule.name);
            let finding = Finding::new(program, Code::VacuousRule, Outcome::Proved, message)
                .at(program, rule.body, "these exclude no good")
                .help("correct a requirement, or strike the rule if nothing is to be required");
            out.push(with_core(finding, &[program], core));
        } else if rule.kind == RuleKind::ProductRule && !ways.rules_are_idle() {
            helps(context, checked, &ways, rule, out);
        }
    }
}

/// Whether every good that comes under the rule meets it, where that is to be said of the rule as a whole: not of one
/// that requires nothing by its wording, and of a single threshold it is said by other checks.
pub(super) fn always_met(context: &Context<'_>, checked: &Checked, groups: &Groups<'_>, rule: &Rule) -> Rc<Verdict> {
    let program = checked.program();
    let lines = groups.get(rule.body).map_or(&[][..], |group| group.members.as_slice());
    let single = matches!(lines, [only] if compared(program, *only).is_some());
    if single || says_nothing(program, rule.body) {
        return context.met(checked, rule);
    }
    context.possible(checked, vec![holds(rule.fires), fails(rule.body)], &rule.scope)
}

/// Whether something is wrong with the text as a whole: nothing originates, or everything does.
fn whole<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) -> bool {
    let program = checked.program();
    let said = [
        (
            holds(program.origin),
            "no good originates under",
            "no good meets all of this",
            "relax one of the clauses named",
        ),
        (
            fails(program.origin),
            "every good originates under",
            "no good fails this",
            "tighten one of the clauses named",
        ),
    ];
    for (query, message, label, help) in said {
        let verdict = context.possible(checked, vec![query], &CodeSet::all());
        let Verdict::Impossible(core) = verdict.as_ref() else {
            continue;
        };
        let message = format!("{message} `{}`", program.name);
        let finding = Finding::new(program, Code::VacuousRule, Outcome::Proved, message)
            .at(program, program.origin, label)
            .help(help);
        out.push(with_core(finding, &[program], core));
        return true;
    }
    false
}

/// Says if whoever meets the rule does not originate by it, or originates without it.
fn helps(context: &Context<'_>, checked: &Checked, ways: &Ways<'_>, rule: &Rule, out: &mut Vec<Finding>) {
    let program = checked.program();
    let mut parts: Vec<Query> = vec![holds(rule.fires), holds(rule.body)];
    parts.extend(ways.completed(program));
    let mut alone = parts.clone();
    alone.extend(ways.not_otherwise());
    let verdict = context.possible(checked, alone, &rule.scope);
    let adds_nothing = match verdict.as_ref() {
        Verdict::Possible(_) => return,
        Verdict::Undecided(why) => {
            let asked = format!("`{}` makes any good originate", rule.name);
            out.push(undecided(program, rule.body, &asked, why));
            return;
        }
        Verdict::Impossible(core) => core,
    };
    let (message, core) = match context.possible(checked, parts, &rule.scope).as_ref() {
        Verdict::Impossible(core) => (
            format!("whoever meets `{}` does not originate by it", rule.name),
            core.clone(),
        ),
        _ => (
            format!("whoever meets `{}` originates without it", rule.name),
            adds_nothing.clone(),
        ),
    };
    let finding = Finding::new(program, Code::VacuousRule, Outcome::Proved, message)
        .at(program, rule.body, "met in vain")
        .help("correct the rule, or the clause named that stands in its way or makes up for it");
    out.push(with_core(finding, &[program], &core));
}
