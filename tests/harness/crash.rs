//! A solver that crashes while a check is under way.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use libtest_mimic::Trial;

use super::Outcome;
use super::run;

/// Takes its task and dies of it.
const CRASHES: &[u8] = b"#!/bin/sh\nread task\nkill -SEGV $$\n";

/// One claim that needs no Z3, and one for which it proposes the bound.
const RULEBOOK: &[u8] = br#"agreement A "Agreement A" cites "Art. 1" {
  parties USA, CAN
  in force 2020-01-01
  nomenclature HS 2017
}
basis net_cost of goods "net cost" cites "Art. 3"
measure rvc "value content" cites "Art. 3" = (net_cost - sum of value over materials where non-originating) / net_cost
product rule cars "cars" for 87.03 cites "Annex, 87.03" { require content: rvc >= 50% }
claim some_car "there is one" cites "constructed": some good in 87.03 originates
claim floor "half" cites "constructed": the smallest rvc of any good in 87.03 that originates is 50%
"#;

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("cli::crash::one-question-is-left-open", leaves_one_open)]
}

/// That question is undecided, for a reason that says it; the other claim is proved, and the run ends in order.
fn leaves_one_open() -> Outcome {
    let folder = run::folder(&[("a.roo", RULEBOOK), ("crashes", CRASHES)])?;
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
