//! The value of a figure of one good.

use crate::amount::Ratio;
use crate::ir::{AggregateId, AggregateKind, BasisId, Num, NumCase, Rounding};

use super::error;
use super::judge::{Found, Frame, Judge};
use super::line::LineId;
use super::loaded::Cell;
use super::truth::{Figure, Truth, Want, Wants};

impl<'a> Judge<'a> {
    /// Evaluates a figure; dividing by zero and a figure without a case that holds are RO0608.
    pub(super) fn figure(&mut self, frame: &mut Frame, num: &'a Num) -> Found<Figure> {
        self.deeper(|judge| judge.figure_here(frame, num))
    }

    fn figure_here(&mut self, frame: &mut Frame, num: &'a Num) -> Found<Figure> {
        Ok(match num {
            Num::Const(value) => Figure::Known(value.clone()),
            Num::Basis(basis) => self.value(frame.good, *basis),
            Num::Attribute(id) => match self.attribute(frame.good, *id) {
                Some(Cell::Figure(value)) => Figure::Known(value),
                _ => Figure::Unknown(Wants::from([self.want_attribute(frame.good, *id)])),
            },
            Num::Aggregate(id) => self.aggregate(frame, *id)?,
            Num::Sum(parts) => self
                .fold(frame, parts, |a, b| a + b)?
                .unwrap_or(Figure::Known(Ratio::ZERO)),
            Num::Min(parts) => self.fold(frame, parts, Ord::min)?.unwrap_or(Figure::Known(Ratio::ZERO)),
            Num::Max(parts) => self.fold(frame, parts, Ord::max)?.unwrap_or(Figure::Known(Ratio::ZERO)),
            Num::Product(a, b) => {
                let a = self.figure(frame, a)?;
                a.with(self.figure(frame, b)?, |a, b| Figure::Known(a * b))
            }
            Num::Quotient(a, b) => {
                let (above, below) = (self.figure(frame, a)?, self.figure(frame, b)?);
                if below.known().is_some_and(Ratio::is_zero) {
                    return Err(error::division(self, frame, b));
                }
                above.with(below, |a, b| {
                    a.checked_div(&b).map_or(Figure::Unknown(Wants::new()), Figure::Known)
                })
            }
            Num::Measure(id) => self.measure(frame, *id)?,
            Num::Averaged { choice, measure } => self.averaged(*choice, *measure)?,
            Num::Cases(cases) => self.cases(frame, num, cases)?,
            Num::Rounded(rounding, inner) => match self.figure(frame, inner)? {
                Figure::Known(share) => Figure::Known(round(*rounding, &share)),
                open => open,
            },
        })
    }

    fn fold(
        &mut self,
        frame: &mut Frame,
        parts: &'a [Num],
        bring: impl Fn(Ratio, Ratio) -> Ratio,
    ) -> Found<Option<Figure>> {
        let mut total: Option<Figure> = None;
        for part in parts {
            let next = self.figure(frame, part)?;
            total = Some(match total {
                None => next,
                Some(total) => total.with(next, |a, b| Figure::Known(bring(a, b))),
            });
        }
        Ok(total)
    }

    fn value(&self, line: LineId, basis: BasisId) -> Figure {
        match self.loaded.basis(line, basis) {
            Some(value) => Figure::Known(value.clone()),
            None => Figure::Unknown(Wants::from([Want::Basis(line, basis)])),
        }
    }

    fn cases(&mut self, frame: &mut Frame, num: &'a Num, cases: &'a [NumCase]) -> Found<Figure> {
        let mut wants = Wants::new();
        let mut open = false;
        let mut found: Option<(&NumCase, Figure)> = None;
        for case in cases {
            match self.clause(frame, case.when)? {
                Truth::False => {}
                Truth::Unknown(more) => {
                    open = true;
                    wants.extend(more);
                }
                Truth::True => {
                    let figure = self.figure(frame, &case.then)?;
                    match &found {
                        None => found = Some((case, figure)),
                        Some((first, other)) => {
                            if let (Some(a), Some(b)) = (other.known(), figure.known())
                                && a != b
                            {
                                return Err(error::two_figures(self, num, (first, a), (case, b)));
                            }
                        }
                    }
                }
            }
        }
        match found {
            Some((_, figure)) => Ok(figure),
            None if open => match self.same_in_every_case(frame, cases)? {
                Some(figure) => Ok(Figure::Known(figure)),
                None => Ok(Figure::Unknown(wants)),
            },
            None => Err(error::no_case(self, num)),
        }
    }

    /// The figure that every case comes to which the facts leave possible, if one of them is sure to hold.
    fn same_in_every_case(&mut self, frame: &mut Frame, cases: &'a [NumCase]) -> Found<Option<Ratio>> {
        if !self.some_case_holds(frame, cases)? {
            return Ok(None);
        }
        let mut same: Option<Ratio> = None;
        for case in cases {
            if self.clause(frame, case.when)?.is_false() {
                continue;
            }
            match (self.figure(frame, &case.then)?, &same) {
                (Figure::Known(figure), None) => same = Some(figure),
                (Figure::Known(figure), Some(other)) if figure == *other => {}
                _ => return Ok(None),
            }
        }
        Ok(same)
    }

    /// The value of an aggregate, worked out once for each good under judgement.
    pub(super) fn aggregate(&mut self, frame: &mut Frame, id: AggregateId) -> Found<Figure> {
        if let Some(Some(known)) = frame.aggregates.get(id.index()) {
            return Ok(known.clone());
        }
        let figure = self.bring_together(frame, id)?;
        if let Some(place) = frame.aggregates.get_mut(id.index()) {
            *place = Some(figure.clone());
        }
        Ok(figure)
    }

    fn bring_together(&mut self, frame: &mut Frame, id: AggregateId) -> Found<Figure> {
        let program = self.program;
        let aggregate = &program.aggregates[id];
        let selection = self.selection(frame, aggregate.materials)?;
        let mut wants = Wants::new();
        let mut values = Values {
            kind: aggregate.kind,
            total: None,
            count: 0,
        };
        for place in &selection.groups {
            let Some(group) = self.loaded.grouped.groups.get(*place) else {
                continue;
            };
            match aggregate.basis.map(|basis| (basis, group.sum(basis))) {
                None => values.count = values.count.saturating_add(group.count()),
                Some((_, Some(sum))) if aggregate.kind == AggregateKind::Sum => values.take(sum),
                Some((basis, _)) => {
                    for line in &group.lines {
                        match self.loaded.basis(*line, basis) {
                            Some(value) => values.take(value),
                            None => {
                                wants.insert(Want::Basis(*line, basis));
                            }
                        }
                    }
                }
            }
        }
        for line in &selection.sure {
            match aggregate.basis.map(|basis| (basis, self.loaded.basis(*line, basis))) {
                None => values.count = values.count.saturating_add(1),
                Some((_, Some(value))) => values.take(value),
                Some((basis, None)) => {
                    wants.insert(Want::Basis(*line, basis));
                }
            }
        }
        for (line, why) in &selection.open {
            let value = aggregate.basis.and_then(|basis| self.loaded.basis(*line, basis));
            if values.is_unmoved_by(value) {
                continue;
            }
            self.wants_of(frame, aggregate.materials, *why, &mut wants)?;
            if let (Some(basis), None) = (aggregate.basis, value) {
                wants.insert(Want::Basis(*line, basis));
            }
            // A line can be open without a fact to name, where measures are left out of account.
            if wants.is_empty() {
                return Ok(Figure::Unknown(wants));
            }
        }
        if wants.is_empty() {
            Ok(Figure::Known(values.result()))
        } else {
            Ok(Figure::Unknown(wants))
        }
    }
}

/// The values taken so far.
struct Values {
    kind: AggregateKind,
    total: Option<Ratio>,
    count: i64,
}

impl Values {
    fn take(&mut self, value: &Ratio) {
        self.count = self.count.saturating_add(1);
        match (&mut self.total, self.kind) {
            (Some(total), AggregateKind::Sum) => *total += value,
            (Some(total), AggregateKind::Largest) if *total >= *value => {}
            (Some(total), AggregateKind::Smallest) if *total <= *value => {}
            (Some(_), AggregateKind::Count) => {}
            (total, _) => *total = Some(value.clone()),
        }
    }

    /// Whether it makes no difference if one more line of that value is taken or not.
    fn is_unmoved_by(&self, value: Option<&Ratio>) -> bool {
        let Some(value) = value else { return false };
        match (self.kind, &self.total) {
            (AggregateKind::Sum, _) => value.is_zero(),
            (AggregateKind::Count, _) => false,
            (AggregateKind::Largest, total) => total.as_ref().map_or(value.is_zero(), |total| value <= total),
            (AggregateKind::Smallest, total) => total.as_ref().map_or(value.is_zero(), |total| value >= total),
        }
    }

    fn result(self) -> Ratio {
        match self.kind {
            AggregateKind::Count => Ratio::from(self.count),
            AggregateKind::Sum | AggregateKind::Largest | AggregateKind::Smallest => self.total.unwrap_or(Ratio::ZERO),
        }
    }
}

/// Rounds a share to so many decimals of a percentage point.
pub(super) fn round(rounding: Rounding, share: &Ratio) -> Ratio {
    let points = share * Ratio::HUNDRED;
    let rounded = match rounding {
        Rounding::HalfUp(decimals) => points.round_half_up(decimals),
        Rounding::Truncated(decimals) => points.truncate(decimals),
    };
    rounded.checked_div(&Ratio::HUNDRED).unwrap_or(rounded)
}
