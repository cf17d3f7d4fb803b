//! Defects that are put in, each of which has to be reported by name.

mod alternatives;
mod both_ways;
mod carve_outs;
mod claims;
mod cumulation;
mod exceptions;
mod lines;
mod materials;
mod parties;
mod rules;
mod site;
mod stages;
mod tolerances;
mod twice;
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
    all.extend(exceptions::kinds());
    all.extend(twice::kinds());
    all.extend(both_ways::kinds());
    all.extend(materials::kinds());
    all.extend(cumulation::kinds());
    all.extend(parties::kinds());
    all.extend(claims::kinds());
    all.extend(words::kinds());
    all
}
