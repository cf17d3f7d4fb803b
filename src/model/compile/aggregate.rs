//! Materials brought together: sums, counts, the largest and the smallest, and a country's share.

use std::sync::Arc;

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, Bearer, Clause, ClauseKind, Depth, Formula, Num, NumCase};
use crate::source::Span;
use crate::syntax::tree::{Aggregate, AggregateKind, Declaration, Name};

use super::super::diagnostics;
use super::number::{Type, Typed};
use super::{Compiler, material, vocabulary};

impl Compiler<'_> {
    pub(super) fn aggregated(&mut self, aggregate: &Aggregate, span: Span) -> Option<Typed> {
        let (basis, ty) = match &aggregate.of {
            None => (None, Type::Count),
            Some(name) => {
                let Some(basis) = self.basis(&name.text) else {
                    if let Some(entry) = self.text.entries.get(&name.text) {
                        let (sort, declared) = (entry.declaration.sort(), entry.declaration.head().name.span);
                        let problem = diagnostics::wrong_kind(name, sort, "a value of materials", declared);
                        self.sink.push(problem);
                        return None;
                    }
                    let mut names = self.names(|declaration| matches!(declaration, Declaration::Basis(_)));
                    names.extend([vocabulary::VALUE, vocabulary::WEIGHT]);
                    self.unknown(name, "value of materials", names);
                    return None;
                };
                self.declaration(&name.text);
                let declared = &self.program.vocabulary.bases[basis];
                let ty = if declared.weight { Type::Weight } else { Type::Money };
                if !declared.bearers.contains(&Bearer::Material) {
                    self.sink.push(
                        Diagnostic::new(Code::WrongLevel, format!("`{}` is not stated of materials", name.text))
                            .at(name.span, "asked of materials here")
                            .help("declare it `of materials`, or take `value`"),
                    );
                    return None;
                }
                (Some(basis), ty)
            }
        };
        let kind = match aggregate.kind {
            AggregateKind::Sum => ir::AggregateKind::Sum,
            AggregateKind::Count => ir::AggregateKind::Count,
            AggregateKind::Largest => ir::AggregateKind::Largest,
            AggregateKind::Smallest => ir::AggregateKind::Smallest,
        };
        let depth = if aggregate.look_through {
            Depth::LookThrough
        } else {
            Depth::Direct
        };
        let num = self.over_materials(kind, basis, depth, span, &mut |compiler| match &aggregate.filter {
            Some(filter) => compiler.material_test(filter),
            None => Some(material::all(Vec::new())),
        })?;
        Some(Typed { num, ty })
    }

    /// An aggregate over the materials that pass a test; by cases where dated lists make the test vary.
    pub(super) fn over_materials(
        &mut self,
        kind: ir::AggregateKind,
        basis: Option<ir::BasisId>,
        depth: Depth,
        span: Span,
        test: &mut dyn FnMut(&mut Self) -> Option<ir::MaterialTest>,
    ) -> Option<Num> {
        let variants = self.variants(test)?;
        Some(self.reckoned_by_case(kind, basis, depth, span, &variants))
    }

    /// `share of USA in net_cost`: what was made in the country, materials at every depth and the good's own
    /// production if it is produced there, over the basis.
    pub(super) fn share(&mut self, country: &Name, base: &Name) -> Option<Typed> {
        let of = self.country(country)?;
        let Some(basis) = self.basis(&base.text) else {
            let names = self.names(|declaration| matches!(declaration, Declaration::Basis(_)));
            self.unknown(base, "basis of value", names);
            return None;
        };
        self.declaration(&base.text);
        let base_num = self.good_basis(base, basis)?.num;
        let value = self.basis(vocabulary::VALUE);
        let sum = ir::AggregateKind::Sum;
        let there: std::collections::BTreeSet<_> = [Arc::clone(&of)].into();
        let made = self.over_materials(sum, value, Depth::LookThrough, base.span, &mut |_| {
            Some(ir::MaterialTest::ProducedIn(there.clone()))
        })?;
        let all = self.over_materials(sum, value, Depth::Direct, base.span, &mut |_| {
            Some(ir::MaterialTest::Known(true))
        })?;
        let minus = |num: Num| Num::Product(Box::new(Num::Const(-Ratio::ONE)), Box::new(num));
        let own = Num::Sum(vec![base_num.clone(), minus(all)]);
        let here = Formula::ProducedIn(there);
        let mut case = |when: Formula, words: &str, then: Num| NumCase {
            when: self.program.clauses.push(Clause {
                path: format!("the good is {words} {of}"),
                title: None,
                citation: None,
                kind: ClauseKind::Stage,
                span: country.span.join(base.span),
                formula: when,
            }),
            then,
        };
        let own = Num::Cases(vec![
            case(here.clone(), "produced in", own),
            case(here.negate(), "not produced in", Num::Const(Ratio::ZERO)),
        ]);
        let share = Num::Quotient(Box::new(Num::Sum(vec![made, own])), Box::new(base_num));
        Some(Typed {
            num: share,
            ty: Type::Share,
        })
    }
}
