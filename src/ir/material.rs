//! Selections of materials: the only way in which a rule sees the bill of materials.

use std::collections::BTreeSet;

use crate::nomenclature::{CodeSet, Level};

use super::{AttributeId, Country, Id};

/// Where a [`Materials`] is in its program.
pub type MaterialsId = Id<Materials>;

/// The materials at some depth that pass a test.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Materials {
    /// Used directly, or at any depth.
    pub depth: Depth,
    /// Which of them.
    pub test: MaterialTest,
}

/// How far a selection looks into the tree of materials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The materials used in the production of the good itself (after the producer's designations).
    Direct,
    /// Materials at every depth, found from the outside in: where one passes the test, what is inside it is not
    /// looked at again; and nothing is looked at inside a material that was itself imported into the region.
    LookThrough,
}

/// A test on one material. It sees the code, the origin and finite facts, never values: that is what makes
/// proof complete for bills of materials of any size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum MaterialTest {
    /// Always, or never.
    Known(bool),
    /// Every one holds.
    All(Vec<MaterialTest>),
    /// Some one holds.
    Any(Vec<MaterialTest>),
    /// It does not hold.
    Not(Box<MaterialTest>),
    /// Its code is in the set.
    CodeIn(CodeSet),
    /// Its code is related to the good's.
    Code(Relation),
    /// It is an originating material.
    Originating,
    /// It is wholly obtained in the region.
    WhollyObtained,
    /// It was imported into the region, as it is, from outside.
    Imported,
    /// It was produced in one of these countries.
    ProducedIn(BTreeSet<Country>),
    /// An enumerated attribute of it has one of these values.
    Is {
        /// Which attribute.
        attribute: AttributeId,
        /// The values that satisfy.
        values: BTreeSet<usize>,
    },
    /// A fact about it is attested.
    Fact(AttributeId),
}

/// How a material's code relates to the good's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The same chapter, heading, subheading or tariff item as the good.
    pub same: Level,
}
