//! Thresholds that are asked for in two directions.

use orilex::diagnostic::Code;
use orilex::syntax::tree::{Declaration, ExprKind};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk::lines;
use super::super::world::World;
use super::alternatives::moved;
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Seeded(&[Code::ThresholdBothWays]),
        make,
    };
    vec![
        kind("threshold both ways: a cap, later a floor", constructed),
        kind(
            "threshold both ways: a floor of the text that is also a cap",
            also_a_cap,
        ),
    ]
}

/// The value of the materials that originate. Whatever it is, a good of such materials alone originates, and one with
/// foreign materials beside them may.
pub(super) const OURS: &str =
    "measure m_ours \"seeded\" cites \"seeded\" = sum of value over materials where originating";

/// A constructed threshold: up to some day the most that such materials may be worth, then the least.
fn constructed(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let (scope, basis, day) = (site.scope(), site.words.basis, site.words.day);
    let requirement = |name: &str, when: &str, op: &str| {
        format!(
            "requirement {name} \"seeded\" for {scope} when date {when} {day} cites \"seeded\" {{ require m_ours {op} m_limit * {basis} }}"
        )
    };
    vec![Seed::adding(
        &[
            OURS.to_owned(),
            "threshold m_limit \"seeded\" cites \"seeded\" { 40% }".to_owned(),
            requirement("m_cap", "<", "<="),
            requirement("m_floor", ">=", ">="),
        ],
        &["m_limit"],
    )]
}

/// A constructed requirement: materials that originate may be worth no more than the figure that the rule asks for as the
/// least content. A higher figure shuts out goods that just reach it, and lets in goods of originating materials alone. The
/// figure has to decide the origin of some good for that; RO0519 would say of the text if it did not.
fn also_a_cap(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for line in lines(&site.rule.body) {
        let ExprKind::Compare(_, _, limit) = &line.condition.kind else {
            continue;
        };
        let ExprKind::Name(name) = &limit.kind else { continue };
        let threshold = site
            .kept()
            .any(|one| matches!(one, Declaration::Threshold(_)) && one.head().name.text == name.text);
        if !threshold || moved(&site, site.words, &line.condition, "1 points", true).is_none() {
            continue;
        }
        let cap = format!(
            "requirement m_cap \"seeded\" for {} cites \"seeded\" {{ require m_ours <= {} * {} }}",
            site.scope(),
            name.text,
            site.words.basis
        );
        out.push(Seed::adding(&[OURS.to_owned(), cap], &[&name.text]));
    }
    out
}
