//! Provisions on cumulation that cost a good its origin.

use crate::diagnostic::{Code, Severity};
use crate::model;
use crate::nomenclature::CodeSet;
use crate::syntax::tree::Declaration;

use super::altered::{Readings, Turned};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// No good originates without a provision on cumulation that does not originate with it.
pub(super) const CHECK: Check = Check {
    code: Code::CumulationHurts,
    also: &[],
    name: "cumulation that hurts",
    title: "no good loses its origin because a partner's materials or production count",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    if context.decides_as_amended(checked) {
        return;
    }
    for (name, entry) in &checked.text.entries {
        let Declaration::Cumulation(cumulation) = entry.declaration.as_ref() else {
            continue;
        };
        let (compiled, problems) = model::compile(context.rulebook, &checked.text.without(name));
        // Without the partner's own fact a clause that speaks of it has no meaning.
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            continue;
        }
        let pair = Readings {
            program: &compiled.program,
            other: program,
        };
        match pair.parted(true, &CodeSet::all(), context.effort) {
            Turned::Never => {}
            Turned::Open(why) => {
                let asked = format!("`{name}` costs any good its origin");
                out.push(undecided(program, program.origin, &asked, &why));
            }
            Turned::Of(witness) => {
                let message = format!("a good loses its origin by the cumulation `{name}`");
                let finding = Finding::new(program, Code::CumulationHurts, Outcome::Refuted, message)
                    .at_declaration(&cumulation.head, "this good originates without it, and not with it")
                    .help("a condition that asks for non-originating materials, or for origin in a party, turns cumulation into a burden");
                out.push(with_witness(finding, program, &witness, [], &[program.origin]));
            }
        }
    }
}
