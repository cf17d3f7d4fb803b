//! The resolved model: which declarations make up a text, what each name means, and what type it has.
//!
//! [`resolve`] gathers the files into texts (an agreement, or an agreement as amended by a proposal);
//! [`compile`] checks names and types of one text and desugars it into an [`ir::Program`](crate::ir::Program).

mod codes;
mod collect;
mod compile;
mod dates;
mod diagnostics;
mod overlay;
mod provisions;
mod rulebook;
mod strike;

pub use codes::range as code_range;
pub use collect::resolve;
pub use compile::{
    Claim, ClaimKind, Compiled, Example, Expectation, ExpectedOrigin, GoodsOf, PrintedAs, Quantity, Says, TextAt,
    compile, compile_all,
};
pub use rulebook::{Edited, Entry, Rulebook, Text};
