//! Entries of lists and definitions that change the origin of no good.

use std::sync::Arc;

use crate::diagnostic::{Code, Severity};
use crate::ir::Program;
use crate::model::{self, Text};
use crate::nomenclature::CodeSet;
use crate::syntax::tree::{Declaration, Expr, ExprKind, ListEntry};

use super::super::describe::{undecided, with_core};
use super::super::finding::{Finding, Outcome};
use super::super::same::Same;
use super::super::without::{Differs, differs};
use super::super::{Check, Checked, Context, Needs, When};

/// No entry of a list and no definition could be left out without changing the origin of some good.
///
/// A definition is left out by taking it as always met, and as never met: only if neither changes anything does nothing hang
/// on it.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::Idle,
    also: &[],
    name: "idle entry, definition",
    title: "every entry of a list and every definition changes the origin of some good",
    needs: Needs::Proof,
    when: When::OnRequest,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    for (name, entry) in &checked.text.entries {
        if !entry.suspended.is_empty() {
            continue;
        }
        match entry.declaration.as_ref() {
            Declaration::List(list) => {
                for place in 0..list.entries.len() {
                    let mut shorter = list.clone();
                    let struck = shorter.entries.remove(place);
                    let text = with(&checked.text, name, Declaration::List(shorter));
                    self::entry(context, checked, (name, &struck), &text, out);
                }
            }
            Declaration::Definition(definition) => {
                let settled = [true, false].map(|met| {
                    let mut settled = definition.clone();
                    settled.condition = constant(&definition.condition, met);
                    with(&checked.text, name, Declaration::Definition(settled))
                });
                self::definition(context, checked, name, &settled, out);
            }
            _ => {}
        }
    }
}

/// The text with that declaration in the place of the one of its name.
fn with(text: &Text, name: &Arc<str>, declaration: Declaration) -> Text {
    let mut text = text.clone();
    if let Some(entry) = text.entries.get_mut(name) {
        entry.declaration = Arc::new(declaration);
    }
    text
}

/// A condition over the same names that always holds, or never.
fn constant(condition: &Expr, met: bool) -> Expr {
    let not = Expr {
        kind: ExprKind::Not(Box::new(condition.clone())),
        span: condition.span,
    };
    let both = vec![condition.clone(), not];
    let kind = if met { ExprKind::Or(both) } else { ExprKind::And(both) };
    Expr {
        kind,
        span: condition.span,
    }
}

/// Whether any good has another origin under the other text; nothing if that is no text that can be asked about.
fn changes(context: &Context<'_>, checked: &Checked, text: &Text) -> Option<(Differs, Program)> {
    let (compiled, problems) = model::compile(context.rulebook, text);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return None;
    }
    let answer = differs(context, (checked.program(), &compiled.program), None, &CodeSet::all());
    Some((answer, compiled.program))
}

fn entry(
    context: &Context<'_>,
    checked: &Checked,
    (name, struck): (&str, &ListEntry),
    text: &Text,
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    let codes = &struck.codes;
    let to = codes
        .last
        .as_ref()
        .map_or_else(String::new, |last| format!(" to {}", last.text));
    let what = format!("the entry {}{to} of `{name}`", codes.first.text);
    match changes(context, checked, text) {
        None | Some((Differs::Yes, _)) => {}
        Some((Differs::Open(why), _)) => {
            let asked = format!("{what} changes the origin of any good");
            out.push(undecided(program, program.origin, &asked, &why));
        }
        Some((Differs::No(core), other)) => {
            let message = format!("{what} changes the origin of no good");
            let mut finding = Finding::new(program, Code::Idle, Outcome::Proved, message)
                .help("strike it if no claim needs it, or correct the codes or the clauses that were to use it");
            finding.diagnostic = finding
                .diagnostic
                .at(struck.span, "every good has the same origin without this")
                .clause(name.to_owned());
            out.push(with_core(finding, &[program, &other], &core));
        }
    }
}

fn definition(context: &Context<'_>, checked: &Checked, name: &str, settled: &[Text; 2], out: &mut Vec<Finding>) {
    let program = checked.program();
    let mut proved = None;
    for text in settled {
        match changes(context, checked, text) {
            None | Some((Differs::Yes, _)) => return,
            // One that the determination does not use is there for claims.
            Some((_, other)) if Same::between(program, &other).is_some_and(|same| same.by_path(other.origin)) => {
                return;
            }
            Some((Differs::No(core), other)) => match &mut proved {
                None => proved = Some((core, other)),
                Some((all, _)) => all.add(&core),
            },
            Some((Differs::Open(why), _)) => {
                let asked = format!("`{name}` changes the origin of any good");
                out.push(undecided(program, program.origin, &asked, &why));
                return;
            }
        }
    }
    let (Some((core, other)), Some(entry)) = (proved, checked.text.entries.get(name)) else {
        return;
    };
    let message = format!("definition `{name}` changes the origin of no good");
    let finding = Finding::new(program, Code::Idle, Outcome::Proved, message)
        .at_declaration(
            entry.declaration.head(),
            "every good has the same origin whether or not this is met",
        )
        .help("strike it if no claim needs it, or correct the clauses that were to use it");
    out.push(with_core(finding, &[program, &other], &core));
}
