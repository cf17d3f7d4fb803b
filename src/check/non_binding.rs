//! Thresholds that could be struck without changing the origin of any good.

use crate::diagnostic::Code;
use crate::ir::{Clause, ClauseId, ClauseKind, Comparison, Formula, Join, Program, Rule, RuleKind};
use crate::nomenclature::CodeSet;
use crate::verify::{Effort, Query, Question, Verdict};

use super::ask::{fails, holds};
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::outcome::{Ways, concerned};
use super::places::{Groups, Place};
use super::range::compared;
use super::redundant_alternative::only_this;
use super::without::narrowed;
use super::words::comparison;
use super::{Check, Checked, Context, Needs, When};

/// Every threshold decides some good.
///
/// A threshold that the lines beside it settle is said to be redundant by another check. Here it's asked whether what
/// stands elsewhere does: another way to originate, a requirement on top, or the rest of a definition.
pub(super) const CHECK: Check = Check {
    code: Code::NonBinding,
    also: &[],
    name: "non-binding threshold",
    title: "no threshold could be struck, or taken as never met, without changing any outcome",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let (ways, groups) = (Ways::of(program), Groups::of(program));
    for rule in concerned(context, checked) {
        if !context.met(checked, rule).is_possible() || rule.kind != RuleKind::ProductRule || ways.rules_are_idle() {
            continue;
        }
        let places = groups.places(rule);
        for place in places.iter().filter(|place| place.join == Join::All) {
            if compared(program, place.clause).is_some() {
                line(context, checked, &ways, (rule, &places, place), out);
            }
        }
    }
    let same = context.amended(checked);
    for (id, clause) in program.clauses.iter() {
        if same.as_ref().is_some_and(|same| same.by_path(id)) {
            continue;
        }
        inside(context, checked, (id, clause), out);
    }
}

/// A threshold in a line of a rule: whether a good fails it, and would originate without it.
fn line(
    context: &Context<'_>,
    checked: &Checked,
    ways: &Ways<'_>,
    (rule, places, place): (&Rule, &[Place], &Place),
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    let Some(but_for_rule) = ways.completed_but_for_rule(program) else {
        return;
    };
    let mut failing: Vec<Query> = vec![holds(rule.fires)];
    failing.extend(place.around.iter().chain(&place.others).copied().map(holds));
    failing.push(fails(place.clause));
    let mut parts = failing.clone();
    parts.extend(but_for_rule);
    parts.push(fails(program.origin));
    if context.possible(checked, parts, &rule.scope).is_possible() {
        return;
    }
    // What the lines beside it settle, and alternatives that add nothing, are said elsewhere.
    let path = &program.clauses[place.clause].path;
    let around = |outer: &&Place| {
        outer.join == Join::Any && path.starts_with(&format!("{}/", program.clauses[outer.clause].path))
    };
    if !context.possible(checked, failing, &rule.scope).is_possible()
        || places
            .iter()
            .filter(around)
            .any(|outer| only_this(context, checked, rule, outer).is_impossible())
    {
        return;
    }
    let near = narrowed(program, &rule.scope);
    let mut struck = near.clone();
    if let Some(clause) = struck.clauses.get_mut(place.clause) {
        clause.formula = Formula::Known(true);
    }
    let parts = vec![Query::Holds(1, Formula::Clause(program.origin)), fails(program.origin)];
    let effort = Effort {
        polish: false,
        ..context.effort
    };
    let question = Question::new(vec![&near, &struck], Query::All(parts)).within(rule.scope.clone());
    match crate::verify::answer(&question, &effort) {
        Verdict::Possible(_) => {}
        Verdict::Undecided(why) => {
            let asked = format!("`{path}` decides the origin of any good");
            out.push(undecided(program, place.clause, &asked, &why));
        }
        Verdict::Impossible(core) => {
            let message = format!("threshold `{path}` decides the origin of no good");
            let finding = Finding::new(program, Code::NonBinding, Outcome::Proved, message)
                .at(program, place.clause, "every good has the same origin without this")
                .help("strike it, or make it stricter than the clauses named");
            out.push(with_core(finding, &[program, &struck], &core));
        }
    }
}

/// The comparisons that a condition contains beside other things: whether each makes a difference to it.
fn inside(context: &Context<'_>, checked: &Checked, (id, clause): (ClauseId, &Clause), out: &mut Vec<Finding>) {
    let program = checked.program();
    let concerned = matches!(
        clause.kind,
        ClauseKind::Definition | ClauseKind::Availability | ClauseKind::CarveOut | ClauseKind::Requirement
    );
    if !concerned || matches!(clause.formula, Formula::Compare { .. }) {
        return;
    }
    let mut number = 0;
    while let Some((taken, words)) = replaced(program, &clause.formula, number) {
        number = number.saturating_add(1);
        // Taken as met, the condition holds of more goods; taken as never met, of fewer. Under a `not` it's the other
        // way round.
        let (met, unmet) = taken;
        let differs = |other: &Formula| {
            let other = Query::Holds(0, other.clone());
            let here = holds(id);
            let differ = Query::Any(vec![
                Query::All(vec![other.clone(), Query::Not(Box::new(here.clone()))]),
                Query::All(vec![Query::Not(Box::new(other)), here]),
            ]);
            context.possible(checked, vec![differ], &CodeSet::all())
        };
        for (other, as_if) in [(met, "always met"), (unmet, "never met")] {
            let verdict = differs(&other);
            let Verdict::Impossible(core) = verdict.as_ref() else {
                continue;
            };
            let message = format!("`{words}` in `{}` might as well be {as_if}", clause.path);
            let finding = Finding::new(program, Code::NonBinding, Outcome::Proved, message)
                .at(program, id, "holds of the same goods then")
                .help("strike the comparison, or correct its figure");
            out.push(with_core(finding, &[program], core));
            break;
        }
    }
}

/// The formula with its comparison of that number taken as met and as never met, and the comparison in words.
fn replaced(program: &Program, formula: &Formula, number: usize) -> Option<((Formula, Formula), String)> {
    let mut words = None;
    let mut taken_as = |by: bool| {
        let mut left = number;
        formula.rewritten(&mut |part| match part {
            Formula::Compare {
                left: figure,
                op,
                right,
            } if !matches!(op, Comparison::Equal | Comparison::NotEqual) => {
                let here = left == 0;
                left = left.wrapping_sub(1);
                here.then(|| {
                    words = Some(comparison(program, figure, *op, right));
                    Formula::Known(by)
                })
            }
            _ => None,
        })
    };
    let both = (taken_as(true), taken_as(false));
    words.map(|words| (both, words))
}
