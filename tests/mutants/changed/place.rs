//! What of a text is changed in which cut: each declaration, and each edit of a proposal, in one cut only.

use orilex::source::Span;
use orilex::syntax::tree::{DateText, Declaration, EditKind, Expr, ListEntry, Start};

use super::super::focus::Focus;
use super::super::kind::Seed;
use super::super::tree_walk::{days, expressions};
use super::super::world::{Edit, World};

/// The declarations that are changed in this cut.
pub(super) fn declarations<'w>(world: &'w World, focus: &Focus) -> Vec<&'w Declaration> {
    if focus.heading {
        return Vec::new();
    }
    let own = |one: &&Declaration| focus.owned.contains(&one.head().name.text);
    if focus.text == focus.agreement {
        return world.declarations(&focus.agreement).filter(own).collect();
    }
    edits(world, focus)
        .filter_map(|edit| match edit {
            EditKind::Add(declaration) | EditKind::Replace(declaration) => Some(declaration.as_ref()),
            _ => None,
        })
        .filter(own)
        .collect()
}

/// The edits of the proposal that the text is.
fn edits<'w>(world: &'w World, focus: &Focus) -> impl Iterator<Item = &'w EditKind> {
    let text = focus.text.clone();
    let own = world
        .proposals()
        .filter(move |(_, proposal)| proposal.head.name.text == text);
    own.flat_map(|(_, proposal)| proposal.edits.iter().map(|edit| &edit.kind))
}

/// The edits of the proposal that are about what is changed in this cut.
fn own_edits<'w>(world: &'w World, focus: &'w Focus) -> impl Iterator<Item = &'w EditKind> {
    edits(world, focus).filter(|edit| {
        let target = match edit {
            EditKind::Set { target, .. } | EditKind::Suspend { target, .. } | EditKind::ChangeDates { target, .. } => {
                target
            }
            EditKind::AddEntries { list, .. } | EditKind::Strike { list, .. } => list,
            _ => return false,
        };
        !focus.heading && focus.owned.contains(&target.text)
    })
}

/// The expressions that are changed in this cut.
pub(super) fn figures<'w>(world: &'w World, focus: &'w Focus) -> Vec<&'w Expr> {
    let mut out: Vec<&Expr> = declarations(world, focus).into_iter().flat_map(expressions).collect();
    for edit in own_edits(world, focus) {
        if let EditKind::Set { value, .. } = edit {
            out.push(value);
        }
    }
    out
}

/// The days that are changed in this cut.
pub(super) fn dates<'w>(world: &'w World, focus: &'w Focus) -> Vec<&'w DateText> {
    let mut out: Vec<&DateText> = declarations(world, focus).into_iter().flat_map(days).collect();
    for edit in own_edits(world, focus) {
        if let EditKind::Set { period, .. } | EditKind::Suspend { period, .. } | EditKind::ChangeDates { period, .. } =
            edit
        {
            out.extend(period.from.iter().map(|from| match from {
                Start::Day(day) | Start::FiscalYearNearest(day) => day,
            }));
            out.extend(&period.until);
        }
    }
    out
}

/// The entries of lists that are changed in this cut.
pub(super) fn entries<'w>(world: &'w World, focus: &'w Focus) -> Vec<&'w [ListEntry]> {
    let mut out: Vec<&[ListEntry]> = Vec::new();
    for one in declarations(world, focus) {
        if let Declaration::List(list) = one {
            out.push(&list.entries);
        }
    }
    for edit in own_edits(world, focus) {
        if let EditKind::AddEntries { entries, .. } = edit {
            out.push(entries);
        }
    }
    out
}

/// Words replaced.
pub(super) fn replaced(world: &World, span: Span, new: String) -> Seed {
    Seed::editing(world, Edit { span, new }, &[])
}
