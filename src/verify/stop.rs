//! Ending a run early: what was asked so far stands, what is still asked is left open.
//!
//! There is one such switch for the process, as there is one terminal that asks for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

static STOPPED: AtomicBool = AtomicBool::new(false);

/// Z3 is interrupted so much later at most.
const LOOK: Duration = Duration::from_millis(20);

/// From now on every question is left open at once, also those under way.
pub fn stop() {
    STOPPED.store(true, Ordering::Relaxed);
}

/// Whether the run is to end.
pub fn stopped() -> bool {
    STOPPED.load(Ordering::Relaxed)
}

/// Runs `work`, and `interrupt` beside it if the run is to end before it is done.
pub(super) fn interruptible<R>(interrupt: impl Fn() + Send, work: impl FnOnce() -> R) -> R {
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        let watch = move || {
            while waiting.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                if stopped() {
                    interrupt();
                }
            }
        };
        // Without the thread the work ends by its budget alone.
        let _ = thread::Builder::new().spawn_scoped(scope, watch);
        let result = work();
        drop(done);
        result
    })
}
