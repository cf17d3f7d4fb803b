//! One good under a text and under another reading of it.

use crate::ir::{Formula, Program};
use crate::nomenclature::CodeSet;
use crate::verify::{self, Effort, Query, Question, Undecided, Verdict, Witness};

use super::Turned;
use super::pair::either_way;

/// A text and another reading of it, for goods that both describe alike.
pub(in crate::check) struct Readings<'a> {
    pub(in crate::check) program: &'a Program,
    pub(in crate::check) other: &'a Program,
}

impl Readings<'_> {
    /// Whether some good of these codes loses its origin by the other reading (`lost`), or gains it. A good that is
    /// found was judged by the evaluator under both.
    pub(in crate::check) fn parted(&self, lost: bool, scope: &CodeSet, effort: Effort) -> Turned {
        let here = Query::Holds(0, Formula::Clause(self.program.origin));
        let there = Query::Holds(1, Formula::Clause(self.other.origin));
        let (holds, fails) = if lost { (here, there) } else { (there, here) };
        let query = Query::All(vec![holds, Query::Not(Box::new(fails))]);
        let question = Question::new(vec![self.program, self.other], query).within(scope.clone());
        match verify::answer(&question, &effort) {
            Verdict::Impossible(_) => Turned::Never,
            Verdict::Undecided(why) => Turned::Open(why),
            Verdict::Possible(witness) => Turned::Of(witness),
        }
    }

    /// Whether the readings part over any good of these codes: what becomes of it by the other one, and the good.
    pub(in crate::check) fn parted_either_way(
        &self,
        scope: &CodeSet,
        effort: Effort,
    ) -> Result<Option<(&'static str, Box<Witness>)>, Undecided> {
        either_way([(true, "not originate"), (false, "originate")], |lost| {
            self.parted(lost, scope, effort)
        })
    }
}
