//! Alternatives that add nothing to the others.

use std::rc::Rc;

use crate::diagnostic::Code;
use crate::ir::{Join, Rule};
use crate::verify::Verdict;

use super::ask::{fails, holds};
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::places::{Groups, Place};
use super::{Check, Checked, Context, Needs, When};

/// Every alternative helps some good that the others do not.
pub(super) const CHECK: Check = Check {
    code: Code::RedundantAlternative,
    also: &[],
    name: "redundant alternative",
    title: "every alternative helps some good that the others do not help",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

/// Whether a good that comes under the rule meets this alternative and none of the others.
pub(super) fn only_this(context: &Context<'_>, checked: &Checked, rule: &Rule, place: &Place) -> Rc<Verdict> {
    let mut parts = vec![holds(rule.fires)];
    parts.extend(place.around.iter().copied().map(holds));
    parts.push(holds(place.clause));
    parts.extend(place.others.iter().copied().map(fails));
    context.possible(checked, parts, &rule.scope)
}

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let groups = Groups::of(program);
    for rule in context.rules(checked) {
        if !context.met(checked, rule).is_possible() {
            continue;
        }
        for place in groups
            .places(rule)
            .iter()
            .filter(|place| place.join == Join::Any && !place.others.is_empty())
        {
            alternative(context, checked, rule, place, out);
        }
    }
}

fn alternative(context: &Context<'_>, checked: &Checked, rule: &Rule, place: &Place, out: &mut Vec<Finding>) {
    let program = checked.program();
    let path = &program.clauses[place.clause].path;
    let verdict = only_this(context, checked, rule, place);
    match verdict.as_ref() {
        Verdict::Possible(_) => {}
        Verdict::Undecided(why) => {
            out.push(undecided(
                program,
                place.clause,
                &format!("`{path}` adds anything to the other alternatives"),
                why,
            ));
        }
        Verdict::Impossible(core) => {
            let mut parts = vec![holds(rule.fires)];
            parts.extend(place.around.iter().copied().map(holds));
            parts.push(holds(place.clause));
            if !context.possible(checked, parts, &rule.scope).is_possible() {
                // It is dead altogether, which another check says.
                return;
            }
            let message = format!("alternative `{path}` adds nothing: what meets it meets another one too");
            let mut finding = Finding::new(program, Code::RedundantAlternative, Outcome::Proved, message)
                .at(program, place.clause, "every good that meets this …")
                .help("strike it, or make it wider than the others in some respect");
            for other in &place.others {
                if core.clauses.iter().any(|(_, clause)| clause == other) {
                    finding = finding.also(program, *other, "… meets this one too");
                }
            }
            out.push(with_core(finding, &[program], core));
        }
    }
}
