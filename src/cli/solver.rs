//! Which solver the proofs rest on, and whether it may be used.

use crate::diagnostic::{Code, Diagnostic};
use crate::verify;

/// The version of Z3 that the program was written for.
const PINNED: &str = env!("ORILEX_Z3_PIN");

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
