//! How a run ends.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::write;
use crate::diagnostic::{Code, Diagnostic, Style, render_human};
use crate::source::Sources;

/// What a run has come to; the exit code tells it to scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Nothing to complain about.
    Clean,
    /// Something was found.
    Findings,
    /// The input is wrong: a file, the rulebook, the good or the command line.
    BadInput,
    /// A question was left open.
    Undecided,
    /// The user ended the run before its end.
    Interrupted,
}

/// What shells report of a program that was stopped by a closed pipe: 128 and the signal's number.
const CLOSED_PIPE: u8 = 141;

/// The same of one that was ended by Ctrl-C.
pub(super) const INTERRUPTED: u8 = 130;

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::BadInput => 2,
            Exit::Undecided => 3,
            Exit::Interrupted => INTERRUPTED,
        })
    }
}

/// The exit code of a run that ended normally, or could not print what it had to say.
pub(super) fn code(ended: io::Result<Exit>, style: Style) -> ExitCode {
    match ended {
        Ok(exit) => exit.into(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(CLOSED_PIPE),
        Err(error) => {
            let message = format!("cannot write the output: {}", write::reason(&error));
            let problem = Diagnostic::new(Code::CannotWrite, message);
            // If standard error can't be written either, there is nowhere to say so.
            let _ = io::stderr()
                .lock()
                .write_all(render_human(&Sources::new(), &[problem], style).as_bytes());
            Exit::BadInput.into()
        }
    }
}
