//! Ctrl-C: the first ends the run with what is known so far, the second at once.

use std::io::{self, Write as _};
use std::process;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::exit::INTERRUPTED;
use crate::verify;

/// Two signals closer than this come from one press: `timeout` and many a shell send it to the program and to its group.
const ONE_PRESS: Duration = Duration::from_millis(500);

/// From now on Ctrl-C ends the run in order.
pub(super) fn ends_in_order() {
    let first: OnceLock<Instant> = OnceLock::new();
    let ended = move || {
        let since = first.get_or_init(Instant::now).elapsed();
        if verify::stopped() && since >= ONE_PRESS {
            // What was found is not printed yet, and nobody should take silence for a clean run.
            let _ = io::stderr().write_all(b"ended at once by a second Ctrl-C: nothing of this run is shown\n");
            process::exit(i32::from(INTERRUPTED));
        }
        verify::stop();
    };
    // Where no handler can be set the system ends the run at once, as it did before.
    let _ = ctrlc::set_handler(ended);
}

/// From now on Ctrl-C does nothing here.
pub(super) fn is_left_to_others() {
    let _ = ctrlc::set_handler(|| {});
}
