//! Proofs: of what the checker of certificates accepts, Z3 has to find no solution; as the certificate stands, and after
//! chance has changed something in it.
//!
//! Most changes spoil a proof. Where the checker accepts a changed one all the same, either it is still a proof, and Z3 agrees,
//! or the checker is wrong.

mod changes;

use num_bigint::BigInt;
use orilex::certificate::{Certificate, Row, Says, Sign, Values};
use orilex::ir::Program;
use orilex::verify::{self, Core, Known};
use z3::ast::{Bool, Int, Real};
use z3::{Config, Params, SatResult, Solver};

use crate::random::Random;
use crate::tally::Tally;

/// Of the product cases of one question so many are looked at.
const MOST_CASES: usize = 2;

/// So often chance changes something in a certificate.
const CHANGES: usize = 6;

/// Bounds the work of one search, in steps.
const STEPS: u32 = 3_000_000;

/// The proofs of what is said to be impossible; `Some` says what is wrong with one.
pub(crate) fn of(core: &Core, programs: &[&Program], random: &mut Random, tally: &mut Tally) -> Option<String> {
    for refuted in core.refuted.iter().take(MOST_CASES) {
        match verify::known(refuted, programs) {
            Known::OneSolver => return Some("impossible, but there is no proof, and Z3 does not agree".to_owned()),
            Known::Agreed => tally.one("proofs: none within the budget, but Z3 agrees"),
            Known::Certified(certificate) => {
                tally.one("proofs: certificates");
                match solve(&certificate) {
                    SatResult::Sat => return Some(words("Z3 solves what is proved to be impossible", &certificate)),
                    SatResult::Unknown => tally.one("proofs: certificates that Z3 gave up"),
                    SatResult::Unsat => tally.one("proofs: certificates, and Z3 agrees"),
                }
                for _ in 0..CHANGES {
                    if let Some(words) = changed(&certificate, random, tally) {
                        return Some(words);
                    }
                }
            }
        }
    }
    None
}

fn changed(certificate: &Certificate, random: &mut Random, tally: &mut Tally) -> Option<String> {
    let mut other = certificate.clone();
    let what = changes::change(&mut other, random)?;
    if other == *certificate {
        return None;
    }
    if other.check().is_err() {
        tally.one("proofs: changed, and refused");
        return None;
    }
    tally.one("proofs: changed, and still accepted");
    (solve(&other) == SatResult::Sat).then(|| words(&format!("accepted, though Z3 solves it: {what}"), &other))
}

fn words(what: &str, certificate: &Certificate) -> String {
    format!("{what}\n{}", certificate.write().unwrap_or_default())
}

/// Whether there are values that meet every statement.
fn solve(certificate: &Certificate) -> SatResult {
    z3::with_z3_config(&Config::new(), || {
        let solver = Solver::new();
        let mut params = Params::new();
        params.set_u32("rlimit", STEPS);
        solver.set_params(&params);
        let conditions = (0..certificate.conditions.len()).map(|place| Bool::new_const(format!("condition{place}")));
        let numbers = certificate.numbers.iter().enumerate().map(|(place, number)| {
            let name = format!("number{place}");
            match number.takes {
                Values::Any => Real::new_const(name),
                Values::Whole | Values::Days => Int::new_const(name).to_real(),
            }
        });
        let values = Unknowns {
            conditions: conditions.collect(),
            numbers: numbers.collect(),
        };
        for statement in &certificate.statements {
            solver.assert(values.says(&statement.says));
        }
        solver.check()
    })
}

struct Unknowns {
    conditions: Vec<Bool>,
    numbers: Vec<Real>,
}

fn numeral(number: &BigInt) -> Real {
    Real::from_rational_str(&number.to_string(), "1").unwrap_or_else(|| Real::from_rational(0, 1))
}

impl Unknowns {
    fn says(&self, says: &Says) -> Bool {
        let each = |parts: &[Says]| parts.iter().map(|part| self.says(part)).collect::<Vec<_>>();
        match says {
            Says::Known(value) => Bool::from_bool(*value),
            Says::Condition(place) => match self.conditions.get(*place) {
                Some(condition) => condition.clone(),
                None => Bool::from_bool(true),
            },
            Says::Not(inner) => self.says(inner).not(),
            Says::All(parts) => Bool::and(&each(parts)),
            Says::Any(parts) => Bool::or(&each(parts)),
            Says::Same(a, b) => self.says(a).iff(self.says(b)),
            Says::Row(row) => self.row(row),
        }
    }

    fn row(&self, row: &Row) -> Bool {
        let terms = row.sum.terms.iter().filter_map(|(place, factor)| {
            let number = self.numbers.get(*place)?;
            Some(Real::mul(&[numeral(factor), number.clone()]))
        });
        let sum = Real::add(&terms.chain([numeral(&row.sum.constant)]).collect::<Vec<_>>());
        let zero = Real::from_rational(0, 1);
        match row.is {
            Sign::NotNegative => sum.ge(zero),
            Sign::Positive => sum.gt(zero),
            Sign::Zero => sum.eq(zero),
        }
    }
}
