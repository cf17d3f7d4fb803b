//! Which rules of a text apply to a code.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::amount::Date;
use crate::ir::{Program, Rule, RuleKind};
use crate::model::Text;
use crate::nomenclature::{CodeRange, CodeSet};
use crate::syntax::tree::{self, Declaration, Expr, ExprKind};

use super::{Clause, Speaker};

/// A rule that applies to a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFound {
    /// The rule in words.
    pub clause: Clause,
    /// The codes that it is for, if they are not all of those that were asked about.
    pub part: Option<CodeSet>,
    /// The rules that displace it where they apply, by name.
    pub gives_way_to: Vec<String>,
}

/// What a text says of the goods of a code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The product rules.
    pub rules: Vec<RuleFound>,
    /// Rules that stand in the place of the product rule for goods of any code, such as sets.
    pub general: Vec<RuleFound>,
    /// The ways to originate besides.
    pub criteria: Vec<Clause>,
    /// What has to be met whatever the rule says, and what never confers origin.
    pub requirements: Vec<Clause>,
    /// What may stay unchanged, what the producer may choose, and what counts as originating.
    pub relief: Vec<Clause>,
    /// What changes any of that.
    pub exceptions: Vec<Clause>,
    /// What the words in all of that mean.
    pub meanings: Vec<Clause>,
}

/// What is looked up.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    /// The codes.
    pub codes: CodeRange,
    /// The day on which the good is claimed; every day if none is given.
    pub day: Option<Date>,
    /// The country from which it comes, by its three letters.
    pub partner: Option<&'a str>,
}

/// Finds what a text says of the goods of some codes.
pub fn lookup(text: &Text, program: &Program, asked: Lookup<'_>) -> Found {
    let mut speaker = Speaker::new(text, asked.day);
    let mut found = Found::default();
    let here = |rule: &Rule| rule.scope.intersects(asked.codes) && applies(text, &speaker, rule, asked);
    let rules: Vec<&Rule> = program
        .rules
        .iter()
        .map(|(_, rule)| rule)
        .filter(|rule| here(rule))
        .collect();
    for rule in &rules {
        let displacing = rule.displaced_by.iter().map(|id| &program.rules[*id]);
        let displacing: Vec<&Rule> = displacing
            .filter(|other| rules.iter().any(|rule| rule.name == other.name))
            .collect();
        // One that another displaces for every good of the code is not the rule of that code.
        let always = |other: &&Rule| {
            other.scope.contains_all(asked.codes) && unconditional(text, &speaker, other) && other.kind == rule.kind
        };
        if displacing.iter().any(always) {
            continue;
        }
        let Some((name, entry)) = text.entries.get_key_value(rule.name.as_str()) else {
            continue;
        };
        if rule.kind == RuleKind::Criterion {
            // Told in short: what it rests on is not the code's.
            found.criteria.push(Speaker::new(text, asked.day).clause(name, entry));
            continue;
        }
        speaker.known.insert(Arc::clone(name));
        let clause = speaker.clause(name, entry);
        match rule.kind {
            RuleKind::ProductRule => {
                let asked_for: CodeSet = [asked.codes].into_iter().collect();
                let rules = if is_general(text, rule) {
                    &mut found.general
                } else {
                    &mut found.rules
                };
                rules.push(RuleFound {
                    clause,
                    part: (!rule.scope.contains_all(asked.codes)).then(|| rule.scope.intersect(&asked_for)),
                    gives_way_to: displacing.iter().map(|other| other.name.clone()).collect(),
                });
            }
            RuleKind::Criterion | RuleKind::Requirement => found.requirements.push(clause),
        }
    }
    for (name, entry) in &text.entries {
        let (reach, relieves) = match entry.declaration.as_ref() {
            Declaration::Insufficient(one) => (Some(&one.reach), false),
            Declaration::Transport(one) => (Some(&one.reach), false),
            Declaration::Cumulation(one) => (Some(&one.reach), true),
            Declaration::Averaging(one) => (Some(&one.reach), true),
            Declaration::Tolerance(_) => (None, true),
            Declaration::Designation(_) | Declaration::Fungible(_) => (None, true),
            _ => continue,
        };
        let out_of_time = reach.is_some_and(|reach| speaker.holds(&reach.period) == Some(false));
        let tolerance = program.tolerances.iter().find(|one| *one.name == **name);
        let out_of_scope = tolerance.is_some_and(|one| !one.scope.intersects(asked.codes));
        let scope = reach.and_then(|reach| reach.scope.as_ref()).and_then(codes);
        if out_of_time || out_of_scope || scope.is_some_and(|scope| !scope.intersects(asked.codes)) {
            continue;
        }
        speaker.known.insert(Arc::clone(name));
        let clause = speaker.clause(name, entry);
        if relieves {
            found.relief.push(clause);
        } else {
            found.requirements.push(clause);
        }
    }
    let elsewhere = |scope: &tree::Scope| codes(scope).is_some_and(|scope| !scope.intersects(asked.codes));
    found.exceptions = speaker.exceptions(&|carve_out| !carve_out.scope.as_ref().is_some_and(elsewhere));
    found.meanings = speaker.meanings();
    found
}

fn declared<'t>(text: &'t Text, rule: &Rule) -> Option<&'t tree::Rule> {
    match text.entries.get(rule.name.as_str())?.declaration.as_ref() {
        Declaration::Rule(rule) => Some(rule),
        _ => None,
    }
}

/// Whether a rule is for goods of any code, such as sets: it says nothing of one code in particular.
fn is_general(text: &Text, rule: &Rule) -> bool {
    let of_sets = declared(text, rule).is_some_and(|rule| rule.kind == tree::RuleKind::Sets);
    of_sets || rule.scope == CodeSet::all()
}

/// The countries besides the parties that a text speaks of as partners: those of cumulation, and those for whose goods it
/// has rules.
pub fn partners(text: &Text) -> BTreeSet<Arc<str>> {
    let mut out = BTreeSet::new();
    for entry in text.entries.values() {
        match entry.declaration.as_ref() {
            Declaration::Cumulation(cumulation) => {
                for item in &cumulation.items {
                    let (tree::Cumulated::Materials { countries, .. } | tree::Cumulated::Production { countries }) =
                        item;
                    out.extend(countries.iter().map(|country| Arc::clone(&country.text)));
                }
            }
            Declaration::Rule(rule) => rule.when.iter().for_each(|when| named(when, &mut out)),
            _ => {}
        }
    }
    out
}

/// The countries that a condition says a good is produced in.
fn named(when: &Expr, out: &mut BTreeSet<Arc<str>>) {
    match &when.kind {
        ExprKind::ProducedIn(names) => out.extend(names.iter().map(|name| Arc::clone(&name.text))),
        ExprKind::Not(inner) => named(inner, out),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(|part| named(part, out)),
        _ => {}
    }
}

/// Whether a rule may apply on the day and to goods of the partner.
fn applies(text: &Text, speaker: &Speaker<'_>, rule: &Rule, asked: Lookup<'_>) -> bool {
    let Some(declared) = declared(text, rule) else {
        return true;
    };
    let shut_out = |when: &Expr| asked.partner.is_some_and(|partner| from(when, partner) == Some(false));
    speaker.holds(&declared.period) != Some(false) && !declared.when.as_ref().is_some_and(shut_out)
}

fn unconditional(text: &Text, speaker: &Speaker<'_>, rule: &Rule) -> bool {
    declared(text, rule).is_some_and(|rule| rule.when.is_none() && speaker.holds(&rule.period) == Some(true))
}

/// Whether a condition holds of goods produced in that country, as far as it speaks of it.
fn from(when: &Expr, partner: &str) -> Option<bool> {
    match &when.kind {
        ExprKind::ProducedIn(names) => Some(names.iter().any(|name| *name.text == *partner)),
        ExprKind::Not(inner) => from(inner, partner).map(|holds| !holds),
        ExprKind::And(parts) => parts
            .iter()
            .any(|part| from(part, partner) == Some(false))
            .then_some(false),
        ExprKind::Or(parts) => parts
            .iter()
            .all(|part| from(part, partner) == Some(false))
            .then_some(false),
        _ => None,
    }
}

/// The codes of a scope that names no list.
fn codes(scope: &tree::Scope) -> Option<CodeSet> {
    let set = |items: &[tree::ScopeItem]| {
        let mut all = CodeSet::empty();
        for item in items {
            all = all.union(&match item {
                tree::ScopeItem::All(_) => CodeSet::all(),
                tree::ScopeItem::Codes(codes) => [crate::model::code_range(codes)?].into_iter().collect(),
                tree::ScopeItem::List(_) => return None,
            });
        }
        Some(all)
    };
    Some(set(&scope.items)?.subtract(&set(&scope.except)?))
}
