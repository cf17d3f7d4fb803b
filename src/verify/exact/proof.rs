//! What a proof is: cases told apart, each until it ends in a sum that can't be, and what is shown on the way.

use crate::amount::Ratio;
use crate::verify::term::{Linear, Term};

use super::facts::Facts;

/// The number of a fact, in the order in which they came up.
pub(super) type Id = usize;

/// A proof as a tree of cases.
#[derive(Debug, Clone)]
pub(in crate::verify) enum Node {
    /// The fact tells cases apart; each adds facts and goes on.
    Cases(Id, Vec<(Vec<Id>, Node)>),
    /// A sum of whole numbers is at most so much, or at least one more.
    Whole(Linear, Ratio, Box<[(Vec<Id>, Node); 2]>),
    /// A condition and its opposite.
    Clash(Id, Id),
    /// Facts that add up to what can't be, each so many times, as the rows stand in the problem.
    AddUp(Vec<(Id, Ratio)>),
}

/// Something that is shown to be so on the way.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Lemma {
    pub(in crate::verify) says: Term,
    /// The facts that its opposite adds.
    pub(in crate::verify) supposed: Vec<Id>,
    /// Why its opposite can't be.
    pub(in crate::verify) shown: Node,
    /// The facts that it adds.
    pub(in crate::verify) facts: Vec<Id>,
    pub(super) needs: Facts,
}

/// A proof, and what it rests on.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Proof {
    /// What is shown first.
    pub(in crate::verify) lemmas: Vec<Lemma>,
    pub(in crate::verify) tree: Node,
    /// By statement: the facts that it says.
    pub(in crate::verify) facts: Vec<Vec<Id>>,
    /// The facts that are needed.
    pub(in crate::verify) used: Facts,
}
