//! Questions about a text to which nearly every text has an answer: asked on request, and reported as notes.

pub(super) mod base;
pub(super) mod boundary;
pub(super) mod contents;
pub(super) mod idle;
pub(super) mod recoding;
pub(super) mod roll_up;
pub(super) mod slack;
pub(super) mod words_alike;

use crate::ir::{ClauseId, Program, Rule, RuleKind};

use super::finding::Finding;
use super::places::{Groups, Place};
use super::range::{Compared, compared};
use super::{Checked, Context};

/// The comparisons with a limit in the lines of the product rules that some good can meet.
fn thresholds<'a>(context: &Context<'a>, checked: &'a Checked) -> Vec<(&'a Rule, Place, Compared)> {
    let program: &Program = checked.program();
    let groups = Groups::of(program);
    let mut out = Vec::new();
    for rule in context.rules(checked) {
        if rule.kind != RuleKind::ProductRule || !context.met(checked, rule).is_possible() {
            continue;
        }
        for place in groups.places(rule) {
            if let Some(compared) = compared(program, place.clause) {
                out.push((rule, place, compared));
            }
        }
    }
    out
}

/// Adds where else the same is asked for.
fn in_other_rules(finding: Finding, program: &Program, others: &[ClauseId]) -> Finding {
    if others.is_empty() {
        return finding;
    }
    let paths: Vec<String> = others
        .iter()
        .map(|clause| format!("`{}`", super::finding::path(program, *clause)))
        .collect();
    finding.note(format!("asked for in the same words by {}", paths.join(", ")))
}
