//! What the program says of itself: help, completions and the manual page.

use std::io;

use clap::CommandFactory as _;

use super::args::{Arguments, Completions};
use super::exit::Exit;
use super::terminal::Terminal;

/// Prints the completions for a shell.
pub(super) fn completions(args: &Completions, terminal: &mut Terminal) -> io::Result<Exit> {
    // Into memory first: the library panics if it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "orilex", &mut script);
    io::Write::write_all(terminal, &script)?;
    Ok(Exit::Clean)
}

/// Prints the manual page, of every command one section after another.
pub(super) fn manual(terminal: &mut Terminal) -> io::Result<Exit> {
    let version = env!("CARGO_PKG_VERSION");
    let mut command = Arguments::command().version(version);
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        clap_mangen::Man::new(sub.clone().version(version).disable_version_flag(true)).render(&mut page)?;
    }
    io::Write::write_all(terminal, &page)?;
    Ok(Exit::Clean)
}

/// Prints how the program is used, for a run that asks for nothing.
pub(super) fn help(terminal: &mut Terminal) -> io::Result<Exit> {
    let help = Arguments::command().render_help().to_string();
    terminal.print(&help)?;
    Ok(Exit::BadInput)
}
