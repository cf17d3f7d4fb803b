//! The `orilex` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    orilex::cli::run()
}
