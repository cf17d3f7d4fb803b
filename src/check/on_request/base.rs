//! Goods whose origin hangs on which value a figure is reckoned over.

use crate::diagnostic::Code;
use crate::ir::{BasisId, ClauseId, Formula, MeasureId, Num};
use crate::nomenclature::CodeSet;

use super::super::altered::{self, Readings};
use super::super::describe::{undecided, with_witness};
use super::super::finding::{Finding, Outcome};
use super::super::reach::Reach;
use super::super::{Check, Checked, Context, Needs, When};

/// As many places are shown as help to see which figures are meant.
const SHOWN: usize = 4;

/// No good's origin hangs on which of two values that the agreement puts in order its figures are reckoned over.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::BaseReading,
    also: &[],
    name: "base reading",
    title: "which goods hang on reckoning over one value or the next, where the agreement puts them in order",
    needs: Needs::Proof,
    when: When::OnRequest,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let reached = Reach::of(program, program.origin);
    for order in &program.orders {
        let Some(smaller) = order.smaller else { continue };
        for (from, to) in [(smaller, order.larger), (order.larger, smaller)] {
            let measures: Vec<MeasureId> = reached
                .measures
                .iter()
                .copied()
                .filter(|id| uses(&program.measures[*id].value, from))
                .collect();
            let clauses: Vec<ClauseId> = reached
                .clauses
                .iter()
                .copied()
                .filter(|id| compares(&program.clauses[*id].formula, from))
                .collect();
            if measures.is_empty() && clauses.is_empty() {
                continue;
            }
            let other = altered::over(program, from, to);
            let pair = Readings { program, other: &other };
            let name = |basis: BasisId| program.vocabulary.bases[basis].name.as_str();
            let what = format!("figures over `{}` are reckoned over `{}`", name(from), name(to));
            match pair.parted_either_way(&CodeSet::all(), context.effort) {
                Ok(None) => {}
                Err(why) => {
                    let asked = format!("any good's origin hangs on whether {what}");
                    out.push(undecided(program, order.clause, &asked, &why));
                }
                Ok(Some((origin, witness))) => {
                    let message = format!("a good's origin hangs on whether {what}");
                    let mut finding = Finding::new(program, Code::BaseReading, Outcome::Refuted, message)
                        .at(program, order.clause, "the order of the two is stated here")
                        .help("the text is read as it is written: see that each measure names the value that the agreement means");
                    for id in measures.iter().take(SHOWN) {
                        let measure = &program.measures[*id];
                        finding.diagnostic = finding.diagnostic.also(measure.span, "reckoned over it here");
                    }
                    for clause in clauses.iter().take(SHOWN) {
                        finding = finding.also(program, *clause, "reckoned over it here");
                    }
                    finding = with_witness(finding, program, &witness, measures, &[program.origin]);
                    out.push(finding.note(format!("by the other reading it would {origin}")));
                }
            }
        }
    }
}

/// Whether a condition compares something with the value itself.
fn compares(formula: &Formula, basis: BasisId) -> bool {
    let mut found = false;
    formula.each_figure(&mut |figure| found |= *figure == Num::Basis(basis));
    found
}

/// Whether a figure is reckoned over the value itself.
fn uses(num: &Num, basis: BasisId) -> bool {
    let mut found = false;
    num.each(&mut |figure| found |= *figure == Num::Basis(basis));
    found
}
