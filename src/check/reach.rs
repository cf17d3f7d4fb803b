//! What a condition rests on: the clauses, measures and thresholds that it reaches.

use std::collections::BTreeSet;

use crate::ir::{AggregateId, ClauseId, ClauseKind, Formula, MeasureId, Num, NumCase, Program};

/// By way of which clauses something is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Through {
    /// All.
    #[default]
    All,
    /// All but "the product rules" as a whole.
    AllButProductRules,
    /// None.
    Nothing,
}

/// What was reached.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    through: Through,
    pub(super) clauses: BTreeSet<ClauseId>,
    pub(super) measures: BTreeSet<MeasureId>,
    pub(super) aggregates: BTreeSet<AggregateId>,
}

impl Reach {
    /// All that a clause rests on, itself included.
    pub(super) fn of(program: &Program, clause: ClauseId) -> Self {
        let mut reach = Self::default();
        reach.clause(program, clause);
        reach
    }

    /// All that a clause rests on by itself, not by way of "the product rules" as a whole.
    pub(super) fn directly(program: &Program, clause: ClauseId) -> Self {
        let mut reach = Self {
            through: Through::AllButProductRules,
            ..Self::default()
        };
        reach.clause(program, clause);
        reach
    }

    /// What a clause compares itself, not by way of other clauses.
    pub(super) fn itself(program: &Program, clause: ClauseId) -> Self {
        let mut reach = Self {
            through: Through::Nothing,
            ..Self::default()
        };
        reach.formula(program, &program.clauses[clause].formula);
        reach
    }

    /// All that a condition rests on.
    pub(super) fn of_formula(program: &Program, formula: &Formula) -> Self {
        let mut reach = Self::default();
        reach.formula(program, formula);
        reach
    }

    /// All that a figure rests on.
    pub(super) fn of_figure(program: &Program, num: &Num) -> Self {
        let mut reach = Self::default();
        reach.num(program, num);
        reach
    }

    fn clause(&mut self, program: &Program, clause: ClauseId) {
        if self.through == Through::Nothing || !self.clauses.insert(clause) {
            return;
        }
        let reached = &program.clauses[clause];
        if self.through == Through::All || reached.kind != ClauseKind::ProductRules {
            self.formula(program, &reached.formula);
        }
    }

    fn formula(&mut self, program: &Program, formula: &Formula) {
        match formula {
            Formula::All(parts) | Formula::Any(parts) => {
                for part in parts {
                    self.formula(program, part);
                }
            }
            Formula::Not(inner) => self.formula(program, inner),
            Formula::Clause(clause) => self.clause(program, *clause),
            Formula::Compare { left, right, .. } => {
                self.num(program, left);
                self.num(program, right);
            }
            _ => {}
        }
    }

    fn num(&mut self, program: &Program, num: &Num) {
        match num {
            Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => {
                for part in parts {
                    self.num(program, part);
                }
            }
            Num::Product(a, b) | Num::Quotient(a, b) => {
                self.num(program, a);
                self.num(program, b);
            }
            Num::Measure(id) | Num::Averaged { measure: id, .. } => {
                if self.measures.insert(*id) {
                    let measure = &program.measures[*id];
                    if let Some(available) = measure.available {
                        self.clause(program, available);
                    }
                    self.num(program, &measure.value);
                }
            }
            Num::Cases(cases) => {
                for case in cases {
                    self.clause(program, case.when);
                    self.num(program, &case.then);
                }
            }
            Num::Rounded(_, inner) => self.num(program, inner),
            Num::Aggregate(id) => {
                self.aggregates.insert(*id);
            }
            Num::Const(_) | Num::Basis(_) | Num::Attribute(_) => {}
        }
    }
}

/// The cases of a threshold's figure.
pub(super) fn cases(value: &Num) -> &[NumCase] {
    match value {
        Num::Cases(cases) => cases,
        Num::Rounded(_, inner) => cases(inner),
        _ => &[],
    }
}

/// Whether a condition speaks of dates and of nothing else.
pub(super) fn only_dates(program: &Program, formula: &Formula) -> bool {
    match formula {
        Formula::Known(_) | Formula::Dates { .. } => true,
        Formula::All(parts) | Formula::Any(parts) => parts.iter().all(|part| only_dates(program, part)),
        Formula::Not(inner) => only_dates(program, inner),
        Formula::Clause(clause) => only_dates(program, &program.clauses[*clause].formula),
        _ => false,
    }
}
