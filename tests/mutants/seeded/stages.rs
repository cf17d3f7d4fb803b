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
    // Where a carve-out bears on one of the stages, two figures are a conflict.
    let (gap, twice) = (
        Family::Seeded(&[Code::GapInTime]),
        Family::Seeded(&[Code::OverlapInTime, Code::Conflict]),
    );
    let kind = |name, family, make| Kind { name, family, make };
    vec![
        kind("days without a figure", gap, gaps),
        kind("days without a figure: the first ones", gap, late),
        kind("days with two figures", twice, overlaps),
        kind(
            "stage that never applies",
            Family::Seeded(&[Code::UnreachableThreshold]),
            idle,
        ),
    ]
}

/// The thresholds that the rule itself names.
fn thresholds<'w>(world: &'w World, focus: &'w Focus) -> Vec<&'w Threshold> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
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

/// The stages up to one that begins on this day, if none of them ends and none has a condition: of such stages the one
/// that starts last counts, and with its end the one before it counts again.
fn earlier(threshold: &Threshold) -> Vec<(&[Stage], bool, Date)> {
    let mut out = Vec::new();
    for (place, next) in threshold.stages.iter().enumerate().skip(1) {
        let Some(before) = threshold.stages.get(..place) else {
            continue;
        };
        let plain = |stage: &Stage| stage.period.until.is_none() && stage.when.is_none() && stage.lasting.is_none();
        let (fiscal, day) = match &next.period.from {
            Some(Start::Day(day)) => (false, day),
            Some(Start::FiscalYearNearest(day)) => (true, day),
            None => continue,
        };
        if let (true, Ok(day)) = (before.iter().chain([next]).all(plain), Date::parse(&day.text)) {
            out.push((before, fiscal, day));
        }
    }
    out
}

fn later(day: Date, days: i64) -> Option<Date> {
    Date::from_days_since_epoch(day.days_since_epoch().saturating_add(days))
}

/// One day and a month are left out. A fiscal year begins up to half a year before the day that is named.
fn gaps(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for threshold in thresholds(world, focus) {
        for (stages, fiscal, day) in earlier(threshold) {
            let early: &[i64] = if fiscal { &[-300, -201] } else { &[-2, -32] };
            for last in early.iter().filter_map(|days| later(day, *days)) {
                let edits: Option<Vec<Edit>> = stages.iter().map(|stage| until(stage, last)).collect();
                let Some((edits, first)) = edits.and_then(|edits| Some((edits.clone(), edits.first()?.clone()))) else {
                    continue;
                };
                let mut seed = Seed::editing(world, first, &[&threshold.head.name.text]);
                seed.what = format!("`{}` has no figure from {last} until {day}", threshold.head.name.text);
                seed.change.edits = edits;
                out.push(seed);
            }
        }
    }
    out
}

/// A last day for a stage, which may have begun later than that.
fn until(stage: &Stage, last: Date) -> Option<Edit> {
    let begins = match stage.period.from.as_ref()? {
        Start::Day(day) | Start::FiscalYearNearest(day) => Date::parse(&day.text).ok()?,
    };
    (begins < last).then_some(())?;
    let span: Span = stage.period.span?.at_end();
    Some(Edit {
        span,
        new: format!(" until {last} "),
    })
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

/// Another figure from the same day on.
fn overlaps(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for threshold in thresholds(world, focus) {
        for stage in threshold.stages.iter().filter(|stage| stage.when.is_none()) {
            let Some(period) = stage.period.span else { continue };
            let edit = Edit {
                span: stage.span.at_start(),
                new: format!("51.5% {}\n  ", world.words(period).trim()),
            };
            out.push(Seed::editing(world, edit, &[&threshold.head.name.text]));
        }
    }
    out
}

fn idle(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for threshold in thresholds(world, focus) {
        let Some(first) = threshold.stages.first() else {
            continue;
        };
        let edit = Edit {
            span: first.span.at_start(),
            new: "1% until 1970-01-01\n  ".to_owned(),
        };
        out.push(Seed::editing(world, edit, &[&threshold.head.name.text]));
    }
    out
}
