//! Rules that are met in vain, and texts that let every good through or none.

use crate::diagnostic::Code;
use crate::ir::{Rule, RuleKind};
use crate::nomenclature::CodeSet;
use crate::verify::{Query, Verdict};

use super::ask::{fails, holds};
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::outcome::{Ways, concerned, rules};
use super::{Check, Checked, Context, Needs};

/// Every rule makes some good originate that would not without it.
pub(super) const CHECK: Check = Check {
    code: Code::VacuousRule,
    also: &[],
    name: "vacuous rule",
    title: "every rule helps some good, and the text lets some good through and keeps some out",
    needs: Needs::Proof,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    if whole(context, checked, out) {
        return;
    }
    let ways = Ways::of(program);
    let first = rules(program, RuleKind::ProductRule).next();
    if let Some(first) = first.filter(|_| ways.rules_are_idle()) {
        let message = "no criterion asks for the product rules".to_owned();
        out.push(
            Finding::new(program, Code::VacuousRule, Outcome::Proved, message)
                .at(program, first.applies, "nothing originates by this rule or any other")
                .help("add a criterion that requires `the product rules`"),
        );
    }
    for rule in concerned(context, checked) {
        if !context.met(checked, rule).is_possible() {
            continue;
        }
        // Of lines that every good meets another check speaks.
        if rule.kind == RuleKind::ProductRule && !ways.rules_are_idle() {
            helps(context, checked, &ways, rule, out);
        }
    }
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
        // That nothing originates because a rule can't be met is said of that rule.
        if context
            .rules(checked)
            .any(|rule| context.met(checked, rule).is_impossible())
        {
            return true;
        }
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
