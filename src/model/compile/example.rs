//! Examples: concrete goods and what is expected of them.

use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::good::{Case, Datum, Node, Origin};
use crate::ir::{ClauseId, Num};
use crate::source::Span;
use crate::syntax::tree::{self, Expr, ExprKind, Printed, Property};

use super::super::codes;
use super::number::Type;
use super::{Compiler, dates, diagnostics};

/// The statement of a supplier on which accumulation rests, as descriptions of goods call it.
const STATEMENT: &str = "supplier_statement";

/// An example, compiled under the text by which it is judged.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// In words.
    pub title: Option<String>,
    /// Where the good and its figures come from.
    pub citation: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// The good.
    pub case: Case,
    /// What is expected of it.
    pub expectations: Vec<Expectation>,
    /// Why an official figure differs, what is constructed.
    pub notes: Vec<String>,
}

/// What is expected of an example's good.
#[derive(Debug, Clone)]
pub enum Expectation {
    /// Its determination.
    Origin(ExpectedOrigin, Span),
    /// A figure.
    Figure {
        /// The figure.
        value: Num,
        /// As written, for reports.
        name: String,
        /// What is stated.
        stated: Ratio,
        /// How the stated figure was brought to its digits.
        printed: PrintedAs,
        /// Whether it is shown as a percentage.
        percentage: bool,
        /// Where it stands.
        span: Span,
    },
    /// A condition that holds.
    Clause {
        /// The condition.
        clause: ClauseId,
        /// As written, for reports.
        name: String,
        /// Where it stands.
        span: Span,
    },
}

pub use tree::ExpectedOrigin;

/// How a stated figure relates to the exact one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedAs {
    /// It is the exact one.
    Exact,
    /// Half-up to so many decimals (of a percentage point, for a percentage).
    Rounded(u32),
    /// Cut off after so many decimals.
    Truncated(u32),
}

impl Compiler<'_> {
    /// The examples that are judged under this text.
    pub(super) fn examples(&mut self) -> Vec<Example> {
        let mut examples = Vec::new();
        for (home, example) in &self.rulebook.examples {
            let under = example.under.as_ref().map_or(home, |under| &under.text);
            if let Some(name) = &example.under
                && !self.rulebook.texts.contains_key(&name.text)
                && *home == self.text.name
            {
                let known = self.rulebook.texts.keys().map(AsRef::as_ref);
                self.sink.push(diagnostics::unknown_agreement(name, known));
            }
            if *under == self.text.name
                && let Some(example) = self.example(example)
            {
                examples.push(example);
            }
        }
        examples
    }

    fn example(&mut self, example: &tree::Example) -> Option<Example> {
        let head = &example.head;
        let mut producer = Node::default();
        for property in &example.producer {
            self.property(property, &mut producer);
        }
        let case = Case {
            date: dates::date(&example.as_of, &mut self.sink),
            producer: producer.data,
            good: self.node(&example.good)?,
            averages: self.averages(&example.averages)?,
        };
        let mut expectations = Vec::new();
        for (number, expectation) in example.expectations.iter().enumerate() {
            let path = format!("{}/expectation {}", head.name.text, number + 1);
            expectations.extend(self.expectation(expectation, path));
        }
        Some(Example {
            name: head.name.text.to_string(),
            title: head.title.as_ref().map(|title| title.text.to_string()),
            citation: head.cites.as_ref().map(|cites| cites.text.to_string()),
            span: head.span,
            case,
            expectations,
            notes: example.notes.iter().map(|note| note.text.to_string()).collect(),
        })
    }

    fn averages(&mut self, averages: &[tree::Average]) -> Option<BTreeMap<String, Node>> {
        let mut out = BTreeMap::new();
        for average in averages {
            let mut node = Node::default();
            for property in &average.properties {
                self.property(property, &mut node);
            }
            for material in &average.materials {
                node.materials.push(self.node(material)?);
            }
            out.insert(average.category.text.to_string(), node);
        }
        Some(out)
    }

    fn node(&mut self, node: &tree::Node) -> Option<Node> {
        let mut built = Node {
            name: node.name.as_ref().map(|name| name.text.to_string()),
            code: Some(codes::code(&node.code, self.program.edition, &mut self.sink)?),
            ..Node::default()
        };
        for property in &node.properties {
            self.property(property, &mut built);
        }
        for material in &node.materials {
            built.materials.push(self.node(material)?);
        }
        Some(built)
    }

    fn property(&mut self, property: &Property, node: &mut Node) {
        if let Property::Figure(name, _) | Property::Is(name, _) | Property::Holds(name) | Property::HoldsNot(name) =
            property
        {
            // What an example states is used, whether or not a clause asks for it.
            self.declaration(&name.text);
        }
        match property {
            Property::Figure(name, expr) => self.stated_figure(name, expr, node),
            Property::Is(name, value) => self.stated_word(name, value, node),
            Property::Holds(name) if &*name.text == STATEMENT => node.supplier_statement = Some(true),
            Property::HoldsNot(name) if &*name.text == STATEMENT => node.supplier_statement = Some(false),
            Property::Holds(name) => self.stated_fact(name, true, node),
            Property::HoldsNot(name) => self.stated_fact(name, false, node),
            Property::Originating(_) => node.origin = Some(Origin::Originating),
            Property::NonOriginating(_) => node.origin = Some(Origin::NonOriginating),
            Property::WhollyObtained(so, _) => node.wholly_obtained = Some(*so),
            Property::Fungible(method, share) => {
                if let Some((Datum::Figure(share), _)) = self.stated(share) {
                    node.fungible.insert(method.text.to_string(), share);
                }
            }
            Property::SelfProduced(so, _) => node.self_produced = Some(*so),
            Property::ProducedIn(country) => node.country = self.country(country),
            Property::ImportedFrom(country) => {
                node.country = self.country(country);
                node.imported = Some(true);
            }
        }
    }

    fn expectation(&mut self, expectation: &tree::Expectation, path: String) -> Option<Expectation> {
        match expectation {
            tree::Expectation::Origin(origin, span) => Some(Expectation::Origin(*origin, *span)),
            tree::Expectation::Condition { expr, written } => Some(Expectation::Clause {
                clause: self.claim_clause(path, expr, expr.span)?,
                name: written.clone(),
                span: expr.span,
            }),
            tree::Expectation::Figure {
                value,
                written,
                stated,
                printed,
                span,
            } => {
                let (typed, exact) = (self.number(value)?, self.number(stated)?);
                // The text of an official example states bare figures where the type is clear from the measure.
                if exact.ty != Type::Number {
                    self.same_type(&typed, value.span, &exact, stated.span, "compared")?;
                }
                let Num::Const(figure) = exact.num else {
                    self.sink.push(diagnostics::mismatch(
                        "a constant is needed here",
                        stated.span,
                        "this varies",
                    ));
                    return None;
                };
                let digits = decimals(stated);
                Some(Expectation::Figure {
                    value: typed.num,
                    name: written.clone(),
                    stated: figure,
                    printed: match printed {
                        Printed::Exact => PrintedAs::Exact,
                        Printed::Rounded => PrintedAs::Rounded(digits),
                        Printed::Truncated => PrintedAs::Truncated(digits),
                    },
                    percentage: typed.ty == Type::Share,
                    span: *span,
                })
            }
        }
    }
}

/// How many decimals a literal was written with.
fn decimals(expr: &Expr) -> u32 {
    let ExprKind::Number(number) = &expr.kind else { return 0 };
    let after = number.digits.split_once('.').map_or(0, |(_, after)| after.len());
    u32::try_from(after).unwrap_or(0)
}
