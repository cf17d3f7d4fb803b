//! A good as an `example` of a rulebook, with the outcome that it has.

use std::fmt::Write as _;

use crate::amount::Ratio;
use crate::good::{Case, Datum, Node, Origin};
use crate::ir::{AttributeKind, Program};

/// What is said of the example besides the good.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The agreement whose part the file is.
    pub agreement: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The outcome: `originating`, `non-originating` or `undetermined`.
    pub outcome: &'a str,
}

/// The file that holds the example, not yet formatted; `None` for a good that the language can't state: one with
/// averages, without a code or a day, or with a figure whose digits don't end.
pub fn example(program: &Program, frame: Frame<'_>, case: &Case) -> Option<String> {
    if !case.averages.is_empty() {
        return None;
    }
    let mut out = format!("part of {}\n\n", frame.agreement);
    let title = frame.title.replace('"', "'");
    let _ = write!(out, "example {} \"{title}\" cites \"constructed\"", frame.name);
    if program.name != frame.agreement {
        let _ = write!(out, " under {}", program.name);
    }
    let _ = writeln!(out, " as of {} {{", case.date?);
    if !case.producer.is_empty() {
        out.push_str("  producer {");
        for (place, (name, datum)) in case.producer.iter().enumerate() {
            out.push_str(if place == 0 { "" } else { "," });
            property(program, name, datum, &mut out)?;
        }
        out.push_str(" }\n");
    }
    node(program, "good", &case.good, 1, &mut out)?;
    let _ = writeln!(out, "  expect {}\n}}", frame.outcome);
    Some(out)
}

fn node(program: &Program, word: &str, node: &Node, depth: usize, out: &mut String) -> Option<()> {
    let indent = "  ".repeat(depth);
    let _ = write!(out, "{indent}{word} {}", node.code?);
    if let Some(name) = &node.name {
        let _ = write!(out, " \"{}\"", name.replace('"', "'"));
    }
    out.push_str(" {");
    match (&node.country, node.imported) {
        (Some(country), Some(true)) => {
            let _ = write!(out, " imported from {country}");
        }
        (Some(country), _) => {
            let _ = write!(out, " produced in {country}");
        }
        (None, Some(true)) => return None,
        (None, _) => {}
    }
    let mut said = |words: &str| {
        let _ = write!(out, ", {words}");
    };
    match node.origin {
        Some(Origin::Originating) => said("originating"),
        Some(Origin::NonOriginating) => said("non-originating"),
        None => {}
    }
    let facts = [
        (node.wholly_obtained, "wholly obtained"),
        (node.self_produced, "self-produced"),
        (node.supplier_statement, "supplier_statement"),
    ];
    for (fact, words) in facts {
        match fact {
            Some(true) => said(words),
            Some(false) => said(&format!("not {words}")),
            None => {}
        }
    }
    for (method, share) in &node.fungible {
        said(&format!("fungible {method} {}", percentage(share)?));
    }
    for (name, datum) in &node.data {
        out.push(',');
        property(program, name, datum, out)?;
    }
    out.push('\n');
    for material in &node.materials {
        // Goods that are found are no deeper than the conditions on them.
        self::node(program, "material", material, depth.saturating_add(1), out)?;
    }
    let _ = writeln!(out, "{indent}}}");
    Some(())
}

fn property(program: &Program, name: &str, datum: &Datum, out: &mut String) -> Option<()> {
    let mut attributes = program.vocabulary.attributes.iter();
    let attribute = attributes.find(|(_, one)| one.name == name).map(|(_, one)| &one.kind);
    let words = match datum {
        Datum::Share(share) => format!("{name} {}", percentage(share)?),
        Datum::Figure(share) if attribute == Some(&AttributeKind::Percentage) => {
            format!("{name} {}", percentage(share)?)
        }
        Datum::Figure(figure) => format!("{name} {}", decimal(figure)?),
        Datum::Word(word) => format!("{name} is {word}"),
        Datum::Truth(true) => name.to_owned(),
        Datum::Truth(false) => format!("not {name}"),
        Datum::Day(day) => format!("{name} {day}"),
    };
    let _ = write!(out, " {words}");
    Some(())
}

fn percentage(share: &Ratio) -> Option<String> {
    decimal(&(share * &Ratio::HUNDRED)).map(|points| format!("{points}%"))
}

/// The exact figure in decimals, if they end.
fn decimal(figure: &Ratio) -> Option<String> {
    let text = figure.to_string();
    (!text.contains('/')).then_some(text)
}
