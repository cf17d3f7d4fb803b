//! Requirements that no good meets, and stages of thresholds that never matter.

use crate::diagnostic::Code;
use crate::ir::{ClauseId, Join, Num, Rule};
use crate::nomenclature::CodeSet;
use crate::verify::{Axiom, Core, Query, Verdict};

use super::ask::holds;
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::places::{Groups, Place};
use super::range::{attainable, compared};
use super::reach::cases;
use super::{Check, Checked, Context, Needs, When};

/// Every requirement can be met by some good that comes under its rule.
pub(super) const CHECK: Check = Check {
    code: Code::UnreachableRequirement,
    also: &[Code::UnreachableThreshold],
    name: "unreachable requirement",
    title: "every requirement can be met, and every stage of a threshold applies (RO0515), for some good",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let groups = Groups::of(program);
    for rule in context.rules(checked) {
        if !context.fires(checked, rule).is_possible() {
            continue;
        }
        let places = groups.places(rule);
        match context.met(checked, rule).as_ref() {
            Verdict::Possible(_) => {
                for place in places.iter().filter(|place| place.join == Join::All) {
                    stages(context, checked, rule, place, out);
                }
            }
            Verdict::Impossible(core) => unmet(context, checked, rule, &places, core, out),
            Verdict::Undecided(why) => {
                let asked = format!("any good can meet the requirements of `{}`", rule.name);
                out.push(undecided(program, rule.body, &asked, why));
            }
        }
    }
    let same = context.amended(checked);
    for threshold in &program.thresholds {
        for case in cases(&threshold.value) {
            if same.as_ref().is_some_and(|same| same.by_path(case.when)) {
                continue;
            }
            // An edit may cut a stage in pieces, of which one lies outside the days of the agreement.
            let span = program.clauses[case.when].span;
            let written = cases(&threshold.value)
                .iter()
                .filter(|piece| program.clauses[piece.when].span == span);
            let pieces = Query::Any(written.map(|piece| holds(piece.when)).collect());
            if let Verdict::Impossible(core) = context.possible(checked, vec![pieces], &CodeSet::all()).as_ref() {
                let message = format!("this stage of `{}` can never apply", threshold.name);
                let finding = Finding::new(program, Code::UnreachableThreshold, Outcome::Proved, message)
                    .at(program, case.when, "no good on any day comes under this stage")
                    .help("strike the stage, or correct its dates and conditions");
                out.push(with_core(finding, &[program], core));
            }
        }
    }
}

/// A rule whose requirements no good meets: which line is to blame, if one alone is.
fn unmet(
    context: &Context<'_>,
    checked: &Checked,
    rule: &Rule,
    places: &[Place],
    whole: &Core,
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    let mut blamed = false;
    for place in places
        .iter()
        .filter(|place| place.depth == 0 && place.join == Join::All)
    {
        let alone = vec![holds(rule.fires), holds(place.clause)];
        let verdict = context.possible(checked, alone, &rule.scope);
        let Verdict::Impossible(core) = verdict.as_ref() else {
            continue;
        };
        blamed = true;
        out.push(never_met(context, checked, rule, place.clause, core));
    }
    if !blamed {
        let message = format!("the requirements of `{}` can never be met together", rule.name);
        let finding = Finding::new(program, Code::UnreachableRequirement, Outcome::Proved, message)
            .at(program, rule.body, "no good meets all of these")
            .help("relax one of the requirements named");
        out.push(with_core(finding, &[program], whole));
    }
}

fn never_met(context: &Context<'_>, checked: &Checked, rule: &Rule, clause: ClauseId, core: &Core) -> Finding {
    let program = checked.program();
    let path = &program.clauses[clause].path;
    let figure = compared(program, clause);
    let said_as = if figure.is_some() {
        Code::UnreachableThreshold
    } else {
        Code::UnreachableRequirement
    };
    let message = format!("requirement `{path}` can never be met");
    let mut finding = Finding::new(program, said_as, Outcome::Proved, message)
        .at(program, clause, "no good that comes under the rule meets this")
        .help("correct the figure or the codes; to grant no preference at all, say so plainly");
    if let Some(figure) = figure {
        let goods = (vec![holds(rule.fires)], &rule.scope);
        if let Some(range) = attainable(context, checked, &figure, figure.at_least, goods) {
            finding = finding.note(range);
        }
    }
    with_core(finding, &[program], core)
}

/// The stages of a threshold that a rule can come under and yet no good meets.
fn stages(context: &Context<'_>, checked: &Checked, rule: &Rule, place: &Place, out: &mut Vec<Finding>) {
    let program = checked.program();
    let Some(figure) = compared(program, place.clause) else {
        return;
    };
    let Num::Cases(cases) = &figure.limit else { return };
    for case in cases {
        let mut goods: Vec<Query> = vec![holds(rule.fires), holds(case.when)];
        goods.extend(place.around.iter().chain(&place.others).copied().map(holds));
        let mut all = goods.clone();
        all.push(holds(place.clause));
        let verdict = context.possible(checked, all, &rule.scope);
        let Verdict::Impossible(core) = verdict.as_ref() else {
            continue;
        };
        // Stages that overlap, or leave a gap, are said to do so by another check.
        let ill = |axiom: &Axiom| matches!(axiom, Axiom::Unconflicted(_) | Axiom::Defined(_));
        if core.axioms.iter().any(ill) {
            continue;
        }
        // A stage that no good of this rule comes under does not trouble it.
        if !context.possible(checked, goods.clone(), &rule.scope).is_possible() {
            continue;
        }
        let path = &program.clauses[place.clause].path;
        let message = format!("requirement `{path}` can never be met at this stage of its threshold");
        let mut finding = Finding::new(program, Code::UnreachableThreshold, Outcome::Proved, message)
            .at(program, case.when, "no good reaches this figure …")
            .also(program, place.clause, "… where it is required here")
            .help("correct the figure, or the measure that is compared with it");
        if let Some(range) = attainable(context, checked, &figure, figure.at_least, (goods, &rule.scope)) {
            finding = finding.note(range);
        }
        out.push(with_core(finding, &[program], core));
    }
}
