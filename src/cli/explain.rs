//! `orilex explain`: the page of a message.

use std::io::{self, Write as _};

use super::args::Explain;
use super::exit::Exit;
use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// What stands before a line of an example.
const EXAMPLE: &str = "    ";

/// Prints the page of a code, or lists all codes.
pub(super) fn run(args: &Explain, terminal: &mut Terminal) -> io::Result<Exit> {
    if args.list {
        for code in Code::ALL {
            writeln!(terminal, "{code}  {:7}  {}", code.severity(), code.title())?;
        }
        return Ok(Exit::Clean);
    }
    let word = args.code.as_deref().unwrap_or_default();
    match find(word) {
        Ok(code) => {
            terminal.print(&page(code))?;
            Ok(Exit::Clean)
        }
        Err(problem) => {
            terminal.complain_once(&problem)?;
            Ok(Exit::BadInput)
        }
    }
}

/// The page as a terminal shows it: its examples indented, and each said to be what it is.
fn page(code: Code) -> String {
    // Of a note nothing is wrong: a claim that holds is what its author wished for.
    let (with, without) = if code.severity() == Severity::Note {
        ("For example, this brings the note:", "This does not:")
    } else {
        ("For example, this is wrong:", "This is right:")
    };
    let mut out = String::new();
    let mut fenced = false;
    for line in code.page().lines() {
        let Some(kind) = line.strip_prefix("```") else {
            out.push_str(if fenced && !line.is_empty() { EXAMPLE } else { "" });
            // A file of an example, by name; bytes that can't be typed stand in it as escapes.
            match line.strip_prefix("@@ ").filter(|_| fenced) {
                Some(file) => {
                    out.push_str("file ");
                    out.push_str(file);
                    out.push(':');
                }
                None => out.push_str(line),
            }
            out.push('\n');
            continue;
        };
        fenced = !fenced;
        let heading = match kind {
            "roo bad" | "files bad" => with,
            "roo good" | "files good" => without,
            _ => continue,
        };
        out.push_str(heading);
        out.push_str("\n\n");
    }
    out
}

/// The code that the user names, by number or by name.
pub(super) fn find(word: &str) -> Result<Code, Box<Diagnostic>> {
    Code::parse(word).ok_or_else(|| {
        let known = Code::ALL.iter().flat_map(|code| [code.as_str(), code.name()]);
        let help = match super::nearest(word, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`orilex explain --list` lists every code".to_owned(),
        };
        Box::new(Diagnostic::new(Code::UnknownName, format!("no message has the code `{word}`")).help(help))
    })
}
