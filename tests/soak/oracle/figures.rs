//! Figures and days, as the oracle reads them.

use num_traits::{Signed, Zero};

use super::{Oracle, Truth, admits, all, of};
use crate::model::{Day, Effect, Fig, Op, Q, Rounding, Stage, Start, q};

/// The value of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Known(Q),
    /// Its method may not be used.
    Unavailable,
    /// It can't be calculated.
    Undefined,
}

impl Oracle<'_> {
    pub(super) fn compare(&self, left: &Fig, op: Op, right: &Fig) -> Truth {
        let (a, b) = (self.compared(left), self.compared(right));
        match (a, b) {
            (Value::Unavailable, _) | (_, Value::Unavailable) => Some(false),
            (Value::Known(a), Value::Known(b)) => {
                if a == b {
                    self.equal.set(self.equal.get().saturating_add(1));
                }
                Some(admits(op, a.cmp(&b)))
            }
            _ => None,
        }
    }

    /// A computed percentage is rounded at the moment it is compared, if the agreement rounds.
    fn compared(&self, one: &Fig) -> Value {
        let value = self.fig(one);
        let written = matches!(one, Fig::Percent(_) | Fig::Threshold(_));
        match value {
            Value::Known(share) if self.is_share(one) && !written => Value::Known(round(self.book.rounding, &share)),
            other => other,
        }
    }

    pub(crate) fn is_share(&self, one: &Fig) -> bool {
        match one {
            Fig::Percent(_) | Fig::Over(..) | Fig::Threshold(_) => true,
            Fig::Plus(a, _) | Fig::Minus(a, _) | Fig::Times(_, a) => self.is_share(a),
            Fig::Least(parts) | Fig::Most(parts) => parts.iter().any(|part| self.is_share(part)),
            Fig::Measure(name) => {
                let measure = self.book.measures.iter().find(|measure| measure.name == *name);
                measure.is_some_and(|measure| self.is_share(&measure.value))
            }
            _ => false,
        }
    }

    pub(super) fn fig(&self, one: &Fig) -> Value {
        let good = self.good;
        let two = |a: &Fig, b: &Fig, bring: &dyn Fn(Q, Q) -> Option<Q>| match (self.fig(a), self.fig(b)) {
            (Value::Undefined, _) | (_, Value::Undefined) => Value::Undefined,
            (Value::Unavailable, _) | (_, Value::Unavailable) => Value::Unavailable,
            (Value::Known(a), Value::Known(b)) => bring(a, b).map_or_else(|| self.undefined(), Value::Known),
        };
        match one {
            Fig::Percent(value) | Fig::Money(value) | Fig::Number(value) => Value::Known(value.clone()),
            Fig::Price => Value::Known(good.price.clone()),
            Fig::Cost => Value::Known(good.cost.clone()),
            Fig::Weight => Value::Known(good.weight.clone()),
            Fig::Seats => Value::Known(good.seats.clone()),
            Fig::Sum(what, found) => Value::Known(self.passing(found).into_iter().map(|one| of(*what, one)).sum()),
            Fig::Count(found) => {
                let count = i64::try_from(self.passing(found).len()).unwrap_or(i64::MAX);
                Value::Known(q(count, 1))
            }
            Fig::Plus(a, b) => two(a, b, &|a, b| Some(a + b)),
            Fig::Minus(a, b) => two(a, b, &|a, b| Some(a - b)),
            Fig::Times(share, base) => two(&Fig::Percent(share.clone()), base, &|a, b| Some(a * b)),
            Fig::Over(a, b) => self.over(a, b),
            Fig::Least(parts) => self.best(parts, &|a, b| if b < a { b } else { a }),
            Fig::Most(parts) => self.best(parts, &|a, b| if b > a { b } else { a }),
            Fig::Measure(name) => {
                let Some(measure) = self.book.measures.iter().find(|measure| measure.name == *name) else {
                    return Value::Undefined;
                };
                match measure.available.as_ref().map_or(Some(true), |when| self.cond(when)) {
                    Some(true) => self.fig(&measure.value),
                    Some(false) => Value::Unavailable,
                    None => Value::Undefined,
                }
            }
            Fig::Threshold(name) => self.threshold(name),
        }
    }

    fn undefined(&self) -> Value {
        self.ill.set(true);
        Value::Undefined
    }

    /// Dividing by zero ends the evaluation, whatever is divided.
    fn over(&self, a: &Fig, b: &Fig) -> Value {
        match (self.fig(a), self.fig(b)) {
            (Value::Undefined, _) | (_, Value::Undefined) => Value::Undefined,
            (_, Value::Known(b)) if b.is_zero() => self.undefined(),
            (Value::Unavailable, _) | (_, Value::Unavailable) => Value::Unavailable,
            (Value::Known(a), Value::Known(b)) => Value::Known(a / b),
        }
    }

    fn best(&self, parts: &[Fig], better: &dyn Fn(Q, Q) -> Q) -> Value {
        let mut out: Option<Value> = None;
        for part in parts {
            out = Some(match (out, self.fig(part)) {
                (None, value) => value,
                (Some(Value::Undefined), _) | (_, Value::Undefined) => Value::Undefined,
                (Some(Value::Unavailable), _) | (_, Value::Unavailable) => Value::Unavailable,
                (Some(Value::Known(a)), Value::Known(b)) => Value::Known(better(a, b)),
            });
        }
        out.unwrap_or(Value::Undefined)
    }

    /// The stage that starts last among those that apply; carve-outs that apply take the place of all.
    fn threshold(&self, name: &str) -> Value {
        let Some(threshold) = self.book.thresholds.iter().find(|one| one.name == name) else {
            return Value::Undefined;
        };
        let mut figures: Vec<Q> = Vec::new();
        let mut carved = false;
        for carve in self.book.carves.iter().filter(|carve| carve.target == name) {
            let Effect::Figures(stages) = &carve.effect else {
                continue;
            };
            match self.effective(carve) {
                Some(true) => {
                    carved = true;
                    figures.extend(self.latest(stages).unwrap_or_default());
                }
                Some(false) => {}
                None => return Value::Undefined,
            }
        }
        // Looked at in any case: the evaluator may come upon a stage that can't be judged before it knows of the carve-out.
        let own = self.latest(&threshold.stages);
        if !carved {
            match own {
                Some(own) => figures.extend(own),
                None => return Value::Undefined,
            }
        }
        figures.sort();
        figures.dedup();
        match figures.as_slice() {
            [only] => Value::Known(only.clone()),
            _ => self.undefined(),
        }
    }

    /// The figures of the stages that apply and that no later one supersedes.
    fn latest(&self, stages: &[Stage]) -> Option<Vec<Q>> {
        let mut applying: Vec<&Stage> = Vec::new();
        for stage in stages {
            if self.stage(stage)? {
                applying.push(stage);
            }
        }
        let start = |stage: &Stage| stage.from.map(Start::day);
        let last = applying.iter().map(|stage| start(stage)).max();
        let latest = applying.into_iter().filter(|stage| Some(start(stage)) == last);
        let mut figures: Vec<Q> = latest.map(|stage| stage.value.clone()).collect();
        figures.sort();
        figures.dedup();
        Some(figures)
    }

    pub(super) fn stage(&self, stage: &Stage) -> Truth {
        let begun = match stage.from {
            None => true,
            Some(Start::Day(from)) => from <= self.good.date,
            Some(Start::FiscalYear(near)) => begins_at_or_after_nearest(self.good.fiscal, near),
        };
        let not_over = stage.until.is_none_or(|until| self.good.date <= until);
        let lasting = stage.lasting.is_none_or(|years| self.within(years));
        let when = stage.when.as_ref().map_or(Some(true), |when| self.cond(when));
        all([Some(begun && not_over && lasting), when])
    }
}

/// A share rounded to so many decimals of a percentage point.
fn round(rounding: Rounding, share: &Q) -> Q {
    let (digits, half) = match rounding {
        Rounding::Unrounded => return share.clone(),
        Rounding::HalfUp(digits) => (digits, true),
        Rounding::Truncated(digits) => (digits, false),
    };
    let steps = q(10_i64.pow(digits.saturating_add(2)), 1);
    let scaled = share * &steps;
    let size = scaled.abs();
    let whole = if half { (size + q(1, 2)).floor() } else { size.floor() };
    let signed = if scaled.is_negative() { -whole } else { whole };
    signed / steps
}

fn leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days since the beginning of the calendar.
pub(crate) fn day_number((year, month, day): Day) -> i64 {
    let before = i64::from(year) - 1;
    let mut out = before * 365 + before / 4 - before / 100 + before / 400;
    for (index, length) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].iter().enumerate() {
        if index + 1 < usize::from(month) {
            out += length;
        }
    }
    out + i64::from(month > 2 && leap(year)) + i64::from(day)
}

/// Whether the fiscal year that begins on `start` is the one of its row that begins closest to `near`, or a later one.
pub(crate) fn begins_at_or_after_nearest(start: Day, near: Day) -> bool {
    let (year, month, day) = start;
    let mut best: Option<(i64, i32)> = None;
    for other in year.saturating_sub(40)..=year.saturating_add(40) {
        // A year that lacks the day begins on the day before.
        let day = if (month, day) == (2, 29) && !leap(other) {
            28
        } else {
            day
        };
        let distance = (day_number((other, month, day)) - day_number(near)).abs();
        // Of two equally close the earlier counts.
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, other));
        }
    }
    best.is_some_and(|(_, nearest)| year >= nearest)
}
