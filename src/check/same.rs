//! Whether a clause of a proposal's text says what it said in the text that the proposal amends.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::ir::{AggregateId, ClauseId, ClauseKind, Formula, MeasureId, Num, Program, Rule, Vocabulary};

/// Compares the clauses of two texts that describe goods in the same words.
pub(super) struct Same<'a> {
    old: &'a Program,
    new: &'a Program,
    /// Pairs found or taken to be the same: nothing rests on itself, so what is being compared may count as equal.
    known: RefCell<BTreeSet<(ClauseId, ClauseId)>>,
    measures: RefCell<BTreeSet<(MeasureId, MeasureId)>>,
}

impl<'a> Same<'a> {
    /// `None` where the texts differ in what every clause rests on.
    pub(super) fn between(old: &'a Program, new: &'a Program) -> Option<Self> {
        let alike = old.parties == new.parties
            && old.edition == new.edition
            && old.in_force == new.in_force
            && old.imported_non_originating.is_some() == new.imported_non_originating.is_some()
            && old.accumulation.is_some() == new.accumulation.is_some()
            && old
                .orders
                .iter()
                .map(|o| (o.smaller, o.larger))
                .eq(new.orders.iter().map(|o| (o.smaller, o.larger)))
            && extends(&old.vocabulary, &new.vocabulary);
        alike.then(|| Self {
            old,
            new,
            known: RefCell::default(),
            measures: RefCell::default(),
        })
    }

    /// The same, with "the product rules" as a whole taken for alike: for what is asked of the rest.
    pub(super) fn product_rules_aside(self) -> Self {
        let whole = |program: &'a Program| {
            let all = program.clauses.iter();
            all.filter(|(_, clause)| clause.kind == ClauseKind::ProductRules)
                .map(|(id, _)| id)
        };
        self.known.borrow_mut().extend(whole(self.old).zip(whole(self.new)));
        self
    }

    /// Whether the rule applies to the same goods and requires the same of them.
    pub(super) fn rule(&self, new: &Rule) -> bool {
        let old = self
            .old
            .rules
            .iter()
            .find(|(_, old)| old.name == new.name && old.kind == new.kind);
        old.is_some_and(|(_, old)| {
            old.scope == new.scope && self.clause(old.fires, new.fires) && self.clause(old.body, new.body)
        })
    }

    /// Whether the clause of that path says the same in both texts.
    pub(super) fn by_path(&self, new: ClauseId) -> bool {
        let path = &self.new.clauses[new].path;
        let old = self.old.clauses.iter().find(|(_, old)| old.path == *path);
        old.is_some_and(|(old, _)| self.clause(old, new))
    }

    /// Whether both texts have the same rules, which say the same.
    pub(super) fn rules(&self, concerned: impl Fn(&Rule) -> bool) -> bool {
        let (old, new) = (self.old.rules.iter(), self.new.rules.iter());
        let old = old.filter(|(_, rule)| concerned(rule)).count();
        let new: Vec<&Rule> = new.map(|(_, rule)| rule).filter(|rule| concerned(rule)).collect();
        old == new.len() && new.into_iter().all(|rule| self.rule(rule))
    }

    fn clause(&self, old: ClauseId, new: ClauseId) -> bool {
        if !self.known.borrow_mut().insert((old, new)) {
            return true;
        }
        let (old_clause, new_clause) = (&self.old.clauses[old], &self.new.clauses[new]);
        let same = old_clause.kind == new_clause.kind && self.formula(&old_clause.formula, &new_clause.formula);
        if !same {
            self.known.borrow_mut().remove(&(old, new));
        }
        same
    }

    fn formula(&self, old: &Formula, new: &Formula) -> bool {
        match (old, new) {
            (Formula::All(a), Formula::All(b)) | (Formula::Any(a), Formula::Any(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.formula(a, b))
            }
            (Formula::Not(a), Formula::Not(b)) => self.formula(a, b),
            (Formula::Clause(a), Formula::Clause(b)) => self.clause(*a, *b),
            (
                Formula::Compare {
                    left: a,
                    op: first,
                    right: b,
                },
                Formula::Compare {
                    left: c,
                    op: second,
                    right: d,
                },
            ) => first == second && self.num(a, c) && self.num(b, d),
            (Formula::Exists(a), Formula::Exists(b)) => self.old.materials[*a] == self.new.materials[*b],
            (a, b) => a == b,
        }
    }

    fn num(&self, old: &Num, new: &Num) -> bool {
        let all = |a: &[Num], b: &[Num]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.num(a, b));
        match (old, new) {
            (Num::Sum(a), Num::Sum(b)) | (Num::Min(a), Num::Min(b)) | (Num::Max(a), Num::Max(b)) => all(a, b),
            (Num::Product(a, b), Num::Product(c, d)) | (Num::Quotient(a, b), Num::Quotient(c, d)) => {
                self.num(a, c) && self.num(b, d)
            }
            (Num::Rounded(first, a), Num::Rounded(second, b)) => first == second && self.num(a, b),
            (Num::Aggregate(a), Num::Aggregate(b)) => self.aggregate(*a, *b),
            (Num::Measure(a), Num::Measure(b)) => self.measure(*a, *b),
            (Num::Cases(a), Num::Cases(b)) => {
                let mut pairs = a.iter().zip(b);
                a.len() == b.len() && pairs.all(|(a, b)| self.clause(a.when, b.when) && self.num(&a.then, &b.then))
            }
            (a, b) => a == b,
        }
    }

    fn aggregate(&self, old: AggregateId, new: AggregateId) -> bool {
        let (a, b) = (&self.old.aggregates[old], &self.new.aggregates[new]);
        let (over_a, over_b) = (&self.old.materials[a.materials], &self.new.materials[b.materials]);
        a.kind == b.kind && a.basis == b.basis && over_a == over_b
    }

    fn measure(&self, old: MeasureId, new: MeasureId) -> bool {
        if !self.measures.borrow_mut().insert((old, new)) {
            return true;
        }
        let (a, b) = (&self.old.measures[old], &self.new.measures[new]);
        let available = match (a.available, b.available) {
            (Some(a), Some(b)) => self.clause(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        let same = a.name == b.name && available && self.num(&a.value, &b.value);
        if !same {
            self.measures.borrow_mut().remove(&(old, new));
        }
        same
    }
}

/// Whether a vocabulary begins with all of another one, so that ids of that one mean the same in both.
fn extends(old: &Vocabulary, new: &Vocabulary) -> bool {
    let attributes = old
        .attributes
        .iter()
        .zip(new.attributes.iter())
        .all(|((_, a), (_, b))| a == b);
    let bases = old.bases.iter().zip(new.bases.iter()).all(|((_, a), (_, b))| a == b);
    attributes && bases && old.attributes.len() <= new.attributes.len() && old.bases.len() <= new.bases.len()
}
