//! Thresholds that let some goods in and shut others out as they rise.

use crate::amount::Ratio;
use crate::diagnostic::Code;
use crate::ir::{ClauseId, Program, Threshold};
use crate::nomenclature::CodeSet;
use crate::verify::{Undecided, Witness};

use super::altered::{self, Change, Effects, Readings, Turned};
use super::ask::users;
use super::describe::{describe_good, undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// Raising a threshold does not let one good in and shut another out.
pub(super) const CHECK: Check = Check {
    code: Code::ThresholdBothWays,
    also: &[],
    name: "threshold both ways",
    title: "no threshold, when it is raised, lets one good in and shuts another out",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let same = context.amended(checked);
    for threshold in &program.thresholds {
        let Some(first) = threshold.stages.first() else {
            continue;
        };
        let known = |stage: &ClauseId| same.as_ref().is_some_and(|same| same.by_path(*stage));
        if threshold.stages.iter().all(known) && same.as_ref().is_some_and(|same| same.rules(|_| true)) {
            continue;
        }
        // Mostly the wording alone shows that it works one way.
        if Effects::of(Change::Raised(&threshold.value), program).is_one_way(program.origin) {
            continue;
        }
        match both_ways(context, program, threshold, *first) {
            Ok(None) => {}
            Ok(Some([loser, winner])) => out.push(told(program, threshold, *first, &loser, &winner)),
            Err(why) => {
                let asked = format!("raising `{}` lets one good in and shuts another out", threshold.name);
                out.push(undecided(program, *first, &asked, &why));
            }
        }
    }
}

/// A good that a rise shuts out and one that it lets in, if there are both.
fn both_ways(
    context: &Context<'_>,
    program: &Program,
    threshold: &Threshold,
    stage: ClauseId,
) -> Result<Option<[Box<Witness>; 2]>, Undecided> {
    // Rises of these parts of the figure are tried when it has to be shown.
    const RISES: [(i64, i64); 3] = [(1, 10), (1, 100), (1, 2)];
    let (_, used) = users(program, stage);
    let scope = if used.is_empty() { CodeSet::all() } else { used };
    let at_will = altered::raised_at_will(program, &threshold.value);
    let any = Readings {
        program,
        other: &at_will,
    };
    let mut found = Vec::new();
    for lost in [true, false] {
        match any.parted(lost, &scope, context.effort) {
            Turned::Never => return Ok(None),
            Turned::Open(why) => return Err(why),
            Turned::Of(_) => {}
        }
        let mut open = None;
        let shown = RISES.iter().find_map(|(up, of)| {
            let raised = altered::raised(program, &threshold.value, &Ratio::from_parts(*up, *of)?);
            let pair = Readings {
                program,
                other: &raised,
            };
            match pair.parted(lost, &scope, context.effort) {
                Turned::Of(witness) => Some(witness),
                Turned::Never => None,
                Turned::Open(why) => {
                    open = Some(why);
                    None
                }
            }
        });
        match shown {
            Some(witness) => found.push(witness),
            None => {
                let words = "no rise that was tried shows it, and that none does was not proved".to_owned();
                return Err(open.unwrap_or(Undecided {
                    reason: crate::verify::Reason::Effort(words),
                    case: None,
                }));
            }
        }
    }
    Ok(<[Box<Witness>; 2]>::try_from(found).ok())
}

fn told(program: &Program, threshold: &Threshold, stage: ClauseId, loser: &Witness, winner: &Witness) -> Finding {
    let message = format!("raising `{}` shuts one good out and lets another in", threshold.name);
    let mut finding = Finding::new(program, Code::ThresholdBothWays, Outcome::Refuted, message)
        .at(
            program,
            stage,
            "a higher figure is stricter for one good and laxer for another",
        )
        .help("ask for the figure in one direction only, or give each use a threshold of its own");
    for (id, clause) in program.clauses.iter() {
        let mut here = false;
        clause
            .formula
            .each_figure(&mut |figure| here |= *figure == threshold.value);
        if here {
            finding = finding.also(program, id, "compared here");
        }
    }
    finding = with_witness(finding, program, loser, [], &[]);
    finding = finding.note("the good above originates, and with a higher figure it does not");
    for line in describe_good(program, &winner.case) {
        finding = finding.note(line.replacen("such a good:", "another good:", 1));
    }
    finding.note("this one does not originate, and with a higher figure it does")
}
