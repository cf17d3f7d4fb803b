//! The judge: a program, a case, and what has been found out so far.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{AttributeId, Bearer, ClauseId, ClauseKind, Formula, Program};

use super::line::LineId;
use super::loaded::{Cell, Loaded};
use super::origin::Standings;
use super::select::Selection;
use super::truth::{Figure, Truth};

/// What is worked out, or the reason why it cannot be. The message is boxed because it is rare and large.
pub(super) type Found<T> = Result<T, Box<Diagnostic>>;

/// Deeper definitions than any text has; keeps recursion shallow.
const MAX_DEPTH: usize = 400;

/// What a judgement may rest on (Art. 402(10): no stacking of designations).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mode {
    /// Whether the measures that may not be stacked are left out of account.
    pub without_measures: bool,
    /// Whether only materials that owe their origin to no such measure may be designated inside.
    pub pure_inside: bool,
}

impl Mode {
    /// A good in its own right.
    pub(super) const FREE: Self = Self {
        without_measures: false,
        pure_inside: false,
    };
}

/// One good under judgement: what counts as its materials, and what is worked out about it.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// The good, or the material judged as one.
    pub good: LineId,
    /// Its materials, after the producer's choices; `None` where there is nothing to choose about any of them.
    pub lines: Option<Vec<LineId>>,
    /// Whether a supplier's production was taken as the producer's own.
    pub accumulates: bool,
    /// What may be relied on.
    pub mode: Mode,
    clauses: Vec<Option<Truth>>,
    measures: Vec<Option<Figure>>,
    pub(super) selections: Vec<Option<Rc<Selection>>>,
    pub(super) aggregates: Vec<Option<Figure>>,
}

impl Frame {
    pub(super) fn new(
        program: &Program,
        good: LineId,
        lines: Option<Vec<LineId>>,
        accumulates: bool,
        mode: Mode,
    ) -> Self {
        Self {
            good,
            lines,
            accumulates,
            mode,
            clauses: vec![None; program.clauses.len()],
            measures: vec![None; program.measures.len()],
            selections: vec![None; program.materials.len()],
            aggregates: vec![None; program.aggregates.len()],
        }
    }
}

/// Evaluates one program on one case.
pub(super) struct Judge<'a> {
    pub program: &'a Program,
    pub loaded: &'a Loaded,
    /// The producer's choices that the case leaves open, as assumed now.
    pub choices: Vec<(AttributeId, usize)>,
    /// The origin of materials, as far as worked out under these choices.
    pub standings: Standings,
    depth: usize,
}

impl<'a> Judge<'a> {
    pub(super) fn new(program: &'a Program, loaded: &'a Loaded) -> Self {
        let mut judge = Self {
            program,
            loaded,
            choices: Vec::new(),
            standings: Standings::new(),
            depth: 0,
        };
        let first = super::choice::assignments(&judge).into_iter().next();
        judge.assume(first.unwrap_or_default());
        judge
    }

    /// Takes up other choices of the producer and forgets what rested on the former ones.
    pub(super) fn assume(&mut self, choices: Vec<(AttributeId, usize)>) {
        self.choices = choices;
        self.standings.clear();
        self.warm();
    }

    /// Works from the inside out where materials lie deep, so that no judgement waits for a long row of others.
    fn warm(&mut self) {
        const DEEP: usize = 4;
        if self.loaded.levels <= DEEP {
            return;
        }
        for line in self.loaded.all_lines().rev() {
            if line != LineId::GOOD {
                self.work_out(line);
            }
        }
    }

    /// The value of a clause for the good of the frame.
    pub(super) fn clause(&mut self, frame: &mut Frame, id: ClauseId) -> Found<Truth> {
        if let Some(Some(truth)) = frame.clauses.get(id.index()) {
            return Ok(truth.clone());
        }
        let program = self.program;
        let clause = &program.clauses[id];
        let truth = match &clause.formula {
            Formula::Any(rules) if clause.kind == ClauseKind::ProductRules => self.some_rule(frame, rules)?,
            other => self.formula(frame, other)?,
        };
        if let Some(place) = frame.clauses.get_mut(id.index()) {
            *place = Some(truth.clone());
        }
        Ok(truth)
    }

    /// Whether one of the product rules is met. Those for other codes are not looked at: there may be thousands.
    fn some_rule(&mut self, frame: &mut Frame, rules: &'a [Formula]) -> Found<Truth> {
        let range = self.loaded.line(frame.good).range;
        let mut any = Truth::False;
        for rule in self.program.product_rules.among(rules, range) {
            any = any.or(self.formula(frame, rule)?);
            if any.is_true() {
                break;
            }
        }
        Ok(any)
    }

    /// The value of a measure for the good of the frame.
    pub(super) fn measure(&mut self, frame: &mut Frame, id: crate::ir::MeasureId) -> Found<Figure> {
        if let Some(Some(figure)) = frame.measures.get(id.index()) {
            return Ok(figure.clone());
        }
        let program = self.program;
        let measure = &program.measures[id];
        let usable = match measure.available {
            Some(clause) => self.clause(frame, clause)?,
            None => Truth::True,
        };
        let relied_on = self.is_relied_on(frame, id);
        let figure = match usable {
            Truth::False => Figure::Unavailable(id),
            Truth::Unknown(wants) => Figure::Unknown(wants),
            // Not false but open: what holds whatever this measure may be does not rest on it.
            Truth::True if !relied_on => Figure::Unknown(BTreeSet::new()),
            Truth::True => self.figure(frame, &measure.value)?,
        };
        if let Some(place) = frame.measures.get_mut(id.index()) {
            *place = Some(figure.clone());
        }
        Ok(figure)
    }

    /// Whether a measure may be relied on for the good of the frame, and is not left out of account.
    pub(super) fn is_relied_on(&self, frame: &Frame, id: crate::ir::MeasureId) -> bool {
        let limit = self.program.no_stacking.as_ref();
        !frame.mode.without_measures || !limit.is_some_and(|limit| limit.measures.contains(&id))
    }

    /// Runs one step of a recursion over the text.
    pub(super) fn deeper<T>(&mut self, step: impl FnOnce(&mut Self) -> Found<T>) -> Found<T> {
        if self.depth >= MAX_DEPTH {
            let problem = format!("conditions refer to one another more than {MAX_DEPTH} levels deep");
            return Err(Box::new(Diagnostic::new(Code::NestedTooDeeply, problem)));
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    /// What is known of an attribute of the good of the frame or of the producer, a choice as it is assumed.
    pub(super) fn attribute(&self, good: LineId, id: AttributeId) -> Option<Cell> {
        let stated = if self.of_producer(id) {
            self.loaded.of_producer(id)
        } else {
            self.loaded.attribute(good, id)
        };
        stated.cloned().or_else(|| {
            let mut choices = self.choices.iter();
            choices
                .find(|(choice, _)| *choice == id)
                .map(|(_, value)| Cell::Word(*value))
        })
    }

    pub(super) fn of_producer(&self, id: AttributeId) -> bool {
        self.program.vocabulary.attributes[id]
            .bearers
            .contains(&Bearer::Producer)
    }
}
