//! Two texts compared, for programs.

use serde_json::{Value, json};

use crate::check::{Comparison, Difference, Side};
use crate::good;
use crate::nomenclature::CodeSet;
use crate::source::Sources;

/// One object: the `relation` of the second text to the first, the same by codes, and the goods under one of them only.
/// It holds nothing that changes from run to run.
pub fn comparison(sources: &Sources, found: &Comparison) -> Value {
    let [first, second] = &found.names;
    let [first_only, second_only] = &found.sides;
    let parts = found.parts.iter();
    let parts: Vec<Value> = parts
        .map(|(relation, codes)| json!({ "relation": relation.as_str(), "codes": ranges(codes) }))
        .collect();
    json!({
        "first": first,
        "second": second,
        "relation": found.relation.as_str(),
        "claimed": found.days.map(|days| json!({ "from": days.from, "until": days.until })),
        "parts": parts,
        "first_only": side(sources, first_only),
        "second_only": side(sources, second_only),
        "notes": found.notes,
    })
}

fn ranges(codes: &CodeSet) -> Vec<String> {
    codes.ranges().iter().map(ToString::to_string).collect()
}

fn side(sources: &Sources, side: &Side) -> Value {
    json!({
        "codes": ranges(&side.codes),
        "undecided": ranges(&side.undecided),
        "why_undecided": side.why.as_ref().map(|why| why.reason.to_string()),
        "only": side.only,
        "good": side.witness.as_ref().map(|witness| good::to_json(&witness.case)),
        "kept_out_by": side.differences.iter().map(|one| difference(sources, one)).collect::<Vec<_>>(),
        "takes_for_granted": side.axioms,
    })
}

fn difference(sources: &Sources, difference: &Difference) -> Value {
    let (line, _) = sources.line_col(difference.span);
    json!({
        "clause": difference.clause,
        "title": difference.title,
        "citation": difference.citation,
        "file": sources.name(difference.span.source),
        "line": line,
        "notes": difference.notes,
    })
}
