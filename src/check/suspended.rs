//! Clauses that a proposal suspends for good: that they decide nothing is what was meant.

use crate::diagnostic::Code;
use crate::model::Edited;
use crate::source::Span;
use crate::syntax::tree::Declaration;

use super::{Checked, Finding};

/// What is said of a clause because it decides nothing, or nothing of its own.
const IDLE: [Code; 9] = [
    Code::DeadClause,
    Code::UnreachableRequirement,
    Code::DeadCarveOut,
    Code::SwallowedRule,
    Code::RedundantAlternative,
    Code::RedundantCondition,
    Code::UnreachableThreshold,
    Code::VacuousRule,
    Code::NonBinding,
];

/// Leaves out what is meant to be so, and shows the edit where another clause decides nothing because of it.
pub(super) fn settle(checked: &Checked, found: &mut Vec<Finding>) {
    if checked.text.entries.values().all(|entry| entry.never.is_none()) {
        return;
    }
    found.retain(|finding| {
        let Some(clause) = idle(finding) else { return true };
        // A carve-out of a suspended clause is dead as a rule and as a carve-out, which is said once.
        let twice = finding.diagnostic.code == Code::DeadClause && target(checked, clause).is_some();
        edit(checked, clause).is_none() && !twice
    });
    for finding in found {
        let (Some(clause), diagnostic) = (idle(finding).map(str::to_owned), &finding.diagnostic) else {
            continue;
        };
        let shown = diagnostic.labels.iter().find_map(|label| at(checked, label.span));
        if let Some((name, edited)) = shown.or_else(|| target(checked, &clause)) {
            let label = format!("`{name}` is suspended by `{}` here", edited.by);
            let help =
                format!("suspend or delete `{clause}` as well, or give the days for which `{name}` is suspended");
            finding.diagnostic = finding.diagnostic.clone().at(edited.span, label).help(help);
        }
    }
}

/// The clause of which a finding says that it is idle.
fn idle(finding: &Finding) -> Option<&str> {
    let diagnostic = &finding.diagnostic;
    let path = diagnostic.path.as_ref().filter(|_| IDLE.contains(&diagnostic.code))?;
    path.split('/').next()
}

fn edit<'a>(checked: &'a Checked, name: &str) -> Option<&'a Edited> {
    checked.text.entries.get(name)?.never.as_ref()
}

/// The suspended clause that stands in that place.
fn at(checked: &Checked, span: Span) -> Option<(&str, &Edited)> {
    let mut entries = checked.text.entries.values();
    entries.find_map(|entry| {
        let head = entry.declaration.head();
        let never = entry.never.as_ref().filter(|_| head.span == span)?;
        Some((head.name.text.as_ref(), never))
    })
}

/// The suspended clause that a carve-out carves out of.
fn target<'a>(checked: &'a Checked, name: &str) -> Option<(&'a str, &'a Edited)> {
    let entry = checked.text.entries.get(name)?;
    let Declaration::CarveOut(carve_out) = entry.declaration.as_ref() else {
        return None;
    };
    let target = carve_out.target.text.as_ref();
    Some((target, edit(checked, target)?))
}
