//! What every proof takes for granted about goods and values, each with its sentence.

use std::fmt;

use crate::ir::ClauseId;

use super::question::ProgramIndex;

/// Something taken for granted about goods that no clause of the text says.
///
/// The orders of values that an agreement states and its rule on imported materials are clauses of its own and
/// appear in cores as such.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axiom {
    /// Values, weights, counts and amounts are never negative.
    NotNegative,
    /// A divisor is more than zero; carries it in words.
    Positive(String),
    /// A material is worth no less than what is in it.
    Contents,
    /// A material that was produced outside the region was imported into it.
    OutsideImported,
    /// A wholly obtained material originates, comes from the region, was not imported and contains only such.
    WhollyObtained,
    /// A wholly obtained good was produced in the region of wholly obtained materials.
    WhollyObtainedGood,
    /// The good is claimed on a day on which the text is in force.
    InForce(ProgramIndex),
    /// The good is claimed in the producer's fiscal year.
    FiscalYear,
    /// Some stage of the threshold applies; carries the paths of its stages.
    Defined(String),
    /// No two stages that differ apply together, and no two product rules that differ; carries their paths.
    Unconflicted(String),
    /// Of an attribute that the texts declare with different words, only those hold that all of them know; carries its
    /// name.
    CommonWords(String),
    /// Every good has a code of the nomenclature.
    Codes,
}

impl fmt::Display for Axiom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotNegative => f.write_str("values, weights and counts are never negative"),
            Self::Positive(divisor) => write!(f, "`{divisor}` is more than zero"),
            Self::Contents => f.write_str("a material is worth no less than what is in it"),
            Self::OutsideImported => f.write_str("a material produced outside the region was imported"),
            Self::WhollyObtained => f.write_str(
                "a wholly obtained material originates, comes from the region, was not imported and contains only such",
            ),
            Self::WhollyObtainedGood => {
                f.write_str("a wholly obtained good was produced in the region of wholly obtained materials")
            }
            Self::InForce(_) => f.write_str("the good is claimed while the text is in force"),
            Self::FiscalYear => f.write_str("the good is claimed in the producer's fiscal year"),
            Self::Defined(stages) => write!(f, "one of the stages {stages} applies"),
            Self::Unconflicted(clauses) => write!(f, "{clauses} do not conflict"),
            Self::CommonWords(attribute) => write!(f, "`{attribute}` is a word that both texts know"),
            Self::Codes => f.write_str("every good has a code of the nomenclature"),
        }
    }
}

/// What a guarded statement of a problem rests on, and so what a core can name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// The clause means what it says.
    Clause(ProgramIndex, ClauseId),
    /// The tabled assumption, the stated order of values or the like is granted.
    Granted(ProgramIndex, ClauseId),
    /// The axiom.
    Axiom(Axiom),
}
