//! Questions put to the verifier, each once, and the structure that spares some of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::ir::{ClauseId, Formula, Num, Program};
use crate::nomenclature::CodeSet;
use crate::verify::{self, Effort, Extremum, Query, Question, Verdict};

/// Puts questions and remembers the answers: several checks need the same ones.
#[derive(Debug, Default)]
pub(super) struct Answers {
    known: RefCell<BTreeMap<String, Rc<Verdict>>>,
}

impl Answers {
    /// The answer to a question, asked unless it was before.
    pub(super) fn answer(&self, question: &Question<'_>, effort: &Effort) -> Rc<Verdict> {
        let texts: Vec<&str> = question.programs.iter().map(|program| program.name.as_str()).collect();
        let key = format!(
            "{texts:?} {:?} {:?} {:?}",
            question.query, question.scope, question.assuming
        );
        if let Some(known) = self.known.borrow().get(&key) {
            return Rc::clone(known);
        }
        let verdict = Rc::new(verify::answer(question, effort));
        self.known.borrow_mut().insert(key, Rc::clone(&verdict));
        verdict
    }

    /// Whether a good of these codes satisfies all of it.
    pub(super) fn possible(
        &self,
        program: &Program,
        parts: Vec<Query>,
        scope: &CodeSet,
        effort: &Effort,
    ) -> Rc<Verdict> {
        let question = Question::new(vec![program], Query::All(parts)).within(scope.clone());
        self.answer(&question, effort)
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
