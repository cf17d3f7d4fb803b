//! Goods that lose origin because a material originates.

use crate::diagnostic::Code;
use crate::ir::RuleKind;
use crate::nomenclature::CodeSet;

use super::altered::{self, Change, Effects, Pair, Turned};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// No good loses origin by a material becoming originating.
pub(super) const CHECK: Check = Check {
    code: Code::OriginHurts,
    also: &[],
    name: "origin that hurts",
    title: "no good loses its origin because a material of it originates",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let effects = Effects::of(Change::Originating, program);
    if effects.never_takes(program.origin) {
        return;
    }
    let altered = altered::originating(program);
    let pair = Pair {
        program,
        altered: &altered,
        change: &altered::made_originating,
    };
    // Where only product rules can lose by it, goods under those rules are the ones to look at.
    let (mut scope, mut whole) = (CodeSet::empty(), false);
    for (_, rule) in program.rules.iter() {
        if effects.never_takes(rule.body) && effects.never_turns(rule.fires) {
            continue;
        }
        whole |= rule.kind != RuleKind::ProductRule;
        scope = scope.union(&rule.scope);
    }
    let scope = if whole { CodeSet::all() } else { scope };
    match pair.turned(true, &scope, context.effort) {
        Turned::Never => {}
        Turned::Open(why) => {
            out.push(undecided(
                program,
                program.origin,
                "any good loses origin because a material originates",
                &why,
            ));
        }
        Turned::Of(witness) => {
            let message = "a good loses its origin if more of its materials originate".to_owned();
            let finding = Finding::new(program, Code::OriginHurts, Outcome::Refuted, message)
                .at(
                    program,
                    program.origin,
                    "this good originates; with originating materials it would not",
                )
                .help("a condition that asks for non-originating materials rewards them: turn it round");
            out.push(with_witness(finding, program, &witness, [], &[program.origin]));
        }
    }
}
