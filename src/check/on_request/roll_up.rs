//! Originating materials that do not count as such in full.

use crate::diagnostic::Code;
use crate::ir::{Depth, Formula, MaterialTest, Materials};
use crate::nomenclature::CodeSet;
use crate::verify::Query;

use super::super::altered::{self, Pair, Turned};
use super::super::describe::{undecided, with_witness};
use super::super::finding::{Finding, Outcome};
use super::super::{Check, Checked, Context, Needs, When};

/// Whatever an originating material is made of, it counts as originating in full at the next level.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::RollUpUneven,
    also: &[],
    name: "roll-up",
    title: "a material that originates counts in full, whatever is in it, at every level",
    needs: Needs::Proof,
    when: When::OnRequest,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let mut program = checked.program().clone();
    if !super::contents::looks_through(&program) {
        return;
    }
    let foreign = program.materials.push(Materials {
        depth: Depth::Direct,
        test: MaterialTest::Not(Box::new(MaterialTest::Originating)),
    });
    let hidden = altered::hidden(&program);
    let pair = Pair {
        program: &program,
        altered: &hidden,
        change: &altered::without_contents,
    };
    // Of goods all of whose materials originate, so that it is their contents that count.
    let all_originate = Query::Holds(0, Formula::Exists(foreign).negate());
    match pair.turned_among(vec![all_originate], false, &CodeSet::all(), context.effort) {
        Turned::Never => {}
        Turned::Open(why) => {
            let asked = "what is in an originating material counts against any good";
            out.push(undecided(&program, program.origin, asked, &why));
        }
        Turned::Of(witness) => {
            let message = "what is in an originating material counts against the good".to_owned();
            let finding = Finding::new(&program, Code::RollUpUneven, Outcome::Refuted, message)
                .at(&program, program.origin, "all materials of this good originate, and it does not")
                .help("if originating materials are to count in full, look at the materials used directly, without `look-through`");
            out.push(with_witness(finding, &program, &witness, [], &[program.origin]));
        }
    }
}
