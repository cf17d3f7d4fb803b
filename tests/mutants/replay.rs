//! The goods that findings show, judged again by the evaluator alone.

use std::collections::BTreeSet;

use orilex::amount::Ratio;
use orilex::check::Finding;
use orilex::diagnostic::Code;
use orilex::eval::{self, Loaded};
use orilex::good::{Case, Datum, Node, Origin};
use orilex::ir::{AttributeKind, ClauseId, Formula, Program, RuleKind};
use orilex::verify;

/// Whether the good of a finding shows what the finding says; `Ok` where it does, why not otherwise.
pub(crate) fn shows(program: &Program, finding: &Finding) -> Result<(), String> {
    let Some(case) = &finding.witness else {
        return Err("no good is shown".to_owned());
    };
    let loaded = load(program, case)?;
    let said = &finding.diagnostic;
    let decided = || {
        eval::decide(program, &loaded)
            .map(|truth| truth.known())
            .map_err(|one| one.message)
    };
    let so = match said.code {
        Code::Conflict => ill(program, &loaded) || decide_differently(program, &loaded, &said.message),
        Code::GapInTime | Code::OverlapInTime => ill(program, &loaded) || !ruled(program, &loaded),
        Code::NoRule => !ruled(program, &loaded),
        Code::OriginHurts => decided() == Ok(Some(true)) && hurt(program, case),
        Code::ScaleMatters => decided().is_ok_and(|now| origin(program, &scaled(program, case)) != Ok(now)),
        Code::LotsMatter => decided().is_ok_and(|now| {
            lots(program, case)
                .iter()
                .any(|other| origin(program, other) != Ok(now))
        }),
        Code::ThresholdBothWays => decided() == Ok(Some(true)),
        Code::CumulationHurts => decided() == Ok(Some(false)) && helped_by_denial(program, case, &said.message),
        Code::PartiesDiffer => decided() == Ok(Some(true)) && parted(program, case, &said.message),
        Code::ClaimRefuted => decided().is_ok_and(|now| now.is_some()),
        _ => true,
    };
    if so {
        Ok(())
    } else {
        Err(format!(
            "the evaluator does not confirm the good {}",
            orilex::good::to_json(case)
        ))
    }
}

/// Whether the good originates.
pub(crate) fn origin(program: &Program, case: &Case) -> Result<Option<bool>, String> {
    let loaded = load(program, &verify::fitted(program, case))?;
    eval::decide(program, &loaded)
        .map(|truth| truth.known())
        .map_err(|problem| problem.message)
}

fn load(program: &Program, case: &Case) -> Result<Loaded, String> {
    Loaded::new(program, case).map_err(|problems| {
        let lines: Vec<String> = problems.into_iter().map(|one| one.message).collect();
        lines.join("; ")
    })
}

/// Whether the good can't be judged because rules conflict on it or a figure is not defined.
fn ill(program: &Program, loaded: &Loaded) -> bool {
    let ill = |code| matches!(code, Code::ConflictingRules | Code::UndefinedValue);
    eval::decide(program, loaded).is_err_and(|problem| ill(problem.code))
        || program
            .thresholds
            .iter()
            .any(|one| eval::figure(program, loaded, &one.value).is_err_and(|problem| ill(problem.code)))
        || program.rules.iter().any(|(_, rule)| {
            let asked = Formula::Clause(rule.body);
            holds(program, loaded, rule.fires) && eval::truth(program, loaded, &asked).is_err_and(|one| ill(one.code))
        })
}

fn holds(program: &Program, loaded: &Loaded, clause: ClauseId) -> bool {
    eval::truth(program, loaded, &Formula::Clause(clause)).is_ok_and(|truth| truth.is_true())
}

/// Whether two rules that the message names apply to the good and only one of them is met.
fn decide_differently(program: &Program, loaded: &Loaded, message: &str) -> bool {
    let named: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let mut met = BTreeSet::new();
    for (_, rule) in program
        .rules
        .iter()
        .filter(|(_, rule)| named.contains(&rule.name.as_str()))
    {
        if !holds(program, loaded, rule.fires) {
            return false;
        }
        met.insert(holds(program, loaded, rule.body));
    }
    met.len() == 2
}

/// Whether the good originates if no material has origin in a partner under the cumulation that the message names.
fn helped_by_denial(program: &Program, case: &Case, message: &str) -> bool {
    fn deny(node: &mut Node, fact: &str) {
        for material in &mut node.materials {
            if let Some(datum) = material.data.get_mut(fact) {
                *datum = Datum::Truth(false);
            }
            deny(material, fact);
        }
    }
    let Some(fact) = message.split('`').nth(1) else {
        return false;
    };
    let mut other = case.clone();
    deny(&mut other.good, fact);
    other.averages.values_mut().for_each(|one| deny(one, fact));
    other != *case && origin(program, &other) == Ok(Some(true))
}

/// Whether the good no longer originates with the two parties that the message names in each other's place.
fn parted(program: &Program, case: &Case, message: &str) -> bool {
    fn swap(node: &mut Node, pair: [&str; 2]) {
        if let Some(country) = &node.country {
            let [one, other] = pair;
            let moved = if **country == *one {
                other
            } else if **country == *other {
                one
            } else {
                country
            };
            node.country = Some(moved.into());
        }
        node.materials.iter_mut().for_each(|material| swap(material, pair));
    }
    let parties = program.parties.iter().map(AsRef::as_ref);
    let named: Vec<&str> = parties
        .filter(|party| message.split(' ').any(|word| word == *party))
        .collect();
    let Ok(pair) = <[&str; 2]>::try_from(named) else {
        return false;
    };
    let mut other = case.clone();
    swap(&mut other.good, pair);
    other.averages.values_mut().for_each(|one| swap(one, pair));
    origin(program, &other) == Ok(Some(false))
}

/// Whether some product rule applies to the good.
fn ruled(program: &Program, loaded: &Loaded) -> bool {
    let mut rules = program
        .rules
        .iter()
        .filter(|(_, rule)| rule.kind == RuleKind::ProductRule);
    rules.any(|(_, rule)| holds(program, loaded, rule.fires))
}

/// Whether the good loses its origin if one material more originates.
fn hurt(program: &Program, case: &Case) -> bool {
    fn places(node: &Node, path: &[usize], out: &mut Vec<Vec<usize>>) {
        for (place, material) in node.materials.iter().enumerate() {
            let mut path = path.to_vec();
            path.push(place);
            if material.origin != Some(Origin::Originating) {
                out.push(path.clone());
            }
            places(material, &path, out);
        }
    }
    let mut all = Vec::new();
    places(&case.good, &[], &mut all);
    all.into_iter().any(|path| {
        let mut other = case.clone();
        let mut node = Some(&mut other.good);
        for place in path {
            node = node.and_then(|node| node.materials.get_mut(place));
        }
        if let Some(node) = node {
            node.origin = Some(Origin::Originating);
            if node.imported == Some(true) {
                node.imported = Some(false);
            }
        }
        origin(program, &other) == Ok(Some(false))
    })
}

/// Twice as much of the good.
fn scaled(program: &Program, case: &Case) -> Case {
    fn double(node: &mut Node, amounts: &BTreeSet<&str>) {
        for (name, datum) in &mut node.data {
            if let (true, Datum::Figure(figure)) = (amounts.contains(name.as_str()), &datum) {
                let twice: Ratio = figure + figure;
                *datum = Datum::Figure(twice);
            }
        }
        node.materials.iter_mut().for_each(|one| double(one, amounts));
    }
    let bases = program.vocabulary.bases.iter().map(|(_, basis)| basis.name.as_str());
    let attributes = program.vocabulary.attributes.iter();
    let amounts = attributes.filter(|(_, own)| matches!(own.kind, AttributeKind::Money | AttributeKind::Weight));
    let amounts: BTreeSet<&str> = bases.chain(amounts.map(|(_, own)| own.name.as_str())).collect();
    let mut case = case.clone();
    double(&mut case.good, &amounts);
    case
}

/// The good with one of its materials in two lots of half the value.
fn lots(program: &Program, case: &Case) -> Vec<Case> {
    let bases: BTreeSet<&str> = program
        .vocabulary
        .bases
        .iter()
        .map(|(_, basis)| basis.name.as_str())
        .collect();
    let mut out = Vec::new();
    for place in 0..case.good.materials.len() {
        let mut other = case.clone();
        let Some(half) = other.good.materials.get(place).cloned().map(|mut half| {
            halve(&mut half, &bases);
            half
        }) else {
            continue;
        };
        if let Some(own) = other.good.materials.get_mut(place) {
            *own = half.clone();
        }
        other.good.materials.push(half);
        out.push(other);
    }
    out
}

fn halve(node: &mut Node, bases: &BTreeSet<&str>) {
    for (name, datum) in &mut node.data {
        if let (true, Datum::Figure(figure), Some(two)) =
            (bases.contains(name.as_str()), &datum, Ratio::from_parts(2, 1))
            && let Some(half) = figure.checked_div(&two)
        {
            *datum = Datum::Figure(half);
        }
    }
    node.materials.iter_mut().for_each(|one| halve(one, bases));
}
