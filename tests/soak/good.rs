//! Goods of the model as cases for the evaluator, and goods that the verifier found as goods of the model.

use std::collections::BTreeMap;
use std::sync::Arc;

use num_traits::Zero;
use orilex::amount::{Date, Ratio};
use orilex::good::{Case, Datum, Node, Origin};
use orilex::nomenclature::HsCode;

use crate::model::{Day, FACTS, GRADES, Good, Material, Q, USES, q};

fn ratio(number: &Q) -> Ratio {
    Ratio::from_big(number.numer().clone(), number.denom().clone()).unwrap_or_default()
}

fn number(ratio: &Ratio) -> Q {
    Q::new(ratio.numerator(), ratio.denominator())
}

fn date((year, month, day): Day) -> Option<Date> {
    Date::new(year, month, day)
}

fn day(date: Date) -> Day {
    (date.year(), date.month(), date.day())
}

fn figure(number: &Q) -> Datum {
    Datum::Figure(ratio(number))
}

fn word(words: &[&str], index: usize) -> Datum {
    Datum::Word(words.get(index).copied().unwrap_or_default().to_owned())
}

/// The good with all that there is to know of it.
pub(crate) fn case(good: &Good) -> Case {
    let mut data: BTreeMap<String, Datum> = BTreeMap::new();
    for (name, holds) in FACTS.iter().zip(&good.facts) {
        data.insert((*name).to_owned(), Datum::Truth(*holds));
    }
    data.insert("use".to_owned(), word(&USES, good.usage));
    data.insert("price".to_owned(), figure(&good.price));
    data.insert("net_cost".to_owned(), figure(&good.cost));
    data.insert("weight".to_owned(), figure(&good.weight));
    data.insert("seats".to_owned(), figure(&good.seats));
    data.extend(date(good.first_made).map(|day| ("first_made".to_owned(), Datum::Day(day))));
    let fiscal = date(good.fiscal).map(|day| ("fiscal_year_start".to_owned(), Datum::Day(day)));
    Case {
        date: date(good.date),
        producer: fiscal.into_iter().collect(),
        good: Node {
            code: HsCode::parse(&good.code).ok(),
            country: Some(Arc::from(good.country.as_str())),
            wholly_obtained: Some(good.wholly),
            data,
            materials: good.materials.iter().map(node).collect(),
            ..Node::default()
        },
        averages: BTreeMap::new(),
    }
}

fn node(material: &Material) -> Node {
    let data = [
        ("part", Datum::Truth(material.part)),
        ("grade", word(&GRADES, material.grade)),
        ("value", figure(&material.value)),
        ("weight", figure(&material.weight)),
    ];
    let origin = if material.originating {
        Origin::Originating
    } else {
        Origin::NonOriginating
    };
    Node {
        code: HsCode::parse(&material.code).ok(),
        country: Some(Arc::from(material.country.as_str())),
        imported: Some(material.imported),
        self_produced: Some(false),
        supplier_statement: Some(false),
        origin: Some(origin),
        data: data.into_iter().map(|(name, datum)| (name.to_owned(), datum)).collect(),
        ..Node::default()
    }
}

/// So many ways to fill in what a good that is shown leaves open.
pub(crate) const WAYS: usize = 4;

/// A good that the verifier shows; what it leaves out, no condition of its question looked at, so anything does: each `way`
/// fills in something else. `None` if it is no good of the model.
pub(crate) fn read(case: &Case, way: usize) -> Option<Good> {
    let node = &case.good;
    let claimed = day(case.date?);
    let dated = |datum: Option<&Datum>| match datum {
        Some(Datum::Day(on)) => day(*on),
        _ => claimed,
    };
    Some(Good {
        code: node.code?.digits(),
        date: claimed,
        fiscal: dated(case.producer.get("fiscal_year_start")),
        first_made: dated(node.data.get("first_made")),
        facts: FACTS.iter().map(|name| truth(node, name, way)).collect(),
        usage: chosen(node, "use", &USES, way),
        price: amount(node, "price").unwrap_or_else(|| q(1, 1)),
        cost: amount(node, "net_cost").unwrap_or_else(|| q(1, 1)),
        weight: amount(node, "weight").unwrap_or_else(|| q(1, 1)),
        seats: amount(node, "seats").unwrap_or_else(Q::zero),
        country: node.country.as_deref().unwrap_or("USA").to_owned(),
        wholly: node.wholly_obtained == Some(true),
        materials: node
            .materials
            .iter()
            .map(|one| material(one, way))
            .collect::<Option<_>>()?,
    })
}

fn material(node: &Node, way: usize) -> Option<Material> {
    if !node.materials.is_empty() {
        return None;
    }
    let little = || q(i64::from(way % 2 == 1), 100);
    Some(Material {
        code: node.code?.digits(),
        originating: node.origin? == Origin::Originating,
        imported: node.imported?,
        country: node.country.as_deref()?.to_owned(),
        part: truth(node, "part", way),
        grade: chosen(node, "grade", &GRADES, way),
        value: amount(node, "value").unwrap_or_else(little),
        weight: amount(node, "weight").unwrap_or_else(little),
    })
}

fn truth(node: &Node, name: &str, way: usize) -> bool {
    match node.data.get(name) {
        Some(datum) => *datum == Datum::Truth(true),
        None => way > 1,
    }
}

fn chosen(node: &Node, name: &str, words: &[&str], way: usize) -> usize {
    match node.data.get(name) {
        Some(Datum::Word(word)) => words.iter().position(|own| own == word).unwrap_or(0),
        _ => way % words.len().max(1),
    }
}

fn amount(node: &Node, name: &str) -> Option<Q> {
    match node.data.get(name) {
        Some(Datum::Figure(value) | Datum::Share(value)) => Some(number(value)),
        _ => None,
    }
}
