//! The largest or smallest figure among the goods that satisfy a query.
//!
//! The solver's optimiser only proposes a bound. It is published once a good reaches it (or comes close to it, where
//! it is not reached) and a separate check has shown that none goes beyond.

use crate::amount::Ratio;
use crate::ir::Num;
use crate::nomenclature::HsCode;

use super::answer::{Asked, answer, reason};
use super::encode::{Encoded, Manner, encode};
use super::figures::{Fraction, Guarded};
use super::listener::{Phase, during};
use super::minimise::minimise;
use super::printed::Bound;
use super::products::products;
use super::question::{Core, Effort, Extremum, ProgramIndex, Query, Question, Reason, Undecided, Verdict, Witness};
use super::replay;
use super::session::{Found, Session};
use super::shared::Shared;
use super::smtlib;
use super::term::{Linear, Problem, Sign, Sort, Term};

/// How often a proposal that was beaten is made again.
const ROUNDS: usize = 8;

/// The largest (or the smallest) value of a figure among the goods that satisfy the question.
pub fn extremum(
    question: &Question<'_>,
    program: ProgramIndex,
    value: &Num,
    largest: bool,
    effort: &Effort,
) -> Extremum {
    let sought = || during(Phase::Question, || sought(question, program, value, largest, effort));
    Undecided::unless_broken(sought).unwrap_or_else(Extremum::Undecided)
}

fn sought(question: &Question<'_>, program: ProgramIndex, value: &Num, largest: bool, effort: &Effort) -> Extremum {
    let defined = Query::Defined(program, value.clone());
    let mut question = question.clone();
    question.query = Query::All(vec![question.query.clone()]);
    match answer(
        &question,
        &Effort {
            polish: false,
            ..*effort
        },
    ) {
        Verdict::Impossible(core) => return Extremum::NoGood(core),
        Verdict::Undecided(why) => return Extremum::Undecided(why),
        Verdict::Possible(_) => {}
    }
    let shared = match Shared::new(&question) {
        Ok(shared) => shared,
        Err(why) => return Extremum::Undecided(why),
    };
    let cases = products(
        &shared,
        &Question {
            query: Query::Any(vec![question.query.clone(), defined]),
            ..question.clone()
        },
    );
    let sought = Sought {
        asked: Asked {
            shared: &shared,
            question: &question,
            effort,
        },
        program,
        value,
        largest,
    };
    let mut best: Option<Extremum> = None;
    let mut seen = Vec::new();
    for case in cases {
        let found = match sought.in_case(case.code, &mut seen) {
            Ok(Some(found)) => found,
            Ok(None) => continue,
            Err(why) => return Extremum::Undecided(why),
        };
        if best.as_ref().is_none_or(|best| sought.beats(&found, best)) {
            best = Some(found);
        }
    }
    let none = Undecided::because(Reason::NotExpressible("the figure on any of these goods".to_owned()));
    best.unwrap_or(Extremum::Undecided(none))
}

/// The extremum of a figure over the goods of a question.
struct Sought<'q, 'a> {
    asked: Asked<'q, 'a>,
    program: ProgramIndex,
    value: &'q Num,
    largest: bool,
}

impl Sought<'_, '_> {
    fn beats(&self, new: &Extremum, old: &Extremum) -> bool {
        let reach = |one: &Extremum| match one {
            Extremum::Attained { value, .. } => Some((value.clone(), true)),
            Extremum::Approached { value, .. } => Some((value.clone(), false)),
            _ => None,
        };
        match (reach(new), reach(old)) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some((a, a_reached)), Some((b, b_reached))) => {
                let beyond = if self.largest { a > b } else { a < b };
                beyond || (a == b && a_reached && !b_reached)
            }
        }
    }

    /// The extremum in one product case; `None` if it has no such good.
    fn in_case(&self, code: HsCode, seen: &mut Vec<super::term::Problem>) -> Result<Option<Extremum>, Undecided> {
        let manner = Manner {
            grants: self.asked.effort.withheld.grants(),
            withheld: self.asked.effort.withheld,
            well_defined: true,
        };
        let encoded = encode(
            self.asked.shared,
            self.asked.question,
            code,
            &manner,
            Some((self.program, self.value)),
        )?;
        if seen.contains(&encoded.problem) {
            return Ok(None);
        }
        if !encoded.open.is_empty() {
            return Err(Undecided::because(Reason::NotLinear(encoded.open)));
        }
        let Some(figure) = encoded.figure.clone() else {
            return Ok(None);
        };
        let mut best: Option<Extremum> = None;
        for case in &figure.cases {
            let guard = [figure.available.clone(), case.when.clone()];
            if let Some(found) = self.in_stage(code, &encoded, case, &guard)?
                && best.as_ref().is_none_or(|best| self.beats(&found, best))
            {
                best = Some(found);
            }
        }
        seen.push(encoded.problem);
        Ok(best)
    }

    fn in_stage(
        &self,
        code: HsCode,
        encoded: &Encoded,
        case: &Guarded,
        guard: &[Term],
    ) -> Result<Option<Extremum>, Undecided> {
        let mut session = Session::new(&encoded.problem, self.asked.effort);
        match session.check(guard) {
            Found::Nothing(_) => return Ok(None),
            Found::GaveUp(words) => return Err(Undecided::gave_up(words)),
            Found::Solution(_) => {}
        }
        let (form, norm) = self.objective(encoded, &case.value)?;
        let mut extra = guard.to_vec();
        extra.extend(norm);
        for _ in 0..ROUNDS {
            let bound = session.propose_bound(&form, &extra, self.asked.effort);
            let bound = bound.map_err(Undecided::gave_up)?;
            let sided = |value: Ratio| if self.largest { value } else { -value };
            match bound {
                Bound::Unbounded => {
                    let far = self.beyond(&case.value, &sided(Ratio::from(1_000)), true);
                    return self
                        .good(code, encoded, &mut session, guard, far)
                        .map(|witness| witness.map(|witness| Extremum::Unbounded { witness }));
                }
                Bound::Reaches(value) => {
                    let value = sided(value);
                    if let Some(core) =
                        self.none_beyond(&mut session, &encoded.problem, guard, &case.value, &value, true)?
                    {
                        let there = self.beyond(&case.value, &value, false);
                        if let Some(witness) = self.good(code, encoded, &mut session, guard, there)? {
                            self.confirmed(&witness, |figure| *figure == value)?;
                            return Ok(Some(Extremum::Attained { value, witness, core }));
                        }
                    }
                }
                Bound::Approaches(value) => {
                    let value = sided(value);
                    if let Some(core) =
                        self.none_beyond(&mut session, &encoded.problem, guard, &case.value, &value, false)?
                    {
                        let thousandth = Ratio::from_parts(1, 1000).unwrap_or_default();
                        let near = if self.largest {
                            &value - &thousandth
                        } else {
                            &value + &thousandth
                        };
                        let near_by = near;
                        let near = self.beyond(&case.value, &near_by, false);
                        if let Some(witness) = self.good(code, encoded, &mut session, guard, near)? {
                            let beyond = |figure: &Ratio| {
                                if self.largest {
                                    *figure >= near_by
                                } else {
                                    *figure <= near_by
                                }
                            };
                            self.confirmed(&witness, beyond)?;
                            return Ok(Some(Extremum::Approached { value, witness, core }));
                        }
                    }
                }
            }
        }
        Err(Undecided::because(Reason::Effort(
            "no proposed bound was confirmed".to_owned(),
        )))
    }

    /// What to maximise, and what makes a share linear: all amounts may be scaled together, so its divisor is one.
    fn objective(&self, encoded: &Encoded, value: &Fraction) -> Result<(Linear, Option<Term>), Undecided> {
        let side = if self.largest { Ratio::ONE } else { -Ratio::ONE };
        let form = value.over.times(&side);
        if value.rounding.is_some() {
            let what = "the extremum of a rounded figure".to_owned();
            return Err(Undecided::because(Reason::NotExpressible(what)));
        }
        let Some(under) = &value.under else {
            return Ok((form, None));
        };
        let amount = |form: &Linear| {
            let sort = |place: usize| encoded.problem.quantities.get(place).map(|named| named.sort);
            form.terms.keys().any(|quantity| sort(quantity.0) == Some(Sort::Amount))
        };
        let mut scales = true;
        let statements = encoded.problem.statements.iter().map(|statement| &statement.term);
        for term in statements.chain(&encoded.problem.goal) {
            term.for_each_row(&mut |row| scales &= !amount(row) || row.constant.is_zero());
        }
        if !scales || !value.over.constant.is_zero() || !under.constant.is_zero() {
            let what = "the extremum of a share beside absolute amounts".to_owned();
            return Err(Undecided::because(Reason::NotExpressible(what)));
        }
        let one = under.clone().minus(&Linear::constant(Ratio::ONE));
        Ok((form, Some(Term::row(one, Sign::Zero))))
    }

    /// The figure is at least (or, looking for the smallest, at most) so much; more (less) if `strictly`.
    fn beyond(&self, value: &Fraction, bound: &Ratio, strictly: bool) -> Term {
        let scaled = match &value.under {
            Some(under) => under.times(bound),
            None => Linear::constant(bound.clone()),
        };
        let form = if self.largest {
            value.over.clone().minus(&scaled)
        } else {
            scaled.minus(&value.over)
        };
        Term::row(form, if strictly { Sign::Positive } else { Sign::NotNegative })
    }

    fn none_beyond(
        &self,
        session: &mut Session<'_>,
        problem: &Problem,
        guard: &[Term],
        value: &Fraction,
        bound: &Ratio,
        strictly: bool,
    ) -> Result<Option<Core>, Undecided> {
        let mut extra = guard.to_vec();
        extra.push(self.beyond(value, bound, strictly));
        match session.check(&extra) {
            Found::Nothing(guards) => {
                smtlib::keep(problem, &[session.calendar(), extra.as_slice()].concat(), false);
                let mut core = Core::default();
                if self.asked.effort.minimise {
                    let kept = minimise(session, self.asked.question, problem, guards, &extra);
                    core.name(problem, &kept);
                    let mut beyond = problem.clone();
                    beyond.goal.extend(extra);
                    session.calendar().iter().for_each(|day| beyond.fact(day.clone()));
                    core.refuted.push(self.asked.refuted(beyond, &kept));
                }
                Ok(Some(core))
            }
            Found::Solution(_) => Ok(None),
            Found::GaveUp(words) => Err(Undecided::gave_up(words)),
        }
    }

    /// The evaluator, too, finds the figure of the good where the solver said it would be.
    fn confirmed(&self, witness: &Witness, is_so: impl FnOnce(&Ratio) -> bool) -> Result<(), Undecided> {
        let figure = replay::figure(self.asked.shared, &witness.case, self.program, self.value);
        if figure.as_ref().is_some_and(is_so) {
            return Ok(());
        }
        let shown = figure.map_or_else(|| "no figure".to_owned(), |figure| figure.to_string());
        let words = format!("it makes the figure of this good {shown}");
        let case = Some(Box::new(witness.case.clone()));
        Err(Undecided {
            reason: Reason::NotConfirmed(words),
            case,
        })
    }

    /// A confirmed good on top of `far`.
    fn good(
        &self,
        code: HsCode,
        encoded: &Encoded,
        session: &mut Session<'_>,
        guard: &[Term],
        far: Term,
    ) -> Result<Option<Box<Witness>>, Undecided> {
        let mut extra = guard.to_vec();
        extra.push(far);
        let assignment = match session.check(&extra) {
            Found::Solution(assignment) => assignment,
            Found::Nothing(_) => return Ok(None),
            Found::GaveUp(words) => return Err(Undecided::gave_up(words)),
        };
        match self.asked.try_good(code, encoded, session, assignment, &extra) {
            Ok(witness) => Ok(Some(witness)),
            Err(refused) => {
                let (why, case) = *refused;
                Err(Undecided {
                    reason: reason(encoded, why, self.asked.effort),
                    case: Some(Box::new(case)),
                })
            }
        }
    }
}
