//! Divisors that can be zero.

use crate::diagnostic::Code;
use crate::ir::{MeasureId, Num, Program};

use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// No measure divides by what may be zero.
///
/// Every proof takes divisors as more than zero, and says so, so the verifier can't be asked; a value of the good
/// alone, such as the net cost, is zero for no good that is traded. What is found by reading is a divisor from which
/// something is taken away, or that consists of materials only: that is zero for ordinary goods.
pub(super) const CHECK: Check = Check {
    code: Code::DivisionByZero,
    also: &[],
    name: "division by zero",
    title: "no measure divides by a figure that is zero for an ordinary good",
    needs: Needs::Text,
    when: When::Always,
    run,
};

fn run<'a>(_: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    for (id, measure) in program.measures.iter() {
        let mut found = Vec::new();
        divisors(&measure.value, &mut found);
        let Some(why) = found
            .into_iter()
            .find_map(|divisor| may_be_zero(program, divisor, &mut vec![id]))
        else {
            continue;
        };
        let message = format!("measure `{}` can divide by zero", measure.name);
        let mut finding = Finding::new(program, Code::DivisionByZero, Outcome::Refuted, message)
            .help("divide by a value of the good, such as its net cost, or say when the method is available");
        finding.diagnostic = finding.diagnostic.at(measure.span, why).clause(measure.name.clone());
        if let Some(source) = &measure.citation {
            finding.diagnostic = finding.diagnostic.cite(source.clone());
        }
        out.push(finding);
    }
}

fn divisors<'a>(num: &'a Num, found: &mut Vec<&'a Num>) {
    match num {
        Num::Quotient(above, below) => {
            found.push(below);
            divisors(above, found);
            divisors(below, found);
        }
        Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => {
            for part in parts {
                divisors(part, found);
            }
        }
        Num::Product(a, b) => {
            divisors(a, found);
            divisors(b, found);
        }
        Num::Rounded(_, inner) => divisors(inner, found),
        Num::Cases(cases) => {
            for case in cases {
                divisors(&case.then, found);
            }
        }
        Num::Const(_)
        | Num::Basis(_)
        | Num::Attribute(_)
        | Num::Aggregate(_)
        | Num::Measure(_)
        | Num::Averaged { .. } => {}
    }
}

/// Why a divisor may be zero; `open` are the measures it is read through, so that none is read twice.
fn may_be_zero(program: &Program, num: &Num, open: &mut Vec<MeasureId>) -> Option<&'static str> {
    match num {
        Num::Const(value) => value.is_zero().then_some("divides by nought"),
        Num::Basis(_) => None,
        Num::Attribute(_) => Some("divides by a figure that may be nought"),
        Num::Aggregate(_) => Some("divides by a figure of the materials, which is zero where there are none of these"),
        Num::Sum(parts) => {
            let taken = |part: &Num| matches!(part, Num::Product(a, b) if is_negative(a) || is_negative(b));
            if parts.iter().any(taken) {
                return Some("divides by a difference, which is zero where both figures are equal");
            }
            // A sum is more than zero if one of its parts is.
            let whys: Option<Vec<&str>> = parts.iter().map(|part| may_be_zero(program, part, open)).collect();
            whys.and_then(|whys| whys.first().copied())
        }
        Num::Product(a, b) => may_be_zero(program, a, open).or_else(|| may_be_zero(program, b, open)),
        Num::Quotient(above, _) => may_be_zero(program, above, open),
        Num::Min(parts) => parts.iter().find_map(|part| may_be_zero(program, part, open)),
        Num::Max(parts) => {
            let whys: Option<Vec<&str>> = parts.iter().map(|part| may_be_zero(program, part, open)).collect();
            whys.and_then(|whys| whys.first().copied())
        }
        Num::Measure(id) | Num::Averaged { measure: id, .. } if open.contains(id) => None,
        Num::Measure(id) | Num::Averaged { measure: id, .. } => {
            open.push(*id);
            may_be_zero(program, &program.measures[*id].value, open)
        }
        Num::Cases(cases) => cases.iter().find_map(|case| may_be_zero(program, &case.then, open)),
        Num::Rounded(_, inner) => may_be_zero(program, inner, open),
    }
}

fn is_negative(num: &Num) -> bool {
    matches!(num, Num::Const(value) if value.is_negative())
}
