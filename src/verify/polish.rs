//! Makes a witness small and round: few materials, few unusual facts, a main value of 100, whole steps.

use crate::amount::{Date, Ratio};
use crate::ir::AttributeKind;
use crate::nomenclature::HsCode;

use super::encode::Encoded;
use super::session::Session;
use super::shared::Shared;
use super::term::{Assignment, Flag, Linear, Quantity, Sign, Sort, Term};

/// The steps that values are tried in, on a main value of 100.
const STEPS: [(i64, i64); 7] = [(50, 1), (25, 1), (10, 1), (5, 1), (1, 1), (1, 10), (1, 100)];

/// Improves an assignment step by step; each step is kept only if the problem still has a solution.
pub(super) fn polish(
    session: &mut Session<'_>,
    shared: &Shared<'_>,
    code: HsCode,
    encoded: &Encoded,
    first: Assignment,
    extra: &[Term],
    date: Option<Date>,
) -> Assignment {
    let mut polish = Polish {
        session,
        fixed: Vec::new(),
        best: first,
    };
    if !polish.keep(extra.to_vec()) {
        return polish.best;
    }
    let bill = &encoded.bill;
    let chains = bill
        .lines
        .iter()
        .flat_map(|line| line.chains.iter().map(|chain| chain.present));
    let chains: Vec<Flag> = chains.collect();
    // What is used directly is easier to picture than what lies inside a material.
    polish.keep(chains.iter().map(|chain| Term::Flag(*chain).negate()));
    let materials: Vec<Flag> = chains
        .into_iter()
        .chain(bill.lines.iter().map(|line| line.present))
        .collect();
    polish.clear(&materials);
    let facts: Vec<Flag> = encoded
        .unknowns
        .wholly_obtained
        .iter()
        .chain(encoded.unknowns.facts.values())
        .copied()
        .collect();
    polish.clear(&facts);
    polish.days(encoded, date);
    let main = if is_vehicle(code) {
        Ratio::from(20_000)
    } else {
        Ratio::HUNDRED
    };
    polish.amounts(shared, encoded, &main);
    polish.shares(shared, encoded);
    polish.session.release();
    polish.best
}

fn is_vehicle(code: HsCode) -> bool {
    let heading = code.padded() / 1_000_000;
    (8701..=8705).contains(&heading)
}

fn is_sort(encoded: &Encoded, quantity: Quantity, sort: Sort) -> bool {
    encoded
        .problem
        .quantities
        .get(quantity.0)
        .is_some_and(|named| named.sort == sort)
}

struct Polish<'p, 's> {
    session: &'p mut Session<'s>,
    /// What is known to be met by `best` and not yet held.
    fixed: Vec<Term>,
    best: Assignment,
}

impl Polish<'_, '_> {
    /// Keeps `more` if there is still a solution.
    fn keep(&mut self, more: impl IntoIterator<Item = Term>) -> bool {
        let before = self.fixed.len();
        self.fixed.extend(more);
        if let Some(better) = self.session.hold(&self.fixed) {
            self.best = better;
            self.fixed.clear();
            return true;
        }
        self.fixed.truncate(before);
        false
    }

    /// Has as few of the flags set as one can reach by clearing one after the other.
    fn clear(&mut self, flags: &[Flag]) {
        let unset: Vec<Flag> = flags.iter().copied().filter(|flag| !self.best.flag(*flag)).collect();
        self.fixed
            .extend(unset.into_iter().map(|flag| Term::Flag(flag).negate()));
        for flag in flags {
            // One that can't be cleared now can't be cleared later, when more is fixed.
            if self.best.flag(*flag) && !self.keep([Term::Flag(*flag).negate()]) {
                self.fixed.push(Term::Flag(*flag));
            }
        }
    }

    /// The claim on the date given, if that will do; other dates on the first day of a year, where the year found or
    /// the next one allows it.
    fn days(&mut self, encoded: &Encoded, preferred: Option<Date>) {
        let unknowns = &encoded.unknowns;
        let others = encoded.unknowns.numbers.values().copied();
        let days: Vec<Quantity> = unknowns
            .claim
            .into_iter()
            .chain(unknowns.fiscal_year)
            .chain(others)
            .collect();
        for day in days {
            if !is_sort(encoded, day, Sort::Day) {
                continue;
            }
            let year = |day: Quantity| {
                self.best
                    .quantity(day)
                    .to_i64()
                    .and_then(Date::from_ordinal)
                    .map(Date::year)
            };
            let near: Vec<i32> = unknowns.claim.and_then(year).into_iter().chain(year(day)).collect();
            let later: Vec<i32> = near.iter().map(|year| year.saturating_add(1)).collect();
            let first_days = near.into_iter().chain(later).filter_map(|year| Date::new(year, 1, 1));
            let held = preferred
                .filter(|_| unknowns.claim == Some(day))
                .into_iter()
                .chain(first_days)
                .any(|date| {
                    let there = Linear::of(day).minus(&Linear::constant(date.ordinal().into()));
                    self.keep([Term::row(there, Sign::Zero)])
                });
            if !held {
                let there = Linear::of(day).minus(&Linear::constant(self.best.quantity(day)));
                self.keep([Term::row(there, Sign::Zero)]);
            }
        }
    }

    /// The largest value of the good at `main`, and every value a multiple of the largest step that works.
    fn amounts(&mut self, shared: &Shared<'_>, encoded: &Encoded, main: &Ratio) {
        let money = encoded
            .unknowns
            .bases
            .iter()
            .filter(|(key, _)| shared.bases.get(**key).is_some_and(|b| !b.weight));
        let mut money: Vec<Quantity> = money.map(|(_, quantity)| *quantity).collect();
        money.sort_by_key(|quantity| std::cmp::Reverse(self.best.quantity(*quantity)));
        let worth = money.iter().map(|quantity| Term::more_than_zero(Linear::of(*quantity)));
        self.keep(worth.collect::<Vec<_>>());
        let worth: Vec<Term> = money
            .iter()
            .map(|quantity| Term::more_than_zero(Linear::of(*quantity)))
            .collect();
        self.keep(worth);
        for quantity in money {
            let there = Linear::of(quantity).minus(&Linear::constant(main.clone()));
            if self.keep([Term::row(there, Sign::Zero)]) {
                break;
            }
        }
        let amounts: Vec<Quantity> = (0..encoded.problem.quantities.len())
            .map(Quantity)
            .filter(|quantity| is_sort(encoded, *quantity, Sort::Amount))
            .filter(|quantity| !self.best.quantity(*quantity).is_zero())
            .collect();
        let hundredth = main.checked_div(&Ratio::HUNDRED).unwrap_or(Ratio::ONE);
        let steps = STEPS.iter().filter_map(|(num, den)| Ratio::from_parts(*num, *den));
        let steps: Vec<Ratio> = steps.map(|step| &step * &hundredth).collect();
        self.grid(&amounts, &steps);
    }

    /// Shares on whole percentages.
    fn shares(&mut self, shared: &Shared<'_>, encoded: &Encoded) {
        let of_kind = |key: &usize| {
            shared
                .attributes
                .get(*key)
                .is_some_and(|attribute| *attribute.kind == AttributeKind::Percentage)
        };
        let numbers = encoded.unknowns.numbers.iter().filter(|(key, _)| of_kind(key));
        let percentages: Vec<Quantity> = numbers.map(|(_, quantity)| *quantity).collect();
        let steps = [(1, 2), (1, 10), (1, 20), (1, 100)].into_iter();
        let steps: Vec<Ratio> = steps.filter_map(|(num, den)| Ratio::from_parts(num, den)).collect();
        self.grid(&percentages, &steps);
    }

    /// Puts the quantities on the first grid that works.
    fn grid(&mut self, quantities: &[Quantity], steps: &[Ratio]) {
        if quantities.is_empty() || !self.keep([]) {
            return;
        }
        if let Some(better) = self.session.on_grid(quantities, steps) {
            for quantity in quantities {
                let there = Linear::of(*quantity).minus(&Linear::constant(better.quantity(*quantity)));
                self.fixed.push(Term::row(there, Sign::Zero));
            }
            self.best = better;
        }
    }
}
