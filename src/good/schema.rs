//! The JSON schema of a case.

use serde_json::{Map, Value, json};

use crate::ir::{AttributeKind, Bearer, Program};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of every case: attributes have any name and any value.
pub fn schema() -> Value {
    document(
        "A good in its claim context",
        "What is known of a good, of what it is made of and of its producer, for a determination of origin.",
        None,
    )
}

/// The schema of the cases of one program: attributes have the names, kinds and words that it declares.
pub fn schema_for(program: &Program) -> Value {
    let title = format!("A good in its claim context, under {}", program.name);
    let description = program.title.clone().unwrap_or_else(|| program.name.clone());
    document(&title, &description, Some(program))
}

fn document(title: &str, description: &str, program: Option<&Program>) -> Value {
    let open = program.is_none();
    let good = program
        .map(|program| declared(program, &[Bearer::Good]))
        .unwrap_or_default();
    let material = program
        .map(|program| declared(program, &[Bearer::Good, Bearer::Material]))
        .unwrap_or_default();
    let mut producer = Map::new();
    producer.insert(
        "fiscal_year_start".to_owned(),
        described(
            json!({ "$ref": "#/$defs/date" }),
            "The first day of the producer's fiscal year.",
        ),
    );
    producer.extend(
        program
            .map(|program| declared(program, &[Bearer::Producer]))
            .unwrap_or_default(),
    );
    json!({
        "$schema": DIALECT,
        "title": title,
        "description": description,
        "type": "object",
        "required": ["date", "good"],
        "additionalProperties": false,
        "properties": {
            "agreement": described(json!({ "type": "string" }), "The agreement under which the good is judged."),
            "date": described(json!({ "$ref": "#/$defs/date" }), "The date as of which the good is judged."),
            "producer": {
                "description": "What is known of the producer.",
                "type": "object",
                "properties": producer,
                "additionalProperties": additional(open),
            },
            "good": { "$ref": "#/$defs/good" },
            "averages": {
                "description": "The goods of a category over a period taken together, by the category, for averaging.",
                "type": "object",
                "additionalProperties": { "$ref": "#/$defs/good" },
            },
            "parts": {
                "description": "Parts written once, referred to by `part` wherever they are used.",
                "type": "object",
                "additionalProperties": { "$ref": "#/$defs/material" },
            },
        },
        "$defs": {
            "date": {
                "description": "A day from 1900 to 2199, such as 2017-10-13.",
                "type": "string",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "code": {
                "description": "A tariff code of 2, 4, 6, 8 or 10 digits, with or without dots.",
                "type": "string",
                "pattern": "^[0-9]{2}(\\.?[0-9]{2}){0,4}$",
            },
            "country": {
                "description": "A country by its three letters (ISO 3166-1 alpha-3).",
                "type": "string",
                "pattern": "^[A-Z]{3}$",
            },
            "amount": {
                "description": "An exact number that is not below zero: a number, or a text such as \"1200.50\" or \"1/3\".",
                "anyOf": [
                    { "type": "number", "minimum": 0 },
                    { "type": "string", "pattern": "^[0-9][0-9_]*(\\.[0-9]+)?([eE][-+]?[0-9]+)?(/[0-9]+)?$" },
                ],
            },
            "percentage": {
                "description": "A share: \"62.5%\", or the share of one, 0.625.",
                "anyOf": [
                    { "type": "number", "minimum": 0, "maximum": 1 },
                    { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? ?%$|^[0-9]+/[0-9]+$" },
                ],
            },
            "any": {
                "description": "An attribute that the agreement declares.",
                "type": ["string", "number", "boolean", "null"],
            },
            "good": node("The good whose origin is claimed.", good, open),
            "material": node("A material, or a part that is one.", material, open),
        },
    })
}

fn node(description: &str, declared: Map<String, Value>, open: bool) -> Value {
    let fact = |words: &str| described(json!({ "type": "boolean" }), words);
    let country = |words: &str| described(json!({ "$ref": "#/$defs/country" }), words);
    let mut properties = Map::new();
    let fields = [
        (
            "name",
            described(json!({ "type": "string" }), "What it is called in reports."),
        ),
        (
            "part",
            described(
                json!({ "type": "string" }),
                "A part under `parts`; the fields beside it replace its own.",
            ),
        ),
        ("code", json!({ "$ref": "#/$defs/code" })),
        ("country", country("Where it was produced.")),
        ("produced_in", country("The same as `country`.")),
        (
            "imported",
            fact("Whether it was imported into the region, as it is, from outside."),
        ),
        (
            "imported_from",
            country("Where it was produced, and that it was imported from there."),
        ),
        ("self_produced", fact("Whether the producer of the good made it.")),
        (
            "supplier_statement",
            fact("Whether its supplier gave the statement that accumulation needs."),
        ),
        (
            "origin",
            described(
                json!({ "enum": ["originating", "non-originating"] }),
                "Its origin, if that is already known.",
            ),
        ),
        ("wholly_obtained", fact("Whether it is wholly obtained in the region.")),
        (
            "fungible",
            described(
                json!({ "type": "object", "additionalProperties": { "$ref": "#/$defs/percentage" } }),
                "Of materials kept together with others: the share that originates, by the method of managing the inventory.",
            ),
        ),
        (
            "materials",
            described(
                json!({ "type": "array", "items": { "$ref": "#/$defs/material" } }),
                "What it is made of.",
            ),
        ),
    ];
    properties.extend(fields.map(|(name, schema)| (name.to_owned(), schema)));
    properties.extend(declared);
    json!({
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": additional(open),
    })
}

fn additional(open: bool) -> Value {
    if open {
        json!({ "$ref": "#/$defs/any" })
    } else {
        json!(false)
    }
}

/// The names that the program declares for any of these.
fn declared(program: &Program, bearers: &[Bearer]) -> Map<String, Value> {
    let fits = |own: &[Bearer]| own.iter().any(|bearer| bearers.contains(bearer));
    let mut out = Map::new();
    for (_, basis) in program
        .vocabulary
        .bases
        .iter()
        .filter(|(_, basis)| fits(&basis.bearers))
    {
        let kind = json!({ "$ref": "#/$defs/amount" });
        out.insert(
            basis.name.clone(),
            titled(kind, basis.title.as_ref(), basis.citation.as_ref()),
        );
    }
    for (_, attribute) in program
        .vocabulary
        .attributes
        .iter()
        .filter(|(_, attribute)| fits(&attribute.bearers))
    {
        let kind = match &attribute.kind {
            AttributeKind::Enumeration(words) | AttributeKind::Choice(words) => json!({ "enum": words }),
            AttributeKind::Fact | AttributeKind::Opaque => json!({ "type": "boolean" }),
            AttributeKind::Percentage => json!({ "$ref": "#/$defs/percentage" }),
            AttributeKind::Money | AttributeKind::Weight => json!({ "$ref": "#/$defs/amount" }),
            AttributeKind::Count => json!({ "type": "integer", "minimum": 0 }),
            AttributeKind::Date => json!({ "$ref": "#/$defs/date" }),
            AttributeKind::Country(_) => json!({ "$ref": "#/$defs/country" }),
        };
        out.insert(
            attribute.name.clone(),
            titled(kind, attribute.title.as_ref(), attribute.citation.as_ref()),
        );
    }
    out
}

fn titled(schema: Value, title: Option<&String>, citation: Option<&String>) -> Value {
    let words: Vec<&str> = [title, citation].into_iter().flatten().map(String::as_str).collect();
    if words.is_empty() {
        schema
    } else {
        described(schema, &words.join("; "))
    }
}

fn described(mut schema: Value, description: &str) -> Value {
    if let Value::Object(fields) = &mut schema {
        fields.insert("description".to_owned(), json!(description));
    }
    schema
}
