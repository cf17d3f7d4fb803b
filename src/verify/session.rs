//! A problem under questioning: asked of the engine of our own first, and of Z3 where that gives up.

use std::collections::BTreeSet;

use crate::amount::{Date, Ratio};

use super::exact::{Engine, Outcome};
use super::listener::{Phase, during};
use super::outside;
use super::printed::Bound;
use super::question::Effort;
use super::stop::stopped;
use super::term::{Assignment, Linear, Problem, Quantity, Sort, Term};

/// How often a day that the calendar lacks is excluded before giving up.
const CALENDAR_ROUNDS: usize = 200;

/// A step of the engine is worth so many of the solver's.
const STEP: u64 = 20;

/// What a check found.
#[derive(Debug)]
pub(super) enum Found {
    /// An assignment.
    Solution(Assignment),
    /// None; these guards, as places in the problem, suffice to see it.
    Nothing(BTreeSet<usize>),
    /// The solver gave up, in its words.
    GaveUp(String),
}

/// Whether Z3 by itself finds that these guards rule everything out.
pub(super) fn z3_agrees(problem: &Problem, guards: &BTreeSet<usize>, effort: &Effort) -> bool {
    let asked = || during(Phase::Outside, || outside::check(problem, guards, &[], effort));
    !stopped() && matches!(asked(), Found::Nothing(_))
}

/// A problem, what is held beside it, and what was learnt of it.
pub(super) struct Session<'p> {
    problem: &'p Problem,
    effort: &'p Effort,
    engine: Engine,
    calendar: Vec<Term>,
    held: Vec<Term>,
}

impl<'p> Session<'p> {
    pub(super) fn new(problem: &'p Problem, effort: &'p Effort) -> Self {
        Self {
            problem,
            effort,
            engine: during(Phase::Search, || Engine::new(problem, effort.steps / STEP)),
            calendar: Vec::new(),
            held: Vec::new(),
        }
    }

    /// The days found so far that the calendar lacks, each excluded by a statement.
    pub(super) fn calendar(&self) -> &[Term] {
        &self.calendar
    }

    fn all(&self) -> BTreeSet<usize> {
        (0..self.problem.guards.len()).collect()
    }

    /// Asks with every guard on, and with `extra` on top.
    pub(super) fn check(&mut self, extra: &[Term]) -> Found {
        self.check_with(&self.all(), extra)
    }

    /// Asks with these guards on only, and with `extra` on top.
    pub(super) fn check_with(&mut self, guards: &BTreeSet<usize>, extra: &[Term]) -> Found {
        for _ in 0..CALENDAR_ROUNDS {
            let found = self.ask(guards, extra);
            let Found::Solution(assignment) = &found else {
                return found;
            };
            let Some(lemma) = self.missing_day(assignment) else {
                return found;
            };
            self.engine.add(&lemma);
            self.calendar.push(lemma);
        }
        Found::GaveUp("too many days that the calendar lacks".to_owned())
    }

    fn ask(&mut self, guards: &BTreeSet<usize>, extra: &[Term]) -> Found {
        if stopped() {
            return Found::GaveUp(String::new());
        }
        match during(Phase::Search, || self.engine.check(guards, extra)) {
            Outcome::Solution(assignment) if self.meets(&assignment, guards, extra) => Found::Solution(assignment),
            Outcome::Nothing(core) => Found::Nothing(core),
            Outcome::Solution(_) | Outcome::GaveUp => {
                let beside = self.beside(extra);
                during(Phase::Outside, || {
                    outside::check(self.problem, guards, &beside, self.effort)
                })
            }
        }
    }

    /// What is stated beside the problem itself.
    fn beside(&self, extra: &[Term]) -> Vec<Term> {
        let all = self.calendar.iter().chain(&self.held).chain(extra);
        all.cloned().collect()
    }

    /// Whether an assignment meets everything: no solution is given out that was not tried.
    fn meets(&self, assignment: &Assignment, guards: &BTreeSet<usize>, extra: &[Term]) -> bool {
        let mut statements = self.problem.statements.iter();
        let stated = statements.all(|statement| {
            let off = statement.guard.is_some_and(|place| !guards.contains(&place));
            off || assignment.satisfies(&statement.term)
        });
        let mut terms = self
            .problem
            .goal
            .iter()
            .chain(&self.calendar)
            .chain(&self.held)
            .chain(extra);
        stated && terms.all(|term| assignment.satisfies(term))
    }

    /// If a day of the assignment is not on the calendar, a statement that excludes the gap it fell into.
    ///
    /// Days are civil ordinals, which leave gaps where short months end; naming only the gaps that are hit is
    /// complete and far cheaper than the calendar as arithmetic.
    fn missing_day(&self, assignment: &Assignment) -> Option<Term> {
        let days = self
            .problem
            .quantities
            .iter()
            .enumerate()
            .filter(|(_, named)| named.sort == Sort::Day);
        for (place, _) in days {
            let quantity = Quantity(place);
            let ordinal = assignment.quantity(quantity).to_i64()?;
            if Date::from_ordinal(ordinal).is_some() {
                continue;
            }
            let before = Date::at_or_before(ordinal);
            let after = before.succ().map_or(i64::MAX, Date::ordinal);
            let day = Linear::of(quantity);
            let early = Linear::constant(before.ordinal().into()).minus(&day);
            let late = day.minus(&Linear::constant(after.into()));
            return Some(Term::any([Term::at_least_zero(early), Term::at_least_zero(late)]));
        }
        None
    }

    /// Asks with every guard on and with `more` on top of what is held; holds it from now on if there is a solution.
    pub(super) fn hold(&mut self, more: &[Term]) -> Option<Assignment> {
        let before = (self.held.len(), self.engine.holding());
        self.engine.hold(more);
        self.held.extend(more.iter().cloned());
        if let Found::Solution(assignment) = self.check(&[]) {
            return Some(assignment);
        }
        self.held.truncate(before.0);
        self.engine.release(before.1);
        None
    }

    /// Lets go of everything held.
    pub(super) fn release(&mut self) {
        self.held.clear();
        self.engine.release(0);
    }

    /// The first of these steps of which the quantities can all be whole multiples, on top of what is held.
    pub(super) fn on_grid(&mut self, quantities: &[Quantity], steps: &[Ratio]) -> Option<Assignment> {
        let beside = self.beside(&[]);
        let found = during(Phase::Outside, || {
            outside::on_grid(self.problem, &beside, quantities, steps, self.effort)
        })?;
        self.missing_day(&found).is_none().then_some(found)
    }

    /// How large the form can get with every guard on and `extra` on top, as the optimiser proposes.
    ///
    /// # Errors
    ///
    /// Why none is proposed, in the words of the optimiser.
    pub(super) fn propose_bound(&self, form: &Linear, extra: &[Term], effort: &Effort) -> Result<Bound, String> {
        let beside = self.beside(extra);
        during(Phase::Outside, || {
            outside::propose_bound(self.problem, form, &beside, effort)
        })
    }
}
