//! `orilex lookup`: which rules apply to a code.

use std::collections::BTreeSet;
use std::io::{self, Write as _};

use super::args::{Lookup, Output};
use super::exit::Exit;
use super::project::Project;
use super::show::{day, out_of_force};
use super::terminal::Terminal;
use crate::amount::Date;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Program;
use crate::nomenclature::{CountryCode, HsCode};
use crate::prose::{self, Found};
use crate::report::{found, found_json};

/// What was asked, and what the text says of it.
struct Answer<'p> {
    checked: &'p Checked,
    code: HsCode,
    day: Option<Date>,
    said: Found,
}

/// Prints what the agreement says of the code.
pub(super) fn run(args: &Lookup, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = Project::open(&args.rules);
    if project.has_errors() {
        terminal.complain(&project.sources, &project.errors())?;
        return Ok(Exit::BadInput);
    }
    let Answer {
        checked,
        code,
        day,
        said,
    } = match looked_up(args, &project) {
        Ok(answer) => answer,
        Err(problem) => {
            terminal.complain(&project.sources, &[*problem])?;
            return Ok(Exit::BadInput);
        }
    };
    let program = &checked.compiled.program;
    let out_of_force = out_of_force(program, day);
    let edition = program.edition;
    let description = edition.table().and_then(|table| table.description(code));
    match args.format {
        Output::Human => {
            if let Some(words) = &out_of_force {
                writeln!(terminal, "{words}\n")?;
            }
            let description = description.map(|words| format!(" {words}"));
            writeln!(terminal, "{code}{} ({edition})", description.unwrap_or_default())?;
            writeln!(terminal, "under {}\n", super::title(checked))?;
            terminal.print(&found(&said, terminal.style))?;
        }
        Output::Json => {
            let mut document = found_json(&said);
            if let Some(fields) = document.as_object_mut() {
                fields.shift_insert(0, "code".to_owned(), code.to_string().into());
                fields.shift_insert(1, "description".to_owned(), description.into());
                fields.shift_insert(2, "under".to_owned(), checked.text.name.as_ref().into());
                if day.is_some() {
                    fields.shift_insert(3, "in_force".to_owned(), out_of_force.is_none().into());
                }
            }
            terminal.json(&document)?;
        }
    }
    Ok(if said.rules.is_empty() || out_of_force.is_some() {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn looked_up<'p>(args: &Lookup, project: &'p Project) -> Result<Answer<'p>, Box<Diagnostic>> {
    // What is wrong whatever the text is told before the text is asked for.
    let code = HsCode::parse(&args.code).map_err(|error| {
        let problem = Diagnostic::new(Code::MalformedCode, format!("`{}`: {error}", args.code));
        problem.help("write a code of two to ten digits: `87`, `8703`, `8703.23`")
    })?;
    let day = day("--date", args.date.as_deref())?;
    let checked = project.text(args.under.as_deref())?;
    let program = &checked.compiled.program;
    if let Some(table) = program.edition.table()
        && !table.contains(code)
    {
        let message = format!("`{code}` is not a code of {}", program.edition);
        let problem = Diagnostic::new(Code::UnknownCode, message);
        return Err(Box::new(match table.nearest(code) {
            Some(near) => problem.help(format!("the nearest one is `{near}`")),
            None => problem,
        }));
    }
    let partner = args.partner.as_deref().map(|word| partner(checked, word)).transpose()?;
    let asked = prose::Lookup {
        codes: code.range(),
        day,
        partner: partner.map(|country| country.code),
    };
    Ok(Answer {
        checked,
        code,
        day,
        said: prose::lookup(&checked.text, program, asked),
    })
}

/// The country that is named, if the text knows it as a party or as a partner.
fn partner(checked: &Checked, word: &str) -> Result<CountryCode, Box<Diagnostic>> {
    let program: &Program = &checked.compiled.program;
    let partners = prose::partners(&checked.text);
    let known: BTreeSet<&str> = program.parties.iter().chain(&partners).map(AsRef::as_ref).collect();
    let meant = CountryCode::meant(word, known.iter().copied());
    if let Some(country) = meant
        && known.contains(country.code)
    {
        return Ok(country);
    }
    let message = match meant {
        Some(country) => format!(
            "`{}` has no party or partner `{word}` ({})",
            checked.text.name, country.name
        ),
        None => format!("`{word}` is no country of ISO 3166"),
    };
    let list = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let parties: Vec<&str> = program.parties.iter().map(AsRef::as_ref).collect();
    let others: Vec<&str> = known.into_iter().filter(|name| !parties.contains(name)).collect();
    let mut help = format!("its parties are {}", list(&parties));
    if !others.is_empty() {
        help = format!("{help}; its partners {}", list(&others));
    }
    Err(Box::new(Diagnostic::new(Code::UnknownCountry, message).help(help)))
}
