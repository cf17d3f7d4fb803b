//! Expressions: figures and conditions.

use std::sync::Arc;

use pest::iterators::Pair;

use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{ChangeLevel, Expr, ExprKind, NumberText, Unit};

use super::{Builder, parts_of};

impl Builder<'_> {
    /// Any pair that stands for an expression.
    pub(super) fn expr(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::expr | Rule::sum | Rule::test | Rule::closed_test | Rule::signed => return self.row(pair),
            Rule::parenthesis => return self.parenthesis(pair, span),
            Rule::number => ExprKind::Number(self.number(pair)?),
            Rule::date_literal => ExprKind::Date(self.first_date(pair)?),
            Rule::named => {
                let mut names = self.names(pair);
                if names.len() == 1 {
                    ExprKind::Name(names.pop()?)
                } else {
                    let values = names.split_off(1);
                    ExprKind::Is(names.pop()?, values)
                }
            }
            Rule::minimum => ExprKind::Min(self.parts(pair)?),
            Rule::maximum => ExprKind::Max(self.parts(pair)?),
            Rule::share => {
                let mut names = self.names(pair).into_iter();
                ExprKind::Share {
                    country: names.next()?,
                    base: names.next()?,
                }
            }
            Rule::no_change => ExprKind::NoChange,
            Rule::originating => ExprKind::Originating,
            Rule::non_originating => ExprKind::NonOriginating,
            Rule::wholly_obtained => ExprKind::WhollyObtained,
            Rule::imported => ExprKind::Imported,
            Rule::produced => {
                let inner = parts_of(pair).next()?;
                match inner.as_rule() {
                    Rule::in_region => ExprKind::ProducedInRegion,
                    Rule::outside_region => ExprKind::ProducedOutside,
                    _ => ExprKind::ProducedIn(self.names(inner)),
                }
            }
            Rule::within => ExprKind::Within(self.lasting(pair)?),
            Rule::product_rules => ExprKind::ProductRules,
            Rule::accumulates => ExprKind::Accumulates,
            Rule::code_in => {
                let inner = parts_of(pair).next()?;
                match inner.as_rule() {
                    Rule::same_as_good => ExprKind::SameAsGood(level(&parts_of(inner).next()?)),
                    _ => ExprKind::CodeIn(self.scope(inner)?),
                }
            }
            Rule::aggregate => ExprKind::Aggregate(self.aggregate(pair)?),
            Rule::quantified => ExprKind::Quantified(self.quantified(pair)?),
            Rule::change => ExprKind::Change(self.change(pair)?),
            _ => return None,
        };
        Some(Expr { kind, span })
    }

    fn parts(&self, pair: Pair<'_, Rule>) -> Option<Vec<Expr>> {
        parts_of(pair).map(|inner| self.expr(inner)).collect()
    }

    /// `(x)`, or `(x, at most y)`
    fn parenthesis(&self, pair: Pair<'_, Rule>, span: Span) -> Option<Expr> {
        let mut inner = parts_of(pair);
        let value = self.expr(inner.next()?)?;
        let Some(cap) = inner.next() else {
            return Some(Expr { kind: value.kind, span });
        };
        let cap = self.expr(cap)?;
        Some(Expr {
            kind: ExprKind::AtMost(Box::new(value), Box::new(cap)),
            span,
        })
    }

    pub(super) fn number(&self, pair: Pair<'_, Rule>) -> Option<NumberText> {
        let mut inner = parts_of(pair);
        let digits = Arc::from(inner.next()?.as_str());
        let unit = match inner.next() {
            None => Unit::None,
            Some(unit) => match unit.as_rule() {
                Rule::percent => Unit::Percent,
                Rule::points => Unit::Points,
                _ => Unit::Named(self.name(&unit)),
            },
        };
        Some(NumberText { digits, unit })
    }
}

/// The tariff level that a word names.
pub(super) fn level(pair: &Pair<'_, Rule>) -> ChangeLevel {
    match pair.as_rule() {
        Rule::level_chapter => ChangeLevel::Chapter,
        Rule::level_heading => ChangeLevel::Heading,
        Rule::level_subheading => ChangeLevel::Subheading,
        _ => ChangeLevel::Item,
    }
}
