//! Where output goes: one writer for what was asked for, one for complaints, and how both are drawn.

use std::env;
use std::io::{self, BufWriter, IsTerminal as _, Write};

use super::args::{Color, Look};
use crate::diagnostic::{Diagnostic, Style, render_human};
use crate::source::Sources;

/// The width of lines where nobody says otherwise.
const DEFAULT_WIDTH: usize = 100;

/// The output of a run. A pipe that was closed surfaces as an error of kind `BrokenPipe`.
pub(super) struct Terminal {
    out: BufWriter<io::StdoutLock<'static>>,
    /// How standard output is drawn.
    pub(super) style: Style,
    /// How standard error is drawn.
    error_style: Style,
    /// Whether a person is watching standard output.
    pub(super) interactive: bool,
}

impl Terminal {
    /// Asks the environment once how to draw.
    pub(super) fn new(look: Look) -> Self {
        let interactive = io::stdout().is_terminal();
        let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = look
            .width
            .map(usize::from)
            .or(columns.filter(|_| interactive))
            .unwrap_or(DEFAULT_WIDTH);
        let style = |terminal: bool| Style {
            color: colored(look.color, terminal),
            width,
            unicode: !look.ascii,
        };
        Self {
            out: BufWriter::new(io::stdout().lock()),
            style: style(interactive),
            error_style: style(io::stderr().is_terminal()),
            interactive,
        }
    }

    /// Shows messages about the input on standard error.
    pub(super) fn complain(&mut self, sources: &Sources, diagnostics: &[Diagnostic]) -> io::Result<()> {
        // What was printed before belongs before it.
        self.out.flush()?;
        io::stderr()
            .lock()
            .write_all(render_human(sources, diagnostics, self.error_style).as_bytes())
    }

    /// Shows one message that belongs to no text.
    pub(super) fn complain_once(&mut self, diagnostic: &Diagnostic) -> io::Result<()> {
        self.complain(&Sources::new(), std::slice::from_ref(diagnostic))
    }

    /// Prints all of a text.
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Makes sure that everything printed has arrived.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The common variables, in the order of <https://no-color.org> and <https://bixense.com/clicolors>: the user's
/// option, then `NO_COLOR`, then `CLICOLOR_FORCE`, then whether a terminal is there to show colours.
fn colored(wish: Color, terminal: bool) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match wish {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
        Color::Auto => set("CLICOLOR_FORCE") || (terminal && env::var_os("TERM").is_none_or(|term| term != "dumb")),
    }
}
