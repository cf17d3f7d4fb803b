//! Draws a text together for the goods of one stretch of the tariff.

use crate::ir::{Aggregate, AggregateId, ClauseId, ClauseKind, Formula, Num, Program};
use crate::nomenclature::{CodeRange, Containment};

use super::condition::{Compared, Condition};
use super::figure::{Figure, Gathered};
use super::fraction::Fraction;
use super::mask::Mask;

/// A text that comes to more than this for one stretch is left to the judge, which works nothing out twice.
const MOST: usize = 4_096;

/// Deeper than this is left to the judge, which says when it is too deep.
const DEEPEST: usize = 100;

/// The drawing together for one stretch.
pub(super) struct Drawing<'p> {
    program: &'p Program,
    stretch: CodeRange,
    /// The aggregates met so far.
    aggregates: Vec<AggregateId>,
    /// How much more it may come to.
    left: usize,
    depth: usize,
}

impl<'p> Drawing<'p> {
    pub(super) fn of(program: &'p Program, stretch: CodeRange) -> Self {
        Self {
            program,
            stretch,
            aggregates: Vec::new(),
            left: MOST,
            depth: 0,
        }
    }

    /// What a clause comes to for goods of the stretch; `None` if it comes to too much.
    pub(super) fn clause(&mut self, id: ClauseId) -> Option<Condition<'p>> {
        let program = self.program;
        let clause = &program.clauses[id];
        match &clause.formula {
            Formula::Any(rules) if clause.kind == ClauseKind::ProductRules => {
                let rules = program.product_rules.among(rules, Some(self.stretch));
                self.parts(rules, false)
            }
            formula => self.condition(formula),
        }
    }

    fn condition(&mut self, formula: &'p Formula) -> Option<Condition<'p>> {
        self.left = self.left.checked_sub(1)?;
        self.depth += 1;
        let drawn = (self.depth <= DEEPEST).then(|| self.drawn(formula)).flatten();
        self.depth -= 1;
        drawn
    }

    fn drawn(&mut self, formula: &'p Formula) -> Option<Condition<'p>> {
        Some(match formula {
            Formula::Known(value) => Condition::Known(*value),
            Formula::All(parts) => self.parts(parts, true)?,
            Formula::Any(parts) => self.parts(parts, false)?,
            Formula::Not(inner) => match self.condition(inner)? {
                Condition::Known(value) => Condition::Known(!value),
                inner => Condition::Not(Box::new(inner)),
            },
            Formula::Clause(id) => self.clause(*id)?,
            Formula::Compare { left, op, right } => Condition::Compare(Box::new(Compared {
                left: self.figure(left)?,
                op: *op,
                right: self.figure(right)?,
            })),
            Formula::Is { attribute, values } => Condition::Is(*attribute, values),
            Formula::Fact(attribute) => Condition::Fact(*attribute),
            Formula::CodeIn(set) => match set.containment(self.stretch) {
                Containment::Inside => Condition::Known(true),
                Containment::Outside => Condition::Known(false),
                Containment::Partial => Condition::CodeIn(set),
            },
            Formula::ProducedIn(countries) => Condition::ProducedIn(countries),
            Formula::WhollyObtained => Condition::WhollyObtained,
            Formula::Dates { left, op, right } => Condition::Dates(*left, *op, *right),
            // Where nothing lies inside a material, looking through it finds the material.
            Formula::Exists(materials) => Condition::Exists(Mask::of(&self.program.materials[*materials].test)),
            // Where no supplier's production is stated, none is accumulated.
            Formula::Accumulates => Condition::Known(false),
        })
    }

    /// Joined by "and" or by "or". What is sure not to decide is left out, and what comes after a part that is sure to
    /// decide; what comes before it stays, as it may be open.
    fn parts(&mut self, parts: impl IntoIterator<Item = &'p Formula>, all: bool) -> Option<Condition<'p>> {
        let mut out = Vec::new();
        for part in parts {
            match self.condition(part)? {
                Condition::Known(value) if value == all => {}
                Condition::All(inner) if all => out.extend(inner),
                Condition::Any(inner) if !all => out.extend(inner),
                part => out.push(part),
            }
            if matches!(out.last(), Some(Condition::Known(_))) {
                break;
            }
        }
        Some(match (out.pop(), out.is_empty()) {
            (None, _) => Condition::Known(all),
            (Some(only), true) => only,
            (Some(last), false) => {
                out.push(last);
                if all { Condition::All(out) } else { Condition::Any(out) }
            }
        })
    }

    fn figure(&mut self, num: &'p Num) -> Option<Figure<'p>> {
        self.left = self.left.checked_sub(1)?;
        self.depth += 1;
        let drawn = (self.depth <= DEEPEST).then(|| self.drawn_figure(num)).flatten();
        self.depth -= 1;
        drawn
    }

    fn drawn_figure(&mut self, num: &'p Num) -> Option<Figure<'p>> {
        Some(match num {
            Num::Const(value) => Fraction::of(value).map_or(Figure::Open, Figure::Const),
            Num::Basis(id) => Figure::Basis(*id),
            Num::Attribute(id) => Figure::Attribute(*id),
            Num::Aggregate(id) => Figure::Aggregate(self.gathered(*id)),
            Num::Sum(parts) => Figure::Sum(self.figures(parts)?),
            Num::Min(parts) => Figure::Min(self.figures(parts)?),
            Num::Max(parts) => Figure::Max(self.figures(parts)?),
            Num::Product(a, b) => Figure::Product(Box::new((self.figure(a)?, self.figure(b)?))),
            Num::Quotient(a, b) => Figure::Quotient(Box::new((self.figure(a)?, self.figure(b)?))),
            Num::Measure(id) => {
                let measure = &self.program.measures[*id];
                let value = self.figure(&measure.value)?;
                match measure.available {
                    Some(clause) => Figure::Available(Box::new((self.clause(clause)?, value))),
                    None => value,
                }
            }
            Num::Cases(cases) => {
                let cases = cases
                    .iter()
                    .map(|case| Some((self.clause(case.when)?, self.figure(&case.then)?)));
                Figure::Cases(cases.collect::<Option<_>>()?)
            }
            Num::Averaged { .. } | Num::Rounded(..) => Figure::Open,
        })
    }

    fn figures(&mut self, parts: &'p [Num]) -> Option<Vec<Figure<'p>>> {
        parts.iter().map(|part| self.figure(part)).collect()
    }

    fn gathered(&mut self, id: AggregateId) -> Gathered<'p> {
        let Aggregate { kind, basis, materials } = self.program.aggregates[id];
        let met = self.aggregates.iter().position(|other| *other == id);
        let place = met.unwrap_or_else(|| {
            self.aggregates.push(id);
            self.aggregates.len().saturating_sub(1)
        });
        Gathered {
            place,
            kind,
            basis,
            mask: Mask::of(&self.program.materials[materials].test),
        }
    }
}
