//! Proof: whether some good satisfies a condition, for bills of materials of any size.
//!
//! A [`Question`] asks for a good, made of anything at all, that satisfies a [`Query`] under one or more texts.
//! [`answer()`] either finds one, small and round and confirmed by the evaluator, or names the fewest clauses and
//! [`Axiom`]s that rule every such good out. [`extremum()`] finds how far a figure can go, and [`survey()`] for
//! which codes there is such a good. This page says why the answers hold for every bill of materials and not only for
//! short ones.
//!
//! # Cells instead of materials
//!
//! A rule sees materials only through selections ("non-originating materials of heading 85.28"), and of a selection
//! only whether there is one, how many there are, and what their values add up to. So two materials that pass the
//! same selections can be taken together, and what a query can tell of a bill of materials is this: for each *kind*
//! of material, which is a set of selections that some real material passes, whether it is there and how much it is
//! worth in all. Conversely, whatever non-negative amounts one writes down for the kinds, there is a bill of
//! materials that has them: one line for each kind that is there. Hence a condition on goods is satisfiable by some
//! bill of materials of any length exactly if it is satisfiable by amounts for the kinds, and there are finitely many
//! kinds. A material that is worth nothing is still there, so presence is a flag of its own and not "worth more than
//! nothing". Counts are whole numbers that are at least one exactly where the flag is set.
//!
//! Which kinds are real is found by going through the tariff of the edition (`kinds`, `codes`): every end of a list
//! and of the good's own chapter, heading or subheading cuts it into stretches, and a stretch counts only if the
//! edition has a code in it. Each kind keeps a real code, a country and the facts that make it up, and so each
//! solution is a real bill of materials.
//!
//! # Looking through
//!
//! A selection that looks through materials goes from the outside in: a material that passes is counted and not
//! opened, and nothing is looked at inside an imported one. Inside a material of kind `t` there may be any tree of
//! further materials, together worth no more than it. Cut the material into slices, each filled by one path of the
//! tree, and the rest; every slice is then a *chain* `t > x1 > x2 > …` of materials of one value, nested one in the
//! other. What the chain adds to the selections that look through is its value, for each selection that finds one of
//! its levels. All but the innermost level are materials that were not imported, and in a wholly obtained material
//! is only what is wholly obtained; within that, levels can be put in any order and left out. So the sets of
//! selections that a chain can be found by are the unions of the sets of single kinds, with one imported kind at the
//! end, and one chain for each such union says everything (`bill`). A value that is not bounded by that of the
//! material around it, such as a weight, is an unknown of its own at each level.
//!
//! # Goods, dates and figures
//!
//! Codes of the good that no condition tells apart are one *product case* (`products`), and what its code settles is
//! settled before the solver is asked (`fold`). Values and attributes are unknowns under the axioms; a date is its
//! civil ordinal, and if a solution falls on a day that the calendar lacks, that gap is excluded and the solver asked
//! again. A figure is a list of guarded fractions of linear forms (`figures`): a threshold contributes one case for
//! each stage, a divisor that is about the good is taken to be more than zero by an axiom of that name, and a
//! rounding before a comparison with a constant becomes an exact bound. Figures that both vary are not multiplied:
//! such a comparison may go either way, which keeps every *impossible* true, and if a good is found that the
//! evaluator does not confirm, the answer is [`Undecided`] and names them. Sums and
//! counts of materials are exact; a comparison with the largest or the smallest material is left open in the same way.
//!
//! A query that reaches a choice of the producer holds if it holds for some way to choose; a choice that the question
//! itself states is made so. Where the producer may average, the goods of a category taken together are a second bill
//! of materials, tied to the good by nothing: what is impossible is so whatever the category is.
//! Origin is a stated fact of each material. Materials of the producer's own, or of a supplier whose production is
//! accumulated, are not modelled apart: opened, they are direct materials, and kept closed, they are materials like any
//! other. That a producer accumulates is a fact of its own, which some material has to bear out. A selection
//! that looks through an opened material may find that material itself, such as one "made in one country", and not the
//! lines in it, which are worth less: so what it finds may be more by any amount. That is more than can be, and what is
//! impossible all the same is impossible; a good that only exists so is not shown but left undecided.
//! A threshold of which no stage applies, stages that conflict and rules that conflict make a good unfit for
//! evaluation; only if such a good is found are they excluded, by axioms that the core then names.
//!
//! # Trust
//!
//! An engine of our own searches first (`exact`): it settles nearly everything, exactly and without the cost of another
//! solver's context. Where it gives up Z3 is asked (`session`), and Z3 finds round values and proposes bounds. Nothing
//! rests on a solution that either finds: every good is judged by the evaluator first, and a
//! good that is not confirmed is [`Reason::NotConfirmed`], a defect to be reported. That there is no good rests on the
//! encoding and the solver; the core is asked again by itself and shrunk to the fewest statements, and a proof of it is
//! written down (`certify`) that a checker rechecks which shares no code with either engine: [`Known`] says so. Each question has an engine of its own, Z3 a fresh context and
//! a fixed seed, and both a budget in steps, never in seconds, so that answers do not depend on the machine or on what
//! was asked before. The program asks Z3 in a process apart (`apart`), so that a crash of it leaves one question open.

mod amounts;
mod answer;
mod apart;
mod assumption;
mod axiom;
mod bill;
mod certify;
mod codes;
mod dates;
mod decode;
mod encode;
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the tables of the search grow together, and its numbers only index them"
)]
mod exact;
mod extremum;
mod figures;
mod fold;
mod granted;
mod grounds;
mod kinds;
mod listener;
mod meaning;
mod minimise;
mod outside;
mod polish;
mod printed;
mod products;
mod question;
mod reach;
mod replay;
mod session;
mod shared;
mod smtlib;
mod solver;
mod sparse;
mod stop;
mod survey;
mod term;
#[cfg(test)]
mod tests;
mod typical;
mod unknowns;

pub use answer::answer;
pub use apart::{ask_apart, serve};
pub use assumption::{Assumption, Withheld};
pub use axiom::{Axiom, Guard};
pub use certify::known;
pub use extremum::extremum;
pub use listener::{Listener, Phase, Size, listen};
pub use question::{
    Core, Effort, Extremum, Known, ProgramIndex, Query, Question, Reason, Refuted, Undecided, Verdict, Witness,
};
pub(crate) use reach::rules_decide;
pub use replay::fitted;
pub use smtlib::{keep_questions, kept_questions};
pub use sparse::Sparse;
pub use stop::{stop, stopped};
pub use survey::{Part, survey};
pub use term::{Assignment, Flag, Linear, Named, Problem, Quantity, Sign, Sort, Statement, Term};

/// The version of the solver that is linked.
pub fn version() -> String {
    solver::version()
}
