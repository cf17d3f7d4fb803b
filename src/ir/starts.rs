//! From when on the clauses of a text apply.

use crate::amount::Date;

use super::{Arena, Clause, ClauseKind, Comparison, DateBase, Formula};

/// The days from which something in a text applies.
pub fn starts(clauses: &Arena<Clause>) -> Vec<Date> {
    let mut out = Vec::new();
    for (_, clause) in clauses.iter() {
        if !matches!(clause.kind, ClauseKind::Claim | ClauseKind::Assumption) {
            collect(&clause.formula, &mut out);
        }
    }
    out
}

fn collect(formula: &Formula, out: &mut Vec<Date>) {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => {
            for part in parts {
                collect(part, out);
            }
        }
        Formula::Not(inner) => collect(inner, out),
        Formula::Dates { left, op, right } => {
            let DateBase::Day(day) = right.base else { return };
            if !matches!(op, Comparison::AtLeast | Comparison::More) || left.offset != 0 || right.offset != 0 {
                return;
            }
            out.extend(match left.base {
                DateBase::Claim => Some(day),
                // A fiscal year that is the first one counts in full from the next new year at the latest.
                DateBase::FiscalYear => first_of_year(day),
                DateBase::Attribute(_) | DateBase::Day(_) => None,
            });
        }
        _ => {}
    }
}

fn first_of_year(day: Date) -> Option<Date> {
    let same = Date::new(day.year(), 1, 1)?;
    if same == day {
        Some(same)
    } else {
        Date::new(day.year().saturating_add(1), 1, 1)
    }
}
