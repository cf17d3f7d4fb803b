//! Expressions.

use crate::source::Span;

use super::{Aggregate, ChangeLevel, DateText, Lasting, Name, NumberText, Quantified, Scope, TariffChange};

/// An expression: a figure or a condition; which one is decided by the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// `62.5%`, `10 points`, `500 USD`, `3 kg`, `16`
    Number(NumberText),
    /// `2002-01-01`
    Date(DateText),
    /// A measure, threshold, attribute, basis, definition, fact, or `date`
    Name(Name),
    /// `not X`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b`, `a - b`, `a * b`, `a / b`, `x% of base`
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `a >= b`
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `min(a, b)`
    Min(Vec<Expr>),
    /// `max(a, b)`
    Max(Vec<Expr>),
    /// `bonus, at most 10 points`
    AtMost(Box<Expr>, Box<Expr>),
    /// `use is original_equipment`, `use is original_equipment or aftermarket`
    Is(Name, Vec<Name>),
    /// `code in 8703, traced`
    CodeIn(Scope),
    /// `code in the same heading as the good`
    SameAsGood(ChangeLevel),
    /// `originating` (of a material)
    Originating,
    /// `non-originating` (of a material)
    NonOriginating,
    /// `wholly obtained` (of a material, or of the good)
    WhollyObtained,
    /// `imported from outside` (of a material)
    Imported,
    /// `produced in USA, CAN`
    ProducedIn(Vec<Name>),
    /// `produced in the region`
    ProducedInRegion,
    /// `produced outside the region`
    ProducedOutside,
    /// `sum of value over look-through materials where …`
    Aggregate(Aggregate),
    /// `any material where …`, `every material where A satisfies B`, `no material where …`
    Quantified(Quantified),
    /// `change from any other heading except from 8708.50`
    Change(TariffChange),
    /// `no change of classification`: nothing is required of the codes.
    NoChange,
    /// `share of USA in net_cost`: the value added or made there, as declared, over the basis
    Share {
        /// The country.
        country: Name,
        /// Over which basis.
        base: Name,
    },
    /// `within 5 years after first_prototype`
    Within(Lasting),
    /// `the product rules`: the rule of the annex that applies is met
    ProductRules,
    /// `the producer accumulates`: a supplier's production counts as the producer's own
    Accumulates,
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`, or `of` as in `7% of transaction_value`
    Multiply,
    /// `/`
    Divide,
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}
