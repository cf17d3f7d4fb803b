//! The parser that pest derives from `grammar/*.pest`.

use pest_derive::Parser;

/// The derived parser.
#[derive(Parser)]
#[grammar = "grammar/lexical.pest"]
#[grammar = "grammar/origin.pest"]
pub(super) struct Grammar;

/// Whether a rule is a word or a sign of the language, which holds a construct together and says nothing by itself.
pub(super) fn is_word(rule: Rule) -> bool {
    // INVARIANT: `grammar/lexical.pest` lists the signs and the words last, from `open` to `YEAR`.
    Rule::open <= rule && rule <= Rule::YEAR
}
