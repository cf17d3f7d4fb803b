//! The cells against single lines: the verifier's verdict about bills of any size against a translation with one set of
//! unknowns for each of a few lines.
//!
//! A good of so many lines is a good, so where there is one of them the verifier has to find one; and the good that the
//! verifier found has few lines, so there has to be one of that many.

use z3::ast::{Bool, Int, Real};
use z3::{Config, Params, SatResult, Solver};

use crate::boundary::Edges;
use crate::codes::on;
use crate::model::{Book, Day, Good, Rounding};
use crate::pairs::Divisors;
use crate::questions::Wanted;
use crate::symbolic::{Row, Symbolic, Unknown};
use crate::tally::Tally;

/// How many lines a bill has where nothing else says so.
const LINES: usize = 2;

/// Bounds the work of one search, in steps.
const STEPS: u32 = 3_000_000;

/// The verifier showed this good: with as many lines, and its codes and days among those tried, there has to be one.
pub(crate) fn possible(books: &[&Book], wanted: &Wanted, good: &Good, tally: &mut Tally) -> Option<String> {
    if !translatable(books) || good.materials.len() > 4 {
        return None;
    }
    let codes: Vec<String> = good.materials.iter().map(|one| one.code.clone()).collect();
    let days = vec![(good.date, good.fiscal, good.first_made)];
    match search(books, wanted, &good.code, codes, days, good.materials.len(), None) {
        SatResult::Sat => {
            tally.one("per-line translation: possible, as the verifier says");
            None
        }
        SatResult::Unknown => {
            tally.one("per-line translation: given up");
            None
        }
        SatResult::Unsat => Some(format!("possible, but not line by line\n{}", crate::pairs::show(good))),
    }
}

/// The verifier says that there is none: then there is none of a few lines either, whatever its code and days.
pub(crate) fn impossible(
    books: &[&Book],
    wanted: &Wanted,
    goods: &[Good],
    divisors: &Divisors,
    tally: &mut Tally,
) -> Option<String> {
    if !translatable(books) {
        return None;
    }
    let book = books.first()?;
    let edges = Edges::of(book);
    let mut codes: Vec<String> = goods.iter().map(|good| good.code.clone()).collect();
    codes.sort();
    codes.dedup();
    for code in codes.iter().take(3) {
        let mut pool: Vec<String> = edges.codes.iter().filter(|code| *code != "850300").cloned().collect();
        pool.extend(["731815", code].map(str::to_owned));
        let days: Vec<(Day, Day, Day)> = goods
            .iter()
            .map(|good| (good.date, good.fiscal, good.first_made))
            .take(12)
            .collect();
        match search(books, wanted, code, pool, days, LINES, Some(divisors)) {
            SatResult::Unsat => tally.one("per-line translation: impossible, as the verifier says"),
            SatResult::Unknown => tally.one("per-line translation: given up"),
            SatResult::Sat => return Some(format!("impossible, but line by line there is a good of {code}")),
        }
    }
    None
}

/// Rounding is left to the oracle: over unknowns it takes whole numbers that multiply unknowns.
fn translatable(books: &[&Book]) -> bool {
    books.iter().all(|book| book.rounding == Rounding::Unrounded)
}

/// Whether there is such a good of that code, with materials of these codes, on one of these days.
///
/// `fit` asks for one about which nothing at all is ill-defined, and of which these divisors are more than zero.
fn search(
    books: &[&Book],
    wanted: &Wanted,
    code: &str,
    mut pool: Vec<String>,
    mut days: Vec<(Day, Day, Day)>,
    lines: usize,
    fit: Option<&Divisors>,
) -> SatResult {
    pool.sort();
    pool.dedup();
    days.sort_unstable();
    days.dedup();
    days.retain(|(date, _, _)| books.iter().all(|book| on(&book.in_force, *date)));
    let config = Config::new();
    let code = code.to_owned();
    z3::with_z3_config(&config, || {
        let solver = Solver::new();
        let mut params = Params::new();
        params.set_u32("rlimit", STEPS);
        solver.set_params(&params);
        let good = unknown(&solver, books, code, pool, days, lines);
        for (place, asked, holds) in &wanted.parts {
            let Some(book) = books.get(*place) else { continue };
            let symbolic = Symbolic::new(book, &good);
            let pair = symbolic.asked(asked);
            solver.assert(if *holds { pair.holds } else { pair.fails });
            if fit.is_some() {
                solver.assert(symbolic.ill().not());
            }
        }
        if let Some(divisors) = fit {
            let granted = [
                (divisors.price, &good.price),
                (divisors.cost, &good.cost),
                (divisors.weight, &good.weight),
            ];
            for (_, value) in granted.into_iter().filter(|(granted, _)| *granted) {
                solver.assert(value.gt(Real::from_rational(0, 1)));
            }
        }
        solver.check()
    })
}

fn flags(name: &str, many: usize) -> Vec<Bool> {
    (0..many)
        .map(|place| Bool::new_const(format!("{name}{place}")))
        .collect()
}

fn one_of(solver: &Solver, flags: &[Bool]) {
    solver.assert(Bool::or(flags));
    for (place, one) in flags.iter().enumerate() {
        for other in flags.iter().skip(place + 1) {
            solver.assert(Bool::and(&[one.clone(), other.clone()]).not());
        }
    }
}

fn amount(solver: &Solver, name: &str) -> Real {
    let out = Real::new_const(name);
    solver.assert(out.ge(Real::from_rational(0, 1)));
    out
}

/// What holds of goods and materials whatever the text says.
fn unknown(
    solver: &Solver,
    books: &[&Book],
    code: String,
    pool: Vec<String>,
    days: Vec<(Day, Day, Day)>,
    lines: usize,
) -> Unknown {
    let day_flags = flags("day", days.len());
    one_of(solver, &day_flags);
    let usage = flags("use", 3);
    one_of(solver, &usage);
    let (abroad, usa, wholly) = (
        Bool::new_const("abroad"),
        Bool::new_const("usa"),
        Bool::new_const("wholly"),
    );
    solver.assert(Bool::and(&[abroad.clone(), usa.clone()]).not());
    solver.assert(Bool::and(&[abroad.clone(), wholly.clone()]).not());
    let seats = Int::new_const("seats");
    solver.assert(seats.ge(Int::from_i64(0)));
    let mut rows = Vec::new();
    for line in 0..lines {
        let row = Row {
            present: Bool::new_const(format!("present{line}")),
            codes: flags(&format!("code{line}_"), pool.len()),
            originating: Bool::new_const(format!("originating{line}")),
            imported: Bool::new_const(format!("imported{line}")),
            abroad: Bool::new_const(format!("abroad{line}")),
            usa: Bool::new_const(format!("usa{line}")),
            part: Bool::new_const(format!("part{line}")),
            high: Bool::new_const(format!("high{line}")),
            value: amount(solver, &format!("value{line}")),
            weight: amount(solver, &format!("weight{line}")),
        };
        one_of(solver, &row.codes);
        solver.assert(Bool::and(&[row.abroad.clone(), row.usa.clone()]).not());
        solver.assert(row.abroad.implies(row.imported.clone()));
        if books.iter().any(|book| book.imported_rule) {
            solver.assert(Bool::and(&[row.imported.clone(), row.originating.clone()]).not());
        }
        // A wholly obtained good is made of such materials.
        let pure = Bool::and(&[row.originating.clone(), row.imported.not()]);
        solver.assert(Bool::and(&[wholly.clone(), row.present.clone()]).implies(pure));
        rows.push(row);
    }
    let (price, cost) = (amount(solver, "price"), amount(solver, "cost"));
    if books.iter().any(|book| book.ordered) {
        let zero = Real::from_rational(0, 1);
        let values: Vec<Real> = rows
            .iter()
            .map(|row| row.present.ite(&row.value, &zero))
            .chain([zero.clone()])
            .collect();
        solver.assert(Real::add(&values).le(cost.clone()));
        solver.assert(cost.le(price.clone()));
    }
    Unknown {
        code,
        pool,
        days: days.into_iter().zip(day_flags).collect(),
        facts: flags("fact", 2),
        usage,
        abroad,
        usa,
        wholly,
        price,
        cost,
        weight: amount(solver, "weight"),
        seats,
        rows,
    }
}
