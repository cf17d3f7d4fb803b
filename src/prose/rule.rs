//! Rules and what displaces them.

use crate::syntax::tree::{
    Body, BodyItem, CarveOut, CarveOutEffect, Expr, Name, Period, Rule, RuleKind, Scope, ScopeItem, Stage,
};

use super::claim_day::period;
use super::figure::Of;
use super::phrase::{capital, listed, quoted};
use super::{Joint, Point, Speaker};

impl Speaker<'_> {
    /// For which goods a rule is, and what it is called.
    pub(super) fn rule_heading(&mut self, rule: &Rule) -> String {
        let narrow = rule.scope.as_ref().filter(|scope| !is_everything(scope));
        let goods = narrow.map(|scope| capital(&self.scope(scope)));
        let title = rule.head.title.as_ref().map(|title| title.text.to_string());
        match (goods, title) {
            (Some(goods), Some(title)) => format!("{goods}: {title}"),
            (Some(goods), None) => goods,
            (None, Some(title)) => title,
            (None, None) => "any good".to_owned(),
        }
    }

    /// What a rule says: when it applies, and what it requires.
    pub(super) fn rule(&mut self, rule: &Rule) -> Vec<Point> {
        let mut out = Vec::new();
        let applies = self.conditions(None, rule.when.as_ref(), &rule.period);
        if !applies.is_empty() {
            out.push(Point::line(format!("this applies {}", applies.join(", "))));
        }
        for (names, words) in [
            (&rule.despite, "this applies despite"),
            (&rule.subject_to, "this is subject to"),
        ] {
            if !names.is_empty() {
                out.push(Point::line(format!("{words} {}", self.called(names))));
            }
        }
        let to = rule.scope.as_ref().map(|scope| self.scope(scope));
        let to = to.as_deref().filter(|_| rule.kind == RuleKind::ProductRule);
        out.push(self.body(&rule.body, to));
        out
    }

    /// The lines of a body, which all have to be met.
    fn body(&mut self, body: &Body, to: Option<&str>) -> Point {
        let mut lines = Vec::new();
        for item in &body.items {
            lines.push(match item {
                BodyItem::Require(require) => {
                    let mut point = self.points(&require.condition, to);
                    point.cites = require.cites.as_ref().map(|source| source.text.to_string());
                    point
                }
                BodyItem::Either { alternatives, .. } => {
                    let each = alternatives.iter().map(|alternative| {
                        let mut point = self.body(&alternative.body, to);
                        let cites = alternative.cites.as_ref().map(|source| source.text.to_string());
                        point.cites = cites.or(point.cites);
                        point
                    });
                    Point::group("one of the following", Joint::Or, each.collect())
                }
            });
        }
        Point::group("", Joint::And, lines)
    }

    /// Under which circumstances something holds: `where …`, `for …`, `from …`.
    pub(super) fn conditions(&mut self, scope: Option<&Scope>, when: Option<&Expr>, period: &Period) -> Vec<String> {
        let scope = scope.map(|scope| format!("for {}", self.scope(scope)));
        let when = when.map(|when| format!("where {}", self.condition(when, true)));
        scope.into_iter().chain(when).chain(self::period(period)).collect()
    }

    /// Clauses by their titles.
    pub(super) fn called(&self, names: &[Name]) -> String {
        let titles: Vec<String> = names.iter().map(|name| quoted(&self.title(name))).collect();
        listed(&titles, "and")
    }

    /// What a carve-out puts in the place of what it beats.
    pub(super) fn carve_out(&mut self, carve_out: &CarveOut) -> Vec<Point> {
        let target = quoted(&self.title(&carve_out.target));
        let mut applies = self.conditions(carve_out.scope.as_ref(), carve_out.when.as_ref(), &carve_out.period);
        if !carve_out.despite.is_empty() {
            applies.push(format!("and despite {}", self.called(&carve_out.despite)));
        }
        let applies = if applies.is_empty() {
            String::new()
        } else {
            format!(", {}", applies.join(", "))
        };
        match &carve_out.effect {
            CarveOutEffect::SetAside(_) => vec![Point::line(format!("{target} does not apply{applies}"))],
            CarveOutEffect::Stages(stages) => {
                let stages = self
                    .current(stages)
                    .into_iter()
                    .map(|stage| self.stage(stage))
                    .collect();
                vec![Point::behind(
                    format!("despite {target}{applies}, the figure is"),
                    Joint::List,
                    stages,
                )]
            }
            CarveOutEffect::Body(body) => {
                let body = self.body(body, None);
                vec![Point::behind(
                    format!("despite {target}{applies}, what is required is"),
                    Joint::And,
                    vec![body],
                )]
            }
        }
    }

    /// A figure of a threshold.
    pub(super) fn stage(&mut self, stage: &Stage) -> Point {
        let mut words = self.figure(&stage.value, Of::Good);
        let mut parts = self.conditions(None, stage.when.as_ref(), &stage.period);
        if let Some(lasting) = &stage.lasting {
            parts.push(format!("for {}", self.lasting(lasting)));
        }
        if !parts.is_empty() {
            words.push(' ');
            words.push_str(&parts.join(", "));
        }
        let mut point = Point::line(words);
        point.cites = stage.cites.as_ref().map(|source| source.text.to_string());
        point
    }
}

/// Whether the scope is `all goods`.
fn is_everything(scope: &Scope) -> bool {
    matches!(scope.items.as_slice(), [ScopeItem::All(_)]) && scope.except.is_empty()
}
