//! From the figures of a text to guarded fractions over the unknowns of a problem.

use std::collections::BTreeSet;

use crate::ir::{AggregateId, AggregateKind, Comparison, Num, NumCase};

use super::axiom::{Axiom, Guard};
use super::encode::{Choices, Encoder, TOGETHER};
use super::figures::{Figure, Fraction, Guarded, NotLinear, Stage};
use super::question::ProgramIndex;
use super::term::{Linear, Term};

impl Encoder<'_, '_> {
    pub(super) fn num(&mut self, program: ProgramIndex, num: &Num, choices: &Choices) -> Result<Figure, NotLinear> {
        match num {
            Num::Const(value) => Ok(Figure::always(Fraction::linear(Linear::constant(value.clone())))),
            Num::Basis(id) => {
                let key = self.shared.basis_key(program, *id);
                let quantity = if choices.contains_key(&TOGETHER) {
                    self.unknowns.basis_together(self.shared, &mut self.problem, key)
                } else {
                    self.unknowns.basis(self.shared, &mut self.problem, key)
                };
                Ok(Figure::always(Fraction::linear(Linear::of(quantity))))
            }
            Num::Attribute(id) => {
                let key = self.shared.attribute_key(program, *id);
                let quantity = self.unknowns.number(self.shared, &mut self.problem, key);
                Ok(Figure::always(Fraction::linear(Linear::of(quantity))))
            }
            Num::Aggregate(id) => self.aggregate(program, *id, choices),
            Num::Averaged { measure, .. } => {
                let mut together = choices.clone();
                together.insert(TOGETHER, 0);
                self.num(program, &Num::Measure(*measure), &together)
            }
            Num::Sum(parts) => {
                let mut out = Figure::always(Fraction::linear(Linear::default()));
                for part in parts {
                    out = out.join(&self.num(program, part, choices)?, Fraction::plus)?;
                }
                Ok(out)
            }
            Num::Product(a, b) => {
                let (a, b) = (self.num(program, a, choices)?, self.num(program, b, choices)?);
                a.join(&b, Fraction::times)
            }
            Num::Quotient(a, b) => {
                let (a, b) = (self.num(program, a, choices)?, self.num(program, b, choices)?);
                self.quotient(&a, &b)
            }
            Num::Min(parts) => self.extreme(program, parts, Comparison::AtMost, choices),
            Num::Max(parts) => self.extreme(program, parts, Comparison::AtLeast, choices),
            Num::Measure(id) => {
                let Some(text) = self.shared.program(program) else {
                    return Err(NotLinear);
                };
                let measure = &text.measures[*id];
                let mut out = self.num(program, &measure.value, choices)?;
                if let Some(available) = measure.available {
                    let available = self.clause(program, available, choices);
                    out.available = Term::all([out.available, available]);
                }
                Ok(out)
            }
            Num::Cases(cases) => self.cases(program, cases, choices),
            Num::Rounded(rounding, inner) => {
                let mut out = self.num(program, inner, choices)?;
                for case in &mut out.cases {
                    if case.value.rounding.replace(*rounding).is_some() {
                        return Err(NotLinear);
                    }
                }
                Ok(out)
            }
        }
    }

    fn aggregate(&mut self, program: ProgramIndex, id: AggregateId, choices: &Choices) -> Result<Figure, NotLinear> {
        let Some(text) = self.shared.program(program) else {
            return Err(NotLinear);
        };
        let aggregate = &text.aggregates[id];
        let selection = self.shared.selection(program, aggregate.materials);
        let bill = if choices.contains_key(&TOGETHER) {
            self.together.as_ref().ok_or(NotLinear)?
        } else {
            &self.bill
        };
        let Some(place) = selection.and_then(|selection| bill.place(&selection)) else {
            return Err(NotLinear);
        };
        let form = match (aggregate.kind, aggregate.basis) {
            (AggregateKind::Sum, Some(basis)) => bill.sum(place, self.shared.basis_key(program, basis)),
            (AggregateKind::Count, _) => bill.count(place),
            (AggregateKind::Sum, None) | (AggregateKind::Largest | AggregateKind::Smallest, _) => {
                return Err(NotLinear);
            }
        };
        Ok(Figure::always(Fraction::linear(form)))
    }

    fn quotient(&mut self, a: &Figure, b: &Figure) -> Result<Figure, NotLinear> {
        let mut cases = Vec::new();
        for x in &a.cases {
            for y in &b.cases {
                let (value, divisor) = x.value.over(&y.value)?;
                let when = Term::all([x.when.clone(), y.when.clone(), self.positive(&divisor)]);
                let stages = x.stages.union(&y.stages).copied().collect();
                cases.push(Guarded { when, value, stages });
            }
        }
        Ok(Figure {
            cases,
            available: Term::all([a.available.clone(), b.available.clone()]),
        })
    }

    /// That a divisor is more than zero: an axiom if it is about the good itself, a condition if it is only made of
    /// materials, which may be absent.
    fn positive(&mut self, divisor: &Linear) -> Term {
        let row = Term::more_than_zero(divisor.clone());
        let mut values = self.unknowns.bases.values().chain(self.unknowns.together.values());
        let about_good = values.any(|quantity| {
            divisor
                .terms
                .get(quantity)
                .is_some_and(crate::amount::Ratio::is_positive)
        });
        // What divides by nothing can't be judged; if such a good was found, it is no longer looked for.
        if (about_good || self.well_defined) && !self.asks_defined {
            let words = self.problem.words(divisor);
            self.state_once(Guard::Axiom(Axiom::Positive(words)), row);
            return Term::Known(true);
        }
        if !self.zero_divisors.contains(divisor) {
            self.zero_divisors.push(divisor.clone());
        }
        row
    }

    /// States it unless it is stated already. Two texts may call by one name what is not the same in both, so what is
    /// stated has to be the same as well.
    pub(super) fn state_once(&mut self, guard: Guard, term: Term) {
        let place = self.problem.guards.iter().position(|own| *own == guard);
        let mut statements = self.problem.statements.iter();
        let said = place.is_some() && statements.any(|one| one.guard == place && one.term == term);
        if !said {
            self.problem.state(guard, term);
        }
    }

    fn extreme(
        &mut self,
        program: ProgramIndex,
        parts: &[Num],
        op: Comparison,
        choices: &Choices,
    ) -> Result<Figure, NotLinear> {
        let mut out: Option<Figure> = None;
        for part in parts {
            let next = self.num(program, part, choices)?;
            out = Some(match out {
                None => next,
                Some(best) => {
                    let mut cases = Vec::new();
                    for x in &best.cases {
                        for y in &next.cases {
                            let first = x.value.compare(op, &y.value)?;
                            let both = [x.when.clone(), y.when.clone()];
                            let when = |row: Term| Term::all(both.iter().cloned().chain([row]));
                            let stages: BTreeSet<Stage> = x.stages.union(&y.stages).copied().collect();
                            cases.push(Guarded {
                                when: when(first.clone()),
                                value: x.value.clone(),
                                stages: stages.clone(),
                            });
                            cases.push(Guarded {
                                when: when(first.negate()),
                                value: y.value.clone(),
                                stages,
                            });
                        }
                    }
                    Figure {
                        cases,
                        available: Term::all([best.available, next.available]),
                    }
                }
            });
        }
        out.ok_or(NotLinear)
    }

    fn cases(&mut self, program: ProgramIndex, cases: &[NumCase], choices: &Choices) -> Result<Figure, NotLinear> {
        let mut out = Figure {
            cases: Vec::new(),
            available: Term::Known(true),
        };
        let mut stages: Vec<(Term, Figure, String)> = Vec::new();
        for case in cases {
            if self.fold.clause(program, case.when) == Some(false) {
                continue;
            }
            let when = self.clause(program, case.when, choices);
            let figure = self.num(program, &case.then, choices)?;
            let path = self
                .shared
                .program(program)
                .map(|text| format!("`{}`", text.clauses[case.when].path));
            for inner in &figure.cases {
                let when = Term::all([when.clone(), inner.when.clone()]);
                out.cases.push(Guarded {
                    when,
                    value: inner.value.clone(),
                    stages: inner.stages.iter().copied().chain([(program, case.when)]).collect(),
                });
            }
            stages.push((when, figure, path.unwrap_or_default()));
        }
        if self.well_defined {
            self.one_stage(&stages);
        }
        Ok(out)
    }

    /// Some stage applies, and no two with different figures do.
    fn one_stage(&mut self, stages: &[(Term, Figure, String)]) {
        let paths: Vec<&str> = stages.iter().map(|(_, _, path)| path.as_str()).collect();
        let some = Term::any(stages.iter().map(|(when, _, _)| when.clone()));
        self.state_once(Guard::Axiom(Axiom::Defined(paths.join(", "))), some);
        for (place, (when, figure, path)) in stages.iter().enumerate() {
            for (other, other_figure, other_path) in stages.iter().skip(place.saturating_add(1)) {
                if !figure.says_the_same(other_figure) {
                    let not_both = Term::all([when.clone(), other.clone()]).negate();
                    let words = format!("{path} and {other_path}");
                    self.state_once(Guard::Axiom(Axiom::Unconflicted(words)), not_both);
                }
            }
        }
    }

    pub(super) fn num_words(&self, program: ProgramIndex, num: &Num) -> String {
        let Some(text) = self.shared.program(program) else {
            return String::new();
        };
        let join = |parts: &[Num], with: &str| {
            parts
                .iter()
                .map(|part| self.num_words(program, part))
                .collect::<Vec<_>>()
                .join(with)
        };
        match num {
            Num::Const(value) => value.to_string(),
            Num::Basis(id) => self.shared.basis_name(self.shared.basis_key(program, *id)).to_owned(),
            Num::Attribute(id) => self
                .shared
                .attribute_name(self.shared.attribute_key(program, *id))
                .to_owned(),
            Num::Aggregate(id) => match text.aggregates[*id].kind {
                AggregateKind::Sum => "a sum over materials".to_owned(),
                AggregateKind::Count => "a count of materials".to_owned(),
                AggregateKind::Largest => "the largest of some materials".to_owned(),
                AggregateKind::Smallest => "the smallest of some materials".to_owned(),
            },
            Num::Sum(parts) => format!("({})", join(parts, " + ")),
            Num::Product(a, b) => format!("{} × {}", self.num_words(program, a), self.num_words(program, b)),
            Num::Quotient(a, b) => format!("{} / {}", self.num_words(program, a), self.num_words(program, b)),
            Num::Min(parts) => format!("the smallest of {}", join(parts, ", ")),
            Num::Max(parts) => format!("the largest of {}", join(parts, ", ")),
            Num::Measure(id) | Num::Averaged { measure: id, .. } => text.measures[*id].name.clone(),
            Num::Cases(_) => "a figure that varies".to_owned(),
            Num::Rounded(_, inner) => format!("{} rounded", self.num_words(program, inner)),
        }
    }
}
