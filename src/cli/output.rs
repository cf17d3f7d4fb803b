//! Printing: to standard output and standard error, quietly when nobody listens any more.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::diagnostic::Style;

use super::args::Color;
use super::exit::Exit;

/// Where a run prints, and how.
pub(super) struct Output {
    color: bool,
    unicode: bool,
    /// The first error of writing: after a closed pipe nothing more is written.
    closed: bool,
}

impl Output {
    pub(super) fn new(color: Color, ascii: bool) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && io::stdout().is_terminal()
            }
        };
        Self {
            color,
            unicode: !ascii,
            closed: false,
        }
    }

    /// How findings are drawn.
    pub(super) fn style(&self) -> Style {
        Style {
            color: self.color,
            unicode: self.unicode,
            ..Style::default()
        }
    }

    /// Whether characters beyond ASCII may be drawn.
    pub(super) fn unicode(&self) -> bool {
        self.unicode
    }

    /// Writes to standard output.
    pub(super) fn print(&mut self, text: &str) {
        if !self.closed {
            let mut out = io::stdout().lock();
            self.closed = out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err();
        }
    }

    /// Writes a line to standard output.
    pub(super) fn line(&mut self, text: &str) {
        self.print(&format!("{text}\n"));
    }

    /// Writes to standard error; if that is closed there is nobody left to tell.
    pub(super) fn complain(&mut self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// The exit code of the run. A reader that closed the pipe has seen what it wanted.
    pub(super) fn finish(self, exit: Exit) -> ExitCode {
        exit.into()
    }
}
