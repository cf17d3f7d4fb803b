//! What ends an evaluation: rules that conflict and figures that cannot be calculated.

use crate::amount::{Ratio, money, percent};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Clause, Num, NumCase, Rule};

use super::judge::{Frame, Judge};
use super::line::LineId;

/// `path (citation)` in back-ticks.
pub(super) fn named(clause: &Clause) -> String {
    match &clause.citation {
        Some(source) => format!("`{}` ({source})", clause.path),
        None => format!("`{}`", clause.path),
    }
}

/// Two product rules apply and decide differently.
pub(super) fn conflict(judge: &Judge<'_>, good: LineId, first: &Rule, second: &Rule, met: bool) -> Box<Diagnostic> {
    let (a, b) = (&judge.program.clauses[first.body], &judge.program.clauses[second.body]);
    let says = |met: bool| if met { "is met" } else { "is not met" };
    let message = format!(
        "{} and {} both apply to {}; the first {}, the second {}",
        named(a),
        named(b),
        judge.loaded.name(good),
        says(!met),
        says(met)
    );
    let problem = Diagnostic::new(Code::ConflictingRules, message)
        .at(first.span, says(!met))
        .also(second.span, says(met))
        .help("say which of the two takes precedence, with `despite` or `subject to`")
        .clause(a.path.clone());
    Box::new(match &a.citation {
        Some(source) => problem.cite(source.clone()),
        None => problem,
    })
}

/// Two cases of one figure apply and differ.
pub(super) fn two_figures(
    judge: &Judge<'_>,
    num: &Num,
    first: (&NumCase, &Ratio),
    second: (&NumCase, &Ratio),
) -> Box<Diagnostic> {
    let (a, b) = (
        &judge.program.clauses[first.0.when],
        &judge.program.clauses[second.0.when],
    );
    let show = |value: &Ratio| {
        if value <= &Ratio::ONE {
            percent(value)
        } else {
            money(value)
        }
    };
    let message = format!(
        "{} has two figures: {} by {} and {} by {}",
        called(judge, num),
        show(first.1),
        named(a),
        show(second.1),
        named(b)
    );
    let problem = Diagnostic::new(Code::ConflictingRules, message)
        .at(a.span, "applies")
        .also(b.span, "applies too")
        .help("say which of the two takes precedence, or separate their dates and conditions");
    Box::new(problem.clause(a.path.clone()))
}

/// No case of a figure applies.
pub(super) fn no_case(judge: &Judge<'_>, num: &Num) -> Box<Diagnostic> {
    let message = format!("{} has no figure on {}", called(judge, num), judge.loaded.date());
    let problem = Diagnostic::new(Code::UndefinedValue, message);
    let problem = match threshold(judge, num) {
        Some(threshold) => problem
            .at(threshold.span, "no stage applies")
            .clause(threshold.name.clone()),
        None => problem,
    };
    Box::new(problem.help("none of its stages applies to this good on this date; check the date and the stages"))
}

/// A divisor is zero.
pub(super) fn division(judge: &Judge<'_>, frame: &Frame, divisor: &Num) -> Box<Diagnostic> {
    let what = match divisor {
        Num::Basis(id) => format!("`{}`", judge.program.vocabulary.bases[*id].name),
        Num::Attribute(id) => format!("`{}`", judge.program.vocabulary.attributes[*id].name),
        Num::Measure(id) => format!("`{}`", judge.program.measures[*id].name),
        _ => "the divisor".to_owned(),
    };
    let message = format!(
        "{what} of {} is 0, and a figure divides by it",
        judge.loaded.name(frame.good)
    );
    let problem = Diagnostic::new(Code::UndefinedValue, message);
    if matches!(divisor, Num::Basis(_) | Num::Attribute(_)) {
        return Box::new(problem.help("state a value above zero"));
    }
    // What is computed can't be stated: the measure that divides says when it is available.
    let mut measures = judge.program.measures.iter();
    Box::new(
        match measures.find(|(_, measure)| divides_by(&measure.value, divisor)) {
            Some((_, measure)) => problem.at(measure.span, "this divides by it").help(format!(
                "say when `{}` is available, as in `available when (… > 0)`",
                measure.name
            )),
            None => problem.help("require what it divides by to be above zero first"),
        },
    )
}

/// Whether a figure divides by `divisor` itself, rather than by way of a measure.
fn divides_by(num: &Num, divisor: &Num) -> bool {
    match num {
        Num::Quotient(a, b) => **b == *divisor || divides_by(a, divisor) || divides_by(b, divisor),
        Num::Product(a, b) => divides_by(a, divisor) || divides_by(b, divisor),
        Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => parts.iter().any(|part| divides_by(part, divisor)),
        Num::Cases(cases) => cases.iter().any(|case| divides_by(&case.then, divisor)),
        Num::Rounded(_, inner) => divides_by(inner, divisor),
        Num::Const(_)
        | Num::Basis(_)
        | Num::Attribute(_)
        | Num::Aggregate(_)
        | Num::Measure(_)
        | Num::Averaged { .. } => false,
    }
}

/// The threshold that a figure belongs to.
pub(super) fn threshold<'p>(judge: &Judge<'p>, num: &Num) -> Option<&'p crate::ir::Threshold> {
    let Num::Cases(cases) = num else { return None };
    let mut all = judge.program.thresholds.iter();
    all.find(|threshold| threshold.value == *num || cases.iter().any(|case| threshold.stages.contains(&case.when)))
}

fn called(judge: &Judge<'_>, num: &Num) -> String {
    match threshold(judge, num) {
        Some(threshold) => format!("threshold `{}`", threshold.name),
        None => "a figure that varies".to_owned(),
    }
}
