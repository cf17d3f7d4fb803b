//! Two parties that change places.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::good::{Case, Datum, Node};
use crate::ir::{AttributeId, AttributeKind, Country, Formula, MaterialTest, Program};

use super::{before, changed};

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
        let tests: Vec<_> = program.materials.iter().map(|(id, _)| id).collect();
        for id in tests {
            let test = swapped.test(program, &program.materials[id].test);
            if let Some(materials) = swapped.program.materials.get_mut(id) {
                materials.test = test;
            }
        }
        let clauses: Vec<_> = program.clauses.iter().map(|(id, _)| id).collect();
        for id in clauses {
            let formula = swapped.formula(program, &program.clauses[id].formula);
            if let Some(clause) = swapped.program.clauses.get_mut(id) {
                clause.formula = formula;
            }
        }
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

    fn test(&self, program: &Program, test: &MaterialTest) -> MaterialTest {
        let all = |parts: &[MaterialTest]| parts.iter().map(|part| self.test(program, part)).collect();
        match test {
            MaterialTest::All(parts) => MaterialTest::All(all(parts)),
            MaterialTest::Any(parts) => MaterialTest::Any(all(parts)),
            MaterialTest::Not(inner) => MaterialTest::Not(Box::new(self.test(program, inner))),
            MaterialTest::ProducedIn(countries) => MaterialTest::ProducedIn(self.countries(countries)),
            MaterialTest::Is { attribute, values } => MaterialTest::Is {
                attribute: *attribute,
                values: self.values(program, *attribute, values),
            },
            other => other.clone(),
        }
    }

    fn formula(&self, program: &Program, formula: &Formula) -> Formula {
        let all = |parts: &[Formula]| parts.iter().map(|part| self.formula(program, part)).collect();
        match formula {
            Formula::All(parts) => Formula::All(all(parts)),
            Formula::Any(parts) => Formula::Any(all(parts)),
            Formula::Not(inner) => Formula::Not(Box::new(self.formula(program, inner))),
            Formula::ProducedIn(countries) => Formula::ProducedIn(self.countries(countries)),
            Formula::Is { attribute, values } => Formula::Is {
                attribute: *attribute,
                values: self.values(program, *attribute, values),
            },
            other => other.clone(),
        }
    }
}
