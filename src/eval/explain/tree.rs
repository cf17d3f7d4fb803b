//! Builds the tree of reasons: of every condition only what decided it.

use std::collections::BTreeSet;

use crate::eval::choice;
use crate::eval::judge::{Found, Frame, Judge, Mode};
use crate::eval::line::LineId;
use crate::eval::loaded::Loaded;
use crate::eval::plan::{Layout, Trial};
use crate::eval::truth::Truth;
use crate::ir::{AttributeId, AttributeKind, ClauseId, ClauseKind, Formula, Program, RuleKind};
use crate::nomenclature::Containment;

use super::{Choice, Determination, Mark, Outcome, Reason, ReasonKind, leaf, words};

/// More reasons than anyone reads; keeps texts that refer to themselves often from growing without bound.
const MAX_REASONS: usize = 2_000;

/// Judges the good under every permitted choice and explains the one that counts.
pub(in crate::eval) fn determination(program: &Program, loaded: &Loaded) -> Found<Determination> {
    let mut judge = Judge::new(program, loaded);
    let mut best: Option<(Trial, Vec<(AttributeId, usize)>)> = None;
    for choices in choice::assignments(&judge) {
        judge.assume(choices.clone());
        let trial = judge.best_trial(LineId::GOOD, Mode::FREE)?;
        let better = match (&trial.truth, best.as_ref().map(|(best, _)| &best.truth)) {
            (_, None) | (Truth::True, _) | (Truth::Unknown(_), Some(Truth::False)) => true,
            (Truth::Unknown(_) | Truth::False, Some(_)) => false,
        };
        let done = trial.truth.is_true();
        if better {
            best = Some((trial, choices));
        }
        if done {
            break;
        }
    }
    let (trial, choices) = match best {
        Some(best) => best,
        None => (judge.best_trial(LineId::GOOD, Mode::FREE)?, Vec::new()),
    };
    judge.assume(choices);
    Ok(explained(&mut judge, trial))
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
    let choices = choices(judge, &layout);
    let origin = judge.program.origin;
    let mut tree = Tree {
        judge,
        frame: &mut frame,
        left: MAX_REASONS,
        shown: BTreeSet::new(),
        opaque: BTreeSet::new(),
    };
    let reason = tree.clause(origin, mark, false);
    let opaque = tree.opaque.iter().map(|id| {
        let attribute = &tree.judge.program.vocabulary.attributes[*id];
        attribute.title.clone().unwrap_or_else(|| attribute.name.clone())
    });
    let opaque = opaque.collect();
    Determination {
        outcome,
        reason,
        choices,
        missing,
        opaque,
    }
}

/// The choices that the producer made, in words.
fn choices(judge: &mut Judge<'_>, layout: &Layout) -> Vec<Choice> {
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
    for (id, value) in &judge.choices {
        let attribute = &program.vocabulary.attributes[*id];
        let word = words::word(program, *id, *value).unwrap_or("?");
        put(format!("`{}` is {word}", attribute.name), None);
    }
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

struct Tree<'j, 'a> {
    judge: &'j mut Judge<'a>,
    frame: &'j mut Frame,
    left: usize,
    /// Clauses whose reasons are given already.
    shown: BTreeSet<(ClauseId, bool)>,
    opaque: BTreeSet<AttributeId>,
}

impl<'a> Tree<'_, 'a> {
    /// How a condition comes out; what cannot be calculated did not decide and is left out.
    fn mark(&mut self, formula: &'a Formula, negated: bool) -> Option<Mark> {
        let truth = self.judge.formula(self.frame, formula).ok()?;
        Some(match (truth.known(), negated) {
            (None, _) => Mark::Open,
            (Some(value), negated) if value != negated => Mark::Met,
            (Some(_), _) => Mark::NotMet,
        })
    }

    fn clause(&mut self, id: ClauseId, mark: Mark, negated: bool) -> Reason {
        let clause = &self.judge.program.clauses[id];
        let mut reason = Reason {
            clause: Some(id),
            path: Some(clause.path.clone()),
            title: clause.title.clone(),
            citation: clause.citation.clone(),
            truth: mark,
            kind: ReasonKind::Clause(clause.kind),
            figures: Vec::new(),
            children: Vec::new(),
            note: None,
        };
        if negated {
            reason.note = Some("must not hold".to_owned());
        }
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            reason.note = Some("further reasons are left out".to_owned());
            return reason;
        }
        if !self.shown.insert((id, negated)) {
            reason.note = Some("see above".to_owned());
            return reason;
        }
        if clause.kind == ClauseKind::ProductRules && !negated {
            reason.children = self.product_rules(mark);
            if reason.children.is_empty() {
                reason.note = Some("no product rule applies".to_owned());
            }
            return reason;
        }
        let mut children = self.reasons(&clause.formula, negated);
        let elementary = !matches!(
            clause.formula,
            Formula::All(_) | Formula::Any(_) | Formula::Not(_) | Formula::Clause(_)
        );
        match children.pop() {
            // An elementary clause says its reason itself.
            Some(only) if children.is_empty() && only.clause.is_none() && elementary => {
                reason.figures = only.figures;
                reason.note = only.title.or(reason.note);
            }
            Some(last) => {
                children.push(last);
                reason.children = children;
            }
            None if mark == Mark::NotMet && !negated => reason.note = Some("does not apply".to_owned()),
            None => {}
        }
        reason
    }

    /// The product rules that apply, or may apply, to the good.
    fn product_rules(&mut self, mark: Mark) -> Vec<Reason> {
        let program = self.judge.program;
        let range = self.judge.loaded.line(self.frame.good).range;
        let mut out = Vec::new();
        for (_, rule) in program.rules.iter() {
            let elsewhere = range.is_some_and(|range| rule.scope.containment(range) == Containment::Outside);
            if rule.kind != RuleKind::ProductRule || elsewhere {
                continue;
            }
            let Ok(fires) = self.judge.clause(self.frame, rule.fires) else {
                continue;
            };
            if fires.is_false() {
                continue;
            }
            if fires.is_unknown() && mark == Mark::Open {
                let reason = self.clause(rule.fires, Mark::Open, false);
                out.push(reason);
            }
            let Ok(body) = self.judge.clause(self.frame, rule.body) else {
                continue;
            };
            let body = match body {
                Truth::True => Mark::Met,
                Truth::False => Mark::NotMet,
                Truth::Unknown(_) => Mark::Open,
            };
            if fires.is_true() || mark == Mark::Open {
                let reason = self.clause(rule.body, body, false);
                out.push(reason);
            }
        }
        out
    }

    /// The reasons why a condition comes out as it does; if `negated`, why its opposite does.
    fn reasons(&mut self, formula: &'a Formula, negated: bool) -> Vec<Reason> {
        let Some(mark) = self.mark(formula, negated) else {
            return Vec::new();
        };
        match formula {
            Formula::Not(inner) => self.reasons(inner, !negated),
            Formula::All(parts) => self.of_parts(parts, mark, !negated, negated),
            Formula::Any(parts) => self.of_parts(parts, mark, negated, negated),
            Formula::Clause(id) => {
                let kind = self.judge.program.clauses[*id].kind;
                let scope = matches!(kind, ClauseKind::Applies | ClauseKind::Fires);
                let displaced = kind == ClauseKind::CarveOut && negated && mark == Mark::Met;
                if (scope && mark != Mark::Open) || displaced {
                    return Vec::new();
                }
                vec![self.clause(*id, mark, negated)]
            }
            Formula::Known(_) if mark == Mark::Met => Vec::new(),
            Formula::Known(_)
            | Formula::Compare { .. }
            | Formula::Is { .. }
            | Formula::Fact(_)
            | Formula::CodeIn(_)
            | Formula::ProducedIn(_)
            | Formula::WhollyObtained
            | Formula::Dates { .. }
            | Formula::Exists(_)
            | Formula::Accumulates => {
                if self.left == 0 {
                    return Vec::new();
                }
                self.left = self.left.saturating_sub(1);
                if let Formula::Fact(id) = formula
                    && self.judge.program.vocabulary.attributes[*id].kind == AttributeKind::Opaque
                    && mark != Mark::Open
                {
                    self.opaque.insert(*id);
                }
                vec![leaf::leaf(self.judge, self.frame, formula, mark, negated)]
            }
        }
    }

    /// Of parts that must all hold, those that decided; of parts of which one must hold, likewise.
    fn of_parts(&mut self, parts: &'a [Formula], mark: Mark, all: bool, negated: bool) -> Vec<Reason> {
        let mut out = Vec::new();
        for part in parts {
            if self.mark(part, negated) != Some(mark) {
                continue;
            }
            out.extend(self.reasons(part, negated));
            // One that holds suffices; where it goes without saying, nothing is said.
            if mark == Mark::Met && !all {
                break;
            }
        }
        out
    }
}
