//! Requirement lines that can't be met, can't be missed, or settle nothing.

use orilex::diagnostic::Code;
use orilex::syntax::tree::{BodyItem, ExprKind};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk::lines;
use super::super::world::World;
use super::alternatives::moved;
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let unmet = Family::Seeded(&[Code::UnreachableRequirement, Code::UnreachableThreshold]);
    let idle = Family::Seeded(&[Code::RedundantCondition, Code::UnreachableThreshold]);
    let kind = |name, family, make| Kind { name, family, make };
    vec![
        kind("requirement out of reach: more than there can be", unmet, out_of_reach),
        kind(
            "requirement out of reach: two lines exclude each other",
            unmet,
            excluding,
        ),
        kind(
            "threshold that nothing misses",
            Family::Seeded(&[Code::UnreachableThreshold]),
            free,
        ),
        kind("redundant condition: a copy", idle, copy),
        kind("redundant condition: a laxer figure beside it", idle, laxer),
        kind(
            "threshold without effect: a stricter requirement on top",
            Family::Seeded(&[Code::NonBinding]),
            floor,
        ),
        kind("criterion out of reach", unmet, criterion),
    ]
}

fn out_of_reach(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let edit = Site::line(site.rule.body.span, &format!("m_high: {} > 100%\n", site.words.share));
    vec![Seed::editing(world, edit, &["m_high"])]
}

fn excluding(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let share = site.words.share;
    let lines = format!("m_high: {share} >= 90%\n  require m_low: {share} <= 89.9%\n");
    vec![Seed::editing(
        world,
        Site::line(site.rule.body.span, &lines),
        &[&focus.rule],
    )]
}

fn free(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let edit = Site::line(site.rule.body.span, &format!("m_free: {} >= 0%\n", site.words.share));
    vec![Seed::editing(world, edit, &["m_free"])]
}

fn copy(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for item in &site.rule.body.items {
        if let BodyItem::Require(line) = item
            && !matches!(line.condition.kind, ExprKind::NoChange)
        {
            let same = format!("m_same: {}\n", site.text(line.condition.span));
            let edit = Site::line(site.rule.body.span, &same);
            out.push(Seed::editing(world, edit, &[&focus.rule]));
        }
    }
    out
}

fn laxer(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for body in super::super::tree_walk::bodies(site.declaration) {
        for item in &body.items {
            let BodyItem::Require(line) = item else { continue };
            for by in ["0.1 points", "5 points"] {
                let lax = moved(&site, site.words, &line.condition, by, true);
                let edit = lax.map(|lax| Site::line(body.span, &format!("m_lax: {lax}\n")));
                out.extend(edit.map(|edit| Seed::editing(world, edit, &["m_lax"])));
            }
        }
    }
    out
}

fn floor(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for line in lines(&site.rule.body) {
        let Some(strict) = moved(&site, site.words, &line.condition, "5 points", false) else {
            continue;
        };
        let floor = format!(
            "requirement m_floor \"seeded\" for {} cites \"seeded\" {{ require {strict} }}",
            site.scope()
        );
        out.push(Seed::adding(&[floor], &[&focus.rule]));
    }
    out
}

fn criterion(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let never = format!(
        "criterion m_never \"seeded\" for {} cites \"seeded\" {{ require {} > 100% }}",
        site.scope(),
        site.words.share
    );
    vec![Seed::adding(&[never], &["m_never"])]
}
