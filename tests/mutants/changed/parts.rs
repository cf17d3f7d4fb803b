//! Parts of rules struck, and changes of classification moved to another level.

use orilex::source::Span;
use orilex::syntax::tree::{BodyItem, ChangeLevel, ChangeSource, Declaration, Expr, ExprKind};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk::bodies;
use super::super::world::World;
use super::place::{declarations, figures, replaced};

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Changed,
        make,
    };
    vec![
        kind("exception struck", exception),
        kind("level of a change moved", level),
        kind("alternative struck", alternative),
        kind("requirement line struck", line),
        kind("part of a condition struck", conjunct),
        kind("condition of a rule struck", condition),
        kind("rank of a rule struck", rank),
    ]
}

fn changes<'w>(world: &'w World, focus: &'w Focus) -> impl Iterator<Item = &'w Expr> {
    figures(world, focus)
        .into_iter()
        .filter(|expr| matches!(expr.kind, ExprKind::Change(_)))
}

fn exception(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for expr in changes(world, focus) {
        let ExprKind::Change(change) = &expr.kind else { continue };
        let words = world.words(expr.span);
        if change.except.is_some()
            && let Some((before, _)) = words.rsplit_once("except")
        {
            let kept = before.trim_end().trim_end_matches(',');
            out.push(replaced(world, expr.span, format!("{kept} ")));
        }
    }
    out
}

fn level(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for expr in changes(world, focus) {
        let ExprKind::Change(change) = &expr.kind else { continue };
        let words = world.words(expr.span);
        for source in &change.from {
            let ChangeSource::AnyOther(level) = source else {
                continue;
            };
            for (other, word) in LEVELS {
                if other != *level
                    && let Some((_, own)) = LEVELS.iter().find(|(one, _)| one == level)
                {
                    let (old, new) = (format!("any other {own}"), format!("any other {word}"));
                    out.push(replaced(world, expr.span, words.replacen(&old, &new, 1)));
                }
            }
        }
    }
    out
}

const LEVELS: [(ChangeLevel, &str); 3] = [
    (ChangeLevel::Chapter, "chapter"),
    (ChangeLevel::Heading, "heading"),
    (ChangeLevel::Subheading, "subheading"),
];

/// The words between braces.
fn inside(world: &World, span: Span) -> String {
    let body = world.words(span).trim();
    let bare = body.strip_prefix('{').and_then(|body| body.strip_suffix('}'));
    bare.unwrap_or(body).to_owned()
}

fn alternative(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for body in declarations(world, focus).into_iter().flat_map(bodies) {
        for item in &body.items {
            let BodyItem::Either { alternatives, span } = item else {
                continue;
            };
            for struck in 0..alternatives.len() {
                let kept = alternatives.iter().enumerate().filter(|(place, _)| *place != struck);
                let kept: Vec<_> = kept.map(|(_, one)| one).collect();
                let new = match kept.as_slice() {
                    [only] => inside(world, only.body.span),
                    several => {
                        let words: Vec<String> = several
                            .iter()
                            .map(|one| {
                                let name = one.name.as_ref().map_or("", |name| &*name.text);
                                format!("{name} {}", world.words(one.body.span))
                            })
                            .collect();
                        format!("either {}", words.join(" or "))
                    }
                };
                out.push(replaced(world, *span, format!("{new}\n")));
            }
        }
    }
    out
}

fn line(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for body in declarations(world, focus).into_iter().flat_map(bodies) {
        if body.items.len() < 2 {
            continue;
        }
        for item in &body.items {
            let span = match item {
                BodyItem::Require(line) => line.span,
                BodyItem::Either { span, .. } => *span,
            };
            out.push(replaced(world, span, String::new()));
        }
    }
    out
}

fn conjunct(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for expr in figures(world, focus) {
        let (parts, word) = match &expr.kind {
            ExprKind::And(parts) => (parts, " and "),
            ExprKind::Or(parts) => (parts, " or "),
            _ => continue,
        };
        for struck in 0..parts.len() {
            let kept = parts.iter().enumerate().filter(|(place, _)| *place != struck);
            let kept: Vec<String> = kept.map(|(_, part)| format!("({})", world.words(part.span))).collect();
            out.push(replaced(world, expr.span, format!("({}) ", kept.join(word))));
        }
    }
    out
}

fn condition(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for one in declarations(world, focus) {
        let when = match one {
            Declaration::Rule(rule) => &rule.when,
            Declaration::CarveOut(carve_out) => &carve_out.when,
            Declaration::Tolerance(tolerance) => &tolerance.when,
            _ => continue,
        };
        if let Some(when) = when {
            out.push(replaced(world, when.span, "date >= 1900-01-01 ".to_owned()));
        }
    }
    out
}

fn rank(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for one in declarations(world, focus) {
        let Declaration::Rule(rule) = one else { continue };
        if let (Some(first), Some(last)) = (rule.despite.first(), rule.despite.last()) {
            let words = world.words(rule.head.span);
            let from = usize::try_from(first.span.start.saturating_sub(rule.head.span.start)).unwrap_or_default();
            let Some(before) = words.get(..from).and_then(|before| before.rfind("despite")) else {
                continue;
            };
            let Ok(before) = u32::try_from(before) else { continue };
            let span = Span {
                start: rule.head.span.start.saturating_add(before),
                end: last.span.end,
                ..first.span
            };
            out.push(replaced(world, span, " ".to_owned()));
        }
    }
    out
}
