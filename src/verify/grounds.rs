//! The axioms and stated orders that a problem rests on besides its clauses.

use crate::amount::Ratio;
use crate::ir::{DateBase, Order};

use super::axiom::{Axiom, Guard};
use super::encode::Encoder;
use super::question::Question;
use super::term::{Linear, Term};

/// A year on the civil ordinal.
const YEAR: i64 = 372;

impl Encoder<'_, '_> {
    /// States what is taken for granted of what the query looked at, after it was encoded.
    pub(super) fn axioms(&mut self, question: &Question<'_>, all_values: bool) {
        if all_values || !self.unknowns.bases.is_empty() {
            self.orders();
        }
        self.dates(question);
        if self.unknowns.wholly_obtained.is_some() {
            self.obtained();
        }
        if let Some(accumulates) = self.unknowns.accumulates {
            // What a supplier has made is made of something.
            let lines = self.bill.lines.iter().map(|line| Term::Flag(line.present));
            let some = Term::any(lines.chain([Term::Known(self.bill.lines.is_empty())]));
            self.problem.fact(Term::Flag(accumulates).implies(some));
        }
    }

    /// A wholly obtained good comes from the region, and so does all that is in it.
    fn obtained(&mut self) {
        let obtained = self.unknowns.wholly_obtained(&mut self.problem);
        let mut says = Vec::new();
        if !self.unknowns.countries.is_empty() {
            let parties = self.shared.parties.iter().cloned().collect();
            says.push(
                self.unknowns
                    .produced_in(self.shared, &mut self.problem, &parties, &parties),
            );
        }
        for line in &self.bill.lines {
            if self.bill.kinds.get(line.kind).is_some_and(|kind| !kind.wholly_obtained) {
                says.push(Term::Flag(line.present).negate());
            }
        }
        let guard = Guard::Axiom(Axiom::WhollyObtainedGood);
        self.problem.state(guard, obtained.implies(Term::all(says)));
    }

    /// The orders of values that the texts state.
    fn orders(&mut self) {
        for (index, program) in self.shared.programs.iter().enumerate() {
            for order in &program.orders {
                let larger = self.shared.basis_key(index, order.larger);
                let larger = Linear::of(self.unknowns.basis(self.shared, &mut self.problem, larger));
                let smaller = match order.smaller {
                    None => self.bill.all(),
                    Some(basis) => {
                        let key = self.shared.basis_key(index, basis);
                        Linear::of(self.unknowns.basis(self.shared, &mut self.problem, key))
                    }
                };
                self.problem.state(
                    Guard::Granted(index, order.clause),
                    Term::at_least_zero(larger.minus(&smaller)),
                );
                self.order_together(index, order);
            }
        }
    }

    /// The same order of the goods of a category taken together, where they are looked at.
    fn order_together(&mut self, index: usize, order: &Order) {
        let Some(bill) = &self.together else { return };
        let all = bill.all();
        let mut basis = |id| {
            let key = self.shared.basis_key(index, id);
            let quantity = self.unknowns.basis_together(self.shared, &mut self.problem, key);
            Linear::of(quantity)
        };
        let larger = basis(order.larger);
        let smaller = order.smaller.map_or(all, basis);
        self.problem.state(
            Guard::Granted(index, order.clause),
            Term::at_least_zero(larger.minus(&smaller)),
        );
    }

    /// The claim is made while the texts are in force, and in the producer's fiscal year.
    fn dates(&mut self, question: &Question<'_>) {
        if self.unknowns.fiscal_year.is_none() && self.unknowns.claim.is_none() {
            return;
        }
        let claim = self
            .unknowns
            .date(self.shared, &mut self.problem, DateBase::Claim, usize::MAX);
        if let Some(start) = self.unknowns.fiscal_year {
            let start = Linear::of(start);
            let last = Linear::constant(Ratio::from(YEAR.saturating_sub(1)));
            let begun = Term::at_least_zero(claim.clone().minus(&start));
            let not_over = Term::at_least_zero(start.plus(&last).minus(&claim));
            self.problem
                .state(Guard::Axiom(Axiom::FiscalYear), Term::all([begun, not_over]));
        }
        if question.in_force_only {
            for (index, program) in self.shared.programs.iter().enumerate() {
                let first = Linear::constant(program.in_force.first().ordinal().into());
                let last = Linear::constant(program.in_force.last().ordinal().into());
                let since = Term::at_least_zero(claim.clone().minus(&first));
                let until = Term::at_least_zero(last.minus(&claim));
                self.problem
                    .state(Guard::Axiom(Axiom::InForce(index)), Term::all([since, until]));
            }
        }
    }
}
