//! Exceptions in changes of classification that keep no good out.

use std::collections::BTreeSet;

use orilex::diagnostic::Code;
use orilex::nomenclature::{HsCode, Level};
use orilex::source::Span;
use orilex::syntax::tree::{BodyItem, ChangeLevel, ChangeSource, ExprKind, Rule, TariffChange};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk::bodies;
use super::super::world::{Edit, World};
use super::rules::codes;
use super::site::Site;

/// Where the whole condition or alternative is idle by the same cause, that is said and not the less.
const IDLE: &[Code] = &[
    Code::DeadException,
    Code::RedundantAlternative,
    Code::RedundantCondition,
];

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Seeded(IDLE),
        make,
    };
    vec![
        kind("dead exception: from codes that are no source", own),
        kind("dead exception: an alternative lets them in", undone),
        kind("dead exception: a tolerance lets them in", tolerated),
        kind("dead exception: another line says the same", copy),
        kind("dead exception: a requirement keeps them out", barred),
    ]
}

/// A line that requires a change.
struct Line<'w> {
    /// The body that it stands in.
    body: Span,
    /// All of it.
    span: Span,
    /// The condition, as written.
    words: &'w str,
    /// Where the condition stands.
    condition: Span,
    change: &'w TariffChange,
}

fn changes<'w>(site: &Site<'w>) -> Vec<Line<'w>> {
    let mut out = Vec::new();
    for body in bodies(site.declaration) {
        for item in &body.items {
            if let BodyItem::Require(line) = item
                && let ExprKind::Change(change) = &line.condition.kind
            {
                out.push(Line {
                    body: body.span,
                    span: line.span,
                    words: site.text(line.condition.span).trim(),
                    condition: line.condition.span,
                    change,
                });
            }
        }
    }
    out
}

/// The condition without its exception.
fn laxer<'w>(line: &Line<'w>) -> &'w str {
    let before = line.words.split("except from").next().unwrap_or_default();
    before.trim().trim_end_matches(',')
}

/// From the good's own heading, where the change has to be from another one.
fn own(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for line in changes(&site) {
        let ([ChangeSource::AnyOther(level)], None) = (line.change.from.as_slice(), &line.change.except) else {
            continue;
        };
        let Some(group) = group(site.rule, *level) else {
            continue;
        };
        let edit = Edit {
            span: line.condition,
            new: format!("{}, except from {group}", line.words),
        };
        out.push(Seed::editing(world, edit, &[&focus.rule]));
    }
    out
}

/// The chapter, heading or subheading that all codes of the rule are in.
fn group(rule: &Rule, level: ChangeLevel) -> Option<HsCode> {
    let level = match level {
        ChangeLevel::Chapter => Level::Chapter,
        ChangeLevel::Heading => Level::Heading,
        ChangeLevel::Subheading => Level::Subheading,
        ChangeLevel::Item => return None,
    };
    let ends = codes(rule)?.into_iter().flat_map(|(first, last)| [first, last]);
    let groups: Option<BTreeSet<HsCode>> = ends.map(|code| code.at(level)).collect();
    let groups = groups?;
    groups.first().copied().filter(|_| groups.len() == 1)
}

/// The same change without the exception beside it; where there is none, a constructed one.
fn undone(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for line in changes(&site) {
        let lax = laxer(&line);
        let strict = match line.change.except {
            Some(_) => line.words.to_owned(),
            None => format!("{lax}, except from 39"),
        };
        let edit = Edit {
            span: line.span,
            new: format!(
                "either m_strict cites \"seeded\" {{ require {strict} }}\n  or m_lax cites \"seeded\" {{ require {lax} }}"
            ),
        };
        out.push(Seed::editing(world, edit, &["m_strict"]));
    }
    out
}

/// A constructed tolerance of the whole value, which no materials exceed; where the rule has no exception, a constructed
/// one.
fn tolerated(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let tolerance = format!(
        "tolerance m_all \"seeded\" for {} cites \"seeded\" {{ value of unchanged materials <= 100% of {} }}",
        site.scope(),
        site.words.basis
    );
    let lines = changes(&site);
    if lines.iter().any(|line| line.change.except.is_some()) {
        return vec![Seed::adding(&[tolerance], &[&focus.rule])];
    }
    let mut out = Vec::new();
    for line in lines {
        let edit = Edit {
            span: line.condition,
            new: format!("{}, except from 39", line.words),
        };
        let mut seed = Seed::editing(world, edit, &[&focus.rule]);
        seed.change.added = vec![tolerance.clone()];
        out.push(seed);
    }
    out
}

/// The line once more.
fn copy(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let lines = changes(&site).into_iter().filter(|line| line.change.except.is_some());
    lines
        .map(|line| {
            let edit = Site::line(line.body, &format!("m_same: {}\n", line.words));
            Seed::editing(world, edit, &[&focus.rule])
        })
        .collect()
}

/// A constructed requirement against materials of the codes that are excepted. They are counted, for a restriction might
/// be relaxed by a tolerance.
fn barred(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for line in changes(&site) {
        let Some(except) = &line.change.except else { continue };
        let bar = format!(
            "requirement m_bar \"seeded\" for {} cites \"seeded\" {{ require count of materials where non-originating and code in {} = 0 }}",
            site.scope(),
            site.text(except.scope.span)
                .split(" where ")
                .next()
                .unwrap_or_default()
                .trim()
        );
        out.push(Seed::adding(&[bar], &[&focus.rule]));
    }
    out
}
