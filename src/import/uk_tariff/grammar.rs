//! The parser that pest makes of `grammar/rule_text.pest`.

/// The parser.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/rule_text.pest"]
pub(super) struct Grammar;
