//! Figures written out: the formula with its numbers filled in, and the materials behind it.

use std::collections::BTreeSet;

use crate::amount::{Ratio, money, percent};
use crate::eval::error::threshold;
use crate::eval::judge::{Frame, Judge};
use crate::eval::line::LineId;
use crate::eval::truth::Figure;
use crate::ir::{AggregateId, AggregateKind, AttributeKind, Comparison, MeasureId, Num, Rounding};

use super::{FigureLine, Mark, MaterialLine};

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
    if let Some(unusable) = unusable(cx.judge, cx.frame, left).or_else(|| unusable(cx.judge, cx.frame, right)) {
        let measure = &cx.judge.program.measures[unusable];
        let name = measure.name.clone();
        let called = match &measure.title {
            Some(title) => format!("{name} ({title})"),
            None => name.clone(),
        };
        return vec![FigureLine {
            clause: None,
            text: format!("{called}: this method may not be used for this good"),
            name: Some(name),
            value: None,
            percentage: share,
            materials: Vec::new(),
            more: 0,
        }];
    }
    let value = cx.value(left);
    let (left_side, right_side) = (cx.side(left, share), cx.side(right, share));
    // What is decided though a figure is open holds at both of its ends.
    let whichever = match (mark, cx.is_open(left), cx.is_open(right)) {
        (Mark::Open, _, _) | (_, false, false) => "",
        (_, false, true) if is_threshold(right) => ", whichever of its stages applies",
        (_, true, false) if is_threshold(left) => ", whichever of its stages applies",
        _ => ", whatever the facts not stated may be",
    };
    let text = format!("{left_side} {} {right_side}: {verdict}{whichever}", op.symbol());
    let name = match left {
        Num::Measure(id) => Some(cx.judge.program.measures[*id].name.clone()),
        _ => None,
    };
    let first = FigureLine {
        clause: None,
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

/// The measure in a figure whose method may not be used, if there is one.
pub(super) fn unusable<'a>(judge: &mut Judge<'a>, frame: &mut Frame, num: &'a Num) -> Option<MeasureId> {
    match judge.figure(frame, num) {
        Ok(Figure::Unavailable(id)) => Some(id),
        Ok(Figure::Known(_) | Figure::Unknown(_)) | Err(_) => None,
    }
}

fn is_threshold(num: &Num) -> bool {
    match num {
        Num::Cases(_) => true,
        Num::Rounded(_, inner) => is_threshold(inner),
        _ => false,
    }
}

/// Writes figures of one good out.
pub(super) struct Written<'j, 'a> {
    pub(super) judge: &'j mut Judge<'a>,
    pub(super) frame: &'j mut Frame,
}

impl<'a> Written<'_, 'a> {
    pub(super) fn value(&mut self, num: &'a Num) -> Option<Ratio> {
        self.judge.figure(self.frame, num).ok()?.known().cloned()
    }

    fn is_open(&mut self, num: &'a Num) -> bool {
        matches!(self.judge.figure(self.frame, num), Ok(Figure::Unknown(_)))
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
                    Rounding::HalfUp(decimals) => ("rounded to", decimals),
                    Rounding::Truncated(decimals) => ("cut off after", decimals),
                };
                let unit = if decimals == 1 { "decimal" } else { "decimals" };
                format!("{full}, {how} {decimals} {unit}: {}", self.shown(num, share))
            }
        }
    }

    pub(super) fn written_out(&mut self, id: MeasureId, shown: &str) -> String {
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

    /// The value of a figure; if it is open, what it may be, `?` if that is anything.
    pub(super) fn shown(&mut self, num: &'a Num, share: bool) -> String {
        let in_words = |value: &Ratio| if share { percent(value) } else { money(value) };
        match self.judge.figure(self.frame, num) {
            Ok(Figure::Known(value)) => in_words(&value),
            Ok(Figure::Unknown(_)) => {
                if let Some(cases) = self.open_cases(num, &in_words) {
                    return cases.join(" or ");
                }
                let ends = self.judge.bounds(self.frame, num);
                match (&ends.least, &ends.most) {
                    (Some(least), Some(most)) if least != most => {
                        format!("{} to {}", in_words(least), in_words(most))
                    }
                    _ => "?".to_owned(),
                }
            }
            Ok(Figure::Unavailable(_)) => "not available".to_owned(),
            Err(_) => "undefined".to_owned(),
        }
    }

    /// The figures of the cases that the facts leave possible, if every one of them is known.
    fn open_cases(&mut self, num: &'a Num, in_words: &dyn Fn(&Ratio) -> String) -> Option<Vec<String>> {
        let Num::Cases(cases) = num else { return None };
        let mut figures = BTreeSet::new();
        for case in cases {
            if self.judge.clause(self.frame, case.when).ok()?.is_false() {
                continue;
            }
            figures.insert(self.value(&case.then)?);
        }
        let mut out: Vec<String> = figures.iter().map(in_words).collect();
        if !self.judge.some_case_holds(self.frame, cases).ok()? {
            out.push("no figure at all".to_owned());
        }
        Some(out)
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

    pub(super) fn aggregate_name(&self, id: AggregateId) -> String {
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
