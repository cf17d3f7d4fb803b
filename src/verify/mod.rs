//! Proof: whether some good satisfies a condition, for bills of materials of any size.
//!
//! The exact encoding is described in the design pages; the short of it follows.
mod answer;
mod axiom;
mod bill;
mod codes;
mod decode;
mod encode;
mod extremum;
mod figures;
mod fold;
mod grounds;
mod kinds;
mod minimise;
mod polish;
mod products;
mod question;
mod reach;
mod replay;
mod shared;
mod solver;
mod term;
mod unknowns;

pub use answer::answer;
pub use axiom::{Axiom, Guard};
pub use extremum::extremum;
pub use question::{
    Core, Effort, Extremum, ProgramIndex, Query, Question, Reason, Refuted, Undecided, Verdict, Witness,
};
pub use term::{Assignment, Flag, Linear, Named, Problem, Quantity, Sign, Sort, Statement, Term};

/// The version of the solver that is linked.
pub fn version() -> String {
    solver::version()
}
