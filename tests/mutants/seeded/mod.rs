//! Defects that are put in, each of which has to be reported by name.

mod alternatives;
mod carve_outs;
mod claims;
mod lines;
mod materials;
mod rules;
mod site;
mod stages;
mod tolerances;
mod words;

use super::kind::Kind;

/// Every kind.
pub(crate) fn kinds() -> Vec<Kind> {
    let mut all = rules::kinds();
    all.extend(alternatives::kinds());
    all.extend(lines::kinds());
    all.extend(stages::kinds());
    all.extend(carve_outs::kinds());
    all.extend(tolerances::kinds());
    all.extend(materials::kinds());
    all.extend(claims::kinds());
    all.extend(words::kinds());
    all
}
