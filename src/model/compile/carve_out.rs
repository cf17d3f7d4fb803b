//! Carve-outs: exceptions that beat what they name, and may have exceptions of their own.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, ClauseId, ClauseKind, Formula, NumCase};
use crate::syntax::tree::{CarveOut, CarveOutEffect, Declaration, Name};

use super::threshold::{later_supersedes, some_stage};
use super::{Compiler, diagnostics};

/// A carve-out with its conditions known.
#[derive(Debug, Clone)]
pub(super) struct Applied {
    /// It applies and no other carve-out beats it.
    pub(super) effective: ClauseId,
    /// The figures it puts in the place of a threshold's.
    pub(super) cases: Vec<NumCase>,
}

impl<'a> Compiler<'a> {
    /// The carve-outs of the text that beat `target`.
    pub(super) fn carve_outs_of(&mut self, target: &str) -> Vec<Applied> {
        let mut found = Vec::new();
        for entry in self.text.entries.values() {
            let Declaration::CarveOut(carve_out) = entry.declaration.as_ref() else {
                continue;
            };
            if *carve_out.target.text == *target
                && let Some(applied) = self.carve_out(&carve_out.head.name)
            {
                found.push(applied);
            }
        }
        found
    }

    /// The condition that no carve-out beats `target`.
    pub(super) fn displaced(&mut self, target: &str) -> Formula {
        let mut formula = Formula::Known(true);
        for applied in self.carve_outs_of(target) {
            formula = formula.and(Formula::Clause(applied.effective).negate());
        }
        formula
    }

    pub(super) fn carve_out(&mut self, name: &Name) -> Option<Applied> {
        if let Some(known) = self.carve_outs.get(&name.text) {
            return Some(known.clone());
        }
        let entry = self.declaration(&name.text)?;
        let Declaration::CarveOut(carve_out) = entry.declaration.as_ref() else {
            return None;
        };
        let applied = self.once(name, |compiler| compiler.apply_carve_out(carve_out, &entry.suspended))?;
        self.carve_outs.insert(Arc::clone(&name.text), applied.clone());
        Some(applied)
    }

    fn apply_carve_out(
        &mut self,
        carve_out: &'a CarveOut,
        suspended: &[crate::syntax::tree::Period],
    ) -> Option<Applied> {
        let head = &carve_out.head;
        self.require_citation(head, "carve-out");
        self.despite_carve_outs(carve_out);
        let own = self.in_period(&carve_out.period, suspended);
        let scope = carve_out
            .scope
            .as_ref()
            .map_or(Formula::Known(true), |scope| self.good_in_scope(scope));
        let mut condition = own.and(scope).and(self.when(carve_out.when.as_ref())?);
        let stages: Vec<_> = match &carve_out.effect {
            CarveOutEffect::Stages(stages) => {
                let stages: Vec<_> = stages.iter().filter_map(|stage| self.stage(stage)).collect();
                condition = condition.and(some_stage(&stages));
                stages
            }
            CarveOutEffect::SetAside(_) | CarveOutEffect::Body(_) => Vec::new(),
        };
        let path = format!("{}/applies", head.name.text);
        let applies = self.clause_of(head, path, ClauseKind::CarveOut, head.span, condition);
        let mut formula = Formula::Clause(applies);
        for counter in self.counters(&head.name.text) {
            formula = formula.and(Formula::Clause(counter.effective).negate());
        }
        let effective = self.clause_of(
            head,
            head.name.text.to_string(),
            ClauseKind::CarveOut,
            head.span,
            formula,
        );
        let mut cases = Vec::new();
        for (number, formula, value, stage) in later_supersedes(&stages) {
            let path = format!("{}/{number}", head.name.text);
            let clause = self.stage_clause(head, path, stage, formula.and(Formula::Clause(effective)));
            cases.push(NumCase {
                when: clause,
                then: value,
            });
        }
        self.program.carve_outs.push(ir::CarveOut {
            name: head.name.text.to_string(),
            target: carve_out.target.text.to_string(),
            applies,
            // Completed with the rule or threshold that it beats, once that is compiled.
            base: applies,
            span: head.span,
        });
        Some(Applied { effective, cases })
    }

    /// Says which names behind a carve-out's `despite` are no carve-outs. One that gives requirements is a rule as
    /// well, and its names are looked up among the rules.
    fn despite_carve_outs(&mut self, carve_out: &CarveOut) {
        if matches!(carve_out.effect, CarveOutEffect::Body(_)) {
            return;
        }
        for name in &carve_out.despite {
            match self
                .text
                .entries
                .get(&name.text)
                .map(|entry| entry.declaration.as_ref())
            {
                Some(Declaration::CarveOut(_)) => {}
                Some(other) => {
                    let declared = other.head().name.span;
                    self.sink.push(diagnostics::wrong_kind(
                        name,
                        other.sort(),
                        "another carve-out",
                        declared,
                    ));
                }
                None => {
                    let names = self.names(|declaration| matches!(declaration, Declaration::CarveOut(_)));
                    self.unknown(name, "carve-out", names);
                }
            }
        }
    }

    /// The carve-outs that beat this one: those that name it, and those that apply despite it.
    fn counters(&mut self, name: &str) -> Vec<Applied> {
        let mut found = self.carve_outs_of(name);
        for entry in self.text.entries.values() {
            let Declaration::CarveOut(other) = entry.declaration.as_ref() else {
                continue;
            };
            if other.despite.iter().any(|despite| *despite.text == *name)
                && let Some(applied) = self.carve_out(&other.head.name)
            {
                found.push(applied);
            }
        }
        found
    }

    /// Says which carve-outs beat nothing that there is, and completes the others with what they beat.
    pub(super) fn finish_carve_outs(&mut self) {
        for entry in self.text.entries.values() {
            let Declaration::CarveOut(carve_out) = entry.declaration.as_ref() else {
                continue;
            };
            let name = &carve_out.head.name;
            if self.carve_out(name).is_none() {
                continue;
            }
            let base = self.base_of(carve_out);
            if let Some(base) = base
                && let Some(known) = self
                    .program
                    .carve_outs
                    .iter_mut()
                    .find(|known| *known.name == *name.text)
            {
                known.base = base;
            }
        }
    }

    fn base_of(&mut self, carve_out: &CarveOut) -> Option<ClauseId> {
        let target = &carve_out.target;
        let Some(entry) = self.declaration(&target.text) else {
            let names = self.names(|declaration| {
                matches!(
                    declaration,
                    Declaration::Threshold(_) | Declaration::Rule(_) | Declaration::CarveOut(_)
                )
            });
            self.unknown(target, "threshold, rule or carve-out", names);
            return None;
        };
        match (entry.declaration.as_ref(), &carve_out.effect) {
            (Declaration::Threshold(threshold), CarveOutEffect::Stages(_)) => {
                let stages: Vec<_> = threshold.stages.iter().filter_map(|stage| self.stage(stage)).collect();
                let path = format!("{}/some stage", target.text);
                let formula = some_stage(&stages);
                Some(self.clause_of(&threshold.head, path, ClauseKind::Stage, threshold.head.span, formula))
            }
            (Declaration::Rule(_), CarveOutEffect::SetAside(_) | CarveOutEffect::Body(_)) => {
                let rule = self.program.rules.iter().find(|(_, rule)| *rule.name == *target.text);
                rule.map(|(_, rule)| rule.applies)
            }
            (Declaration::CarveOut(_), CarveOutEffect::SetAside(_)) => {
                let other = self.program.carve_outs.iter().find(|other| *other.name == *target.text);
                other.map(|other| other.applies)
            }
            (other, effect) => {
                let does = match effect {
                    CarveOutEffect::Stages(_) => "gives figures, so it can only carve out of a threshold",
                    CarveOutEffect::SetAside(_) => {
                        "sets something aside, which can be a rule, requirement or carve-out"
                    }
                    CarveOutEffect::Body(_) => "gives requirements, so it can only carve out of a rule",
                };
                self.sink.push(
                    Diagnostic::new(
                        Code::WrongKind,
                        format!("carve-out `{}` {does}", carve_out.head.name.text),
                    )
                    .at(target.span, format!("this is {}", other.sort())),
                );
                None
            }
        }
    }
}
