//! Ctrl-C while a check is under way.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use libtest_mimic::Trial;

use super::run;
use super::{Outcome, root};

/// Long before a check of every text in `rules/` can be done, and long after the program has begun to listen.
const WAIT: Duration = Duration::from_millis(400);

pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("cli::interrupt::the-end-is-marked", ends_in_order)]
}

/// The run ends with what is known and says that it is not all.
fn ends_in_order() -> Outcome {
    let child = run::program(root(), &["check", "rules"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    thread::sleep(WAIT);
    let sent = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()?;
    let ended = child.wait_with_output()?;
    let (out, err) = (
        String::from_utf8_lossy(&ended.stdout),
        String::from_utf8_lossy(&ended.stderr),
    );
    let marked = out.contains("PARTIAL: the run was ended when ") && out.contains("Not finished: ");
    if sent.success() && ended.status.code() == Some(130) && marked && err.is_empty() {
        Ok(())
    } else {
        Err(format!("{}\n{out}\n{err}", ended.status).into())
    }
}
