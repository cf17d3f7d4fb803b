//! The outcome under the choices that count, and which of the producer's choices it rests on.

use crate::eval::choice;
use crate::eval::judge::{Found, Frame, Judge, Mode};
use crate::eval::line::LineId;
use crate::eval::loaded::Loaded;
use crate::eval::plan::{Layout, Trial};
use crate::eval::truth::Truth;
use crate::eval::{as_stated, worlds};
use crate::ir::{AttributeId, ClauseId, Program, RuleKind};

use super::tree::Tree;
use super::{Choice, Determination, Mark, Outcome, Reason, judged, words};

/// Judges the good under every permitted choice and explains the one that counts.
pub(in crate::eval) fn determination(program: &Program, loaded: &Loaded) -> Found<Determination> {
    let mut judge = Judge::new(program, loaded);
    let all = choice::assignments(&judge);
    let mut best: Option<(Trial, Vec<(AttributeId, usize)>)> = None;
    for choices in &all {
        judge.assume(choices.clone());
        let trial = judge.best_trial(LineId::GOOD, Mode::FREE)?;
        let better = match (&trial.truth, best.as_ref().map(|(best, _)| &best.truth)) {
            (_, None) | (Truth::True, _) | (Truth::Unknown(_), Some(Truth::False)) => true,
            (Truth::Unknown(_) | Truth::False, Some(_)) => false,
        };
        let done = trial.truth.is_true();
        if better {
            best = Some((trial, choices.clone()));
        }
        if done {
            break;
        }
    }
    let (trial, choices) = match best {
        Some(best) => best,
        None => (judge.best_trial(LineId::GOOD, Mode::FREE)?, Vec::new()),
    };
    judge.assume(choices.clone());
    let outcome = trial.truth.clone();
    let mut out = explained(&mut judge, trial);
    let elected = elections(&mut judge, &out, &choices, &all);
    out.choices.splice(0..0, elected);
    let again = |loaded: &Loaded| as_stated(program, loaded);
    let wanted = worlds::wanted(program, loaded, &outcome, &again);
    if !wanted.is_empty() {
        out.outcome = Outcome::Undetermined;
        out.missing = words::missing(program, loaded, &wanted);
        out.reason.truth = Mark::Open;
    }
    Ok(out)
}

fn explained(judge: &mut Judge<'_>, trial: Trial) -> Determination {
    let Trial {
        truth,
        mut frame,
        layout,
    } = trial;
    let (outcome, mark) = match truth {
        Truth::True => (Outcome::Originating, Mark::Met),
        Truth::False => (Outcome::NonOriginating, Mark::NotMet),
        Truth::Unknown(_) => (Outcome::Undetermined, Mark::Open),
    };
    let missing = truth
        .wants()
        .map(|wants| words::missing(judge.program, judge.loaded, wants))
        .unwrap_or_default();
    let choices = about_materials(judge, &layout);
    let origin = judge.program.origin;
    let mut tree = Tree::new(judge, &mut frame);
    let reason = tree.clause(origin, mark, false);
    let mut opaque = std::mem::take(&mut tree.opaque);
    let judged = judged::materials(judge);
    opaque.extend(judged.opaque);
    let opaque = opaque
        .iter()
        .map(|id| judge.program.vocabulary.attributes[*id].described());
    let opaque = opaque.collect();
    Determination {
        outcome,
        reason,
        choices,
        missing,
        remarks: remarks(judge),
        materials: judged.reasons,
        more_materials: judged.more,
        opaque,
    }
}

/// What a reader may not have meant: a good of which no rule speaks, or that is made of nothing.
fn remarks(judge: &Judge<'_>) -> Vec<String> {
    let (program, loaded) = (judge.program, judge.loaded);
    let good = loaded.line(LineId::GOOD);
    let rules = program.rules.iter().map(|(_, rule)| rule);
    let mut rules = rules.filter(|rule| rule.kind == RuleKind::ProductRule).peekable();
    let none_at_all = rules.peek().is_none();
    let covered = none_at_all || rules.any(|rule| good.range.is_none_or(|range| rule.scope.intersects(range)));
    let mut out = Vec::new();
    if let Some(code) = good.code.filter(|_| !covered) {
        out.push(format!("no product rule covers `{code}`"));
    }
    if loaded.inside(LineId::GOOD).next().is_none() && good.wholly_obtained != Some(true) {
        out.push("no materials are stated: it is judged as made of none".to_owned());
    }
    out
}

/// Why a clause holds or does not, for a good as the frame has it; `None` if it cannot be evaluated.
pub(in crate::eval) fn of_clause(judge: &mut Judge<'_>, frame: &mut Frame, clause: ClauseId) -> Option<Reason> {
    let program = judge.program;
    let mark = match judge.clause(frame, clause).ok()?.known() {
        Some(true) => Mark::Met,
        Some(false) => Mark::NotMet,
        None => Mark::Open,
    };
    let formula = &program.clauses[clause].formula;
    let mut tree = Tree::new(judge, frame);
    tree.mark(formula, false)?;
    Some(tree.clause(clause, mark, false))
}

/// The choices among the words that the agreement declares: those with which the outcome, or a reason for it, would be
/// another. `judge` goes by the choices made.
fn elections(
    judge: &mut Judge<'_>,
    made: &Determination,
    choices: &[(AttributeId, usize)],
    all: &[Vec<(AttributeId, usize)>],
) -> Vec<Choice> {
    let program = judge.program;
    let mut out = Vec::new();
    for (id, value) in choices {
        // The ways to choose that differ in this choice alone.
        let differs = |other: &&Vec<(AttributeId, usize)>| {
            let mut pairs = other.iter().zip(choices);
            other.as_slice() != choices
                && pairs.all(|(theirs, ours)| theirs.0 != *id && theirs == ours || ours.0 == *id)
        };
        let (mut decides, mut matters) = (false, false);
        for other in all.iter().filter(differs) {
            judge.assume(other.clone());
            let Ok(trial) = judge.best_trial(LineId::GOOD, Mode::FREE) else {
                decides = true;
                continue;
            };
            let found = explained(judge, trial);
            decides |= found.outcome != made.outcome;
            matters |= found != *made;
        }
        if !decides && !matters {
            continue;
        }
        let attribute = &program.vocabulary.attributes[*id];
        let word = words::word(program, *id, *value).unwrap_or("?");
        let known = match &attribute.title {
            Some(title) => format!("{title} (`{}`): {word}", attribute.name),
            None => format!("`{}` is {word}", attribute.name),
        };
        let clause = program.fungible.filter(|(own, _)| own == id).map(|(_, clause)| clause);
        out.push(Choice {
            words: if decides {
                known
            } else {
                format!("{known}; the outcome is the same under any other choice")
            },
            clause,
            citation: attribute.citation.clone(),
        });
    }
    judge.assume(choices.to_vec());
    out
}

/// The choices that the producer made about materials, in words.
fn about_materials(judge: &mut Judge<'_>, layout: &Layout) -> Vec<Choice> {
    let program = judge.program;
    let mut out = Vec::new();
    let mut put = |words: String, clause: Option<ClauseId>| {
        let citation = clause.and_then(|id| program.clauses[id].citation.clone());
        out.push(Choice {
            words,
            clause,
            citation,
        });
    };
    for line in &layout.designated {
        put(
            format!("{} is designated as an intermediate material", judge.loaded.name(*line)),
            program.intermediate,
        );
    }
    for line in &layout.opened {
        if judge.by_designation(*line, false).is_ok_and(|truth| truth.is_true()) {
            let name = judge.loaded.name(*line);
            put(
                format!("{name} is not designated as an intermediate material, though it may be"),
                program.intermediate,
            );
        }
    }
    for line in &layout.accumulated {
        let name = judge.loaded.name(*line);
        match judge.cumulation_of(*line) {
            Some(provision) => put(
                format!("the production of {name} counts as production in the region (full cumulation)"),
                Some(provision.clause),
            ),
            None => put(
                format!("the production of {name} counts as the producer's own (accumulation)"),
                program.accumulation,
            ),
        }
    }
    out
}
