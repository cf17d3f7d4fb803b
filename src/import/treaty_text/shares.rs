//! Goods that one provision tells apart: a good or a material is one of them, so that an attribute says which.
//!
//! `A change to mercury fluoride of heading 28.52 from any other good of heading 28.52` divides the heading into goods. As a
//! fact each, all of them could be true of one material; the text knows no such material.

use std::collections::BTreeSet;

use super::clause::Span;
use super::facts::Facts;
use super::resolve::{everything, listed, set};
use super::rule::{Asked, Part, Provision, Test};

/// An attribute with a word for each of the goods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    /// Its name in the rulebook.
    pub(super) name: String,
    /// The codes of the goods.
    pub(super) codes: Vec<Span>,
    /// The words, each with the description that it stands for.
    pub(super) words: Vec<(String, String)>,
}

impl Attribute {
    /// What tells the goods of a provision apart, if it says that they are others.
    fn of(provision: &Provision, facts: &Facts) -> Option<Self> {
        let named: Vec<BTreeSet<&str>> = provision
            .branches
            .iter()
            .map(|branch| branch.when.as_ref().map(named).unwrap_or_default())
            .collect();
        // What all of the sentences are about does not tell them apart.
        let common = |name: &str| named.iter().all(|own| own.contains(name));
        let mut names: Vec<&str> = Vec::new();
        for name in named.iter().flatten() {
            if !common(name) && !names.contains(name) {
                names.push(name);
            }
        }
        let apart = provision
            .branches
            .iter()
            .zip(&named)
            .any(|(branch, own)| branch.lines.iter().any(|line| others(line, own, &provision.codes)));
        if names.len() < 2 || !apart {
            return None;
        }
        let signs = listed(&provision.codes).replace('.', "");
        let wanted: Vec<&str> = signs.split([',', ' ']).filter(|part| !part.is_empty()).collect();
        let described = |name: &&str| {
            let fact = facts.list.iter().find(|fact| fact.name == **name)?;
            Some(((*name).to_owned(), fact.words.clone()))
        };
        Some(Self {
            name: format!("goods_of_{}", wanted.join("_")),
            codes: provision.codes.clone(),
            words: names.iter().filter_map(described).collect(),
        })
    }

    fn touches(&self, codes: &[Span]) -> bool {
        !set(&self.codes).is_disjoint(&set(codes))
    }
}

/// Puts an attribute in place of facts, for materials and goods of the provision's codes. Of other codes they stay facts.
pub(super) fn apart(provisions: &mut [Provision], facts: &mut Facts) -> Vec<Attribute> {
    let all: Vec<Attribute> = provisions.iter().filter_map(|one| Attribute::of(one, facts)).collect();
    // Where two provisions are about the same codes it is not said which of their goods exclude each other.
    let alone = |one: &&Attribute| provisions.iter().filter(|own| one.touches(&own.codes)).count() == 1;
    let attributes: Vec<Attribute> = all.iter().filter(alone).cloned().collect();
    let mut left = BTreeSet::new();
    for provision in provisions {
        replace(provision, &mut |fact, codes| {
            instead(fact, codes, &attributes, &mut left)
        });
    }
    // A fact that is asked nowhere any more is not declared.
    let gone = |name: &String| {
        attributes
            .iter()
            .any(|one| one.words.iter().any(|(word, _)| word == name))
    };
    facts.list.retain(|fact| left.contains(&fact.name) || !gone(&fact.name));
    attributes
}

/// What is asked in place of a fact, of materials or goods of these codes.
fn instead(fact: &str, codes: &[Span], attributes: &[Attribute], left: &mut BTreeSet<String>) -> Test {
    let asked = set(codes);
    let mut ways = Vec::new();
    let mut elsewhere = Vec::new();
    for one in attributes.iter().filter(|one| one.touches(codes)) {
        if !one.words.iter().any(|(word, _)| word == fact) {
            continue;
        }
        let is = Test::Is(one.name.clone(), fact.to_owned());
        if asked.is_subset(&set(&one.codes)) {
            return is;
        }
        let code = Test::Code(one.codes.clone());
        ways.push(Test::And(vec![code.clone(), is]));
        elsewhere.push(Test::Not(Box::new(code)));
    }
    left.insert(fact.to_owned());
    let fact = Test::Fact(fact.to_owned());
    if ways.is_empty() {
        return fact;
    }
    elsewhere.push(fact);
    ways.push(Test::And(elsewhere));
    Test::Or(ways)
}

/// The facts that a test asks for, but for those that must not be.
fn named(test: &Test) -> BTreeSet<&str> {
    match test {
        Test::Fact(name) => BTreeSet::from([name.as_str()]),
        Test::And(all) | Test::Or(all) => all.iter().flat_map(named).collect(),
        Test::Not(_) | Test::Code(_) | Test::SameAsGood(_) | Test::Is(..) => BTreeSet::new(),
    }
}

/// Whether a line permits any other good of the codes: materials that are not what the good is.
fn others(line: &Asked, own: &BTreeSet<&str>, codes: &[Span]) -> bool {
    let Asked::Change { parts, .. } = line else {
        return false;
    };
    parts.iter().any(|part| match part {
        Part::From(Some(from), Some(narrowed)) => {
            !set(from).is_disjoint(&set(codes)) && excluded(narrowed).iter().any(|name| own.contains(name))
        }
        _ => false,
    })
}

fn excluded(test: &Test) -> BTreeSet<&str> {
    match test {
        Test::Not(not) => named(not),
        Test::And(all) => all.iter().flat_map(excluded).collect(),
        _ => BTreeSet::new(),
    }
}

/// Replaces every fact about goods or materials, which `instead` is told together with the codes that they may have.
fn replace(provision: &mut Provision, instead: &mut impl FnMut(&str, &[Span]) -> Test) {
    let own = provision.codes.clone();
    let all = everything();
    for branch in &mut provision.branches {
        if let Some(when) = &mut branch.when {
            within(when, &own, instead);
        }
        for line in &mut branch.lines {
            match line {
                Asked::Change { parts, except } => {
                    for part in parts {
                        if let Part::From(codes, Some(narrowed)) = part {
                            within(narrowed, codes.as_deref().unwrap_or(&all), instead);
                        }
                    }
                    for shut in except {
                        if let Some(narrowed) = &mut shut.narrowed {
                            within(narrowed, &shut.codes, instead);
                        }
                    }
                }
                Asked::AtMostOneOf(tests) => {
                    for test in tests {
                        within(test, &all, instead);
                    }
                }
                Asked::Weight(test, _) => within(test, &all, instead),
                Asked::NoChange | Asked::Content(_) | Asked::Fact(_) | Asked::Opaque(_) => {}
            }
        }
    }
}

fn within(test: &mut Test, codes: &[Span], instead: &mut impl FnMut(&str, &[Span]) -> Test) {
    match test {
        Test::Fact(name) => *test = instead(name, codes),
        Test::Not(not) => within(not, codes, instead),
        Test::Or(all) => {
            for one in all {
                within(one, codes, instead);
            }
        }
        Test::And(all) => {
            // Codes that stand beside a fact say of which materials it is told.
            let beside = all.iter().find_map(|one| match one {
                Test::Code(codes) => Some(codes.clone()),
                _ => None,
            });
            for one in all {
                within(one, beside.as_deref().unwrap_or(codes), instead);
            }
        }
        Test::Code(_) | Test::SameAsGood(_) | Test::Is(..) => {}
    }
}
