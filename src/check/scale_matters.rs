//! Amounts of money or weight that make origin depend on the size of the consignment.

use crate::diagnostic::Code;

use super::altered::{self, Pair};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// Twice the good has the origin of the good.
pub(super) const CHECK: Check = Check {
    code: Code::ScaleMatters,
    also: &[],
    name: "size of the consignment",
    title: "twice as much of a good has the same origin",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let absolute = altered::absolute(program);
    let Some(clause) = absolute.first() else { return };
    let altered = altered::with_doubled(program);
    let pair = Pair {
        program,
        altered: &altered,
        change: &altered::doubled,
    };
    let (what, witness) = match pair.turned_either_way(context.effort) {
        Ok(None) => return,
        Ok(Some(found)) => found,
        Err(why) => {
            out.push(undecided(
                program,
                *clause,
                "twice as much of a good has the same origin",
                &why,
            ));
            return;
        }
    };
    let message = format!("a good {what} origin if there is twice as much of it");
    let mut finding = Finding::new(program, Code::ScaleMatters, Outcome::Refuted, message)
        .at(program, *clause, "an amount that does not grow with the good")
        .help("if the amount is meant for a consignment, say so in its title; else write a share");
    for other in absolute.iter().skip(1) {
        finding = finding.also(program, *other, "and here");
    }
    out.push(with_witness(finding, program, &witness, [], &[program.origin]));
}
