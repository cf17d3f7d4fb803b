//! What a compared figure can come to, exactly.

use crate::amount::{Ratio, money, percent};
use crate::ir::{ClauseId, Comparison, Formula, Num, Program};
use crate::nomenclature::CodeSet;
use crate::verify::{Extremum, Query, Question};

use super::{Checked, Context, ask};

/// A figure compared with a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Compared {
    /// The figure; of an amount that is compared with a share of a value, its share in that value.
    pub(super) figure: Num,
    /// What it is compared with: a constant, or one for each stage.
    pub(super) limit: Num,
    /// Whether a larger figure helps.
    pub(super) at_least: bool,
}

/// The comparison that a clause consists in, if it does.
pub(super) fn compared(program: &Program, clause: ClauseId) -> Option<Compared> {
    let Formula::Compare { left, op, right } = &program.clauses[clause].formula else {
        return None;
    };
    let larger = match op {
        Comparison::AtLeast | Comparison::More => true,
        Comparison::AtMost | Comparison::Less => false,
        Comparison::Equal | Comparison::NotEqual => return None,
    };
    let (figure, limit) = (with_limit(left, right), with_limit(right, left));
    match (figure, limit) {
        (Some((figure, limit)), _) => Some(Compared {
            figure,
            limit,
            at_least: larger,
        }),
        (None, Some((figure, limit))) => Some(Compared {
            figure,
            limit,
            at_least: !larger,
        }),
        (None, None) => None,
    }
}

/// The figure and its limit: `foreign <= 40% of price` is a share of the price and 40 %. Where the price is zero, whatever
/// the percentage, the outcome is the same, so that such goods tell nothing of the limit.
fn with_limit(figure: &Num, limit: &Num) -> Option<(Num, Num)> {
    if is_limit(limit) {
        return Some((figure.clone(), limit.clone()));
    }
    let Num::Product(a, b) = limit else { return None };
    let (share, base) = [(a, b), (b, a)].into_iter().find(|(share, _)| is_limit(share))?;
    let of_value = matches!(base.as_ref(), Num::Basis(_));
    of_value.then(|| {
        let figure = Num::Quotient(Box::new(figure.clone()), base.clone());
        (figure, share.as_ref().clone())
    })
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
    compared: &Compared,
    largest: bool,
    (parts, scope): (Vec<Query>, &CodeSet),
) -> Option<String> {
    let program = checked.program();
    let question = Question::new(vec![program], Query::All(parts)).within(scope.clone());
    let share = is_share(program, &compared.figure);
    let bound = if largest { "at most" } else { "at least" };
    match ask::extremum(&question, 0, &compared.figure, largest, &context.effort) {
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
