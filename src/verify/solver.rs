//! The one place that talks to Z3: feeds it a problem, asks, and reads back plain data.

use std::collections::BTreeSet;

use z3::ast::{Bool, Int, Real};
use z3::{Config, Optimize, Params, SatResult, Solver};

use crate::amount::{Date, Ratio};

use super::printed::{Bound, read_bound, read_number};
use super::question::Effort;
use super::term::{Assignment, Linear, Problem, Quantity, Sign, Sort, Term};

/// How often a day that the calendar lacks is excluded before giving up.
const CALENDAR_ROUNDS: usize = 200;

/// The version of the library that is linked.
pub(super) fn version() -> String {
    z3::full_version().to_owned()
}

/// Runs `work` with a context of its own, so that nothing asked before can change what it finds.
pub(super) fn in_fresh_context<R: Send + Sync>(work: impl FnOnce() -> R + Send + Sync) -> R {
    let mut config = Config::new();
    config.set_model_generation(true);
    z3::with_z3_config(&config, work)
}

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

/// The numbers of a problem in the solver.
enum Number {
    Real(Real),
    Int(Int),
}

impl Number {
    fn real(&self) -> Real {
        match self {
            Self::Real(real) => real.clone(),
            Self::Int(int) => int.to_real(),
        }
    }
}

/// A problem loaded into a solver. Lives and dies inside [`in_fresh_context`].
pub(super) struct Session<'p> {
    problem: &'p Problem,
    symbols: Symbols,
    selectors: Vec<Bool>,
    solver: Solver,
    calendar: Vec<Term>,
    /// How many steps are held on the solver's stack.
    held: u32,
}

/// The names of a problem in the solver.
struct Symbols {
    flags: Vec<Bool>,
    numbers: Vec<Number>,
}

impl<'p> Session<'p> {
    pub(super) fn new(problem: &'p Problem, effort: &Effort) -> Self {
        let symbols = Symbols::new(problem);
        let selectors: Vec<Bool> = (0..problem.guards.len())
            .map(|i| Bool::new_const(format!("s{i}")))
            .collect();
        let solver = Solver::new();
        let mut params = Params::new();
        params.set_u32("rlimit", u32::try_from(effort.steps).unwrap_or(u32::MAX));
        params.set_u32("random_seed", 0);
        solver.set_params(&params);
        for statement in &problem.statements {
            let term = symbols.term(&statement.term);
            match statement.guard.and_then(|place| selectors.get(place)) {
                Some(selector) => solver.assert(selector.implies(term)),
                None => solver.assert(term),
            }
        }
        for goal in &problem.goal {
            solver.assert(symbols.term(goal));
        }
        Self {
            problem,
            symbols,
            selectors,
            solver,
            calendar: Vec::new(),
            held: 0,
        }
    }

    /// Asks with every guard on, and with `extra` on top.
    pub(super) fn check(&mut self, extra: &[Term]) -> Found {
        let all: BTreeSet<usize> = (0..self.selectors.len()).collect();
        self.check_with(&all, extra)
    }

    /// Asks with these guards on only, and with `extra` on top.
    pub(super) fn check_with(&mut self, guards: &BTreeSet<usize>, extra: &[Term]) -> Found {
        let on: Vec<Bool> = guards
            .iter()
            .filter_map(|place| self.selectors.get(*place).cloned())
            .collect();
        for _ in 0..CALENDAR_ROUNDS {
            let found = self.check_once(&on, extra);
            let Found::Solution(assignment) = &found else {
                return found;
            };
            let Some(lemma) = self.missing_day(assignment) else {
                return found;
            };
            self.solver.assert(self.symbols.term(&lemma));
            self.calendar.push(lemma);
        }
        Found::GaveUp("too many days that the calendar lacks".to_owned())
    }

    fn check_once(&self, on: &[Bool], extra: &[Term]) -> Found {
        if extra.is_empty() {
            return self.ask(on);
        }
        self.solver.push();
        for term in extra {
            self.solver.assert(self.symbols.term(term));
        }
        let found = self.ask(on);
        self.solver.pop(1);
        found
    }

    fn ask(&self, on: &[Bool]) -> Found {
        match self.solver.check_assumptions(on) {
            SatResult::Sat => match self.solver.get_model().and_then(|model| self.symbols.read(&model)) {
                Some(assignment) => Found::Solution(assignment),
                None => Found::GaveUp("its solution can't be read".to_owned()),
            },
            SatResult::Unsat => {
                let core = self.solver.get_unsat_core();
                Found::Nothing(
                    core.iter()
                        .filter_map(|literal| self.selectors.iter().position(|own| own.ast_eq(literal.clone())))
                        .collect(),
                )
            }
            SatResult::Unknown => Found::GaveUp(self.solver.get_reason_unknown().unwrap_or_default()),
        }
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
        let on = self.selectors.clone();
        self.solver.push();
        for term in more {
            self.solver.assert(self.symbols.term(term));
        }
        for _ in 0..CALENDAR_ROUNDS {
            let Found::Solution(assignment) = self.ask(&on) else {
                break;
            };
            let Some(lemma) = self.missing_day(&assignment) else {
                self.held = self.held.saturating_add(1);
                return Some(assignment);
            };
            self.solver.assert(self.symbols.term(&lemma));
        }
        self.solver.pop(1);
        None
    }

    /// Lets go of everything held.
    pub(super) fn release(&mut self) {
        self.solver.pop(self.held);
        self.held = 0;
    }

    /// Asks for whole multiples: whether the quantities can all be multiples of `step` on top of what is held.
    pub(super) fn check_on_grid(&mut self, quantities: &[Quantity], step: &Ratio) -> Found {
        let on: Vec<Bool> = self.selectors.clone();
        self.solver.push();
        for quantity in quantities {
            if let Some(number) = self.symbols.numbers.get(quantity.0) {
                let multiple = Int::new_const(format!("g{}", quantity.0)).to_real();
                self.solver.assert(number.real().eq(multiple * numeral(step)));
            }
        }
        let found = self.ask(&on);
        self.solver.pop(1);
        match found {
            Found::Solution(assignment) if self.missing_day(&assignment).is_some() => {
                Found::GaveUp("a day that the calendar lacks".to_owned())
            }
            other => other,
        }
    }

    /// How large the form can get with every guard on and `extra` on top, as the optimiser proposes.
    pub(super) fn propose_bound(&self, form: &Linear, extra: &[Term], effort: &Effort) -> Option<Bound> {
        let optimiser = Optimize::new();
        let mut params = Params::new();
        params.set_u32("rlimit", u32::try_from(effort.steps).unwrap_or(u32::MAX));
        optimiser.set_params(&params);
        for statement in &self.problem.statements {
            optimiser.assert(self.symbols.term(&statement.term));
        }
        for term in self.problem.goal.iter().chain(extra).chain(&self.calendar) {
            optimiser.assert(self.symbols.term(term));
        }
        optimiser.maximize(&self.symbols.linear(form));
        match optimiser.check(&[]) {
            SatResult::Sat => optimiser.get_upper(0).and_then(|upper| read_bound(&upper.to_string())),
            SatResult::Unsat | SatResult::Unknown => None,
        }
    }
}

impl Symbols {
    fn new(problem: &Problem) -> Self {
        let flags = (0..problem.flags.len())
            .map(|i| Bool::new_const(format!("b{i}")))
            .collect();
        let numbers = problem.quantities.iter().enumerate();
        let numbers = numbers
            .map(|(i, named)| match named.sort {
                Sort::Amount | Sort::Share => Number::Real(Real::new_const(format!("x{i}"))),
                Sort::Count | Sort::Day => Number::Int(Int::new_const(format!("n{i}"))),
            })
            .collect();
        Self { flags, numbers }
    }

    fn term(&self, term: &Term) -> Bool {
        match term {
            Term::Known(value) => Bool::from_bool(*value),
            Term::Flag(flag) => self
                .flags
                .get(flag.0)
                .cloned()
                .unwrap_or_else(|| Bool::from_bool(false)),
            Term::Not(inner) => self.term(inner).not(),
            Term::All(parts) => Bool::and(&parts.iter().map(|part| self.term(part)).collect::<Vec<_>>()),
            Term::Any(parts) => Bool::or(&parts.iter().map(|part| self.term(part)).collect::<Vec<_>>()),
            Term::Same(a, b) => self.term(a).iff(self.term(b)),
            Term::Row(form, sign) => self.row(form, *sign),
        }
    }

    fn row(&self, form: &Linear, sign: Sign) -> Bool {
        let zero = Real::from_rational(0, 1);
        let value = self.linear(form);
        match sign {
            Sign::NotNegative => value.ge(zero),
            Sign::Positive => value.gt(zero),
            Sign::Zero => value.eq(zero),
        }
    }

    fn linear(&self, form: &Linear) -> Real {
        let mut parts = Vec::new();
        for (quantity, coefficient) in &form.terms {
            if let Some(number) = self.numbers.get(quantity.0) {
                let real = number.real();
                parts.push(if *coefficient == Ratio::ONE {
                    real
                } else {
                    numeral(coefficient) * real
                });
            }
        }
        if !form.constant.is_zero() || parts.is_empty() {
            parts.push(numeral(&form.constant));
        }
        Real::add(&parts)
    }

    fn read(&self, model: &z3::Model) -> Option<Assignment> {
        let mut out = Assignment::default();
        for flag in &self.flags {
            out.flags.push(model.eval(flag, true)?.as_bool()?);
        }
        for number in &self.numbers {
            out.quantities.push(match number {
                Number::Real(real) => {
                    let value = model.eval(real, true)?;
                    let small = value.as_rational().and_then(|(num, den)| Ratio::from_parts(num, den));
                    small.or_else(|| read_number(&value.to_string()))?
                }
                Number::Int(int) => {
                    let value = model.eval(int, true)?;
                    value
                        .as_i64()
                        .map(Ratio::from)
                        .or_else(|| read_number(&value.to_string()))?
                }
            });
        }
        Some(out)
    }
}

/// Numbers go in as digits: no width of machine integer can cut them.
fn numeral(value: &Ratio) -> Real {
    Real::from_rational_str(&value.numer_string(), &value.denom_string()).unwrap_or_else(|| Real::from_rational(0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_constants_pass_unharmed() {
        let big = Ratio::parse_decimal("634909090909091.00000000001").unwrap();
        let read = in_fresh_context(|| {
            let mut problem = Problem::default();
            let x = problem.quantity("x", Sort::Amount);
            problem.fact(Term::row(
                Linear::of(x).minus(&Linear::constant(big.clone())),
                Sign::Zero,
            ));
            match Session::new(&problem, &Effort::default()).check(&[]) {
                Found::Solution(assignment) => Some(assignment.quantity(x)),
                Found::Nothing(_) | Found::GaveUp(_) => None,
            }
        });
        assert_eq!(read, Some(big));
    }
}
