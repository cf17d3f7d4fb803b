//! The assumptions about goods that proofs may rest on: each has a name, and most can be withheld.

use super::axiom::{Axiom, Guard};
use super::kinds::{Grant, Grants};
use super::shared::Shared;

/// Something that every proof takes for granted about goods and values unless it is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assumption {
    /// See [`Axiom::NotNegative`].
    NotNegative,
    /// See [`Axiom::Positive`]. It can't be withheld: a figure that divides by nothing is no figure.
    Divisors,
    /// See [`Axiom::Contents`].
    Contents,
    /// See [`Axiom::OutsideImported`].
    OutsideImported,
    /// See [`Axiom::WhollyObtained`] and [`Axiom::WhollyObtainedGood`].
    WhollyObtained,
    /// See [`Axiom::InForce`].
    InForce,
    /// See [`Axiom::FiscalYear`].
    FiscalYear,
    /// The orders of values that an agreement states, such as materials <= net cost <= price.
    Orders,
    /// An agreement's statement that what is imported from outside the region does not originate.
    Imports,
}

impl Assumption {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::NotNegative,
        Self::Divisors,
        Self::Contents,
        Self::OutsideImported,
        Self::WhollyObtained,
        Self::InForce,
        Self::FiscalYear,
        Self::Orders,
        Self::Imports,
    ];

    /// Those that can be withheld.
    pub fn withholdable() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|one| *one != Self::Divisors)
    }

    /// The name by which it is withheld.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotNegative => "not-negative",
            Self::Divisors => "divisors",
            Self::Contents => "contents",
            Self::OutsideImported => "outside-imported",
            Self::WhollyObtained => "wholly-obtained",
            Self::InForce => "in-force",
            Self::FiscalYear => "fiscal-year",
            Self::Orders => "orders",
            Self::Imports => "imports",
        }
    }

    /// What is taken for granted, as a sentence without its stop.
    pub fn words(self) -> String {
        match self {
            Self::NotNegative => Axiom::NotNegative.to_string(),
            Self::Divisors => "what a measure divides by is more than zero".to_owned(),
            Self::Contents => Axiom::Contents.to_string(),
            Self::OutsideImported => Axiom::OutsideImported.to_string(),
            Self::WhollyObtained => Axiom::WhollyObtained.to_string(),
            Self::InForce => Axiom::InForce(0).to_string(),
            Self::FiscalYear => Axiom::FiscalYear.to_string(),
            Self::Orders => "values stand in the order that the agreement states".to_owned(),
            Self::Imports => "imported materials do not originate, where the agreement says so".to_owned(),
        }
    }

    /// The assumption that a guarded statement of a problem makes.
    fn of(guard: &Guard, shared: &Shared<'_>) -> Option<Self> {
        Some(match guard {
            Guard::Axiom(Axiom::NotNegative) => Self::NotNegative,
            Guard::Axiom(Axiom::WhollyObtainedGood) => Self::WhollyObtained,
            Guard::Axiom(Axiom::InForce(_)) => Self::InForce,
            Guard::Axiom(Axiom::FiscalYear) => Self::FiscalYear,
            Guard::Granted(program, clause) => {
                let mut orders = shared.program(*program)?.orders.iter();
                orders.find(|order| order.clause == *clause).map(|_| Self::Orders)?
            }
            _ => return None,
        })
    }
}

/// The assumptions that are not made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Withheld(u16);

impl Withheld {
    /// The same without this one, too.
    #[must_use]
    pub fn and(self, assumption: Assumption) -> Self {
        Self(self.0 | 1 << assumption as u16)
    }

    /// Whether the assumption is not made.
    pub fn contains(self, assumption: Assumption) -> bool {
        self.0 & (1 << assumption as u16) != 0
    }

    /// Whether every assumption is made.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the statement under this guard is not made.
    pub(super) fn rules_out(self, guard: &Guard, shared: &Shared<'_>) -> bool {
        Assumption::of(guard, shared).is_some_and(|one| self.contains(one))
    }

    /// What is granted about kinds of material.
    pub(super) fn grants(self) -> Grants {
        let all = [
            (Assumption::Contents, Grant::Contents),
            (Assumption::OutsideImported, Grant::OutsideImported),
            (Assumption::WhollyObtained, Grant::WhollyObtained),
            (Assumption::Imports, Grant::ImportsDoNotOriginate),
        ];
        all.iter()
            .filter(|(assumption, _)| self.contains(*assumption))
            .fold(Grants::ALL, |grants, (_, grant)| grants.without(*grant))
    }
}
