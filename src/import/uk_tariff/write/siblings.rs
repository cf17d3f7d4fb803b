//! Rows that share out the goods of one range: a good is described by one of them, so that they exclude each other.

use std::collections::BTreeSet;

use super::words::{TAKEN, quoted, slug};
use super::{Row, clause};
use crate::import::uk_tariff::scope::{Part, is_partly, is_slice};
use crate::nomenclature::CodeRange;

/// What tells a row from the others of its range.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Share {
    /// Goods of this description.
    Described(String),
    /// The others of this description.
    RestOf(String),
    /// All others.
    Rest,
}

impl Share {
    fn of(part: &Part) -> Self {
        match part {
            Part::Described(words) => Self::Described(words.to_lowercase()),
            Part::Rest(Some(parent)) => Self::RestOf(parent.to_lowercase()),
            Part::Rest(None) | Part::Whole => Self::Rest,
        }
    }
}

/// The rows of one range.
#[derive(Debug)]
pub(super) struct Siblings {
    pub(super) range: CodeRange,
    /// Whether they are what a chapter has left beside the headings that have rows of their own.
    pub(super) slice: bool,
    /// An attribute of goods tells them apart, where a single fact does not.
    pub(super) attribute: Option<Attribute>,
    /// The one description, where a fact tells its goods from the others.
    pub(super) alone: Option<String>,
}

/// An attribute of goods with a word for each share.
#[derive(Debug)]
pub(super) struct Attribute {
    name: String,
    title: String,
    cites: String,
    values: Vec<(Share, String)>,
}

impl Attribute {
    /// An attribute without values as yet.
    pub(super) fn new(name: String, title: String, cites: String) -> Self {
        Self {
            name,
            title,
            cites,
            values: Vec::new(),
        }
    }

    /// The test that a good is of the share.
    pub(super) fn is(&mut self, share: &Share) -> String {
        let value = self.value(share);
        format!("{} is {value}", self.name)
    }

    /// The word for the share; one is made for a share that has none.
    fn value(&mut self, share: &Share) -> String {
        if let Some((_, name)) = self.values.iter().find(|(known, _)| known == share) {
            return name.clone();
        }
        let wish = match share {
            // The last step of a description tells most.
            Share::Described(words) => slug(words.rsplit(": ").next().unwrap_or(words)),
            Share::RestOf(parent) => format!("other_{}", slug(parent)),
            Share::Rest => "other".to_owned(),
        };
        let mut name = wish.clone();
        let mut number = 1_usize;
        let taken = |name: &str| TAKEN.contains(&name) || self.values.iter().any(|(_, known)| known == name);
        while taken(&name) || name == "other" && *share != Share::Rest {
            number = number.saturating_add(1);
            name = format!("{wish}_{number}");
        }
        self.values.push((share.clone(), name.clone()));
        name
    }

    /// The declaration; the word for all others comes last.
    pub(super) fn declaration(&self) -> String {
        let last = |share: &Share| *share == Share::Rest;
        let values: Vec<&str> = self
            .values
            .iter()
            .filter(|(share, _)| !last(share))
            .chain(self.values.iter().filter(|(share, _)| last(share)))
            .map(|(_, name)| name.as_str())
            .collect();
        let begin = format!("attribute {} of goods:", self.name);
        clause(
            &begin,
            &[
                values.join(" | "),
                quoted(&self.title),
                format!("cites {}", quoted(&self.cites)),
            ],
        )
    }
}

/// The rows by their ranges. `free` finds a name.
pub(super) fn groups(rows: &[Row<'_>], source: &str, mut free: impl FnMut(&str) -> String) -> Vec<Siblings> {
    let mut groups: Vec<Siblings> = Vec::new();
    for row in rows {
        let range = row.scope.range;
        if matches!(row.scope.part, Part::Whole) || groups.iter().any(|group| group.range == range) {
            continue;
        }
        let own: Vec<&Row<'_>> = rows.iter().filter(|row| row.scope.range == range).collect();
        let shares: BTreeSet<Share> = own.iter().map(|row| Share::of(&row.scope.part)).collect();
        let described = shares.iter().filter(|share| **share != Share::Rest).count();
        let mut group = Siblings {
            range,
            slice: own.iter().all(|row| is_slice(row.set)),
            attribute: None,
            alone: None,
        };
        if described > 1 {
            let (from, to) = range.ends();
            let codes = if from == to {
                from.digits()
            } else {
                format!("{}_to_{}", from.digits(), to.digits())
            };
            let written = if from == to {
                from.to_string()
            } else {
                format!("{from} to {to}")
            };
            let first = own.first().map_or(0, |row| row.set.row);
            let mut attribute = Attribute::new(
                free(&format!("goods_of_{codes}")),
                format!("which goods of {written}"),
                format!("{source}, row {first}"),
            );
            for row in &own {
                attribute.value(&Share::of(&row.scope.part));
            }
            // Rows for parts of a heading need not be all of it.
            if own.iter().any(|row| is_partly(row.set)) {
                attribute.value(&Share::Rest);
            }
            group.attribute = Some(attribute);
        } else {
            group.alone = own.iter().find_map(|row| match &row.scope.part {
                Part::Described(words) | Part::Rest(Some(words)) => Some(words.clone()),
                _ => None,
            });
        }
        groups.push(group);
    }
    groups
}

/// The share of a row.
pub(super) fn share(row: &Row<'_>) -> Share {
    Share::of(&row.scope.part)
}
