//! Which way a condition can turn when something about the materials changes: often enough to see that nothing is lost.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::ir::{AggregateId, AggregateKind, ClauseId, Comparison, Depth, Formula, MaterialTest, Num, Program};

/// What a change can do to a figure, a condition or the materials that a test finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing.
    None,
    /// It can only grow, or come to hold.
    Up,
    /// It can only shrink, or cease to hold.
    Down,
    /// Either.
    Any,
}

impl Effect {
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, x) | (x, Self::None) => x,
            (a, b) if a == b => a,
            _ => Self::Any,
        }
    }

    fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            other => other,
        }
    }
}

/// The effect of materials becoming originating that were not.
pub(in crate::check) struct Originating<'a> {
    program: &'a Program,
    known: RefCell<BTreeMap<ClauseId, Effect>>,
}

impl<'a> Originating<'a> {
    pub(in crate::check) fn on(program: &'a Program) -> Self {
        Self {
            program,
            known: RefCell::default(),
        }
    }

    /// Whether it can't cease to hold.
    pub(in crate::check) fn never_takes(&self, id: ClauseId) -> bool {
        matches!(self.clause(id), Effect::None | Effect::Up)
    }

    /// Whether it can neither cease nor come to hold.
    pub(in crate::check) fn never_turns(&self, id: ClauseId) -> bool {
        self.clause(id) == Effect::None
    }

    fn clause(&self, id: ClauseId) -> Effect {
        if let Some(known) = self.known.borrow().get(&id) {
            return *known;
        }
        // A clause that reaches itself adds nothing to what it is.
        self.known.borrow_mut().insert(id, Effect::None);
        let effect = self.formula(&self.program.clauses[id].formula);
        self.known.borrow_mut().insert(id, effect);
        effect
    }

    fn formula(&self, formula: &Formula) -> Effect {
        match formula {
            Formula::All(parts) | Formula::Any(parts) => all(parts.iter().map(|part| self.formula(part))),
            Formula::Not(inner) => self.formula(inner).turned(),
            Formula::Clause(id) => self.clause(*id),
            Formula::Compare { left, op, right } => {
                // What is never negative is zero if it is at most that.
                let op = match (op, left, right) {
                    (Comparison::Equal, Num::Aggregate(_), Num::Const(zero)) if zero.is_zero() => Comparison::AtMost,
                    (Comparison::NotEqual, Num::Aggregate(_), Num::Const(zero)) if zero.is_zero() => Comparison::More,
                    (op, ..) => *op,
                };
                let (left, right) = (self.num(left), self.num(right));
                match op {
                    Comparison::AtLeast | Comparison::More => left.with(right.turned()),
                    Comparison::AtMost | Comparison::Less => left.turned().with(right),
                    Comparison::Equal | Comparison::NotEqual => only_none(left.with(right)),
                }
            }
            // What passes more is found more, at any depth: what a material hides, it stands for.
            Formula::Exists(id) => selected(&self.program.materials[*id].test),
            Formula::Known(_)
            | Formula::Is { .. }
            | Formula::Fact(_)
            | Formula::CodeIn(_)
            | Formula::ProducedIn(_)
            | Formula::WhollyObtained
            | Formula::Dates { .. }
            | Formula::Accumulates => Effect::None,
        }
    }

    fn num(&self, num: &Num) -> Effect {
        match num {
            Num::Const(_) | Num::Basis(_) | Num::Attribute(_) => Effect::None,
            Num::Aggregate(id) => self.aggregate(*id),
            Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => all(parts.iter().map(|part| self.num(part))),
            Num::Product(a, b) => match (self.num(a), self.num(b)) {
                (Effect::None, Effect::None) => Effect::None,
                (Effect::None, effect) => scaled(a, effect),
                (effect, Effect::None) => scaled(b, effect),
                _ => Effect::Any,
            },
            // Divisors are more than zero.
            Num::Quotient(above, below) => match self.num(below) {
                Effect::None => self.num(above),
                _ => Effect::Any,
            },
            Num::Measure(id) | Num::Averaged { measure: id, .. } => {
                let measure = &self.program.measures[*id];
                let available = measure.available.map_or(Effect::None, |clause| self.clause(clause));
                only_none(available).with(self.num(&measure.value))
            }
            Num::Cases(cases) => {
                let when = all(cases.iter().map(|case| self.clause(case.when)));
                only_none(when).with(all(cases.iter().map(|case| self.num(&case.then))))
            }
            Num::Rounded(_, inner) => self.num(inner),
        }
    }

    fn aggregate(&self, id: AggregateId) -> Effect {
        let aggregate = &self.program.aggregates[id];
        let materials = &self.program.materials[aggregate.materials];
        let found = selected(&materials.test);
        let by_value = aggregate
            .basis
            .is_some_and(|basis| self.program.vocabulary.bases[basis].name == "value");
        match (aggregate.kind, materials.depth) {
            (AggregateKind::Sum | AggregateKind::Count | AggregateKind::Largest, Depth::Direct) => found,
            // A material that is found hides what is in it, and is worth no less; of weights and counts that is not so.
            (AggregateKind::Sum, Depth::LookThrough) if by_value => found,
            _ => only_none(found),
        }
    }
}

fn all(effects: impl Iterator<Item = Effect>) -> Effect {
    effects.fold(Effect::None, Effect::with)
}

fn only_none(effect: Effect) -> Effect {
    if effect == Effect::None {
        Effect::None
    } else {
        Effect::Any
    }
}

/// A figure that changes, multiplied by one that does not.
fn scaled(by: &Num, effect: Effect) -> Effect {
    match by {
        Num::Const(value) if value < &Ratio::ZERO => effect.turned(),
        Num::Const(_) | Num::Basis(_) => effect,
        _ => Effect::Any,
    }
}

fn selected(test: &MaterialTest) -> Effect {
    match test {
        MaterialTest::Originating => Effect::Up,
        MaterialTest::All(parts) | MaterialTest::Any(parts) => all(parts.iter().map(selected)),
        MaterialTest::Not(inner) => selected(inner).turned(),
        _ => Effect::None,
    }
}
