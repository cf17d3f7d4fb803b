//! Rules, requirements and alternatives that can decide no good.

use crate::diagnostic::Code;
use crate::ir::{ClauseId, Join, Program, Rule};
use crate::nomenclature::CodeSet;
use crate::verify::{Core, Verdict};

use super::ask::holds;
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::places::{Groups, Place};
use super::{Check, Checked, Context, Needs, When};

/// Every rule and every alternative can decide some good.
pub(super) const CHECK: Check = Check {
    code: Code::DeadClause,
    also: &[],
    name: "dead clause",
    title: "every rule and every alternative decides some good",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let groups = Groups::of(program);
    for rule in context.rules(checked) {
        if nothing_in_scope(program, &rule.scope) {
            let message = format!("`{}` is written for no good of {}", rule.name, program.edition);
            out.push(
                Finding::new(program, Code::DeadClause, Outcome::Proved, message)
                    .at(program, rule.applies, "no code of that edition lies in its scope")
                    .help("correct the codes, or strike the rule"),
            );
            continue;
        }
        match context.fires(checked, rule).as_ref() {
            Verdict::Possible(_) => alternatives(context, checked, rule, &groups.places(rule), out),
            Verdict::Impossible(core) => {
                let alone = context.possible(checked, vec![holds(rule.applies)], &rule.scope);
                // A rule that one carve-out swallows is said by the check for those, unless there is nothing to swallow.
                if alone.is_impossible() || !swallowed(program, rule, core) {
                    out.push(dead_rule(checked, rule, core, &alone));
                }
            }
            Verdict::Undecided(why) => {
                let asked = format!("`{}` ever applies", rule.name);
                out.push(undecided(program, rule.applies, &asked, why));
            }
        }
    }
}

/// Whether the edition has no code in the set. Codes of tariff items are not in its table.
fn nothing_in_scope(program: &Program, scope: &CodeSet) -> bool {
    if scope.is_empty() {
        return true;
    }
    let Some(table) = program.edition.table() else {
        return false;
    };
    let finer = |range: &crate::nomenclature::CodeRange| {
        let (first, last) = range.ends();
        first.len() > 6 || last.len() > 6
    };
    !scope
        .ranges()
        .iter()
        .any(|range| finer(range) || table.codes_in(*range).next().is_some())
}

/// A rule that applies to no good: by itself, or because others always come before it.
fn dead_rule(checked: &Checked, rule: &Rule, core: &Core, alone: &Verdict) -> Finding {
    let program = checked.program();
    let (core, message, label, help) = if let Verdict::Impossible(core) = alone {
        let message = format!("`{}` can never apply: its own conditions exclude each other", rule.name);
        (
            core,
            message,
            "its scope, condition and dates never hold together",
            "correct its conditions or dates, or strike it",
        )
    } else {
        let blockers = blockers(program, rule, core);
        let by = if blockers.is_empty() {
            "others".to_owned()
        } else {
            blockers.join(", ")
        };
        let message = format!(
            "`{}` can never decide: {by} always prevail{}",
            rule.name,
            plural(blockers.len())
        );
        (
            core,
            message,
            "wherever it applies, another clause prevails",
            "strike it, or narrow what prevails over it",
        )
    };
    let finding = Finding::new(program, Code::DeadClause, Outcome::Proved, message)
        .at(program, rule.applies, label)
        .help(help);
    with_core(finding, &[program], core)
}

fn swallowed(program: &Program, rule: &Rule, core: &Core) -> bool {
    let in_core = |clause: ClauseId| core.clauses.iter().any(|(_, known)| *known == clause);
    let by_rule = rule
        .displaced_by
        .iter()
        .any(|other| in_core(program.rules[*other].applies));
    let by = program
        .carve_outs
        .iter()
        .filter(|one| one.target == rule.name && in_core(one.applies));
    !by_rule && by.count() == 1
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "s" } else { "" }
}

fn blockers(program: &Program, rule: &Rule, core: &Core) -> Vec<String> {
    let mut names = Vec::new();
    for displacer in &rule.displaced_by {
        let other = &program.rules[*displacer];
        if core
            .clauses
            .iter()
            .any(|(_, clause)| *clause == other.applies || *clause == other.fires)
        {
            names.push(format!("`{}`", other.name));
        }
    }
    for carve_out in program
        .carve_outs
        .iter()
        .filter(|carve_out| carve_out.target == rule.name)
    {
        if core.clauses.iter().any(|(_, clause)| *clause == carve_out.applies) {
            names.push(format!("`{}`", carve_out.name));
        }
    }
    names
}

/// The alternatives of a rule that no good which comes under it can use.
fn alternatives(context: &Context<'_>, checked: &Checked, rule: &Rule, places: &[Place], out: &mut Vec<Finding>) {
    let program = checked.program();
    let mut dead: Vec<ClauseId> = Vec::new();
    for place in places.iter().filter(|place| place.join == Join::Any) {
        // What lies in a dead alternative is dead with it, and said once.
        if place.around.iter().any(|clause| dead.contains(clause)) || inside(program, place.clause, &dead) {
            continue;
        }
        match alternative(context, checked, rule, place).as_ref() {
            Verdict::Possible(_) => {}
            Verdict::Impossible(core) => {
                dead.push(place.clause);
                if whole_is_dead(context, checked, rule, place) {
                    continue;
                }
                let path = &program.clauses[place.clause].path;
                let message = format!("alternative `{path}` can never decide");
                let finding = Finding::new(program, Code::DeadClause, Outcome::Proved, message)
                    .at(program, place.clause, "no good that comes under the rule can meet this")
                    .help("strike the alternative, or narrow the clauses that it conflicts with");
                out.push(with_core(finding, &[program], core));
            }
            Verdict::Undecided(why) => {
                let asked = format!("any good can meet `{}`", program.clauses[place.clause].path);
                out.push(undecided(program, place.clause, &asked, why));
            }
        }
    }
}

fn inside(program: &Program, clause: ClauseId, dead: &[ClauseId]) -> bool {
    let path = &program.clauses[clause].path;
    dead.iter()
        .any(|outer| path.starts_with(&format!("{}/", program.clauses[*outer].path)))
}

/// Whether some good that comes under the rule meets the alternative. First it's asked whether one meets only this
/// one: if so, the check for alternatives that add nothing has its answer too.
fn alternative(context: &Context<'_>, checked: &Checked, rule: &Rule, place: &Place) -> std::rc::Rc<Verdict> {
    let alone = super::redundant_alternative::only_this(context, checked, rule, place);
    if alone.is_possible() || place.others.is_empty() {
        return alone;
    }
    let mut parts = vec![holds(rule.fires)];
    parts.extend(place.around.iter().copied().map(holds));
    parts.push(holds(place.clause));
    context.possible(checked, parts, &rule.scope)
}

/// Whether none of the alternatives can be met, which is said of the requirement as a whole.
fn whole_is_dead(context: &Context<'_>, checked: &Checked, rule: &Rule, place: &Place) -> bool {
    place.depth == 0 && context.met(checked, rule).is_impossible()
}
