//! Texts on the days as of which they are asked about.

use crate::amount::{Date, DateRange};
use crate::ir::{Comparison, DateBase, DateTerm, Formula, Program};
use crate::model::{Claim, TextAt};

use super::{Checked, Context};

/// A year on the civil ordinal.
const YEAR: i64 = 372;

/// The texts of a claim that says as of which days they judge: one good, claimed on the day of the claim's own text, or
/// of the first that has a day.
pub(super) struct Dated {
    /// The text in which the claim stands.
    pub(super) home: Program,
    /// Those that it names.
    pub(super) texts: Vec<(TextAt, Program)>,
}

impl Dated {
    pub(super) fn of(context: &Context<'_>, checked: &Checked, claim: &Claim) -> Option<Self> {
        let own = claim.texts().find(|text| text.name == checked.text.name);
        let own = own.and_then(|text| text.as_of);
        let day = own.or_else(|| claim.texts().find_map(|text| text.as_of))?;
        let home = match own {
            Some(_) => on(checked.program(), day),
            // What the claim's own text says of a good is read on that day, whether it is in force by then or not.
            None => moved(checked.program(), day, day),
        };
        let texts = claim.texts().filter_map(|text| {
            let program = context.text(&text.name)?.program();
            let then = text.as_of.unwrap_or(day);
            let mut judging = if then == day {
                on(program, day)
            } else {
                moved(program, day, then)
            };
            judging.name = format!("{} as of {then}", text.name);
            Some((text.clone(), judging))
        });
        Some(Self {
            home,
            texts: texts.collect(),
        })
    }
}

/// The text for goods that are claimed on that day alone.
pub(super) fn on(program: &Program, day: Date) -> Program {
    Program {
        in_force: DateRange::new(Some(day), Some(day)),
        ..program.clone()
    }
}

/// The text as it judges on the later day a good that is described as of the earlier one: a good claimed on `day` is
/// judged as if it were claimed on `then`, and its producer's fiscal year is the one that `then` falls into.
///
/// Only what is relative to the claim moves. What the good says of itself, such as when its prototype was made, is what
/// it was.
pub(super) fn moved(program: &Program, day: Date, then: Date) -> Program {
    let mut out = program.clone();
    out.in_force = DateRange::ALWAYS;
    let shift = then.ordinal().saturating_sub(day.ordinal());
    let clauses: Vec<_> = out.clauses.iter().map(|(id, _)| id).collect();
    for id in clauses {
        if let Some(clause) = out.clauses.get_mut(id) {
            clause.formula = formula(&clause.formula, shift);
        }
    }
    out
}

fn formula(old: &Formula, shift: i64) -> Formula {
    old.rewritten(&mut |part| match part {
        Formula::Dates { left, op, right } => Some(dates(*left, *op, *right, shift)),
        _ => None,
    })
}

/// The comparison with the claim moved by `shift`. A fiscal year begins on the same day of every year, and which one the
/// later day falls into depends on whether its year has begun by then.
fn dates(left: DateTerm, op: Comparison, right: DateTerm, shift: i64) -> Formula {
    let years = shift.div_euclid(YEAR);
    let rest = shift.rem_euclid(YEAR);
    let with = |fiscal: i64| {
        let term = |term: DateTerm| {
            let by = match term.base {
                DateBase::Claim => shift,
                DateBase::FiscalYear => fiscal,
                DateBase::Attribute(_) | DateBase::Day(_) => 0,
            };
            DateTerm {
                offset: term.offset.saturating_add(by),
                ..term
            }
        };
        Formula::Dates {
            left: term(left),
            op,
            right: term(right),
        }
    };
    let same = with(years.saturating_mul(YEAR));
    let fiscal = [left, right].iter().any(|term| term.base == DateBase::FiscalYear);
    if !fiscal || rest == 0 {
        return same;
    }
    let not_yet_begun = Formula::Dates {
        left: plain(DateBase::FiscalYear, 0),
        op: Comparison::More,
        right: plain(DateBase::Claim, rest.saturating_sub(YEAR)),
    };
    let next = with(years.saturating_add(1).saturating_mul(YEAR));
    Formula::Any(vec![
        Formula::All(vec![not_yet_begun.clone(), same]),
        Formula::All(vec![not_yet_begun.negate(), next]),
    ])
}

fn plain(base: DateBase, offset: i64) -> DateTerm {
    DateTerm { base, offset }
}
