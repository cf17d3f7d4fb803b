//! Cumulation that costs a good its origin.

use orilex::diagnostic::Code;
use orilex::syntax::tree::{Cumulation, Declaration, EditKind};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::both_ways::OURS;
use super::site::{Site, code_set};

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Seeded(&[Code::CumulationHurts]),
        make,
    };
    vec![
        kind("cumulation that hurts: a cap on what originates", cap),
        kind("cumulation that hurts: foreign materials are asked for", floor),
        kind("cumulation that hurts: one of the text", own),
    ]
}

/// No more than half of the value may originate: a good that keeps to it exceeds it if a partner's materials count too.
fn capped(site: &Site<'_>) -> [String; 2] {
    let cap = format!(
        "requirement m_cap \"seeded\" for {} cites \"seeded\" {{ require m_ours <= 50% of {} }}",
        site.scope(),
        site.words.basis
    );
    [OURS.to_owned(), cap]
}

/// A constructed partner, whose materials reach a cap.
fn cap(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let [ours, cap] = capped(&site);
    let partner = format!(
        "cumulation m_partner \"seeded\" for {} cites \"seeded\" {{ materials originating in CHL count as originating }}",
        site.scope()
    );
    vec![Seed::adding(&[partner, ours, cap], &["m_partner"])]
}

/// A constructed partner, whose plastics would be the foreign material that is asked for.
fn floor(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let partner = "cumulation m_partner \"seeded\" cites \"seeded\" { materials originating in CHL where code in 39 count as originating }";
    let floor = format!(
        "requirement m_floor \"seeded\" for {} cites \"seeded\" {{ require {} >= 1% of {} }}",
        site.scope(),
        site.words.foreign,
        site.words.basis
    );
    vec![Seed::adding(&[partner.to_owned(), floor], &["m_partner"])]
}

/// The partners of a proposal, under a constructed cap.
fn own(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let added = world
        .proposals()
        .filter(|(_, proposal)| proposal.head.name.text == focus.text)
        .flat_map(|(_, proposal)| &proposal.edits)
        .filter_map(|edit| match &edit.kind {
            EditKind::Add(declaration) => Some(declaration.as_ref()),
            _ => None,
        });
    let mut out = Vec::new();
    for one in site.kept().chain(added) {
        if let Declaration::Cumulation(cumulation) = one
            && reaches(cumulation, focus)
        {
            out.push(Seed::adding(&capped(&site), &[&cumulation.head.name.text]));
        }
    }
    out
}

/// Whether the provision is for all goods of the rule.
fn reaches(cumulation: &Cumulation, focus: &Focus) -> bool {
    let Some(scope) = &cumulation.reach.scope else {
        return true;
    };
    let codes = code_set(&scope.items).filter(|_| scope.except.is_empty());
    codes.is_some_and(|codes| focus.scope.subtract(&codes).is_empty())
}
