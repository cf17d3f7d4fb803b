//! Which way a condition can turn when materials or a figure change: often enough to see that nothing is lost.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::ir::{AggregateId, AggregateKind, ClauseId, Comparison, Depth, Formula, MaterialTest, Num, Program};

/// What a change can do to a figure, a condition or the materials that a test finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
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

/// What changes.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) enum Change<'a> {
    /// Materials become originating that were not.
    Originating,
    /// This figure, such as that of a threshold, is raised.
    Raised(&'a Num),
}

/// The effects of a change.
pub(in crate::check) struct Effects<'a> {
    program: &'a Program,
    change: Change<'a>,
    known: RefCell<BTreeMap<ClauseId, Effect>>,
}

impl<'a> Effects<'a> {
    pub(in crate::check) fn of(change: Change<'a>, program: &'a Program) -> Self {
        Self {
            program,
            change,
            known: RefCell::default(),
        }
    }

    /// Whether it can do the one or the other, but not both.
    pub(in crate::check) fn is_one_way(&self, id: ClauseId) -> bool {
        self.clause(id) != Effect::Any
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
        let effect = self.on(&self.program.clauses[id].formula);
        self.known.borrow_mut().insert(id, effect);
        effect
    }

    /// What it can do to a condition.
    pub(super) fn on(&self, formula: &Formula) -> Effect {
        match formula {
            Formula::All(parts) | Formula::Any(parts) => all(parts.iter().map(|part| self.on(part))),
            Formula::Not(inner) => self.on(inner).turned(),
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
            Formula::Exists(id) => self.selected(&self.program.materials[*id].test),
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
        if matches!(self.change, Change::Raised(raised) if raised == num) {
            return Effect::Up;
        }
        match num {
            Num::Const(_) | Num::Basis(_) | Num::Attribute(_) => Effect::None,
            Num::Aggregate(id) => self.aggregate(*id),
            Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => all(parts.iter().map(|part| self.num(part))),
            Num::Product(a, b) => match (self.num(a), self.num(b)) {
                (Effect::None, Effect::None) => Effect::None,
                (Effect::None, effect) => scaled(self.program, a, effect),
                (effect, Effect::None) => scaled(self.program, b, effect),
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
        let found = self.selected(&materials.test);
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

    fn selected(&self, test: &MaterialTest) -> Effect {
        match self.change {
            Change::Originating => selected(test),
            Change::Raised(_) => Effect::None,
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
fn scaled(program: &Program, by: &Num, effect: Effect) -> Effect {
    match by {
        Num::Const(value) if value < &Ratio::ZERO => effect.turned(),
        by if never_negative(program, by) => effect,
        _ => Effect::Any,
    }
}

/// Whether a figure is zero or more for every good: values, weights, counts and sums of them are.
fn never_negative(program: &Program, num: &Num) -> bool {
    match num {
        Num::Const(value) => value >= &Ratio::ZERO,
        Num::Basis(_) | Num::Attribute(_) | Num::Aggregate(_) => true,
        Num::Sum(parts) | Num::Min(parts) => parts.iter().all(|part| never_negative(program, part)),
        Num::Max(parts) => parts.iter().any(|part| never_negative(program, part)),
        Num::Product(a, b) | Num::Quotient(a, b) => never_negative(program, a) && never_negative(program, b),
        // Measures never rest on themselves.
        Num::Measure(id) | Num::Averaged { measure: id, .. } => never_negative(program, &program.measures[*id].value),
        Num::Cases(cases) => cases.iter().all(|case| never_negative(program, &case.then)),
        Num::Rounded(_, inner) => never_negative(program, inner),
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
