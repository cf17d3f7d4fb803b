//! The checker: goes through a proof step by step, with whole numbers only.

use std::collections::BTreeMap;
use std::fmt;

use num_bigint::{BigInt, Sign as Side};

use super::{Certificate, Says, Sign, Step, Sum};

/// What a certificate that holds good amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// How many statements it adds up or tells cases of.
    pub statements: usize,
    /// In how many cases it ends.
    pub cases: usize,
}

/// Why a certificate does not hold good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The number of the step at fault, from one; none if the statements are, or if steps are missing.
    pub step: Option<usize>,
    /// What is wrong with it.
    pub why: &'static str,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Some(step) => write!(f, "step {step}: {}", self.why),
            None => f.write_str(self.why),
        }
    }
}

impl std::error::Error for Refusal {}

/// Something known at a point of the proof.
pub(super) enum Fact<'c> {
    /// A condition holds, or does not.
    Condition(usize, bool),
    /// A sum lies so to zero.
    Row(Sum, Sign),
    /// One of several things is so: a condition, or what it says is wrong.
    Open(&'c Says, bool),
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A statement, by its place.
    Statement(usize),
    /// What a case supposes.
    Case,
}

/// Which case is being gone through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entered {
    /// How many cases it lies in, itself included.
    pub(super) depth: usize,
    /// Which of its siblings it is, from one.
    pub(super) nth: usize,
    /// How many facts were known before it.
    known: usize,
}

/// A case still to be gone through: how many facts it begins with, and what it adds to them.
struct Case<'c> {
    at: Entered,
    added: Added<'c>,
}

enum Added<'c> {
    Says(Vec<(&'c Says, bool)>),
    Row(Sum, Sign),
}

type Wrong = &'static str;

impl Certificate {
    /// Whether the proof holds good: then no good, and no values at all, can meet every statement.
    pub fn check(&self) -> Result<Checked, Refusal> {
        let mut checker = Checker::new(self)?;
        for (place, step) in self.proof.iter().enumerate() {
            checker.step(place, step)?;
        }
        checker.finish()
    }
}

/// A certificate that is gone through step by step.
pub(super) struct Checker<'c> {
    certificate: &'c Certificate,
    /// What is known.
    pub(super) facts: Vec<Fact<'c>>,
    /// Where each fact comes from.
    pub(super) origins: Vec<Origin>,
    /// The cases still open, the next one last.
    open: Vec<Case<'c>>,
    entered: Option<Entered>,
    ended: bool,
    cases: usize,
}

impl<'c> Checker<'c> {
    /// At the beginning of the proof: the statements are known.
    pub(super) fn new(certificate: &'c Certificate) -> Result<Self, Refusal> {
        let mut out = Self {
            certificate,
            facts: Vec::new(),
            origins: Vec::new(),
            open: Vec::new(),
            entered: None,
            ended: false,
            cases: 0,
        };
        for (place, statement) in certificate.statements.iter().enumerate() {
            let stated = out.add(&statement.says, true);
            stated.map_err(|why| Refusal { step: None, why })?;
            out.origins.resize(out.facts.len(), Origin::Statement(place));
        }
        Ok(out)
    }

    /// Goes through the step of that place.
    pub(super) fn step(&mut self, place: usize, step: &'c Step) -> Result<(), Refusal> {
        self.go_through(step).map_err(|why| Refusal {
            step: Some(place.saturating_add(1)),
            why,
        })
    }

    fn go_through(&mut self, step: &'c Step) -> Result<(), Wrong> {
        if self.ended {
            return Err("every case has ended already");
        }
        match step {
            Step::Cases(fact) => {
                let told_apart = self.cases(*fact)?;
                self.tell_apart(told_apart);
            }
            Step::Either(says) => {
                let told_apart = [false, true].map(|so| Added::Says(vec![(says, so)]));
                self.tell_apart(told_apart.into());
            }
            Step::Whole { sum, at_most } => {
                let told_apart = self.whole(sum, at_most)?;
                self.tell_apart(told_apart);
            }
            Step::Clash(holds, fails) => {
                self.clash(*holds, *fails)?;
                self.cases = self.cases.saturating_add(1);
            }
            Step::AddUp(times) => {
                self.add_up(times)?;
                self.cases = self.cases.saturating_add(1);
            }
        }
        match self.open.pop() {
            None => self.ended = true,
            Some(case) => self.enter(case)?,
        }
        Ok(())
    }

    /// At the end of the proof.
    pub(super) fn finish(self) -> Result<Checked, Refusal> {
        if !self.ended {
            return Err(Refusal {
                step: None,
                why: "a case is left that does not end in a contradiction",
            });
        }
        Ok(Checked {
            statements: self.certificate.statements.len(),
            cases: self.cases,
        })
    }

    /// The case that was entered last; none once every case has ended, or before any.
    pub(super) fn entered(&self) -> Option<Entered> {
        self.entered.filter(|_| !self.ended)
    }

    /// What that case supposes.
    pub(super) fn supposed(&self) -> impl Iterator<Item = &Fact<'c>> {
        let known = self.entered.map_or(0, |entered| entered.known);
        self.facts.iter().skip(known)
    }

    fn tell_apart(&mut self, cases: Vec<Added<'c>>) {
        let depth = self.entered.map_or(0, |entered| entered.depth).saturating_add(1);
        let known = self.facts.len();
        let cases = cases.into_iter().zip(1..).map(|(added, nth)| Case {
            at: Entered { depth, nth, known },
            added,
        });
        let cases: Vec<Case<'c>> = cases.collect();
        self.open.extend(cases.into_iter().rev());
    }

    fn enter(&mut self, case: Case<'c>) -> Result<(), Wrong> {
        self.facts.truncate(case.at.known);
        self.origins.truncate(case.at.known);
        self.entered = Some(case.at);
        match case.added {
            Added::Row(sum, sign) => self.facts.push(Fact::Row(sum, sign)),
            Added::Says(all) => {
                for (says, so) in all {
                    self.add(says, so)?;
                }
            }
        }
        self.origins.resize(self.facts.len(), Origin::Case);
        Ok(())
    }

    /// Takes note of what is said, or of its opposite.
    fn add(&mut self, says: &'c Says, so: bool) -> Result<(), Wrong> {
        match says {
            Says::Known(value) if *value == so => {}
            // Nothing is more than itself.
            Says::Known(_) => self.facts.push(Fact::Row(Sum::default(), Sign::Positive)),
            Says::Condition(place) => {
                if *place >= self.certificate.conditions.len() {
                    return Err("it speaks of a condition that is not listed");
                }
                self.facts.push(Fact::Condition(*place, so));
            }
            Says::Not(inner) => return self.add(inner, !so),
            Says::All(parts) if so => return parts.iter().try_for_each(|part| self.add(part, true)),
            Says::Any(parts) if !so => return parts.iter().try_for_each(|part| self.add(part, false)),
            Says::All(_) | Says::Any(_) | Says::Same(..) => self.facts.push(Fact::Open(says, so)),
            Says::Row(row) => {
                if row
                    .sum
                    .terms
                    .iter()
                    .any(|(place, _)| *place >= self.certificate.numbers.len())
                {
                    return Err("it speaks of a number that is not listed");
                }
                match (row.is, so) {
                    (_, true) => self.facts.push(Fact::Row(row.sum.clone(), row.is)),
                    (Sign::NotNegative, false) => self.facts.push(Fact::Row(row.sum.opposite(), Sign::Positive)),
                    (Sign::Positive, false) => self.facts.push(Fact::Row(row.sum.opposite(), Sign::NotNegative)),
                    (Sign::Zero, false) => self.facts.push(Fact::Open(says, false)),
                }
            }
        }
        Ok(())
    }

    /// The cases that a fact tells apart.
    fn cases(&self, fact: usize) -> Result<Vec<Added<'c>>, Wrong> {
        let Some(Fact::Open(says, so)) = self.facts.get(fact) else {
            return Err("the fact does not tell cases apart");
        };
        Ok(match (*says, *so) {
            (Says::Any(parts), true) => parts.iter().map(|part| Added::Says(vec![(part, true)])).collect(),
            (Says::All(parts), false) => parts.iter().map(|part| Added::Says(vec![(part, false)])).collect(),
            (Says::Same(a, b), so) => vec![
                Added::Says(vec![(&**a, true), (&**b, so)]),
                Added::Says(vec![(&**a, false), (&**b, !so)]),
            ],
            (Says::Row(row), false) => [row.sum.clone(), row.sum.opposite()]
                .into_iter()
                .map(|sum| Added::Row(sum, Sign::Positive))
                .collect(),
            _ => return Err("the fact does not tell cases apart"),
        })
    }

    /// A sum of whole numbers is at most so much, or at least one more.
    fn whole(&self, sum: &Sum, at_most: &BigInt) -> Result<Vec<Added<'c>>, Wrong> {
        let numbers = &self.certificate.numbers;
        let whole = |place: &usize| numbers.get(*place).is_some_and(|number| number.whole);
        if sum.constant != BigInt::default() || !sum.terms.iter().all(|(place, _)| whole(place)) {
            return Err("the sum is not one of whole numbers");
        }
        let mut below = sum.opposite();
        below.constant += at_most;
        let mut above = sum.clone();
        above.constant -= at_most + 1;
        Ok(vec![
            Added::Row(below, Sign::NotNegative),
            Added::Row(above, Sign::NotNegative),
        ])
    }

    fn clash(&self, holds: usize, fails: usize) -> Result<(), Wrong> {
        match (self.facts.get(holds), self.facts.get(fails)) {
            (Some(Fact::Condition(one, true)), Some(Fact::Condition(other, false))) if one == other => Ok(()),
            _ => Err("the facts are not a condition and its opposite"),
        }
    }

    /// Multiplied and added, the facts have to say that a number below zero is none, or that zero is above itself.
    fn add_up(&self, times: &[(usize, BigInt)]) -> Result<(), Wrong> {
        let mut terms: BTreeMap<usize, BigInt> = BTreeMap::new();
        let mut constant = BigInt::default();
        let mut strictly = false;
        for (fact, times) in times {
            let Some(Fact::Row(sum, sign)) = self.facts.get(*fact) else {
                return Err("a fact that is added compares no sum with zero");
            };
            if *sign != Sign::Zero && times.sign() != Side::Plus {
                return Err("a comparison is multiplied by a number that is not above zero");
            }
            strictly |= *sign == Sign::Positive;
            for (place, coefficient) in &sum.terms {
                *terms.entry(*place).or_default() += coefficient * times;
            }
            constant += &sum.constant * times;
        }
        if terms.values().any(|left| left.sign() != Side::NoSign) {
            return Err("the sum still depends on a number");
        }
        match constant.sign() {
            Side::Minus => Ok(()),
            Side::NoSign if strictly => Ok(()),
            _ => Err("the sum is no contradiction"),
        }
    }
}

impl Sum {
    pub(super) fn opposite(&self) -> Self {
        Self {
            terms: self.terms.iter().map(|(place, number)| (*place, -number)).collect(),
            constant: -&self.constant,
        }
    }
}
