//! Where output goes: one writer for what was asked for, one for complaints, and how both are drawn.

use std::env;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal as _, Write};

use serde_json::{Value, json};

use super::args::{Color, Look};
use crate::diagnostic::{Diagnostic, Style, render_human, to_ascii, to_json};
use crate::source::Sources;

/// The width of lines where nobody says otherwise.
const DEFAULT_WIDTH: usize = 100;

/// The output of a run. A pipe that was closed surfaces as an error of kind `BrokenPipe`.
pub(super) struct Terminal {
    out: BufWriter<io::StdoutLock<'static>>,
    /// How standard output is drawn.
    pub(super) style: Style,
    /// How standard error is drawn.
    pub(super) error_style: Style,
    /// Whether a person is watching standard output.
    pub(super) interactive: bool,
    /// Whether what was asked for is a JSON document: then so is every complaint.
    pub(super) for_programs: bool,
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
            for_programs: false,
        }
    }

    /// Shows messages about the input on standard error; for programs, as the one document of the run.
    pub(super) fn complain(&mut self, sources: &Sources, diagnostics: &[Diagnostic]) -> io::Result<()> {
        if self.for_programs {
            return self.json(&json!({ "messages": to_json(sources, diagnostics) }));
        }
        self.print_error(&render_human(sources, diagnostics, self.error_style))
    }

    /// Prints all of a text on standard error.
    pub(super) fn print_error(&mut self, text: &str) -> io::Result<()> {
        // What was printed before belongs before it.
        self.out.flush()?;
        let text = if self.error_style.unicode {
            text.into()
        } else {
            to_ascii(text)
        };
        io::stderr().lock().write_all(text.as_bytes())
    }

    /// Shows one message that belongs to no text.
    pub(super) fn complain_once(&mut self, diagnostic: &Diagnostic) -> io::Result<()> {
        self.complain(&Sources::new(), std::slice::from_ref(diagnostic))
    }

    /// Prints all of a text.
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        self.write_all(text.as_bytes())
    }

    /// Prints all of a text that is to be kept, such as a rulebook, with every character as it is.
    pub(super) fn print_exactly(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Prints a JSON document, which can spell out every character in those of ASCII.
    pub(super) fn json(&mut self, document: &Value) -> io::Result<()> {
        let mut text = format!("{document:#}\n");
        if !self.style.unicode {
            text = escaped(&text);
        }
        self.print_exactly(&text)
    }

    /// Makes sure that everything printed has arrived.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.style.unicode {
            return self.out.write(bytes);
        }
        self.out
            .write_all(to_ascii(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// JSON with every character beyond ASCII, which stand in its strings only, written as an escape.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
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
