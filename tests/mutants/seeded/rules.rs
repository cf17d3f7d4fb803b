//! Rules that can't decide, that decide twice, and codes and days without a rule.

use orilex::diagnostic::Code;
use orilex::nomenclature::HsCode;
use orilex::syntax::tree::{Declaration, Rule, ScopeItem};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::{Edit, World};
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let dead = Family::Seeded(&[Code::DeadClause]);
    let kind = |name, family, make| Kind { name, family, make };
    vec![
        kind("dead rule: its conditions exclude each other", dead, contradiction),
        kind("dead rule: over before the agreement is in force", dead, before),
        kind("dead rule: another always prevails", dead, covered),
        kind("dead rule: two together always prevail", dead, covered_by_two),
        kind("dead requirement: its conditions exclude each other", dead, requirement),
        kind("conflict of two rules", Family::Seeded(&[Code::Conflict]), conflict),
        kind("codes without a rule", Family::Seeded(&[Code::NoRule]), deleted),
        kind("days without a rule", Family::Seeded(&[Code::NoRule]), ends),
        kind(
            "rule is met in vain: everything originates",
            Family::Seeded(&[Code::VacuousRule]),
            free,
        ),
        kind(
            "rule is met in vain: a requirement stands in the way",
            Family::Seeded(&[Code::VacuousRule]),
            barred,
        ),
    ]
}

fn contradiction(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let day = site.words.day;
    let never = format!("date >= {day} and date < {day}");
    let edit = match (&site.rule.when, site.after_scope()) {
        (Some(when), _) => Edit {
            span: when.span,
            new: format!("({}) and {never}", site.text(when.span)),
        },
        (None, Some(span)) => Edit {
            span,
            new: format!(" when {never}"),
        },
        (None, None) => return Vec::new(),
    };
    vec![Seed::editing(world, edit, &[&focus.rule])]
}

fn before(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let span = site.after_scope().filter(|_| site.period().is_empty());
    let edit = span.map(|span| Edit {
        span,
        new: " until 1970-01-01 ".to_owned(),
    });
    edit.map(|edit| Seed::editing(world, edit, &[&focus.rule]))
        .into_iter()
        .collect()
}

fn covered(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let first = site.twin("m_first", None, &[&focus.rule], site.body());
    vec![Seed::adding(&[first], &[&focus.rule])]
}

fn covered_by_two(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let (day, share) = (site.words.day, site.words.share);
    let by = |low: &str, high: &str| {
        let low = site.twin("m_low", Some(low), &[&focus.rule], site.body());
        let high = site.twin("m_high", Some(high), &[&focus.rule], site.body());
        Seed::adding(&[low, high], &[&focus.rule])
    };
    vec![
        by(&format!("date < {day}"), &format!("date >= {day}")),
        by(&format!("{share} < 50%"), &format!("{share} >= 50%")),
    ]
}

fn requirement(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let share = site.words.share;
    let dead = format!(
        "requirement m_dead \"seeded\" for {} when {share} >= 60% and {share} < 40% cites \"seeded\" {{ require wholly obtained }}",
        site.scope()
    );
    vec![Seed::adding(&[dead], &["m_dead"])]
}

fn conflict(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let all = site.twin("m_other", None, &[], "{ require wholly obtained }");
    let later = format!("date >= {}", site.words.day);
    let later = site.twin("m_other", Some(&later), &[], "{ require wholly obtained }");
    vec![Seed::adding(&[all], &["m_other"]), Seed::adding(&[later], &["m_other"])]
}

/// A rule is left out where there are rules before and after it in its heading, and no other for its codes.
fn deleted(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::of(world, focus).filter(|_| focus.heading) else {
        return Vec::new();
    };
    let Some(own) = codes(site.rule) else { return Vec::new() };
    let others: Vec<Vec<(HsCode, HsCode)>> = site
        .kept()
        .filter_map(|one| match one {
            Declaration::Rule(rule) if rule.head.span != site.rule.head.span => codes(rule),
            _ => None,
        })
        .collect();
    let others: Vec<(HsCode, HsCode)> = others.into_iter().flatten().collect();
    let (Some(first), Some(last)) = (own.first(), own.last()) else {
        return Vec::new();
    };
    let heading = first.0.heading();
    let inside = own.len() == 1 && first.0.len() == 6 && last.1.heading() == heading;
    // Of a code of which another rule takes an item, the rest is not missed.
    let covers = |from: &HsCode| first.0.covers(*from) || last.1.covers(*from);
    let apart = others
        .iter()
        .all(|(from, to)| (to < &first.0 || &last.1 < from) && !covers(from));
    let before = others
        .iter()
        .any(|(from, to)| from.heading() == heading && to < &first.0);
    let after = others
        .iter()
        .any(|(from, _)| from.heading() == heading && from > &last.1);
    let named = site.kept().any(|one| match one {
        Declaration::Rule(rule) => rule
            .despite
            .iter()
            .chain(&rule.subject_to)
            .any(|name| *name.text == *focus.rule),
        Declaration::CarveOut(carve_out) => *carve_out.target.text == *focus.rule,
        _ => false,
    });
    if !(inside && apart && before && after) || named {
        return Vec::new();
    }
    let edit = Edit {
        span: site.rule.head.span,
        new: String::new(),
    };
    let mut seed = Seed::editing(world, edit, &[]);
    seed.what = format!("`{}` is left out", focus.rule);
    seed.words = Some(first.0.to_string());
    vec![seed]
}

/// The codes of a product rule, if they are all written out.
pub(super) fn codes(rule: &Rule) -> Option<Vec<(HsCode, HsCode)>> {
    let scope = rule.scope.as_ref().filter(|scope| scope.except.is_empty())?;
    let one = |item: &ScopeItem| {
        let ScopeItem::Codes(codes) = item else { return None };
        let first = HsCode::parse(&codes.first.text).ok()?;
        let last = codes
            .last
            .as_ref()
            .map_or(Some(first), |last| HsCode::parse(&last.text).ok())?;
        Some((first, last))
    };
    scope.items.iter().map(one).collect()
}

/// The only rule for its codes ends while the agreement is in force.
fn ends(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus).filter(Site::alone) else {
        return Vec::new();
    };
    let span = site.after_scope().filter(|_| site.period().is_empty());
    let mut out = Vec::new();
    for days in [
        format!(" until {} ", site.words.day),
        format!(" from {} ", site.words.day),
    ] {
        out.extend(span.map(|span| Seed::editing(world, Edit { span, new: days }, &[&focus.rule])));
    }
    out
}

fn free(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let free = "criterion m_free \"seeded\" cites \"seeded\" { require produced in the region }".to_owned();
    let _ = site;
    vec![Seed::adding(&[free], &[])]
}

fn barred(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let bar = format!(
        "requirement m_bar \"seeded\" for {} cites \"seeded\" {{ require wholly obtained }}",
        site.scope()
    );
    vec![Seed::adding(&[bar], &[&focus.rule])]
}
