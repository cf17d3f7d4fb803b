//! A solver that crashes while a check is under way.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use libtest_mimic::Trial;

use super::Outcome;
use super::run;

/// Takes its task and dies of it.
const CRASHES: &[u8] = b"#!/bin/sh\nread task\nkill -SEGV $$\n";

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("cli::crash::one-question-is-left-open", leaves_one_open)]
}

/// That question is undecided, for a reason that says it; the other claim is proved, and the run ends in order.
fn leaves_one_open() -> Outcome {
    let folder = run::folder(&[("a.roo", run::CARS.as_bytes()), ("crashes", CRASHES)])?;
    let solver = folder.path().join("crashes");
    fs::set_permissions(&solver, fs::Permissions::from_mode(0o755))?;
    let ended = run::program(folder.path(), &["check", "a.roo", "--only", "RO0510,RO0511"])
        .env("ORILEX_SOLVER", &solver)
        .output()?;
    let out = String::from_utf8_lossy(&ended.stdout);
    let expected = [
        "claim `floor` could not be decided",
        "the solver gave up (Z3 was ended by signal 11)",
        "claim `some_car` holds, there is such a good",
        "1 claim proved, 0 refuted, 1 undecided",
    ];
    if ended.status.code() == Some(3) && expected.iter().all(|words| out.contains(words)) {
        Ok(())
    } else {
        Err(format!("{}\n{out}", ended.status).into())
    }
}
