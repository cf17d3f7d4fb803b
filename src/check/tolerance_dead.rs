//! Tolerances that let no good in.

use crate::diagnostic::{Code, Severity};
use crate::ir::RuleKind;
use crate::model;
use crate::nomenclature::{CodeRange, CodeSet, HsCode};
use crate::syntax::tree::{CodeSpan, Declaration, Scope, ScopeItem};

use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::without::{Differs, differs};
use super::{Check, Checked, Context, Needs};

/// Every tolerance changes the origin of some good.
pub(super) const CHECK: Check = Check {
    code: Code::DeadTolerance,
    also: &[],
    name: "dead tolerance",
    title: "every tolerance changes the origin of some good",
    needs: Needs::Proof,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let same = context.amended(checked).is_some_and(|same| same.rules(|_| true));
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
    for (name, entry) in &checked.text.entries {
        let Declaration::Tolerance(tolerance) = entry.declaration.as_ref() else {
            continue;
        };
        // One for goods of which this text has no rule is idle here and not by its wording; one that is suspended is so
        // on purpose.
        let own = tolerance.scope.as_ref().map(|own| codes(checked, own));
        let idle = own.is_some_and(|own| own.is_disjoint(&scope));
        if idle || !entry.suspended.is_empty() || said(name, &entry.declaration) {
            continue;
        }
        let (compiled, problems) = model::compile(context.rulebook, &checked.text.without(name));
        // Without rules that it could relax there is nothing to ask.
        if problems.iter().any(|problem| problem.severity == Severity::Error) || scope.is_empty() {
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
                    .at_declaration(&tolerance.head, "every good has the same origin without it")
                    .help("strike it, or correct its scope, its limit or what it relaxes");
                out.push(with_core(finding, &[program, other], &core));
            }
        }
    }
}

/// The codes of a scope, as written.
fn codes(checked: &Checked, scope: &Scope) -> CodeSet {
    let all = |items: &[ScopeItem]| {
        let sets = items.iter().map(|item| match item {
            ScopeItem::All(_) => CodeSet::all(),
            ScopeItem::Codes(codes) => range(codes).into_iter().collect(),
            ScopeItem::List(name) => match checked
                .text
                .entries
                .get(&name.text)
                .map(|entry| entry.declaration.as_ref())
            {
                Some(Declaration::List(list)) => list.entries.iter().filter_map(|entry| range(&entry.codes)).collect(),
                _ => CodeSet::empty(),
            },
        });
        sets.fold(CodeSet::empty(), |all, set| all.union(&set))
    };
    all(&scope.items).subtract(&all(&scope.except))
}

fn range(codes: &CodeSpan) -> Option<CodeRange> {
    let first = HsCode::parse(&codes.first.text).ok()?;
    let last = codes
        .last
        .as_ref()
        .map_or(Some(first), |last| HsCode::parse(&last.text).ok())?;
    CodeRange::between(first, last)
}
