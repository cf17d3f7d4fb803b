//! Carve-outs that change the origin of no good.

use std::sync::Arc;

use crate::diagnostic::{Code, Severity};
use crate::ir::CarveOut;
use crate::model::{self, Text};
use crate::nomenclature::CodeSet;
use crate::syntax::tree::Declaration;
use crate::verify::Verdict;

use super::ask::holds;
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::reach::Reach;
use super::without::{Differs, differs};
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
        match differs(context, (program, other), Some(carve_out.applies), &scope) {
            Differs::Yes => {}
            Differs::Open(why) => {
                let asked = format!("`{}` changes the origin of any good", carve_out.name);
                out.push(undecided(program, carve_out.applies, &asked, &why));
            }
            Differs::No(core) => {
                let label = "every good has the same origin without it";
                out.push(with_core(dead(checked, carve_out, label), &[program, other], &core));
            }
        }
    }
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

/// The text without the carve-out and those that carve out of it; what says that it prevails over one of them says so no
/// more.
fn without(text: &Text, name: &str) -> Text {
    let mut text = text.clone();
    let mut names = vec![name.to_owned()];
    while let Some(name) = names.pop() {
        text = text.without(&name);
        for (other, entry) in &mut text.entries {
            if let Declaration::CarveOut(carve_out) = entry.declaration.as_ref() {
                if *carve_out.target.text == *name {
                    names.push(other.to_string());
                }
                if carve_out.despite.iter().any(|beaten| *beaten.text == *name) {
                    let mut carve_out = carve_out.clone();
                    carve_out.despite.retain(|beaten| *beaten.text != *name);
                    entry.declaration = Arc::new(Declaration::CarveOut(carve_out));
                }
            }
        }
    }
    text
}
