//! A good before and after a change, on which a text decides otherwise.

use crate::eval::{self, Loaded};
use crate::good::Case;
use crate::ir::{Formula, Program};
use crate::nomenclature::CodeSet;
use crate::verify::{self, Effort, Query, Question, Reason, Undecided, Verdict, Witness};

use super::before;

/// A text, what it becomes by the change, and how the change is carried out on a good.
pub(in crate::check) struct Pair<'a> {
    pub(in crate::check) program: &'a Program,
    pub(in crate::check) altered: &'a Program,
    pub(in crate::check) change: &'a dyn Fn(&Program, &Case) -> Case,
}

/// What was found.
pub(in crate::check) enum Turned {
    /// The change turns the origin of no good so.
    Never,
    /// It does: the good before it.
    Of(Box<Witness>),
    /// It could not be decided.
    Open(Undecided),
}

impl Pair<'_> {
    /// Whether the change takes the origin of some good (`lost`), or gives it. A good that is found is judged by the
    /// text itself, before the change and after it.
    pub(in crate::check) fn turned(&self, lost: bool, scope: &CodeSet, effort: Effort) -> Turned {
        self.turned_among(Vec::new(), lost, scope, effort)
    }

    /// The same of goods of which this holds, before the change.
    pub(in crate::check) fn turned_among(
        &self,
        goods: Vec<Query>,
        lost: bool,
        scope: &CodeSet,
        effort: Effort,
    ) -> Turned {
        let here = Query::Holds(0, Formula::Clause(self.program.origin));
        let there = Query::Holds(1, Formula::Clause(self.altered.origin));
        let (holds, fails) = if lost { (here, there) } else { (there, here) };
        let differ = [holds, Query::Not(Box::new(fails))];
        let query = Query::All(goods.into_iter().chain(differ).collect());
        let question = Question::new(vec![self.program, self.altered], query).within(scope.clone());
        let witness = match verify::answer(&question, &effort) {
            Verdict::Impossible(_) => return Turned::Never,
            Verdict::Undecided(why) => return Turned::Open(why),
            Verdict::Possible(witness) => witness,
        };
        let marked = verify::fitted(self.altered, &witness.case);
        let first = before(&verify::fitted(self.program, &witness.case));
        let second = (self.change)(self.program, &marked);
        let decided = |case: &Case| {
            let loaded = Loaded::new(self.program, case).ok()?;
            eval::decide(self.program, &loaded).ok()?.known()
        };
        if decided(&first) == Some(lost) && decided(&second) == Some(!lost) {
            return Turned::Of(Box::new(Witness {
                case: first,
                notes: witness.notes,
            }));
        }
        let why = "the change, carried out on it, does not turn its origin".to_owned();
        Turned::Open(Undecided {
            reason: Reason::NotConfirmed(why),
            case: Some(Box::new(first)),
        })
    }

    /// Whether the change turns the origin of some good either way, in words and with the good.
    pub(in crate::check) fn turned_either_way(
        &self,
        effort: Effort,
    ) -> Result<Option<(&'static str, Box<Witness>)>, Undecided> {
        either_way([(true, "loses"), (false, "gains")], |lost| {
            self.turned(lost, &CodeSet::all(), effort)
        })
    }
}

/// Asks both ways: what there is a good for, in words, and the good. What stays open counts if there is none.
pub(super) fn either_way(
    ways: [(bool, &'static str); 2],
    ask: impl Fn(bool) -> Turned,
) -> Result<Option<(&'static str, Box<Witness>)>, Undecided> {
    let mut open = None;
    for (lost, what) in ways {
        match ask(lost) {
            Turned::Never => {}
            Turned::Of(witness) => return Ok(Some((what, witness))),
            Turned::Open(why) => open = Some(why),
        }
    }
    open.map_or(Ok(None), Err)
}
