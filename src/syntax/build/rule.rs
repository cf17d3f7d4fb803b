//! Rules, thresholds, carve-outs and tolerances.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    self, Alternative, Body, BodyItem, CarveOut, CarveOutEffect, DurationText, DurationUnit, Expr, ExprKind, Lasting,
    Require, RuleKind, Stage, Threshold, Tolerance, ToleranceBy,
};

use super::{Builder, parts_of};

impl Builder<'_> {
    pub(super) fn rule(&self, pair: &Pair<'_, Rule>) -> Option<tree::Rule> {
        let (header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let mut kind = RuleKind::Criterion;
        let mut body = None;
        for inner in rest {
            match inner.as_rule() {
                Rule::is_criterion => kind = RuleKind::Criterion,
                Rule::is_product_rule => kind = RuleKind::ProductRule,
                Rule::is_requirement => kind = RuleKind::Requirement,
                Rule::is_sets => kind = RuleKind::Sets,
                _ => body = Some(self.body(inner)?),
            }
        }
        if kind == RuleKind::Sets && header.when.is_none() {
            self.report_missing("the condition that a good is a set", "when put_up_as_set", pair);
            return None;
        }
        Some(tree::Rule {
            head,
            kind,
            scope: header.scope,
            when: header.when,
            period: header.period,
            despite: header.despite,
            subject_to: header.subject_to,
            body: body?,
        })
    }

    fn body(&self, pair: Pair<'_, Rule>) -> Option<Body> {
        let span = self.span(&pair);
        let mut items = Vec::new();
        for inner in parts_of(pair) {
            items.push(match inner.as_rule() {
                Rule::require => BodyItem::Require(self.require(inner)?),
                _ => self.either(inner)?,
            });
        }
        Some(Body { items, span })
    }

    fn require(&self, pair: Pair<'_, Rule>) -> Option<Require> {
        let span = self.span(&pair);
        let (mut name, mut cites) = (None, None);
        let mut conditions = Vec::new();
        for inner in parts_of(pair) {
            match inner.as_rule() {
                Rule::label => name = self.first_name(inner),
                Rule::cites => cites = Some(self.text(inner)?),
                Rule::provided => conditions.push(self.expr(parts_of(inner).next()?)?),
                _ => conditions.push(self.expr(inner)?),
            }
        }
        let condition = if conditions.len() == 1 {
            conditions.pop()?
        } else {
            let joined = conditions.first()?.span.join(conditions.last()?.span);
            Expr {
                kind: ExprKind::And(conditions),
                span: joined,
            }
        };
        Some(Require {
            name,
            condition,
            cites,
            span,
        })
    }

    fn either(&self, pair: Pair<'_, Rule>) -> Option<BodyItem> {
        let span = self.span(&pair);
        let mut alternatives = Vec::new();
        for inner in parts_of(pair) {
            let span = self.span(&inner);
            let (mut name, mut cites, mut body) = (None, None, None);
            for part in parts_of(inner) {
                match part.as_rule() {
                    Rule::alternative_name => name = self.first_name(part),
                    Rule::cites => cites = Some(self.text(part)?),
                    _ => body = Some(self.body(part)?),
                }
            }
            alternatives.push(Alternative {
                name,
                cites,
                body: body?,
                span,
            });
        }
        Some(BodyItem::Either { alternatives, span })
    }

    pub(super) fn threshold(&self, pair: &Pair<'_, Rule>) -> Option<Threshold> {
        let (header, rest) = self.header(pair)?;
        Some(Threshold {
            head: header.head(self, pair)?,
            stages: self.stages(rest)?,
        })
    }

    fn stages<'i>(&self, pairs: impl IntoIterator<Item = Pair<'i, Rule>>) -> Option<Vec<Stage>> {
        let mut stages = Vec::new();
        let mut before = None;
        for pair in pairs {
            let separated = self.separated(before.as_ref(), &pair);
            stages.push(self.stage(&pair)?);
            before = separated.then_some(pair);
        }
        Some(stages)
    }

    fn stage(&self, pair: &Pair<'_, Rule>) -> Option<Stage> {
        let (header, rest) = self.header(pair)?;
        let (mut value, mut lasting) = (None, None);
        for inner in rest {
            if inner.as_rule() == Rule::lasting {
                lasting = Some(self.lasting(inner)?);
            } else {
                value = Some(self.expr(inner)?);
            }
        }
        Some(Stage {
            value: value?,
            period: header.period,
            when: header.when,
            lasting,
            cites: header.cites,
            span: self.span(pair),
        })
    }

    /// `for 5 years after X`, or `within 5 years after X`
    pub(super) fn lasting(&self, pair: Pair<'_, Rule>) -> Option<Lasting> {
        let span = self.span(&pair);
        let mut inner = parts_of(pair);
        let duration = inner.next()?;
        let duration_span = self.span(&duration);
        let mut parts = parts_of(duration);
        // A count that does not fit is longer than any agreement; it is kept as the longest there is.
        let count = parts.next()?.as_str().parse().unwrap_or(9_999);
        let unit = match parts.next()?.as_rule() {
            Rule::months => DurationUnit::Months,
            _ => DurationUnit::Years,
        };
        let after = self.name(&inner.next()?);
        Some(Lasting {
            duration: DurationText {
                count,
                unit,
                span: duration_span,
            },
            after,
            span,
        })
    }

    pub(super) fn carve_out(&self, pair: &Pair<'_, Rule>) -> Option<CarveOut> {
        let (header, rest) = self.header(pair)?;
        let inner = rest.into_iter().next()?;
        let effect = match inner.as_rule() {
            Rule::set_aside => CarveOutEffect::SetAside(self.span(&inner)),
            Rule::stages => CarveOutEffect::Stages(self.stages(parts_of(inner))?),
            _ => CarveOutEffect::Body(self.body(inner)?),
        };
        Some(CarveOut {
            head: header.head(self, pair)?,
            target: header.names.get(1)?.clone(),
            scope: header.scope,
            when: header.when,
            period: header.period,
            despite: header.despite,
            effect,
        })
    }

    pub(super) fn tolerance(&self, pair: &Pair<'_, Rule>) -> Option<Tolerance> {
        let (header, rest) = self.header(pair)?;
        let mut by = ToleranceBy::Value;
        let (mut limit, mut not_for) = (None, Vec::new());
        for inner in rest {
            match inner.as_rule() {
                Rule::by_value => by = ToleranceBy::Value,
                Rule::by_weight => by = ToleranceBy::Weight,
                Rule::not_for => not_for.push(self.not_for(inner)?),
                _ => limit = Some(self.expr(inner)?),
            }
        }
        Some(Tolerance {
            head: header.head(self, pair)?,
            scope: header.scope,
            when: header.when,
            period: header.period,
            by,
            limit: limit?,
            base: header.names.get(1)?.clone(),
            relaxing: header.relaxing,
            not_for,
        })
    }
}
