//! Definitions, and rules that apply at once, that say the same.

use orilex::diagnostic::Code;
use orilex::syntax::tree::{Declaration, Expr, ExprKind};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Seeded(&[Code::Equivalent]),
        make,
    };
    vec![
        kind("said twice: a definition in other words", in_other_words),
        kind("said twice: a share reckoned from the other end", other_end),
        kind("said twice: a rule", rule),
        kind("said twice: a rule in other words", rule_in_other_words),
    ]
}

/// A definition of the text before some day and on or after it. A constructed requirement that asks for
/// nothing new names it.
fn in_other_words(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let (day, scope) = (site.words.day, site.scope());
    let definitions = site
        .kept()
        .filter(|one| matches!(one, Declaration::Definition(own) if of_goods(&site, &own.condition)));
    definitions
        .map(|one| {
            let name = &one.head().name.text;
            let same = format!(
                "definition m_same \"seeded\" cites \"seeded\" = {name} and date >= {day} or {name} and date < {day}"
            );
            Seed::adding(&[same, named("m_same", scope)], &["m_same"])
        })
        .collect()
}

/// Whether the condition can be asked of a good: it and what it names hold nothing that is known of materials only.
fn of_goods(site: &Site<'_>, condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::Not(inner) => of_goods(site, inner),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().all(|part| of_goods(site, part)),
        ExprKind::Name(name) => site.kept().all(|one| match one {
            Declaration::Definition(own) if own.head.name.text == name.text => of_goods(site, &own.condition),
            _ => true,
        }),
        ExprKind::Imported | ExprKind::Originating | ExprKind::NonOriginating | ExprKind::SameAsGood(_) => false,
        _ => true,
    }
}

/// Two constructed definitions: at most so much foreign, and at least the rest that is not.
fn other_end(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let (foreign, basis, scope) = (site.words.foreign, site.words.basis, site.scope());
    let little = format!("definition m_little \"seeded\" cites \"seeded\" = {foreign} <= 12.5% of {basis}");
    let ours = format!("definition m_ours \"seeded\" cites \"seeded\" = {basis} - {foreign} >= 87.5% of {basis}");
    vec![Seed::adding(
        &[little, ours, named("m_little", scope), named("m_ours", scope)],
        &["m_little", "m_ours"],
    )]
}

/// A definition has no clause until something asks for it.
fn named(definition: &str, scope: &str) -> String {
    format!(
        "requirement {definition}_named \"seeded\" for {scope} cites \"seeded\" {{ require produced in the region or {definition} }}"
    )
}

/// The site if the rule is what its body says: a carve-out would change the rule and not the copy.
fn plain<'w>(world: &'w World, focus: &'w Focus) -> Option<Site<'w>> {
    let site = Site::single(world, focus)?;
    let carved = site.kept().any(|one| match one {
        Declaration::CarveOut(carve_out) => *carve_out.target.text == *focus.rule,
        _ => false,
    });
    (!carved).then_some(site)
}

/// Another rule for the same goods, from some day on or always, that neither prevails over the first nor yields to it.
fn rule(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = plain(world, focus) else {
        return Vec::new();
    };
    let later = format!("date >= {}", site.words.day);
    let twins = [
        site.twin("m_same", None, &[], site.body()),
        site.twin("m_same", Some(&later), &[], site.body()),
    ];
    // Of a rule that is over by then nothing is repeated.
    let both = if site.period().is_empty() { 2 } else { 1 };
    twins
        .into_iter()
        .take(both)
        .map(|twin| Seed::adding(&[twin], &["m_same"]))
        .collect()
}

/// The same with its body divided in two.
fn rule_in_other_words(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = plain(world, focus) else {
        return Vec::new();
    };
    let body = site.body().trim();
    let inside = body.strip_prefix('{').and_then(|body| body.strip_suffix('}'));
    let (inside, share) = (inside.unwrap_or(body), site.words.share);
    let body = format!(
        "{{ either m_low cites \"seeded\" {{ {inside} require {share} < 70% }} or m_high cites \"seeded\" {{ {inside} require {share} >= 70% }} }}"
    );
    vec![Seed::adding(&[site.twin("m_same", None, &[], &body)], &["m_same"])]
}
