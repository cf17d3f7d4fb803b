//! Materials whose origin was not stated: judged as goods, and why they came out as they did.

use std::collections::BTreeSet;

use crate::eval::judge::{Judge, Mode};
use crate::eval::line::LineId;
use crate::eval::origin::Way;
use crate::eval::truth::Truth;
use crate::ir::{AttributeId, AttributeKind};

use super::tree::Tree;
use super::{Mark, Reason, ReasonKind};

/// The reasons of so many materials are told, those of the others counted.
const MOST_TOLD: usize = 10;

/// What was found out about materials.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// The reasons, the outer materials before the inner.
    pub(super) reasons: Vec<Reason>,
    /// Of how many more nothing is told.
    pub(super) more: usize,
    /// What is attested and not computed in any of them.
    pub(super) opaque: BTreeSet<AttributeId>,
}

/// The materials that were judged on the way to the outcome.
pub(super) fn materials(judge: &mut Judge<'_>) -> Judged {
    // What was found out on the way is forgotten with the choices tried last.
    let nested = judge
        .loaded
        .all_lines()
        .any(|line| line != LineId::GOOD && judge.loaded.is_made_of(line));
    if nested && judge.standings.is_empty() {
        // Whether the good can be judged was settled before.
        let _ = judge.best_trial(LineId::GOOD, Mode::FREE);
    }
    let lines: BTreeSet<LineId> = judge.standings.keys().map(|(line, _)| *line).collect();
    let lines: Vec<LineId> = lines.into_iter().filter(|line| *line != LineId::GOOD).collect();
    let mut out = Judged {
        more: lines.len().saturating_sub(MOST_TOLD),
        ..Judged::default()
    };
    let attributes = judge.program.vocabulary.attributes.iter();
    let attested = attributes.into_iter().any(|(_, one)| one.kind == AttributeKind::Opaque);
    for (place, line) in lines.into_iter().enumerate() {
        // The others are gone through for what is attested alone.
        if place >= MOST_TOLD && !attested {
            break;
        }
        let Some((reason, opaque)) = one(judge, line) else {
            continue;
        };
        out.opaque.extend(opaque);
        if place < MOST_TOLD {
            out.reasons.push(reason);
        }
    }
    out
}

fn one(judge: &mut Judge<'_>, line: LineId) -> Option<(Reason, BTreeSet<AttributeId>)> {
    let found = judge.standings.iter().filter(|((of, _), _)| *of == line);
    let ways: Vec<(Way, bool)> = found
        .map(|((_, way), truth)| (*way, truth.as_ref().is_ok_and(Truth::is_true)))
        .collect();
    // By one way that succeeds it originates.
    let way = ways.iter().find(|(_, met)| *met).or(ways.first())?.0;
    let trial = judge.best_trial(line, way.mode()).ok()?;
    let mark = match trial.truth.known() {
        Some(true) => Mark::Met,
        Some(false) => Mark::NotMet,
        None => Mark::Open,
    };
    let name = judge.loaded.name(line);
    let origin = judge.program.origin;
    let mut frame = trial.frame;
    let mut tree = Tree::new(judge, &mut frame);
    let whole = tree.clause(origin, mark, false);
    let opaque = std::mem::take(&mut tree.opaque);
    let says = match mark {
        Mark::Met => "originates",
        Mark::NotMet => "does not originate",
        Mark::Open => "may originate",
    };
    let reason = Reason {
        clause: None,
        path: None,
        title: Some(format!("material {name}, judged as a good, {says}")),
        citation: None,
        truth: mark,
        kind: ReasonKind::Material,
        figures: Vec::new(),
        children: whole
            .children
            .into_iter()
            .filter(|child| !of_agreement(child))
            .collect(),
        note: None,
    };
    Some((reason, opaque))
}

/// Whether a reason is that the agreement is in force, which is told of the good itself.
fn of_agreement(reason: &Reason) -> bool {
    reason.truth == Mark::Met && reason.path.as_ref().is_some_and(|path| path.ends_with("/in force"))
}
