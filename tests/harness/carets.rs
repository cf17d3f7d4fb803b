//! Cases with their messages drawn in: `// ^^^ RO0101 part of the message` under the place, or `// !! RO0101 …` for
//! a message about the line above it as such, or about no place. `?? part of the advice` may follow, and `??` alone
//! says that there is none.

use orilex::diagnostic::{Diagnostic, Severity};
use orilex::source::{SourceId, Sources};
use orilex::syntax;

use super::section::Section;
use super::{Outcome, book};

/// A message that a case expects.
struct Expected {
    line: u32,
    /// `None` where any column will do.
    column: Option<u32>,
    code: String,
    part: String,
    /// What has to be advised; nothing at all if it is empty.
    help: Option<String>,
}

/// Parses and compares the messages.
pub(crate) fn syntax(section: &Section) -> Outcome {
    let mut sources = Sources::new();
    let id = sources.add("case.roo", section.text.clone());
    let (_, said) = syntax::parse(id, &section.text);
    compare(&sources, id, &section.text, &said)
}

/// Parses, resolves and compiles every text; notes have to be expected only where one is drawn in.
pub(crate) fn model(section: &Section) -> Outcome {
    let book = book::of(&section.text);
    let Some(id) = book.sources.ids().next() else {
        return Err("no text".into());
    };
    let expected = expectations(&section.text);
    let said: Vec<Diagnostic> = book
        .diagnostics
        .iter()
        .filter(|one| one.severity < Severity::Note || expected.iter().any(|wish| wish.code == one.code.as_str()))
        .cloned()
        .collect();
    compare(&book.sources, id, &section.text, &said)
}

fn compare(sources: &Sources, id: SourceId, text: &str, said: &[Diagnostic]) -> Outcome {
    let expected = expectations(text);
    let mut open: Vec<&Diagnostic> = said.iter().collect();
    let mut faults = Vec::new();
    for wish in &expected {
        let found = open.iter().position(|one| fits(sources, id, wish, one));
        if let Some(place) = found {
            open.remove(place);
        } else {
            let Expected {
                line,
                column,
                code,
                part,
                help,
            } = wish;
            let column = column.map(|column| format!(":{column}")).unwrap_or_default();
            let help = help.as_ref().map(|help| format!(" ?? {help}")).unwrap_or_default();
            faults.push(format!("expected at {line}{column}: {code} {part}{help}"));
        }
    }
    for one in open {
        let (line, column) = one.span().map(|span| sources.line_col(span)).unwrap_or_default();
        let help = one.help.as_deref().unwrap_or_default();
        faults.push(format!(
            "not expected at {line}:{column}: {} {} ?? {help}",
            one.code, one.message
        ));
    }
    super::none_of("the messages differ", &faults)
}

fn fits(sources: &Sources, id: SourceId, wish: &Expected, one: &Diagnostic) -> bool {
    let place = one
        .span()
        .filter(|span| span.source == id)
        .map(|span| sources.line_col(span));
    let here = match (wish.column, place) {
        (_, None) => wish.column.is_none(),
        (None, Some((line, _))) => line == wish.line,
        (Some(column), Some(place)) => place == (wish.line, column),
    };
    let help = wish.help.as_ref().is_none_or(|wish| match &one.help {
        Some(help) => !wish.is_empty() && help.contains(wish),
        None => wish.is_empty(),
    });
    here && wish.code == one.code.as_str() && one.message.contains(&wish.part) && help
}

/// The messages drawn into a text, each for the nearest line above that is none itself.
fn expectations(text: &str) -> Vec<Expected> {
    let mut all = Vec::new();
    let mut above = 0;
    for (line, number) in text.lines().zip(1..) {
        let Some((column, words)) = drawn(line) else {
            above = number;
            continue;
        };
        let (words, help) = match words.split_once("??") {
            Some((words, help)) => (words.trim(), Some(help.trim().to_owned())),
            None => (words, None),
        };
        let (code, part) = words.split_once(' ').unwrap_or((words, ""));
        all.push(Expected {
            line: above,
            column,
            code: code.to_owned(),
            part: part.trim().to_owned(),
            help,
        });
    }
    all
}

/// Column and words of a drawn message.
fn drawn(line: &str) -> Option<(Option<u32>, &str)> {
    let comment = line.trim_start().strip_prefix("//")?;
    let mark = comment.trim_start();
    if let Some(words) = mark.strip_prefix("!!") {
        return Some((None, words.trim()));
    }
    let words = mark.trim_start_matches('^').trim();
    if !mark.starts_with('^') || !words.starts_with("RO") {
        return None;
    }
    let before = line.find('^').and_then(|at| line.get(..at))?;
    let column = u32::try_from(before.chars().count()).ok()?.saturating_add(1);
    Some((Some(column), words))
}
