//! Stages of thresholds: days without a figure, days with two, and stages that never apply.

use orilex::amount::Date;
use orilex::diagnostic::Code;
use orilex::source::Span;
use orilex::syntax::tree::{Declaration, Stage, Start, Threshold};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::{Edit, World};
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let (gap, twice) = (
        Family::Seeded(&[Code::GapInTime]),
        Family::Seeded(&[Code::OverlapInTime]),
    );
    let kind = |name, family, make| Kind { name, family, make };
    vec![
        kind("days without a figure", gap, gaps),
        kind("days without a figure: the first ones", gap, late),
        kind("days with two figures", twice, overlaps),
        kind("stage that never applies", Family::Seeded(&[Code::UnreachableThreshold]), idle),
    ]
}

/// The thresholds that the rule itself names.
fn thresholds<'w>(world: &'w World, focus: &'w Focus) -> Vec<&'w Threshold> {
    let Some(site) = Site::single(world, focus) else { return Vec::new() };
    let body = site.body();
    let own = site.kept().filter_map(|one| match one {
        Declaration::Threshold(threshold) => Some(threshold),
        _ => None,
    });
    let names = |threshold: &&Threshold| {
        body.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .any(|word| *word == *threshold.head.name.text)
    };
    own.filter(names).collect()
}

/// Stages that follow each other, with the day on which the second begins.
fn pairs(threshold: &Threshold) -> Vec<(&Stage, bool, Date)> {
    let mut out = Vec::new();
    for (first, second) in threshold.stages.iter().zip(threshold.stages.iter().skip(1)) {
        let (open, own) = (first.period.until.is_none(), first.when.is_none() && second.when.is_none());
        let (fiscal, day) = match &second.period.from {
            Some(Start::Day(day)) => (false, day),
            Some(Start::FiscalYearNearest(day)) => (true, day),
            None => continue,
        };
        if let (true, Ok(day)) = (open && own, Date::parse(&day.text)) {
            out.push((first, fiscal, day));
        }
    }
    out
}

fn later(day: Date, days: i64) -> Option<Date> {
    Date::from_days_since_epoch(day.days_since_epoch().saturating_add(days))
}

/// A last day for a stage.
fn until(stage: &Stage, day: Option<Date>) -> Option<Edit> {
    let span: Span = stage.period.span?.at_end();
    Some(Edit {
        span,
        new: format!(" until {} ", day?),
    })
}

/// One day and a month are left out. A fiscal year begins up to half a year before the day that is named.
fn gaps(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for threshold in thresholds(world, focus) {
        for (stage, fiscal, day) in pairs(threshold) {
            let early: &[i64] = if fiscal { &[-300, -201] } else { &[-2, -32] };
            for days in early {
                let edit = until(stage, later(day, *days));
                out.extend(edit.map(|edit| Seed::editing(world, edit, &[&threshold.head.name.text])));
            }
        }
    }
    out
}

fn late(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for threshold in thresholds(world, focus) {
        let Some(Start::Day(day)) = threshold.stages.first().and_then(|stage| stage.period.from.as_ref()) else {
            continue;
        };
        let Some(next) = Date::parse(&day.text).ok().and_then(|day| later(day, 10)) else {
            continue;
        };
        let edit = Edit {
            span: day.span,
            new: next.to_string(),
        };
        out.push(Seed::editing(world, edit, &[&threshold.head.name.text]));
    }
    out
}

fn overlaps(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for threshold in thresholds(world, focus) {
        for (stage, fiscal, day) in pairs(threshold) {
            let long: &[i64] = if fiscal { &[400] } else { &[0, 30] };
            for days in long {
                let edit = until(stage, later(day, *days));
                out.extend(edit.map(|edit| Seed::editing(world, edit, &[&threshold.head.name.text])));
            }
        }
    }
    out
}

fn idle(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for threshold in thresholds(world, focus) {
        let Some(first) = threshold.stages.first() else { continue };
        let edit = Edit {
            span: first.span.at_start(),
            new: "1% until 1970-01-01\n  ".to_owned(),
        };
        out.push(Seed::editing(world, edit, &[&threshold.head.name.text]));
    }
    out
}
