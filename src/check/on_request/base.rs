//! Goods whose origin hangs on which value a figure is reckoned over.

use crate::diagnostic::Code;
use crate::ir::{BasisId, ClauseId, Formula, MeasureId, Num};
use crate::nomenclature::CodeSet;

use super::super::altered::{self, Readings, Turned};
use super::super::describe::{undecided, with_witness};
use super::super::finding::{Finding, Outcome};
use super::super::reach::Reach;
use super::super::{Check, Checked, Context, Needs, When};

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
    let reckoned = |basis: BasisId| -> Vec<MeasureId> {
        let over = |id: &MeasureId| uses(&program.measures[*id].value, basis);
        reached.measures.iter().copied().filter(over).collect()
    };
    let compared = |basis: BasisId| -> Vec<ClauseId> {
        let over = |id: &ClauseId| compares(&program.clauses[*id].formula, basis);
        reached.clauses.iter().copied().filter(over).collect()
    };
    for order in &program.orders {
        let Some(smaller) = order.smaller else { continue };
        for (from, to) in [(smaller, order.larger), (order.larger, smaller)] {
            let (measures, clauses) = (reckoned(from), compared(from));
            if measures.is_empty() && clauses.is_empty() {
                continue;
            }
            let other = altered::over(program, from, to);
            let pair = Readings { program, other: &other };
            let name = |basis: BasisId| program.vocabulary.bases[basis].name.as_str();
            let what = format!("figures over `{}` are reckoned over `{}`", name(from), name(to));
            for (lost, origin) in [(true, "not originate"), (false, "originate")] {
                match pair.parted(lost, &CodeSet::all(), context.effort) {
                    Turned::Never => continue,
                    Turned::Open(why) => {
                        let asked = format!("any good's origin hangs on whether {what}");
                        out.push(undecided(program, order.clause, &asked, &why));
                    }
                    Turned::Of(witness) => {
                        let message = format!("a good's origin hangs on whether {what}");
                        let mut finding = Finding::new(program, Code::BaseReading, Outcome::Refuted, message)
                            .at(program, order.clause, "the order of the two is stated here")
                            .help("the text is read as it is written: see that each measure names the value that the agreement means");
                        for id in measures.iter().take(4) {
                            let measure = &program.measures[*id];
                            finding.diagnostic = finding.diagnostic.also(measure.span, "reckoned over it here");
                        }
                        for clause in clauses.iter().take(4) {
                            finding = finding.also(program, *clause, "reckoned over it here");
                        }
                        finding = with_witness(finding, program, &witness, measures.iter().copied(), &[program.origin]);
                        out.push(finding.note(format!("by the other reading it would {origin}")));
                    }
                }
                break;
            }
        }
    }
}

fn compares(formula: &Formula, basis: BasisId) -> bool {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => parts.iter().any(|part| compares(part, basis)),
        Formula::Not(inner) => compares(inner, basis),
        Formula::Compare { left, right, .. } => uses(left, basis) || uses(right, basis),
        _ => false,
    }
}

fn uses(num: &Num, basis: BasisId) -> bool {
    match num {
        Num::Basis(id) => *id == basis,
        Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => parts.iter().any(|part| uses(part, basis)),
        Num::Product(a, b) | Num::Quotient(a, b) => uses(a, basis) || uses(b, basis),
        Num::Cases(cases) => cases.iter().any(|case| uses(&case.then, basis)),
        Num::Rounded(_, inner) => uses(inner, basis),
        Num::Const(_) | Num::Attribute(_) | Num::Aggregate(_) | Num::Measure(_) | Num::Averaged { .. } => false,
    }
}
