//! Ctrl-C: the first ends the run with what is known so far, the second at once.

use std::process;

use super::exit::INTERRUPTED;
use crate::verify;

/// From now on Ctrl-C ends the run in order.
pub(super) fn ends_in_order() {
    let ended = || {
        if verify::stopped() {
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
