//! Conditions on a good, as clauses with a subject and a verb.

use crate::syntax::tree::{
    ArithmeticOp, AttributeKind, BodyItem, ChangeCodes, ChangeSource, CompareOp, Declaration, Expr, ExprKind, Name,
    Quantified, Quantifier, Require, Rule, TariffChange,
};

use super::figure::Of;
use super::material::called as level;
use super::phrase::{called, countries, listed, quoted, spaced, the};
use super::{Joint, Point, Speaker};

/// What leads to the wording of a fact that is attested to be otherwise.
const DENIED: &str = "it is attested that this is not the case";

impl Speaker<'_> {
    /// A condition, or its contrary: `the value content is not less than 62.5 per cent`.
    pub(super) fn condition(&mut self, expr: &Expr, is: bool) -> String {
        let be = if is { "is" } else { "is not" };
        match &expr.kind {
            ExprKind::Not(inner) => self.condition(inner, !is),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let all = matches!(expr.kind, ExprKind::And(_)) == is;
                let said: Vec<String> = parts.iter().map(|part| self.condition(part, is)).collect();
                if all {
                    listed(&said, "and")
                } else {
                    format!("either {}", said.join(" or "))
                }
            }
            ExprKind::Compare(op, left, right) => self.compared(*op, left, right, is),
            ExprKind::Is(attribute, words) => {
                self.uses(&attribute.text);
                let words: Vec<String> = words.iter().map(|word| quoted(&spaced(word))).collect();
                let not = if is { "" } else { "not " };
                let (words, particular) = (listed(&words, "or"), spaced(attribute));
                format!("the good is stated {not}to be {words} ({particular})")
            }
            ExprKind::CodeIn(scope) => format!("the good {be} of {}", self.scope(scope)),
            ExprKind::SameAsGood(of) => format!("the good {be} of the same {}", level(*of)),
            ExprKind::Originating => format!("the good {}", if is { "originates" } else { "does not originate" }),
            ExprKind::NonOriginating => format!("the good {}", if is { "does not originate" } else { "originates" }),
            ExprKind::WhollyObtained => format!("the good {be} wholly obtained"),
            ExprKind::Imported => format!("the good {be} imported from outside the territories of the Parties"),
            ExprKind::ProducedIn(names) => format!("the good {be} produced in {}", countries(names, "or")),
            ExprKind::ProducedInRegion => {
                format!("the good {be} produced in the territory of one or more of the Parties")
            }
            ExprKind::ProducedOutside => format!("the good {be} produced outside the territories of the Parties"),
            ExprKind::Quantified(quantified) => self.quantified(quantified, is),
            ExprKind::Change(change) => {
                let undergo = if is { "undergo" } else { "do not all undergo" };
                format!(
                    "the non-originating materials {undergo} a change {}",
                    self.change(change)
                )
            }
            ExprKind::NoChange => "a change of tariff classification is not required".to_owned(),
            ExprKind::Within(lasting) => {
                format!("the day of the claim {be} within {}", self.lasting(lasting))
            }
            ExprKind::ProductRules => {
                let does = if is { "satisfies" } else { "does not satisfy" };
                format!("the good {does} the product-specific rule that applies to it")
            }
            ExprKind::Accumulates => {
                let does = if is { "accumulates" } else { "does not accumulate" };
                format!("the producer {does} the production of its suppliers")
            }
            ExprKind::Name(name) => self.named_condition(name, is),
            ExprKind::Arithmetic(ArithmeticOp::Divide, ..) => self.part_of_clause(expr, is),
            _ => self.figure(expr, Of::Good),
        }
    }

    fn compared(&mut self, op: CompareOp, left: &Expr, right: &Expr, is: bool) -> String {
        if let (ExprKind::Name(name), ExprKind::Date(day)) = (&left.kind, &right.kind) {
            let day = super::phrase::day(day);
            let what = if &*name.text == "date" && self.entry(name).is_none() {
                "the good is claimed".to_owned()
            } else {
                format!("{} is", the(&called(&self.title(name))))
            };
            return format!("{what} {}", of_days(op, is, &day));
        }
        // Presence is asked for as a number that is not zero.
        let (left, right) = (self.figure(left, Of::Good), self.figure(right, Of::Good));
        format!("{left} {} {right}", of_figures(op, is))
    }

    fn quantified(&mut self, quantified: &Quantified, is: bool) -> String {
        let materials = self.materials(quantified.filter.as_deref(), quantified.look_through);
        match (quantified.kind, is) {
            (Quantifier::Any, true) | (Quantifier::No, false) => format!("at least one of the {materials} is used"),
            (Quantifier::Any, false) | (Quantifier::No, true) => format!("no {materials} are used"),
            (Quantifier::Every, is) => {
                let satisfies = quantified.satisfies.as_deref();
                let satisfied = satisfies.map(|test| self.of_materials(test, true)).unwrap_or_default();
                let all = if is { "all the" } else { "not all the" };
                format!("{all} {materials} used {satisfied}")
            }
        }
    }

    /// `from any other heading, except from heading 87.08`
    pub(super) fn change(&mut self, change: &TariffChange) -> String {
        let mut words = String::new();
        for (place, source) in change.from.iter().enumerate() {
            let from = match source {
                ChangeSource::AnyOther(of) => format!("any other {}", level(*of)),
                ChangeSource::Codes(codes) => self.change_codes(codes),
            };
            let lead = if place == 0 {
                "from"
            } else {
                ", whether or not there is also a change from"
            };
            words.push_str(lead);
            words.push(' ');
            words.push_str(&from);
        }
        if let Some(except) = &change.except {
            words.push_str(", except from ");
            words.push_str(&self.change_codes(except));
        }
        words
    }

    fn change_codes(&mut self, codes: &ChangeCodes) -> String {
        let scope = self.scope(&codes.scope);
        match &codes.filter {
            Some(filter) => format!("materials of {scope} that {}", self.of_materials(filter, true)),
            None => scope,
        }
    }

    /// What one line or one alternative of a clause requires.
    fn part_of_clause(&mut self, expr: &Expr, is: bool) -> String {
        let Some((clause, part)) = path(expr) else {
            return self.figure(expr, Of::Good);
        };
        self.uses(&clause.text);
        let (part, title) = (quoted(&part), quoted(&self.title(clause)));
        let be = if is { "is" } else { "is not" };
        format!("what {part} of {title} requires {be} met")
    }

    fn named_condition(&mut self, name: &Name, is: bool) -> String {
        let Some(entry) = self.entry(name) else {
            return format!(
                "{} {}",
                quoted(&spaced(name)),
                if is { "holds" } else { "does not hold" }
            );
        };
        let title = entry.declaration.head().title.as_ref();
        let words = title.map_or_else(|| spaced(name), |title| title.text.to_string());
        match entry.declaration.as_ref() {
            Declaration::Definition(definition) if title.is_none() => self.condition(&definition.condition, is),
            Declaration::Attribute(attribute) => {
                let what = match attribute.kind {
                    AttributeKind::Opaque => "the following is attested as a whole",
                    _ => "it is attested",
                };
                let what = if is { what } else { DENIED };
                format!("{what}: {}", quoted(&words))
            }
            // Direct transport is a requirement of that name, for a fact of that name.
            Declaration::Rule(rule) if asks_for(rule, name) => {
                let what = if is { "it is attested" } else { DENIED };
                format!("{what}: {}", quoted(&words))
            }
            Declaration::Rule(_) => {
                self.uses(&name.text);
                format!(
                    "the requirements of {} are {}met",
                    quoted(&words),
                    if is { "" } else { "not " }
                )
            }
            _ => {
                self.uses(&name.text);
                format!(
                    "the condition {} is {}met",
                    quoted(&words),
                    if is { "" } else { "not " }
                )
            }
        }
    }

    /// A requirement as points: what is joined by "and" or "or" in parts of its own.
    pub(super) fn points(&mut self, expr: &Expr, to: Option<&str>) -> Point {
        match &expr.kind {
            ExprKind::And(parts) => {
                let inner: Vec<Point> = parts.iter().map(|part| self.points(part, to)).collect();
                Point::group("", Joint::And, inner)
            }
            ExprKind::Or(parts) => {
                let inner: Vec<Point> = parts.iter().map(|part| self.points(part, to)).collect();
                Point::group("one of the following", Joint::Or, inner)
            }
            ExprKind::Change(change) => {
                let to = to.map_or_else(String::new, |to| format!("to {to} "));
                Point::line(format!("a change {to}{}", self.change(change)))
            }
            _ => Point::line(self.condition(expr, true)),
        }
    }
}

/// `engines/content` or `engines/1` in a claim, which reads like a division: the clause, and what stands behind it.
fn path(expr: &Expr) -> Option<(&Name, String)> {
    let ExprKind::Arithmetic(ArithmeticOp::Divide, left, right) = &expr.kind else {
        return None;
    };
    let last = match &right.kind {
        ExprKind::Name(name) => spaced(name),
        ExprKind::Number(number) => number.digits.to_string(),
        _ => return None,
    };
    match &left.kind {
        ExprKind::Name(name) => Some((name, last)),
        _ => path(left).map(|(name, before)| (name, format!("{before}/{last}"))),
    }
}

/// Whether all that a rule asks for is what is called like it.
fn asks_for(rule: &Rule, name: &Name) -> bool {
    matches!(
        rule.body.items.as_slice(),
        [BodyItem::Require(Require { condition: Expr { kind: ExprKind::Name(own), .. }, .. })] if own.text == name.text
    )
}

/// How a figure lies to another.
fn of_figures(op: CompareOp, is: bool) -> &'static str {
    match (op, is) {
        (CompareOp::Less, true) | (CompareOp::AtLeast, false) => "is less than",
        (CompareOp::AtMost, true) | (CompareOp::More, false) => "does not exceed",
        (CompareOp::AtLeast, true) | (CompareOp::Less, false) => "is not less than",
        (CompareOp::More, true) | (CompareOp::AtMost, false) => "exceeds",
        (CompareOp::Equal, true) | (CompareOp::NotEqual, false) => "is",
        (CompareOp::Equal, false) | (CompareOp::NotEqual, true) => "is not",
    }
}

/// How a day lies to another.
fn of_days(op: CompareOp, is: bool, day: &str) -> String {
    match (op, is) {
        (CompareOp::Less, true) | (CompareOp::AtLeast, false) => format!("before {day}"),
        (CompareOp::AtMost, true) | (CompareOp::More, false) => format!("on or before {day}"),
        (CompareOp::AtLeast, true) | (CompareOp::Less, false) => format!("on or after {day}"),
        (CompareOp::More, true) | (CompareOp::AtMost, false) => format!("after {day}"),
        (CompareOp::Equal, true) | (CompareOp::NotEqual, false) => format!("on {day}"),
        (CompareOp::Equal, false) | (CompareOp::NotEqual, true) => format!("not on {day}"),
    }
}
