//! Clauses for one party alone.

use orilex::diagnostic::Code;
use orilex::syntax::tree::EditKind;

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk::choices;
use super::super::world::{Edit, World};
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Seeded(&[Code::PartiesDiffer]),
        make,
    };
    vec![
        kind("parties not alike: content of one is asked for", content),
        kind("parties not alike: made in one", made),
        kind("parties not alike: no materials of one", without),
        kind("parties not alike: an alternative for one", alternative),
    ]
}

/// The rule of the cut, if nothing that the cut keeps names the party already: it is told once that parties differ.
fn unnamed<'w>(world: &'w World, focus: &'w Focus) -> Option<Site<'w>> {
    let site = Site::single(world, focus)?;
    let party = format!("text: \"{}\"", site.words.party);
    let added = world
        .proposals()
        .flat_map(|(_, proposal)| &proposal.edits)
        .filter_map(|edit| match &edit.kind {
            EditKind::Add(declaration) | EditKind::Replace(declaration) => Some(declaration.as_ref()),
            _ => None,
        })
        .filter(|one| focus.names.contains(&one.head().name.text));
    let named = site.kept().chain(added).any(|one| format!("{one:?}").contains(&party));
    (!named).then_some(site)
}

fn requirement(site: &Site<'_>, condition: &str) -> String {
    format!(
        "requirement m_party \"seeded\" for {} cites \"seeded\" {{ require {condition} }}",
        site.scope()
    )
}

/// A constructed requirement, as the proposals of 2017 had it.
fn content(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = unnamed(world, focus) else {
        return Vec::new();
    };
    let share = format!(
        "measure m_share \"seeded\" cites \"seeded\" = share of {} in {}",
        site.words.party, site.words.basis
    );
    vec![Seed::adding(
        &[share, requirement(&site, "m_share >= 30%")],
        &["m_party"],
    )]
}

/// A constructed requirement.
fn made(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = unnamed(world, focus) else {
        return Vec::new();
    };
    let made = requirement(&site, &format!("produced in {}", site.words.party));
    vec![Seed::adding(&[made], &["m_party"])]
}

/// A constructed requirement.
fn without(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = unnamed(world, focus) else {
        return Vec::new();
    };
    let none = format!(
        "count of materials where originating and produced in {} = 0",
        site.words.party
    );
    vec![Seed::adding(&[requirement(&site, &none)], &["m_party"])]
}

/// A further alternative in a rule of the text.
fn alternative(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = unnamed(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for set in choices(&site.rule.body) {
        let Some(last) = set.last() else { continue };
        let edit = Edit {
            span: last.body.span.at_end(),
            new: format!(
                "\n  or m_only cites \"seeded\" {{ require produced in {} }}",
                site.words.party
            ),
        };
        out.push(Seed::editing(world, edit, &["m_only"]));
    }
    out
}
