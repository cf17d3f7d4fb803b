//! Carve-outs that change the origin of no good.

use crate::diagnostic::{Code, Severity};
use crate::eval::{self, Loaded};
use crate::ir::{CarveOut, ClauseId, ClauseKind, Formula, Program, Rule, RuleKind};
use crate::model::{self, Text};
use crate::nomenclature::CodeSet;
use crate::syntax::tree::Declaration;
use crate::verify::{Effort, Query, Question, Verdict};

use super::ask::holds;
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::reach::Reach;
use super::{Check, Checked, Context, Needs};

/// Every carve-out changes the origin of some good.
pub(super) const CHECK: Check = Check {
    code: Code::DeadCarveOut,
    also: &[],
    name: "dead carve-out",
    title: "every carve-out changes the origin of some good",
    needs: Needs::Proof,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let same = context.amended(checked);
    for carve_out in &program.carve_outs {
        let scope = touched(checked, carve_out);
        if same
            .as_ref()
            .is_some_and(|same| same.rules(|rule| !rule.scope.is_disjoint(&scope)))
        {
            continue;
        }
        // One that can't apply where its target does can't change anything, which is settled in one text.
        let together = context.possible(checked, vec![holds(carve_out.base), holds(carve_out.applies)], &scope);
        if let Verdict::Impossible(core) = together.as_ref() {
            let label = "never applies where the clause applies that it carves out of";
            out.push(with_core(dead(checked, carve_out, label), &[program], core));
            continue;
        }
        let without = without(&checked.text, &carve_out.name);
        let (compiled, problems) = model::compile(context.rulebook, &without);
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            continue;
        }
        let other = &compiled.program;
        if example(context, (checked, other), carve_out, &scope) {
            continue;
        }
        let (here, there) = (
            Query::Holds(0, Formula::Clause(program.origin)),
            Query::Holds(1, Formula::Clause(other.origin)),
        );
        // Where it does not apply the texts are alike; to say so spares the verifier much.
        let applies = Query::Holds(0, Formula::Clause(carve_out.applies));
        let differ = Query::Any(vec![
            Query::All(vec![here.clone(), Query::Not(Box::new(there.clone()))]),
            Query::All(vec![Query::Not(Box::new(here)), there]),
        ]);
        let query = Query::All(vec![applies, differ]);
        let effort = Effort {
            polish: false,
            ..context.effort
        };
        let question = Question::new(vec![program, other], query).within(scope);
        match crate::verify::answer(&question, &effort) {
            Verdict::Possible(_) => {}
            Verdict::Undecided(why) => {
                let asked = format!("`{}` changes the origin of any good", carve_out.name);
                out.push(undecided(program, carve_out.applies, &asked, &why));
            }
            Verdict::Impossible(core) => {
                let label = "every good has the same origin without it";
                out.push(with_core(dead(checked, carve_out, label), &[program, other], &core));
            }
        }
    }
}

/// Whether a good whose rule decides it differently is found to originate under one of the texts only. That is nearly
/// always so, and spares the question about the whole determination of both texts.
fn example(
    context: &Context<'_>,
    (checked, other): (&Checked, &Program),
    carve_out: &CarveOut,
    scope: &CodeSet,
) -> bool {
    let program = checked.program();
    let effort = Effort {
        polish: false,
        minimise: false,
        ..context.effort
    };
    for (_, rule) in program.rules.iter().filter(|(_, rule)| !rule.scope.is_disjoint(scope)) {
        let Some((_, twin)) = other.rules.iter().find(|(_, twin)| twin.name == rule.name) else {
            continue;
        };
        let met = |text, rule: &Rule| Query::Holds(text, Formula::Clause(rule.fires).and(Formula::Clause(rule.body)));
        for (better, worse) in [(met(0, rule), met(1, twin)), (met(1, twin), met(0, rule))] {
            let mut parts = vec![
                Query::Holds(0, Formula::Clause(carve_out.applies)),
                better,
                Query::Not(Box::new(worse)),
            ];
            parts.extend(besides(program));
            let question = Question::new(vec![program, other], Query::All(parts)).within(rule.scope.intersect(scope));
            let Verdict::Possible(witness) = crate::verify::answer(&question, &effort) else {
                continue;
            };
            let decided = |program: &Program| {
                let loaded = Loaded::new(program, &witness.case).ok()?;
                eval::decide(program, &loaded).ok()?.known()
            };
            if let (Some(here), Some(there)) = (decided(program), decided(other))
                && here != there
            {
                return true;
            }
        }
    }
    false
}

/// What else a good has to meet to originate by a product rule.
fn besides(program: &Program) -> Vec<Query> {
    let mut parts = Vec::new();
    for (_, rule) in program.rules.iter() {
        if rule.kind == RuleKind::Requirement {
            let waived = Formula::Clause(rule.fires).negate();
            parts.push(Query::Holds(0, Formula::Any(vec![waived, Formula::Clause(rule.body)])));
        }
        let lines = program.groups.iter().filter(|group| group.whole == rule.body);
        for group in lines.filter(|_| rule.kind == RuleKind::Criterion) {
            let whole = |clause: &ClauseId| {
                matches!(&program.clauses[*clause].formula, Formula::Clause(inner)
                    if program.clauses[*inner].kind == ClauseKind::ProductRules)
            };
            if group.members.iter().any(whole) {
                let others = group.members.iter().filter(|member| !whole(member));
                parts.extend(others.map(|member| Query::Holds(0, Formula::Clause(*member))));
            }
        }
    }
    parts
}

fn dead(checked: &Checked, carve_out: &CarveOut, label: &str) -> Finding {
    let message = format!("carve-out `{}` changes the origin of no good", carve_out.name);
    Finding::new(checked.program(), Code::DeadCarveOut, Outcome::Proved, message)
        .at(checked.program(), carve_out.applies, label)
        .help("strike it, or correct its conditions, its codes or the alternative that makes up for it")
}

/// The goods whose origin the carve-out can touch: those of the rules that rest on what it carves out of.
fn touched(checked: &Checked, carve_out: &CarveOut) -> CodeSet {
    let program = checked.program();
    let mut scope = CodeSet::empty();
    for (_, rule) in program.rules.iter() {
        let mut rests = rule.name == carve_out.target || rule.name == carve_out.name;
        for clause in [rule.fires, rule.body] {
            rests |= Reach::directly(program, clause).clauses.contains(&carve_out.applies);
        }
        if rests {
            scope = scope.union(&rule.scope);
        }
    }
    if scope.is_empty() { CodeSet::all() } else { scope }
}

/// The text without the carve-out and those that carve out of it.
fn without(text: &Text, name: &str) -> Text {
    let mut text = text.clone();
    let mut names = vec![name.to_owned()];
    while let Some(name) = names.pop() {
        text = text.without(&name);
        for (other, entry) in &text.entries {
            if let Declaration::CarveOut(carve_out) = entry.declaration.as_ref()
                && *carve_out.target.text == *name
            {
                names.push(other.to_string());
            }
        }
    }
    text
}
