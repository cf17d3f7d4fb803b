//! The producer's choices that an agreement declares and a case leaves open.

use crate::ir::{AttributeId, AttributeKind};

use super::judge::Judge;
use super::line::LineId;

/// More combinations than any agreement gives rise to.
const MAX_COMBINATIONS: usize = 1024;

/// The values of a choice that may make a difference: a producer averages only over what it describes, and a method
/// of managing inventories matters only where materials are kept together.
fn open_values(judge: &Judge<'_>, id: AttributeId, words: &[String]) -> Vec<usize> {
    let program = judge.program;
    let matters = |place: usize, word: &String| {
        let described = place == 0 || judge.loaded.averages.contains_key(word);
        let kept_together = place == 0 || judge.loaded.lines.iter().any(|line| line.method.is_some());
        (described || !program.averaging.contains(&id))
            && (kept_together || program.fungible.is_none_or(|(choice, _)| choice != id))
    };
    let places = words.iter().enumerate().filter(|(place, word)| matters(*place, word));
    places.map(|(place, _)| place).collect()
}

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
        if stated.is_some() || values.is_empty() {
            continue;
        }
        let open = open_values(judge, id, values);
        if out.len().saturating_mul(open.len()) > MAX_COMBINATIONS {
            continue;
        }
        let with = |before: &Vec<(AttributeId, usize)>, value: usize| {
            let mut next = before.clone();
            next.push((id, value));
            next
        };
        out = out
            .iter()
            .flat_map(|before| open.iter().map(move |value| with(before, *value)))
            .collect();
    }
    out
}
