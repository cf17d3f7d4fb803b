//! Clauses in the English of treaties, made from what the rulebook says and from nothing else: the same words for rules that
//! were written by hand and for rules that were imported.
//!
//! A clause comes out as points, each a sentence or a group of sentences joined by "and" or "or", and with what the words
//! in it mean: the measures, definitions, lists and thresholds that it rests on. How points are lettered and broken into
//! lines is for whoever prints them.

mod claim;
mod claim_day;
mod codes;
mod condition;
mod declaration;
mod figure;
mod lookup;
mod material;
mod phrase;
mod rule;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::amount::Date;
use crate::model::{Entry, Text};
use crate::syntax::tree::{CarveOut, Declaration, Name};

pub use lookup::{Found, Lookup, RuleFound, lookup, partners};

/// How the points of a group belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// Each of them.
    And,
    /// One of them.
    Or,
    /// Nothing but a list.
    List,
}

/// A sentence, or what several of them say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The words; of a group, what leads to it.
    pub words: String,
    /// The legal source, if it is another than the clause's.
    pub cites: Option<String>,
    /// What follows from the words, if they lead to a group.
    pub inner: Option<(Joint, Vec<Point>)>,
}

impl Point {
    /// A sentence.
    fn line(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            cites: None,
            inner: None,
        }
    }

    /// Several sentences behind what leads to them; one alone stands for itself.
    fn group(words: impl Into<String>, joint: Joint, mut points: Vec<Point>) -> Self {
        let words = words.into();
        match points.pop() {
            Some(only) if points.is_empty() && words.is_empty() => only,
            last => {
                points.extend(last);
                Self {
                    words,
                    cites: None,
                    inner: Some((joint, points)),
                }
            }
        }
    }
}

impl Point {
    /// The same, but one sentence alone goes on behind the words.
    fn behind(words: String, joint: Joint, mut points: Vec<Point>) -> Self {
        match points.as_mut_slice() {
            [only] if only.inner.is_none() => Self {
                words: format!("{words} {}", only.words),
                cites: only.cites.take(),
                inner: None,
            },
            _ => Self::group(words, joint, points),
        }
    }
}

/// A clause in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its name in the rulebook.
    pub name: String,
    /// What sort of clause it is, such as `product rule`.
    pub sort: String,
    /// For which goods, and what it is called.
    pub heading: String,
    /// Its legal source.
    pub cites: Option<String>,
    /// What it says.
    pub points: Vec<Point>,
}

/// A clause, those that change what it says, and what its words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The clause.
    pub clause: Clause,
    /// The carve-outs of it and of the thresholds that it asks for.
    pub exceptions: Vec<Clause>,
    /// What its words mean, in the order in which they are used.
    pub meanings: Vec<Clause>,
}

impl Spoken {
    /// The clause by itself, for whoever is shown the others as well.
    #[must_use]
    pub fn alone(self) -> Self {
        Self {
            exceptions: Vec::new(),
            meanings: Vec::new(),
            ..self
        }
    }
}

/// Says what one text says.
pub struct Speaker<'a> {
    text: &'a Text,
    /// Only what holds on that day, where that can be told from the calendar alone.
    day: Option<Date>,
    /// The words used whose meaning the text states, in the order of their first use.
    used: Vec<Arc<str>>,
    /// What they are used of: names that were said already.
    known: BTreeSet<Arc<str>>,
}

impl<'a> Speaker<'a> {
    /// Speaks of a text, as it stands on that day if one is given.
    pub fn new(text: &'a Text, day: Option<Date>) -> Self {
        Self {
            text,
            day,
            used: Vec::new(),
            known: BTreeSet::new(),
        }
    }

    /// The clause of that name in words; nothing if the text has none.
    pub fn spoken(mut self, name: &str) -> Option<Spoken> {
        let (name, entry) = self.text.entries.get_key_value(name)?;
        self.known.insert(Arc::clone(name));
        let clause = self.clause(name, entry);
        let exceptions = self.exceptions(&|_| true);
        let meanings = self.meanings();
        Some(Spoken {
            clause,
            exceptions,
            meanings,
        })
    }

    /// The carve-outs of what was said so far, and those of them, as far as they concern.
    fn exceptions(&mut self, concerns: &dyn Fn(&CarveOut) -> bool) -> Vec<Clause> {
        let mut out = Vec::new();
        loop {
            let next = self.text.entries.iter().find(|(name, entry)| {
                let Declaration::CarveOut(carve_out) = entry.declaration.as_ref() else {
                    return false;
                };
                !self.known.contains(*name) && self.known.contains(&carve_out.target.text) && concerns(carve_out)
            });
            let Some((name, entry)) = next else { return out };
            self.known.insert(Arc::clone(name));
            out.push(self.clause(name, entry));
        }
    }

    /// What the words used so far mean, and the words in that.
    fn meanings(&mut self) -> Vec<Clause> {
        let mut out = Vec::new();
        let mut place = 0;
        while let Some(name) = self.used.get(place).cloned() {
            place = place.saturating_add(1);
            if let Some(entry) = self.text.entries.get(&name) {
                out.push(self.clause(&name, entry));
            }
        }
        out
    }

    /// The declaration of a name.
    fn entry(&self, name: &Name) -> Option<&'a Entry> {
        self.text.entries.get(&name.text)
    }

    /// Notes that a word was used whose meaning the text states.
    fn uses(&mut self, name: &Arc<str>) {
        if self.known.insert(Arc::clone(name)) {
            self.used.push(Arc::clone(name));
        }
    }
}
