//! The unknowns of the good, its producer and its claim, made when a condition first looks at one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::ir::{AttributeKind, Country, DateBase};

use super::axiom::{Axiom, Guard};
use super::shared::{AttributeKey, BasisKey, Shared};
use super::term::{Flag, Linear, Problem, Quantity, Sort, Term};
use crate::amount::{Date, Ratio};

/// What is not known of a good, by what it is.
#[derive(Debug, Default)]
pub(super) struct Unknowns {
    pub(super) bases: BTreeMap<BasisKey, Quantity>,
    /// The same of the goods of a category taken together.
    pub(super) together: BTreeMap<BasisKey, Quantity>,
    pub(super) numbers: BTreeMap<AttributeKey, Quantity>,
    pub(super) facts: BTreeMap<AttributeKey, Flag>,
    pub(super) words: BTreeMap<AttributeKey, Vec<Flag>>,
    pub(super) countries: Vec<(Country, Flag)>,
    pub(super) wholly_obtained: Option<Flag>,
    pub(super) accumulates: Option<Flag>,
    pub(super) claim: Option<Quantity>,
    pub(super) fiscal_year: Option<Quantity>,
}

impl Unknowns {
    /// A value or the weight of the good.
    pub(super) fn basis(&mut self, shared: &Shared<'_>, problem: &mut Problem, key: BasisKey) -> Quantity {
        let make = || amount(problem, shared.basis_name(key).to_owned());
        *self.bases.entry(key).or_insert_with(make)
    }

    /// A value or the weight of the goods of a category taken together.
    pub(super) fn basis_together(&mut self, shared: &Shared<'_>, problem: &mut Problem, key: BasisKey) -> Quantity {
        let make = || amount(problem, format!("{} of the category", shared.basis_name(key)));
        *self.together.entry(key).or_insert_with(make)
    }

    /// A numeric attribute of the good or the producer.
    pub(super) fn number(&mut self, shared: &Shared<'_>, problem: &mut Problem, key: AttributeKey) -> Quantity {
        *self.numbers.entry(key).or_insert_with(|| {
            let kind = shared.attributes.get(key).map(|attribute| attribute.kind.as_ref());
            let sort = match kind {
                Some(AttributeKind::Count) => Sort::Count,
                Some(AttributeKind::Percentage) => Sort::Share,
                _ => Sort::Amount,
            };
            let quantity = problem.quantity(shared.attribute_name(key), sort);
            problem.state(
                Guard::Axiom(Axiom::NotNegative),
                Term::at_least_zero(Linear::of(quantity)),
            );
            if sort == Sort::Share {
                let rest = Linear::constant(Ratio::ONE).minus(&Linear::of(quantity));
                problem.fact(Term::at_least_zero(rest));
            }
            quantity
        })
    }

    /// A fact or opaque requirement of the good or the producer.
    pub(super) fn fact(&mut self, shared: &Shared<'_>, problem: &mut Problem, key: AttributeKey) -> Term {
        let make = || problem.flag(shared.attribute_name(key));
        Term::Flag(*self.facts.entry(key).or_insert_with(make))
    }

    /// An enumeration has one of these values: exactly one of its words is true.
    pub(super) fn word(
        &mut self,
        shared: &Shared<'_>,
        problem: &mut Problem,
        key: AttributeKey,
        values: &BTreeSet<usize>,
    ) -> Term {
        let flags = self.words.entry(key).or_insert_with(|| {
            let words = shared
                .attributes
                .get(key)
                .map(super::shared::SharedAttribute::words)
                .unwrap_or_default();
            let name = shared.attribute_name(key);
            let flags: Vec<Flag> = words
                .iter()
                .map(|word| problem.flag(format!("{name} is {word}")))
                .collect();
            one_of(problem, &flags);
            flags
        });
        let chosen = flags.iter().enumerate().filter(|(place, _)| values.contains(place));
        Term::any(chosen.map(|(_, flag)| Term::Flag(*flag)))
    }

    /// The good was produced in one of these countries.
    pub(super) fn produced_in(
        &mut self,
        shared: &Shared<'_>,
        problem: &mut Problem,
        mentioned: &BTreeSet<Country>,
        countries: &BTreeSet<Country>,
    ) -> Term {
        if self.countries.is_empty() {
            let mut all = shared.parties.clone();
            all.extend(
                mentioned
                    .iter()
                    .chain(countries)
                    .filter(|country| !shared.parties.contains(country))
                    .cloned(),
            );
            let foreign = ["JPN", "CHN", "DEU"]
                .into_iter()
                .find(|name| !all.iter().any(|own| own.as_ref() == *name));
            all.extend(foreign.map(Arc::from));
            all.dedup();
            self.countries = all
                .into_iter()
                .map(|country| (country.clone(), problem.flag(format!("produced in {country}"))))
                .collect();
            let flags: Vec<Flag> = self.countries.iter().map(|(_, flag)| *flag).collect();
            one_of(problem, &flags);
        }
        let chosen = self.countries.iter().filter(|(country, _)| countries.contains(country));
        Term::any(chosen.map(|(_, flag)| Term::Flag(*flag)))
    }

    /// The good is wholly obtained.
    pub(super) fn wholly_obtained(&mut self, problem: &mut Problem) -> Term {
        Term::Flag(
            *self
                .wholly_obtained
                .get_or_insert_with(|| problem.flag("wholly obtained")),
        )
    }

    /// The producer takes a supplier's production as its own.
    pub(super) fn accumulates(&mut self, problem: &mut Problem) -> Term {
        Term::Flag(
            *self
                .accumulates
                .get_or_insert_with(|| problem.flag("the producer accumulates")),
        )
    }

    /// A date, on the civil ordinal.
    pub(super) fn date(
        &mut self,
        shared: &Shared<'_>,
        problem: &mut Problem,
        base: DateBase,
        key: AttributeKey,
    ) -> Linear {
        let quantity = match base {
            DateBase::Day(day) => return Linear::constant(day.ordinal().into()),
            DateBase::Claim => *self.claim.get_or_insert_with(|| day(problem, "the date of the claim")),
            DateBase::FiscalYear => *self
                .fiscal_year
                .get_or_insert_with(|| day(problem, "the first day of the fiscal year")),
            DateBase::Attribute(_) => *self
                .numbers
                .entry(key)
                .or_insert_with(|| day(problem, shared.attribute_name(key))),
        };
        Linear::of(quantity)
    }
}

fn amount(problem: &mut Problem, name: String) -> Quantity {
    let quantity = problem.quantity(name, Sort::Amount);
    problem.state(
        Guard::Axiom(Axiom::NotNegative),
        Term::at_least_zero(Linear::of(quantity)),
    );
    quantity
}

fn day(problem: &mut Problem, name: &str) -> Quantity {
    let quantity = problem.quantity(name, Sort::Day);
    let first = Linear::constant(Date::FIRST.ordinal().into());
    let last = Linear::constant(Date::LAST.ordinal().into());
    problem.fact(Term::at_least_zero(Linear::of(quantity).minus(&first)));
    problem.fact(Term::at_least_zero(last.minus(&Linear::of(quantity))));
    quantity
}

fn not(flag: Flag) -> Term {
    Term::Not(Box::new(Term::Flag(flag)))
}

fn one_of(problem: &mut Problem, flags: &[Flag]) {
    problem.fact(Term::any(flags.iter().map(|flag| Term::Flag(*flag))));
    for (place, one) in flags.iter().enumerate() {
        for other in flags.iter().skip(place.saturating_add(1)) {
            // Of a long list of words these are most of a problem, so nothing is simplified that is simple.
            problem.fact(Term::Any(vec![not(*one), not(*other)]));
        }
    }
}
