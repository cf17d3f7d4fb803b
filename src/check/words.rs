//! What clauses are called in findings: their titles, what their stages state, and their paths behind.

use crate::amount::{Ratio, money, percent};
use crate::ir::{ClauseId, ClauseKind, Comparison, Num, NumCase, Program};

use super::finding::{citation, path};
use super::range::is_share;
use super::reach::cases;

/// A clause in words: `value content of light-duty vehicles, stage 3: 62.5 %`, or its title; `None` if it has none.
pub(super) fn called(program: &Program, clause: ClauseId) -> Option<String> {
    let place = &program.clauses[clause];
    match place.kind {
        ClauseKind::Stage => stage(program, clause).or_else(|| place.title.clone()),
        ClauseKind::Claim => Some("what the claim says of the good".to_owned()),
        ClauseKind::Availability => {
            let of = program
                .measures
                .iter()
                .find(|(_, measure)| measure.available == Some(clause));
            let title = of.and_then(|(_, measure)| measure.title.clone());
            title.map(|title| format!("when this method may be used: {title}"))
        }
        _ => place.title.clone(),
    }
}

/// The same with the path behind, in back-ticks, and the legal source.
pub(super) fn named(program: &Program, clause: ClauseId) -> String {
    let path = shown_path(program, clause);
    let cited = citation(program, clause);
    let behind: Vec<String> = path.into_iter().chain(cited).collect();
    match called(program, clause) {
        Some(words) if behind.is_empty() => words,
        Some(words) => format!("{words} ({})", behind.join(", ")),
        None => behind.join(", "),
    }
}

/// The path in back-ticks; that of a condition in a claim is no name that anyone has given.
pub(super) fn shown_path(program: &Program, clause: ClauseId) -> Option<String> {
    (program.clauses[clause].kind != ClauseKind::Claim).then(|| format!("`{}`", path(program, clause)))
}

/// The stage of a threshold, its own or that of a carve-out, with its figure.
fn stage(program: &Program, clause: ClauseId) -> Option<String> {
    program.thresholds.iter().find_map(|threshold| {
        let case = cases(&threshold.value).iter().find(|case| case.when == clause)?;
        let figure = figure(case)?;
        let place = threshold.stages.iter().position(|own| *own == clause);
        let title = threshold.title.as_ref().unwrap_or(&threshold.name);
        Some(match place {
            Some(_) if threshold.stages.len() == 1 => format!("{title}: {figure}"),
            Some(place) => format!("{title}, stage {}: {figure}", place.saturating_add(1)),
            None => {
                let own = program.clauses[clause].title.as_ref().unwrap_or(title);
                format!("{own}: {figure}")
            }
        })
    })
}

fn figure(case: &NumCase) -> Option<String> {
    match &case.then {
        Num::Const(value) if *value <= Ratio::ONE => Some(percent(value)),
        Num::Const(value) => Some(money(value)),
        _ => None,
    }
}

/// A comparison in words, figures that have no name left vague.
pub(super) fn comparison(program: &Program, left: &Num, op: Comparison, right: &Num) -> String {
    let share = is_share(program, left) || is_share(program, right);
    let (left, right) = (term(program, left, share), term(program, right, share));
    format!("{left} {} {right}", op.symbol())
}

fn term(program: &Program, num: &Num, share: bool) -> String {
    match num {
        Num::Const(value) if share => percent(value),
        Num::Const(value) => money(value),
        Num::Basis(id) => program.vocabulary.bases[*id].name.clone(),
        Num::Attribute(id) => program.vocabulary.attributes[*id].name.clone(),
        Num::Measure(id) => program.measures[*id].name.clone(),
        Num::Product(factor, of) => match (factor.as_ref(), of.as_ref()) {
            (Num::Const(factor), of) | (of, Num::Const(factor)) => {
                format!("{} of {}", percent(factor), term(program, of, false))
            }
            _ => "…".to_owned(),
        },
        Num::Rounded(_, inner) => term(program, inner, share),
        _ => "…".to_owned(),
    }
}
