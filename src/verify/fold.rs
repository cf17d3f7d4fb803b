//! What the code of a good settles by itself: most clauses of a long annex don't concern it.

use std::collections::BTreeMap;

use crate::ir::{ClauseId, ClauseKind, Formula};
use crate::nomenclature::{CodeRange, Containment};

use super::question::{ProgramIndex, Query};
use super::shared::Shared;

/// The truth of clauses and formulas as far as it follows from the code of the good.
pub(super) struct Fold<'s, 'a> {
    shared: &'s Shared<'a>,
    code: CodeRange,
    known: BTreeMap<(ProgramIndex, ClauseId), Option<bool>>,
}

impl<'s, 'a> Fold<'s, 'a> {
    pub(super) fn new(shared: &'s Shared<'a>, code: CodeRange) -> Self {
        Self {
            shared,
            code,
            known: BTreeMap::new(),
        }
    }

    /// The codes that the good may have.
    pub(super) fn code(&self) -> CodeRange {
        self.code
    }

    pub(super) fn clause(&mut self, program: ProgramIndex, clause: ClauseId) -> Option<bool> {
        if let Some(known) = self.known.get(&(program, clause)) {
            return *known;
        }
        // A clause that reaches itself finds itself unsettled.
        self.known.insert((program, clause), None);
        let text = self.shared.program(program)?;
        let said = &text.clauses[clause];
        let settled = match &said.formula {
            // Of the rules for other codes none applies.
            Formula::Any(rules) if said.kind == ClauseKind::ProductRules => {
                let near = text.product_rules.among(rules, Some(self.code));
                near.into_iter()
                    .try_fold(Some(false), |any, rule| match self.formula(program, rule) {
                        Some(true) => Err(Some(true)),
                        Some(false) => Ok(any),
                        None => Ok(None),
                    })
                    .unwrap_or_else(|settled| settled)
            }
            formula => self.formula(program, formula),
        };
        self.known.insert((program, clause), settled);
        settled
    }

    pub(super) fn formula(&mut self, program: ProgramIndex, formula: &Formula) -> Option<bool> {
        match formula {
            Formula::Known(value) => Some(*value),
            Formula::All(parts) => self.join(program, parts, true),
            Formula::Any(parts) => self.join(program, parts, false),
            Formula::Not(inner) => self.formula(program, inner).map(|value| !value),
            Formula::Clause(clause) => self.clause(program, *clause),
            Formula::CodeIn(set) => match set.containment(self.code) {
                Containment::Inside => Some(true),
                Containment::Outside => Some(false),
                Containment::Partial => None,
            },
            // Where nothing permits it, no producer accumulates.
            Formula::Accumulates => {
                let text = self.shared.program(program);
                text.is_none_or(|text| text.accumulation.is_none()).then_some(false)
            }
            Formula::Compare { .. }
            | Formula::Is { .. }
            | Formula::Fact(_)
            | Formula::ProducedIn(_)
            | Formula::WhollyObtained
            | Formula::Dates { .. }
            | Formula::Exists(_) => None,
        }
    }

    fn join(&mut self, program: ProgramIndex, parts: &[Formula], all: bool) -> Option<bool> {
        let mut settled = Some(all);
        for part in parts {
            match self.formula(program, part) {
                Some(value) if value == all => {}
                Some(value) => return Some(value),
                None => settled = None,
            }
        }
        settled
    }

    /// The members of a conjunction (`all`) or disjunction that have to be put to the solver: the one that settles
    /// it, or those that are open and the clauses among the settled, for cores to name.
    pub(super) fn members<'f>(
        &mut self,
        program: ProgramIndex,
        parts: impl IntoIterator<Item = &'f Formula>,
        all: bool,
    ) -> Vec<&'f Formula> {
        let mut out = Vec::new();
        for part in parts {
            match self.formula(program, part) {
                Some(value) if value != all => return vec![part],
                Some(_) if !matches!(part, Formula::Clause(_)) => {}
                _ => out.push(part),
            }
        }
        out
    }

    pub(super) fn query(&mut self, query: &Query) -> Option<bool> {
        match query {
            Query::Holds(program, formula) => self.formula(*program, formula),
            Query::Defined(..) => None,
            Query::Not(inner) => self.query(inner).map(|value| !value),
            Query::All(parts) => self.join_queries(parts, true),
            Query::Any(parts) => self.join_queries(parts, false),
        }
    }

    fn join_queries(&mut self, parts: &[Query], all: bool) -> Option<bool> {
        let mut settled = Some(all);
        for part in parts {
            match self.query(part) {
                Some(value) if value == all => {}
                Some(value) => return Some(value),
                None => settled = None,
            }
        }
        settled
    }

    /// The clauses by which a settled query is settled, from the outside in.
    pub(super) fn blame(&mut self, query: &Query, out: &mut Vec<(ProgramIndex, ClauseId)>) {
        match query {
            Query::Holds(program, formula) => self.blame_formula(*program, formula, out),
            Query::Defined(..) => {}
            Query::Not(inner) => self.blame(inner, out),
            Query::All(parts) | Query::Any(parts) => {
                let all = matches!(query, Query::All(_));
                let decisive = parts.iter().find(|part| self.query(part) == Some(!all));
                match decisive {
                    Some(part) => self.blame(part, out),
                    None => parts.iter().for_each(|part| self.blame(part, out)),
                }
            }
        }
    }

    fn blame_formula(&mut self, program: ProgramIndex, formula: &Formula, out: &mut Vec<(ProgramIndex, ClauseId)>) {
        match formula {
            Formula::Clause(clause) if !out.contains(&(program, *clause)) => {
                out.push((program, *clause));
                if let Some(text) = self.shared.program(program) {
                    self.blame_formula(program, &text.clauses[*clause].formula, out);
                }
            }
            Formula::Not(inner) => self.blame_formula(program, inner, out),
            Formula::All(parts) | Formula::Any(parts) => {
                let all = matches!(formula, Formula::All(_));
                let decisive = parts.iter().find(|part| self.formula(program, part) == Some(!all));
                match decisive {
                    Some(part) => self.blame_formula(program, part, out),
                    None => parts.iter().for_each(|part| self.blame_formula(program, part, out)),
                }
            }
            _ => {}
        }
    }
}
