//! Tolerances (de minimis): materials that do not make the change may be used up to a share of the good.

use crate::amount::DateRange;
use crate::ir::{self, ClauseKind, Comparison, DateBase, Depth, Formula, MaterialTest, Num};
use crate::source::Span;
use crate::syntax::tree::{Declaration, Tolerance, ToleranceBy};

use super::number::Type;
use super::{Compiler, dates, diagnostics, vocabulary};

impl Compiler<'_> {
    /// One condition for each tolerance that can cover the materials left unchanged by the change at `path`.
    pub(super) fn tolerances(
        &mut self,
        unchanged: &[(DateRange, MaterialTest)],
        path: &str,
        span: Span,
    ) -> Vec<Formula> {
        let mut ways = Vec::new();
        for entry in self.text.entries.values() {
            let Declaration::Tolerance(tolerance) = entry.declaration.as_ref() else {
                continue;
            };
            self.used.insert(std::sync::Arc::clone(&tolerance.head.name.text));
            if let Some(formula) = self.tolerance(tolerance, &entry.suspended, unchanged, span) {
                let path = format!("{path}/{}", tolerance.head.name.text);
                let clause = self.clause_of(
                    &tolerance.head,
                    path,
                    ClauseKind::Tolerance,
                    tolerance.head.span,
                    formula,
                );
                ways.push(Formula::Clause(clause));
            }
        }
        ways
    }

    fn tolerance(
        &mut self,
        tolerance: &Tolerance,
        suspended: &[crate::syntax::tree::Period],
        unchanged: &[(DateRange, MaterialTest)],
        span: Span,
    ) -> Option<Formula> {
        self.require_citation(&tolerance.head, "tolerance");
        let mut applies = Vec::new();
        if let Some(scope) = &tolerance.scope {
            let codes = self.scope_codes(scope);
            if !self.concerns(&codes) {
                return None;
            }
            if !self.scope.is_subset(&codes) {
                applies.push(self.good_in_scope(scope));
            }
        }
        if let Some(when) = &tolerance.when {
            applies.push(self.condition(when)?);
        }
        match self.in_period(&tolerance.period, suspended) {
            Formula::Known(true) => {}
            period => applies.push(period),
        }
        let basis = match tolerance.by {
            ToleranceBy::Value => vocabulary::VALUE,
            ToleranceBy::Weight => vocabulary::WEIGHT,
        };
        let basis = self.basis(basis);
        let limit = self.number(&tolerance.limit)?;
        if limit.ty != Type::Share {
            self.sink.push(diagnostics::mismatch(
                "a tolerance is a percentage",
                tolerance.limit.span,
                limit.ty.words(),
            ));
            return None;
        }
        let base = self.number(&crate::syntax::tree::Expr {
            kind: crate::syntax::tree::ExprKind::Name(tolerance.base.clone()),
            span: tolerance.base.span,
        })?;
        let wanted = if tolerance.by == ToleranceBy::Weight {
            Type::Weight
        } else {
            Type::Money
        };
        if base.ty != wanted {
            self.sink.push(diagnostics::mismatch(
                format!("this tolerance is measured against {}", wanted.words()),
                tolerance.base.span,
                base.ty.words(),
            ));
            return None;
        }
        let mut sums = Vec::new();
        for (days, test) in unchanged {
            let materials = self.materials(Depth::Direct, test.clone());
            let aggregate = self.aggregate(ir::Aggregate {
                kind: ir::AggregateKind::Sum,
                basis,
                materials,
            });
            sums.push((*days, Num::Aggregate(aggregate)));
        }
        let sum = match sums.as_slice() {
            [(_, only)] => only.clone(),
            _ => {
                let mut cases = Vec::new();
                for (days, then) in sums {
                    let formula = dates::within_range(days);
                    let path = format!("lists as they stand {days}");
                    let when = self.clause_of(&tolerance.head, path, ClauseKind::Stage, span, formula);
                    cases.push(ir::NumCase { when, then });
                }
                Num::Cases(cases)
            }
        };
        let cap = Num::Product(Box::new(limit.num), Box::new(base.num));
        applies.push(Formula::Compare {
            left: sum,
            op: Comparison::AtMost,
            right: cap,
        });
        Some(if applies.len() == 1 {
            applies.remove(0)
        } else {
            Formula::All(applies)
        })
    }

    /// The days of a whole clause, for those that have them.
    pub(super) fn claim_date() -> DateBase {
        DateBase::Claim
    }
}
