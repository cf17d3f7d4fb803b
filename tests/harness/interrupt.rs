//! Ctrl-C while a check is under way.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use libtest_mimic::Trial;

use super::run;
use super::{Outcome, root};

/// Milliseconds, long before a check of every text in `rules/` can be done, and long after the program has begun to listen. At
/// one or another the run is inside Z3, which by default takes the signal for itself.
const WAITS: [u64; 3] = [400, 700, 1000];

pub(crate) fn trials() -> Vec<Trial> {
    let trial = |wait| {
        let name = format!("cli::interrupt::the-end-is-marked-after-{wait}-ms");
        Trial::test(name, move || ends_in_order(Duration::from_millis(wait)))
    };
    WAITS.into_iter().map(trial).collect()
}

/// The run ends with what is known and says that it is not all.
fn ends_in_order(wait: Duration) -> Outcome {
    let child = run::program(root(), &["check", "rules"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    thread::sleep(wait);
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
