//! Averaging: a measure of one good gives way to that of a category of goods, if the producer so chooses; and the
//! methods of managing inventories.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{AttributeId, ClauseId, ClauseKind, Formula, Measure, MeasureId, Num, NumCase};
use crate::syntax::tree::{Averaging, Declaration};

use super::super::{diagnostics, provisions};
use super::Compiler;

/// A provision on averaging.
#[derive(Debug, Clone)]
pub(super) struct Provision {
    choice: AttributeId,
    name: Arc<str>,
    measures: Vec<Arc<str>>,
    /// The clauses that the producer averages, and that it does not; made when a measure is first averaged.
    clauses: Option<(ClauseId, ClauseId)>,
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
            match self.text.entries.get(&measure.text).map(|entry| entry.declaration.as_ref()) {
                Some(Declaration::Measure(_)) => {}
                Some(other) => {
                    let declared = other.head().name.span;
                    self.sink
                        .push(diagnostics::wrong_kind(measure, other.sort(), "a measure", declared));
                }
                None => {
                    let names = self.names(|declaration| matches!(declaration, Declaration::Measure(_)));
                    self.sink.push(diagnostics::unknown_name(measure, "measure", names));
                }
            }
        }
        self.program.averaging.push(choice);
        self.averagings.push(Provision {
            choice,
            name: Arc::clone(&head.name.text),
            measures: averaging.measures.iter().map(|name| Arc::clone(&name.text)).collect(),
            clauses: None,
        });
    }

    /// Lets a measure just declared be averaged, if a provision says so: its figure becomes that of the good or of
    /// the category, as the producer chooses.
    pub(super) fn averaged(&mut self, id: MeasureId) {
        let name = self.program.measures[id].name.clone();
        let mut provisions = (0..self.averagings.len()).filter(|place| {
            let measures = self.averagings.get(*place).map(|own| own.measures.as_slice());
            measures.unwrap_or_default().iter().any(|own| **own == *name)
        });
        let Some(place) = provisions.next() else { return };
        if let Some(second) = provisions.next() {
            let names = [place, second].map(|place| self.averagings.get(place).map(|own| Arc::clone(&own.name)));
            if let [Some(first), Some(second)] = names {
                self.sink.push(
                    Diagnostic::new(
                        Code::DuplicateName,
                        format!("`{name}` is averaged under both `{first}` and `{second}`"),
                    )
                    .at(self.program.measures[id].span, "this measure")
                    .help("declare a measure for each, or put all categories in one provision"),
                );
            }
            return;
        }
        let Some((averages, alone)) = self.averaging_clauses(place) else {
            return;
        };
        let Some(choice) = self.averagings.get(place).map(|own| own.choice) else {
            return;
        };
        let own = Measure {
            name: format!("{name} of the good alone"),
            available: None,
            ..self.program.measures[id].clone()
        };
        let own = self.program.measures.push(own);
        if let Some(measure) = self.program.measures.get_mut(id) {
            measure.alone = Some(own);
            measure.value = Num::Cases(vec![
                NumCase {
                    when: alone,
                    then: Num::Measure(own),
                },
                NumCase {
                    when: averages,
                    then: Num::Averaged { choice, measure: own },
                },
            ]);
        }
    }

    /// The clauses that the producer averages under a provision, and that it does not.
    fn averaging_clauses(&mut self, place: usize) -> Option<(ClauseId, ClauseId)> {
        let provision = self.averagings.get(place)?;
        if provision.clauses.is_some() {
            return provision.clauses;
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
        let categories = averaging.categories.len();
        let chosen = Formula::Is {
            attribute: choice,
            values: (1..=categories).collect(),
        };
        let averages = chosen.and(reach);
        let path = |what: &str| format!("{name}/{what}");
        let averages = self.clause_of(head, path("averaged"), ClauseKind::Stage, head.span, averages);
        let not = Formula::Clause(averages).negate();
        let alone = self.clause_of(head, path(provisions::NOT_AVERAGED), ClauseKind::Stage, head.span, not);
        let clauses = Some((averages, alone));
        if let Some(provision) = self.averagings.get_mut(place) {
            provision.clauses = clauses;
        }
        clauses
    }
}
