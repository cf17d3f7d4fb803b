//! Two parties that change places.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::good::{Case, Datum, Node};
use crate::ir::{AttributeId, AttributeKind, Country, Formula, MaterialTest, Program};

use super::{before, changed, each_formula, each_test};

/// A text in which two parties have changed places.
pub(in crate::check) struct Swapped {
    /// The text.
    pub(in crate::check) program: Program,
    one: Country,
    other: Country,
}

impl Swapped {
    /// Puts one party in the place of the other, and the other way round.
    pub(in crate::check) fn new(program: &Program, one: &Country, other: &Country) -> Self {
        let mut swapped = Self {
            program: program.clone(),
            one: Arc::clone(one),
            other: Arc::clone(other),
        };
        let mut text = program.clone();
        each_test(&mut text, &mut |test| match test {
            MaterialTest::ProducedIn(countries) => Some(MaterialTest::ProducedIn(swapped.countries(countries))),
            MaterialTest::Is { attribute, values } => Some(MaterialTest::Is {
                attribute: *attribute,
                values: swapped.values(program, *attribute, values),
            }),
            _ => None,
        });
        each_formula(&mut text, &mut |formula| {
            formula.rewritten(&mut |part| match part {
                Formula::ProducedIn(countries) => Some(Formula::ProducedIn(swapped.countries(countries))),
                Formula::Is { attribute, values } => Some(Formula::Is {
                    attribute: *attribute,
                    values: swapped.values(program, *attribute, values),
                }),
                _ => None,
            })
        });
        swapped.program = text;
        swapped
    }

    /// The good with the two parties in each other's place.
    pub(in crate::check) fn good(&self, program: &Program, case: &Case) -> Case {
        let mut out = changed(&before(case), &|mut node| {
            self.node(program, &mut node);
            vec![node]
        });
        self.node(program, &mut out.good);
        for (name, datum) in &mut out.producer {
            self.datum(program, name, datum);
        }
        for together in out.averages.values_mut() {
            self.node(program, together);
        }
        out
    }

    fn node(&self, program: &Program, node: &mut Node) {
        if let Some(country) = &node.country {
            node.country = Some(self.country(country));
        }
        for (name, datum) in &mut node.data {
            self.datum(program, name, datum);
        }
    }

    fn datum(&self, program: &Program, name: &str, datum: &mut Datum) {
        let mut attributes = program.vocabulary.attributes.iter();
        let country = attributes.any(|(_, one)| one.name == name && matches!(one.kind, AttributeKind::Country(_)));
        if let (true, Datum::Word(word)) = (country, &mut *datum) {
            *datum = Datum::Word(self.country(&Arc::from(word.as_str())).to_string());
        }
    }

    fn country(&self, country: &Country) -> Country {
        if *country == self.one {
            Arc::clone(&self.other)
        } else if *country == self.other {
            Arc::clone(&self.one)
        } else {
            Arc::clone(country)
        }
    }

    fn countries(&self, all: &BTreeSet<Country>) -> BTreeSet<Country> {
        all.iter().map(|country| self.country(country)).collect()
    }

    /// The places of the words of an attribute, if it is one of countries.
    fn values(&self, program: &Program, attribute: AttributeId, values: &BTreeSet<usize>) -> BTreeSet<usize> {
        let AttributeKind::Country(words) = &program.vocabulary.attributes[attribute].kind else {
            return values.clone();
        };
        let moved = values.iter().map(|place| {
            let word = words.get(*place).map(|word| self.country(&Arc::from(word.as_str())));
            let there = word.and_then(|word| words.iter().position(|other| **other == *word));
            there.unwrap_or(*place)
        });
        moved.collect()
    }
}
