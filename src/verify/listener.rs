//! Who wants to know how questions go is told here. Nothing that is found depends on it, and where nobody listens it
//! costs nothing.

use std::sync::OnceLock;

/// What the verifier is at. One phase may lie within another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// A question, from its texts to its answer.
    Question,
    /// Dividing the codes of the good into cases.
    Products,
    /// Finding the kinds of material.
    Kinds,
    /// Writing a problem down.
    Encoding,
    /// Searching with the engine of our own.
    Search,
    /// Asking Z3.
    Outside,
    /// Finding the fewest statements.
    Core,
    /// Making a good presentable and judging it.
    Good,
    /// Finding a proof to write down.
    Proof,
    /// Checking a certificate.
    Recheck,
}

/// How large a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// The kinds of material, each a cell of its own.
    pub kinds: usize,
    /// The conditions.
    pub flags: usize,
    /// The numbers.
    pub quantities: usize,
    /// The statements.
    pub statements: usize,
}

/// Is told how questions go, by several threads at once.
pub trait Listener: Send + Sync {
    /// The phase begins.
    fn begins(&self, phase: Phase);
    /// The phase that began last is done.
    fn ends(&self, phase: Phase);
    /// A problem of that size was written down.
    fn encoded(&self, size: Size);
}

static LISTENER: OnceLock<Box<dyn Listener>> = OnceLock::new();

/// Tells this listener from now on. The first one stays: false if there was one.
pub fn listen(listener: Box<dyn Listener>) -> bool {
    LISTENER.set(listener).is_ok()
}

/// Does the work of a phase.
pub(super) fn during<R>(phase: Phase, work: impl FnOnce() -> R) -> R {
    let Some(listener) = LISTENER.get() else {
        return work();
    };
    listener.begins(phase);
    // Also where the work is broken off.
    let _ends = Ends(listener.as_ref(), phase);
    work()
}

/// Tells that a phase is done when it is let go of.
struct Ends(&'static dyn Listener, Phase);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.ends(self.1);
    }
}

/// Tells of a problem that was written down.
pub(super) fn encoded(size: impl FnOnce() -> Size) {
    if let Some(listener) = LISTENER.get() {
        listener.encoded(size());
    }
}
