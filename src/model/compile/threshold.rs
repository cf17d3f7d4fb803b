//! Thresholds: figures that vary with the date, the producer's fiscal year and conditions.

use std::sync::Arc;

use crate::amount::Date;
use crate::ir::{self, ClauseId, ClauseKind, Formula, Num, NumCase};
use crate::syntax::tree::{Declaration, Head, Name, Stage, Threshold};

use super::number::Type;
use super::{Compiler, dates, diagnostics};

/// A stage with its condition known.
pub(super) struct StageData {
    /// The day of its start as written; stages without one start before all others.
    start: Option<Date>,
    /// Its own condition, not yet less the stages that come later.
    own: Formula,
    value: Num,
    ty: Type,
    stage: Stage,
}

impl Compiler<'_> {
    /// The figure of a threshold by name, compiled when it is first used.
    pub(super) fn threshold(&mut self, name: &Name) -> Option<(Num, Type)> {
        if let Some(known) = self.thresholds.get(&name.text) {
            self.used.insert(Arc::clone(&name.text));
            return Some(known.clone());
        }
        let entry = self.declaration(&name.text)?;
        let Declaration::Threshold(threshold) = entry.declaration.as_ref() else {
            return None;
        };
        let built = self.once(name, |compiler| compiler.build_threshold(threshold))?;
        self.thresholds.insert(Arc::clone(&name.text), built.clone());
        Some(built)
    }

    fn build_threshold(&mut self, threshold: &Threshold) -> Option<(Num, Type)> {
        let head = &threshold.head;
        self.require_citation(head, "threshold");
        let stages: Vec<StageData> = threshold.stages.iter().filter_map(|stage| self.stage(stage)).collect();
        let ty = stages.first()?.ty;
        for stage in &stages {
            if stage.ty != ty {
                self.sink.push(diagnostics::mismatch(
                    "the stages of a threshold are figures of one type",
                    stage.stage.value.span,
                    stage.ty.words(),
                ));
                return None;
            }
        }
        let displaced = self.displaced(&head.name.text);
        let mut cases = Vec::new();
        let mut own = Vec::new();
        for (number, formula, value, stage) in later_supersedes(&stages) {
            let path = format!("{}/{number}", head.name.text);
            let clause = self.stage_clause(head, path, stage, formula.and(displaced.clone()));
            own.push(clause);
            cases.push(NumCase {
                when: clause,
                then: value,
            });
        }
        for carve_out in self.carve_outs_of(&head.name.text) {
            cases.extend(carve_out.cases);
        }
        let value = Num::Cases(cases);
        self.program.thresholds.push(ir::Threshold {
            name: head.name.text.to_string(),
            title: head.title.as_ref().map(|title| title.text.to_string()),
            citation: self.citation(head),
            value: value.clone(),
            stages: own,
            span: head.span,
        });
        Some((value, ty))
    }

    pub(super) fn stage(&mut self, stage: &Stage) -> Option<StageData> {
        let days = dates::days(&stage.period, &mut self.sink);
        let mut own = dates::within(days, Self::claim_date());
        if let Some(when) = &stage.when {
            own = own.and(self.condition(when)?);
        }
        if let Some(lasting) = &stage.lasting {
            own = own.and(self.lasting(lasting)?);
        }
        let value = self.number(&stage.value)?;
        Some(StageData {
            start: days.from.map(dates::Begin::day),
            own,
            value: value.num,
            ty: value.ty,
            stage: stage.clone(),
        })
    }

    pub(super) fn stage_clause(&mut self, head: &Head, path: String, stage: &Stage, formula: Formula) -> ClauseId {
        let clause = self.clause_of(head, path, ClauseKind::Stage, stage.span, formula);
        if let Some(cites) = &stage.cites
            && let Some(clause) = self.program.clauses.get_mut(clause)
        {
            clause.citation = Some(cites.text.to_string());
        }
        clause
    }
}

/// The stages in the order written, each with the condition that it and no later stage applies.
pub(super) fn later_supersedes(stages: &[StageData]) -> Vec<(usize, Formula, Num, &Stage)> {
    let mut result = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        let mut formula = stage.own.clone();
        for other in stages {
            if other.start > stage.start {
                formula = formula.and(other.own.clone().negate());
            }
        }
        result.push((index + 1, formula, stage.value.clone(), &stage.stage));
    }
    result
}

/// The condition that some stage applies.
pub(super) fn some_stage(stages: &[StageData]) -> Formula {
    Formula::Any(stages.iter().map(|stage| stage.own.clone()).collect())
}
