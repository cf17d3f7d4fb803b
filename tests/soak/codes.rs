//! Codes by their digits alone.

use crate::model::{Book, Day, Days, Level, Piece, Scope};

/// The first digits of a code.
fn first(code: &str, count: usize) -> &str {
    code.get(..count).unwrap_or(code)
}

/// Whether the code lies under one end or between two; `None` if it is too coarse to say.
fn between(code: &str, from: &str, to: &str) -> Option<bool> {
    // The first and the last of everything that the code may stand for.
    let (lowest, highest) = (format!("{code:0<10}"), format!("{code:9<10}"));
    let (low, high) = (format!("{from:0<10}"), format!("{to:9<10}"));
    if low <= lowest && highest <= high {
        Some(true)
    } else if highest < low || high < lowest {
        Some(false)
    } else {
        None
    }
}

pub(crate) fn on(days: &Days, date: Day) -> bool {
    days.from.is_none_or(|from| from <= date) && days.until.is_none_or(|until| date <= until)
}

fn in_piece(book: &Book, piece: &Piece, code: &str, date: Day) -> Option<bool> {
    match piece {
        Piece::All => Some(true),
        Piece::Code(own) => between(code, own, own),
        Piece::Range(from, to) => between(code, from, to),
        Piece::List(name) => {
            let list = book.lists.iter().find(|list| list.name == *name)?;
            let entries = list.entries.iter().filter(|(_, days)| on(days, date));
            let said: Vec<Option<bool>> = entries.map(|(entry, _)| in_piece(book, entry, code, date)).collect();
            some(&said)
        }
    }
}

fn some(said: &[Option<bool>]) -> Option<bool> {
    if said.contains(&Some(true)) {
        Some(true)
    } else if said.contains(&None) {
        None
    } else {
        Some(false)
    }
}

/// Whether the code is in some piece and in none that is excepted, on that day; `None` if it is too coarse to say.
pub(crate) fn in_scope(book: &Book, scope: &Scope, code: &str, date: Day) -> Option<bool> {
    let among = |pieces: &[Piece]| {
        let said: Vec<Option<bool>> = pieces.iter().map(|piece| in_piece(book, piece, code, date)).collect();
        some(&said)
    };
    match (among(&scope.pieces), among(&scope.except)) {
        (Some(false), _) | (_, Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        _ => None,
    }
}

/// Whether two codes have their first digits in common; `None` if one of them is too short to say.
pub(crate) fn same(level: Level, a: &str, b: &str) -> Option<bool> {
    let count = level.digits();
    let known = a.len().min(b.len()).min(count);
    if first(a, known) != first(b, known) {
        Some(false)
    } else if known == count {
        Some(true)
    } else {
        None
    }
}

/// Codes, ten digits each, between which nothing changes: those at the ends of every piece, and their neighbours.
fn probes(scopes: &[&Scope]) -> Vec<String> {
    let mut out = Vec::new();
    let pieces = scopes.iter().flat_map(|scope| scope.pieces.iter().chain(&scope.except));
    for piece in pieces {
        let (from, to) = match piece {
            Piece::Code(own) => (own, own),
            Piece::Range(from, to) => (from, to),
            Piece::All | Piece::List(_) => continue,
        };
        let low: i64 = format!("{from:0<10}").parse().unwrap_or_default();
        let high: i64 = format!("{to:9<10}").parse().unwrap_or_default();
        out.extend([low - 1, low, high, high + 1].map(|code| format!("{code:010}")));
    }
    out.extend(["0100000000".to_owned(), "9999999999".to_owned()]);
    out
}

/// Whether a rule for goods that are in all of `inner` is for a part of those in all of `outer`, and not for the same.
pub(crate) fn narrower(book: &Book, inner: &[&Scope], outer: &[&Scope]) -> bool {
    let all: Vec<&Scope> = inner.iter().chain(outer).copied().collect();
    let within = |scopes: &[&Scope], code: &str| {
        scopes
            .iter()
            .all(|scope| in_scope(book, scope, code, (2000, 1, 1)) == Some(true))
    };
    let mut smaller = false;
    for code in probes(&all) {
        match (within(inner, &code), within(outer, &code)) {
            (true, false) => return false,
            (false, true) => smaller = true,
            _ => {}
        }
    }
    smaller
}
