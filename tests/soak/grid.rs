//! Brute force: every good on a small grid, against every verdict about a tiny rulebook.
//!
//! Figures of tiny rulebooks are quarters of the price, which is sixteen units; so what can be told apart at all can be
//! told apart in whole units, as long as there are few kinds of material. Then a verdict is right exactly if the grid
//! says the same.

mod findings;

use std::collections::{BTreeMap, BTreeSet};

use orilex::check::{self, Days, Relation};
use orilex::nomenclature::CodeSet;
use orilex::verify::Effort;

use crate::boundary::{Edges, after, before, plain};
use crate::codes::on;
use crate::invent::{self, Size};
use crate::model::{Book, Effect, Good, Line, Material, Test, q};
use crate::oracle::{Asked, Oracle, Truth};
use crate::pairs::{admissible, reproducer};
use crate::questions::{Wanted, invent as questions};
use crate::random::Random;
use crate::tally::Tally;
use crate::text::{self, Compiled};

/// The price, in the units in which materials are valued.
const PRICE: i64 = 16;

const GOODS: [&str; 4] = ["870323", "870332", "870829", "731815"];
const MATERIALS: [&str; 6] = ["870323", "870332", "870340", "870810", "870829", "731815"];

/// What all goods of the grid come to: for each that differs, whether it is fit to be judged, and each answer.
struct Seen {
    asked: Vec<(usize, Asked)>,
    rows: BTreeSet<(bool, Vec<Truth>)>,
    /// Whether whatever can be told apart is on the grid.
    whole: bool,
    /// Whether under the first rulebook some good loses its origin because one of its materials originates.
    hurt: bool,
}

impl Seen {
    fn place(&self, book: usize, asked: &Asked) -> Option<usize> {
        self.asked.iter().position(|(own, one)| *own == book && one == asked)
    }

    /// Whether some good has all of these answers; if `fit`, one about which nothing is ill-defined.
    fn some(&self, parts: &[(usize, Asked, bool)], fit: bool) -> bool {
        let places: Option<Vec<(usize, bool)>> = parts
            .iter()
            .map(|(book, asked, holds)| self.place(*book, asked).map(|place| (place, *holds)))
            .collect();
        let Some(places) = places else { return false };
        let mut rows = self.rows.iter().filter(|(own, _)| *own || !fit);
        rows.any(|(_, truths)| {
            places
                .iter()
                .all(|(place, holds)| truths.get(*place) == Some(&Some(*holds)))
        })
    }

    /// Whether there is such a good: a yes or a no where the grid can tell, `None` where it can't.
    fn exists(&self, parts: &[(usize, Asked, bool)]) -> Option<bool> {
        match (self.some(parts, true), self.some(parts, false), self.whole) {
            (true, _, _) => Some(true),
            (false, false, true) => Some(false),
            _ => None,
        }
    }
}

/// One tiny rulebook and a change of it.
pub(crate) fn book(seed: u64, index: u64, most_kinds: usize, tally: &mut Tally) {
    let mut random = Random::of(seed ^ 0xB0B, index);
    let first = invent::book(random.clone(), Size::Tiny);
    let mut second = crate::laws::altered(&first, &mut random);
    "B".clone_into(&mut second.name);
    let Ok(compiled) = text::compile(&[&first, &second]) else {
        return;
    };
    let mut books = vec![first.clone(), second.clone()];
    let mut without: BTreeMap<String, usize> = BTreeMap::new();
    for carve in &first.carves {
        without.insert(carve.name.clone(), books.len());
        books.push(less_carve(&first, &carve.name));
    }
    for tolerance in &first.tolerances {
        without.insert(tolerance.name.clone(), books.len());
        let mut less = first.clone();
        less.tolerances.retain(|one| one.name != tolerance.name);
        books.push(less);
    }
    let pair = [&first, &second];
    let wanted = questions(&pair, &mut random, usize::MAX);
    let Some(seen) = enumerate(&books, &wanted, most_kinds, tally) else {
        return;
    };
    tally.one("grid: rulebooks");
    if seen.whole {
        tally.one("grid: rulebooks of which the grid tells everything");
    }
    let fault = |words: &str| format!("seed {seed}, tiny rulebook {index}: {words}\n{}", reproducer(&pair, ""));
    for one in &wanted {
        if let Some(words) = question(&pair, &compiled, one, &seen, tally) {
            tally.fault("grid", fault(&format!("some good of which {}: {words}", one.words())));
            return;
        }
    }
    let faults = [
        findings::judge(&first, &seen, &without, tally),
        relation(&compiled, &seen, tally),
    ];
    for words in faults.into_iter().flatten() {
        tally.fault("grid", fault(&words));
    }
}

fn less_carve(book: &Book, name: &str) -> Book {
    let mut out = book.clone();
    let mut gone = vec![name.to_owned()];
    while let Some(name) = gone.pop() {
        gone.extend(
            out.carves
                .iter()
                .filter(|carve| carve.target == name)
                .map(|carve| carve.name.clone()),
        );
        out.carves.retain(|carve| carve.name != name);
    }
    out
}

fn question(pair: &[&Book], compiled: &Compiled, wanted: &Wanted, seen: &Seen, tally: &mut Tally) -> Option<String> {
    use orilex::verify::Verdict;
    let asked = wanted.question(pair, compiled)?;
    let effort = Effort {
        minimise: false,
        polish: false,
        ..Effort::default()
    };
    tally.one("grid: questions");
    let verdict = orilex::verify::answer(&asked, &effort);
    let there = seen.exists(&wanted.parts);
    match (&verdict, there) {
        (Verdict::Undecided(why), _) => Some(format!("undecided: {}", why.reason)),
        (Verdict::Possible(witness), Some(false)) => Some(format!(
            "possible, but nowhere on the grid\n{:#}",
            orilex::good::to_json(&witness.case)
        )),
        (Verdict::Impossible(_), Some(true)) => Some("impossible, but on the grid".to_owned()),
        (_, None) => None,
        (Verdict::Possible(_), Some(true)) => {
            tally.one("grid: questions: possible, and on the grid");
            None
        }
        (Verdict::Impossible(_), Some(false)) => {
            tally.one("grid: questions: impossible, and nowhere on the grid");
            None
        }
    }
}

/// Goods of the grid, and what the oracle says of each. `None` if there would be too many.
fn enumerate(books: &[Book], wanted: &[Wanted], most_kinds: usize, tally: &mut Tally) -> Option<Seen> {
    let first = books.first()?;
    let mut asked: Vec<(usize, Asked)> = (0..books.len()).map(|place| (place, Asked::Origin)).collect();
    for (book, one, _) in wanted.iter().flat_map(|wanted| &wanted.parts) {
        if !asked.contains(&(*book, one.clone())) {
            asked.push((*book, one.clone()));
        }
    }
    for (name, body) in bodies(first) {
        for one in [Asked::Fires(name.clone()), Asked::Body(name.clone())] {
            if !asked.contains(&(0, one.clone())) {
                asked.push((0, one));
            }
        }
        for path in Book::paths(body) {
            let one = Asked::Part(name.clone(), path);
            if !asked.contains(&(0, one.clone())) {
                asked.push((0, one));
            }
        }
    }
    let all_edges: Vec<Edges> = books.iter().map(Edges::of).collect();
    let quarters = all_edges
        .iter()
        .flat_map(|edges| &edges.shares)
        .all(|share| (share * q(4, 1)).is_integer());
    let mut seen = Seen {
        asked,
        rows: BTreeSet::new(),
        whole: quarters,
        hurt: false,
    };
    let days: Vec<_> = match all_edges.iter().flat_map(|edges| &edges.days).next() {
        Some(day) => vec![before(*day), *day, after(*day)],
        None => vec![(2003, 5, 17)],
    };
    // The vocabulary itself names the fact twice.
    let asks = |book: &Book| crate::print::text(book).matches("sold").count() > 2;
    let facts: &[bool] = if books.iter().any(asks) {
        &[false, true]
    } else {
        &[false]
    };
    for code in GOODS {
        let kinds = kinds(books, &all_edges, code);
        if kinds.len() > most_kinds {
            return None;
        }
        let values: Vec<i64> = if kinds.len() < 3 {
            (-1..=17).collect()
        } else {
            vec![-1, 0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13]
        };
        for date in &days {
            for fact in facts {
                let mut good = Good {
                    code: code.to_owned(),
                    date: *date,
                    facts: vec![*fact, false],
                    price: q(PRICE, 1),
                    cost: q(PRICE, 1),
                    ..plain()
                };
                fill(books, &kinds, &values, &mut good, &mut seen, tally);
            }
        }
    }
    Some(seen)
}

/// Every way to value the kinds: minus one stands for "none of it".
fn fill(books: &[Book], kinds: &[Material], values: &[i64], good: &mut Good, seen: &mut Seen, tally: &mut Tally) {
    let Some((kind, rest)) = kinds.split_first() else {
        tally.one("grid: goods");
        let fits = |book: &Book| admissible(book, good) && on(&book.in_force, good.date);
        let mut fit = books.iter().all(fits);
        if !fit {
            return;
        }
        let oracles: Vec<Oracle<'_>> = books.iter().map(|book| Oracle::new(book, good)).collect();
        let truths = seen
            .asked
            .iter()
            .map(|(book, asked)| oracles.get(*book).and_then(|oracle| oracle.asked(asked)));
        let truths: Vec<Truth> = truths.collect();
        fit &= oracles.iter().all(|oracle| !oracle.saw_ill());
        seen.hurt = seen.hurt
            || (fit && truths.first() == Some(&Some(true)) && books.first().is_some_and(|book| hurts(book, good)));
        seen.rows.insert((fit, truths));
        return;
    };
    for value in values {
        if *value >= 0 {
            good.materials.push(Material {
                value: q(*value, 1),
                ..kind.clone()
            });
        }
        fill(books, rest, values, good, seen, tally);
        if *value >= 0 {
            good.materials.pop();
        }
    }
}

/// Whether the good, which originates, no longer does once one of its materials originates.
fn hurts(book: &Book, good: &Good) -> bool {
    (0..good.materials.len()).any(|place| {
        let mut other = good.clone();
        other.materials.iter_mut().skip(place).take(1).for_each(|one| {
            (one.originating, one.imported, one.country) = (true, false, "USA".to_owned());
        });
        let oracle = Oracle::new(book, &other);
        oracle.origin() == Some(false) && !oracle.saw_ill()
    })
}

/// One material of each kind that no test of the rulebooks tells apart.
fn kinds(books: &[Book], edges: &[Edges], code: &str) -> Vec<Material> {
    let good = Good {
        code: code.to_owned(),
        ..plain()
    };
    let mut out: BTreeMap<Vec<Truth>, Material> = BTreeMap::new();
    for code in MATERIALS {
        for originating in [false, true] {
            let material = Material {
                code: code.to_owned(),
                originating,
                imported: !originating,
                country: if originating { "USA" } else { "JPN" }.to_owned(),
                part: false,
                grade: 0,
                value: q(0, 1),
                weight: q(0, 1),
            };
            let mut sign = Vec::new();
            for (book, edges) in books.iter().zip(edges) {
                let oracle = Oracle::new(book, &good);
                let tests = edges.tests.iter().chain([&Test::NonOriginating]);
                sign.extend(tests.map(|test| oracle.test(test, &material)));
            }
            out.entry(sign).or_insert(material);
        }
    }
    out.into_values().collect()
}

fn bodies(book: &Book) -> Vec<(String, &[Line])> {
    let mut out: Vec<(String, &[Line])> = book
        .rules
        .iter()
        .filter(|rule| !rule.asks_rules)
        .map(|rule| (rule.name.clone(), rule.body.as_slice()))
        .collect();
    for carve in &book.carves {
        if let Effect::Body(body) = &carve.effect {
            out.push((carve.name.clone(), body));
        }
    }
    out
}

fn relation(compiled: &Compiled, seen: &Seen, tally: &mut Tally) -> Option<String> {
    let find = |name: &str| compiled.texts.iter().find(|text| *text.text.name == *name);
    let comparison = check::compare(find("A")?, find("B")?, Days::default(), &CodeSet::all(), &Effort::low());
    let only = |under: usize| seen.exists(&[(under, Asked::Origin, true), (1 - under, Asked::Origin, false)]);
    tally.one("grid: comparisons of two texts");
    let expected = match (only(0)?, only(1)?) {
        (false, false) => Relation::Equivalent,
        (true, false) => Relation::Stricter,
        (false, true) => Relation::Laxer,
        (true, true) => Relation::Incomparable,
    };
    (comparison.relation != expected).then(|| format!("compare says {:?}, the grid {expected:?}", comparison.relation))
}
