//! The evaluation IR: the one small core into which every construct of the language is desugared.
//!
//! The evaluator, the verifier and every report read this and nothing above it. Each part points back to the
//! clause it came from by a [`ClauseId`], which carries path, citation and span.

mod arena;
mod clause;
mod formula;
mod material;
mod num;
mod program;
mod rule_index;
mod starts;
mod walk;

pub use arena::{Arena, Id};
pub use clause::{Clause, ClauseId, ClauseKind, Group, Join};
pub use formula::{Bearer, Comparison, DateBase, DateTerm, Formula};
pub use material::{Depth, MaterialTest, Materials, MaterialsId, Relation};
pub use num::{Aggregate, AggregateId, AggregateKind, Measure, MeasureId, Num, NumCase, Rounding, Word};
pub use program::{
    Attribute, AttributeId, AttributeKind, Basis, BasisId, CarveOut, Country, Exception, ExceptionReading,
    FullCumulation, Order, Program, Rule, RuleId, RuleKind, StackingLimit, Threshold, Tolerance, Vocabulary,
};
pub use rule_index::RuleIndex;
pub use starts::starts;
