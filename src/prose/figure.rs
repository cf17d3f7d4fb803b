//! Figures as noun phrases.

use crate::syntax::tree::{
    Aggregate, AggregateKind, ArithmeticOp, Declaration, Expr, ExprKind, Name, NumberText, Threshold, Unit,
};

use super::Speaker;
use super::phrase::{called, countries, listed, number, quoted, spaced, the};

/// Of what a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The good.
    Good,
    /// A material, within a test on materials.
    Material,
}

impl Of {
    /// Whose the value is, unless its title says so.
    pub(super) fn owns(self, value: &str) -> String {
        const OWNER: &str = " of the good";
        match self {
            Self::Good if !value.ends_with(OWNER) => format!("{value}{OWNER}"),
            Self::Good | Self::Material => value.to_owned(),
        }
    }
}

impl Speaker<'_> {
    /// What an expression stands for, as a figure.
    pub(super) fn figure(&mut self, expr: &Expr, of: Of) -> String {
        match &expr.kind {
            ExprKind::Number(value) => number(value),
            ExprKind::Date(day) => super::phrase::day(day),
            ExprKind::Name(name) => self.named_figure(name, of),
            ExprKind::Negate(inner) => format!("minus {}", self.figure(inner, of)),
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, of),
            ExprKind::Min(parts) => self.choice("smaller", "smallest", parts, of),
            ExprKind::Max(parts) => self.choice("greater", "greatest", parts, of),
            ExprKind::AtMost(value, most) => {
                format!("{}, but no more than {}", self.figure(value, of), self.figure(most, of))
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Share { country, base } => {
                let place = countries(std::slice::from_ref(country), "and");
                format!("the share of {place} in {}", self.named_figure(base, of))
            }
            // A condition is no figure; the model has said so before anything is printed.
            _ => self.condition(expr, true),
        }
    }

    fn choice(&mut self, of_two: &str, of_more: &str, parts: &[Expr], of: Of) -> String {
        let degree = if parts.len() > 2 { of_more } else { of_two };
        let parts: Vec<String> = parts.iter().map(|part| self.figure(part, of)).collect();
        format!("the {degree} of {}", listed(&parts, "and"))
    }

    fn arithmetic(&mut self, op: ArithmeticOp, left: &Expr, right: &Expr, of: Of) -> String {
        let (a, b) = (self.operand(left, of), self.operand(right, of));
        match op {
            ArithmeticOp::Add => format!("{a} plus {b}"),
            ArithmeticOp::Subtract => format!("{a} less {b}"),
            ArithmeticOp::Divide => format!("{a} divided by {b}"),
            ArithmeticOp::Multiply if is_share(left) => format!("{a} of {b}"),
            ArithmeticOp::Multiply if is_share(right) => format!("{b} of {a}"),
            ArithmeticOp::Multiply => format!("{a} multiplied by {b}"),
        }
    }

    /// A figure that stands in a reckoning, in parentheses where it is one itself.
    fn operand(&mut self, expr: &Expr, of: Of) -> String {
        let words = self.figure(expr, of);
        match &expr.kind {
            ExprKind::Arithmetic(op, left, right)
                if !(*op == ArithmeticOp::Multiply && (is_share(left) || is_share(right))) =>
            {
                format!("({words})")
            }
            _ => words,
        }
    }

    /// What is reckoned up over materials.
    fn aggregate(&mut self, aggregate: &Aggregate) -> String {
        let materials = self.materials(aggregate.filter.as_deref(), aggregate.look_through);
        let of = aggregate.of.as_ref().map(|name| self.term(name)).unwrap_or_default();
        match aggregate.kind {
            AggregateKind::Sum => format!("the {of} of all the {materials}"),
            AggregateKind::Count => format!("the number of {materials}"),
            AggregateKind::Largest => format!("the largest {of} of any of the {materials}"),
            AggregateKind::Smallest => format!("the smallest {of} of any of the {materials}"),
        }
    }

    fn named_figure(&mut self, name: &Name, of: Of) -> String {
        let Some(entry) = self.entry(name) else {
            return match (&*name.text, of) {
                ("date", _) => "the day of the claim".to_owned(),
                (_, Of::Material) => format!("the {}", spaced(name)),
                (_, Of::Good) => format!("the {} of the good", spaced(name)),
            };
        };
        let title = entry.declaration.head().title.as_ref();
        let title = title.map_or_else(|| spaced(name), |title| title.text.to_string());
        match entry.declaration.as_ref() {
            Declaration::Basis(_) => of.owns(&the(&self.term(name))),
            Declaration::Attribute(_) => the(&called(&title)),
            Declaration::Threshold(threshold) => {
                if let Some(words) = self.single(threshold, &name.text) {
                    return words;
                }
                self.uses(&name.text);
                format!("the figure set for {}", quoted(&title))
            }
            _ => {
                self.uses(&name.text);
                the(&called(&title))
            }
        }
    }

    /// The figure of a threshold that has but one, or but one on the day that is spoken of.
    fn single(&mut self, threshold: &Threshold, name: &std::sync::Arc<str>) -> Option<String> {
        let beaten = self
            .text
            .entries
            .values()
            .any(|entry| match entry.declaration.as_ref() {
                Declaration::CarveOut(carve_out) => carve_out.target.text == *name,
                _ => false,
            });
        let current = self.current(&threshold.stages);
        let [stage] = current.as_slice() else { return None };
        if self.holds(&stage.period) != Some(true) || stage.when.is_some() || stage.lasting.is_some() {
            return None;
        }
        if beaten {
            // Its exceptions are told as those of the clause that asks for it.
            self.known.insert(std::sync::Arc::clone(name));
        }
        let value = stage.value.clone();
        Some(self.figure(&value, Of::Good))
    }
}

/// Whether a number is a share: `40%`.
fn is_share(expr: &Expr) -> bool {
    matches!(
        &expr.kind,
        ExprKind::Number(NumberText {
            unit: Unit::Percent,
            ..
        })
    )
}
