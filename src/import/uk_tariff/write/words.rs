//! The names of what is attested, one for each wording.

use std::collections::{BTreeMap, BTreeSet};

/// Longest part of a name that is made of the words.
const LONGEST: usize = 44;
/// Words that a name can do without.
const SMALL: [&str; 22] = [
    "a", "an", "the", "of", "or", "and", "in", "to", "for", "by", "with", "from", "on", "at", "as", "is", "are", "its",
    "their", "which", "that", "used",
];
/// Names that the language or the vocabulary of every import has a use for.
pub(super) const TAKEN: [&str; 40] = [
    "value",
    "weight",
    "date",
    "goods",
    "materials",
    "material",
    "good",
    "producer",
    "change",
    "code",
    "count",
    "every",
    "no",
    "any",
    "sum",
    "share",
    "the",
    "within",
    "min",
    "max",
    "originating",
    "imported",
    "produced",
    "wholly",
    "smallest",
    "largest",
    "nom",
    "vom",
    "ex_works",
    "fob",
    "net_cost",
    "transaction_value",
    "customs_value",
    "good_value",
    "assuming",
    "fact",
    "rule",
    "either",
    "require",
    "note",
];

/// What bears a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// A fact of goods.
    Goods,
    /// A fact of materials.
    Materials,
    /// A text that is attested as a whole.
    Opaque,
}

/// Something declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) sort: Sort,
    pub(super) name: String,
    pub(super) words: String,
    pub(super) cites: String,
}

/// What has been declared so far.
#[derive(Debug, Default)]
pub(super) struct Words {
    names: BTreeMap<(Sort, String), String>,
    taken: BTreeSet<String>,
    /// In the order of first use.
    pub(super) declared: Vec<Declared>,
}

impl Words {
    /// The name for the wording; declared at its first use.
    pub(super) fn name(&mut self, sort: Sort, words: &str, cites: &str) -> String {
        let key = (sort, words.to_lowercase());
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let mut wish = slug(words);
        if sort == Sort::Opaque {
            wish = format!("as_in_{wish}");
        }
        let name = self.free(&wish);
        self.names.insert(key, name.clone());
        self.declared.push(Declared {
            sort,
            name: name.clone(),
            words: words.to_owned(),
            cites: cites.to_owned(),
        });
        name
    }

    /// The name as wished, or numbered.
    pub(super) fn free(&mut self, wish: &str) -> String {
        let mut name = wish.to_owned();
        let mut number = 1_usize;
        while TAKEN.contains(&name.as_str()) || !self.taken.insert(name.clone()) {
            number = number.saturating_add(1);
            name = format!("{wish}_{number}");
        }
        name
    }
}

/// The first telling words, joined by `_`.
pub(super) fn slug(words: &str) -> String {
    let mut slug = String::new();
    let lower = words.to_lowercase();
    let parts = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty() && !SMALL.contains(part));
    for part in parts {
        if slug.len().saturating_add(part.len()) >= LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('_');
        }
        slug.push_str(part);
    }
    if slug.is_empty() {
        slug.push_str("other");
    }
    if slug.starts_with(|c: char| !c.is_ascii_alphabetic()) {
        slug.insert_str(0, "n_");
    }
    slug
}

/// A text between quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
