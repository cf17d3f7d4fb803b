//! Claims that do not hold, and assumptions that contradict each other.

use orilex::diagnostic::Code;

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, code, make| Kind {
        name,
        family: Family::Seeded(code),
        make,
    };
    vec![
        kind("false claim", &[Code::ClaimRefuted], claims),
        kind(
            "assumptions that contradict each other",
            &[Code::VacuousAssumptions],
            assumptions,
        ),
    ]
}

fn claims(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus).filter(|site| site.focus.text == site.focus.agreement) else {
        return Vec::new();
    };
    let scope = site.scope();
    let claim = |words: &str| Seed::adding(&[format!("claim m_claim cites \"seeded\": {words}")], &["m_claim"]);
    vec![
        claim(&format!("no good in {scope} with not wholly obtained originates")),
        claim(&format!(
            "every good in {scope} with produced in {} originates",
            site.words.party
        )),
    ]
}

fn assumptions(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus).filter(|site| site.focus.text == site.focus.agreement) else {
        return Vec::new();
    };
    let (scope, share) = (site.scope(), site.words.share);
    vec![Seed::adding(
        &[
            format!("assumption m_low cites \"seeded\" {{ {share} <= 40% }}"),
            format!("assumption m_high cites \"seeded\" {{ {share} >= 70% }}"),
            format!("claim m_claim cites \"seeded\": some good in {scope} originates assuming m_low, m_high"),
        ],
        &[],
    )]
}
