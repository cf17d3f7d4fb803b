//! Goods otherwise put, which originate or not as before.

use crate::boundary::Edges;
use crate::model::{Book, Good, Material, q};
use crate::oracle::Oracle;
use crate::pairs::{Said, evaluator, show};
use crate::random::Random;
use crate::tally::Tally;
use crate::text::Compiled;

/// Whether the rulebook speaks of amounts of money or of how many materials there are.
fn absolute(book: &Book) -> (bool, bool) {
    let text = crate::print::declarations(book).join("\n");
    (text.contains(" USD"), text.contains("count of"))
}

/// The laws on goods of one rulebook; `Some` says which does not hold.
pub(super) fn laws(
    book: &Book,
    compiled: &Compiled,
    goods: &[Good],
    random: &mut Random,
    tally: &mut Tally,
) -> Option<String> {
    let program = compiled.program(&book.name)?;
    let (money, counts) = absolute(book);
    let edges = Edges::of(book);
    for good in goods {
        let said = evaluator(program, good);
        let mut same: Vec<(&'static str, Good)> = Vec::new();
        let mut turned = good.clone();
        turned.materials.reverse();
        same.push(("law: materials in another order", turned));
        if !money {
            let mut scaled = good.clone();
            let factor = random.one(&[q(3, 1), q(1, 7), q(1_000_003, 1)]);
            for value in [&mut scaled.price, &mut scaled.cost] {
                *value = &*value * &factor;
            }
            scaled
                .materials
                .iter_mut()
                .for_each(|one| one.value = &one.value * &factor);
            same.push(("law: values times a factor", scaled));
        }
        if !counts && let Some(one) = good.materials.first() {
            let mut split = good.clone();
            let part = |share: i64| Material {
                value: &one.value * q(share, 3),
                weight: &one.weight * q(share, 3),
                ..one.clone()
            };
            split.materials.splice(0..1, [part(1), part(2)]);
            same.push(("law: a material as two", split));
        }
        let nothing = nothing_more(book, good, counts);
        same.extend(nothing.map(|other| ("law: with a material of no value", other)));
        let recoded = recoded(book, good, &edges, random);
        same.extend(recoded.map(|other| ("law: a material of a code that nothing tells apart", other)));
        for (law, other) in same {
            tally.one(law);
            let now = evaluator(program, &other);
            if said != now {
                return Some(format!(
                    "{law}: {said:?}, then {now:?}\n{}\n{}",
                    show(good),
                    show(&other)
                ));
            }
        }
        // Not to know a fact may leave it open, but never turns a yes into a no.
        let mut case = crate::good::case(good);
        let names: Vec<String> = case.good.data.keys().cloned().collect();
        if let Some(name) = random.pick(&names) {
            case.good.data.remove(name);
            tally.one("laws: a good of which one fact is not stated");
            if let (Said::Known(before), Ok(loaded)) = (said, orilex::eval::Loaded::new(program, &case))
                && let Ok(truth) = orilex::eval::decide(program, &loaded)
                && truth.known().is_some_and(|now| now != before)
            {
                return Some(format!(
                    "without `{name}` it is {truth:?}, with it {said:?}\n{}",
                    show(good)
                ));
            }
        }
    }
    None
}

/// The good with one more material, of no value and no weight, if the rulebook disregards such and counts nothing.
fn nothing_more(book: &Book, good: &Good, counts: bool) -> Option<Good> {
    let mut material = good.materials.first()?.clone();
    if !book.no_value_disregarded || counts || good.wholly {
        return None;
    }
    // Of a kind that would matter if it were worth something.
    material.originating = false;
    (material.value, material.weight) = (q(0, 1), q(0, 1));
    let mut out = good.clone();
    out.materials.push(material);
    Some(out)
}

/// The good with one material of another code, if there is one that no condition tells apart from its own.
fn recoded(book: &Book, good: &Good, edges: &Edges, random: &mut Random) -> Option<Good> {
    let place = random.below(good.materials.len());
    let old = good.materials.get(place)?;
    let oracle = Oracle::new(book, good);
    let mut fit = edges
        .codes
        .iter()
        .filter(|code| **code != old.code && code.len() == old.code.len());
    let alike = fit.find_map(|code| {
        let other = Material {
            code: code.clone(),
            ..old.clone()
        };
        let same = |test| oracle.test(test, old) == oracle.test(test, &other);
        edges.tests.iter().all(same).then_some(other)
    });
    let mut out = good.clone();
    *out.materials.get_mut(place)? = alike?;
    Some(out)
}
