//! The parser that pest derives from `grammar/*.pest`, and the human name of what it expects.

use pest_derive::Parser;

/// The derived parser.
#[derive(Parser)]
#[grammar = "grammar/lexical.pest"]
#[grammar = "grammar/origin.pest"]
pub(super) struct Grammar;

/// What a rule stands for in the words of a message; `None` for rules that say nothing to a reader.
pub(super) fn words(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::ident => "a name",
        Rule::quoted | Rule::title => "a text in quotation marks",
        Rule::day | Rule::date_literal => "a date such as `1994-01-01`",
        Rule::digits | Rule::code_span => "a tariff code such as `8703.21`",
        Rule::figure | Rule::number | Rule::signed | Rule::whole => "a figure such as `62.5%`",
        Rule::comparator => "a comparison such as `>=`",
        Rule::cites => "`cites`",
        Rule::when => "`when`",
        Rule::period => "`from` or `until`",
        Rule::for_scope => "`for`",
        Rule::require => "`require`",
        Rule::either => "`either`",
        Rule::body => "`{`",
        Rule::alternative => "an alternative in braces",
        Rule::stage => "a stage such as `50% from 1994-01-01`",
        Rule::entry => "an entry such as `8703.21`",
        Rule::duration => "a duration such as `5 years`",
        Rule::scope => "codes",
        Rule::goods => "`good`",
        Rule::property | Rule::p_holds | Rule::p_figure => "a property of the good",
        Rule::material => "`material`",
        Rule::expect => "`expect`",
        Rule::edit => "an edit such as `set … to …`",
        Rule::unary | Rule::sum | Rule::product => "a figure",
        Rule::expr | Rule::test | Rule::comparison | Rule::conjunction | Rule::negation => "a condition",
        Rule::enumeration => "values such as `a | b`",
        Rule::of_bearers | Rule::on_goods | Rule::on_materials | Rule::on_producers => "`of goods`",
        Rule::EOI => "the end of the declaration",
        _ => return None,
    })
}
