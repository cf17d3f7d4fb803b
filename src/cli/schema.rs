//! `orilex schema`: what a description of a good may hold.

use std::io;

use super::args::Schema;
use super::exit::Exit;
use super::project::Project;
use super::terminal::Terminal;
use crate::good;

/// Prints the JSON Schema, with the attributes of one text if rulebooks are named.
pub(super) fn run(args: &Schema, terminal: &mut Terminal) -> io::Result<Exit> {
    if args.rules.is_empty() {
        terminal.json(&good::schema())?;
        return Ok(Exit::Clean);
    }
    let project = Project::open(&args.rules);
    let text = project.text(args.under.as_deref());
    match text {
        _ if project.has_errors() => terminal.complain(&project.sources, &project.errors())?,
        Err(problem) => terminal.complain_once(&problem)?,
        Ok(checked) => {
            terminal.json(&good::schema_for(&checked.compiled.program))?;
            return Ok(Exit::Clean);
        }
    }
    Ok(Exit::BadInput)
}
