//! Loads the goods of a category taken together: their values and materials, with all else as the good has it.

use crate::diagnostic::{Code, Diagnostic};
use crate::eval::loaded::{Cell, Loaded};
use crate::good::{Case, Node};
use crate::ir::Program;

use super::load_one;
use super::names::{Name, Names};

/// The goods of one category.
pub(super) fn load(program: &Program, case: &Case, category: &str, node: &Node) -> Result<Loaded, Vec<Diagnostic>> {
    let root = format!("averages.{category}");
    let names = Names::of(program);
    let mut problems = Vec::new();
    let words = program.averaging.iter().flat_map(|choice| {
        let kind = &program.vocabulary.attributes[*choice].kind;
        kind.words().iter().skip(1).map(String::as_str)
    });
    let words: Vec<&str> = words.collect();
    if !words.contains(&category) {
        let problem = Diagnostic::new(
            Code::UnknownAttribute,
            format!(
                "`{category}` at `averages` is not a category that {} averages over",
                program.name
            ),
        );
        problems.push(
            match (super::names::nearest(category, words.iter().copied()), words.is_empty()) {
                (Some(meant), _) => problem.help(format!("did you mean `{meant}`?")),
                (None, true) => problem.help("the agreement has no provision on averaging"),
                (None, false) => problem.help(format!("its categories are {}", words.join(", "))),
            },
        );
    }
    for name in node.data.keys() {
        if matches!(names.find(name), Some(Name::Attribute(_))) {
            let problem = Diagnostic::new(
                Code::WrongLevel,
                format!("`{name}` at `{root}` describes one good, not a category of goods"),
            );
            problems.push(problem.help("state values and materials of a category; all else is taken from the good"));
        }
    }
    if node.code.is_some_and(|code| Some(code) != case.good.code) {
        let problem = Diagnostic::new(
            Code::ContradictoryFacts,
            format!("the code at `{root}` is not that of the good"),
        );
        problems.push(problem.help("leave the code of a category out: it is the good's"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut together = node.clone();
    together.code = case.good.code;
    together.country.clone_from(&case.good.country);
    together.imported = case.good.imported;
    for (name, datum) in &case.good.data {
        if matches!(names.find(name), Some(Name::Attribute(_))) {
            together.data.insert(name.clone(), datum.clone());
        }
    }
    let own = Case {
        date: case.date,
        producer: case.producer.clone(),
        good: together,
        averages: std::collections::BTreeMap::new(),
    };
    let mut loaded = load_one(program, &root, &own)?;
    // Taken together they are not averaged once more.
    for choice in &program.averaging {
        if let Some(place) = loaded.producer.get_mut(choice.index()) {
            *place = Some(Cell::Word(0));
        }
    }
    Ok(loaded)
}
