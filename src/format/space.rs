//! Which tokens stand together without a space.

use crate::syntax::scan::{Kind, Token};

/// Whether a space stands between two tokens of one line.
pub(super) fn between(before: &Token<'_>, after: &Token<'_>) -> bool {
    let touching = before.end() == after.start && after.lines_before == 0;
    match (before.text, after.text) {
        (_, "," | ":" | ")" | "%") | ("(", _) | ("min" | "max", "(") => false,
        // `engines/net_cost` is a path, `vnm / net_cost` a quotient: the author says which.
        ("/", _) | (_, "/") => !touching,
        ("-", _) if after.kind == Kind::Word => !touching,
        _ => true,
    }
}
