//! Fills in what follows from the facts stated, and finds facts that exclude each other.

use std::collections::BTreeSet;

use crate::amount::{Ratio, money};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::line::LineId;
use crate::eval::loaded::Loaded;
use crate::ir::{BasisId, Program};

use super::Problems;

/// Settles every line, from the inside out: what a line contains tells something about it.
pub(super) fn settle(program: &Program, loaded: &mut Loaded, problems: &mut Problems) {
    for id in loaded.all_lines().rev() {
        one(program, loaded, problems, id);
        worth(program, loaded, problems, id);
    }
}

fn one(program: &Program, loaded: &mut Loaded, problems: &mut Problems, id: LineId) {
    let mut line = loaded.line(id).clone();
    let outside = loaded.country(id).map(|country| !program.parties.contains(country));
    let name = || loaded.name(id);
    let mut contradiction = |what: String, help: &str| {
        problems.push(Diagnostic::new(Code::ContradictoryFacts, what).help(help));
    };
    if outside == Some(true) && line.imported == Some(false) {
        let country = loaded.country(id).map_or("", |country| country);
        contradiction(
            format!(
                "{} was produced in {country}, outside the region, yet was not imported",
                name()
            ),
            "say that it was imported, or correct the country",
        );
    }
    let by_import = program.imported_non_originating.is_some();
    line.imported = line.imported.or_else(|| match outside {
        Some(outside) => Some(outside),
        None if line.wholly_obtained == Some(true) || line.self_produced == Some(true) => Some(false),
        None if by_import && line.origin == Some(true) => Some(false),
        None => None,
    });
    let imported = line.imported == Some(true);
    if line.wholly_obtained == Some(true) {
        let inside = loaded
            .inside(id)
            .any(|inner| loaded.line(inner).wholly_obtained == Some(false));
        let against = [
            (imported, "was imported"),
            (outside == Some(true), "was produced outside the region"),
            (line.origin == Some(false), "does not originate"),
            (inside, "contains a material that is not wholly obtained"),
        ];
        if let Some((_, why)) = against.iter().find(|(holds, _)| *holds) {
            contradiction(
                format!("{} is stated to be wholly obtained in the region, yet {why}", name()),
                "correct one of the two",
            );
        }
    }
    if by_import && imported && line.origin == Some(true) {
        let clause = program.imported_non_originating.map(|id| &program.clauses[id]);
        let mut problem = Diagnostic::new(
            Code::ContradictoryFacts,
            format!(
                "{} is stated to originate, yet was imported from outside the region",
                name()
            ),
        )
        .help("correct one of the two");
        if let Some(clause) = clause {
            problem = problem.clause(clause.path.clone());
            if let Some(source) = &clause.citation {
                problem = problem.cite(source.clone());
            }
        }
        problems.push(problem);
    }
    let spoilt = imported
        || outside == Some(true)
        || line.origin == Some(false)
        || loaded
            .inside(id)
            .any(|inner| loaded.line(inner).wholly_obtained == Some(false));
    line.wholly_obtained = line.wholly_obtained.or(spoilt.then_some(false));
    line.origin = line.origin.or(match line.wholly_obtained {
        Some(true) => Some(true),
        _ if by_import && imported => Some(false),
        _ => None,
    });
    if let Some(place) = loaded.lines.get_mut(id.index()) {
        *place = line;
    }
}

/// Materials are worth no more than what is made of them.
fn worth(program: &Program, loaded: &Loaded, problems: &mut Problems, id: LineId) {
    let Some(value) = value_basis(program) else {
        return;
    };
    if !loaded.is_made_of(id) {
        return;
    }
    // The parts of materials kept together are as much worth under each method.
    let inside = loaded
        .inside(id)
        .filter(|inner| loaded.line(*inner).method.is_none_or(|method| method == 0));
    let total: Ratio = inside.filter_map(|inner| loaded.basis(inner, value)).sum();
    let own = loaded
        .basis(id, value)
        .filter(|_| id != LineId::GOOD)
        .map(|worth| (worth, value));
    let limit = own.or_else(|| {
        let bases = ordered(program).into_iter();
        bases.filter_map(|basis| Some((loaded.basis(id, basis)?, basis))).max()
    });
    let Some((limit, basis)) = limit.filter(|(limit, _)| total > **limit) else {
        return;
    };
    let basis = &program.vocabulary.bases[basis].name;
    let problem = Diagnostic::new(
        Code::MaterialsExceedGood,
        format!(
            "the materials of {} are worth {} together, but its `{basis}` is {}",
            loaded.name(id),
            money(&total),
            money(limit)
        ),
    );
    problems.push(problem.help(format!("correct a value, or `{basis}`")));
}

fn value_basis(program: &Program) -> Option<BasisId> {
    let mut bases = program.vocabulary.bases.iter();
    bases.find(|(_, basis)| basis.name == "value").map(|(id, _)| id)
}

/// The bases that the agreement says are no smaller than the value of all materials, directly or by another basis.
fn ordered(program: &Program) -> BTreeSet<BasisId> {
    let mut reached: BTreeSet<BasisId> = BTreeSet::new();
    loop {
        let more: Vec<BasisId> = program
            .orders
            .iter()
            .filter(|order| order.smaller.is_none_or(|smaller| reached.contains(&smaller)))
            .map(|order| order.larger)
            .filter(|larger| !reached.contains(larger))
            .collect();
        if more.is_empty() {
            return reached;
        }
        reached.extend(more);
    }
}
