//! `orilex explain`: the page of a message.

use std::io::{self, Write as _};

use super::args::Explain;
use super::exit::Exit;
use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic};

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
            terminal.print(code.page())?;
            Ok(Exit::Clean)
        }
        Err(problem) => {
            terminal.complain_once(&problem)?;
            Ok(Exit::BadInput)
        }
    }
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
