//! Every good that is found is judged by the evaluator before anyone sees it.

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::{self, Loaded};
use crate::good::{Case, Datum, Node};
use crate::ir::{Formula, Num, Program};

use super::encode::{Choices, assignments};
use super::question::{ProgramIndex, Query, Question};
use super::reach::{Reach, rules_decide};
use super::shared::Shared;

/// What the evaluator says of a good that was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Replay {
    /// It satisfies the query.
    Confirmed,
    /// Rules conflict on it or a figure is undefined.
    IllDefined(String),
    /// It does not satisfy the query, or can't be judged.
    Refused(String),
}

/// Judges the good under every text of the question.
pub(super) fn replay(shared: &Shared<'_>, question: &Question<'_>, case: &Case) -> Replay {
    let reach = Reach::of_any(shared, question);
    let judge = Judge {
        shared,
        case,
        ways: assignments(shared, question, &reach),
        accumulates: case
            .good
            .materials
            .iter()
            .any(|material| material.supplier_statement == Some(true)),
    };
    let assumed = question
        .assuming
        .iter()
        .map(|(program, clause)| Query::Holds(*program, Formula::Clause(*clause)));
    for query in assumed.chain([question.query.clone()]) {
        match judge.query(&query) {
            Ok(true) => {}
            Ok(false) => return Replay::Refused("it does not satisfy the conditions".to_owned()),
            Err(problem) => return problem,
        }
    }
    Replay::Confirmed
}

/// What the evaluator says a figure of the good is, if it says anything.
pub(super) fn figure(shared: &Shared<'_>, case: &Case, program: ProgramIndex, num: &Num) -> Option<Ratio> {
    let ways = Vec::new();
    let judge = Judge {
        shared,
        case,
        ways,
        accumulates: false,
    };
    let (text, loaded) = judge.load(program, &Choices::new()).ok()?;
    eval::figure(text, &loaded, num).ok()?.known().cloned()
}

struct Judge<'j, 'a> {
    shared: &'j Shared<'a>,
    case: &'j Case,
    ways: Vec<Choices>,
    /// Whether the good was found as one whose producer accumulates: it is judged so, and that something fails has to
    /// hold without accumulation as well.
    accumulates: bool,
}

impl Judge<'_, '_> {
    fn query(&self, query: &Query) -> Result<bool, Replay> {
        match query {
            Query::Holds(program, formula) => self.holds(*program, formula),
            Query::Defined(program, num) => {
                let (text, loaded) = self.load(*program, &Choices::new())?;
                match eval::figure(text, &loaded, num) {
                    Ok(figure) if figure.known().is_some() => Ok(true),
                    Ok(_) => Err(Replay::Refused("a figure is open for want of facts".to_owned())),
                    Err(problem) if problem.code == Code::UndefinedValue => Ok(false),
                    Err(problem) => Err(said(&problem)),
                }
            }
            Query::Not(inner) => {
                let fails = !self.query(inner)?;
                if !self.accumulates || !fails {
                    return Ok(fails);
                }
                let plain = Judge {
                    ways: self.ways.clone(),
                    accumulates: false,
                    ..*self
                };
                Ok(plain.query(inner) != Ok(true))
            }
            Query::All(parts) => {
                for part in parts {
                    if !self.query(part)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Query::Any(parts) => {
                for part in parts {
                    if self.query(part)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// Whether the condition holds for some way to make the producer's choices.
    fn holds(&self, program: ProgramIndex, formula: &Formula) -> Result<bool, Replay> {
        for choices in &self.ways {
            let (text, loaded) = self.load(program, choices)?;
            if rules_decide(text, formula) {
                unconflicted(text, &loaded)?;
            }
            let truth = if self.accumulates {
                eval::truth_accumulating(text, &loaded, formula)
            } else {
                eval::truth(text, &loaded, formula)
            };
            let truth = truth.map_err(|problem| said(&problem))?;
            match truth.known() {
                Some(true) => return Ok(true),
                Some(false) => {}
                None => return Err(Replay::Refused("a condition is open for want of facts".to_owned())),
            }
        }
        Ok(false)
    }

    fn load(&self, program: ProgramIndex, choices: &Choices) -> Result<(&Program, Loaded), Replay> {
        let Some(text) = self.shared.program(program) else {
            return Err(Replay::Refused("it is asked about a text that is not there".to_owned()));
        };
        let mut case = self.case.clone();
        for (key, value) in choices {
            let Some(attribute) = self.shared.attributes.get(*key) else {
                continue;
            };
            let Some(word) = attribute.words().get(*value) else {
                continue;
            };
            let data = if attribute.producer {
                &mut case.producer
            } else {
                &mut case.good.data
            };
            data.insert(attribute.name.to_owned(), Datum::Word(word.clone()));
        }
        fit(text, &mut case);
        match Loaded::new(text, &case) {
            Ok(loaded) => Ok((text, loaded)),
            Err(problems) => Err(Replay::Refused(
                problems
                    .first()
                    .map_or_else(|| "it can't be loaded".to_owned(), |problem| problem.message.clone()),
            )),
        }
    }
}

/// A good on which two product rules conflict, or of which one of them can't be judged beside another, has no origin,
/// whatever the rest says.
fn unconflicted(text: &Program, loaded: &Loaded) -> Result<(), Replay> {
    match eval::decide(text, loaded) {
        Err(problem) if matches!(problem.code, Code::ConflictingRules | Code::UndefinedValue) => Err(said(&problem)),
        _ => Ok(()),
    }
}

fn said(problem: &Diagnostic) -> Replay {
    match problem.code {
        Code::ConflictingRules | Code::UndefinedValue => Replay::IllDefined(problem.message.clone()),
        _ => Replay::Refused(problem.message.clone()),
    }
}

/// The good as the text describes it, without what only another text of a question declares.
pub fn fitted(text: &Program, case: &Case) -> Case {
    let mut case = case.clone();
    fit(text, &mut case);
    case
}

/// Leaves out what the text does not declare: another text of the question does.
fn fit(text: &Program, case: &mut Case) {
    let declared = |name: &str| {
        name == "fiscal_year_start"
            || text
                .vocabulary
                .attributes
                .iter()
                .any(|(_, attribute)| attribute.name == name)
            || text.vocabulary.bases.iter().any(|(_, basis)| basis.name == name)
    };
    case.producer.retain(|name, _| declared(name));
    fit_node(&declared, &mut case.good);
    let categories = text.averaging.iter().flat_map(|choice| {
        let kind = &text.vocabulary.attributes[*choice].kind;
        kind.words().iter().skip(1)
    });
    let categories: Vec<&String> = categories.collect();
    case.averages.retain(|category, _| categories.contains(&category));
    for together in case.averages.values_mut() {
        fit_node(&declared, together);
    }
}

fn fit_node(declared: &dyn Fn(&str) -> bool, node: &mut Node) {
    node.data.retain(|name, _| declared(name));
    // Chains are no deeper than the selections of a text: the recursion is shallow.
    for material in &mut node.materials {
        fit_node(declared, material);
    }
}
