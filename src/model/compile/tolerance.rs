//! Tolerances (de minimis): materials that do not make the change may be used up to a share of the good.

use crate::ir::{self, ClauseKind, Comparison, DateBase, Depth, Formula, Num};
use crate::nomenclature::CodeSet;
use crate::source::Span;
use crate::syntax::tree::{Declaration, NotFor, Relaxed, Tolerance, ToleranceBy};

use super::number::Type;
use super::variant::Variant;
use super::{Compiler, diagnostics, vocabulary};

impl Compiler<'_> {
    /// Notes every tolerance, whether any rule has something for it to relax or not.
    pub(super) fn tolerances(&mut self) {
        for entry in self.text.entries.values() {
            let Declaration::Tolerance(tolerance) = entry.declaration.as_ref() else {
                continue;
            };
            let scope = tolerance.scope.as_ref();
            let scope = scope.map_or_else(CodeSet::all, |scope| self.scope_codes(scope));
            let name = tolerance.head.name.text.to_string();
            self.program.tolerances.push(ir::Tolerance { name, scope });
        }
    }

    /// A requirement, or a tolerance that covers the materials which fail it.
    pub(super) fn or_tolerated(
        &mut self,
        met: Formula,
        what: Relaxed,
        unchanged: &[Variant],
        path: &str,
        span: Span,
    ) -> Formula {
        let mut ways = vec![met];
        for entry in self.text.entries.values() {
            let Declaration::Tolerance(tolerance) = entry.declaration.as_ref() else {
                continue;
            };
            self.used.insert(std::sync::Arc::clone(&tolerance.head.name.text));
            let own = &tolerance.relaxing;
            let relaxed = if own.is_empty() { &self.relaxed } else { own };
            if !relaxed.contains(&what) {
                continue;
            }
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
        match (ways.pop(), ways.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                ways.push(last);
                Formula::Any(ways)
            }
            (None, _) => Formula::Known(false),
        }
    }

    /// Whether any tolerance relaxes requirements of that sort.
    pub(super) fn is_relaxed(&self, what: Relaxed) -> bool {
        self.text
            .entries
            .values()
            .any(|entry| match entry.declaration.as_ref() {
                Declaration::Tolerance(tolerance) if tolerance.relaxing.is_empty() => self.relaxed.contains(&what),
                Declaration::Tolerance(tolerance) => tolerance.relaxing.contains(&what),
                _ => false,
            })
    }

    fn tolerance(
        &mut self,
        tolerance: &Tolerance,
        suspended: &[crate::syntax::tree::Period],
        unchanged: &[Variant],
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
        for not_for in &tolerance.not_for {
            applies.push(self.not_covered(not_for, unchanged)?.negate());
        }
        let sum = self.reckoned_by_case(ir::AggregateKind::Sum, basis, Depth::Direct, span, unchanged);
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

    /// The condition that there are materials, in such a good, that the tolerance does not cover.
    fn not_covered(&mut self, not_for: &NotFor, unchanged: &[Variant]) -> Option<Formula> {
        let goods = self.scope_codes(&not_for.goods);
        if !self.concerns(&goods) {
            return Some(Formula::Known(false));
        }
        let mut narrowed = Vec::new();
        for variant in unchanged {
            let inside = self.variants(&mut |compiler| compiler.material_in_scope(&not_for.materials))?;
            narrowed.extend(inside.iter().map(|inside| variant.and(inside)));
        }
        let found = self.some_material(Depth::Direct, &narrowed);
        Some(self.good_in_scope(&not_for.goods).and(found))
    }

    /// The days of a whole clause, for those that have them.
    pub(super) fn claim_date() -> DateBase {
        DateBase::Claim
    }
}
