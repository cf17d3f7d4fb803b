//! Two texts compared, for people: how they stand to each other, for which codes, and a good each way.

use std::fmt::Write as _;

use crate::check::{Comparison, Difference, Relation, Side};
use crate::diagnostic::Style;
use crate::source::Sources;

/// The whole report, with the titles of the texts.
pub fn comparison(sources: &Sources, found: &Comparison, titles: [Option<&str>; 2], style: Style) -> String {
    let mut out = String::new();
    let [first, second] = &found.names;
    let _ = writeln!(out, "{}", sentence(found.relation, first, second));
    for (name, title) in found.names.iter().zip(titles) {
        if let Some(title) = title {
            let _ = writeln!(out, "  {name}: {title}");
        }
    }
    if let Some(days) = found.days {
        let _ = writeln!(out, "  goods claimed {days}");
    }
    for note in &found.notes {
        wrapped(&mut out, style, "  ", note);
    }
    out.push('\n');
    let several = found.parts.len() > 1;
    for (relation, codes) in &found.parts {
        // What is left over says little, and takes many ranges to say.
        if *relation == Relation::Equivalent && several {
            out.push_str("equivalent: every other one\n");
            continue;
        }
        wrapped(&mut out, style, "", &format!("{}: {codes}", relation.as_str()));
    }
    let [first_only, second_only] = &found.sides;
    side(&mut out, sources, style, first_only, first, second);
    side(&mut out, sources, style, second_only, second, first);
    out
}

/// How the second text stands to the first, in a sentence.
fn sentence(relation: Relation, first: &str, second: &str) -> String {
    match relation {
        Relation::Equivalent => format!("{second} is equivalent to {first}: the same goods originate under both"),
        Relation::Stricter => {
            format!(
                "{second} is stricter than {first}: what originates under {second} originates under {first}, and not conversely"
            )
        }
        Relation::Laxer => {
            format!(
                "{second} is laxer than {first}: what originates under {first} originates under {second}, and not conversely"
            )
        }
        Relation::Incomparable => {
            format!("{second} and {first} are incomparable: each lets goods through that the other does not")
        }
        Relation::Different => {
            format!("{second} differs from {first}; whether it is stricter, laxer or neither was not decided")
        }
        Relation::Undecided => format!("whether {second} differs from {first} was not decided"),
    }
}

fn side(out: &mut String, sources: &Sources, style: Style, side: &Side, under: &str, not_under: &str) {
    let line = if style.unicode { "─" } else { "-" };
    let _ = writeln!(out, "\n{line}{line} originates under {under}, not under {not_under}");
    if side.codes.is_empty() && side.undecided.is_empty() {
        out.push_str("no good: proved for every good\n");
        if !side.axioms.is_empty() {
            wrapped(
                out,
                style,
                "",
                &format!("taken for granted: {}", side.axioms.join("; ")),
            );
        }
        return;
    }
    for only in &side.only {
        wrapped(out, style, "", only);
    }
    if side.only.is_empty() && side.codes.ranges().len() > 1 {
        wrapped(
            out,
            style,
            "",
            "these codes differ in ways that have nothing in common; `--in` and one of them says more",
        );
    }
    if !side.undecided.is_empty() {
        let why = side
            .why
            .as_ref()
            .map_or(String::new(), |why| format!(": {}", why.reason));
        wrapped(
            out,
            style,
            "",
            &format!("not decided for goods of {}{why}", side.undecided),
        );
    }
    for part in &side.good {
        let _ = writeln!(out, "{part}");
    }
    if !side.differences.is_empty() {
        let _ = writeln!(out, "kept out by {not_under}:");
        for difference in &side.differences {
            clause(out, sources, style, difference);
        }
    }
}

fn clause(out: &mut String, sources: &Sources, style: Style, difference: &Difference) {
    let (line, _) = sources.line_col(difference.span);
    let place = format!("{}:{line}", sources.name(difference.span.source));
    let title = difference
        .title
        .as_ref()
        .map_or(String::new(), |title| format!(" {title}"));
    let cited = difference
        .citation
        .as_ref()
        .map_or(String::new(), |cited| format!(" ({cited})"));
    wrapped(
        out,
        style,
        "  ",
        &format!("`{}`{title}{cited}, {place}", difference.clause),
    );
    for note in &difference.notes {
        wrapped(out, style, "    ", note);
    }
}

/// The words in lines no longer than the style allows, those after the first set in by two more.
fn wrapped(out: &mut String, style: Style, indent: &str, words: &str) {
    let mut line = indent.to_owned();
    let mut bare = true;
    for word in words.split(' ') {
        let length = line.chars().count().saturating_add(word.chars().count());
        if !bare && length >= style.width {
            let _ = writeln!(out, "{line}");
            line = format!("{indent}  ");
            bare = true;
        }
        if !bare {
            line.push(' ');
        }
        line.push_str(word);
        bare = false;
    }
    let _ = writeln!(out, "{line}");
}
