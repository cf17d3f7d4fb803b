//! What a clause requires, in the words that agreements use.

use crate::syntax::tree::{ChangeCodes, ChangeSource, CodeSpan, ScopeItem, TariffChange};

use super::material::tariff_level;

/// More entries of a list of codes are counted, not written out.
const MOST_CODES: usize = 6;

/// `change from 8708.99, whether or not also from any other heading, except from 40.09 to 40.17`
pub(super) fn change(change: &TariffChange) -> String {
    let sources = change.from.iter().map(|source| match source {
        ChangeSource::AnyOther(level) => format!("any other {}", tariff_level(*level)),
        ChangeSource::Codes(listed) => codes(listed),
    });
    let sources: Vec<String> = sources.collect();
    let from = sources.join(", whether or not also from ");
    match &change.except {
        Some(except) => format!("change from {from}, except from {}", codes(except)),
        None => format!("change from {from}"),
    }
}

/// Which goods of the codes are meant goes without saying where the text tells them apart by a condition.
fn codes(listed: &ChangeCodes) -> String {
    let scope = &listed.scope;
    let mut out = items(&scope.items);
    if !scope.except.is_empty() {
        out = format!("{out} (but not {})", items(&scope.except));
    }
    if listed.filter.is_some() {
        out = format!("certain goods of {out}");
    }
    out
}

fn items(items: &[ScopeItem]) -> String {
    let shown = items.iter().take(MOST_CODES).map(|item| match item {
        ScopeItem::All(_) => "all goods".to_owned(),
        ScopeItem::Codes(codes) => span(codes),
        ScopeItem::List(name) => format!("`{}`", name.text),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(MOST_CODES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn span(codes: &CodeSpan) -> String {
    match &codes.last {
        Some(last) => format!("{} to {}", codes.first.text, last.text),
        None => codes.first.text.to_string(),
    }
}
