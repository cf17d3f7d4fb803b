//! What is behind the figures of a comparison: the materials of its sums, and the stages of its thresholds.

use std::collections::BTreeSet;

use crate::amount::{Ratio, money, percent};
use crate::eval::error::{named, threshold};
use crate::eval::line::LineId;
use crate::eval::truth::Figure;
use crate::ir::{AggregateId, AttributeId, MeasureId, Num, NumCase};

use super::arithmetic::Written;
use super::{FigureLine, arithmetic, words};

impl<'a> Written<'_, 'a> {
    /// The materials behind every aggregate in a figure, under the name of the measure that is that aggregate.
    pub(super) fn behind(
        &mut self,
        num: &'a Num,
        name: Option<&str>,
        seen: &mut (BTreeSet<MeasureId>, BTreeSet<AggregateId>),
        out: &mut Vec<FigureLine>,
    ) {
        match num {
            Num::Const(_) | Num::Basis(_) | Num::Attribute(_) => {}
            Num::Averaged { choice, measure } => out.extend(self.average_lines(*choice, *measure)),
            Num::Aggregate(id) => {
                if seen.1.insert(*id) {
                    out.extend(self.aggregate_line(*id, num, name));
                }
            }
            Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => {
                for part in parts {
                    self.behind(part, None, seen, out);
                }
            }
            Num::Product(a, b) | Num::Quotient(a, b) => {
                self.behind(a, None, seen, out);
                self.behind(b, None, seen, out);
            }
            Num::Measure(id) => {
                let program = self.judge.program;
                let usable = !matches!(self.judge.measure(self.frame, *id), Ok(Figure::Unavailable(_)));
                if usable && seen.0.insert(*id) {
                    let measure = &program.measures[*id];
                    self.behind(&measure.value, Some(&measure.name), seen, out);
                }
            }
            Num::Cases(cases) => {
                for case in cases {
                    if self
                        .judge
                        .clause(self.frame, case.when)
                        .is_ok_and(|truth| truth.is_true())
                    {
                        out.extend(self.stage(num, case));
                        self.behind(&case.then, None, seen, out);
                    }
                }
            }
            Num::Rounded(_, part) => self.behind(part, name, seen, out),
        }
    }

    /// Which stage of a threshold applies, and by which source.
    fn stage(&mut self, num: &'a Num, case: &'a NumCase) -> Option<FigureLine> {
        let threshold = threshold(self.judge, num)?;
        let clause = &self.judge.program.clauses[case.when];
        let value = self.value(&case.then);
        let percentage = value.as_ref().is_some_and(|value| *value <= Ratio::ONE);
        let shown = self.shown(&case.then, percentage);
        let text = format!("{} {shown}: by {}", threshold.name, named(clause));
        Some(FigureLine {
            clause: Some(case.when),
            name: Some(threshold.name.clone()),
            text,
            value,
            percentage,
            materials: Vec::new(),
            more: 0,
        })
    }

    /// A measure of the goods of a category taken together, written out, and what is behind it.
    fn average_lines(&mut self, choice: AttributeId, id: MeasureId) -> Vec<FigureLine> {
        let program = self.judge.program;
        let category = self.judge.category(choice);
        let Some(category) = category else { return Vec::new() };
        let Ok(Some((mut judge, mut frame))) = self.judge.average(choice, category) else {
            return Vec::new();
        };
        let mut inside = Written {
            judge: &mut judge,
            frame: &mut frame,
        };
        let measure = &program.measures[id];
        let own = Figure::Unavailable(id);
        let value = match inside.judge.measure(inside.frame, id) {
            Ok(figure) => figure,
            Err(_) => own,
        };
        let shown = match value.known() {
            Some(value) if measure.percentage => percent(value),
            Some(value) => money(value),
            None => "?".to_owned(),
        };
        let word = words::word(program, choice, category).unwrap_or("?");
        let mut out = vec![FigureLine {
            clause: None,
            name: Some(measure.name.clone()),
            text: format!(
                "averaged over `{word}`: {}",
                inside.written_out(id, &shown).replacen(" of the good alone", "", 1)
            ),
            value: value.known().cloned(),
            percentage: measure.percentage,
            materials: Vec::new(),
            more: 0,
        }];
        inside.behind(&measure.value, None, &mut (BTreeSet::new(), BTreeSet::new()), &mut out);
        out
    }

    fn aggregate_line(&mut self, id: AggregateId, num: &'a Num, name: Option<&str>) -> Option<FigureLine> {
        let program = self.judge.program;
        let aggregate = &program.aggregates[id];
        let selection = self.judge.selection(self.frame, aggregate.materials).ok()?;
        let of = |line: &LineId| {
            let value = aggregate.basis.and_then(|basis| self.judge.loaded.basis(*line, basis));
            (*line, value.cloned())
        };
        let lines: Vec<(LineId, Option<Ratio>)> = selection.lines(self.judge.loaded).iter().map(of).collect();
        let open: Vec<(LineId, Option<Ratio>)> = selection.open.iter().map(|(line, _)| of(line)).collect();
        let (materials, more) = arithmetic::materials(self.judge, &lines);
        let passing = words::test(program, &program.materials[aggregate.materials].test, false);
        let what = match name {
            Some(name) => name.to_owned(),
            None => self.aggregate_name(id),
        };
        let counted = if lines.is_empty() {
            String::new()
        } else {
            arithmetic::listed(&materials, more)
        };
        let doubts = if open.is_empty() {
            String::new()
        } else {
            let (doubtful, rest) = arithmetic::materials(self.judge, &open);
            format!("not known whether {passing}: {}", arithmetic::listed(&doubtful, rest))
        };
        let from = match (counted.is_empty(), doubts.is_empty()) {
            (true, true) => format!("no material is {passing}"),
            (true, false) => doubts,
            (false, true) => counted,
            (false, false) => format!("{counted}; {doubts}"),
        };
        let text = format!("{what} {}: {from}", self.shown(num, false));
        let value = self.value(num);
        Some(FigureLine {
            clause: None,
            name: name.map(str::to_owned),
            text,
            value,
            percentage: false,
            materials,
            more,
        })
    }
}
