//! Carve-outs that leave nothing of what they carve out of.

use crate::diagnostic::Code;
use crate::ir::ClauseId;
use crate::nomenclature::CodeSet;
use crate::verify::Verdict;

use super::ask::{fails, holds};
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// Every carve-out leaves some good to what it carves out of.
pub(super) const CHECK: Check = Check {
    code: Code::SwallowedRule,
    also: &[],
    name: "swallowing carve-out",
    title: "every carve-out leaves some good to the clause that it carves out of",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let same = context.amended(checked);
    for carve_out in &program.carve_outs {
        let effective = effective(checked, &carve_out.name).unwrap_or(carve_out.applies);
        let known = |clause| same.as_ref().is_some_and(|same| same.by_path(clause));
        if known(carve_out.base) && known(effective) {
            continue;
        }
        let scope = program.rules.iter().find(|(_, rule)| rule.name == carve_out.target);
        let scope = scope.map_or_else(CodeSet::all, |(_, rule)| rule.scope.clone());
        match context
            .possible(checked, vec![holds(carve_out.base), fails(effective)], &scope)
            .as_ref()
        {
            Verdict::Possible(_) => {}
            Verdict::Undecided(why) => {
                let asked = format!("`{}` leaves anything of `{}`", carve_out.name, carve_out.target);
                out.push(undecided(program, carve_out.applies, &asked, why));
            }
            Verdict::Impossible(core) => {
                // What applies to nothing can't be swallowed.
                if !context
                    .possible(checked, vec![holds(carve_out.base)], &scope)
                    .is_possible()
                {
                    continue;
                }
                let message = format!("`{}` always displaces `{}`", carve_out.name, carve_out.target);
                let finding = Finding::new(program, Code::SwallowedRule, Outcome::Proved, message)
                    .at(
                        program,
                        carve_out.applies,
                        "applies wherever the clause applies that it carves out of",
                    )
                    .also(program, carve_out.base, "which is never reached")
                    .help("narrow the carve-out, or put its words in the place of the clause");
                out.push(with_core(finding, &[program], core));
            }
        }
    }
}

/// The clause that a carve-out applies and none beats it.
fn effective(checked: &Checked, name: &str) -> Option<ClauseId> {
    let clauses = &checked.program().clauses;
    clauses.iter().find(|(_, clause)| clause.path == name).map(|(id, _)| id)
}
