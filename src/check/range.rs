//! What a compared figure can come to, exactly.

use crate::amount::{Ratio, money, percent};
use crate::ir::{ClauseId, Comparison, Formula, Num, Program};
use crate::nomenclature::CodeSet;
use crate::verify::{Extremum, Query, Question};

use super::{Checked, Context, ask};

/// A figure compared with a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared<'a> {
    /// The figure.
    pub(super) figure: &'a Num,
    /// What it is compared with.
    pub(super) limit: &'a Num,
    /// Whether a larger figure helps.
    pub(super) at_least: bool,
}

/// The comparison that a clause consists in, if it does.
pub(super) fn compared(program: &Program, clause: ClauseId) -> Option<Compared<'_>> {
    let Formula::Compare { left, op, right } = &program.clauses[clause].formula else {
        return None;
    };
    let larger = match op {
        Comparison::AtLeast | Comparison::More => true,
        Comparison::AtMost | Comparison::Less => false,
        Comparison::Equal | Comparison::NotEqual => return None,
    };
    if is_limit(right) {
        Some(Compared {
            figure: left,
            limit: right,
            at_least: larger,
        })
    } else if is_limit(left) {
        Some(Compared {
            figure: right,
            limit: left,
            at_least: !larger,
        })
    } else {
        None
    }
}

fn is_limit(num: &Num) -> bool {
    matches!(num, Num::Const(_) | Num::Cases(_))
}

/// Whether the figure is a share, to be shown as a percentage.
pub(super) fn is_share(program: &Program, num: &Num) -> bool {
    match num {
        Num::Measure(id) => program.measures[*id].percentage,
        Num::Quotient(..) => true,
        Num::Rounded(_, inner) => is_share(program, inner),
        Num::Min(parts) | Num::Max(parts) | Num::Sum(parts) => parts.iter().any(|part| is_share(program, part)),
        _ => false,
    }
}

/// The figure as the user writes it.
pub(super) fn shown(share: bool, value: &Ratio) -> String {
    if share { percent(value) } else { money(value) }
}

/// "The figure is at most so much": what the goods of these conditions come to.
pub(super) fn attainable(
    context: &Context<'_>,
    checked: &Checked,
    compared: Compared<'_>,
    largest: bool,
    (parts, scope): (Vec<Query>, &CodeSet),
) -> Option<String> {
    let program = checked.program();
    let question = Question::new(vec![program], Query::All(parts)).within(scope.clone());
    let share = is_share(program, compared.figure);
    let bound = if largest { "at most" } else { "at least" };
    match ask::extremum(&question, 0, compared.figure, largest, &context.effort) {
        Extremum::Attained { value, .. } => Some(format!("the figure can be {bound} {} here", shown(share, &value))),
        Extremum::Approached { value, .. } => {
            let side = if largest { "less" } else { "more" };
            Some(format!(
                "the figure is always {side} than {} here",
                shown(share, &value)
            ))
        }
        Extremum::Unbounded { .. } | Extremum::NoGood(_) | Extremum::Undecided(_) => None,
    }
}
