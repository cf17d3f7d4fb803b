//! The one test binary: every section of a case file, every fence of the docs and every guard is a test of its own.
//!
//! `cargo test --test spec -- check::` runs one kind; `-- --list` names them all.

mod harness;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = libtest_mimic::Arguments::from_args();
    match harness::trials() {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(error) => {
            let message = format!("the cases cannot be read: {error}\n");
            // Without standard error there is nowhere to say so; the exit code still tells.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes());
            ExitCode::FAILURE
        }
    }
}
