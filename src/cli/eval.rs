//! `orilex eval`: the origin of one good, with reasons.

use std::io::{self, Write as _};
use std::path::Path;

use super::args::{Eval, Notation, Output};
use super::exit::Exit;
use super::load;
use super::project::Project;
use super::terminal::Terminal;
use crate::amount::Date;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::{self, Determination, Loaded, Outcome};
use crate::good::{self, Reading};
use crate::report::{Marks, determination, determination_json};

/// Decides the origin of the good and prints the determination.
pub(super) fn run(args: &Eval, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = Project::open(&args.rules);
    if project.has_errors() {
        terminal.complain(&project.sources, &project.errors())?;
        return Ok(Exit::BadInput);
    }
    let (checked, determined) = match determine(args, &project) {
        Ok(determined) => determined,
        Err(problems) => {
            terminal.complain(&project.sources, &problems)?;
            return Ok(Exit::BadInput);
        }
    };
    match args.format {
        Output::Human => {
            let marks = if terminal.style.unicode {
                Marks::Unicode
            } else {
                Marks::Ascii
            };
            writeln!(terminal, "under {}", super::title(checked))?;
            terminal.print(&determination(&determined, marks))?;
        }
        Output::Json => {
            let mut out = determination_json(&determined);
            if let Some(out) = out.as_object_mut() {
                out.shift_insert(0, "under".to_owned(), checked.text.name.as_ref().into());
            }
            terminal.json(&out)?;
        }
    }
    Ok(match determined.outcome {
        Outcome::Originating => Exit::Clean,
        Outcome::NonOriginating => Exit::Findings,
        Outcome::Undetermined => Exit::Undecided,
    })
}

fn determine<'p>(args: &Eval, project: &'p Project) -> Result<(&'p Checked, Determination), Vec<Diagnostic>> {
    let Reading { agreement, mut case } = reading(args)?;
    let name = args.under.as_deref().or(agreement.as_deref());
    let checked = project.text(name).map_err(|problem| vec![*problem])?;
    if let Some(date) = &args.as_of {
        case.date = Some(Date::parse(date).map_err(|error| {
            let problem = Diagnostic::new(Code::MalformedDate, format!("`{date}` after `--as-of`: {error}"));
            vec![problem.help("write a date as year, month and day: `2017-10-13`")]
        })?);
    }
    let program = &checked.compiled.program;
    let loaded = Loaded::new(program, &case)?;
    let determined = eval::determine(program, &loaded).map_err(|problem| vec![problem])?;
    Ok((checked, determined))
}

fn reading(args: &Eval) -> Result<Reading, Vec<Diagnostic>> {
    let format = match args.input_format {
        Some(Notation::Json) => good::Format::Json,
        Some(Notation::Yaml) => good::Format::Yaml,
        Some(Notation::Toml) => good::Format::Toml,
        None => by_ending(&args.good).map_err(|problem| vec![*problem])?,
    };
    let (text, _) = load::text(&args.good).map_err(|problem| vec![*problem])?;
    good::read(&text, format)
}

/// The notation that the ending of the file's name stands for; of standard input, JSON.
fn by_ending(path: &Path) -> Result<good::Format, Box<Diagnostic>> {
    if load::is_standard_input(path) {
        return Ok(good::Format::Json);
    }
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match ending.as_str() {
        "json" => Ok(good::Format::Json),
        "yaml" | "yml" => Ok(good::Format::Yaml),
        "toml" => Ok(good::Format::Toml),
        _ => {
            let name = load::name_of(path);
            let message = format!("the ending of `{name}` does not tell how the good is written down");
            let problem = Diagnostic::new(Code::UnknownFileType, message);
            Err(Box::new(problem.help(
                "name the file `.json`, `.yaml` or `.toml`, or say `--input-format`",
            )))
        }
    }
}
