//! The oracle: what a rulebook means for one good, from the pages of the language alone.
//!
//! It walks the model that the text was printed from, line by line and material by material. It knows no cells, no
//! clauses of an intermediate form, and none of the crate's arithmetic, codes or dates.

mod figures;

use std::cell::Cell;

use num_traits::Signed;

use crate::codes::{in_scope, narrower, on, same};
use crate::model::{
    Book, Carve, Change, Cond, Effect, Good, Kind, Line, Material, Of, Op, PARTIES, Place, Q, Relaxed, Rule, Scope,
    Source, Test, Tolerance,
};

use figures::Value;
pub(crate) use figures::begins_at_or_after_nearest;

/// True, false, or `None`: it can't be judged.
pub(crate) type Truth = Option<bool>;

/// What can be asked of a good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// It originates.
    Origin,
    /// The rule applies and nothing prevails over it.
    Fires(String),
    /// What the rule requires is met.
    Body(String),
    /// A line or an alternative of the rule, by its path, is met.
    Part(String, Vec<String>),
    /// The carve-out applies, and no other beats it.
    Carved(String),
}

/// One good under one rulebook.
pub(crate) struct Oracle<'a> {
    book: &'a Book,
    good: &'a Good,
    /// Whether anything that was looked at can't be judged.
    ill: Cell<bool>,
    /// Comparisons of which both sides are equal.
    equal: Cell<usize>,
}

pub(crate) fn all(parts: impl IntoIterator<Item = Truth>) -> Truth {
    let mut out = Some(true);
    for part in parts {
        out = match (out, part) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (None, _) | (_, None) => None,
            _ => Some(true),
        };
    }
    out
}

pub(crate) fn any(parts: impl IntoIterator<Item = Truth>) -> Truth {
    not(all(parts.into_iter().map(not)))
}

pub(crate) fn not(truth: Truth) -> Truth {
    truth.map(|truth| !truth)
}

impl<'a> Oracle<'a> {
    pub(crate) fn new(book: &'a Book, good: &'a Good) -> Self {
        Self {
            book,
            good,
            ill: Cell::new(false),
            equal: Cell::new(0),
        }
    }

    /// Whether something that was looked at can't be judged, although the whole may have been.
    pub(crate) fn saw_ill(&self) -> bool {
        self.ill.get()
    }

    /// How many comparisons came out equal.
    pub(crate) fn equalities(&self) -> usize {
        self.equal.get()
    }

    pub(crate) fn asked(&self, asked: &Asked) -> Truth {
        let rule = |name: &str| self.as_rule(name);
        match asked {
            Asked::Origin => self.origin(),
            Asked::Fires(name) => rule(name).and_then(|rule| self.fires(&rule)),
            Asked::Body(name) => rule(name).and_then(|rule| self.body(rule.kind, rule.body)),
            Asked::Part(name, path) => rule(name).and_then(|rule| self.part(rule.kind, rule.body, path)),
            Asked::Carved(name) => {
                let carve = self.book.carves.iter().find(|carve| carve.name == *name)?;
                self.effective(carve)
            }
        }
    }

    fn ill(&self) -> Truth {
        self.ill.set(true);
        None
    }

    /// Without criteria a good originates by its product rule; requirements come on top.
    pub(crate) fn origin(&self) -> Truth {
        if !on(&self.book.in_force, self.good.date) {
            return Some(false);
        }
        let rules = self.every_rule();
        let product: Vec<&Judged<'a>> = rules.iter().filter(|rule| rule.kind == Kind::Product).collect();
        // Of the rules for goods of this code it has to be known which apply, and those that do have to agree.
        let mut firing = Vec::new();
        for rule in product {
            if self.in_scopes(rule) == Some(false) {
                continue;
            }
            match self.fires(rule) {
                Some(true) => firing.push(self.body(rule.kind, rule.body)),
                Some(false) => {}
                None => return None,
            }
        }
        if firing.len() > 1 && (firing.contains(&None) || firing.windows(2).any(|pair| pair.first() != pair.last())) {
            return self.ill();
        }
        let by_rule = any(firing);
        let criteria: Vec<&Judged<'a>> = rules.iter().filter(|rule| rule.kind == Kind::Criterion).collect();
        let way = if criteria.is_empty() {
            by_rule
        } else {
            any(criteria.iter().map(|rule| {
                let asks = if rule.asks_rules { by_rule } else { Some(true) };
                all([self.fires(rule), asks, self.body(rule.kind, rule.body)])
            }))
        };
        let requirements = rules.iter().filter(|rule| rule.kind == Kind::Requirement);
        let met = all(requirements.map(|rule| any([not(self.fires(rule)), self.body(rule.kind, rule.body)])));
        all([way, met])
    }
}

/// A rule, or the requirements of a carve-out, which are a rule for some of the same goods.
#[derive(Debug, Clone)]
pub(crate) struct Judged<'a> {
    name: &'a str,
    pub(crate) kind: Kind,
    scopes: Vec<&'a Scope>,
    pub(crate) body: &'a [Line],
    asks_rules: bool,
    from: From<'a>,
}

#[derive(Debug, Clone)]
enum From<'a> {
    Rule(&'a Rule),
    Carve(&'a Carve, &'a Rule),
}

impl<'a> Judged<'a> {
    pub(crate) fn name(&self) -> &'a str {
        self.name
    }

    pub(crate) fn scopes(&self) -> &[&'a Scope] {
        &self.scopes
    }

    /// Whether it is a criterion that asks for the product rules.
    pub(crate) fn asks_rules(&self) -> bool {
        self.asks_rules
    }

    /// The carve-out that it is, with the rule that it is carved out of.
    pub(crate) fn carved_from(&self) -> Option<(&'a Carve, &'a Rule)> {
        match self.from {
            From::Rule(_) => None,
            From::Carve(carve, rule) => Some((carve, rule)),
        }
    }

    pub(crate) fn despite(&self) -> &'a [String] {
        match self.from {
            From::Rule(rule) => &rule.despite,
            From::Carve(carve, _) => &carve.despite,
        }
    }

    pub(crate) fn subject_to(&self) -> &'a [String] {
        match self.from {
            From::Rule(rule) | From::Carve(_, rule) => &rule.subject_to,
        }
    }

    /// The rule itself, and the one that it is carved out of.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        match self.from {
            From::Rule(_) => vec![self.name],
            From::Carve(_, rule) => vec![self.name, &rule.name],
        }
    }
}

impl<'a> Oracle<'a> {
    pub(crate) fn every_rule(&self) -> Vec<Judged<'a>> {
        let mut out: Vec<Judged<'a>> = Vec::new();
        for rule in &self.book.rules {
            out.push(Judged {
                name: &rule.name,
                kind: rule.kind,
                scopes: rule.scope.iter().collect(),
                body: &rule.body,
                asks_rules: rule.asks_rules,
                from: From::Rule(rule),
            });
        }
        for carve in &self.book.carves {
            let Effect::Body(body) = &carve.effect else { continue };
            let Some(rule) = self.book.rule(&carve.target) else {
                continue;
            };
            out.push(Judged {
                name: &carve.name,
                kind: rule.kind,
                scopes: rule.scope.iter().chain(&carve.scope).collect(),
                body,
                asks_rules: false,
                from: From::Carve(carve, rule),
            });
        }
        out
    }

    pub(crate) fn as_rule(&self, name: &str) -> Option<Judged<'a>> {
        self.every_rule().into_iter().find(|rule| rule.name == name)
    }

    fn in_scopes(&self, rule: &Judged<'a>) -> Truth {
        all(rule.scopes.iter().map(|scope| self.good_in(scope)))
    }

    fn rule_applies(&self, rule: &Rule) -> Truth {
        let in_scope = rule.scope.as_ref().map_or(Some(true), |scope| self.good_in(scope));
        let when = rule.when.as_ref().map_or(Some(true), |when| self.cond(when));
        all([in_scope, when, Some(on(&rule.days, self.good.date))])
    }

    fn applies(&self, rule: &Judged<'a>) -> Truth {
        match rule.from {
            From::Rule(own) => self.rule_applies(own),
            From::Carve(carve, base) => all([self.rule_applies(base), self.effective(carve)]),
        }
    }

    /// It applies, no rule that prevails over it decides, and no carve-out takes its place.
    pub(crate) fn fires(&self, rule: &Judged<'a>) -> Truth {
        let mut parts = vec![self.applies(rule)];
        for other in self.every_rule() {
            if other.name != rule.name && other.kind == rule.kind && self.prevails(&other, rule) {
                parts.push(not(self.fires(&other)));
            }
        }
        let carved = self.book.carves.iter().filter(|carve| carve.target == rule.name);
        parts.extend(carved.map(|carve| not(self.effective(carve))));
        all(parts)
    }

    fn prevails(&self, first: &Judged<'a>, second: &Judged<'a>) -> bool {
        let names = |names: &[String], one: &str| names.iter().any(|name| name == one);
        let despite = second.names().into_iter().any(|name| names(first.despite(), name));
        let said = despite || names(second.subject_to(), first.name);
        let contrary = names(second.despite(), first.name) || names(first.subject_to(), second.name);
        let narrow = self.book.narrower && first.kind == Kind::Product && !contrary;
        said || (narrow && narrower(self.book, &first.scopes, &second.scopes))
    }

    fn carve_applies(&self, carve: &Carve) -> Truth {
        let in_scope = carve.scope.as_ref().map_or(Some(true), |scope| self.good_in(scope));
        let when = carve.when.as_ref().map_or(Some(true), |when| self.cond(when));
        let stage = match &carve.effect {
            Effect::Figures(stages) => any(stages.iter().map(|stage| self.stage(stage))),
            Effect::Aside | Effect::Body(_) => Some(true),
        };
        all([Some(on(&carve.days, self.good.date)), in_scope, when, stage])
    }

    /// It applies, and no carve-out of it or despite it does.
    fn effective(&self, carve: &Carve) -> Truth {
        let mut parts = vec![self.carve_applies(carve)];
        for other in &self.book.carves {
            if other.target == carve.name || other.despite.contains(&carve.name) {
                parts.push(not(self.effective(other)));
            }
        }
        all(parts)
    }

    fn good_in(&self, scope: &Scope) -> Truth {
        match in_scope(self.book, scope, &self.good.code, self.good.date) {
            Some(inside) => Some(inside),
            None => self.ill(),
        }
    }

    pub(crate) fn body(&self, kind: Kind, body: &[Line]) -> Truth {
        all(body.iter().map(|line| self.line(kind, line)))
    }

    fn line(&self, kind: Kind, line: &Line) -> Truth {
        match line {
            Line::Change(_, change) => self.change(change),
            Line::Either(ways) => any(ways.iter().map(|(_, lines)| self.body(kind, lines))),
            Line::Require(_, said) => {
                let met = self.cond(said);
                if kind != Kind::Product {
                    return met;
                }
                let (what, failing): (Relaxed, Vec<&Material>) = match said {
                    Cond::None(found) => (Relaxed::Restrictions, self.passing(found)),
                    Cond::Every(found, then) => {
                        let failing = self
                            .passing(found)
                            .into_iter()
                            .filter(|one| self.test(then, one) == Some(false));
                        (Relaxed::Restrictions, failing.collect())
                    }
                    Cond::Compare(left, _, _) if self.is_share(left) => {
                        (Relaxed::Content, self.passing(&Test::NonOriginating))
                    }
                    _ => return met,
                };
                any([met, self.tolerated(what, &failing)])
            }
        }
    }

    fn part(&self, kind: Kind, body: &[Line], path: &[String]) -> Truth {
        Book::at(body, path).and_then(|lines| self.body(kind, lines))
    }

    /// Every non-originating material makes the change, or a tolerance covers those that don't.
    fn change(&self, change: &Change) -> Truth {
        if change.from.is_empty() {
            return Some(true);
        }
        let mut unchanged: Vec<&Material> = Vec::new();
        for material in &self.good.materials {
            if material.originating {
                continue;
            }
            let made = any(change.from.iter().map(|source| self.comes_from(source, material)));
            let excepted = change
                .except
                .as_ref()
                .map_or(Some(false), |codes| self.material_in(codes, material));
            match all([made, not(excepted)]) {
                Some(true) => {}
                Some(false) => unchanged.push(material),
                None => return self.ill(),
            }
        }
        any([
            not(Some(self.counts_any(&unchanged))),
            self.tolerated(Relaxed::Changes, &unchanged),
        ])
    }

    fn comes_from(&self, source: &Source, material: &Material) -> Truth {
        match source {
            Source::AnyOther(level) => not(same(*level, &material.code, &self.good.code)),
            Source::Codes(codes, filter) => {
                let filter = filter.as_ref().map_or(Some(true), |filter| self.test(filter, material));
                all([self.material_in(codes, material), filter])
            }
        }
    }

    fn material_in(&self, codes: &Scope, material: &Material) -> Truth {
        in_scope(self.book, codes, &material.code, self.good.date)
    }

    /// Whether there is such a material, where those of no value may be disregarded.
    fn counts_any(&self, materials: &[&Material]) -> bool {
        let counts = |one: &&Material| !self.book.no_value_disregarded || one.value.is_positive();
        materials.iter().any(counts)
    }

    fn tolerated(&self, what: Relaxed, failing: &[&Material]) -> Truth {
        any(self
            .book
            .tolerances
            .iter()
            .map(|tolerance| self.tolerance(tolerance, what, failing)))
    }

    fn tolerance(&self, one: &Tolerance, what: Relaxed, failing: &[&Material]) -> Truth {
        let relaxes = if one.relaxing.is_empty() {
            what == Relaxed::Changes
        } else {
            one.relaxing.contains(&what)
        };
        if !relaxes {
            return Some(false);
        }
        let in_scope = one.scope.as_ref().map_or(Some(true), |scope| self.good_in(scope));
        let when = one.when.as_ref().map_or(Some(true), |when| self.cond(when));
        let uncovered = one.not_for.as_ref().map_or(Some(false), |(materials, goods)| {
            let covered: Vec<&Material> = failing
                .iter()
                .copied()
                .filter(|material| self.material_in(materials, material) == Some(true))
                .collect();
            all([self.good_in(goods), Some(self.counts_any(&covered))])
        });
        let sum: Q = failing.iter().map(|material| of(one.by, material)).sum();
        let within = match self.fig(&one.base) {
            Value::Known(base) => Some(sum <= &one.limit * base),
            Value::Unavailable => Some(false),
            Value::Undefined => None,
        };
        all([
            in_scope,
            when,
            Some(on(&one.days, self.good.date)),
            not(uncovered),
            within,
        ])
    }

    fn cond(&self, one: &Cond) -> Truth {
        let good = self.good;
        match one {
            Cond::Fact(index) => good.facts.get(*index).copied(),
            Cond::Use(chosen) => Some(chosen.contains(&good.usage)),
            Cond::Not(inner) => not(self.cond(inner)),
            Cond::All(parts) => all(parts.iter().map(|part| self.cond(part))),
            Cond::Any(parts) => any(parts.iter().map(|part| self.cond(part))),
            Cond::Code(scope) => self.good_in(scope),
            Cond::Claimed(op, on) => Some(admits(*op, good.date.cmp(on))),
            Cond::Within(years) => Some(self.within(*years)),
            Cond::Defined(name) => {
                let (_, said) = self.book.definitions.iter().find(|(own, _)| own == name)?;
                self.cond(said)
            }
            Cond::Compare(left, op, right) => self.compare(left, *op, right),
            Cond::Some(found) => Some(self.counts_any(&self.passing(found))),
            Cond::None(found) => Some(!self.counts_any(&self.passing(found))),
            Cond::Every(found, then) => {
                let failing = self
                    .passing(found)
                    .into_iter()
                    .filter(|one| self.test(then, one) == Some(false));
                Some(!self.counts_any(&failing.collect::<Vec<_>>()))
            }
            Cond::Made(place) => Some(made(*place, &good.country)),
            Cond::Wholly => Some(good.wholly),
        }
    }

    /// From that day to the day before its anniversary.
    fn within(&self, years: i32) -> bool {
        let (year, month, day) = self.good.first_made;
        self.good.first_made <= self.good.date && self.good.date < (year.saturating_add(years), month, day)
    }

    fn passing(&self, found: &Test) -> Vec<&'a Material> {
        let all = self.good.materials.iter();
        let mut out = Vec::new();
        for material in all {
            match self.test(found, material) {
                Some(true) => out.push(material),
                Some(false) => {}
                None => {
                    self.ill.set(true);
                }
            }
        }
        out
    }

    pub(crate) fn test(&self, one: &Test, material: &Material) -> Truth {
        match one {
            Test::Always => Some(true),
            Test::Originating => Some(material.originating),
            Test::NonOriginating => Some(!material.originating),
            Test::Code(scope) => self.material_in(scope, material),
            Test::Same(level) => same(*level, &material.code, &self.good.code),
            Test::Part => Some(material.part),
            Test::Grade(chosen) => Some(chosen.contains(&material.grade)),
            Test::Imported => Some(material.imported),
            Test::Made(place) => Some(made(*place, &material.country)),
            Test::Not(inner) => not(self.test(inner, material)),
            Test::All(parts) => all(parts.iter().map(|part| self.test(part, material))),
            Test::Any(parts) => any(parts.iter().map(|part| self.test(part, material))),
        }
    }
}

fn of(what: Of, material: &Material) -> Q {
    match what {
        Of::Value => material.value.clone(),
        Of::Weight => material.weight.clone(),
    }
}

fn admits(op: Op, ordering: std::cmp::Ordering) -> bool {
    match op {
        Op::Less => ordering.is_lt(),
        Op::AtMost => ordering.is_le(),
        Op::Equal => ordering.is_eq(),
        Op::Unequal => ordering.is_ne(),
        Op::AtLeast => ordering.is_ge(),
        Op::More => ordering.is_gt(),
    }
}

fn made(place: Place, country: &str) -> bool {
    match place {
        Place::Region => PARTIES.contains(&country),
        Place::Outside => !PARTIES.contains(&country),
        Place::Usa => country == "USA",
    }
}
