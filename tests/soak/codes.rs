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
    outright(book, scope, code, date).or_else(|| {
        // Pieces may cut a code in two and yet all of it be outside, as of one that is excepted again.
        let mut pieces = Vec::new();
        leaves(book, scope.pieces.iter().chain(&scope.except), &mut pieces);
        let own = [format!("{code:0<10}"), format!("{code:9<10}")];
        let inside = probes(&pieces).into_iter().filter(|probe| probe.starts_with(code));
        let mut said = inside.chain(own).map(|probe| outright(book, scope, &probe, date));
        let first = said.next().flatten()?;
        said.all(|other| other == Some(first)).then_some(first)
    })
}

/// Codes and ranges, those in lists included.
fn leaves<'b>(book: &'b Book, pieces: impl Iterator<Item = &'b Piece>, out: &mut Vec<&'b Piece>) {
    for piece in pieces {
        match piece {
            Piece::List(name) => {
                let lists = book.lists.iter().filter(|list| list.name == *name);
                out.extend(lists.flat_map(|list| list.entries.iter().map(|(entry, _)| entry)));
            }
            Piece::All | Piece::Code(_) | Piece::Range(..) => out.push(piece),
        }
    }
}

fn outright(book: &Book, scope: &Scope, code: &str, date: Day) -> Option<bool> {
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
fn probes(pieces: &[&Piece]) -> Vec<String> {
    let mut out = Vec::new();
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
    let all = inner.iter().chain(outer);
    let pieces: Vec<&Piece> = all.flat_map(|scope| scope.pieces.iter().chain(&scope.except)).collect();
    let within = |scopes: &[&Scope], code: &str| {
        scopes
            .iter()
            .all(|scope| in_scope(book, scope, code, (2000, 1, 1)) == Some(true))
    };
    let mut smaller = false;
    for code in probes(&pieces) {
        match (within(inner, &code), within(outer, &code)) {
            (true, false) => return false,
            (false, true) => smaller = true,
            _ => {}
        }
    }
    smaller
}
