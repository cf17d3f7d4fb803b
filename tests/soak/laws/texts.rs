//! The same rulebook otherwise written: over several files, with comments, laid out anew, under other names, by way of an
//! amendment that changes nothing.

use crate::model::{Book, Kind};
use crate::print;

/// A rulebook as the texts of its files.
pub(super) type Files = fn(&Book) -> Option<Vec<String>>;

/// Each gives a text of that name with the same meaning.
pub(super) const WRITTEN: [(&str, Files); 5] = [
    ("law: in three files, the agreement last", |book| {
        let all = print::declarations(book);
        let (some, others) = all.split_at(all.len() / 2);
        let part = |declarations: &[String]| format!("part of {}\n{}\n", book.name, declarations.join("\n"));
        Some(vec![part(others), part(some), print::head(book)])
    }),
    ("law: with comments", |book| {
        let text = print::text(book);
        let lines = text.lines().map(|line| format!("// {{ either \"\n{line} // or\n\n"));
        Some(vec![lines.collect()])
    }),
    ("law: laid out by the formatter", |book| {
        let text = print::text(book);
        let mut sources = orilex::source::Sources::default();
        let id = sources.add("B.roo".to_owned(), text.clone());
        Some(vec![orilex::format::format(id, &text).ok()?])
    }),
    ("law: under other names, titles and sources", |book| {
        let text = renamed(&print::text(book));
        let text = text.replace("cites \"x\"", "cites \"Art. 7(2)\"");
        Some(vec![
            text.replace("\"price\"", "\"what is paid\"")
                .replace("\"sold\"", "\"plant\""),
        ])
    }),
    ("law: amended by what stands there already", |book| {
        let mut first = book.clone();
        "Amended".clone_into(&mut first.name);
        let rules: Vec<String> = book
            .rules
            .iter()
            .filter(|rule| rule.kind != Kind::Criterion)
            .map(|rule| format!("replace {}", print::rule(rule)))
            .collect();
        let edits = rules.join("\n  ");
        let proposal = format!(
            "proposal {} \"none\" amends Amended cites \"x\" {{\n  {edits}\n}}\n",
            book.name
        );
        Some(vec![proposal, print::text(&first)])
    }),
];

/// Every name that is made up, which all end with a number, under another name.
fn renamed(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        let made_up = word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.ends_with(|last: char| last.is_ascii_digit());
        if made_up {
            out.push_str("other_");
        }
        out.push_str(&word);
        out.push(letter);
        word.clear();
    }
    out
}

/// The text with other countries for the parties, and the country that takes another's place.
pub(super) fn other_parties(book: &Book) -> String {
    print::text(book).replace("USA", "BRA").replace("CAN", "ARG")
}

pub(super) fn other_country(country: &str) -> String {
    match country {
        "USA" => "BRA".to_owned(),
        "CAN" => "ARG".to_owned(),
        other => other.to_owned(),
    }
}
