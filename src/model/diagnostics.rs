//! The messages of the model, one small function each.

use super::rulebook::Edited;
use crate::diagnostic::{Code, Diagnostic};
use crate::nomenclature::{CountryCode, Edition, HsCode};
use crate::source::Span;
use crate::syntax::in_full;
use crate::syntax::tree::{CodeSpan, Declaration, Name};

/// The candidate nearest to a misspelt name, if one is near.
pub(super) fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

pub(super) fn did_you_mean<'a>(
    diagnostic: Diagnostic,
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    match near(name, candidates) {
        Some(candidate) => diagnostic.help(format!("did you mean `{candidate}`?")),
        None => diagnostic,
    }
}

pub(super) fn unknown_name<'a>(name: &Name, what: &str, candidates: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, format!("no {what} is called `{}`", name.text))
        .at(name.span, "this name is not declared");
    did_you_mean(diagnostic, &name.text, candidates)
}

/// As [`unknown_name`], where a word of the language may have been meant as well.
pub(super) fn unknown_condition<'a>(
    name: &Name,
    what: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    const WORDS: [&str; 2] = ["non-originating", "originating"];
    let diagnostic = unknown_name(name, what, candidates.into_iter().chain(WORDS));
    match in_full(&name.text) {
        Some(full) => diagnostic.help(format!("write `{full}`")),
        None => diagnostic,
    }
}

/// A name that is still used where a proposal deleted what it stands for.
pub(super) fn deleted(name: &str, used: Span, edited: &Edited) -> Diagnostic {
    Diagnostic::new(Code::UnknownName, format!("under `{}` there is no `{name}`", edited.by))
        .at(edited.span, "it is deleted here")
        .also(used, "and still used here")
        .help("amend what uses it as well, or replace it instead")
}

pub(super) fn wrong_kind(name: &Name, is: &str, wanted: &str, declared: Span) -> Diagnostic {
    Diagnostic::new(
        Code::WrongKind,
        format!("`{}` is {is}, but {wanted} is needed here", name.text),
    )
    .at(name.span, format!("{wanted} is needed here"))
    .also(declared, format!("declared here as {is}"))
}

pub(super) fn duplicate_name(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateName, format!("`{}` is declared twice", name.text))
        .at(name.span, "declared again here")
        .also(first, "first declared here")
        .help("give one of them another name; in a proposal, `replace` puts a new clause in the place of an old one")
}

pub(super) fn duplicate_agreement(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateAgreement,
        format!("the text `{}` is stated twice", name.text),
    )
    .at(name.span, "stated again here")
    .also(first, "first stated here")
}

pub(super) fn no_such_clause<'a>(name: &Name, of: &str, candidates: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UnknownName,
        format!("no clause of `{of}` is called `{}`", name.text),
    )
    .at(name.span, "there is nothing to leave out");
    did_you_mean(diagnostic, &name.text, candidates)
}

pub(super) fn extends_nothing(name: &Name, agreement: &str) -> Diagnostic {
    Diagnostic::new(Code::Unexpected, format!("`{agreement}` extends no agreement"))
        .at(name.span, "left out of what")
        .help("say `extends NAME` behind the title, or strike the line")
}

pub(super) fn no_agreement(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NoAgreement, "this file belongs to no agreement")
        .at(span, "declared outside any agreement")
        .help("begin the file with `part of NAME`, or declare the agreement with `agreement NAME \"title\" { … }`")
}

pub(super) fn unknown_agreement<'a>(name: &Name, candidates: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UnknownAgreement,
        format!("no agreement or proposal is called `{}`", name.text),
    )
    .at(name.span, "not among the files given");
    did_you_mean(diagnostic, &name.text, candidates)
        .note("a rulebook sees the files given on the command line and no others")
}

pub(super) fn cycle(name: &Name, path: &[String]) -> Diagnostic {
    Diagnostic::new(
        Code::DefinitionCycle,
        format!("`{}` is defined by way of itself", name.text),
    )
    .at(name.span, "this leads back to where it came from")
    .note(format!("the circle is {}", path.join(" -> ")))
}

pub(super) fn another_currency(written: &Name, own: Option<&Name>) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownUnit,
        format!("`{}` is not the agreement's currency", written.text),
    )
    .at(written.span, "amounts in different currencies can't be compared")
    .help(match own {
        Some(own) => format!("the agreement counts in {}", own.text),
        None => "state the currency in the agreement block, as in `currency USD`".to_owned(),
    })
}

pub(super) fn later_rule(name: &Name, rule: &Declaration) -> Diagnostic {
    let sort = rule.sort();
    Diagnostic::new(
        Code::WrongKind,
        format!("`{}` is {sort}, which can't be asked as a condition here", name.text),
    )
    .at(name.span, "asked before it is known what it requires")
    .also(rule.head().name.span, format!("declared here as {sort}"))
    .help("state what both need as a `definition`, and use that in both; or move this clause behind the other")
}

pub(super) fn unknown_code(code: HsCode, span: Span, edition: Edition, near: Option<HsCode>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownCode, format!("`{code}` is not a code of {edition}"))
        .at(span, format!("{edition} has no such {}", code.level().as_str()));
    let others: Vec<String> = crate::nomenclature::editions_with(code)
        .into_iter()
        .map(|edition| edition.to_string())
        .collect();
    let diagnostic = if others.is_empty() {
        diagnostic
    } else {
        diagnostic.note(format!("the code exists in {}", others.join(", ")))
    };
    match near {
        Some(near) => diagnostic.help(format!("the nearest code of that edition is `{near}`")),
        None => diagnostic,
    }
}

pub(super) fn not_outside(code: HsCode, span: Span, edition: Edition) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnusedDeclaration, format!("`{code}` need not be named here"));
    if edition.is_checked() {
        diagnostic
            .at(span, format!("{edition} has this code"))
            .help("strike it from the line")
    } else {
        diagnostic
            .at(span, format!("codes of {edition} are not checked anyway"))
            .help("name an edition whose codes are checked, or strike what stands behind `and outside it`")
    }
}

pub(super) fn malformed_code(text: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedCode, format!("`{text}` is not a tariff code"))
        .at(span, why.to_owned())
        .help("a code has 2, 4, 6, 8 or 10 digits, as in `87`, `87.03`, `8703.21` or `8708.29.11`")
}

pub(super) fn reversed_codes(first: HsCode, last: HsCode, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::ReversedRange,
        format!("the range `{first} to {last}` is reversed"),
    )
    .at(span, "the last code comes before the first")
    .help(format!("write `{last} to {first}`"))
}

pub(super) fn malformed_date(text: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedDate, format!("`{text}` is no date"))
        .at(span, why.to_owned())
        .help("a date is written year-month-day, as in `1994-01-01`")
}

pub(super) fn empty_period(span: Span) -> Diagnostic {
    Diagnostic::new(Code::EmptyPeriod, "the period ends before it begins")
        .at(span, "no day lies in this period")
        .help("exchange the two dates, or strike the clause")
}

pub(super) fn no_goods(rule: &Name) -> Diagnostic {
    Diagnostic::new(
        Code::NoRuleScope,
        format!("product rule `{}` does not say for which goods", rule.text),
    )
    .at(rule.span, "no `for` follows")
    .help("add the codes, as in `for 87.03`; a rule for every good says `for all goods`")
}

pub(super) fn mismatch(message: impl Into<String>, span: Span, label: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::TypeMismatch, message).at(span, label)
}

pub(super) fn unknown_country(name: &Name, parties: &[std::sync::Arc<str>]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownCountry, format!("`{}` is not a country code", name.text))
        .at(name.span, "no country has this code");
    let diagnostic = match CountryCode::meant(&name.text, parties.iter().map(AsRef::as_ref)) {
        Some(meant) => diagnostic.help(format!("did you mean `{}` ({})?", meant.code, meant.name)),
        None => diagnostic,
    };
    diagnostic.note("countries are named by ISO 3166 alpha-3, such as `USA` or `MEX`")
}

pub(super) fn no_party(name: &Name, agreement: &str) -> Diagnostic {
    let country = CountryCode::find(&name.text).map_or(&*name.text, |country| country.name);
    Diagnostic::new(
        Code::TabledByNoParty,
        format!("{country} is not a party to `{agreement}`"),
    )
    .at(name.span, "the proposal is tabled by this country")
    .help("name the party that tabled it; leave it if a country that is to accede did")
}

pub(super) fn unknown_target<'a>(
    name: &Name,
    what: &str,
    text: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UnknownAmendmentTarget,
        format!("`{text}` has no {what} called `{}`", name.text),
    )
    .at(name.span, "there is nothing of that name to amend");
    did_you_mean(diagnostic, &name.text, candidates)
}

pub(super) fn conflicting_edits(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(
        Code::ConflictingAmendments,
        format!("two edits of `{name}` can't both be carried out"),
    )
    .at(second, "this edit")
    .also(first, "contradicts this one")
    .help("keep one of the two, or give them periods that do not overlap")
}

pub(super) fn struck_twice(code: &CodeSpan, list: &str, first: Span) -> Diagnostic {
    let written = written(code);
    Diagnostic::new(
        Code::ConflictingAmendments,
        format!("`{written}` is struck from `{list}` twice"),
    )
    .at(code.span, "struck again here")
    .also(first, "struck already here")
    .help("keep one of the two")
}

pub(super) fn nothing_to_strike(code: &CodeSpan, list: &Name) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownAmendmentTarget,
        format!("list `{}` has no entry that holds `{}`", list.text, written(code)),
    )
    .at(code.span, "there is nothing to strike")
    .help("strike an entry of the list, or codes within one")
}

fn written(code: &CodeSpan) -> String {
    match &code.last {
        Some(last) => format!("{} to {}", code.first.text, last.text),
        None => code.first.text.to_string(),
    }
}

pub(super) fn replaced_by_another_sort(own: &Declaration, by: &Declaration) -> Diagnostic {
    let name = &by.head().name;
    Diagnostic::new(
        Code::WrongKind,
        format!(
            "`{}` is {}, and {} can't take its place",
            name.text,
            own.sort(),
            by.sort()
        ),
    )
    .at(name.span, format!("replaced by {} here", by.sort()))
    .also(own.head().name.span, format!("declared here as {}", own.sort()))
    .help("give the new clause the kind of the old one, or `delete` the old one and `add` the new one")
}
