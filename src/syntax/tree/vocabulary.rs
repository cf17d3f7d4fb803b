//! What goods, materials and producers are described by.

use super::{Head, Name, Text};

/// Who bears an attribute or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    /// The good whose origin is claimed, and a material when it is itself judged as a good.
    Goods,
    /// A material used in production.
    Materials,
    /// The producer who claims.
    Producers,
}

/// A declared basis of value of a good or material, in money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Name, title, source.
    pub head: Head,
    /// On what it is stated.
    pub bearers: Vec<Bearer>,
}

/// A declared attribute, fact, choice or opaque requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Name, title (for a fact: the wording to be attested), source.
    pub head: Head,
    /// On what it is stated.
    pub bearers: Vec<Bearer>,
    /// What values it takes.
    pub kind: AttributeKind,
}

/// A word that an attribute may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub name: Name,
    /// What it stands for, in the words of the source, where that is more than the word tells.
    pub says: Option<Text>,
}

/// The values an attribute takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeKind {
    /// `attribute use of goods: original_equipment | aftermarket`
    Enumeration(Vec<Word>),
    /// `fact NAME of goods "wording to be attested"`: true or false, never assumed.
    Fact,
    /// `opaque NAME "text of the requirement"`: attested as a whole, listed in every report.
    Opaque,
    /// `choice NAME of producers: a | b`: what the producer may choose freely.
    Choice(Vec<Name>),
    /// `attribute share of goods: percentage`
    Percentage,
    /// `attribute wage of producers: money`
    Money,
    /// `attribute persons of goods: count`
    Count,
    /// `attribute mass of goods: weight`
    Weight,
    /// `attribute first_prototype of goods: date`
    Date,
    /// `attribute maker of goods: country`
    Country,
}
