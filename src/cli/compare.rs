//! `orilex compare`: which goods originate under one text and not under another.

use std::io;

use super::args::{Compare, Output};
use super::exit::Exit;
use super::project::Project;
use super::solver;
use super::terminal::Terminal;
use crate::amount::Date;
use crate::check::{Checked, Days, Relation, compare};
use crate::diagnostic::{Code, Diagnostic};
use crate::nomenclature::{CodeSet, HsCode};
use crate::report::{comparison, comparison_json};

/// Compares the texts and prints what was found.
pub(super) fn run(args: &Compare, terminal: &mut Terminal) -> io::Result<Exit> {
    if let Some(refusal) = solver::refusal() {
        terminal.complain_once(&refusal)?;
        return Ok(Exit::BadInput);
    }
    let mut project = Project::open(&args.rules);
    if project.has_errors() {
        terminal.complain(&project.sources, &project.errors())?;
        return Ok(Exit::BadInput);
    }
    let second = args.second.as_ref().unwrap_or(&args.first);
    project.share_codes(&[&args.first, second]);
    let asked = match Asked::of(args, &project) {
        Ok(asked) => asked,
        Err(problem) => {
            terminal.complain(&project.sources, &[*problem])?;
            return Ok(Exit::BadInput);
        }
    };
    let found = compare(
        asked.first,
        asked.second,
        asked.days,
        &asked.scope,
        &args.asking.effort(),
    );
    let titles = [asked.first, asked.second].map(|text| text.text.title.as_deref());
    match args.format {
        Output::Human => terminal.print(&comparison(&project.sources, &found, titles, terminal.style))?,
        Output::Json => terminal.json(&comparison_json(&project.sources, &found))?,
    }
    Ok(match found.relation {
        Relation::Equivalent => Exit::Clean,
        Relation::Undecided => Exit::Undecided,
        _ => Exit::Findings,
    })
}

/// What is to be compared, found to be fit for it.
struct Asked<'p> {
    first: &'p Checked,
    second: &'p Checked,
    days: Days,
    scope: CodeSet,
}

impl<'p> Asked<'p> {
    fn of(args: &Compare, project: &'p Project) -> Result<Self, Box<Diagnostic>> {
        let first = project.text(Some(&args.first))?;
        let second = project.text(Some(args.second.as_ref().unwrap_or(&args.first)))?;
        let day = |option: &str, text: &Option<String>| {
            let day = text
                .as_ref()
                .map(|text| Date::parse(text).map_err(|error| malformed(option, text, &error.to_string())));
            day.transpose()
        };
        let days = Days {
            on: day("--on", &args.on)?,
            then: day("--then", &args.then)?,
        };
        let scope = if args.codes.is_empty() {
            CodeSet::all()
        } else {
            let codes = args.codes.iter().map(|text| {
                HsCode::parse(text).map_err(|error| {
                    let problem = Diagnostic::new(Code::MalformedCode, format!("`{text}` after `--in`: {error}"));
                    Box::new(problem.help("write a code as `87`, `87.03` or `8703.21`"))
                })
            });
            codes.collect::<Result<CodeSet, _>>()?
        };
        let asked = Self {
            first,
            second,
            days,
            scope,
        };
        asked.fit().map_or(Ok(asked), |problem| Err(Box::new(problem)))
    }

    /// Why the texts cannot be compared as asked.
    fn fit(&self) -> Option<Diagnostic> {
        let (a, b) = (&self.first.compiled.program, &self.second.compiled.program);
        if a.edition != b.edition {
            let message = format!(
                "`{}` is written in HS {} and `{}` in HS {}: their codes are not the same",
                a.name,
                a.edition.year(),
                b.name,
                b.edition.year()
            );
            return Some(Diagnostic::new(Code::UnknownAgreement, message).help("compare texts of one edition"));
        }
        let Some(on) = self.days.on else {
            let apart = !a.in_force.intersects(b.in_force);
            return apart.then(|| {
                let message = format!("`{}` and `{}` are never in force on the same day", a.name, b.name);
                Diagnostic::new(Code::MissingDate, message)
                    .help("say on which day each is to judge: `--on` for the first, `--then` for the second")
            });
        };
        let then = self.days.then.unwrap_or(on);
        let outside = [(a, on), (b, then)]
            .into_iter()
            .find(|(text, day)| !text.in_force.contains(*day));
        outside.map(|(text, day)| {
            let message = format!("`{}` is not in force on {day}", text.name);
            Diagnostic::new(Code::MissingDate, message).help(format!("it is in force {}", text.in_force))
        })
    }
}

fn malformed(option: &str, text: &str, error: &str) -> Box<Diagnostic> {
    let problem = Diagnostic::new(Code::MalformedDate, format!("`{text}` after `{option}`: {error}"));
    Box::new(problem.help("write a date as year, month and day: `2017-10-13`"))
}
