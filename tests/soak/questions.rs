//! Questions about a rulebook, or two, that verifier and oracle both can be asked.

use crate::model::{Book, Good, Kind, Line};
use crate::oracle::{Asked, Oracle, Truth, all, not};
use crate::random::Random;
use crate::text::{Compiled, query};
use orilex::verify::{Query, Question};

/// Some good of which all of these hold or don't: the place of the text, what is asked, and whether it is to hold.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) parts: Vec<(usize, Asked, bool)>,
}

impl Wanted {
    /// The question as the verifier takes it.
    pub(crate) fn question<'a>(&self, books: &[&Book], compiled: &'a Compiled) -> Option<Question<'a>> {
        let programs: Option<Vec<_>> = books.iter().map(|book| compiled.program(&book.name)).collect();
        let programs = programs?;
        let mut parts = Vec::new();
        for (place, asked, holds) in &self.parts {
            parts.push(query(programs.get(*place)?, *place, asked, *holds)?);
        }
        Some(Question::new(programs, Query::All(parts)))
    }

    /// What the oracle says of a good, and whether it saw anything that can't be judged.
    pub(crate) fn holds(&self, books: &[&Book], good: &Good) -> (Truth, bool) {
        let mut ill = false;
        let mut said = Vec::new();
        for (place, asked, holds) in &self.parts {
            let Some(book) = books.get(*place) else {
                return (None, true);
            };
            let oracle = Oracle::new(book, good);
            let truth = oracle.asked(asked);
            ill |= oracle.saw_ill() || truth.is_none();
            said.push(if *holds { truth } else { not(truth) });
        }
        (all(said), ill)
    }

    pub(crate) fn words(&self) -> String {
        let part = |(place, asked, holds): &(usize, Asked, bool)| {
            format!("{}{asked:?} under {place}", if *holds { "" } else { "not " })
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join(" and ")
    }
}

/// Some questions about the first book, and about both where there are two.
pub(crate) fn invent(books: &[&Book], random: &mut Random, many: usize) -> Vec<Wanted> {
    let Some(book) = books.first() else { return Vec::new() };
    let mut all: Vec<Vec<(usize, Asked, bool)>> = Vec::new();
    let origin = |holds: bool| (0, Asked::Origin, holds);
    all.push(vec![origin(true)]);
    all.push(vec![origin(false)]);
    let mut bodies: Vec<(&str, &[Line])> = Vec::new();
    // What a criterion asks of the product rules is asked with "originates".
    for rule in book.rules.iter().filter(|rule| !rule.asks_rules) {
        bodies.push((&rule.name, &rule.body));
    }
    for carve in &book.carves {
        if let crate::model::Effect::Body(lines) = &carve.effect
            && book.rule(&carve.target).is_some()
        {
            bodies.push((&carve.name, lines));
        }
        all.push(vec![(0, Asked::Carved(carve.name.clone()), true)]);
        all.push(vec![(0, Asked::Carved(carve.name.clone()), true), origin(true)]);
    }
    for (name, body) in &bodies {
        let fires = || (0, Asked::Fires((*name).to_owned()), true);
        let met = |holds| (0, Asked::Body((*name).to_owned()), holds);
        all.push(vec![fires(), met(true)]);
        all.push(vec![fires(), met(false)]);
        all.push(vec![fires(), met(true), origin(false)]);
        let product = book.rule(name).is_some_and(|rule| rule.kind == Kind::Product);
        if product {
            all.push(vec![fires(), met(false), origin(true)]);
        }
        for path in Book::paths(body) {
            let part = |holds| (0, Asked::Part((*name).to_owned(), path.clone()), holds);
            all.push(vec![fires(), part(true), met(false)]);
            all.push(vec![fires(), part(false), met(true)]);
            all.push(vec![fires(), part(true), origin(false)]);
        }
        alternatives(name, body, &mut Vec::new(), &mut all);
    }
    for (place, (one, _)) in bodies.iter().enumerate() {
        for (other, _) in bodies.iter().skip(place + 1) {
            let fires = |name: &str| (0, Asked::Fires(name.to_owned()), true);
            let met = |name: &str, holds| (0, Asked::Body(name.to_owned()), holds);
            all.push(vec![fires(one), fires(other), met(one, true), met(other, false)]);
        }
    }
    let mut out: Vec<Wanted> = Vec::new();
    if books.len() > 1 {
        let other = |holds: bool| (1, Asked::Origin, holds);
        out.push(Wanted {
            parts: vec![origin(true), other(false)],
        });
        out.push(Wanted {
            parts: vec![origin(false), other(true)],
        });
    }
    while out.len() < many && !all.is_empty() {
        let parts = all.swap_remove(random.below(all.len()));
        out.push(Wanted { parts });
    }
    out
}

/// Each alternative and none of the others.
fn alternatives(name: &str, body: &[Line], around: &mut Vec<String>, out: &mut Vec<Vec<(usize, Asked, bool)>>) {
    for line in body {
        let Line::Either(ways) = line else { continue };
        for (place, (own, inner)) in ways.iter().enumerate() {
            let path = |way: &str| [around.as_slice(), &[way.to_owned()]].concat();
            let mut parts = vec![
                (0, Asked::Fires(name.to_owned()), true),
                (0, Asked::Part(name.to_owned(), path(own)), true),
            ];
            for (other_place, (other, _)) in ways.iter().enumerate() {
                if other_place != place {
                    parts.push((0, Asked::Part(name.to_owned(), path(other)), false));
                }
            }
            out.push(parts);
            around.push(own.clone());
            alternatives(name, inner, around, out);
            around.pop();
        }
    }
}
