//! Expressions: figures and conditions.

use std::sync::Arc;

use pest::iterators::Pair;

use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{ArithmeticOp, ChangeLevel, CompareOp, Expr, ExprKind, NumberText, Unit};

use super::Builder;

impl Builder<'_> {
    /// Any pair that stands for an expression.
    pub(super) fn expr(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::expr | Rule::test => return self.joined(pair, span, ExprKind::Or),
            Rule::conjunction | Rule::test_all => return self.joined(pair, span, ExprKind::And),
            Rule::negation | Rule::test_not => {
                let written_not = starts_with_not(&pair);
                let inner = self.expr(pair.into_inner().next()?)?;
                if !written_not {
                    return Some(inner);
                }
                ExprKind::Not(Box::new(inner))
            }
            Rule::comparison => return self.comparison(pair, span),
            Rule::sum | Rule::product => return self.operations(pair),
            Rule::unary => return self.unary(pair, span),
            Rule::parenthesis => return self.parenthesis(pair, span),
            Rule::number => ExprKind::Number(self.number(pair)?),
            Rule::signed => return self.signed(pair, span),
            Rule::date_literal => ExprKind::Date(self.first_date(pair)?),
            Rule::named => ExprKind::Name(self.first_name(pair)?),
            Rule::minimum => ExprKind::Min(self.parts(pair)?),
            Rule::maximum => ExprKind::Max(self.parts(pair)?),
            Rule::is => {
                let mut names = self.names(pair).into_iter();
                ExprKind::Is(names.next()?, names.collect())
            }
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
                let inner = pair.into_inner().next()?;
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
                let inner = pair.into_inner().next()?;
                match inner.as_rule() {
                    Rule::same_as_good => ExprKind::SameAsGood(level(&inner.into_inner().next()?)),
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
        pair.into_inner().map(|inner| self.expr(inner)).collect()
    }

    fn joined(&self, pair: Pair<'_, Rule>, span: Span, join: impl FnOnce(Vec<Expr>) -> ExprKind) -> Option<Expr> {
        let mut parts = self.parts(pair)?;
        if parts.len() == 1 {
            return parts.pop();
        }
        Some(Expr {
            kind: join(parts),
            span,
        })
    }

    fn comparison(&self, pair: Pair<'_, Rule>, span: Span) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let left = self.expr(inner.next()?)?;
        let Some(op) = inner.next() else { return Some(left) };
        let op = match op.as_str() {
            "<" => CompareOp::Less,
            "<=" => CompareOp::AtMost,
            ">" => CompareOp::More,
            ">=" => CompareOp::AtLeast,
            "!=" => CompareOp::NotEqual,
            _ => CompareOp::Equal,
        };
        let right = self.expr(inner.next()?)?;
        Some(Expr {
            kind: ExprKind::Compare(op, Box::new(left), Box::new(right)),
            span,
        })
    }

    /// `a + b - c`, from the left to the right.
    fn operations(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let mut left = self.expr(inner.next()?)?;
        while let Some(sign) = inner.next() {
            let op = match (sign.as_rule(), sign.as_str()) {
                (Rule::add_sign, "+") => ArithmeticOp::Add,
                (Rule::add_sign, _) => ArithmeticOp::Subtract,
                (Rule::times_sign, "/") => ArithmeticOp::Divide,
                _ => ArithmeticOp::Multiply,
            };
            let right = self.expr(inner.next()?)?;
            let span = left.span.join(right.span);
            left = Expr {
                kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)),
                span,
            };
        }
        Some(left)
    }

    fn unary(&self, pair: Pair<'_, Rule>, span: Span) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        if first.as_rule() != Rule::minus {
            return self.expr(first);
        }
        let operand = self.expr(inner.next()?)?;
        Some(Expr {
            kind: ExprKind::Negate(Box::new(operand)),
            span,
        })
    }

    fn signed(&self, pair: Pair<'_, Rule>, span: Span) -> Option<Expr> {
        self.unary(pair, span)
    }

    /// `(x)`, or `(x, at most y)`
    fn parenthesis(&self, pair: Pair<'_, Rule>, span: Span) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let value = self.expr(inner.next()?)?;
        let Some(cap) = inner.next() else { return Some(value) };
        let cap = self.expr(cap)?;
        Some(Expr {
            kind: ExprKind::AtMost(Box::new(value), Box::new(cap)),
            span,
        })
    }

    pub(super) fn number(&self, pair: Pair<'_, Rule>) -> Option<NumberText> {
        let mut inner = pair.into_inner();
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

fn starts_with_not(pair: &Pair<'_, Rule>) -> bool {
    let text = pair.as_str();
    let rest = text.get(super::trivia(text)..).unwrap_or_default();
    rest.strip_prefix("not")
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
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
