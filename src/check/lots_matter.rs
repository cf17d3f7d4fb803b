//! Counts that make origin depend on how a material was bought.

use crate::diagnostic::Code;
use crate::eval::{self, Loaded};
use crate::good::Case;
use crate::ir::{AggregateKind, ClauseId, Program};
use crate::verify::Witness;

use super::altered::{self, Pair};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::reach::Reach;
use super::{Check, Checked, Context, Needs, When};

/// What is asked, for when it stays open.
const ASKED: &str = "buying a material in two lots changes origin";

/// A material in two lots does what it does in one.
pub(super) const CHECK: Check = Check {
    code: Code::LotsMatter,
    also: &[],
    name: "lots of a material",
    title: "a material that comes in two lots counts as in one",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let reached = Reach::of(program, program.origin).clauses;
    let counting = |kind: fn(AggregateKind) -> bool| -> Option<ClauseId> {
        let own = |clause: &&ClauseId| {
            Reach::itself(program, **clause)
                .aggregates
                .iter()
                .any(|id| kind(program.aggregates[*id].kind))
        };
        reached.iter().find(own).copied()
    };
    // The verifier can't put the largest and the smallest of something; that a text with them has no such goods would
    // be a guess.
    if let Some(clause) = counting(|kind| matches!(kind, AggregateKind::Largest | AggregateKind::Smallest)) {
        let why = crate::verify::Undecided {
            reason: crate::verify::Reason::NotExpressible("the largest or the smallest of some materials".to_owned()),
            case: None,
        };
        out.push(undecided(
            program,
            clause,
            "buying a material in two lots changes origin",
            &why,
        ));
        return;
    }
    let Some(clause) = counting(|kind| kind == AggregateKind::Count) else {
        return;
    };
    let altered = altered::split(program);
    let pair = Pair {
        program,
        altered: &altered,
        change: &altered::in_two_lots,
    };
    match pair.turned_either_way(context.effort) {
        Ok(None) => {}
        Err(why) => out.push(undecided(program, clause, ASKED, &why)),
        Ok(Some((what, witness))) => {
            let message = format!("a good {what} origin if a material of it comes in two lots");
            let finding = Finding::new(program, Code::LotsMatter, Outcome::Refuted, message)
                .at(program, clause, "this counts lots")
                .help("say what is counted by value or by weight, or by kind: `any material where …`");
            let shown = one_is_enough(program, &witness.case).map_or(*witness.clone(), |case| Witness {
                case,
                ..*witness.clone()
            });
            out.push(with_witness(finding, program, &shown, [], &[program.origin]));
        }
    }
}

/// The verifier may have put several materials into two lots at once. Of the goods on the way there, one by one, the last
/// that has the origin of the good that was found: with one material more in two lots it has another.
fn one_is_enough(program: &Program, case: &Case) -> Option<Case> {
    const MOST_LOTS: usize = 32;
    let decided = |case: &Case| {
        let loaded = Loaded::new(program, case).ok()?;
        eval::decide(program, &loaded).ok()?.known()
    };
    let origin = decided(case)?;
    for place in 0..case.good.materials.len() {
        let mut now = case.clone();
        for _ in 0..MOST_LOTS {
            let next = altered::in_two_lots(program, &altered::marked(&now, place)?);
            match decided(&next) {
                Some(other) if other != origin => return Some(now),
                Some(_) => now = next,
                None => break,
            }
        }
    }
    None
}
