//! Figures written out: the formula with its numbers filled in, and the materials behind it.

use std::collections::BTreeSet;

use crate::amount::{Ratio, money, percent};
use crate::eval::error::{named, threshold};
use crate::eval::judge::{Frame, Judge};
use crate::eval::line::LineId;
use crate::eval::truth::Figure;
use crate::ir::{
    AggregateId, AggregateKind, AttributeId, AttributeKind, Comparison, MeasureId, Num, NumCase, Rounding,
};

use super::{FigureLine, Mark, MaterialLine, words};

/// More materials behind one figure are counted, not shown.
const MAX_MATERIALS: usize = 5;

/// The lines that explain a comparison: the comparison itself, then the materials behind its figures.
pub(super) fn comparison<'a>(
    judge: &mut Judge<'a>,
    frame: &mut Frame,
    (left, op, right): (&'a Num, Comparison, &'a Num),
    mark: Mark,
) -> Vec<FigureLine> {
    let mut cx = Written { judge, frame };
    let share = cx.is_share(left) || cx.is_share(right);
    let verdict = match mark {
        Mark::Met => "met",
        Mark::NotMet => "not met",
        Mark::Open => "open",
    };
    if let Some(unusable) = cx.unusable(left).or_else(|| cx.unusable(right)) {
        let name = cx.judge.program.measures[unusable].name.clone();
        return vec![FigureLine {
            text: format!("{name}: method not available for this good"),
            name: Some(name),
            value: None,
            percentage: share,
            materials: Vec::new(),
            more: 0,
        }];
    }
    let value = cx.value(left);
    let (left_side, right_side) = (cx.side(left, share), cx.side(right, share));
    let open_case = |num: &Num, side: &str| matches!(num, Num::Cases(_)) && side.ends_with('?');
    let whichever = if mark != Mark::Open && (open_case(left, &left_side) || open_case(right, &right_side)) {
        ", whichever of its stages applies"
    } else {
        ""
    };
    let text = format!("{left_side} {} {right_side}: {verdict}{whichever}", op.symbol());
    let name = match left {
        Num::Measure(id) => Some(cx.judge.program.measures[*id].name.clone()),
        _ => None,
    };
    let first = FigureLine {
        name,
        text,
        value,
        percentage: share,
        materials: Vec::new(),
        more: 0,
    };
    let mut out = vec![first];
    let mut seen = (BTreeSet::new(), BTreeSet::new());
    cx.behind(left, None, &mut seen, &mut out);
    cx.behind(right, None, &mut seen, &mut out);
    out
}

/// The materials of a list, the largest first, and how many more.
pub(super) fn materials(judge: &Judge<'_>, lines: &[(LineId, Option<Ratio>)]) -> (Vec<MaterialLine>, usize) {
    let mut sorted: Vec<&(LineId, Option<Ratio>)> = lines.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let shown = sorted.iter().take(MAX_MATERIALS);
    let shown = shown.map(|(line, value)| MaterialLine {
        name: judge.loaded.name(*line),
        value: value.clone(),
    });
    (shown.collect(), lines.len().saturating_sub(MAX_MATERIALS))
}

/// `a 40, b 10 and 12 more`.
pub(super) fn listed(materials: &[MaterialLine], more: usize) -> String {
    let names: Vec<String> = materials
        .iter()
        .map(|material| match &material.value {
            Some(value) => format!("{} {}", material.name, money(value)),
            None => material.name.clone(),
        })
        .collect();
    let names = names.join(", ");
    if more == 0 {
        names
    } else {
        format!("{names} and {more} more")
    }
}

struct Written<'j, 'a> {
    judge: &'j mut Judge<'a>,
    frame: &'j mut Frame,
}

impl<'a> Written<'_, 'a> {
    fn value(&mut self, num: &'a Num) -> Option<Ratio> {
        self.judge.figure(self.frame, num).ok()?.known().cloned()
    }

    /// The measure in a figure whose method may not be used, if there is one.
    fn unusable(&mut self, num: &'a Num) -> Option<MeasureId> {
        match self.judge.figure(self.frame, num) {
            Ok(Figure::Unavailable(id)) => Some(id),
            Ok(Figure::Known(_) | Figure::Unknown(_)) | Err(_) => None,
        }
    }

    fn is_share(&self, num: &Num) -> bool {
        match num {
            Num::Measure(id) | Num::Averaged { measure: id, .. } => self.judge.program.measures[*id].percentage,
            Num::Attribute(id) => self.judge.program.vocabulary.attributes[*id].kind == AttributeKind::Percentage,
            Num::Rounded(..) => true,
            Num::Quotient(a, b) => !self.is_share(a) && !self.is_share(b),
            Num::Cases(cases) => cases.iter().any(|case| self.is_share(&case.then)),
            Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => parts.iter().any(|part| self.is_share(part)),
            Num::Product(..) | Num::Const(_) | Num::Basis(_) | Num::Aggregate(_) => false,
        }
    }

    /// One side of a comparison; a measure is written out.
    fn side(&mut self, num: &'a Num, share: bool) -> String {
        let (inner, rounding) = match num {
            Num::Rounded(rounding, inner) => (&**inner, Some(*rounding)),
            _ => (num, None),
        };
        let shown = self.shown(inner, share);
        let full = match inner {
            Num::Measure(id) => self.written_out(*id, &shown),
            Num::Sum(_) | Num::Product(..) | Num::Quotient(..) | Num::Min(_) | Num::Max(_) => {
                format!("{} = {shown}", self.write(inner, share, false))
            }
            _ => self.write(inner, share, false),
        };
        match rounding {
            None => full,
            Some(rounding) => {
                let (how, decimals) = match rounding {
                    Rounding::HalfUp(decimals) => ("rounded", decimals),
                    Rounding::Truncated(decimals) => ("cut off", decimals),
                };
                format!("{full}, {how} after {decimals} decimals {}", self.shown(num, share))
            }
        }
    }

    fn written_out(&mut self, id: MeasureId, shown: &str) -> String {
        let program = self.judge.program;
        let measure = &program.measures[id];
        match &measure.value {
            Num::Const(_) | Num::Cases(_) => format!("{} {shown}", measure.name),
            value => format!(
                "{} = {} = {shown}",
                measure.name,
                self.write(value, measure.percentage, false)
            ),
        }
    }

    /// The value of a figure, `?` if it is open.
    fn shown(&mut self, num: &'a Num, share: bool) -> String {
        match self.judge.figure(self.frame, num) {
            Ok(Figure::Known(value)) if share => percent(&value),
            Ok(Figure::Known(value)) => money(&value),
            Ok(Figure::Unknown(_)) => "?".to_owned(),
            Ok(Figure::Unavailable(_)) => "not available".to_owned(),
            Err(_) => "undefined".to_owned(),
        }
    }

    fn write(&mut self, num: &'a Num, share: bool, inner: bool) -> String {
        let program = self.judge.program;
        let text = match num {
            Num::Const(value) if share => return percent(value),
            Num::Const(value) => return money(value),
            Num::Basis(id) => return self.named(&program.vocabulary.bases[*id].name, num, false),
            Num::Attribute(id) => {
                let attribute = &program.vocabulary.attributes[*id];
                return self.named(&attribute.name, num, attribute.kind == AttributeKind::Percentage);
            }
            Num::Measure(id) => {
                let measure = &program.measures[*id];
                return self.named(&measure.name, num, measure.percentage);
            }
            Num::Averaged { measure, .. } => {
                let measure = &program.measures[*measure];
                return self.named(&format!("{}, averaged,", measure.name), num, measure.percentage);
            }
            Num::Aggregate(id) => return self.named(&self.aggregate_name(*id), num, false),
            Num::Cases(_) => {
                let share = share || self.is_share(num);
                return match threshold(self.judge, num) {
                    Some(threshold) => self.named(&threshold.name, num, share),
                    None => self.shown(num, share),
                };
            }
            Num::Rounded(_, part) => return self.write(part, share, inner),
            Num::Min(parts) => return format!("the smallest of ({})", self.list(parts, share)),
            Num::Max(parts) => return format!("the largest of ({})", self.list(parts, share)),
            Num::Sum(parts) => {
                let mut out = String::new();
                for part in parts {
                    let (sign, part) = match subtracted(part) {
                        Some(part) => (" - ", part),
                        None => (" + ", part),
                    };
                    match (out.is_empty(), sign) {
                        (true, " - ") => out.push('-'),
                        (true, _) => {}
                        (false, sign) => out.push_str(sign),
                    }
                    out.push_str(&self.write(part, share, true));
                }
                out
            }
            Num::Product(a, b) => {
                // A factor below one is a rate: 7 % of something.
                let rate = |factor: &Num| matches!(factor, Num::Const(value) if *value < Ratio::ONE);
                let (left, right) = (share || rate(a), share || rate(b));
                format!("{} × {}", self.write(a, left, true), self.write(b, right, true))
            }
            Num::Quotient(a, b) => format!("{} / {}", self.write(a, false, true), self.write(b, false, true)),
        };
        if inner { format!("({text})") } else { text }
    }

    fn list(&mut self, parts: &'a [Num], share: bool) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.write(part, share, false)).collect();
        parts.join(", ")
    }

    fn named(&mut self, name: &str, num: &'a Num, share: bool) -> String {
        format!("{name} {}", self.shown(num, share))
    }

    fn aggregate_name(&self, id: AggregateId) -> String {
        let program = self.judge.program;
        let aggregate = &program.aggregates[id];
        let how = match aggregate.kind {
            AggregateKind::Sum => "sum",
            AggregateKind::Count => "number",
            AggregateKind::Largest => "largest",
            AggregateKind::Smallest => "smallest",
        };
        match aggregate.basis {
            Some(basis) => format!("{how} of {}", program.vocabulary.bases[basis].name),
            None => format!("{how} of materials"),
        }
    }

    /// The materials behind every aggregate in a figure, under the name of the measure that is that aggregate.
    fn behind(
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
        let (materials, more) = materials(self.judge, &lines);
        let passing = words::test(program, &program.materials[aggregate.materials].test, false);
        let what = match name {
            Some(name) => name.to_owned(),
            None => self.aggregate_name(id),
        };
        let from = if lines.is_empty() {
            format!("no material is {passing}")
        } else {
            listed(&materials, more)
        };
        let doubts = if open.is_empty() {
            String::new()
        } else {
            let (doubtful, rest) = self::materials(self.judge, &open);
            format!("; open: {}", listed(&doubtful, rest))
        };
        let text = format!("{what} {}: {from}{doubts}", self.shown(num, false));
        let value = self.value(num);
        Some(FigureLine {
            name: name.map(str::to_owned),
            text,
            value,
            percentage: false,
            materials,
            more,
        })
    }
}

/// The part of `-1 × part`.
fn subtracted(num: &Num) -> Option<&Num> {
    let minus_one = -Ratio::ONE;
    match num {
        Num::Product(a, b) => match (&**a, &**b) {
            (Num::Const(value), part) | (part, Num::Const(value)) if *value == minus_one => Some(part),
            _ => None,
        },
        _ => None,
    }
}
