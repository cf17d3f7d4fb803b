//! Examples: a good, its materials, and what is expected.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Example, Expectation, ExpectedOrigin, Node, Printed, Property};

use super::Builder;

impl Builder<'_> {
    pub(super) fn example(&self, pair: &Pair<'_, Rule>) -> Option<Example> {
        let (header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let (mut as_of, mut under, mut good) = (None, None, None);
        let (mut producer, mut expectations, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for inner in rest {
            match inner.as_rule() {
                Rule::as_of => as_of = self.first_date(inner),
                Rule::under => under = self.first_name(inner),
                Rule::producer => {
                    for property in inner.into_inner() {
                        producer.push(self.property(property)?);
                    }
                }
                Rule::good => good = Some(self.node(inner)?),
                Rule::note => notes.push(self.text(inner)?),
                _ => expectations.push(self.expectation(inner)?),
            }
        }
        Some(Example {
            head,
            as_of: as_of?,
            under,
            producer,
            good: good?,
            expectations,
            notes,
        })
    }

    fn node(&self, pair: Pair<'_, Rule>) -> Option<Node> {
        let span = self.span(&pair);
        let (mut code, mut name) = (None, None);
        let (mut properties, mut materials) = (Vec::new(), Vec::new());
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::digits => code = Some(self.code(&inner)),
                Rule::title => name = Some(self.text(inner)?),
                Rule::material => materials.push(self.node(inner)?),
                _ => properties.push(self.property(inner)?),
            }
        }
        Some(Node {
            code: code?,
            name,
            properties,
            materials,
            span,
        })
    }

    fn property(&self, pair: Pair<'_, Rule>) -> Option<Property> {
        let span = self.span(&pair);
        Some(match pair.as_rule() {
            Rule::p_originating => Property::Originating(span),
            Rule::p_non_originating => Property::NonOriginating(span),
            Rule::p_wholly_obtained => Property::WhollyObtained(span),
            Rule::p_self_produced => Property::SelfProduced(span),
            Rule::p_produced_in => Property::ProducedIn(self.first_name(pair)?),
            Rule::p_imported_from => Property::ImportedFrom(self.first_name(pair)?),
            Rule::p_not => Property::HoldsNot(self.first_name(pair)?),
            Rule::p_holds => Property::Holds(self.first_name(pair)?),
            Rule::p_is => {
                let mut names = self.names(pair).into_iter();
                Property::Is(names.next()?, names.next()?)
            }
            _ => {
                let mut inner = pair.into_inner();
                let name = self.name(&inner.next()?);
                Property::Figure(name, self.expr(inner.next()?)?)
            }
        })
    }

    fn expectation(&self, pair: Pair<'_, Rule>) -> Option<Expectation> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        match inner.as_rule() {
            Rule::expect_origin => {
                let origin = match inner.into_inner().next()?.as_rule() {
                    Rule::e_originating => ExpectedOrigin::Originating,
                    Rule::e_non_originating => ExpectedOrigin::NonOriginating,
                    _ => ExpectedOrigin::Undetermined,
                };
                Some(Expectation::Origin(origin, span))
            }
            Rule::expect_figure => {
                let mut parts = inner.into_inner();
                let value = self.expr(parts.next()?)?;
                let stated = self.expr(parts.next()?)?;
                let printed = match parts.next().map(|part| part.as_rule()) {
                    Some(Rule::printed_rounded) => Printed::Rounded,
                    Some(Rule::printed_truncated) => Printed::Truncated,
                    _ => Printed::Exact,
                };
                Some(Expectation::Figure {
                    value,
                    stated,
                    printed,
                    span,
                })
            }
            _ => Some(Expectation::Condition(self.expr(inner)?)),
        }
    }
}
