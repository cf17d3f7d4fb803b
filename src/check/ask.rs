//! Questions put to the verifier, each once, and the structure that spares some of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::eval::{self, Loaded};
use crate::ir::{AttributeKind, ClauseId, Formula, Num, Program};
use crate::nomenclature::{CodeSet, HsCode};
use crate::verify::{self, Effort, Extremum, Query, Question, Verdict};

use super::reach::Reach;

/// Puts questions and remembers the answers: several checks need the same ones.
#[derive(Debug, Default)]
pub(super) struct Answers {
    known: RefCell<BTreeMap<String, Rc<Verdict>>>,
    /// Goods found so far, by text: one of them often settles the next question.
    goods: RefCell<BTreeMap<String, Vec<Good>>>,
}

impl Answers {
    /// The answer to a question, asked unless it was before.
    pub(super) fn answer(&self, question: &Question<'_>, effort: &Effort) -> Rc<Verdict> {
        let texts: Vec<&str> = question.programs.iter().map(|program| program.name.as_str()).collect();
        let key = format!(
            "{} {texts:?} {:?} {:?} {:?}",
            effort.polish, question.query, question.scope, question.assuming
        );
        if let Some(known) = self.known.borrow().get(&key) {
            return Rc::clone(known);
        }
        let verdict = Rc::new(verify::answer(question, effort));
        self.known.borrow_mut().insert(key, Rc::clone(&verdict));
        verdict
    }

    /// Whether a good of these codes satisfies all of it. Without polish any good does, so one found before is tried
    /// first.
    pub(super) fn possible(
        &self,
        program: &Program,
        parts: Vec<Query>,
        scope: &CodeSet,
        effort: &Effort,
    ) -> Rc<Verdict> {
        let question = Question::new(vec![program], Query::All(parts)).within(scope.clone());
        if !effort.polish
            && let Some(found) = self.found_before(program, &question)
        {
            return found;
        }
        let verdict = self.answer(&question, effort);
        if let Verdict::Possible(witness) = verdict.as_ref()
            && let Ok(loaded) = Loaded::new(program, &witness.case)
        {
            let good = Good {
                code: witness.case.good.code,
                fit: eval::decide(program, &loaded).is_ok(),
                loaded,
                verdict: Rc::clone(&verdict),
                judged: RefCell::default(),
            };
            self.goods
                .borrow_mut()
                .entry(program.name.clone())
                .or_default()
                .push(good);
        }
        verdict
    }

    fn found_before(&self, program: &Program, question: &Question<'_>) -> Option<Rc<Verdict>> {
        const TRIED: usize = 24;
        // That something fails has to hold whatever the producer chooses, which the evaluation of a condition does not
        // try.
        let choices = program
            .vocabulary
            .attributes
            .iter()
            .any(|(_, a)| matches!(a.kind, AttributeKind::Choice(_)));
        if choices && negates(&question.query) {
            return None;
        }
        let goods = self.goods.borrow();
        let fitting = goods
            .get(&program.name)?
            .iter()
            .rev()
            .filter(|good| good.code.is_some_and(|code| question.scope.contains_all(code.range())));
        let found = fitting
            .take(TRIED)
            .find(|good| good.satisfies(program, &question.query) == Some(true));
        found.map(|good| Rc::clone(&good.verdict))
    }
}

/// Whether a query asks that something does not hold.
fn negates(query: &Query) -> bool {
    match query {
        Query::Holds(..) | Query::Defined(..) => false,
        Query::Not(_) => true,
        Query::All(parts) | Query::Any(parts) => parts.iter().any(negates),
    }
}

/// A good found by the verifier, ready to be judged by other conditions.
#[derive(Debug)]
struct Good {
    code: Option<HsCode>,
    /// Whether it has an origin: where two rules conflict on it, it has none, whatever the one or the other says.
    fit: bool,
    loaded: Loaded,
    verdict: Rc<Verdict>,
    /// What clauses were found to say of it: the same few come up in question after question.
    judged: RefCell<BTreeMap<ClauseId, Option<bool>>>,
}

impl Good {
    /// Whether the good satisfies the query; `None` where that is open.
    fn satisfies(&self, program: &Program, query: &Query) -> Option<bool> {
        match query {
            Query::Holds(_, formula) => self.truth(program, formula),
            Query::Defined(..) => None,
            Query::All(parts) => {
                let mut parts = parts.iter().map(|part| self.satisfies(program, part));
                parts.find(|part| *part != Some(true)).unwrap_or(Some(true))
            }
            Query::Any(parts) => {
                let mut parts = parts.iter().map(|part| self.satisfies(program, part));
                parts.find(|part| *part != Some(false)).unwrap_or(Some(false))
            }
            Query::Not(inner) => self.satisfies(program, inner).map(|so| !so),
        }
    }

    fn truth(&self, program: &Program, formula: &Formula) -> Option<bool> {
        if !self.fit && verify::rules_decide(program, formula) {
            return None;
        }
        let Formula::Clause(clause) = formula else {
            return eval::truth(program, &self.loaded, formula).ok()?.known();
        };
        if let Some(known) = self.judged.borrow().get(clause) {
            return *known;
        }
        let truth = eval::truth(program, &self.loaded, formula);
        let truth = truth.ok().and_then(|truth| truth.known());
        self.judged.borrow_mut().insert(*clause, truth);
        truth
    }
}

/// The largest or the smallest value of a figure among the goods of a question.
pub(super) fn extremum(question: &Question<'_>, text: usize, value: &Num, largest: bool, effort: &Effort) -> Extremum {
    verify::extremum(question, text, value, largest, effort)
}

/// The clause holds under the first text.
pub(super) fn holds(clause: ClauseId) -> Query {
    Query::clause(clause)
}

/// The clause does not hold under the first text.
pub(super) fn fails(clause: ClauseId) -> Query {
    Query::not_clause(clause)
}

/// Whether the clause holds of every good by its mere wording, such as `no change of classification`.
pub(super) fn says_nothing(program: &Program, clause: ClauseId) -> bool {
    always(program, &program.clauses[clause].formula)
}

fn always(program: &Program, formula: &Formula) -> bool {
    match formula {
        Formula::Known(value) => *value,
        Formula::All(parts) => parts.iter().all(|part| always(program, part)),
        Formula::Any(parts) => parts.iter().any(|part| always(program, part)),
        Formula::Clause(inner) => says_nothing(program, *inner),
        _ => false,
    }
}

/// That a rule applies which asks for the figure of this stage, and the codes of all such rules.
pub(super) fn users(program: &Program, stage: ClauseId) -> (Vec<Query>, CodeSet) {
    let mut users = Vec::new();
    let mut scope = CodeSet::empty();
    for (_, rule) in program.rules.iter() {
        let asks = |clause: ClauseId| Reach::directly(program, clause).clauses.contains(&stage);
        if asks(rule.body) {
            users.push(Query::Holds(0, Formula::Clause(rule.fires)));
        } else if asks(rule.applies) {
            users.push(Query::All(Vec::new()));
        } else {
            continue;
        }
        scope = scope.union(&rule.scope);
    }
    (users, scope)
}
