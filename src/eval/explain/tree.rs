//! Builds the tree of reasons: of every condition only what decided it.

use std::collections::BTreeSet;

use crate::eval::judge::{Frame, Judge};
use crate::eval::truth::Truth;
use crate::ir::{AttributeId, AttributeKind, ClauseId, ClauseKind, Formula, RuleKind};
use crate::nomenclature::Containment;

use super::{Mark, Reason, ReasonKind, arithmetic, leaf};

/// More reasons than anyone reads; keeps texts that refer to themselves often from growing without bound.
const MAX_REASONS: usize = 2_000;

/// A tree of reasons under construction.
pub(super) struct Tree<'j, 'a> {
    judge: &'j mut Judge<'a>,
    frame: &'j mut Frame,
    left: usize,
    /// Clauses whose reasons are given already.
    shown: BTreeSet<(ClauseId, bool)>,
    /// The opaque requirements met with.
    pub(super) opaque: BTreeSet<AttributeId>,
}

impl<'j, 'a> Tree<'j, 'a> {
    pub(super) fn new(judge: &'j mut Judge<'a>, frame: &'j mut Frame) -> Self {
        Self {
            judge,
            frame,
            left: MAX_REASONS,
            shown: BTreeSet::new(),
            opaque: BTreeSet::new(),
        }
    }

    /// How a condition comes out; what cannot be calculated did not decide and is left out.
    pub(super) fn mark(&mut self, formula: &'a Formula, negated: bool) -> Option<Mark> {
        let truth = self.judge.formula(self.frame, formula).ok()?;
        Some(match (truth.known(), negated) {
            (None, _) => Mark::Open,
            (Some(value), negated) if value != negated => Mark::Met,
            (Some(_), _) => Mark::NotMet,
        })
    }

    /// A clause with the reasons for how it comes out; if `negated`, it must not hold.
    pub(super) fn clause(&mut self, id: ClauseId, mark: Mark, negated: bool) -> Reason {
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
            let what = match mark {
                Mark::Met => "must not hold, and does not",
                Mark::NotMet => "must not hold, but does",
                Mark::Open => "must not hold",
            };
            reason.note = Some(what.to_owned());
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
        // Below what must not hold stands why it holds or does not: each reason by its own truth.
        let mut children = self.reasons(&clause.formula, false);
        let elementary = only_dates(&clause.formula)
            || !matches!(
                clause.formula,
                Formula::All(_) | Formula::Any(_) | Formula::Not(_) | Formula::Clause(_)
            );
        match children.pop() {
            // An elementary clause says its reason itself.
            Some(only) if children.is_empty() && only.clause.is_none() && elementary => {
                reason.figures = only.figures;
                reason.children = only.children;
                reason.note = match (reason.note, only.title) {
                    (Some(note), Some(title)) => Some(format!("{note}: {title}")),
                    (note, title) => title.or(note),
                };
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
                let mut reason = leaf::leaf(self.judge, self.frame, formula, mark, negated);
                reason.children = self.why_unusable(formula);
                vec![reason]
            }
        }
    }

    /// Why the method of a measure that is compared may not be used.
    fn why_unusable(&mut self, formula: &'a Formula) -> Vec<Reason> {
        let Formula::Compare { left, right, .. } = formula else {
            return Vec::new();
        };
        let unusable = arithmetic::unusable(self.judge, self.frame, left)
            .or_else(|| arithmetic::unusable(self.judge, self.frame, right));
        let available = unusable.and_then(|id| self.judge.program.measures[id].available);
        available
            .map(|clause| self.clause(clause, Mark::NotMet, false))
            .into_iter()
            .collect()
    }

    /// Of parts that must all hold, those that decided; of parts of which one must hold, likewise.
    fn of_parts(&mut self, parts: &'a [Formula], mark: Mark, all: bool, negated: bool) -> Vec<Reason> {
        let mut out = Vec::new();
        let mut parts = parts.iter().peekable();
        while let Some(part) = parts.next() {
            if self.mark(part, negated) != Some(mark) {
                continue;
            }
            if all
                && !negated
                && mark == Mark::Met
                && let Some(period) = parts
                    .peek()
                    .and_then(|next| leaf::period(self.judge, self.frame, part, next))
            {
                parts.next();
                out.push(period);
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

/// Whether it speaks of nothing but dates, such as a period.
fn only_dates(formula: &Formula) -> bool {
    match formula {
        Formula::Dates { .. } => true,
        Formula::All(parts) => parts.iter().all(only_dates),
        _ => false,
    }
}
