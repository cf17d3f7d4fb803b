//! Tests on materials that are not the same for every good: dated lists, and cumulation under a condition.

use crate::amount::{Date, DateRange};
use crate::ir::{Clause, ClauseKind, Depth, Formula, MaterialTest, Num, NumCase};
use crate::source::Span;

use super::super::dates;
use super::Compiler;

/// One way in which a test on materials reads, and when it reads so.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    /// Of which goods, and on which days.
    pub(super) when: Formula,
    /// The same in words, for the clause that says so.
    label: String,
    /// The test then.
    pub(super) test: MaterialTest,
}

impl Variant {
    /// Where both read so, for the materials that pass both.
    pub(super) fn and(&self, other: &Variant) -> Variant {
        Variant {
            when: self.when.clone().and(other.when.clone()),
            label: [self.label.as_str(), other.label.as_str()].join(" "),
            test: MaterialTest::All(vec![self.test.clone(), other.test.clone()]),
        }
    }
}

impl Compiler<'_> {
    /// Compiles a test on materials once for each case that it depends on: the stretches of days on which the lists
    /// it names stay the same, and whether the cumulations with conditions apply that it comes upon.
    pub(super) fn variants(
        &mut self,
        build: &mut dyn FnMut(&mut Self) -> Option<MaterialTest>,
    ) -> Option<Vec<Variant>> {
        let outer = std::mem::take(&mut self.met);
        let plain = build(self);
        let met = std::mem::replace(&mut self.met, outer);
        if self.case.is_some() || met.cuts.is_empty() && met.cumulations.is_empty() {
            let test = plain?;
            return Some(vec![Variant {
                when: Formula::Known(true),
                label: String::new(),
                test,
            }]);
        }
        let mut cases = vec![(Formula::Known(true), Vec::new(), Case::default())];
        let mut starts: Vec<Option<Date>> = vec![None];
        starts.extend(met.cuts.iter().copied().map(Some));
        if starts.len() > 1 {
            cases.clear();
            for (index, start) in starts.iter().enumerate() {
                let next = starts.get(index + 1).copied().flatten();
                let range = DateRange::new(*start, next.and_then(Date::pred));
                let case = Case {
                    as_of: Some(start.unwrap_or(Date::FIRST)),
                    ..Case::default()
                };
                cases.push((
                    dates::within_range(range),
                    vec![format!("lists as they stand {range}")],
                    case,
                ));
            }
        }
        for place in &met.cumulations {
            let Some(clause) = self.cumulations.get(*place).and_then(|own| own.clause) else {
                continue;
            };
            let name = self.program.clauses[clause].path.clone();
            let both = cases.into_iter().flat_map(|(when, label, case)| {
                let mut with = case.clone();
                with.cumulated.push(*place);
                let mut labels = (label.clone(), label);
                labels.0.push(format!("with {name}"));
                labels.1.push(format!("without {name}"));
                let holds = Formula::Clause(clause);
                [
                    (when.clone().and(holds.clone()), labels.0, with),
                    (when.and(holds.negate()), labels.1, case),
                ]
            });
            cases = both.collect();
        }
        let mut out = Vec::new();
        for (when, label, case) in cases {
            self.case = Some(case);
            let test = build(self);
            self.case = None;
            out.push(Variant {
                when,
                label: label.join(", "),
                test: test?,
            });
        }
        Some(out)
    }

    /// The condition that some material passes, whichever way the test reads.
    pub(super) fn some_material(&mut self, depth: Depth, variants: &[Variant]) -> Formula {
        let found: Vec<(Formula, Formula)> = variants
            .iter()
            .map(|variant| {
                let exists = self.exists(depth, variant.test.clone());
                (variant.when.clone(), exists)
            })
            .collect();
        match found.as_slice() {
            [(_, only)] => only.clone(),
            _ => Formula::Any(found.into_iter().map(|(when, exists)| when.and(exists)).collect()),
        }
    }

    /// The condition that a material passes a test. Where the agreement disregards materials of no value, they have
    /// to be worth something together.
    fn exists(&mut self, depth: Depth, test: MaterialTest) -> Formula {
        if self.no_value_disregarded {
            let sum = self.reckoned(
                crate::ir::AggregateKind::Sum,
                self.basis(super::vocabulary::VALUE),
                depth,
                test,
            );
            return Formula::Compare {
                left: sum,
                op: crate::ir::Comparison::More,
                right: Num::Const(crate::amount::Ratio::ZERO),
            };
        }
        Formula::Exists(self.materials(depth, test))
    }

    /// An aggregate over the materials that pass a test, by cases where the test has variants.
    pub(super) fn reckoned_by_case(
        &mut self,
        kind: crate::ir::AggregateKind,
        basis: Option<crate::ir::BasisId>,
        depth: Depth,
        span: Span,
        variants: &[Variant],
    ) -> Num {
        let mut cases = Vec::new();
        for variant in variants {
            let num = self.reckoned(kind, basis, depth, variant.test.clone());
            if variants.len() == 1 {
                return num;
            }
            let when = self.program.clauses.push(Clause {
                path: variant.label.clone(),
                title: None,
                citation: None,
                kind: ClauseKind::Stage,
                span,
                formula: variant.when.clone(),
            });
            cases.push(NumCase { when, then: num });
        }
        Num::Cases(cases)
    }

    fn reckoned(
        &mut self,
        kind: crate::ir::AggregateKind,
        basis: Option<crate::ir::BasisId>,
        depth: Depth,
        test: MaterialTest,
    ) -> Num {
        let materials = self.materials(depth, test);
        Num::Aggregate(self.aggregate(crate::ir::Aggregate { kind, basis, materials }))
    }
}

/// What a test on materials was found to depend on.
#[derive(Debug, Clone, Default)]
pub(super) struct Met {
    /// The days on which dated list entries come and go.
    pub(super) cuts: std::collections::BTreeSet<Date>,
    /// The cumulations that have conditions, by their places.
    pub(super) cumulations: std::collections::BTreeSet<usize>,
}

/// The case for which a test on materials is compiled.
#[derive(Debug, Clone, Default)]
pub(super) struct Case {
    /// The day, where lists are dated.
    pub(super) as_of: Option<Date>,
    /// The cumulations with conditions that apply.
    pub(super) cumulated: Vec<usize>,
}
