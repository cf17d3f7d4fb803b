//! Tolerances that let no good in.

use crate::diagnostic::{Code, Severity};
use crate::ir::RuleKind;
use crate::model;
use crate::nomenclature::CodeSet;
use crate::syntax::tree::Declaration;

use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::without::{Differs, differs};
use super::{Check, Checked, Context, Needs, When};

/// Every tolerance changes the origin of some good.
pub(super) const CHECK: Check = Check {
    code: Code::DeadTolerance,
    also: &[],
    name: "dead tolerance",
    title: "every tolerance changes the origin of some good",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let same = context.decides_as_amended(checked);
    let base = checked.text.amends.as_ref().and_then(|name| context.text(name));
    let said = |name: &str, tolerance: &Declaration| {
        let before = base.and_then(|base| base.text.entries.get(name));
        same && before.is_some_and(|before| *before.declaration == *tolerance)
    };
    let mut scope = CodeSet::empty();
    for (_, rule) in program
        .rules
        .iter()
        .filter(|(_, rule)| rule.kind == RuleKind::ProductRule)
    {
        scope = scope.union(&rule.scope);
    }
    for tolerance in &program.tolerances {
        let name = tolerance.name.as_str();
        let Some(entry) = checked.text.entries.get(name) else {
            continue;
        };
        // One for goods of which this text has no rule is idle here and not by its wording; one that is suspended is so
        // on purpose.
        let idle = tolerance.scope.is_disjoint(&scope);
        if idle || !entry.suspended.is_empty() || said(name, &entry.declaration) {
            continue;
        }
        let (compiled, problems) = model::compile(context.rulebook, &checked.text.without(name));
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            continue;
        }
        let other = &compiled.program;
        match differs(context, (program, other), None, &scope) {
            Differs::Yes => {}
            Differs::Open(why) => {
                let asked = format!("`{name}` changes the origin of any good");
                out.push(undecided(program, program.origin, &asked, &why));
            }
            Differs::No(core) => {
                let message = format!("tolerance `{name}` changes the origin of no good");
                let finding = Finding::new(program, Code::DeadTolerance, Outcome::Proved, message)
                    .at_declaration(entry.declaration.head(), "every good has the same origin without it")
                    .help("strike it, or correct its scope, its limit or what it relaxes");
                out.push(with_core(finding, &[program, other], &core));
            }
        }
    }
}
