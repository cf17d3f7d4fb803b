//! Descriptions of goods in the words of the text, each a fact with a name.

use std::collections::{BTreeMap, BTreeSet};

use super::clause::Span;
use super::rule::Test;

/// How many words of a description its name keeps.
const WORDS_IN_NAME: usize = 8;
/// Words that a name does without.
const LEFT_OUT: [&str; 9] = ["the", "a", "an", "of", "in", "for", "to", "with", "is"];
/// Names that would mean something else.
const TAKEN: [&str; 14] = [
    "good",
    "goods",
    "materials",
    "material",
    "other",
    "value",
    "weight",
    "any",
    "no",
    "code",
    "date",
    "sum",
    "share",
    "part",
];

/// Of what a fact is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// What the good or a material is.
    Description,
    /// What was done to the good, or another condition on it.
    Condition,
    /// A rule that was not understood.
    Opaque,
}

/// A declared fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// Its name in the rulebook.
    pub(super) name: String,
    /// The words of the text.
    pub(super) words: String,
    /// What it is told of.
    pub(super) kind: Kind,
    /// Where it was first met: the codes of the rule, with its number.
    pub(super) cites: String,
}

/// All facts of a schedule.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// In the order in which they were met.
    pub(super) list: Vec<Fact>,
    by_words: BTreeMap<(Kind, String), String>,
    names: BTreeSet<String>,
    described: BTreeSet<String>,
    short: BTreeMap<String, String>,
}

impl Facts {
    /// No facts yet, and names that they must not have.
    pub(super) fn without(taken: &[String]) -> Self {
        Self {
            names: taken.iter().cloned().collect(),
            ..Self::default()
        }
    }

    /// Remembers a description before any is looked up, so that lists of descriptions can be taken apart.
    pub(super) fn announce(&mut self, words: &str) {
        self.described.insert(plain(words));
        if let Some((long, rest)) = words.split_once(" (")
            && let Some((short, _)) = rest.split_once(')')
            && short.chars().filter(char::is_ascii_uppercase).count() >= 2
            && !short.contains(' ')
        {
            self.short.insert(plain(short), words.to_owned());
            let _ = long;
        }
    }

    /// The test for a description. A list of descriptions that all stand elsewhere too is taken apart.
    pub(super) fn description(&mut self, words: &str, codes: &[Span], cites: &str) -> Test {
        let words = self
            .short
            .get(&plain(words))
            .cloned()
            .unwrap_or_else(|| words.to_owned());
        let parts = list_of(&words);
        if parts.len() > 1 && parts.iter().all(|part| self.described.contains(&plain(part))) {
            let tests = parts.iter().map(|part| self.one(part, codes, cites)).collect();
            return Test::Or(tests);
        }
        self.one(&words, codes, cites)
    }

    fn one(&mut self, words: &str, codes: &[Span], cites: &str) -> Test {
        // What `other monitors` are depends on where they are classified.
        let relative = plain(words).starts_with("other ") || plain(words).starts_with("any other ");
        let key = match (relative, codes.first()) {
            (true, Some(first)) => format!("{words} of {first}"),
            _ => words.to_owned(),
        };
        Test::Fact(self.name_of(Kind::Description, &key, words, cites))
    }

    /// The fact for a condition on the good.
    pub(super) fn condition(&mut self, words: &str, cites: &str) -> String {
        self.name_of(Kind::Condition, words, words, cites)
    }

    /// The opaque requirement for a rule that was not understood.
    pub(super) fn opaque(&mut self, codes: &str, words: &str, cites: &str) -> String {
        let signs = codes.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
        let digits: String = signs.take(24).collect();
        let name = self.fresh(&format!("not_understood_{}", digits.trim_matches('_')));
        self.list.push(Fact {
            name: name.clone(),
            words: words.to_owned(),
            kind: Kind::Opaque,
            cites: cites.to_owned(),
        });
        name
    }

    fn name_of(&mut self, kind: Kind, key: &str, words: &str, cites: &str) -> String {
        let key = (kind, plain(key));
        if let Some(name) = self.by_words.get(&key) {
            return name.clone();
        }
        let name = self.fresh(&snake(&key.1, WORDS_IN_NAME));
        self.by_words.insert(key, name.clone());
        self.list.push(Fact {
            name: name.clone(),
            words: words.to_owned(),
            kind,
            cites: cites.to_owned(),
        });
        name
    }

    fn fresh(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut count = 1_usize;
        while !self.names.insert(name.clone()) {
            count = count.saturating_add(1);
            name = format!("{wanted}_{count}");
        }
        name
    }
}

/// Words without case and commas, to compare descriptions.
fn plain(words: &str) -> String {
    let lower = words.to_lowercase().replace(',', "").replace(" such a ", " such ");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `A, B or C` in parts.
fn list_of(words: &str) -> Vec<String> {
    let Some((before, last)) = words.rsplit_once(" or ").or_else(|| words.rsplit_once(" and ")) else {
        return Vec::new();
    };
    let mut parts: Vec<String> = before.split(", ").map(str::to_owned).collect();
    parts.push(last.to_owned());
    parts
        .iter()
        .map(|part| part.trim().trim_matches(',').to_owned())
        .collect()
}

/// A name from words.
pub(super) fn snake(words: &str, at_most: usize) -> String {
    let cleaned: String = words
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let kept: Vec<&str> = cleaned
        .split_whitespace()
        .filter(|word| !LEFT_OUT.contains(word))
        .take(at_most)
        .collect();
    let name = kept.join("_");
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || TAKEN.contains(&name.as_str()) {
        format!("good_{name}")
    } else {
        name
    }
}
