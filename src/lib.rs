//! Orilex: rules of origin as code, proven.
//!
//! A rulebook is compiled in one direction: source text, syntax tree, resolved model, evaluation IR. The
//! evaluator and the verifier both read that IR, and reports print what they found.

pub mod amount;
pub mod certificate;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod eval;
pub mod examples;
pub mod format;
pub mod good;
pub mod import;
pub mod ir;
pub mod model;
pub mod nomenclature;
pub mod prose;
pub mod report;
pub mod source;
pub mod syntax;
pub mod verify;
