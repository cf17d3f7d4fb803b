//! Which tokens stand together without a space.

use crate::syntax::scan::{Kind, Token};

/// Whether a space stands before the token at `index` of a line; `index` is not the first.
pub(super) fn before(line: &[&Token<'_>], index: usize) -> bool {
    let at = |index: Option<usize>| index.and_then(|index| line.get(index)).copied();
    let (Some(left), Some(right)) = (at(index.checked_sub(1)), at(Some(index))) else {
        return false;
    };
    match (left.text, right.text) {
        (_, "," | ":" | ")" | "%") | ("(", _) | ("min" | "max", "(") => false,
        ("/", _) => !in_path(at(index.checked_sub(2)), left, Some(right)),
        (_, "/") => !in_path(Some(left), right, at(index.checked_add(1))),
        ("-", _) => !is_sign(at(index.checked_sub(2)), left, right),
        _ => true,
    }
}

/// Whether a slash joins the names of a path: `engines/net_cost` is a path, `vnm / net_cost` a quotient, and the
/// author says which.
fn in_path(left: Option<&Token<'_>>, slash: &Token<'_>, right: Option<&Token<'_>>) -> bool {
    let is_name = |token: &Token<'_>| {
        token.kind == Kind::Word && token.text.starts_with(|first: char| first.is_ascii_alphabetic())
    };
    let (Some(left), Some(right)) = (left, right) else {
        return false;
    };
    is_name(left) && is_name(right) && left.end() == slash.start && slash.end() == right.start
}

/// Whether a minus is the sign of what follows it. At the start of a line the author says so.
fn is_sign(before: Option<&Token<'_>>, minus: &Token<'_>, after: &Token<'_>) -> bool {
    let Some(before) = before else {
        return minus.end() == after.start;
    };
    match before.kind {
        Kind::Sign => !matches!(before.text, ")" | "%"),
        Kind::Word => matches!(before.text, "and" | "or" | "not" | "of" | "to" | "is" | "most"),
        Kind::Text | Kind::Comment => true,
    }
}
