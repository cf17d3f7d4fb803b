//! Carve-outs that change nothing, leave nothing, or contradict each other.

use orilex::diagnostic::Code;
use orilex::syntax::tree::Declaration;

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let dead = Family::Seeded(&[Code::DeadCarveOut]);
    let kind = |name, family, make| Kind { name, family, make };
    vec![
        kind("dead carve-out: its conditions exclude each other", dead, contradiction),
        kind("dead carve-out: another one beats it", dead, beaten),
        kind("dead carve-out: it says what the rule says", dead, same),
        kind(
            "carve-out that swallows its rule",
            Family::Seeded(&[Code::SwallowedRule]),
            swallowing,
        ),
        kind("conflict of two figures", Family::Seeded(&[Code::Conflict]), figures),
    ]
}

fn carve_out(name: &str, target: &str, when: &str, body: &str) -> String {
    format!("carve-out {name} of {target} \"seeded\" {when} cites \"seeded\" {body}")
}

const OTHER: &str = "{ require wholly obtained }";

fn contradiction(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let share = site.words.share;
    let when = format!("when {share} >= 60% and {share} < 40%");
    vec![Seed::adding(
        &[carve_out("m_dead", &focus.rule, &when, OTHER)],
        &["m_dead"],
    )]
}

fn beaten(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let when = format!("when date >= {}", site.words.day);
    let low = carve_out("m_low", &focus.rule, &when, OTHER);
    let body = format!("{{ require produced in {} }}", site.words.party);
    let top = carve_out("m_top", &focus.rule, &format!("{when} despite m_low"), &body);
    vec![Seed::adding(&[low, top], &["m_low"])]
}

fn same(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let when = format!("when date >= {}", site.words.day);
    vec![Seed::adding(
        &[carve_out("m_same", &focus.rule, &when, site.body())],
        &["m_same"],
    )]
}

fn swallowing(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let _ = site;
    vec![Seed::adding(&[carve_out("m_all", &focus.rule, "", OTHER)], &["m_all"])]
}

/// Two figures for a threshold under one condition.
fn figures(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let body = site.body();
    let mut out = Vec::new();
    for one in site.kept() {
        let Declaration::Threshold(threshold) = one else {
            continue;
        };
        let name = &*threshold.head.name.text;
        if !body
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .any(|word| word == name)
        {
            continue;
        }
        let beaten: Vec<&str> = site
            .kept()
            .filter_map(|one| match one {
                Declaration::CarveOut(other) if *other.target.text == *name => Some(&*other.head.name.text),
                _ => None,
            })
            .collect();
        let despite = if beaten.is_empty() {
            String::new()
        } else {
            format!(" despite {}", beaten.join(", "))
        };
        let when = format!("when {} >= 20%{despite}", site.words.share);
        let low = carve_out("m_low", name, &when, "{ 41% }");
        let high = carve_out("m_high", name, &when, "{ 43% }");
        out.push(Seed::adding(&[low, high], &[]));
    }
    out
}
