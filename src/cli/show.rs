//! `orilex show`: clauses in the English of treaties.

use std::io::{self, Write as _};

use serde_json::Value;

use super::args::{Output, Show};
use super::exit::Exit;
use super::project::Project;
use super::terminal::Terminal;
use crate::amount::Date;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::{Speaker, Spoken};
use crate::report::{spoken, spoken_json};

/// Prints the clauses that are asked for, or all of the text.
pub(super) fn run(args: &Show, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = Project::open(&args.rules);
    if project.has_errors() {
        terminal.complain(&project.sources, &project.errors())?;
        return Ok(Exit::BadInput);
    }
    let (checked, said) = match said(args, &project) {
        Ok(said) => said,
        Err(problem) => {
            terminal.complain(&project.sources, &[*problem])?;
            return Ok(Exit::BadInput);
        }
    };
    match args.format {
        Output::Human => {
            writeln!(terminal, "under {}\n", super::title(checked))?;
            let texts: Vec<String> = said.iter().map(|one| spoken(one, terminal.style)).collect();
            terminal.print(&texts.join("\n"))?;
        }
        Output::Json => terminal.json(&said.iter().map(spoken_json).collect::<Value>())?,
    }
    Ok(Exit::Clean)
}

fn said<'p>(args: &Show, project: &'p Project) -> Result<(&'p Checked, Vec<Spoken>), Box<Diagnostic>> {
    let checked = project.text(args.under.as_deref())?;
    let day = day("--date", args.date.as_deref())?;
    let speak = |name: &str| Speaker::new(&checked.text, day).spoken(name);
    if args.clauses.is_empty() {
        let entries = checked.text.entries.iter();
        let clauses = entries.filter(|(_, entry)| !entry.declaration.is_vocabulary());
        let all = clauses.filter_map(|(name, _)| Some(speak(name)?.alone()));
        return Ok((checked, all.collect()));
    }
    let mut all = Vec::new();
    for asked in &args.clauses {
        // A line of a rule is shown with the rule around it.
        let name = asked.split('/').next().unwrap_or(asked);
        all.push(speak(name).ok_or_else(|| unknown(checked, name))?);
    }
    Ok((checked, all))
}

fn unknown(checked: &Checked, name: &str) -> Box<Diagnostic> {
    let names: Vec<&str> = checked.text.entries.keys().map(AsRef::as_ref).collect();
    let help = match super::nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => super::listed(&names),
    };
    let message = format!("`{}` has no clause called `{name}`", checked.text.name);
    Box::new(Diagnostic::new(Code::UnknownName, message).help(help))
}

/// The day behind an option.
pub(super) fn day(option: &str, text: Option<&str>) -> Result<Option<Date>, Box<Diagnostic>> {
    let day = text.map(|text| {
        Date::parse(text).map_err(|error| {
            let problem = Diagnostic::new(Code::MalformedDate, format!("`{text}` after `{option}`: {error}"));
            Box::new(problem.help("write a date as year, month and day: `2017-10-13`"))
        })
    });
    day.transpose()
}
