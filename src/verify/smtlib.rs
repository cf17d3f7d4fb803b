//! Questions in SMT-LIB, so that any other solver can answer them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::amount::Ratio;

use super::term::{Linear, Problem, Sign, Sort, Term};

/// Whether questions are kept.
static KEEPING: AtomicBool = AtomicBool::new(false);

/// The questions asked so far, each once, as scripts.
static KEPT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Keeps every question from now on on which a verdict rests, with the answer that was found: "is there a good of this
/// product case that …?", and for a largest or smallest figure "is there one beyond it?".
pub fn keep_questions() {
    KEEPING.store(true, Ordering::Relaxed);
}

/// The questions kept so far as SMT-LIB scripts, each once and in a fixed order. Each names its answer as its status.
pub fn kept_questions() -> Vec<String> {
    KEPT.lock()
        .map(|kept| kept.iter().cloned().collect())
        .unwrap_or_default()
}

/// Keeps a question if questions are kept; `more` is stated on top of the problem.
pub(super) fn keep(problem: &Problem, more: &[Term], satisfiable: bool) {
    if KEEPING.load(Ordering::Relaxed)
        && let Ok(mut kept) = KEPT.lock()
    {
        kept.insert(script(problem, more, satisfiable));
    }
}

/// The whole problem as a script.
fn script(problem: &Problem, more: &[Term], satisfiable: bool) -> String {
    let mut out = String::from("(set-logic ALL)\n");
    let status = if satisfiable { "sat" } else { "unsat" };
    let _ = writeln!(out, "(set-info :status {status})");
    for (place, name) in problem.flags.iter().enumerate() {
        let _ = writeln!(out, "(declare-const b{place} Bool) ; {}", line(name));
    }
    for (place, named) in problem.quantities.iter().enumerate() {
        let sort = if is_whole(named.sort) { "Int" } else { "Real" };
        let _ = writeln!(out, "(declare-const x{place} {sort}) ; {}", line(&named.name));
    }
    let stated = problem.statements.iter().map(|statement| &statement.term);
    for term in stated.chain(&problem.goal).chain(more) {
        out.push_str("(assert ");
        write(problem, term, &mut out);
        out.push_str(")\n");
    }
    out.push_str("(check-sat)\n");
    out
}

fn is_whole(sort: Sort) -> bool {
    matches!(sort, Sort::Count | Sort::Day)
}

/// A name on one line.
fn line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn write(problem: &Problem, term: &Term, out: &mut String) {
    let mut all = |word: &str, parts: &mut dyn Iterator<Item = &Term>| {
        let _ = write!(out, "({word}");
        for part in parts {
            out.push(' ');
            write(problem, part, out);
        }
        out.push(')');
    };
    match term {
        Term::Known(value) => {
            let _ = write!(out, "{value}");
        }
        Term::Flag(flag) => {
            let _ = write!(out, "b{}", flag.0);
        }
        Term::Not(inner) => all("not", &mut [&**inner].into_iter()),
        Term::All(parts) if parts.is_empty() => out.push_str("true"),
        Term::Any(parts) if parts.is_empty() => out.push_str("false"),
        Term::All(parts) => all("and", &mut parts.iter()),
        Term::Any(parts) => all("or", &mut parts.iter()),
        Term::Same(a, b) => all("=", &mut [&**a, &**b].into_iter()),
        Term::Row(form, sign) => {
            let sign = match sign {
                Sign::NotNegative => ">=",
                Sign::Positive => ">",
                Sign::Zero => "=",
            };
            let _ = write!(out, "({sign} {} 0.0)", sum(problem, form));
        }
    }
}

fn sum(problem: &Problem, form: &Linear) -> String {
    let terms = form.terms.iter().map(|(quantity, factor)| {
        let whole = problem
            .quantities
            .get(quantity.0)
            .is_some_and(|named| is_whole(named.sort));
        let name = if whole {
            format!("(to_real x{})", quantity.0)
        } else {
            format!("x{}", quantity.0)
        };
        if *factor == Ratio::ONE {
            name
        } else {
            format!("(* {} {name})", numeral(factor))
        }
    });
    let constant = (!form.constant.is_zero() || form.terms.is_empty()).then(|| numeral(&form.constant));
    let parts: Vec<String> = terms.chain(constant).collect();
    match parts.as_slice() {
        [only] => only.clone(),
        all => format!("(+ {})", all.join(" ")),
    }
}

fn numeral(value: &Ratio) -> String {
    let size = value.abs();
    let (over, under) = (size.numer_string(), size.denom_string());
    let plain = if under == "1" {
        format!("{over}.0")
    } else {
        format!("(/ {over}.0 {under}.0)")
    };
    if value.is_negative() {
        format!("(- {plain})")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::axiom::{Axiom, Guard};

    #[test]
    fn a_question_is_a_script() {
        let mut problem = Problem::default();
        let cost = problem.quantity("net cost", Sort::Amount);
        let day = problem.quantity("the date", Sort::Day);
        let met = problem.flag("met");
        let share = Linear::of(cost).times(&Ratio::from_parts(-5, 8).unwrap());
        problem.state(
            Guard::Axiom(Axiom::NotNegative),
            Term::at_least_zero(Linear::of(day).plus(&share)),
        );
        problem
            .goal
            .push(Term::Flag(met).same(Term::more_than_zero(Linear::of(cost))));
        let expected = "\
(set-logic ALL)
(set-info :status unsat)
(declare-const b0 Bool) ; met
(declare-const x0 Real) ; net cost
(declare-const x1 Int) ; the date
(assert (>= (+ (* (- (/ 5.0 8.0)) x0) (to_real x1)) 0.0))
(assert (= b0 (> x0 0.0)))
(assert (not b0))
(check-sat)
";
        assert_eq!(script(&problem, &[Term::Flag(met).negate()], false), expected);
    }
}
