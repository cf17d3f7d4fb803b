//! Alternatives that no good can use, or that add nothing.

use orilex::diagnostic::Code;
use orilex::source::Span;
use orilex::syntax::tree::{Alternative, CompareOp, Expr, ExprKind};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk::{choices, lines};
use super::super::world::{Edit, World};
use super::site::{Site, Words};

pub(super) fn kinds() -> Vec<Kind> {
    let (dead, idle) = (
        Family::Seeded(&[Code::DeadClause]),
        Family::Seeded(&[Code::RedundantAlternative]),
    );
    let kind = |name, family, make| Kind { name, family, make };
    vec![
        kind("dead alternative: it contradicts itself", dead, contradiction),
        kind("dead alternative: asks for more than there can be", dead, out_of_reach),
        kind("redundant alternative: a copy", idle, copy),
        kind("redundant alternative: a narrower copy", idle, narrower),
        kind("redundant alternative: two others make it up", idle, made_up),
        kind("redundant alternative: a laxer one beside it", idle, laxer),
    ]
}

/// The sets of alternatives of the rule.
fn sets<'w>(world: &'w World, focus: &'w Focus) -> Vec<(Site<'w>, &'w [Alternative])> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let all = choices(&site.rule.body);
    all.into_iter()
        .filter_map(|set| Some((Site::single(world, focus)?, set)))
        .collect()
}

/// Further alternatives at the end of a set.
fn further(set: &[Alternative], added: &[String]) -> Option<Edit> {
    let last: Span = set.last()?.body.span.at_end();
    Some(Edit {
        span: last,
        new: format!("\n  or {}", added.join("\n  or ")),
    })
}

/// The lines of an alternative without its braces.
fn inside<'w>(site: &Site<'w>, alternative: &Alternative) -> &'w str {
    let body = site.text(alternative.body.span).trim();
    body.strip_prefix('{')
        .and_then(|body| body.strip_suffix('}'))
        .unwrap_or(body)
}

fn contradiction(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for (site, set) in sets(world, focus) {
        let share = site.words.share;
        let dead = format!("m_dead cites \"seeded\" {{ require {share} >= 60% require {share} < 40% }}");
        out.extend(further(set, &[dead]).map(|edit| Seed::editing(world, edit, &["m_dead"])));
    }
    out
}

fn out_of_reach(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for (site, set) in sets(world, focus) {
        for alternative in set {
            let Some(name) = &alternative.name else { continue };
            let edit = Site::line(alternative.body.span, &format!("m_high: {} > 100%\n", site.words.share));
            out.push(Seed::editing(world, edit, &[&name.text]));
        }
    }
    out
}

fn copy(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for (site, set) in sets(world, focus) {
        for alternative in set {
            let copy = format!("m_copy cites \"seeded\" {{ {} }}", inside(&site, alternative));
            out.extend(further(set, &[copy]).map(|edit| Seed::editing(world, edit, &["m_copy"])));
        }
    }
    out
}

fn narrower(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for (site, set) in sets(world, focus) {
        for alternative in set {
            let copy = format!(
                "m_narrow cites \"seeded\" {{ {} require date >= {} }}",
                inside(&site, alternative),
                site.words.day
            );
            out.extend(further(set, &[copy]).map(|edit| Seed::editing(world, edit, &["m_narrow"])));
        }
    }
    out
}

fn made_up(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for (site, set) in sets(world, focus) {
        for alternative in set {
            let Some(name) = &alternative.name else { continue };
            let (inside, share) = (inside(&site, alternative), site.words.share);
            let low = format!("m_low cites \"seeded\" {{ {inside} require {share} < 70% }}");
            let high = format!("m_high cites \"seeded\" {{ {inside} require {share} >= 70% }}");
            out.extend(further(set, &[low, high]).map(|edit| Seed::editing(world, edit, &[&name.text])));
        }
    }
    out
}

fn laxer(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for (site, set) in sets(world, focus) {
        for alternative in set {
            let Some(name) = &alternative.name else { continue };
            let Some(line) = lines(&alternative.body).into_iter().find_map(|line| {
                let lax = moved(&site, site.words, &line.condition, "5 points", true)?;
                Some((line.condition.span, lax))
            }) else {
                continue;
            };
            let (span, lax) = line;
            let body = site.text(alternative.body.span);
            let copy = body.replace(site.text(span), &lax);
            let copy = format!("m_lax cites \"seeded\" {copy}");
            out.extend(further(set, &[copy]).map(|edit| Seed::editing(world, edit, &[&name.text])));
        }
    }
    out
}

/// A comparison of a share with its figure moved, to the laxer or the stricter side.
pub(super) fn moved(site: &Site<'_>, words: &Words, condition: &Expr, by: &str, laxer: bool) -> Option<String> {
    let ExprKind::Compare(op, left, right) = &condition.kind else {
        return None;
    };
    let ExprKind::Name(name) = &left.kind else { return None };
    let is = |names: &[&str]| names.contains(&&*name.text);
    let larger = match op {
        CompareOp::AtLeast if is(words.larger) => true,
        CompareOp::AtMost if is(words.smaller) => false,
        _ => return None,
    };
    let sign = if larger == laxer { '-' } else { '+' };
    let op = if larger { ">=" } else { "<=" };
    Some(format!(
        "{} {op} {} {sign} {by}",
        site.text(left.span),
        site.text(right.span)
    ))
}
