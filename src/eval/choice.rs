//! The producer's choices that an agreement declares and a case leaves open.

use crate::ir::{AttributeId, AttributeKind};

use super::judge::Judge;
use super::line::LineId;

/// More combinations than any agreement gives rise to.
const MAX_COMBINATIONS: usize = 1024;

/// Every combination of open choices, in the order of their declaration; one empty combination if none is open.
pub(super) fn assignments(judge: &Judge<'_>) -> Vec<Vec<(AttributeId, usize)>> {
    let mut out: Vec<Vec<(AttributeId, usize)>> = vec![Vec::new()];
    for (id, attribute) in judge.program.vocabulary.attributes.iter() {
        let AttributeKind::Choice(values) = &attribute.kind else {
            continue;
        };
        let stated = judge
            .loaded
            .of_producer(id)
            .or_else(|| judge.loaded.attribute(LineId::GOOD, id));
        if stated.is_some() || values.is_empty() || out.len().saturating_mul(values.len()) > MAX_COMBINATIONS {
            continue;
        }
        let with = |before: &Vec<(AttributeId, usize)>, value: usize| {
            let mut next = before.clone();
            next.push((id, value));
            next
        };
        out = out
            .iter()
            .flat_map(|before| (0..values.len()).map(move |value| with(before, value)))
            .collect();
    }
    out
}
