//! Figures and what is said of them: comparisons, measures, thresholds, tolerances.

use super::Inventor;
use crate::model::{Cond, Days, Fig, Measure, Of, Op, Q, Relaxed, Stage, Start, Test, Threshold, Tolerance, q};

impl Inventor {
    fn share(&mut self) -> Q {
        let shares = self.shares.clone();
        self.random.one(&shares)
    }

    fn limit(&mut self) -> Fig {
        match self.random.pick(&self.thresholds) {
            Some(name) if self.names.is_multiple_of(2) => Fig::Threshold(name.clone()),
            _ => Fig::Percent(self.share()),
        }
    }

    fn base(&mut self) -> Fig {
        if self.tiny() {
            Fig::Price
        } else {
            self.random.one(&[Fig::Price, Fig::Cost])
        }
    }

    fn order(&mut self) -> Op {
        if self.chance(1, 10) && !self.tiny() {
            self.random.one(&Op::ALL)
        } else {
            self.random.one(&[Op::AtLeast, Op::AtMost, Op::More, Op::Less])
        }
    }

    /// A comparison of figures.
    pub(super) fn content(&mut self) -> Cond {
        let op = self.order();
        if self.tiny() {
            let left = match self.random.below(3) {
                0 if !self.measures.is_empty() => Fig::Measure(self.random.one(&self.measures.clone())),
                1 => Fig::Over(Box::new(Fig::Sum(Of::Value, self.test(1))), Box::new(Fig::Price)),
                _ => self.ratio(),
            };
            return Cond::Compare(left, op, self.limit());
        }
        match self.random.below(12) {
            0..=3 => match self.random.pick(&self.measures).cloned() {
                Some(name) => Cond::Compare(Fig::Measure(name), op, self.limit()),
                None => Cond::Compare(self.ratio(), op, self.limit()),
            },
            4 => Cond::Compare(self.ratio(), op, self.limit()),
            5 => {
                let (share, base) = (self.share(), self.base());
                let sum = Fig::Sum(Of::Value, self.test(1));
                Cond::Compare(sum, op, Fig::Times(share, Box::new(base)))
            }
            6 => {
                let sum = Fig::Sum(Of::Weight, self.test(1));
                Cond::Compare(Fig::Over(Box::new(sum), Box::new(Fig::Weight)), op, self.limit())
            }
            7 => {
                let many = q(i64::try_from(self.random.below(3)).unwrap_or(0), 1);
                let op = self.random.one(&Op::ALL);
                Cond::Compare(Fig::Count(self.test(1)), op, Fig::Number(many))
            }
            8 => Cond::Compare(
                Fig::Seats,
                self.random.one(&Op::ALL),
                Fig::Number(self.random.one(&[q(4, 1), q(5, 1)])),
            ),
            9 => {
                let sum = Fig::Sum(Of::Value, self.test(1));
                let most = [Fig::Money(q(40, 1)), Fig::Times(self.share(), Box::new(self.base()))];
                let most = if self.chance(1, 2) {
                    Fig::Most(most.to_vec())
                } else {
                    Fig::Least(most.to_vec())
                };
                Cond::Compare(sum, op, most)
            }
            10 => {
                let part = Fig::Sum(Of::Value, self.test(1));
                let whole = Fig::Sum(Of::Value, Test::Always);
                Cond::Compare(
                    Fig::Over(Box::new(part), Box::new(whole)),
                    op,
                    Fig::Percent(self.share()),
                )
            }
            _ => Cond::Compare(Fig::Cost, op, Fig::Times(self.share(), Box::new(Fig::Price))),
        }
    }

    /// One of the usual methods.
    pub(super) fn ratio(&mut self) -> Fig {
        let base = self.base();
        let foreign = Fig::Sum(Of::Value, Test::NonOriginating);
        let over = |above: Fig| Fig::Over(Box::new(above), Box::new(base.clone()));
        match self.random.below(if self.tiny() { 3 } else { 5 }) {
            0 => over(foreign),
            1 => over(Fig::Minus(Box::new(base.clone()), Box::new(foreign))),
            2 => over(Fig::Sum(Of::Value, Test::Originating)),
            3 => {
                let (test, cap) = (self.test(1), self.share());
                let extra = Fig::Least(vec![over(Fig::Sum(Of::Value, test)), Fig::Percent(cap)]);
                let main = over(Fig::Minus(Box::new(base.clone()), Box::new(foreign)));
                Fig::Plus(Box::new(main), Box::new(extra))
            }
            _ => over(Fig::Sum(Of::Value, self.test(1))),
        }
    }

    pub(super) fn measure(&mut self) -> Measure {
        let value = self.ratio();
        Measure {
            name: self.name("content"),
            available: self.maybe(1, 4, |own| own.cond(0)),
            value,
        }
    }

    pub(super) fn stage(&mut self, from: Option<Start>) -> Stage {
        let lasting = if self.tiny() || from.is_some() {
            None
        } else {
            self.maybe(1, 8, |own| own.random.one(&[1, 2]))
        };
        Stage {
            value: self.share(),
            from,
            until: None,
            when: self.maybe(1, 6, |own| own.cond(0)),
            lasting,
        }
    }

    pub(super) fn threshold(&mut self) -> Threshold {
        let mut stages = Vec::new();
        if self.chance(7, 8) {
            let mut first = self.stage(None);
            (first.when, first.lasting) = (None, None);
            stages.push(first);
        }
        let mut days = self.days.clone();
        days.truncate(1 + self.random.below(2));
        for day in days {
            let start = if !self.tiny() && self.chance(1, 4) {
                Start::FiscalYear(day)
            } else {
                Start::Day(day)
            };
            let mut stage = self.stage(Some(start));
            if !self.tiny() && self.chance(1, 4) {
                stage.until = Some(self.day().max(day));
            }
            stages.push(stage);
        }
        if self.chance(1, 3) {
            stages.reverse();
        }
        Threshold {
            name: self.name("figure"),
            stages,
        }
    }

    pub(super) fn tolerance(&mut self) -> Tolerance {
        let by = if !self.tiny() && self.chance(1, 4) {
            Of::Weight
        } else {
            Of::Value
        };
        let relaxing = [
            vec![],
            vec![],
            vec![Relaxed::Changes, Relaxed::Restrictions],
            vec![Relaxed::Content],
            vec![Relaxed::Changes, Relaxed::Content, Relaxed::Restrictions],
        ];
        Tolerance {
            name: self.name("tolerance"),
            scope: self.maybe(1, 2, Self::scope),
            when: self.maybe(1, 5, |own| own.cond(0)),
            days: if self.chance(1, 5) {
                self.days_of()
            } else {
                Days::default()
            },
            by,
            limit: self.share(),
            base: if by == Of::Weight { Fig::Weight } else { self.base() },
            not_for: self.maybe(1, 5, |own| (own.scope(), own.scope())),
            relaxing: self.random.one(&relaxing),
        }
    }
}
