//! Codes in words: `headings 87.03 and 87.04`, `Chapter 87`.

use crate::nomenclature::{HsCode, Level};
use crate::syntax::tree::{CodeSpan, CodeText, Scope, ScopeItem};

use super::Speaker;
use super::phrase::{listed, quoted};

impl Speaker<'_> {
    /// A set of codes: `heading 87.03`, `any good`, `Chapters 50 to 63, other than heading 50.01`.
    pub(super) fn scope(&mut self, scope: &Scope) -> String {
        let mut words = self.items(&scope.items);
        if !scope.except.is_empty() {
            words.push_str(", other than ");
            words.push_str(&self.items(&scope.except));
        }
        words
    }

    fn items(&mut self, items: &[ScopeItem]) -> String {
        // Codes of one level that follow each other share its name.
        let mut groups: Vec<(Option<Level>, Vec<String>)> = Vec::new();
        for item in items {
            let (level, words) = match item {
                ScopeItem::All(_) => (None, "any heading".to_owned()),
                ScopeItem::Codes(codes) => (level(&codes.first), span(codes)),
                ScopeItem::List(name) => {
                    self.uses(&name.text);
                    let title = self
                        .entry(name)
                        .and_then(|entry| entry.declaration.head().title.clone());
                    let title = title.map_or_else(|| name.text.to_string(), |title| title.text.to_string());
                    (None, format!("the codes listed under {}", quoted(&title)))
                }
            };
            match groups.last_mut() {
                Some((own, all)) if *own == level && level.is_some() => all.push(words),
                _ => groups.push((level, vec![words])),
            }
        }
        let said = groups.iter().map(|(level, all)| {
            let codes = listed(all, "and");
            let many = all.len() > 1 || codes.contains(" to ");
            match level {
                Some(level) => format!("{} {codes}", called(*level, many)),
                None => codes,
            }
        });
        listed(&said.collect::<Vec<_>>(), "and")
    }
}

/// `87.03`, `8703.21 to 8703.90`
fn span(codes: &CodeSpan) -> String {
    match &codes.last {
        Some(last) => format!("{} to {}", code(&codes.first), code(last)),
        None => code(&codes.first),
    }
}

/// A code as the trade writes it.
pub(super) fn code(text: &CodeText) -> String {
    HsCode::parse(&text.text).map_or_else(|_| text.text.to_string(), |code| code.to_string())
}

fn level(text: &CodeText) -> Option<Level> {
    HsCode::parse(&text.text).ok().map(HsCode::level)
}

fn called(level: Level, many: bool) -> &'static str {
    match (level, many) {
        (Level::Chapter, false) => "Chapter",
        (Level::Chapter, true) => "Chapters",
        (Level::Heading, false) => "heading",
        (Level::Heading, true) => "headings",
        (Level::Subheading, false) => "subheading",
        (Level::Subheading, true) => "subheadings",
        (Level::Item, false) => "tariff item",
        (Level::Item, true) => "tariff items",
    }
}

/// `a code in several words`, for one entry.
pub(super) fn entry(codes: &CodeSpan) -> String {
    let many = codes.last.is_some();
    let words = span(codes);
    level(&codes.first).map_or(words.clone(), |level| format!("{} {words}", called(level, many)))
}
