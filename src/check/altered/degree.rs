//! Which comparisons depend on how much of a good there is.

use crate::ir::{ClauseId, Formula, Num, Program};

use super::super::reach::Reach;
use super::doubled::amounts;

/// How a figure grows with the good: by this power of its size; `None` stands for a zero, which fits any.
type Degree = Option<i32>;

/// The clauses on which origin rests that compare amounts that grow with the good with amounts that don't.
pub(in crate::check) fn absolute(program: &Program) -> Vec<ClauseId> {
    let reached = Reach::of(program, program.origin).clauses;
    let compares = |id: &ClauseId| depends(program, &program.clauses[*id].formula);
    reached.into_iter().filter(compares).collect()
}

fn depends(program: &Program, formula: &Formula) -> bool {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => parts.iter().any(|part| depends(program, part)),
        Formula::Not(inner) => depends(program, inner),
        Formula::Compare { left, right, .. } => !alike(program, left, right),
        _ => false,
    }
}

/// Whether both figures grow alike, so that their comparison comes out the same for more of the good.
pub(super) fn alike(program: &Program, left: &Num, right: &Num) -> bool {
    match (degree(program, left), degree(program, right)) {
        (Ok(left), Ok(right)) => left.is_none() || right.is_none() || left == right,
        _ => false,
    }
}

/// It grows in no uniform way.
struct Uneven;

fn degree(program: &Program, num: &Num) -> Result<Degree, Uneven> {
    Ok(match num {
        Num::Const(value) if value.is_zero() => None,
        Num::Const(_) => Some(0),
        Num::Basis(_) => Some(1),
        Num::Attribute(id) => Some(i32::from(amounts(&program.vocabulary.attributes[*id].kind))),
        Num::Aggregate(id) => Some(i32::from(program.aggregates[*id].basis.is_some())),
        Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => same(program, parts.iter())?,
        Num::Cases(cases) => same(program, cases.iter().map(|case| &case.then))?,
        Num::Product(a, b) => match (degree(program, a)?, degree(program, b)?) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            _ => None,
        },
        Num::Quotient(a, b) => match (degree(program, a)?, degree(program, b)?) {
            (Some(a), Some(b)) => Some(a.saturating_sub(b)),
            _ => None,
        },
        Num::Measure(id) | Num::Averaged { measure: id, .. } => degree(program, &program.measures[*id].value)?,
        // What is rounded is compared as it is, unless it grows.
        Num::Rounded(_, inner) => match degree(program, inner)? {
            Some(0) => Some(0),
            None => None,
            Some(_) => return Err(Uneven),
        },
    })
}

fn same<'n>(program: &Program, parts: impl Iterator<Item = &'n Num>) -> Result<Degree, Uneven> {
    let mut all = None;
    for part in parts {
        match (all, degree(program, part)?) {
            (Some(one), Some(other)) if one != other => return Err(Uneven),
            (None, degree) => all = degree,
            _ => {}
        }
    }
    Ok(all)
}
