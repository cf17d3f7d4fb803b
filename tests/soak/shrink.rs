//! Makes what disagrees smaller for as long as it disagrees.

use crate::model::{Book, Cond, Days, Effect, Good, Line, Rounding};
use crate::pairs::{differ, reproducer, show};
use crate::questions::Wanted;
use crate::text;

/// A rulebook and a good about which evaluator and oracle differ.
pub(crate) fn pair(seed: u64, index: u64, book: &Book, good: &Good, words: &str) -> String {
    let still = |book: &Book, good: &Good| {
        let compiled = text::compile(&[book]).ok();
        compiled
            .as_ref()
            .and_then(|compiled| differ(book, compiled.program(&book.name)?, good))
    };
    let (mut book, mut good, mut words) = (book.clone(), good.clone(), words.to_owned());
    loop {
        let goods = smaller_goods(&good).into_iter().map(|good| (book.clone(), good));
        let books = smaller(&book).into_iter().map(|book| (book, good.clone()));
        let found = goods
            .chain(books)
            .find_map(|(book, good)| still(&book, &good).map(|words| (book, good, words)));
        match found {
            Some(next) => (book, good, words) = next,
            None => break,
        }
    }
    let text = reproducer(&[&book], &show(&good));
    format!("seed {seed}, rulebook {index}: {words}\n{text}")
}

/// A question that verifier and oracle answer differently: as it is, for its goods are not known beforehand.
pub(crate) fn question(seed: u64, index: u64, books: &[&Book], wanted: &Wanted, words: &str) -> String {
    let text = reproducer(books, words);
    format!(
        "seed {seed}, rulebook {index}: some good of which {}\n{text}",
        wanted.words()
    )
}

fn smaller_goods(good: &Good) -> Vec<Good> {
    (0..good.materials.len())
        .map(|place| {
            let mut out = good.clone();
            out.materials.remove(place);
            out
        })
        .collect()
}

/// The list without one of its members, each.
fn less<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    (0..all.len())
        .map(|place| {
            let mut out = all.to_vec();
            out.remove(place);
            out
        })
        .collect()
}

/// Rulebooks with a little less in them; not all of them compile.
fn smaller(book: &Book) -> Vec<Book> {
    let mut out = Vec::new();
    let mut with = |change: &dyn Fn(&mut Book)| {
        let mut next = book.clone();
        change(&mut next);
        if next != *book {
            out.push(next);
        }
    };
    for rest in less(&book.carves) {
        with(&|next| next.carves.clone_from(&rest));
    }
    for rest in less(&book.rules) {
        with(&|next| next.rules.clone_from(&rest));
    }
    for rest in less(&book.tolerances) {
        with(&|next| next.tolerances.clone_from(&rest));
    }
    for rest in less(&book.thresholds) {
        with(&|next| next.thresholds.clone_from(&rest));
    }
    for rest in less(&book.measures) {
        with(&|next| next.measures.clone_from(&rest));
    }
    for rest in less(&book.definitions) {
        with(&|next| next.definitions.clone_from(&rest));
    }
    for rest in less(&book.lists) {
        with(&|next| next.lists.clone_from(&rest));
    }
    with(&|next| next.in_force = Days::default());
    with(&|next| next.rounding = Rounding::Unrounded);
    with(&|next| next.ordered = false);
    with(&|next| next.narrower = false);
    with(&|next| next.no_value_disregarded = false);
    with(&|next| next.imported_rule = false);
    with(&|next| next.turned = 0);
    for (place, rule) in book.rules.iter().enumerate() {
        let mut changed = |change: &dyn Fn(&mut crate::model::Rule)| {
            with(&|next| next.rules.get_mut(place).into_iter().for_each(change));
        };
        changed(&|rule| rule.when = None);
        changed(&|rule| rule.days = Days::default());
        changed(&|rule| rule.despite.clear());
        changed(&|rule| rule.subject_to.clear());
        changed(&|rule| rule.scope.iter_mut().for_each(|scope| scope.except.clear()));
        for when in rule.when.iter().flat_map(simpler) {
            changed(&|rule| rule.when = Some(when.clone()));
        }
        for body in bodies(&rule.body) {
            changed(&|rule| rule.body.clone_from(&body));
        }
    }
    for (place, carve) in book.carves.iter().enumerate() {
        let mut changed = |change: &dyn Fn(&mut crate::model::Carve)| {
            with(&|next| next.carves.get_mut(place).into_iter().for_each(change));
        };
        changed(&|carve| carve.when = None);
        changed(&|carve| carve.scope = None);
        changed(&|carve| carve.days = Days::default());
        if let Effect::Body(body) = &carve.effect {
            for body in bodies(body) {
                changed(&|carve| carve.effect = Effect::Body(body.clone()));
            }
        }
    }
    for (place, one) in book.tolerances.iter().enumerate() {
        let mut changed = |change: &dyn Fn(&mut crate::model::Tolerance)| {
            with(&|next| next.tolerances.get_mut(place).into_iter().for_each(change));
        };
        changed(&|one| one.when = None);
        changed(&|one| one.scope = None);
        changed(&|one| one.not_for = None);
        changed(&|one| one.days = Days::default());
        for rest in less(&one.relaxing) {
            changed(&|one| one.relaxing.clone_from(&rest));
        }
    }
    for (place, one) in book.thresholds.iter().enumerate() {
        // A threshold without any stage says nothing, and the compiler takes it for nothing.
        for rest in less(&one.stages).into_iter().filter(|rest| !rest.is_empty()) {
            with(&|next| {
                next.thresholds
                    .get_mut(place)
                    .into_iter()
                    .for_each(|one| one.stages.clone_from(&rest));
            });
        }
    }
    for (place, _) in book.measures.iter().enumerate() {
        with(&|next| {
            next.measures
                .get_mut(place)
                .into_iter()
                .for_each(|one| one.available = None);
        });
    }
    out
}

fn simpler(said: &Cond) -> Vec<Cond> {
    match said {
        Cond::Not(inner) => vec![inner.as_ref().clone()],
        Cond::All(parts) | Cond::Any(parts) => parts.clone(),
        _ => Vec::new(),
    }
}

/// Bodies with one line less, or with a simpler line.
fn bodies(body: &[Line]) -> Vec<Vec<Line>> {
    let mut out: Vec<Vec<Line>> = less(body).into_iter().filter(|rest| !rest.is_empty()).collect();
    for (place, line) in body.iter().enumerate() {
        let mut put = |line: Line| {
            let mut next = body.to_vec();
            next.splice(place..=place, [line]);
            out.push(next);
        };
        match line {
            Line::Require(name, said) => simpler(said)
                .into_iter()
                .for_each(|said| put(Line::Require(name.clone(), said))),
            Line::Change(name, change) => {
                let mut fewer = change.clone();
                fewer.except = None;
                put(Line::Change(name.clone(), fewer.clone()));
                if fewer.from.len() > 1 {
                    fewer.from.truncate(1);
                    put(Line::Change(name.clone(), fewer));
                }
            }
            Line::Either(ways) => {
                for rest in less(ways).into_iter().filter(|rest| rest.len() > 1) {
                    put(Line::Either(rest));
                }
                for (way, (name, lines)) in ways.iter().enumerate() {
                    for fewer in bodies(lines) {
                        let mut ways = ways.clone();
                        ways.splice(way..=way, [(name.clone(), fewer)]);
                        put(Line::Either(ways));
                    }
                }
            }
        }
    }
    out.retain(|next| next != body);
    out
}
