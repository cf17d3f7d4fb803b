//! Averaging: a measure of one good gives way to that of a category of goods, if the producer so chooses; and the
//! methods of managing inventories.

use std::sync::Arc;

use crate::ir::{AttributeId, Clause, ClauseId, ClauseKind, Formula, Measure, MeasureId, Num, NumCase};
use crate::syntax::tree::{Averaging, Declaration};

use super::super::{diagnostics, provisions};
use super::Compiler;

/// A provision on averaging.
#[derive(Debug, Clone)]
pub(super) struct Provision {
    choice: AttributeId,
    name: Arc<str>,
    measures: Vec<Arc<str>>,
    /// The clause that the producer averages; made when a measure is first averaged.
    clause: Option<ClauseId>,
}

impl Compiler<'_> {
    /// Takes up the provisions on averaging and on fungible materials.
    pub(super) fn averaging(&mut self) {
        for entry in self.text.entries.values() {
            match entry.declaration.as_ref() {
                Declaration::Averaging(averaging) => self.averaging_provision(averaging),
                Declaration::Fungible(fungible) => {
                    let head = &fungible.head;
                    self.require_citation(head, "the provision");
                    let Some(choice) = self.attribute(&head.name.text) else {
                        continue;
                    };
                    if let Some((_, first)) = self.program.fungible {
                        let first = self.program.clauses[first].span;
                        self.sink.push(diagnostics::duplicate_name(&head.name, first));
                        continue;
                    }
                    let path = head.name.text.to_string();
                    let clause = self.clause_of(head, path, ClauseKind::Assumption, head.span, Formula::Known(true));
                    self.program.fungible = Some((choice, clause));
                }
                _ => {}
            }
        }
    }

    fn averaging_provision(&mut self, averaging: &Averaging) {
        let head = &averaging.head;
        self.require_citation(head, "the provision");
        let Some(choice) = self.attribute(&head.name.text) else {
            return;
        };
        for measure in &averaging.measures {
            match self
                .text
                .entries
                .get(&measure.text)
                .map(|entry| entry.declaration.as_ref())
            {
                Some(Declaration::Measure(_)) => {}
                Some(other) => {
                    let declared = other.head().name.span;
                    self.sink
                        .push(diagnostics::wrong_kind(measure, other.sort(), "a measure", declared));
                }
                None => {
                    let names = self.names(|declaration| matches!(declaration, Declaration::Measure(_)));
                    self.unknown(measure, "measure", names);
                }
            }
        }
        self.program.averaging.push(choice);
        self.averagings.push(Provision {
            choice,
            name: Arc::clone(&head.name.text),
            measures: averaging.measures.iter().map(|name| Arc::clone(&name.text)).collect(),
            clause: None,
        });
    }

    /// Lets a measure just declared be averaged, if provisions say so: its figure becomes that of the good or of the
    /// category, as the producer chooses.
    pub(super) fn averaged(&mut self, id: MeasureId) {
        let name = self.program.measures[id].name.clone();
        let mut cases = Vec::new();
        let mut not = Vec::new();
        for place in 0..self.averagings.len() {
            let Some(provision) = self.averagings.get(place) else {
                break;
            };
            if !provision.measures.iter().any(|own| **own == *name) {
                continue;
            }
            let choice = provision.choice;
            if let Some(averages) = self.averaging_clause(place) {
                not.push(Formula::Clause(averages).negate());
                cases.push((averages, choice));
            }
        }
        let Some((first, _)) = cases.first() else { return };
        let own = Measure {
            name: format!("{name} of the good alone"),
            available: None,
            ..self.program.measures[id].clone()
        };
        let own = self.program.measures.push(own);
        let alone = Clause {
            path: format!("{name}/{}", provisions::NOT_AVERAGED),
            title: None,
            kind: ClauseKind::Stage,
            formula: Formula::All(not),
            ..self.program.clauses[*first].clone()
        };
        let mut figures = vec![NumCase {
            when: self.program.clauses.push(alone),
            then: Num::Measure(own),
        }];
        figures.extend(cases.into_iter().map(|(when, choice)| NumCase {
            when,
            then: Num::Averaged { choice, measure: own },
        }));
        if let Some(measure) = self.program.measures.get_mut(id) {
            measure.alone = Some(own);
            measure.value = Num::Cases(figures);
        }
    }

    /// The clause that the producer averages under a provision that covers the good.
    fn averaging_clause(&mut self, place: usize) -> Option<ClauseId> {
        let provision = self.averagings.get(place)?;
        if provision.clause.is_some() {
            return provision.clause;
        }
        let (choice, name) = (provision.choice, Arc::clone(&provision.name));
        let entry = self.text.entries.get(&name)?;
        let Declaration::Averaging(averaging) = entry.declaration.as_ref() else {
            return None;
        };
        let head = &averaging.head;
        let mut reach = match &averaging.reach.scope {
            Some(scope) => self.good_in_scope(scope),
            None => Formula::Known(true),
        };
        if let Some(when) = &averaging.reach.when {
            reach = reach.and(self.condition(when)?);
        }
        reach = reach.and(self.in_period(&averaging.reach.period, &entry.suspended));
        let chosen = Formula::Is {
            attribute: choice,
            values: (1..=averaging.categories.len()).collect(),
        };
        let path = format!("{name}/averaged");
        let averages = self.clause_of(head, path, ClauseKind::Stage, head.span, reach.and(chosen));
        if let Some(provision) = self.averagings.get_mut(place) {
            provision.clause = Some(averages);
        }
        Some(averages)
    }
}
