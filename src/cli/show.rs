//! `orilex show`: clauses in the English of treaties.

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use serde_json::Value;

use super::args::{Output, Show};
use super::exit::Exit;
use super::project::Project;
use super::terminal::Terminal;
use crate::amount::Date;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Program;
use crate::prose::{Speaker, Spoken};
use crate::report::{spoken, spoken_json};

/// Prints the clauses that are asked for, or all of the text.
pub(super) fn run(args: &Show, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = Project::open(&args.rules);
    if project.has_errors() {
        terminal.complain(&project.sources, &project.errors())?;
        return Ok(Exit::BadInput);
    }
    let Answer { checked, day, said } = match said(args, &project) {
        Ok(answer) => answer,
        Err(problem) => {
            terminal.complain(&project.sources, &[*problem])?;
            return Ok(Exit::BadInput);
        }
    };
    let out_of_force = out_of_force(&checked.compiled.program, day);
    match args.format {
        Output::Human => {
            if let Some(words) = &out_of_force {
                writeln!(terminal, "{words}\n")?;
            }
            writeln!(terminal, "under {}\n", super::title(checked))?;
            if args.list {
                return listing(&said, terminal);
            }
            let texts: Vec<String> = said.iter().map(|one| spoken(one, terminal.style)).collect();
            terminal.print(&texts.join("\n"))?;
        }
        Output::Json => {
            let clauses = said.iter().map(|one| {
                let mut document = spoken_json(one);
                if let Some(fields) = document.as_object_mut().filter(|_| day.is_some()) {
                    fields.insert("in_force".to_owned(), out_of_force.is_none().into());
                }
                document
            });
            terminal.json(&clauses.collect::<Value>())?;
        }
    }
    Ok(if out_of_force.is_some() {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// What was asked, and what the text says.
struct Answer<'p> {
    checked: &'p Checked,
    day: Option<Date>,
    said: Vec<Spoken>,
}

/// The names that can be asked for, each with what it is.
fn listing(said: &[Spoken], terminal: &mut Terminal) -> io::Result<Exit> {
    let width = |text: fn(&Spoken) -> &str| said.iter().map(|one| text(one).chars().count()).max().unwrap_or(0);
    let (names, sorts) = (width(|one| &one.clause.name), width(|one| &one.clause.sort));
    for Spoken { clause, .. } in said {
        let line = format!("{:names$}  {:sorts$}  {}", clause.name, clause.sort, clause.heading);
        writeln!(terminal, "{line}")?;
    }
    Ok(Exit::Clean)
}

fn said<'p>(args: &'p Show, project: &'p Project) -> Result<Answer<'p>, Box<Diagnostic>> {
    let day = day("--date", args.date.as_deref())?;
    // A line of a rule is shown with the rule around it.
    let whole = |asked: &'p String| asked.split('/').next().unwrap_or(asked);
    let names: Vec<&str> = args.clauses.iter().map(whole).collect();
    let checked = project.text_with(args.under.as_deref(), &names)?;
    let speak = |name: &str| match project.claim(checked, name) {
        Some(claim) => Some(Speaker::new(&checked.text, day).claimed(claim)),
        None => Speaker::new(&checked.text, day).spoken(name),
    };
    let mut said = Vec::new();
    for name in &names {
        said.push(speak(name).ok_or_else(|| unknown(checked, name))?);
    }
    if names.is_empty() {
        let entries = checked.text.entries.iter();
        let clauses = entries.filter(|(_, entry)| args.list || !entry.declaration.is_vocabulary());
        said.extend(clauses.filter_map(|(name, _)| Some(speak(name)?.alone())));
        if args.list {
            let claims = checked.compiled.claims.iter();
            said.extend(claims.filter_map(|claim| speak(&claim.name)));
        }
    }
    Ok(Answer { checked, day, said })
}

/// That the text is not in force on the day that is asked about, if it is not.
pub(super) fn out_of_force(program: &Program, day: Option<Date>) -> Option<String> {
    let day = day.filter(|day| !program.in_force.contains(*day))?;
    Some(format!(
        "{} is NOT IN FORCE on {day}: it is in force {}. What follows is how it reads on that day.",
        program.name, program.in_force
    ))
}

fn unknown(checked: &Checked, name: &str) -> Box<Diagnostic> {
    let names: Vec<&str> = checked.names().collect();
    let message = format!("`{}` has no clause called `{name}`", checked.text.name);
    Box::new(Diagnostic::new(Code::UnknownName, message).help(advice(name, &names)))
}

/// For whoever named a clause that there is not: the one that was probably meant, those with a word of it, or how to
/// see them all.
pub(super) fn advice(name: &str, names: &[&str]) -> String {
    const ALIKE: usize = 12;
    if let Some(near) = super::nearest(name, names.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(['_', ' ', '-']).filter(|word| word.len() > 2).collect();
    let alike = names.iter().filter(|known| {
        let known = known.to_lowercase();
        words.iter().any(|word| known.contains(word))
    });
    let alike: BTreeSet<String> = alike.map(|name| format!("`{name}`")).collect();
    let all = format!("`orilex show --list` lists all {}", names.len());
    if alike.is_empty() || alike.len() > ALIKE {
        return all;
    }
    let alike: Vec<String> = alike.into_iter().collect();
    format!("alike are {}; {all}", alike.join(", "))
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
