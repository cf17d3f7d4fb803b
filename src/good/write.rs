//! Writes cases as JSON that reads back to the same case.

use serde_json::{Map, Number, Value, json};

use crate::amount::Ratio;

use super::{Case, Datum, Node, Origin};

/// Longer numbers are written as fractions, which have no limit of digits when read.
const MAX_DIGITS: usize = 50;

/// The case as JSON: exact decimals as numbers, others as fractions such as `"1/3"`.
pub fn to_json(case: &Case) -> Value {
    let mut out = Map::new();
    if let Some(date) = case.date {
        out.insert("date".to_owned(), json!(date.to_string()));
    }
    if !case.producer.is_empty() {
        let fields = case.producer.iter().map(|(name, value)| (name.clone(), datum(value)));
        out.insert("producer".to_owned(), Value::Object(fields.collect()));
    }
    out.insert("good".to_owned(), node(&case.good));
    if !case.averages.is_empty() {
        let averages = case
            .averages
            .iter()
            .map(|(category, own)| (category.clone(), node(own)));
        out.insert("averages".to_owned(), Value::Object(averages.collect()));
    }
    Value::Object(out)
}

fn node(node: &Node) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    };
    put("name", node.name.as_ref().map(|name| json!(name)));
    put("code", node.code.map(|code| json!(code.to_string())));
    put("country", node.country.as_ref().map(|country| json!(&**country)));
    put("imported", node.imported.map(Value::Bool));
    put("self_produced", node.self_produced.map(Value::Bool));
    put("supplier_statement", node.supplier_statement.map(Value::Bool));
    let origin = node.origin.map(|origin| match origin {
        Origin::Originating => json!("originating"),
        Origin::NonOriginating => json!("non-originating"),
    });
    put("origin", origin);
    put("wholly_obtained", node.wholly_obtained.map(Value::Bool));
    if !node.fungible.is_empty() {
        let shares = node
            .fungible
            .iter()
            .map(|(method, share)| (method.clone(), figure(share)));
        put("fungible", Some(Value::Object(shares.collect())));
    }
    for (name, value) in &node.data {
        put(name, Some(datum(value)));
    }
    let materials = node.materials.iter().map(self::node).collect();
    put(
        "materials",
        (!node.materials.is_empty()).then_some(Value::Array(materials)),
    );
    Value::Object(out)
}

fn datum(datum: &Datum) -> Value {
    match datum {
        Datum::Figure(value) => figure(value),
        // It was read from such a text, so its digits end.
        Datum::Share(share) => json!(format!("{}%", share * &Ratio::HUNDRED)),
        Datum::Word(word) => json!(word),
        Datum::Truth(fact) => json!(fact),
        Datum::Day(day) => json!(day.to_string()),
    }
}

fn figure(value: &Ratio) -> Value {
    let text = value.to_string();
    let number = (text.len() <= MAX_DIGITS)
        .then(|| text.parse::<Number>().ok())
        .flatten();
    match number {
        Some(number) => Value::Number(number),
        None => json!(format!("{}/{}", value.numer_string(), value.denom_string())),
    }
}
