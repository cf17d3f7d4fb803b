//! Certificates as JSON: numbers of any size are written as digits in quotes.

use num_bigint::BigInt;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

use super::{Certificate, FORMAT};

/// Why a text is no certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl Certificate {
    /// Reads one; says why where the text is none.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let read: Self = serde_json::from_str(text).map_err(|error| Unreadable(error.to_string()))?;
        if read.format == FORMAT {
            Ok(read)
        } else {
            Err(Unreadable(format!("the format is `{}`, not `{FORMAT}`", read.format)))
        }
    }

    /// Writes it, a statement or a step to a line, so that two certificates can be compared by eye.
    pub fn write(&self) -> Result<String, Unreadable> {
        let line = |value: serde_json::Result<String>| value.map_err(|error| Unreadable(error.to_string()));
        let rows = |rows: Vec<serde_json::Result<String>>| -> Result<String, Unreadable> {
            let rows: Result<Vec<String>, _> = rows.into_iter().map(line).collect();
            Ok(rows?.join(",\n    "))
        };
        let conditions = rows(self.conditions.iter().map(serde_json::to_string).collect())?;
        let numbers = rows(self.numbers.iter().map(serde_json::to_string).collect())?;
        let statements = rows(self.statements.iter().map(serde_json::to_string).collect())?;
        let proof = rows(self.proof.iter().map(serde_json::to_string).collect())?;
        Ok(format!(
            "{{\n  \"format\": {},\n  \"proves\": {},\n  \"conditions\": [\n    {conditions}\n  ],\n  \"numbers\": [\n    \
             {numbers}\n  ],\n  \"statements\": [\n    {statements}\n  ],\n  \"proof\": [\n    {proof}\n  ]\n}}\n",
            line(serde_json::to_string(&self.format))?,
            line(serde_json::to_string(&self.proves))?,
        ))
    }
}

fn parse<E: serde::de::Error>(text: &str) -> Result<BigInt, E> {
    text.parse()
        .map_err(|_| E::custom(format!("`{text}` is no whole number")))
}

/// One number as digits.
pub(super) mod digits {
    use super::{BigInt, Deserializer, Serializer, parse};
    use serde::{Deserialize as _, Serialize as _};

    pub(crate) fn serialize<S: Serializer>(value: &BigInt, to: S) -> Result<S::Ok, S::Error> {
        value.to_string().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BigInt, D::Error> {
        parse(&String::deserialize(from)?)
    }
}

/// Places, each with a number as digits.
pub(super) mod terms {
    use super::{BigInt, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &[(usize, BigInt)], to: S) -> Result<S::Ok, S::Error> {
        super::write_terms(value, to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(usize, BigInt)>, D::Error> {
        super::read_terms(from)
    }
}

fn write_terms<S: Serializer>(value: &[(usize, BigInt)], to: S) -> Result<S::Ok, S::Error> {
    let rows: Vec<(usize, String)> = value
        .iter()
        .map(|(place, number)| (*place, number.to_string()))
        .collect();
    rows.serialize(to)
}

fn read_terms<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(usize, BigInt)>, D::Error> {
    let rows: Vec<(usize, String)> = Vec::deserialize(from)?;
    let rows = rows.into_iter().map(|(place, digits)| Ok((place, parse(&digits)?)));
    rows.collect::<Result<_, D::Error>>().map_err(D::Error::custom)
}
