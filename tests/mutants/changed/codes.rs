//! Codes struck, added and exchanged, in lists and in the scopes of clauses.

use orilex::nomenclature::{Edition, HsCode};
use orilex::source::Span;
use orilex::syntax::tree::{CodeSpan, Scope, ScopeItem};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk;
use super::super::world::World;
use super::place::{declarations, entries, replaced};

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Changed,
        make,
    };
    vec![
        kind("code of a list struck", struck),
        kind("code of a list exchanged for its neighbour", exchanged),
        kind("code added to a list", added),
        kind("code of a clause struck", taken),
        kind("code of a clause exchanged for its neighbour", swapped),
    ]
}

/// The next code of the same length that no entry names.
fn neighbour(code: &CodeSpan) -> Option<String> {
    let own = HsCode::parse(&code.first.text).ok()?;
    let table = Edition::from_year(2017).and_then(Edition::table)?;
    let next = match own.len() {
        2 => table.chapters().find(|other| *other > own),
        4 => table.headings().find(|other| *other > own),
        6 => table.subheadings().find(|other| *other > own),
        _ => None,
    };
    next.filter(|_| code.last.is_none()).map(|next| next.to_string())
}

/// An entry with its comma, so that none is left over.
fn with_comma(world: &World, span: Span) -> Span {
    let after = Span {
        start: span.end,
        end: span.end.saturating_add(1),
        ..span
    };
    if world.words(after) == "," {
        span.join(after)
    } else {
        span
    }
}

fn struck(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for list in entries(world, focus) {
        if list.len() > 1 {
            // The last entry of an edit stands before its `to`, without a comma.
            let all = list.iter().take(list.len().saturating_sub(1));
            out.extend(all.map(|entry| replaced(world, with_comma(world, entry.span), " ".to_owned())));
        }
    }
    out
}

fn exchanged(world: &World, focus: &Focus) -> Vec<Seed> {
    let all = entries(world, focus).into_iter().flatten();
    all.filter_map(|entry| {
        Some(replaced(
            world,
            entry.codes.span,
            format!("{} ", neighbour(&entry.codes)?),
        ))
    })
    .collect()
}

fn added(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for list in entries(world, focus) {
        for entry in list.iter().step_by(3) {
            if let Some(next) = neighbour(&entry.codes) {
                out.push(replaced(world, entry.span.at_start(), format!("{next}, ")));
            }
        }
    }
    out
}

fn scopes<'w>(world: &'w World, focus: &'w Focus) -> impl Iterator<Item = &'w Scope> {
    declarations(world, focus).into_iter().flat_map(tree_walk::scopes)
}

fn taken(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for scope in scopes(world, focus) {
        for items in [&scope.items, &scope.except] {
            for struck in 0..items.len() {
                if items.len() < 2 {
                    continue;
                }
                let kept = items.iter().enumerate().filter(|(place, _)| *place != struck);
                let kept: Vec<&str> = kept.map(|(_, item)| world.words(span(item))).collect();
                let (Some(first), Some(last)) = (items.first(), items.last()) else {
                    continue;
                };
                let whole = span(first).join(span(last));
                out.push(replaced(world, whole, format!("{} ", kept.join(", "))));
            }
        }
    }
    out
}

fn swapped(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for scope in scopes(world, focus) {
        for item in scope.items.iter().chain(&scope.except) {
            if let ScopeItem::Codes(codes) = item
                && let Some(next) = neighbour(codes)
            {
                out.push(replaced(world, codes.span, format!("{next} ")));
            }
        }
    }
    out
}

fn span(item: &ScopeItem) -> Span {
    match item {
        ScopeItem::All(span) => *span,
        ScopeItem::Codes(codes) => codes.span,
        ScopeItem::List(name) => name.span,
    }
}
