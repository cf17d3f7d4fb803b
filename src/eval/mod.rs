//! Evaluation: the origin of one concrete good, with its reasons, under the choices that the producer has.
//!
//! A condition is true, false, or open for want of named facts; what the producer may choose is tried, not asked.

#![expect(
    clippy::result_large_err,
    reason = "a diagnostic ends the work, so its size costs nothing where time counts"
)]

mod alike;
mod average;
mod bounds;
mod choice;
mod columns;
mod decider;
mod error;
mod explain;
mod figure;
mod formula;
mod judge;
mod line;
mod load;
mod loaded;
mod origin;
mod plan;
mod select;
#[cfg(test)]
mod tests;
mod truth;
mod worlds;

use crate::diagnostic::Diagnostic;
use crate::ir::{ClauseId, Formula, Num, Program};

use judge::{Judge, Mode};

pub use decider::Decider;
pub use explain::{Choice, Determination, FigureLine, Mark, MaterialLine, Missing, Outcome, Reason, ReasonKind};
pub use line::LineId;
pub use loaded::Loaded;
pub use truth::{Figure, Truth, Want, Wants};

/// Whether the good originates under some permitted choice, with the reasons and the choices, or the facts that are
/// missing.
///
/// Rules that conflict are RO0607, figures that cannot be calculated RO0608.
pub fn determine(program: &Program, loaded: &Loaded) -> Result<Determination, Diagnostic> {
    explain::determination(program, loaded).map_err(|problem| *problem)
}

/// Why a clause holds or does not, under the choices of [`truth`]; `None` if it cannot be evaluated.
pub fn reasons(program: &Program, loaded: &Loaded, clause: ClauseId) -> Option<Reason> {
    if clause == program.origin {
        return determine(program, loaded).ok().map(|determined| determined.reason);
    }
    let mut judge = Judge::new(program, loaded);
    let mut frame = chosen(program, loaded, &mut judge).ok()?;
    explain::of_clause(&mut judge, &mut frame, clause)
}

/// The facts of a truth or figure that is open, in words.
pub fn missing(program: &Program, loaded: &Loaded, wants: &Wants) -> Vec<Missing> {
    explain::missing(program, loaded, wants)
}

/// Whether the good originates under some permitted choice, without reasons.
///
/// Rules that conflict are RO0607, figures that cannot be calculated RO0608.
pub fn decide(program: &Program, loaded: &Loaded) -> Result<Truth, Diagnostic> {
    let judge = |loaded: &Loaded| as_stated(program, loaded);
    let outcome = judge(loaded).map_err(|problem| *problem)?;
    let wanted = worlds::wanted(program, loaded, &outcome, &judge);
    Ok(if wanted.is_empty() {
        outcome
    } else {
        Truth::Unknown(wanted)
    })
}

/// The same of the good as it is stated, what is not stated about who made a material taken for a "no".
fn as_stated(program: &Program, loaded: &Loaded) -> judge::Found<Truth> {
    let mut judge = Judge::new(program, loaded);
    let mut best: Option<Truth> = None;
    for choices in choice::assignments(&judge) {
        judge.assume(choices);
        let truth = judge.best_trial(LineId::GOOD, Mode::FREE)?.truth;
        match (&truth, &best) {
            (Truth::True, _) => return Ok(truth),
            (Truth::Unknown(_), None | Some(Truth::False)) | (Truth::False, None) => best = Some(truth),
            (Truth::Unknown(_) | Truth::False, Some(_)) => {}
        }
    }
    Ok(best.unwrap_or(Truth::False))
}

/// Whether a condition holds of the good under the choices by which it originates; if it does not, with every
/// self-produced material designated that originates, nothing accumulated and each open choice at its first value.
pub fn truth(program: &Program, loaded: &Loaded, formula: &Formula) -> Result<Truth, Diagnostic> {
    let mut judge = Judge::new(program, loaded);
    let mut frame = chosen(program, loaded, &mut judge).map_err(|problem| *problem)?;
    judge.formula(&mut frame, formula).map_err(|problem| *problem)
}

/// Whether a condition holds of the good where everything is accumulated that may be.
pub fn truth_accumulating(program: &Program, loaded: &Loaded, formula: &Formula) -> Result<Truth, Diagnostic> {
    let mut judge = Judge::new(program, loaded);
    let mut frame = judge.accumulating_trial(LineId::GOOD).map_err(|problem| *problem)?;
    judge.formula(&mut frame, formula).map_err(|problem| *problem)
}

/// A figure of the good, under the choices of [`truth`].
pub fn figure(program: &Program, loaded: &Loaded, num: &Num) -> Result<Figure, Diagnostic> {
    let mut judge = Judge::new(program, loaded);
    let mut frame = chosen(program, loaded, &mut judge).map_err(|problem| *problem)?;
    judge.figure(&mut frame, num).map_err(|problem| *problem)
}

/// The good as it is under the choices of [`truth`]. A determination that can't be made chooses nothing.
fn chosen<'a>(program: &'a Program, loaded: &'a Loaded, judge: &mut Judge<'a>) -> judge::Found<judge::Frame> {
    for choices in choice::assignments(judge) {
        judge.assume(choices);
        if let Ok(trial) = judge.best_trial(LineId::GOOD, Mode::FREE)
            && trial.truth.is_true()
        {
            return Ok(trial.frame);
        }
    }
    // What was assumed along the way is no part of the default.
    *judge = Judge::new(program, loaded);
    judge.default_trial(LineId::GOOD)
}
