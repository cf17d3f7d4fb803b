//! Cumulation: whose materials count as originating, and whose production counts as the region's.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ClauseId, ClauseKind, Formula, MaterialTest};
use crate::source::Span;
use crate::syntax::tree::{Cumulated, Cumulation, Declaration, Name};

use super::Compiler;

/// A cumulation of materials that have origin in a partner.
#[derive(Debug, Clone)]
pub(super) struct Cumulable {
    /// Under which condition on the good; `None` if always.
    pub(super) clause: Option<ClauseId>,
    /// Which materials count as originating.
    test: MaterialTest,
}

impl Compiler<'_> {
    /// Compiles every cumulation. Their own conditions and tests know nothing of cumulation yet.
    pub(super) fn cumulations(&mut self) {
        let mut found = Vec::new();
        self.cumulating = true;
        for entry in self.text.entries.values() {
            let Declaration::Cumulation(cumulation) = entry.declaration.as_ref() else {
                continue;
            };
            let head = &cumulation.head;
            self.used.insert(Arc::clone(&head.name.text));
            self.require_citation(head, "the provision");
            let Some(formula) = self.reach_of(cumulation, &entry.suspended) else {
                continue;
            };
            let clause = self.clause_of(
                head,
                head.name.text.to_string(),
                ClauseKind::Assumption,
                head.span,
                formula.clone(),
            );
            for item in &cumulation.items {
                match item {
                    Cumulated::Materials { countries, filter } => {
                        let Some(countries) = self.partners(countries) else {
                            continue;
                        };
                        let Some(fact) = self.attribute(&head.name.text) else {
                            continue;
                        };
                        let mut tests = vec![MaterialTest::ProducedIn(countries), MaterialTest::Fact(fact)];
                        if let Some(filter) = filter {
                            let Some(filter) = self.material_test(filter) else {
                                continue;
                            };
                            tests.push(filter);
                        }
                        found.push(Cumulable {
                            clause: (formula != Formula::Known(true)).then_some(clause),
                            test: MaterialTest::All(tests),
                        });
                    }
                    Cumulated::Production { countries } => {
                        if let Some(countries) = self.partners(countries) {
                            self.program
                                .full_cumulation
                                .push(crate::ir::FullCumulation { countries, clause });
                        }
                    }
                }
            }
        }
        self.cumulating = false;
        self.cumulations = found;
    }

    fn reach_of(&mut self, cumulation: &Cumulation, suspended: &[crate::syntax::tree::Period]) -> Option<Formula> {
        let reach = &cumulation.reach;
        let mut formula = match &reach.scope {
            Some(written) => self.good_in_scope(written),
            None => Formula::Known(true),
        };
        if let Some(when) = &reach.when {
            formula = formula.and(self.condition(when)?);
        }
        Some(formula.and(self.in_period(&reach.period, suspended)))
    }

    /// The countries with which cumulation is provided for: others than the parties, whose origin is the region's.
    fn partners(&mut self, names: &[Name]) -> Option<BTreeSet<crate::ir::Country>> {
        let countries = self.countries(names)?;
        for name in names {
            if self.program.parties.contains(&name.text) {
                self.sink.push(
                    Diagnostic::new(
                        Code::TypeMismatch,
                        format!("`{}` is a party, whose origin is the region's already", name.text),
                    )
                    .at(name.span, "not a partner")
                    .help("between the parties cumulation holds by itself: name countries outside the region"),
                );
                return None;
            }
        }
        Some(countries)
    }

    /// The test that a material counts as originating, in the case for which a test is compiled.
    pub(super) fn originating(&mut self, span: Span) -> Option<MaterialTest> {
        if self.cumulating {
            self.sink.push(
                Diagnostic::new(
                    Code::DefinitionCycle,
                    "what counts as originating depends on what counts as originating",
                )
                .at(span, "asked in the condition of a cumulation")
                .help("test the code, the country and facts of the material instead"),
            );
            return None;
        }
        let mut ways = vec![MaterialTest::Originating];
        for (place, cumulable) in self.cumulations.iter().enumerate() {
            if cumulable.clause.is_some() {
                self.met.cumulations.insert(place);
                let applies = self.case.as_ref().is_some_and(|case| case.cumulated.contains(&place));
                if !applies {
                    continue;
                }
            }
            ways.push(cumulable.test.clone());
        }
        if ways.len() == 1 {
            return ways.pop();
        }
        Some(MaterialTest::Any(ways))
    }
}
