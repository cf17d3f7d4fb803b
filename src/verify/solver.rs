//! The one place that talks to Z3: feeds it a task, asks, and reads back plain data.
//!
//! It is asked where the engine of our own gives up, for values on a grid, and for a bound to be proposed.

use std::collections::BTreeSet;
use std::sync::Once;

use z3::ast::{Bool, Int, Real};
use z3::{Config, Context, Optimize, Params, SatResult, Solver};

use crate::amount::Ratio;

use super::outside::{Reply, Task, Wish};
use super::printed::{read_bound, read_number};
use super::stop::interruptible;
use super::term::{Assignment, Linear, Quantity, Sign, Sort, Term};

/// Z3 gives a question up rather than take more memory than this.
const MOST_MEGABYTES: &str = "4096";

/// The version of the library that is linked.
pub(super) fn version() -> String {
    z3::full_version().to_owned()
}

/// Runs `work` with a context of its own, so that nothing asked before can change what it finds.
fn in_fresh_context<R: Send + Sync>(work: impl FnOnce() -> R + Send + Sync) -> R {
    static BOUNDED: Once = Once::new();
    BOUNDED.call_once(|| z3::set_global_param("memory_max_size", MOST_MEGABYTES));
    let mut config = Config::new();
    config.set_model_generation(true);
    z3::with_z3_config(&config, || {
        let context = Context::thread_local();
        let handle = context.handle();
        interruptible(|| handle.interrupt(), work)
    })
}

/// Answers a task, from nothing but what stands in it.
pub(super) fn answer(task: &Task) -> Reply {
    in_fresh_context(|| match &task.wish {
        Wish::Solution(guards) => Loaded::new(task).ask(guards),
        Wish::Grid(quantities, steps) => on_grid(task, quantities, steps),
        Wish::Bound(form) => bound(task, form),
    })
}

fn on_grid(task: &Task, quantities: &[Quantity], steps: &[Ratio]) -> Reply {
    let all: BTreeSet<usize> = (0..task.guards).collect();
    let loaded = Loaded::new(task);
    let found = steps.iter().find_map(|step| {
        loaded.solver.push();
        for quantity in quantities {
            if let Some(number) = loaded.symbols.numbers.get(quantity.0) {
                let multiple = Int::new_const(format!("g{}", quantity.0)).to_real();
                loaded.solver.assert(number.real().eq(multiple * numeral(step)));
            }
        }
        let found = loaded.ask(&all);
        loaded.solver.pop(1);
        matches!(found, Reply::Solution(_)).then_some(found)
    });
    found.unwrap_or_else(|| Reply::GaveUp("no step was found to allow a solution".to_owned()))
}

fn bound(task: &Task, form: &Linear) -> Reply {
    let symbols = Symbols::new(task);
    let optimiser = Optimize::new();
    optimiser.set_params(&budget(task));
    for (_, term) in &task.statements {
        optimiser.assert(symbols.term(term));
    }
    for term in &task.also {
        optimiser.assert(symbols.term(term));
    }
    optimiser.maximize(&symbols.linear(form));
    let upper = match optimiser.check(&[]) {
        SatResult::Sat => optimiser.get_upper(0).and_then(|upper| read_bound(&upper.to_string())),
        SatResult::Unsat | SatResult::Unknown => None,
    };
    upper.map_or_else(|| Reply::GaveUp("no bound was proposed".to_owned()), Reply::Bound)
}

fn budget(task: &Task) -> Params {
    let mut params = Params::new();
    // Z3 would take a Ctrl-C for its own, and end no more than the question that it is at.
    params.set_bool("ctrl_c", false);
    params.set_u32("rlimit", u32::try_from(task.steps).unwrap_or(u32::MAX));
    params
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
struct Loaded {
    symbols: Symbols,
    selectors: Vec<Bool>,
    solver: Solver,
}

/// The names of a problem in the solver.
struct Symbols {
    flags: Vec<Bool>,
    numbers: Vec<Number>,
}

impl Loaded {
    fn new(task: &Task) -> Self {
        let symbols = Symbols::new(task);
        let selectors: Vec<Bool> = (0..task.guards).map(|i| Bool::new_const(format!("s{i}"))).collect();
        let solver = Solver::new();
        let mut params = budget(task);
        params.set_u32("random_seed", 0);
        solver.set_params(&params);
        for (guard, term) in &task.statements {
            let term = symbols.term(term);
            match guard.and_then(|place| selectors.get(place)) {
                Some(selector) => solver.assert(selector.implies(term)),
                None => solver.assert(term),
            }
        }
        for term in &task.also {
            solver.assert(symbols.term(term));
        }
        Self {
            symbols,
            selectors,
            solver,
        }
    }

    fn ask(&self, guards: &BTreeSet<usize>) -> Reply {
        let on: Vec<Bool> = guards
            .iter()
            .filter_map(|place| self.selectors.get(*place).cloned())
            .collect();
        match self.solver.check_assumptions(&on) {
            SatResult::Sat => match self.solver.get_model().and_then(|model| self.symbols.read(&model)) {
                Some(assignment) => Reply::Solution(assignment),
                None => Reply::GaveUp("its solution can't be read".to_owned()),
            },
            SatResult::Unsat => {
                let core = self.solver.get_unsat_core();
                Reply::Nothing(
                    core.iter()
                        .filter_map(|literal| self.selectors.iter().position(|own| own.ast_eq(literal.clone())))
                        .collect(),
                )
            }
            SatResult::Unknown => Reply::GaveUp(self.solver.get_reason_unknown().unwrap_or_default()),
        }
    }
}

impl Symbols {
    fn new(task: &Task) -> Self {
        let flags = (0..task.flags).map(|i| Bool::new_const(format!("b{i}"))).collect();
        let numbers = task.sorts.iter().enumerate();
        let numbers = numbers
            .map(|(i, sort)| match sort {
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
        let x = Linear::of(Quantity(0));
        let task = Task {
            flags: 0,
            sorts: vec![Sort::Amount],
            guards: 0,
            statements: vec![(None, Term::row(x.minus(&Linear::constant(big.clone())), Sign::Zero))],
            also: Vec::new(),
            steps: 1_000_000,
            wish: Wish::Solution(BTreeSet::new()),
        };
        let read = match answer(&task) {
            Reply::Solution(assignment) => Some(assignment.quantity(Quantity(0))),
            Reply::Nothing(_) | Reply::Bound(_) | Reply::GaveUp(_) => None,
        };
        assert_eq!(read, Some(big));
    }
}
