//! A car with many materials, some of which are traced imports.

use std::collections::BTreeMap;
use std::sync::Arc;

use orilex::amount::{Date, Ratio};
use orilex::good::{Case, Datum, Node, Origin};
use orilex::nomenclature::HsCode;

/// What the materials are, in turn: code, and whether it comes from outside.
const KINDS: [(&str, bool); 10] = [
    ("8708.29.11", true),
    ("7318.15.20", false),
    ("8708.99.99", false),
    ("8544.30.00", true),
    ("3926.90.99", true),
    ("7208.51.00", false),
    ("8708.80.10", false),
    ("4016.93.10", true),
    ("9401.90.10", false),
    ("8512.90.00", true),
];

/// Where materials from outside come from, in turn; the others come from the parties.
const ABROAD: [&str; 9] = ["JPN", "CHN", "DEU", "KOR", "THA", "VNM", "IND", "BRA", "TUR"];

/// A car assembled in Mexico in 2017; every material is worth 5, of a net cost of 20,000. Some 120 sorts of material
/// can be told apart by code and country.
pub(crate) fn case(materials: usize) -> Case {
    let mut car = node("8703.23.01", "MEX", None);
    car.data.insert("net_cost".to_owned(), figure(20_000));
    car.data.insert("transaction_value".to_owned(), figure(24_000));
    for fact in ["new_plant", "refit_vehicle", "unassembled", "named_with_its_parts"] {
        car.data.insert(fact.to_owned(), Datum::Truth(false));
    }
    for (place, (code, outside)) in KINDS.iter().cycle().take(materials).enumerate() {
        let abroad = ABROAD.get(place / KINDS.len() % ABROAD.len()).copied().unwrap_or("JPN");
        let party = ["CAN", "USA", "MEX"].get(place / 7 % 3).copied().unwrap_or("CAN");
        let mut material = if *outside {
            Node {
                imported: Some(true),
                ..node(code, abroad, Some(Origin::NonOriginating))
            }
        } else {
            node(code, party, Some(Origin::Originating))
        };
        material.data.insert("value".to_owned(), figure(5));
        car.materials.push(material);
    }
    let fiscal_year = Date::new(2017, 1, 1).map(Datum::Day);
    let producer: BTreeMap<String, Datum> = fiscal_year
        .map(|day| ("fiscal_year_start".to_owned(), day))
        .into_iter()
        .collect();
    Case {
        date: Date::new(2017, 10, 13),
        producer,
        good: car,
        ..Case::default()
    }
}

fn node(code: &str, country: &str, origin: Option<Origin>) -> Node {
    Node {
        code: HsCode::parse(code).ok(),
        country: Some(Arc::from(country)),
        origin,
        ..Node::default()
    }
}

fn figure(amount: i64) -> Datum {
    Datum::Figure(Ratio::from_parts(amount, 1).unwrap_or(Ratio::ZERO))
}
