//! From text to syntax tree: pest and the grammar live here and nowhere else.

mod build;
mod expected;
mod grammar;
mod meant;
mod parse;
mod phrases;
pub(crate) mod scan;
mod split;
pub mod tree;
mod unexpected;

pub(crate) use meant::{DATE_ADVICE, VALUE_OF_ONE, in_full, looks_like_date};
pub use parse::parse;
pub(crate) use split::begins_declaration;
