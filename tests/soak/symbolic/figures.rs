//! Figures over unknowns, case by case.

use z3::ast::{Bool, Real};

use super::{Pair, Symbolic, numeral, within};
use crate::model::{Effect, Fig, Op, Q, Stage, Start};

/// A figure, case by case: a numerator over a divisor that is more than zero, `None` for one.
struct Figure {
    cases: Vec<(Bool, Real, Option<Real>)>,
    available: Pair,
    /// Where neither a case holds nor the method is barred.
    ill: Bool,
}

impl Symbolic<'_> {
    pub(super) fn compare(&self, left: &Fig, op: Op, right: &Fig) -> Pair {
        let (a, b) = (self.fig(left), self.fig(right));
        let mut ways = Vec::new();
        for (x_when, x, x_under) in &a.cases {
            for (y_when, y, y_under) in &b.cases {
                // Divisors are more than zero, so both sides may be multiplied by them.
                let x = y_under
                    .as_ref()
                    .map_or_else(|| x.clone(), |under| x.clone() * under.clone());
                let y = x_under
                    .as_ref()
                    .map_or_else(|| y.clone(), |under| y.clone() * under.clone());
                let row = match op {
                    Op::Less => x.lt(y),
                    Op::AtMost => x.le(y),
                    Op::Equal => x.eq(y),
                    Op::Unequal => x.eq(y).not(),
                    Op::AtLeast => x.ge(y),
                    Op::More => x.gt(y),
                };
                ways.push(Bool::and(&[x_when.clone(), y_when.clone(), row]));
            }
        }
        let usable = Pair::all([a.available, b.available]);
        let known = Bool::and(&[usable.holds.clone(), a.ill.not(), b.ill.not()]);
        let ill = Bool::and(&[usable.fails.not(), known.not()]);
        self.ills.borrow_mut().push(ill);
        let holds = Bool::and(&[known.clone(), Bool::or(&ways)]);
        let fails = Bool::or(&[usable.fails, Bool::and(&[known, holds.not()])]);
        Pair { holds, fails }
    }

    fn plain(value: Real) -> Figure {
        Figure {
            cases: vec![(Bool::from_bool(true), value, None)],
            available: Pair::known(true),
            ill: Bool::from_bool(false),
        }
    }

    fn fig(&self, one: &Fig) -> Figure {
        let good = self.good;
        match one {
            Fig::Percent(value) | Fig::Money(value) | Fig::Number(value) => Self::plain(numeral(value)),
            Fig::Price => Self::plain(good.price.clone()),
            Fig::Cost => Self::plain(good.cost.clone()),
            Fig::Weight => Self::plain(good.weight.clone()),
            Fig::Seats => Self::plain(good.seats.to_real()),
            Fig::Sum(what, found) => Self::plain(self.sum(*what, &self.passing(found))),
            Fig::Count(found) => {
                let (one, zero) = (Real::from_rational(1, 1), Real::from_rational(0, 1));
                let passing = self.passing(found);
                let parts = passing.iter().map(|there| there.ite(&one, &zero)).chain([zero.clone()]);
                Self::plain(Real::add(&parts.collect::<Vec<_>>()))
            }
            Fig::Plus(a, b) => self.join(a, b, &|a, b| Real::add(&[a, b])),
            Fig::Minus(a, b) => self.join(a, b, &|a, b| Real::sub(&[a, b])),
            Fig::Times(share, base) => {
                let mut out = self.fig(base);
                for (_, value, _) in &mut out.cases {
                    *value = numeral(share) * value.clone();
                }
                out
            }
            Fig::Over(a, b) => self.over(a, b),
            Fig::Least(parts) => self.best(parts, Op::AtMost),
            Fig::Most(parts) => self.best(parts, Op::AtLeast),
            Fig::Measure(name) => match self.book.measures.iter().find(|one| one.name == *name) {
                None => Self::plain(Real::from_rational(0, 1)),
                Some(measure) => {
                    let mut out = self.fig(&measure.value);
                    if let Some(when) = &measure.available {
                        out.available = Pair::all([out.available, self.cond(when)]);
                    }
                    out
                }
            },
            Fig::Threshold(name) => self.threshold(name),
        }
    }

    fn join(&self, a: &Fig, b: &Fig, bring: &dyn Fn(Real, Real) -> Real) -> Figure {
        let (a, b) = (self.fig(a), self.fig(b));
        let mut cases = Vec::new();
        for (x_when, x, x_under) in &a.cases {
            for (y_when, y, y_under) in &b.cases {
                let when = Bool::and(&[x_when.clone(), y_when.clone()]);
                // Over a common divisor: the same one, or the only one there is.
                let under = x_under.clone().or_else(|| y_under.clone());
                let lift = |value: &Real, own: &Option<Real>| match (own, &under) {
                    (None, Some(under)) => value.clone() * under.clone(),
                    _ => value.clone(),
                };
                cases.push((when, bring(lift(x, x_under), lift(y, y_under)), under.clone()));
            }
        }
        Figure {
            cases,
            available: Pair::all([a.available, b.available]),
            ill: Bool::or(&[a.ill, b.ill]),
        }
    }

    /// Amounts over an amount: what is divided by has no divisor of its own.
    fn over(&self, a: &Fig, b: &Fig) -> Figure {
        let (a, b) = (self.fig(a), self.fig(b));
        let zero = Real::from_rational(0, 1);
        let mut cases = Vec::new();
        let mut nothing = Vec::new();
        for (x_when, x, _) in &a.cases {
            for (y_when, y, _) in &b.cases {
                nothing.push(Bool::and(&[y_when.clone(), y.gt(zero.clone()).not()]));
                let when = Bool::and(&[x_when.clone(), y_when.clone(), y.gt(zero.clone())]);
                cases.push((when, x.clone(), Some(y.clone())));
            }
        }
        nothing.extend([a.ill, b.ill]);
        Figure {
            cases,
            available: Pair::all([a.available, b.available]),
            ill: Bool::or(&nothing),
        }
    }

    fn best(&self, parts: &[Fig], op: Op) -> Figure {
        let parts: Vec<Figure> = parts.iter().map(|part| self.fig(part)).collect();
        let mut cases: Vec<(Bool, Real, Option<Real>)> = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            for (when, value, under) in &part.cases {
                let mut better = vec![when.clone()];
                for (other_place, other) in parts.iter().enumerate().filter(|(other, _)| *other != place) {
                    let strictly = other_place < place;
                    let ways = other.cases.iter().map(|(other_when, other_value, other_under)| {
                        let x = other_under
                            .as_ref()
                            .map_or_else(|| value.clone(), |under| value.clone() * under.clone());
                        let y = under
                            .as_ref()
                            .map_or_else(|| other_value.clone(), |under| other_value.clone() * under.clone());
                        let row = match (op, strictly) {
                            (Op::AtMost, false) => x.le(y),
                            (Op::AtMost, true) => x.lt(y),
                            (_, false) => x.ge(y),
                            (_, true) => x.gt(y),
                        };
                        Bool::and(&[other_when.clone(), row])
                    });
                    better.push(Bool::or(&ways.collect::<Vec<_>>()));
                }
                cases.push((Bool::and(&better), value.clone(), under.clone()));
            }
        }
        Figure {
            cases,
            available: Pair::all(parts.iter().map(|part| part.available.clone())),
            ill: Bool::or(&parts.iter().map(|part| part.ill.clone()).collect::<Vec<_>>()),
        }
    }

    fn threshold(&self, name: &str) -> Figure {
        let mut cases: Vec<(Bool, Q)> = Vec::new();
        let mut uncarved = Vec::new();
        let mut unsure = Vec::new();
        for carve in self.book.carves.iter().filter(|carve| carve.target == name) {
            let Effect::Figures(stages) = &carve.effect else {
                continue;
            };
            let effective = self.effective(carve);
            unsure.push(effective.ill());
            uncarved.push(effective.fails.clone());
            for (when, value) in self.latest(stages, &mut unsure) {
                cases.push((Bool::and(&[when, effective.holds.clone()]), value));
            }
        }
        if let Some(threshold) = self.book.thresholds.iter().find(|one| one.name == name) {
            for (when, value) in self.latest(&threshold.stages, &mut unsure) {
                uncarved.push(when);
                cases.push((Bool::and(&uncarved), value));
                uncarved.pop();
            }
        }
        let some = Bool::or(&cases.iter().map(|(when, _)| when.clone()).collect::<Vec<_>>());
        unsure.push(some.not());
        for (place, (when, value)) in cases.iter().enumerate() {
            for (other, other_value) in cases.iter().skip(place + 1) {
                if value != other_value {
                    unsure.push(Bool::and(&[when.clone(), other.clone()]));
                }
            }
        }
        Figure {
            cases: cases
                .into_iter()
                .map(|(when, value)| (when, numeral(&value), None))
                .collect(),
            available: Pair::known(true),
            ill: Bool::or(&unsure),
        }
    }

    fn latest(&self, stages: &[Stage], unsure: &mut Vec<Bool>) -> Vec<(Bool, Q)> {
        let applying: Vec<(Pair, &Stage)> = stages.iter().map(|stage| (self.stage(stage), stage)).collect();
        let start = |stage: &Stage| stage.from.map(Start::day);
        let mut out = Vec::new();
        for (pair, stage) in &applying {
            unsure.push(pair.ill());
            let mut parts = vec![pair.holds.clone()];
            let later = applying.iter().filter(|(_, other)| start(other) > start(stage));
            parts.extend(later.map(|(other, _)| other.fails.clone()));
            out.push((Bool::and(&parts), stage.value.clone()));
        }
        out
    }

    pub(super) fn stage(&self, stage: &Stage) -> Pair {
        let days = self.on(|(date, fiscal, first)| {
            let begun = match stage.from {
                None => true,
                Some(Start::Day(from)) => from <= *date,
                Some(Start::FiscalYear(near)) => crate::oracle::begins_at_or_after_nearest(*fiscal, near),
            };
            let not_over = stage.until.is_none_or(|until| *date <= until);
            begun && not_over && stage.lasting.is_none_or(|years| within(*date, *first, years))
        });
        Pair::all(stage.when.iter().map(|when| self.cond(when)).chain([days]))
    }
}
