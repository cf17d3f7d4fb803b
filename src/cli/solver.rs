//! Which solver the proofs rest on, whether it may be used, and the process that it is asked in.

use std::env;
use std::io;
use std::process::ExitCode;

use super::interrupt;
use crate::diagnostic::{Code, Diagnostic};
use crate::verify;

/// The version of Z3 that the program was written for.
const PINNED: &str = env!("ORILEX_Z3_PIN");

/// The argument that makes this program the process in which another one like it asks the solver. It is no command: nobody
/// types it, and no help names it.
const SERVE: &str = "--answer-for-the-solver";

/// Names a program to ask in the place of this one: a script that bounds the solver's memory, say, and then runs `orilex "$@"`.
const PROGRAM: &str = "ORILEX_SOLVER";

/// From now on the solver is asked in a process of its own, unless the system does not say what program this is.
pub(super) fn ask_apart() {
    let program = env::var_os(PROGRAM).map_or_else(env::current_exe, |named| Ok(named.into()));
    if let Ok(program) = program {
        verify::ask_apart(program, vec![SERVE.into()]);
    }
}

/// Serves another program like this one, if this one was started for that.
pub(super) fn served() -> Option<ExitCode> {
    if env::args_os().nth(1)? != SERVE {
        return None;
    }
    // Who asks hears of a Ctrl-C as well, and ends this process if the answer is not wanted any more.
    interrupt::is_left_to_others();
    let served = verify::serve(io::stdin().lock(), io::stdout().lock());
    Some(served.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS))
}

/// The line of `--version`: verdicts may differ between versions of Z3, so both are named.
pub(super) fn version() -> String {
    format!(
        "orilex {} (Z3 {}, pinned to {PINNED})",
        env!("CARGO_PKG_VERSION"),
        number(&verify::version())
    )
}

/// Refuses a solver that is older than the pinned one: what it answers was never tested.
pub(super) fn refusal() -> Option<Diagnostic> {
    let linked = verify::version();
    if parts(&linked) >= parts(PINNED) {
        return None;
    }
    let message = format!(
        "Z3 {} is older than {PINNED}, on which the proofs rest",
        number(&linked)
    );
    Some(Diagnostic::new(Code::Internal, message).help("run `make z3` and build again"))
}

/// The number out of `Z3 5.3.3.0`.
fn number(version: &str) -> &str {
    version
        .split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(version)
}

/// `5.3.3.0` as numbers that can be compared; the pin may have fewer.
fn parts(version: &str) -> Vec<u32> {
    number(version).split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(parts("Z3 5.3.3.0") >= parts("5.3.3"));
        assert!(parts("Z3 5.10.0.0") > parts("5.3.3"));
        assert!(parts("Z3 4.8.12.0 - build hashcode") < parts("5.3.3"));
    }
}
