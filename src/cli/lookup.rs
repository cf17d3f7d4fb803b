//! `orilex lookup`: which rules apply to a code.

use std::io::{self, Write as _};

use super::args::{Lookup, Output};
use super::exit::Exit;
use super::project::Project;
use super::show::day;
use super::terminal::Terminal;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::nomenclature::{CountryCode, HsCode};
use crate::prose::{self, Found};
use crate::report::{found, found_json};

/// Prints what the agreement says of the code.
pub(super) fn run(args: &Lookup, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = Project::open(&args.rules);
    if project.has_errors() {
        terminal.complain(&project.sources, &project.errors())?;
        return Ok(Exit::BadInput);
    }
    let (checked, code, said) = match looked_up(args, &project) {
        Ok(said) => said,
        Err(problem) => {
            terminal.complain(&project.sources, &[*problem])?;
            return Ok(Exit::BadInput);
        }
    };
    let edition = checked.compiled.program.edition;
    let description = edition.table().and_then(|table| table.description(code));
    match args.format {
        Output::Human => {
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
            }
            terminal.json(&document)?;
        }
    }
    Ok(if said.rules.is_empty() {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn looked_up<'p>(args: &Lookup, project: &'p Project) -> Result<(&'p Checked, HsCode, Found), Box<Diagnostic>> {
    let checked = project.text(args.agreement.as_deref())?;
    let program = &checked.compiled.program;
    let code = HsCode::parse(&args.code).map_err(|error| {
        let problem = Diagnostic::new(Code::MalformedCode, format!("`{}`: {error}", args.code));
        problem.help("write a code of two to ten digits: `87`, `8703`, `8703.23`")
    })?;
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
    let partner = args.partner.as_deref().map(|word| {
        CountryCode::meant(word, program.parties.iter().map(AsRef::as_ref)).ok_or_else(|| {
            let problem = Diagnostic::new(Code::UnknownCountry, format!("`{word}` is no country of ISO 3166"));
            Box::new(problem.help("write its three letters: `MEX`"))
        })
    });
    let partner = partner.transpose()?;
    let asked = prose::Lookup {
        codes: code.range(),
        day: day("--date", args.date.as_deref())?,
        partner: partner.map(|country| country.code),
    };
    Ok((checked, code, prose::lookup(&checked.text, program, asked)))
}
