//! `orilex fmt`: rulebooks formatted in place.

use std::io::{self, Write as _};

use super::args::Fmt;
use super::exit::Exit;
use super::load::{self, Texts};
use super::terminal::Terminal;
use super::write;
use crate::diagnostic::{Code, Diagnostic};
use crate::format;
use crate::source::{SourceId, Sources};

/// Formats the files; a file that is wrong is left as it is and the others are done.
pub(super) fn run(args: &Fmt, terminal: &mut Terminal) -> io::Result<Exit> {
    let Texts {
        sources,
        files,
        diagnostics,
    } = load::rulebooks(&args.paths);
    let mut problems: Vec<Diagnostic> = diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    let mut unformatted = false;
    for (id, path) in files {
        let formatted = match format::format(id, sources.text(id)) {
            Ok(formatted) => formatted,
            Err(wrong) => {
                problems.extend(wrong);
                continue;
            }
        };
        let same = formatted == sources.text(id) && !was_changed_by_reading(&sources, id, &diagnostics);
        match path {
            _ if args.check => {
                if !same {
                    unformatted = true;
                    writeln!(terminal, "{}", sources.name(id))?;
                }
            }
            None => terminal.print_exactly(&formatted)?,
            Some(_) if same => {}
            Some(path) => match write::replace(&path, &formatted) {
                Ok(()) => writeln!(terminal, "formatted {}", sources.name(id))?,
                Err(problem) => problems.push(*problem),
            },
        }
    }
    if !problems.is_empty() {
        terminal.complain(&sources, &problems)?;
        return Ok(Exit::BadInput);
    }
    Ok(if unformatted { Exit::Findings } else { Exit::Clean })
}

/// Whether a byte order mark or carriage returns were taken away: the file then differs from the text.
fn was_changed_by_reading(sources: &Sources, id: SourceId, notes: &[Diagnostic]) -> bool {
    let name = format!("`{}`", sources.name(id));
    notes
        .iter()
        .any(|note| matches!(note.code, Code::ByteOrderMark | Code::CarriageReturns) && note.message.contains(&name))
}
