//! The second translator: a rulebook of the model as formulas over one set of unknowns for each material line.
//!
//! No cells, no folding, no sharing: what the oracle does with one good, this does with all goods of so many lines at once.
//! A condition is a pair of formulas, that it holds and that it fails; where neither is so it can't be judged.

mod figures;

use std::cell::RefCell;

use z3::ast::{Bool, Int, Real};

use crate::codes::{in_scope, narrower, on, same};
use crate::model::{
    Book, Carve, Change, Cond, Day, Effect, Fig, Kind, Line, Of, Op, Place, Q, Relaxed, Rule, Scope, Source, Test,
    Tolerance,
};
use crate::oracle::{Asked, Judged, Oracle};

/// The unknowns of one line of the bill of materials.
pub(crate) struct Row {
    pub(crate) present: Bool,
    /// One for each code of the pool: it has that code.
    pub(crate) codes: Vec<Bool>,
    pub(crate) originating: Bool,
    pub(crate) imported: Bool,
    pub(crate) abroad: Bool,
    pub(crate) usa: Bool,
    pub(crate) part: Bool,
    pub(crate) high: Bool,
    pub(crate) value: Real,
    pub(crate) weight: Real,
}

/// The unknowns of a good of one code.
pub(crate) struct Unknown {
    pub(crate) code: String,
    /// The codes that a material may have.
    pub(crate) pool: Vec<String>,
    /// Claim, fiscal year and first day made: one flag for each combination of days.
    pub(crate) days: Vec<((Day, Day, Day), Bool)>,
    pub(crate) facts: Vec<Bool>,
    pub(crate) usage: Vec<Bool>,
    pub(crate) abroad: Bool,
    pub(crate) usa: Bool,
    pub(crate) wholly: Bool,
    pub(crate) price: Real,
    pub(crate) cost: Real,
    pub(crate) weight: Real,
    pub(crate) seats: Int,
    pub(crate) rows: Vec<Row>,
}

/// That it holds, and that it fails.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) holds: Bool,
    pub(crate) fails: Bool,
}

impl Pair {
    fn of(holds: Bool) -> Self {
        Self {
            fails: holds.not(),
            holds,
        }
    }

    fn known(value: bool) -> Self {
        Self::of(Bool::from_bool(value))
    }

    pub(crate) fn not(self) -> Self {
        Self {
            holds: self.fails,
            fails: self.holds,
        }
    }

    fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let (holds, fails): (Vec<Bool>, Vec<Bool>) = parts.into_iter().map(|pair| (pair.holds, pair.fails)).unzip();
        Self {
            holds: Bool::and(&holds),
            fails: Bool::or(&fails),
        }
    }

    fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::all(parts.into_iter().map(Self::not)).not()
    }

    fn ill(&self) -> Bool {
        Bool::and(&[self.holds.not(), self.fails.not()])
    }
}

fn numeral(number: &Q) -> Real {
    let digits = (number.numer().to_string(), number.denom().to_string());
    Real::from_rational_str(&digits.0, &digits.1).unwrap_or_else(|| Real::from_rational(0, 1))
}

/// One rulebook over the unknowns of a good.
pub(crate) struct Symbolic<'a> {
    book: &'a Book,
    good: &'a Unknown,
    /// Everything that can't be judged, wherever it stands.
    ills: RefCell<Vec<Bool>>,
}

impl<'a> Symbolic<'a> {
    pub(crate) fn new(book: &'a Book, good: &'a Unknown) -> Self {
        Self {
            book,
            good,
            ills: RefCell::new(Vec::new()),
        }
    }

    /// That something can't be judged.
    pub(crate) fn ill(&self) -> Bool {
        Bool::or(&self.ills.borrow())
    }

    pub(crate) fn asked(&self, asked: &Asked) -> Pair {
        let nobody = crate::boundary::plain();
        let oracle = Oracle::new(self.book, &nobody);
        let rule = |name: &str| oracle.as_rule(name);
        let none = || Pair {
            holds: Bool::from_bool(false),
            fails: Bool::from_bool(false),
        };
        match asked {
            Asked::Origin => self.origin(&oracle),
            Asked::Fires(name) => rule(name).map_or_else(none, |rule| self.fires(&oracle, &rule)),
            Asked::Body(name) => rule(name).map_or_else(none, |rule| self.body(rule.kind, rule.body)),
            Asked::Part(name, path) => rule(name).map_or_else(none, |rule| self.part(rule.kind, rule.body, path)),
            Asked::Carved(name) => match self.book.carves.iter().find(|carve| carve.name == *name) {
                Some(carve) => self.effective(carve),
                None => none(),
            },
        }
    }

    fn origin(&self, oracle: &Oracle<'_>) -> Pair {
        let rules = oracle.every_rule();
        let judged: Vec<(Kind, bool, Pair, Pair)> = rules
            .iter()
            .map(|rule| {
                (
                    rule.kind,
                    rule.asks_rules(),
                    self.fires(oracle, rule),
                    self.body(rule.kind, rule.body),
                )
            })
            .collect();
        let product: Vec<&(Kind, bool, Pair, Pair)> = judged.iter().filter(|one| one.0 == Kind::Product).collect();
        let mut unfit = Vec::new();
        for (place, (_, _, fires, body)) in product.iter().enumerate() {
            unfit.push(fires.ill());
            for (_, _, other_fires, other_body) in product.iter().skip(place + 1) {
                let both = Bool::and(&[fires.holds.clone(), other_fires.holds.clone()]);
                let agree = Bool::or(&[
                    Bool::and(&[body.holds.clone(), other_body.holds.clone()]),
                    Bool::and(&[body.fails.clone(), other_body.fails.clone()]),
                ]);
                unfit.push(Bool::and(&[both, agree.not()]));
            }
        }
        let unfit = Bool::or(&unfit);
        self.ills.borrow_mut().push(unfit.clone());
        let met = |one: &&(Kind, bool, Pair, Pair)| Pair::all([one.2.clone(), one.3.clone()]);
        let by_rule = Pair::any(product.iter().map(met));
        let criteria: Vec<&(Kind, bool, Pair, Pair)> = judged.iter().filter(|one| one.0 == Kind::Criterion).collect();
        let way = if criteria.is_empty() {
            by_rule
        } else {
            Pair::any(criteria.iter().map(|one| {
                let asks = if one.1 { by_rule.clone() } else { Pair::known(true) };
                Pair::all([met(one), asks])
            }))
        };
        let demands = judged.iter().filter(|one| one.0 == Kind::Requirement);
        let all = Pair::all(
            demands
                .map(|one| Pair::any([one.2.clone().not(), one.3.clone()]))
                .chain([way]),
        );
        Pair {
            holds: Bool::and(&[all.holds, unfit.not()]),
            fails: Bool::and(&[all.fails, unfit.not()]),
        }
    }

    fn on(&self, holds: impl Fn(&(Day, Day, Day)) -> bool) -> Pair {
        let flags = self
            .good
            .days
            .iter()
            .filter(|(days, _)| holds(days))
            .map(|(_, flag)| flag.clone());
        Pair::of(Bool::or(&flags.collect::<Vec<_>>()))
    }

    fn good_in(&self, scope: &Scope) -> Pair {
        // Dated entries make it depend on the day; codes of the pool are fine enough.
        self.on(|(date, _, _)| in_scope(self.book, scope, &self.good.code, *date) == Some(true))
    }

    fn rule_applies(&self, rule: &Rule) -> Pair {
        let scope = rule.scope.iter().map(|scope| self.good_in(scope));
        let when = rule.when.iter().map(|when| self.cond(when));
        let days = self.on(|(date, _, _)| on(&rule.days, *date));
        Pair::all(scope.chain(when).chain([days]))
    }

    fn fires(&self, oracle: &Oracle<'_>, rule: &Judged<'_>) -> Pair {
        let applies = match rule.carved_from() {
            None => self.book.rule(rule.name()).map(|own| self.rule_applies(own)),
            Some((carve, base)) => Some(Pair::all([self.rule_applies(base), self.effective(carve)])),
        };
        let mut parts: Vec<Pair> = applies.into_iter().collect();
        for other in oracle.every_rule() {
            if other.name() != rule.name() && other.kind == rule.kind && self.prevails(&other, rule) {
                parts.push(self.fires(oracle, &other).not());
            }
        }
        let carves = self.book.carves.iter().filter(|carve| carve.target == rule.name());
        parts.extend(carves.map(|carve| self.effective(carve).not()));
        Pair::all(parts)
    }

    fn prevails(&self, first: &Judged<'_>, second: &Judged<'_>) -> bool {
        let says = |names: &[String], one: &str| names.iter().any(|name| name == one);
        let said = second.names().into_iter().any(|name| says(first.despite(), name))
            || says(second.subject_to(), first.name());
        let contrary = says(second.despite(), first.name()) || says(first.subject_to(), second.name());
        let narrow = self.book.narrower && first.kind == Kind::Product && !contrary;
        said || (narrow && narrower(self.book, first.scopes(), second.scopes()))
    }

    fn effective(&self, carve: &Carve) -> Pair {
        let mut parts = vec![self.on(|(date, _, _)| on(&carve.days, *date))];
        parts.extend(carve.scope.iter().map(|scope| self.good_in(scope)));
        parts.extend(carve.when.iter().map(|when| self.cond(when)));
        if let Effect::Figures(stages) = &carve.effect {
            parts.push(Pair::any(stages.iter().map(|stage| self.stage(stage))));
        }
        for other in &self.book.carves {
            if other.target == carve.name || other.despite.contains(&carve.name) {
                parts.push(self.effective(other).not());
            }
        }
        Pair::all(parts)
    }

    fn body(&self, kind: Kind, body: &[Line]) -> Pair {
        Pair::all(body.iter().map(|line| self.line(kind, line)))
    }

    fn part(&self, kind: Kind, body: &[Line], path: &[String]) -> Pair {
        Book::at(body, path).map_or_else(|| Pair::known(false), |lines| self.body(kind, lines))
    }

    fn line(&self, kind: Kind, line: &Line) -> Pair {
        match line {
            Line::Change(_, change) => self.change(change),
            Line::Either(ways) => Pair::any(ways.iter().map(|(_, lines)| self.body(kind, lines))),
            Line::Require(_, said) => {
                let met = self.cond(said);
                let nobody = crate::boundary::plain();
                let share = |left: &Fig| Oracle::new(self.book, &nobody).is_share(left);
                let (what, failing) = match said {
                    _ if kind != Kind::Product => return met,
                    Cond::None(found) => (Relaxed::Restrictions, self.passing(found)),
                    Cond::Every(found, then) => (Relaxed::Restrictions, self.missing(found, then)),
                    Cond::Compare(left, _, _) if share(left) => (Relaxed::Content, self.passing(&Test::NonOriginating)),
                    _ => return met,
                };
                Pair::any([met, self.tolerated(what, &failing)])
            }
        }
    }

    fn change(&self, change: &Change) -> Pair {
        if change.from.is_empty() {
            return Pair::known(true);
        }
        let unchanged: Vec<Bool> = self
            .good
            .rows
            .iter()
            .map(|row| {
                let made: Vec<Bool> = change.from.iter().map(|source| self.comes_from(source, row)).collect();
                let excepted: Vec<Bool> = change.except.iter().map(|codes| self.material_in(codes, row)).collect();
                let made = Bool::and(&[Bool::or(&made), Bool::or(&excepted).not()]);
                Bool::and(&[row.present.clone(), row.originating.not(), made.not()])
            })
            .collect();
        let none = Pair::of(self.counts_any(&unchanged).not());
        Pair::any([none, self.tolerated(Relaxed::Changes, &unchanged)])
    }

    fn comes_from(&self, source: &Source, row: &Row) -> Bool {
        match source {
            Source::AnyOther(level) => self.code_is(row, |code| same(*level, code, &self.good.code) == Some(false)),
            Source::Codes(codes, filter) => {
                let filter = filter.iter().map(|filter| self.test(filter, row));
                Bool::and(&filter.chain([self.material_in(codes, row)]).collect::<Vec<_>>())
            }
        }
    }

    fn code_is(&self, row: &Row, holds: impl Fn(&str) -> bool) -> Bool {
        let codes = self.good.pool.iter().zip(&row.codes).filter(|(code, _)| holds(code));
        Bool::or(&codes.map(|(_, flag)| flag.clone()).collect::<Vec<_>>())
    }

    fn material_in(&self, codes: &Scope, row: &Row) -> Bool {
        let days = self.good.days.iter().map(|((date, _, _), flag)| {
            Bool::and(&[
                flag.clone(),
                self.code_is(row, |code| in_scope(self.book, codes, code, *date) == Some(true)),
            ])
        });
        // Without lists it is the same on every day.
        if codes
            .pieces
            .iter()
            .chain(&codes.except)
            .any(|piece| matches!(piece, crate::model::Piece::List(_)))
        {
            Bool::or(&days.collect::<Vec<_>>())
        } else {
            self.code_is(row, |code| in_scope(self.book, codes, code, (2000, 1, 1)) == Some(true))
        }
    }

    fn counts_any(&self, which: &[Bool]) -> Bool {
        let zero = Real::from_rational(0, 1);
        let counted = which.iter().zip(&self.good.rows).map(|(there, row)| {
            if self.book.no_value_disregarded {
                Bool::and(&[there.clone(), row.value.gt(zero.clone())])
            } else {
                there.clone()
            }
        });
        Bool::or(&counted.collect::<Vec<_>>())
    }

    fn tolerated(&self, what: Relaxed, failing: &[Bool]) -> Pair {
        Pair::any(
            self.book
                .tolerances
                .iter()
                .map(|one| self.tolerance(one, what, failing)),
        )
    }

    fn tolerance(&self, one: &Tolerance, what: Relaxed, failing: &[Bool]) -> Pair {
        let relaxes = if one.relaxing.is_empty() {
            what == Relaxed::Changes
        } else {
            one.relaxing.contains(&what)
        };
        if !relaxes {
            return Pair::known(false);
        }
        let mut parts = vec![self.on(|(date, _, _)| on(&one.days, *date))];
        parts.extend(one.scope.iter().map(|scope| self.good_in(scope)));
        parts.extend(one.when.iter().map(|when| self.cond(when)));
        if let Some((materials, goods)) = &one.not_for {
            let covered: Vec<Bool> = failing
                .iter()
                .zip(&self.good.rows)
                .map(|(there, row)| Bool::and(&[there.clone(), self.material_in(materials, row)]))
                .collect();
            let uncovered = Pair::all([self.good_in(goods), Pair::of(self.counts_any(&covered))]);
            parts.push(uncovered.not());
        }
        let base = match one.base {
            Fig::Price => &self.good.price,
            Fig::Cost => &self.good.cost,
            _ => &self.good.weight,
        };
        let limit = numeral(&one.limit) * base.clone();
        parts.push(Pair::of(self.sum(one.by, failing).le(limit)));
        Pair::all(parts)
    }

    fn sum(&self, what: Of, which: &[Bool]) -> Real {
        let zero = Real::from_rational(0, 1);
        let parts = which.iter().zip(&self.good.rows).map(|(there, row)| {
            let value = match what {
                Of::Value => &row.value,
                Of::Weight => &row.weight,
            };
            there.ite(value, &zero)
        });
        Real::add(&parts.chain([zero.clone()]).collect::<Vec<_>>())
    }

    fn passing(&self, found: &Test) -> Vec<Bool> {
        let rows = self.good.rows.iter();
        rows.map(|row| Bool::and(&[row.present.clone(), self.test(found, row)]))
            .collect()
    }

    fn missing(&self, found: &Test, then: &Test) -> Vec<Bool> {
        let rows = self.good.rows.iter();
        rows.map(|row| Bool::and(&[row.present.clone(), self.test(found, row), self.test(then, row).not()]))
            .collect()
    }

    fn test(&self, one: &Test, row: &Row) -> Bool {
        let join = |parts: &[Test]| parts.iter().map(|part| self.test(part, row)).collect::<Vec<_>>();
        match one {
            Test::Always => Bool::from_bool(true),
            Test::Originating => row.originating.clone(),
            Test::NonOriginating => row.originating.not(),
            Test::Code(scope) => self.material_in(scope, row),
            Test::Same(level) => self.code_is(row, |code| same(*level, code, &self.good.code) == Some(true)),
            Test::Part => row.part.clone(),
            Test::Grade(chosen) => Bool::or(&[
                Bool::and(&[Bool::from_bool(chosen.contains(&1)), row.high.clone()]),
                Bool::and(&[Bool::from_bool(chosen.contains(&0)), row.high.not()]),
            ]),
            Test::Imported => row.imported.clone(),
            Test::Made(place) => made(*place, &row.abroad, &row.usa),
            Test::Not(inner) => self.test(inner, row).not(),
            Test::All(parts) => Bool::and(&join(parts)),
            Test::Any(parts) => Bool::or(&join(parts)),
        }
    }

    fn cond(&self, one: &Cond) -> Pair {
        match one {
            Cond::Fact(index) => self
                .good
                .facts
                .get(*index)
                .map_or_else(|| Pair::known(false), |flag| Pair::of(flag.clone())),
            Cond::Use(chosen) => {
                let flags = chosen.iter().filter_map(|index| self.good.usage.get(*index).cloned());
                Pair::of(Bool::or(&flags.collect::<Vec<_>>()))
            }
            Cond::Not(inner) => self.cond(inner).not(),
            Cond::All(parts) => Pair::all(parts.iter().map(|part| self.cond(part))),
            Cond::Any(parts) => Pair::any(parts.iter().map(|part| self.cond(part))),
            Cond::Code(scope) => self.good_in(scope),
            Cond::Claimed(op, day) => self.on(|(date, _, _)| ordered(*op, date.cmp(day))),
            Cond::Within(years) => self.on(|(date, _, first)| within(*date, *first, *years)),
            Cond::Defined(name) => {
                let found = self.book.definitions.iter().find(|(own, _)| own == name);
                found.map_or_else(|| Pair::known(false), |(_, said)| self.cond(said))
            }
            Cond::Compare(left, op, right) => self.compare(left, *op, right),
            Cond::Some(found) => Pair::of(self.counts_any(&self.passing(found))),
            Cond::None(found) => Pair::of(self.counts_any(&self.passing(found)).not()),
            Cond::Every(found, then) => Pair::of(self.counts_any(&self.missing(found, then)).not()),
            Cond::Made(place) => Pair::of(made(*place, &self.good.abroad, &self.good.usa)),
            Cond::Wholly => Pair::of(self.good.wholly.clone()),
        }
    }
}

fn within(date: Day, first: Day, years: i32) -> bool {
    first <= date && date < (first.0 + years, first.1, first.2)
}

fn ordered(op: Op, ordering: std::cmp::Ordering) -> bool {
    match op {
        Op::Less => ordering.is_lt(),
        Op::AtMost => ordering.is_le(),
        Op::Equal => ordering.is_eq(),
        Op::Unequal => ordering.is_ne(),
        Op::AtLeast => ordering.is_ge(),
        Op::More => ordering.is_gt(),
    }
}

fn made(place: Place, abroad: &Bool, usa: &Bool) -> Bool {
    match place {
        Place::Region => abroad.not(),
        Place::Outside => abroad.clone(),
        Place::Usa => usa.clone(),
    }
}
