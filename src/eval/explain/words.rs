//! Wants, tests and sets of codes in words.

use crate::eval::judge::Judge;
use crate::eval::line::LineId;
use crate::eval::loaded::Loaded;
use crate::eval::truth::{Figure, Want, Wants};
use crate::ir::{AttributeId, MaterialTest, MeasureId, Program};
use crate::nomenclature::{CodeSet, Level};

use super::Missing;

/// More entries of a list of codes are counted, not shown.
const MAX_RANGES: usize = 5;

/// The facts wanted, each with its place and its name.
pub(in crate::eval) fn missing(program: &Program, loaded: &Loaded, wants: &Wants) -> Vec<Missing> {
    wants
        .iter()
        .flat_map(|want| match want {
            Want::Average(choice, category, measure) => in_average(program, loaded, *choice, *category, *measure),
            other => vec![one(program, loaded, *other)],
        })
        .collect()
}

/// What is missing of the goods of a category taken together.
fn in_average(
    program: &Program,
    loaded: &Loaded,
    choice: AttributeId,
    category: usize,
    measure: MeasureId,
) -> Vec<Missing> {
    let word = word(program, choice, category).unwrap_or("?");
    let root = format!("averages.{word}");
    let together = format!("the goods of `{word}` taken together");
    let inner = Judge::new(program, loaded).average(choice, category);
    if let (Ok(Some((mut judge, mut frame))), Some(inner)) = (inner, loaded.averages.get(word))
        && let Ok(Figure::Unknown(wants)) = judge.measure(&mut frame, measure)
    {
        let inside = missing(program, inner, &wants).into_iter();
        return inside
            .map(|missing| Missing {
                key: missing.key.replacen("good", &root, 1),
                words: missing.words.replacen("the good", &together, 1),
            })
            .collect();
    }
    vec![Missing {
        key: root,
        words: format!("values and materials of {together}"),
    }]
}

fn one(program: &Program, loaded: &Loaded, want: Want) -> Missing {
    let attribute = |id| program.vocabulary.attributes[id].name.as_str();
    let of = |line: LineId| match line {
        LineId::GOOD => "the good".to_owned(),
        _ => format!("material {}", loaded.name(line)),
    };
    let about = |line: LineId, field: &str, words: &str| Missing {
        key: format!("{}.{field}", path(loaded, line)),
        words: format!("{words} of {}", of(line)),
    };
    match want {
        Want::FiscalYear => Missing {
            key: "producer.fiscal_year_start".to_owned(),
            words: "first day of the producer's fiscal year".to_owned(),
        },
        Want::Producer(id) => Missing {
            key: format!("producer.{}", attribute(id)),
            words: format!("`{}` of the producer", attribute(id)),
        },
        Want::Code(line, Level::Chapter) => about(line, "code", "tariff code"),
        Want::Code(line, level) => about(line, "code", level.as_str()),
        Want::Basis(line, id) => {
            let name = &program.vocabulary.bases[id].name;
            about(line, name, &format!("`{name}`"))
        }
        Want::Attribute(line, id) => about(line, attribute(id), &format!("`{}`", attribute(id))),
        Want::Country(line) => about(line, "country", "country of production"),
        Want::SelfProduced(line) => Missing {
            key: format!("{}.self_produced", path(loaded, line)),
            words: format!("whether the producer of the good made {} itself", of(line)),
        },
        Want::SupplierStatement(line) => Missing {
            key: format!("{}.supplier_statement", path(loaded, line)),
            words: format!(
                "whether the supplier of {} gave the statement that accumulation needs",
                of(line)
            ),
        },
        Want::Imported(line) => Missing {
            key: format!("{}.imported", path(loaded, line)),
            words: format!("whether {} was imported into the region", of(line)),
        },
        Want::WhollyObtained(line) => Missing {
            key: format!("{}.wholly_obtained", path(loaded, line)),
            words: format!("whether {} is wholly obtained in the region", of(line)),
        },
        Want::Origin(line) => about(line, "origin", "origin"),
        Want::Average(choice, category, _) => Missing {
            key: format!("averages.{}", word(program, choice, category).unwrap_or("?")),
            words: "the goods of a category taken together".to_owned(),
        },
    }
}

/// Where a line stands in the description of the good: `good.materials[3]`.
fn path(loaded: &Loaded, line: LineId) -> String {
    let mut out = "good".to_owned();
    let mut here = LineId::GOOD;
    while here != line {
        let around = loaded
            .inside(here)
            .enumerate()
            .find(|(_, inner)| *inner <= line && line.index() < loaded.line(*inner).end as usize);
        let Some((place, inner)) = around else { break };
        out.push_str(".materials[");
        out.push_str(&place.to_string());
        out.push(']');
        here = inner;
    }
    out
}

/// A list of codes, shortened.
pub(super) fn codes(set: &CodeSet) -> String {
    let ranges = set.ranges();
    if ranges.is_empty() {
        return "no code".to_owned();
    }
    let shown: Vec<String> = ranges.iter().take(MAX_RANGES).map(ToString::to_string).collect();
    match ranges.len().saturating_sub(MAX_RANGES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A test on materials as an adjective or a clause: `non-originating, of the good's own heading`.
pub(super) fn test(program: &Program, test: &MaterialTest, negated: bool) -> String {
    let not = if negated { "not " } else { "" };
    let attribute = |id| program.vocabulary.attributes[id].name.as_str();
    match test {
        MaterialTest::Known(value) if *value != negated => "any".to_owned(),
        MaterialTest::Known(_) => "none".to_owned(),
        MaterialTest::All(parts) => join(program, parts, negated, !negated),
        MaterialTest::Any(parts) => join(program, parts, negated, negated),
        MaterialTest::Not(inner) => self::test(program, inner, !negated),
        MaterialTest::CodeIn(set) => format!("{not}in {}", codes(set)),
        MaterialTest::Code(relation) if negated => format!("of another {} than the good", relation.same),
        MaterialTest::Code(relation) => format!("of the good's own {}", relation.same),
        MaterialTest::Originating if negated => "non-originating".to_owned(),
        MaterialTest::Originating => "originating".to_owned(),
        MaterialTest::WhollyObtained => format!("{not}wholly obtained"),
        MaterialTest::Imported => format!("{not}imported"),
        MaterialTest::ProducedIn(countries) => {
            let all = program.parties.len() == countries.len() && program.parties.iter().all(|p| countries.contains(p));
            let where_to = countries
                .iter()
                .map(|country| &**country)
                .collect::<Vec<_>>()
                .join(" or ");
            format!("{not}produced in {}", if all { "the region" } else { &where_to })
        }
        MaterialTest::Is { attribute: id, values } => {
            format!(
                "with `{}` {not}{}",
                attribute(*id),
                one_of(program, *id, values.iter().copied())
            )
        }
        MaterialTest::Fact(id) => format!("{not}`{}`", attribute(*id)),
    }
}

fn join(program: &Program, parts: &[MaterialTest], negated: bool, all: bool) -> String {
    let words: Vec<String> = parts.iter().map(|part| test(program, part, negated)).collect();
    match (words.is_empty(), all) {
        (true, true) => "any".to_owned(),
        (true, false) => "none".to_owned(),
        (false, true) => words.join(" and "),
        (false, false) => words.join(" or "),
    }
}

/// Words of an enumeration, one of which it is.
pub(super) fn one_of(program: &Program, id: crate::ir::AttributeId, values: impl Iterator<Item = usize>) -> String {
    values
        .filter_map(|value| word(program, id, value))
        .collect::<Vec<_>>()
        .join(" or ")
}

/// The word at that place of an enumeration.
pub(super) fn word(program: &Program, id: crate::ir::AttributeId, value: usize) -> Option<&str> {
    let words = program.vocabulary.attributes[id].kind.words();
    words.get(value).map(String::as_str)
}
