//! What an example states of a good: that it is declared, and of the sort that was declared.

use crate::diagnostic::{Code, Diagnostic};
use crate::good::{Datum, Node};
use crate::ir::{AttributeKind, Num};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Name};

use super::super::diagnostics;
use super::number::Type;
use super::{Compiler, dates};

/// The producer's first day, which every description may state.
const FISCAL_YEAR: &str = "fiscal_year_start";

/// What a name is declared to be.
enum Declared {
    /// Money, or a weight.
    Basis(Type),
    Attribute(AttributeKind),
}

impl Compiler<'_> {
    fn declared(&self, name: &str) -> Option<Declared> {
        let vocabulary = &self.program.vocabulary;
        let basis = vocabulary.bases.iter().find(|(_, basis)| basis.name == name);
        if let Some((_, basis)) = basis {
            return Some(Declared::Basis(if basis.weight { Type::Weight } else { Type::Money }));
        }
        let mut attributes = vocabulary.attributes.iter();
        let attribute = attributes.find(|(_, attribute)| attribute.name == name)?.1;
        Some(Declared::Attribute(attribute.kind.clone()))
    }

    /// RO0602 where no such name is declared.
    fn known(&mut self, name: &Name) -> Option<Declared> {
        let found = self.declared(&name.text);
        if found.is_none() {
            let vocabulary = &self.program.vocabulary;
            let bases = vocabulary.bases.iter().map(|(_, one)| one.name.as_str());
            let attributes = vocabulary.attributes.iter().map(|(_, one)| one.name.as_str());
            let problem = Diagnostic::new(
                Code::UnknownAttribute,
                format!(
                    "`{}` is not an attribute that {} declares",
                    name.text, self.program.name
                ),
            )
            .at(name.span, "this name is not declared");
            let near = diagnostics::did_you_mean(problem, &name.text, bases.chain(attributes));
            self.sink.push(near);
        }
        found
    }

    fn wrong(&mut self, name: &Name, span: Span, label: &str, help: String) {
        let problem = Diagnostic::new(Code::MalformedGood, format!("`{}` is not stated so", name.text));
        self.sink.push(problem.at(span, label).help(help));
    }

    /// `net_cost 88`, `related_share 90%`, `first_prototype 1999-05-01`
    pub(super) fn stated_figure(&mut self, name: &Name, expr: &Expr, node: &mut Node) {
        if let ExprKind::Date(text) = &expr.kind {
            let day = dates::date(text, &mut self.sink).map(Datum::Day);
            let fits = &*name.text == FISCAL_YEAR
                || matches!(self.known(name), None | Some(Declared::Attribute(AttributeKind::Date)));
            if !fits {
                self.wrong(
                    name,
                    expr.span,
                    "a date",
                    form(self.declared(&name.text).as_ref(), name),
                );
            }
            if let Some(day) = day {
                node.data.insert(name.text.to_string(), day);
            }
            return;
        }
        let Some((figure, ty)) = self.stated(expr) else { return };
        let Some(declared) = self.known(name) else { return };
        let wanted = match &declared {
            Declared::Basis(ty) => Some(*ty),
            Declared::Attribute(AttributeKind::Money) => Some(Type::Money),
            Declared::Attribute(AttributeKind::Weight) => Some(Type::Weight),
            Declared::Attribute(AttributeKind::Count) => Some(Type::Count),
            Declared::Attribute(AttributeKind::Percentage) => Some(Type::Share),
            Declared::Attribute(_) => None,
        };
        // Official examples state bare figures.
        if wanted != Some(ty) && (ty != Type::Number || wanted.is_none()) {
            self.wrong(name, expr.span, ty.words(), form(Some(&declared), name));
        } else if let (Some(Type::Share), Datum::Figure(share)) = (wanted, &figure)
            && share > &crate::amount::Ratio::ONE
        {
            let problem = Diagnostic::new(
                Code::PercentageOutOfRange,
                format!("`{}` is more than 100 %", name.text),
            );
            let problem = problem.at(expr.span, crate::amount::percent(share));
            self.sink.push(problem.help("write it as a percentage, as in `62.5%`"));
        }
        node.data.insert(name.text.to_string(), figure);
    }

    /// `use is original_equipment`
    pub(super) fn stated_word(&mut self, name: &Name, value: &Name, node: &mut Node) {
        match self.known(name) {
            None => {}
            Some(Declared::Attribute(AttributeKind::Country(_))) => {
                self.country(value);
            }
            Some(Declared::Attribute(kind)) if !kind.words().is_empty() => {
                let words = kind.words();
                if !words.iter().any(|word| **word == *value.text) {
                    let problem = Diagnostic::new(
                        Code::UnknownValue,
                        format!("`{}` has no value `{}`", name.text, value.text),
                    )
                    .at(value.span, "no such value")
                    .note(format!("its values are {}", words.join(", ")));
                    let words = words.iter().map(String::as_str);
                    self.sink.push(diagnostics::did_you_mean(problem, &value.text, words));
                }
            }
            Some(declared) => self.wrong(name, value.span, "a word", form(Some(&declared), name)),
        }
        node.data
            .insert(name.text.to_string(), Datum::Word(value.text.to_string()));
    }

    /// `new_plant`, `not new_plant`
    pub(super) fn stated_fact(&mut self, name: &Name, holds: bool, node: &mut Node) {
        match self.known(name) {
            None | Some(Declared::Attribute(AttributeKind::Fact | AttributeKind::Opaque)) => {}
            Some(declared) => self.wrong(name, name.span, "nothing is stated of it", form(Some(&declared), name)),
        }
        node.data.insert(name.text.to_string(), Datum::Truth(holds));
    }

    /// A constant with its type; below zero nothing is stated.
    pub(super) fn stated(&mut self, expr: &Expr) -> Option<(Datum, Type)> {
        if let ExprKind::Negate(inner) = &expr.kind {
            let problem = Diagnostic::new(Code::NegativeValue, "a value can't be negative");
            self.sink.push(problem.at(expr.span, "less than nothing"));
            return self.stated(inner);
        }
        let typed = self.number(expr)?;
        if let Num::Const(value) = typed.num {
            return Some((Datum::Figure(value), typed.ty));
        }
        let problem = diagnostics::mismatch("a constant is needed here", expr.span, "this varies");
        self.sink.push(problem);
        None
    }
}

/// How something of that sort is stated.
fn form(declared: Option<&Declared>, name: &Name) -> String {
    let name = &name.text;
    match declared {
        Some(Declared::Basis(Type::Weight) | Declared::Attribute(AttributeKind::Weight)) => {
            format!("write a weight, as in `{name} 3 kg`")
        }
        Some(Declared::Basis(_) | Declared::Attribute(AttributeKind::Money)) => {
            format!("write an amount of money, as in `{name} 500`")
        }
        Some(Declared::Attribute(AttributeKind::Percentage)) => format!("write a percentage, as in `{name} 62.5%`"),
        Some(Declared::Attribute(AttributeKind::Count)) => format!("write a whole number, as in `{name} 3`"),
        Some(Declared::Attribute(AttributeKind::Date)) => format!("write a day, as in `{name} 2018-01-31`"),
        Some(Declared::Attribute(AttributeKind::Fact | AttributeKind::Opaque)) => {
            format!("write `{name}` if it is so, `not {name}` if it is not")
        }
        Some(Declared::Attribute(kind)) => {
            format!("write one of its words, as in `{name} is {}`", kind.words().join(" | "))
        }
        None => "correct it".to_owned(),
    }
}
