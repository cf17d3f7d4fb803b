//! Who made a material, and whether its supplier stated how, where nobody said: what hangs on it.
//!
//! A material whose own materials are stated counts as one unless the producer made it, and its production is the
//! supplier's unless the supplier gave a statement. A description that leaves this open is not taken for a "no": the good
//! is judged as each would have it, and where the outcome is not the same the facts are asked for.

use crate::ir::Program;

use super::judge::Found;
use super::line::LineId;
use super::loaded::Loaded;
use super::truth::{Truth, Want, Wants};

/// With more open facts than this they are not tried one by one, only together.
const MOST_TRIED: usize = 8;

/// The facts that would change the outcome, each if it were so: those that do by themselves, or else all of them.
/// `judge` says what the outcome is; of a good whose outcome is open anyway nothing more is asked.
pub(super) fn wanted(
    program: &Program,
    loaded: &Loaded,
    outcome: &Truth,
    judge: &dyn Fn(&Loaded) -> Found<Truth>,
) -> Wants {
    let open = open(program, loaded);
    let Some(known) = outcome.known().filter(|_| !open.is_empty()) else {
        return Wants::new();
    };
    let differs = |facts: &[Want]| {
        let outcome = judge(&with(loaded, facts));
        // A world in which the good can't be judged is not this one's business.
        outcome.is_ok_and(|outcome| outcome.known() != Some(known))
    };
    let mut out = Wants::new();
    if open.len() <= MOST_TRIED {
        out.extend(open.iter().copied().filter(|fact| differs(&[*fact])));
    }
    if !out.is_empty() {
        return out;
    }
    let made = |fact: &Want| matches!(fact, Want::SelfProduced(_));
    let (made, stated): (Vec<Want>, Vec<Want>) = open.iter().partition(|fact| made(fact));
    for facts in [made, stated, open] {
        if facts.len() > 1 && differs(&facts) {
            out.extend(facts);
            return out;
        }
    }
    out
}

/// The facts of that kind that are not stated and that the agreement asks about.
fn open(program: &Program, loaded: &Loaded) -> Vec<Want> {
    let mut out = Vec::new();
    if program.intermediate.is_none() && program.accumulation.is_none() && program.full_cumulation.is_empty() {
        return out;
    }
    for line in loaded.all_lines().filter(|line| *line != LineId::GOOD) {
        let facts = loaded.line(line);
        if !loaded.is_made_of(line) {
            continue;
        }
        let covers = |set: &crate::nomenclature::CodeSet| facts.range.is_none_or(|range| set.intersects(range));
        let of_region = facts.imported != Some(true);
        if facts.self_produced.is_none() && program.intermediate.is_some() && of_region {
            out.push(Want::SelfProduced(line));
        }
        let accumulates = program.accumulation.is_some() && of_region && covers(&program.accumulatable);
        let country = loaded.country(line);
        let mut partners = program.full_cumulation.iter();
        let cumulates = country.is_some_and(|country| partners.any(|one| one.countries.contains(country)));
        if facts.supplier_statement.is_none() && facts.self_produced != Some(true) && (accumulates || cumulates) {
            out.push(Want::SupplierStatement(line));
        }
    }
    out
}

/// The good if these were so.
fn with(loaded: &Loaded, facts: &[Want]) -> Loaded {
    let mut out = loaded.clone();
    for fact in facts {
        match fact {
            Want::SelfProduced(line) => {
                if let Some(line) = out.lines.get_mut(line.index()) {
                    line.self_produced = Some(true);
                    line.imported = line.imported.or(Some(false));
                }
            }
            Want::SupplierStatement(line) => {
                if let Some(line) = out.lines.get_mut(line.index()) {
                    line.supplier_statement = Some(true);
                }
            }
            _ => {}
        }
    }
    out.grouped.settled = false;
    out.columns = None;
    out
}
