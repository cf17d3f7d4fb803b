//! Cases: a concrete good, what it is made of, and the context in which its origin is claimed.
//!
//! A case is plain data in the vocabulary of the trade; which attributes exist is the agreement's business and
//! is checked when a case is loaded against a program.

mod read;
mod schema;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::amount::{Date, Ratio};
use crate::nomenclature::HsCode;

pub use read::{Format, NODE_FIELDS, Reading, from_value, read, read_json, read_toml, read_yaml, unknown_country};
pub use schema::{schema, schema_for};
pub use write::to_json;

/// A good in its claim context.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// The date as of which it is judged.
    pub date: Option<Date>,
    /// What is known of the producer: the attributes that the agreement declares for producers, and
    /// `fiscal_year_start`.
    pub producer: BTreeMap<String, Datum>,
    /// The good.
    pub good: Node,
    /// The goods of a category over a period taken together, by the category's word, for averaging.
    pub averages: BTreeMap<String, Node>,
}

/// A good or a material.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// What it is called, for reports.
    pub name: Option<String>,
    /// Its code.
    pub code: Option<HsCode>,
    /// Where it was produced (ISO 3166 alpha-3).
    pub country: Option<Arc<str>>,
    /// Whether it was imported into the region, as it is, from outside.
    pub imported: Option<bool>,
    /// Whether the producer of the good made it.
    pub self_produced: Option<bool>,
    /// Whether its supplier gave the statement that accumulation needs (Art. 404).
    pub supplier_statement: Option<bool>,
    /// Its origin, if already known (a certificate, an advance ruling).
    pub origin: Option<Origin>,
    /// Whether it is wholly obtained in the region.
    pub wholly_obtained: Option<bool>,
    /// Of materials kept together with others like them: the share that originates, by the method of managing the
    /// inventory (Art. 406).
    pub fungible: BTreeMap<String, Ratio>,
    /// Values, weights, attributes and facts by name: `value`, `weight`, and what the agreement declares.
    pub data: BTreeMap<String, Datum>,
    /// What it is made of.
    pub materials: Vec<Node>,
}

/// An origin that is already known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Originating.
    Originating,
    /// Non-originating.
    NonOriginating,
}

/// One thing known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Money, a weight, a count, or a percentage as a share of one.
    Figure(Ratio),
    /// A share of one that was written as a percentage, and can be nothing else.
    Share(Ratio),
    /// A value of an enumeration, or a country.
    Word(String),
    /// A fact.
    Truth(bool),
    /// A day.
    Day(Date),
}
