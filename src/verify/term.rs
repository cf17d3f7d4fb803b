//! The little language between encoding and solving: Boolean structure over linear rows, with exact numbers.
//!
//! The encoder writes it, the solver reads it, and so will a certificate engine and a printer of SMT-LIB.

use serde::{Deserialize, Serialize};

use crate::amount::Ratio;

use super::axiom::Guard;
use super::sparse::Sparse;

/// A condition that is true or false, by its place in [`Problem::flags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Flag(pub usize);

/// A number, by its place in [`Problem::quantities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quantity(pub usize);

/// A sum of quantities with coefficients, and a constant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Linear {
    /// The coefficients; none is zero.
    pub terms: Sparse<Quantity>,
    /// The constant.
    pub constant: Ratio,
}

impl Linear {
    /// A constant alone.
    pub fn constant(constant: Ratio) -> Self {
        Self {
            terms: Sparse::default(),
            constant,
        }
    }

    /// A quantity alone.
    pub fn of(quantity: Quantity) -> Self {
        Self {
            terms: Sparse::one(quantity),
            constant: Ratio::ZERO,
        }
    }

    /// All added.
    pub fn sum(quantities: impl IntoIterator<Item = Quantity>) -> Self {
        let mut out = Self::default();
        for quantity in quantities {
            out.terms.add(quantity, &Ratio::ONE);
        }
        out
    }

    /// Adds `factor` times the other.
    pub fn add(&mut self, other: &Self, factor: &Ratio) {
        if factor.is_zero() {
            return;
        }
        self.constant += &(&other.constant * factor);
        self.terms.add_all(&other.terms, factor);
    }

    /// The sum of both.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.add(other, &Ratio::ONE);
        self
    }

    /// The difference.
    #[must_use]
    pub fn minus(mut self, other: &Self) -> Self {
        self.add(other, &-Ratio::ONE);
        self
    }

    /// Every coefficient and the constant multiplied.
    #[must_use]
    pub fn times(&self, factor: &Ratio) -> Self {
        let mut out = Self::default();
        out.add(self, factor);
        out
    }

    /// The constant, if there is nothing else.
    pub fn as_constant(&self) -> Option<&Ratio> {
        self.terms.is_empty().then_some(&self.constant)
    }

    /// The value where the quantities have these values.
    pub fn at(&self, values: &[Ratio]) -> Ratio {
        let mut out = self.constant.clone();
        for (quantity, coefficient) in &self.terms {
            if let Some(value) = values.get(quantity.0) {
                out += &(coefficient * value);
            }
        }
        out
    }
}

/// How a linear form lies to zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sign {
    /// Not below it.
    NotNegative,
    /// Above it.
    Positive,
    /// At it.
    Zero,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Term {
    /// Always so.
    Known(bool),
    /// The flag is set.
    Flag(Flag),
    /// It does not hold.
    Not(Box<Term>),
    /// Every one holds.
    All(Vec<Term>),
    /// Some one holds.
    Any(Vec<Term>),
    /// Both hold or neither.
    Same(Box<Term>, Box<Term>),
    /// The linear form lies so to zero.
    Row(Linear, Sign),
}

impl Term {
    /// Every one holds, simplified.
    pub fn all(parts: impl IntoIterator<Item = Term>) -> Self {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Self::Known(true) => {}
                Self::Known(false) => return Self::Known(false),
                Self::All(inner) => out.extend(inner),
                other => out.push(other),
            }
        }
        match out.pop() {
            None => Self::Known(true),
            Some(only) if out.is_empty() => only,
            Some(last) => {
                out.push(last);
                Self::All(out)
            }
        }
    }

    /// Some one holds, simplified.
    pub fn any(parts: impl IntoIterator<Item = Term>) -> Self {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Self::Known(false) => {}
                Self::Known(true) => return Self::Known(true),
                Self::Any(inner) => out.extend(inner),
                other => out.push(other),
            }
        }
        match out.pop() {
            None => Self::Known(false),
            Some(only) if out.is_empty() => only,
            Some(last) => {
                out.push(last);
                Self::Any(out)
            }
        }
    }

    /// It does not hold, simplified.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::Known(value) => Self::Known(!value),
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Where this holds, so does the other.
    #[must_use]
    pub fn implies(self, other: Self) -> Self {
        Self::any([self.negate(), other])
    }

    /// Both hold or neither, simplified.
    #[must_use]
    pub fn same(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(true), x) | (x, Self::Known(true)) => x,
            (Self::Known(false), x) | (x, Self::Known(false)) => x.negate(),
            (a, b) => Self::Same(Box::new(a), Box::new(b)),
        }
    }

    /// The linear form lies so to zero; settled at once if it is constant.
    pub fn row(form: Linear, sign: Sign) -> Self {
        match form.as_constant() {
            Some(value) => Self::Known(match sign {
                Sign::NotNegative => !value.is_negative(),
                Sign::Positive => value.is_positive(),
                Sign::Zero => value.is_zero(),
            }),
            None => Self::Row(form, sign),
        }
    }

    /// The form is at least zero.
    pub fn at_least_zero(form: Linear) -> Self {
        Self::row(form, Sign::NotNegative)
    }

    /// The form is more than zero.
    pub fn more_than_zero(form: Linear) -> Self {
        Self::row(form, Sign::Positive)
    }

    /// Every linear row in it.
    pub fn for_each_row<'t>(&'t self, visit: &mut dyn FnMut(&'t Linear)) {
        match self {
            Self::Known(_) | Self::Flag(_) => {}
            Self::Not(inner) => inner.for_each_row(visit),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.for_each_row(visit)),
            Self::Same(a, b) => {
                a.for_each_row(visit);
                b.for_each_row(visit);
            }
            Self::Row(form, _) => visit(form),
        }
    }
}

/// What sort of number a quantity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sort {
    /// Money or kilograms: any number, and all of them may be scaled together.
    Amount,
    /// A share of one.
    Share,
    /// A whole number.
    Count,
    /// A day, on the civil ordinal.
    Day,
}

/// A quantity of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it stands for.
    pub name: String,
    /// What sort of number it is.
    pub sort: Sort,
}

/// A statement of a problem and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The place of its guard in [`Problem::guards`]; none for what is true by construction.
    pub guard: Option<usize>,
    /// What it states.
    pub term: Term,
    /// The clause that it is a part of, where no guard stands for that part.
    pub part_of: Option<Guard>,
}

/// A question about one product case, ready for a solver: is there an assignment that meets every statement and
/// the goal?
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// What the flags stand for.
    pub flags: Vec<String>,
    /// What the quantities stand for.
    pub quantities: Vec<Named>,
    /// What statements rest on, each once.
    pub guards: Vec<Guard>,
    /// The statements.
    pub statements: Vec<Statement>,
    /// What is asked.
    pub goal: Vec<Term>,
}

impl Problem {
    pub(super) fn flag(&mut self, name: impl Into<String>) -> Flag {
        self.flags.push(name.into());
        Flag(self.flags.len().saturating_sub(1))
    }

    pub(super) fn quantity(&mut self, name: impl Into<String>, sort: Sort) -> Quantity {
        self.quantities.push(Named {
            name: name.into(),
            sort,
        });
        Quantity(self.quantities.len().saturating_sub(1))
    }

    /// States what is true by construction.
    pub(super) fn fact(&mut self, term: Term) {
        if term != Term::Known(true) {
            self.statements.push(Statement {
                guard: None,
                term,
                part_of: None,
            });
        }
    }

    /// States a part of a clause that is not to be blamed for anything.
    pub(super) fn part(&mut self, clause: Guard, term: Term) {
        self.statements.push(Statement {
            guard: None,
            term,
            part_of: Some(clause),
        });
    }

    /// States what rests on `guard`.
    pub(super) fn state(&mut self, guard: Guard, term: Term) {
        if term == Term::Known(true) {
            return;
        }
        let place = self.guards.iter().position(|own| *own == guard).unwrap_or_else(|| {
            self.guards.push(guard);
            self.guards.len().saturating_sub(1)
        });
        self.statements.push(Statement {
            guard: Some(place),
            term,
            part_of: None,
        });
    }

    /// The linear form in words.
    pub fn words(&self, form: &Linear) -> String {
        let mut out = String::new();
        for (quantity, coefficient) in &form.terms {
            let name = self.quantities.get(quantity.0).map_or("?", |named| named.name.as_str());
            let joint = match (out.is_empty(), coefficient.is_negative()) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            out.push_str(joint);
            let size = coefficient.abs();
            if size != Ratio::ONE {
                out.push_str(&size.to_string());
                out.push_str(" × ");
            }
            out.push_str(name);
        }
        if out.is_empty() || !form.constant.is_zero() {
            out.push_str(if out.is_empty() { "" } else { " + " });
            out.push_str(&form.constant.to_string());
        }
        out
    }
}

/// Values for everything in a problem.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assignment {
    /// Of the flags.
    pub flags: Vec<bool>,
    /// Of the quantities.
    pub quantities: Vec<Ratio>,
}

impl Assignment {
    pub(super) fn flag(&self, flag: Flag) -> bool {
        self.flags.get(flag.0).copied().unwrap_or_default()
    }

    pub(super) fn quantity(&self, quantity: Quantity) -> Ratio {
        self.quantities.get(quantity.0).cloned().unwrap_or_default()
    }

    /// Whether the condition holds.
    pub fn satisfies(&self, term: &Term) -> bool {
        match term {
            Term::Known(value) => *value,
            Term::Flag(flag) => self.flag(*flag),
            Term::Not(inner) => !self.satisfies(inner),
            Term::All(parts) => parts.iter().all(|part| self.satisfies(part)),
            Term::Any(parts) => parts.iter().any(|part| self.satisfies(part)),
            Term::Same(a, b) => self.satisfies(a) == self.satisfies(b),
            Term::Row(form, sign) => {
                let value = form.at(&self.quantities);
                match sign {
                    Sign::NotNegative => !value.is_negative(),
                    Sign::Positive => value.is_positive(),
                    Sign::Zero => value.is_zero(),
                }
            }
        }
    }
}
