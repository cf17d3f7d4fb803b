//! The day on which a good is shown where any day will do.

use crate::amount::Date;
use crate::ir::{ClauseKind, Comparison, DateBase, Formula, Program};

/// A day on which every text is in force and has taken full effect: the latest day from which something in one of them
/// applies, else the first day on which all are in force.
pub(super) fn usual_date(programs: &[&Program]) -> Option<Date> {
    let texts = programs.iter();
    let first = texts.clone().map(|text| text.in_force.first()).max()?;
    let last = texts.clone().map(|text| text.in_force.last()).min()?;
    let starts = texts.flat_map(|text| starts(text));
    let latest = starts.filter(|day| (first..=last).contains(day)).max();
    latest.or({
        // A text that is always in force is shown on a day of this century.
        if first == Date::FIRST {
            Date::new(2020, 1, 1)
        } else {
            Some(first)
        }
    })
}

/// The days from which something in a text applies.
fn starts(text: &Program) -> Vec<Date> {
    let mut out = Vec::new();
    for (_, clause) in text.clauses.iter() {
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
