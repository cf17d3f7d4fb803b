//! Loads a case: resolves its names in a program's vocabulary and checks its facts.

mod average;
mod datum;
mod fungible;
mod names;
mod settle;
mod walk;

use crate::diagnostic::{Code, Diagnostic};
use crate::good::{Case, Datum};
use crate::ir::{Bearer, Program};

use super::loaded::Loaded;
use names::{Name, Names};

/// More levels than any product has; keeps recursion shallow.
pub(super) const MAX_LEVELS: usize = 64;
/// What a producer states besides the agreement's attributes.
const FISCAL_YEAR: &str = "fiscal_year_start";
/// One mistake repeated on every line is not said thousands of times.
const MAX_PROBLEMS: usize = 50;

/// Problems found so far.
#[derive(Default)]
struct Problems {
    found: Vec<Diagnostic>,
}

impl Problems {
    fn push(&mut self, problem: Diagnostic) {
        if self.found.len() < MAX_PROBLEMS {
            self.found.push(problem);
        }
    }

    fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.push(problem)).ok()
    }
}

/// See [`Loaded::new`].
pub(super) fn load(program: &Program, case: &Case) -> Result<Loaded, Vec<Diagnostic>> {
    let mut loaded = load_one(program, "good", case);
    for (category, node) in &case.averages {
        let average = average::load(program, case, category, node);
        match (&mut loaded, average) {
            (Ok(loaded), Ok(average)) => {
                loaded.averages.insert(category.clone(), average);
            }
            (Err(problems), Err(more)) => problems.extend(more),
            (_, Err(problems)) => loaded = Err(problems),
            (Err(_), Ok(_)) => {}
        }
    }
    loaded
}

/// Loads the good, or what stands under `root`.
fn load_one(program: &Program, root: &str, case: &Case) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Problems::default();
    let names = Names::of(program);
    let date = case.date;
    if date.is_none() {
        let problem = Diagnostic::new(
            Code::MissingDate,
            "the date as of which the good is judged is not stated",
        );
        problems.push(problem.help("state `date`, a day such as `2017-10-13`"));
    }
    let mut loaded = Loaded {
        date: date.unwrap_or(crate::amount::Date::FIRST),
        fiscal_year: None,
        producer: vec![None; program.vocabulary.attributes.len()],
        lines: Vec::new(),
        names: Vec::new(),
        countries: Vec::new(),
        bases: vec![crate::eval::line::Column::default(); program.vocabulary.bases.len()],
        attributes: vec![crate::eval::line::Column::default(); program.vocabulary.attributes.len()],
        averages: std::collections::BTreeMap::new(),
        grouped: crate::eval::alike::Grouped::default(),
        columns: None,
        levels: 0,
    };
    producer(program, case, &names, &mut loaded, &mut problems);
    if walk::lines(program, root, case, &names, &mut loaded, &mut problems) {
        settle::settle(program, &mut loaded, &mut problems);
    }
    if problems.found.is_empty() {
        loaded.grouped = crate::eval::alike::grouped(&loaded);
        loaded.columns = crate::eval::columns::Columns::of(&loaded);
        Ok(loaded)
    } else {
        Err(problems.found)
    }
}

fn producer(program: &Program, case: &Case, names: &Names<'_>, loaded: &mut Loaded, problems: &mut Problems) {
    for (name, datum) in &case.producer {
        let at = format!("producer.{name}");
        if name == FISCAL_YEAR {
            match datum {
                Datum::Day(day) => loaded.fiscal_year = Some(*day),
                _ => problems.push(datum::wrong_kind(&at, "a date such as `2017-01-01`", datum)),
            }
            continue;
        }
        let Some(Name::Attribute(id)) = names.find(name) else {
            problems.push(match names.find(name) {
                Some(_) => misplaced(name, &at, &[Bearer::Good, Bearer::Material]),
                None => names.unknown(name, &at, &[Bearer::Producer]),
            });
            continue;
        };
        let attribute = &program.vocabulary.attributes[id];
        if !attribute.bearers.contains(&Bearer::Producer) {
            problems.push(misplaced(name, &at, &attribute.bearers));
            continue;
        }
        let cell = problems.keep(datum::cell(attribute, datum, &at));
        if let (Some(cell), Some(place)) = (cell, loaded.producer.get_mut(id.index())) {
            *place = Some(cell);
        }
    }
}

/// Says of whom the attribute is stated instead.
fn misplaced(name: &str, at: &str, bearers: &[Bearer]) -> Diagnostic {
    let words: Vec<&str> = bearers
        .iter()
        .map(|bearer| match bearer {
            Bearer::Good => "the good",
            Bearer::Material => "a material",
            Bearer::Producer => "the producer",
        })
        .collect();
    let whose = words.join(" or ");
    Diagnostic::new(
        Code::WrongLevel,
        format!("`{name}` at `{at}` describes {whose}, not this"),
    )
    .help(format!("state `{name}` of {whose}"))
}
