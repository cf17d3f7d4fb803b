//! What is timed: each engine in the fastest way that its documentation shows.

mod by_hand;
mod orilex;

use crate::goods::Good;
use crate::rules::Row;

pub(crate) use by_hand::ByHand;
pub(crate) use orilex::{Orilex, dump};

/// A set of rules, ready to decide about goods.
pub(crate) trait Engine {
    /// A good in the engine's own form.
    type Prepared;

    /// Everything that can be done before the first good is known: parsing, compiling, indexing.
    fn new(rows: &[Row]) -> Self;

    /// Brings a good into the engine's own form.
    fn prepare(&self, good: &Good) -> Self::Prepared;

    /// Whether the good originates.
    fn decide(&mut self, good: &Self::Prepared) -> bool;
}
