//! Examples: a good, its materials, and what is expected.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Average, Example, Expectation, ExpectedOrigin, Node, Printed, Property};

use super::{Builder, parts_of};

impl Builder<'_> {
    pub(super) fn example(&self, pair: &Pair<'_, Rule>) -> Option<Example> {
        let (header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let (mut as_of, mut under, mut good) = (None, None, None);
        let (mut producer, mut averages, mut expectations, mut notes) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for inner in rest {
            match inner.as_rule() {
                Rule::as_of if as_of.is_some() => self.report_twice("`as of`", self.span(&inner)),
                Rule::as_of => as_of = self.first_date(inner),
                Rule::under if under.is_some() => self.report_twice("`under`", self.span(&inner)),
                Rule::under => under = self.first_name(inner),
                Rule::producer => {
                    let mut before = None;
                    for property in parts_of(inner) {
                        let separated = self.separated(before.as_ref(), &property);
                        producer.push(self.property(property.clone())?);
                        before = separated.then_some(property);
                    }
                }
                Rule::good if good.is_some() => self.report_twice("`good`", self.span(&inner)),
                Rule::good => good = Some(self.node(inner)?),
                Rule::average => averages.push(self.average(inner)?),
                Rule::note => notes.push(self.text(inner)?),
                _ => expectations.push(self.expectation(inner)?),
            }
        }
        if as_of.is_none() {
            self.report_missing("the day of importation", "as of 1994-06-01", pair);
        }
        if good.is_none() {
            self.report_missing("the good", "good 8703.23 { … }", pair);
        }
        Some(Example {
            head,
            as_of: as_of?,
            under,
            producer,
            good: good?,
            averages,
            expectations,
            notes,
        })
    }

    fn average(&self, pair: Pair<'_, Rule>) -> Option<Average> {
        let mut inner = parts_of(pair);
        let category = self.name(&inner.next()?);
        let (properties, materials) = self.known(inner)?;
        Some(Average {
            category,
            properties,
            materials,
        })
    }

    fn node(&self, pair: Pair<'_, Rule>) -> Option<Node> {
        let span = self.span(&pair);
        let mut name = None;
        let mut inner = parts_of(pair).peekable();
        let code = self.code(&inner.next()?);
        if let Some(title) = inner.next_if(|part| part.as_rule() == Rule::title) {
            name = Some(self.text(title)?);
        }
        let (properties, materials) = self.known(inner)?;
        Some(Node {
            code,
            name,
            properties,
            materials,
            span,
        })
    }

    /// What is known of a good or material, and what it is made of.
    fn known<'i>(&self, parts: impl Iterator<Item = Pair<'i, Rule>>) -> Option<(Vec<Property>, Vec<Node>)> {
        let (mut properties, mut materials) = (Vec::new(), Vec::new());
        let mut before = None;
        for inner in parts {
            if inner.as_rule() == Rule::material {
                before = None;
                materials.push(self.node(inner)?);
                continue;
            }
            let separated = self.separated(before.as_ref(), &inner);
            properties.push(self.property(inner.clone())?);
            before = separated.then_some(inner);
        }
        Some((properties, materials))
    }

    fn property(&self, pair: Pair<'_, Rule>) -> Option<Property> {
        let span = self.span(&pair);
        Some(match pair.as_rule() {
            Rule::p_originating => Property::Originating(span),
            Rule::p_non_originating => Property::NonOriginating(span),
            Rule::p_wholly_obtained => Property::WhollyObtained(true, span),
            Rule::p_not_obtained => Property::WhollyObtained(false, span),
            Rule::p_self_produced => Property::SelfProduced(true, span),
            Rule::p_not_self_produced => Property::SelfProduced(false, span),
            Rule::p_produced_in => Property::ProducedIn(self.first_name(pair)?),
            Rule::p_imported_from => Property::ImportedFrom(self.first_name(pair)?),
            Rule::p_fungible => {
                let mut parts = parts_of(pair);
                let method = self.name(&parts.next()?);
                Property::Fungible(method, self.expr(parts.next()?)?)
            }
            Rule::p_not => Property::HoldsNot(self.first_name(pair)?),
            _ => {
                let mut parts = parts_of(pair);
                let name = self.name(&parts.next()?);
                match parts.next() {
                    None => Property::Holds(name),
                    Some(value) if value.as_rule() == Rule::ident => Property::Is(name, self.name(&value)),
                    Some(value) => Property::Figure(name, self.expr(value)?),
                }
            }
        })
    }

    fn expectation(&self, pair: Pair<'_, Rule>) -> Option<Expectation> {
        let span = self.span(&pair);
        let inner = parts_of(pair).next()?;
        match inner.as_rule() {
            Rule::expect_origin => {
                let origin = match parts_of(inner).next()?.as_rule() {
                    Rule::e_originating => ExpectedOrigin::Originating,
                    Rule::e_non_originating => ExpectedOrigin::NonOriginating,
                    _ => ExpectedOrigin::Undetermined,
                };
                Some(Expectation::Origin(origin, span))
            }
            Rule::expect_figure => {
                let mut parts = parts_of(inner);
                let value = parts.next()?;
                let written = words(&value);
                let value = self.expr(value)?;
                let stated = self.expr(parts.next()?)?;
                let printed = match parts.next().map(|part| part.as_rule()) {
                    Some(Rule::printed_rounded) => Printed::Rounded,
                    Some(Rule::printed_truncated) => Printed::Truncated,
                    _ => Printed::Exact,
                };
                Some(Expectation::Figure {
                    value,
                    written,
                    stated,
                    printed,
                    span,
                })
            }
            _ => Some(Expectation::Condition {
                written: words(&inner),
                expr: self.expr(inner)?,
            }),
        }
    }
}

/// What is written there, on one line.
fn words(pair: &Pair<'_, Rule>) -> String {
    pair.as_str().split_whitespace().collect::<Vec<_>>().join(" ")
}
