//! What is said of materials.

use super::{Expr, Name, Scope};

/// `sum of value over look-through materials where non-originating`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// Sum, count, largest or smallest.
    pub kind: AggregateKind,
    /// Of which basis (`value`, `weight`, or a declared one); `None` for a count.
    pub of: Option<Name>,
    /// Over the materials used directly, or at every depth.
    pub look_through: bool,
    /// Only materials of which this holds.
    pub filter: Option<Box<Expr>>,
}

/// How an aggregate brings its materials together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AggregateKind {
    /// `sum of`
    Sum,
    /// `count of`
    Count,
    /// `largest`
    Largest,
    /// `smallest`
    Smallest,
}

/// `every material where A satisfies B`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantified {
    /// Any, every or no.
    pub kind: Quantifier,
    /// At every depth.
    pub look_through: bool,
    /// Which materials.
    pub filter: Option<Box<Expr>>,
    /// What holds of them (for `every`).
    pub satisfies: Option<Box<Expr>>,
}

/// Which quantifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// `any material`
    Any,
    /// `every material`
    Every,
    /// `no material`
    No,
}

/// The tariff level at which a change has to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeLevel {
    /// Two digits.
    Chapter,
    /// Four digits.
    Heading,
    /// Six digits.
    Subheading,
    /// The national tariff item.
    Item,
}

/// A required change of tariff classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffChange {
    /// From where: at least one.
    pub from: Vec<ChangeSource>,
    /// `except from 8708.50, 8708.60`
    pub except: Option<ChangeCodes>,
}

/// One source from which the change may be made; several are alternatives for each material
/// (`from 8708.99, whether or not also from any other heading` has two).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeSource {
    /// `any other heading`
    AnyOther(ChangeLevel),
    /// `8708.99`, or `8708.99 where CONDITION`
    Codes(ChangeCodes),
}

/// Codes in a change, perhaps only some goods of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCodes {
    /// The codes.
    pub scope: Scope,
    /// Only materials of which this holds.
    pub filter: Option<Box<Expr>>,
}
