//! Goods that lose their origin by what is known of their materials.

use crate::diagnostic::Code;
use crate::ir::{Depth, Program};
use crate::nomenclature::CodeSet;

use super::super::altered::{self, Pair, Turned};
use super::super::describe::{undecided, with_witness};
use super::super::finding::{Finding, Outcome};
use super::super::{Check, Checked, Context, Needs, When};

/// No good that originates while nothing is known of the contents of its materials loses its origin once they are known.
///
/// That the origin of a material is not known needs no check: the outcome is open then if it hangs on it.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::ContentsHurt,
    also: &[],
    name: "tracing that hurts",
    title: "no good loses its origin because it is told what its materials contain",
    needs: Needs::Proof,
    when: When::OnRequest,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    if !looks_through(program) {
        return;
    }
    let hidden = altered::hidden(program);
    let pair = Pair {
        program,
        altered: &hidden,
        change: &altered::without_contents,
    };
    match pair.turned(false, &CodeSet::all(), context.effort) {
        Turned::Never => {}
        Turned::Open(why) => {
            let asked = "any good loses its origin because its materials are looked into";
            out.push(undecided(program, program.origin, asked, &why));
        }
        Turned::Of(witness) => {
            let message = "a good loses its origin once it is told what its materials contain".to_owned();
            let finding = Finding::new(program, Code::ContentsHurt, Outcome::Refuted, message)
                .at(
                    program,
                    program.origin,
                    "this good does not originate, and would if the contents were not told",
                )
                .help("whoever has to trace gains by not knowing: say what counts for a material that is not traced");
            out.push(with_witness(finding, program, &witness, [], &[program.origin]));
        }
    }
}

/// Whether anything in the text looks into materials.
pub(super) fn looks_through(program: &Program) -> bool {
    program.materials.iter().any(|(_, one)| one.depth == Depth::LookThrough)
}
