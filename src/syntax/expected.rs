//! What a rule of the grammar is called in a message.

use std::borrow::Cow;

use super::grammar::{Rule, is_word};

/// What is expected where `rule` is, in the reader's words; a word of the language stands in back-ticks. `None` for
/// rules that only gather others.
pub(super) fn words(rule: Rule) -> Option<Cow<'static, str>> {
    if is_word(rule) {
        return Some(Cow::Owned(format!("`{}`", spelling(rule))));
    }
    token(rule)
        .or_else(|| header(rule))
        .or_else(|| line(rule))
        .or_else(|| condition(rule))
        .map(Cow::Borrowed)
}

/// A sign, or a word as its rule's name spells it.
fn spelling(rule: Rule) -> String {
    let sign = match rule {
        Rule::open => "{",
        Rule::close => "}",
        Rule::left => "(",
        Rule::right => ")",
        Rule::colon => ":",
        Rule::bar => "|",
        Rule::equals => "=",
        Rule::at_most_sign => "<=",
        Rule::HS => "HS",
        Rule::HALF_UP => "half-up",
        Rule::NON_ORIGINATING => "non-originating",
        word => return format!("{word:?}").trim_end_matches('_').to_lowercase(),
    };
    sign.to_owned()
}

fn token(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::ident | Rule::alternative_name | Rule::label => "a name",
        Rule::quoted | Rule::title => "a text in quotation marks",
        Rule::day | Rule::date_literal => "a date such as `1994-01-01`",
        Rule::digits | Rule::code_span => "a tariff code such as `8703.21`",
        Rule::figure | Rule::number | Rule::signed => "a figure such as `62.5%`",
        Rule::whole => "a whole number",
        Rule::percent | Rule::points | Rule::unit => "a unit such as `%`",
        Rule::duration => "a duration such as `5 years`",
        Rule::years | Rule::months => "`years` or `months`",
        Rule::scope | Rule::change_codes => "tariff codes or a list's name",
        Rule::enumeration | Rule::enumerated => "values such as `a | b`",
        Rule::spelled_out => "a value such as `other` or `chloride = \"mercury chloride\"`",
        Rule::EOI => "the end of the declaration",
        _ => return None,
    })
}

fn header(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::cites => "`cites`",
        Rule::for_scope | Rule::lasting => "`for`",
        Rule::when => "`when`",
        Rule::period => "`from` or `until`",
        Rule::until => "`until`",
        Rule::fiscal_year => "`producer fiscal year nearest`",
        Rule::despite => "`despite`",
        Rule::subject_to => "`subject to`",
        Rule::of_bearers => "`of`",
        Rule::on_goods => "`goods`",
        Rule::on_materials => "`materials`",
        Rule::on_producers => "`producers`",
        Rule::extends => "`extends`",
        Rule::of_measures => "`of`",
        Rule::relaxing => "`relaxing`",
        Rule::not_for => "`except for materials of`",
        Rule::available => "`available when`",
        Rule::no_stacking => "`no stacking of`",
        Rule::amends => "`amends`",
        Rule::by => "`by`",
        Rule::as_of => "`as of`",
        Rule::under | Rule::claim_under => "`under`",
        Rule::claim_assuming => "`assuming`",
        Rule::kind_percentage => "`percentage`",
        Rule::kind_money => "`money`",
        Rule::kind_count => "`count`",
        Rule::kind_weight => "`weight`",
        Rule::kind_date => "`date`",
        Rule::kind_country => "`country`",
        Rule::except_codes | Rule::except_from => "`except`",
        Rule::all_goods => "`all goods`",
        _ => return None,
    })
}

fn line(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::parties => "`parties`",
        Rule::in_force => "`in force`",
        Rule::nomenclature => "`nomenclature HS`",
        Rule::outside_it => "`and outside it`",
        Rule::currency => "`currency`",
        Rule::percentages => "`percentages`",
        Rule::unrounded => "`unrounded`",
        Rule::half_up => "`rounded half-up to`",
        Rule::truncated_to => "`truncated to`",
        Rule::values_ordered => "`values ordered`",
        Rule::narrower => "`narrower scope prevails`",
        Rule::imported_rule => "`imported materials are non-originating`",
        Rule::tolerances_relax => "`tolerances relax`",
        Rule::relaxed_changes => "`changes of classification`",
        Rule::relaxed_restrictions => "`restrictions on materials`",
        Rule::relaxed_content => "`value content`",
        Rule::no_value => "`materials of no value are`",
        Rule::leaves_out => "`leaves out`",
        Rule::disregarded => "`disregarded`",
        Rule::counted => "`counted`",
        Rule::cumulated_materials => "`materials originating in`",
        Rule::cumulated_production => "`production in`",
        Rule::described => "a word and what it stands for",
        Rule::entry => "an entry such as `8703.21 \"title\"`",
        Rule::ex => "`ex`",
        Rule::stage => "a figure such as `50% from 1994-01-01`",
        Rule::stages | Rule::body => "`{`",
        Rule::set_aside => "`{ does not apply }`",
        Rule::require => "`require`",
        Rule::either => "`either`",
        Rule::alternative => "an alternative in braces",
        Rule::provided => "`provided that`",
        Rule::by_value => "`value of unchanged materials`",
        Rule::by_weight => "`weight of unchanged materials`",
        Rule::producer => "`producer`",
        Rule::average => "`average`",
        Rule::good | Rule::goods => "`good`",
        Rule::material => "`material`",
        Rule::expect => "`expect`",
        Rule::note => "`note`",
        Rule::p_named => "a fact such as `net_cost 88`",
        Rule::p_originating => "`originating`",
        Rule::p_non_originating => "`non-originating`",
        Rule::p_imported_from => "`imported from`",
        Rule::p_produced_in => "`produced in`",
        Rule::edit => "an edit such as `set … to …`",
        Rule::printed_rounded => "`rounded`",
        Rule::printed_truncated => "`truncated`",
        _ => return None,
    })
}

fn condition(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::expr | Rule::expect_figure => "a condition",
        Rule::test | Rule::closed_test => "a condition such as `non-originating`",
        Rule::sum | Rule::minus => "a figure",
        Rule::operator | Rule::operation => "an operator such as `and` or `>=`",
        Rule::junction => "`and` or `or`",
        Rule::where_ | Rule::where_closed => "`where`",
        Rule::every_satisfies | Rule::satisfies => "`satisfies`",
        Rule::originates => "`originates`",
        Rule::that_originates => "`that originates`",
        Rule::in_scope => "`in`",
        Rule::with => "`with`",
        Rule::stated => "`is`",
        Rule::claim_some => "`some good`",
        Rule::claim_no => "`no good`",
        Rule::claim_every => "`every good`",
        Rule::claim_extremum => "`the largest`",
        Rule::largest => "`largest`",
        Rule::smallest => "`smallest`",
        Rule::look_through => "`look-through`",
        Rule::any_other => "`any other heading`",
        Rule::level_chapter => "`chapter`",
        Rule::level_heading => "`heading`",
        Rule::level_subheading => "`subheading`",
        Rule::level_item => "`tariff item`",
        Rule::also => "`whether or not also from`",
        Rule::same_as_good => "`the same heading as the good`",
        Rule::in_region => "`in the region`",
        Rule::outside_region => "`outside the region`",
        Rule::in_countries => "`in` and a country",
        _ => return None,
    })
}
