//! Draws a text together for the goods of one stretch of the tariff.

use crate::amount::Ratio;
use crate::ir::{ClauseId, ClauseKind, Formula, Num, Program};
use crate::nomenclature::{CodeRange, Containment};

use super::chain::{Chain, NO, Next, Question, Step, YES};
use super::figure::{Figure, FigureId, Figures, Sign};
use super::fraction::Fraction;

/// A condition of more questions than this is left to the judge, which works nothing out twice.
const MOST: usize = 4_096;

/// What is nested deeper than this is left to the judge, which says when it is too deep.
const DEEPEST: usize = 100;

/// The drawing together for one stretch.
pub(super) struct Drawing<'d, 'p> {
    program: &'p Program,
    stretch: CodeRange,
    figures: &'d mut Figures<'p>,
    /// How deep it is in the text now.
    depth: usize,
    /// How deep the figure reaches that is drawn now.
    reached: usize,
}

impl<'d, 'p> Drawing<'d, 'p> {
    pub(super) fn of(program: &'p Program, stretch: CodeRange, figures: &'d mut Figures<'p>) -> Self {
        Self {
            program,
            stretch,
            figures,
            depth: 0,
            reached: 0,
        }
    }

    /// What a clause comes to for goods of the stretch; `None` if it comes to too much.
    pub(super) fn chain(&mut self, clause: ClauseId) -> Option<Chain> {
        let mut steps = Vec::new();
        let first = self.clause(clause, &mut steps, YES, NO)?;
        Some(Chain {
            steps: steps.into_boxed_slice(),
            first,
        })
    }

    fn clause(&mut self, id: ClauseId, steps: &mut Vec<Step>, yes: Next, no: Next) -> Option<Next> {
        let program = self.program;
        let clause = &program.clauses[id];
        match &clause.formula {
            Formula::Any(rules) if clause.kind == ClauseKind::ProductRules => {
                let rules = program.product_rules.among(rules, Some(self.stretch));
                self.any(rules.into_iter().rev(), steps, yes, no)
            }
            formula => self.condition(formula, steps, yes, no),
        }
    }

    /// Puts the questions of a condition before those that follow from its answers, and says where the first is.
    fn condition(&mut self, formula: &'p Formula, steps: &mut Vec<Step>, yes: Next, no: Next) -> Option<Next> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth <= DEEPEST)?;
        let first = match formula {
            Formula::Known(true) => yes,
            Formula::Known(false) => no,
            Formula::All(parts) => {
                let mut next = yes;
                for part in parts.iter().rev() {
                    next = self.condition(part, steps, next, no)?;
                }
                next
            }
            Formula::Any(parts) => self.any(parts.iter().rev(), steps, yes, no)?,
            Formula::Not(inner) => self.condition(inner, steps, no, yes)?,
            Formula::Clause(id) => self.clause(*id, steps, yes, no)?,
            // Where no supplier's production is stated, none is accumulated.
            Formula::Accumulates => no,
            Formula::CodeIn(set) => match set.containment(self.stretch) {
                Containment::Inside => yes,
                Containment::Outside => no,
                Containment::Partial => put(Question::Stated(self.figures.ask(formula)?), steps, yes, no)?,
            },
            Formula::Compare { left, op, right } => {
                let question = Question::Compare(self.figure(left)?, *op, self.figure(right)?);
                put(question, steps, yes, no)?
            }
            // Where nothing lies inside a material, looking through it finds the material.
            Formula::Exists(materials) => put(Question::Exists(*materials), steps, yes, no)?,
            Formula::Is { .. }
            | Formula::Fact(_)
            | Formula::ProducedIn(_)
            | Formula::WhollyObtained
            | Formula::Dates { .. } => put(Question::Stated(self.figures.ask(formula)?), steps, yes, no)?,
        };
        self.depth = self.depth.saturating_sub(1);
        Some(first)
    }

    /// Of parts from the last to the first.
    fn any(
        &mut self,
        parts: impl Iterator<Item = &'p Formula>,
        steps: &mut Vec<Step>,
        yes: Next,
        no: Next,
    ) -> Option<Next> {
        let mut next = no;
        for part in parts {
            next = self.condition(part, steps, yes, next)?;
        }
        Some(next)
    }

    /// Figures are the same for all stretches: what they ask about the code is asked of each good.
    fn figure(&mut self, num: &'p Num) -> Option<FigureId> {
        if let Some((known, height)) = self.figures.find(num) {
            self.reached = self.reached.max(self.depth.checked_add(height)?);
            return (self.reached <= DEEPEST).then_some(known);
        }
        let around = std::mem::replace(&mut self.reached, self.depth);
        let drawn = self.new_figure(num)?;
        let height = self.reached.saturating_sub(self.depth);
        self.reached = self.reached.max(around);
        match drawn {
            Drawn::New(figure) => self.figures.push(num, figure, height),
            Drawn::Same(figure) => Some(figure),
        }
    }

    fn new_figure(&mut self, num: &'p Num) -> Option<Drawn> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth <= DEEPEST)?;
        self.reached = self.reached.max(self.depth);
        let figure = match num {
            Num::Const(value) => Fraction::of(value).map_or(Figure::Open, Figure::Const),
            Num::Basis(id) => Figure::Basis(*id),
            Num::Attribute(id) => Figure::Attribute(*id),
            Num::Aggregate(id) => Figure::Aggregate(*id),
            Num::Sum(parts) => Figure::Sum(parts.iter().map(|part| self.signed(part)).collect::<Option<_>>()?),
            Num::Min(parts) => Figure::Min(parts.iter().map(|part| self.figure(part)).collect::<Option<_>>()?),
            Num::Max(parts) => Figure::Max(parts.iter().map(|part| self.figure(part)).collect::<Option<_>>()?),
            Num::Product(a, b) => Figure::Product(self.figure(a)?, self.figure(b)?),
            Num::Quotient(a, b) => Figure::Quotient(self.figure(a)?, self.figure(b)?),
            Num::Measure(id) => {
                let measure = &self.program.measures[*id];
                let value = self.figure(&measure.value)?;
                let when = match measure.available {
                    Some(clause) => self.anywhere(clause)?,
                    None => Chain {
                        steps: Box::default(),
                        first: YES,
                    },
                };
                if when.first == YES {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Drawn::Same(value));
                }
                Figure::Available(Box::new(when), value)
            }
            Num::Cases(cases) => {
                let cases = cases
                    .iter()
                    .map(|case| Some((self.anywhere(case.when)?, self.figure(&case.then)?)));
                Figure::Cases(cases.collect::<Option<_>>()?)
            }
            Num::Averaged { .. } | Num::Rounded(..) => Figure::Open,
        };
        self.depth = self.depth.saturating_sub(1);
        Some(Drawn::New(figure))
    }

    /// A clause for goods of any code.
    fn anywhere(&mut self, clause: ClauseId) -> Option<Chain> {
        let stretch = std::mem::replace(&mut self.stretch, CodeRange::ALL);
        let chain = self.chain(clause);
        self.stretch = stretch;
        chain
    }

    /// A part of a sum; less a figure is minus one times it.
    fn signed(&mut self, part: &'p Num) -> Option<(Sign, FigureId)> {
        match part {
            Num::Product(factor, figure) if **factor == Num::Const(-Ratio::ONE) => {
                Some((Sign::Minus, self.figure(figure)?))
            }
            part => Some((Sign::Plus, self.figure(part)?)),
        }
    }
}

/// A figure as it was drawn.
enum Drawn {
    New(Figure),
    /// Another one says it all.
    Same(FigureId),
}

/// Puts a question before those that follow it, unless there are too many.
fn put(question: Question, steps: &mut Vec<Step>, yes: Next, no: Next) -> Option<Next> {
    let place = Some(steps.len()).filter(|place| *place < MOST)?;
    steps.push(Step { question, yes, no });
    Next::try_from(place).ok()
}
