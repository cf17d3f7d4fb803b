//! The command line: the one place that reads files, asks the environment and prints.

mod args;
mod cache;
mod certificates;
mod check;
mod compare;
mod completions;
mod eval;
mod exit;
mod explain;
mod filled;
mod fmt;
mod import;
mod interrupt;
mod load;
mod lookup;
mod project;
mod schema;
mod show;
mod solver;
mod terminal;
mod test;
mod treaty_text;
mod watch;
mod wishes;
mod witness;
mod write;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Command};
use exit::Exit;
use terminal::Terminal;

use crate::check::Checked;
use crate::diagnostic::Style;

/// How many names are listed where none of them is the one that is wanted.
const NAMES_SHOWN: usize = 8;

/// Runs the program on the arguments it was started with.
///
/// The exit code is 0 if nothing was found, 1 if something was, 2 if the input is wrong and 3 if a question was left
/// open; a reader who closes the pipe ends the run without a message.
pub fn run() -> ExitCode {
    if let Some(code) = solver::served() {
        return code;
    }
    keep_memory();
    solver::ask_apart();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => {
            let exit = if message.use_stderr() {
                Exit::BadInput
            } else {
                Exit::Clean
            };
            return exit::code(message.print().map(|()| exit), Style::default());
        }
    };
    let mut terminal = Terminal::new(arguments.look);
    let style = terminal.error_style;
    let ended = dispatch(arguments, &mut terminal);
    exit::code(ended.and_then(|exit| terminal.finish().map(|()| exit)), style)
}

/// Lets the allocator keep what is let go of: one question after the other wants as much again, and to give it back to the
/// system in between takes longer than many a question. That a large block is let go of is what tells it so (`mallopt(3)`
/// under `M_MMAP_THRESHOLD`); the block itself is never touched.
fn keep_memory() {
    const LARGE: usize = 31 * 1024 * 1024;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGE)));
}

fn dispatch(arguments: Arguments, terminal: &mut Terminal) -> io::Result<Exit> {
    if arguments.version {
        writeln!(terminal, "{}", solver::version())?;
        return Ok(Exit::Clean);
    }
    terminal.for_programs = arguments.command.as_ref().is_some_and(Command::is_for_programs);
    match arguments.command {
        Some(Command::Check(args)) => check::run(&args, terminal),
        Some(Command::Compare(args)) => compare::run(&args, terminal),
        Some(Command::Eval(args)) => eval::run(&args, terminal),
        Some(Command::Test(args)) => test::run(&args, terminal),
        Some(Command::Lookup(args)) => lookup::run(&args, terminal),
        Some(Command::Show(args)) => show::run(&args, terminal),
        Some(Command::Fmt(args)) => fmt::run(&args, terminal),
        Some(Command::VerifyCertificate(args)) => certificates::verify(&args, terminal),
        Some(Command::Import(args)) => import::run(&args, terminal),
        Some(Command::Explain(args)) => explain::run(&args, terminal),
        Some(Command::Schema(args)) => schema::run(&args, terminal),
        Some(Command::Completions(args)) => completions::completions(&args, terminal),
        Some(Command::Man) => completions::manual(terminal),
        None => completions::help(terminal),
    }
}

/// A text by its name and title.
fn title(checked: &Checked) -> String {
    match &checked.text.title {
        Some(title) => format!("{}: {title}", checked.text.name),
        None => checked.text.name.to_string(),
    }
}

/// What there is, for whoever named something else: the first of the names, and how many there are besides.
fn listed(names: &[&str]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let shown: Vec<String> = names.iter().take(NAMES_SHOWN).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(shown.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("there {verb} {}{more}", shown.join(", "))
}

/// The known word that was probably meant.
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let near = known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_lowercase()), known));
    near.filter(|(distance, known)| *distance <= known.len() / 3)
        .min()
        .map(|(_, known)| known)
}
