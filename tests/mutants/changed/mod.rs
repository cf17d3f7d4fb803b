//! Changes of which it has to be decided whether any good's origin changes.

mod codes;
mod dates;
mod figures;
mod parts;
mod place;

use super::kind::Kind;

/// Every kind.
pub(crate) fn kinds() -> Vec<Kind> {
    let mut all = figures::kinds();
    all.extend(parts::kinds());
    all.extend(codes::kinds());
    all.extend(dates::kinds());
    all
}
