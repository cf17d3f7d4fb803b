//! Reads what a rule provides beside the change.

use super::clause::{Condition, Content, Method, Share};
use super::reader::{Grammar, Node, Rule, groups};
use pest::Parser as _;

/// The conditions of one proviso, all of which have to be met.
pub(super) fn read(proviso: Node<'_>) -> Result<Vec<Condition>, String> {
    proviso.into_inner().map(condition).collect()
}

fn condition(node: Node<'_>) -> Result<Condition, String> {
    let words = node.as_str().trim().trim_end_matches([',', ';', ' ']).to_owned();
    Ok(match node.as_rule() {
        Rule::methods => Condition::Content(node.into_inner().map(method).collect::<Result<_, _>>()?),
        Rule::classified => Condition::Attested("classified", words),
        Rule::as_described => Condition::Attested("described", words),
        Rule::worked => Condition::Attested("worked", words),
        Rule::lining => Condition::Attested("lining", words),
        Rule::reaction => Condition::Attested("reaction", words),
        Rule::share => share(node, words)?,
        Rule::undergone => Condition::Attested("treated", words),
        Rule::reduced => Condition::Attested("reduced", words),
        Rule::of_such_fabric => Condition::Attested("fabric", words),
        unknown => return Err(format!("a condition was not expected: {unknown:?}")),
    })
}

fn method(node: Node<'_>) -> Result<Content, String> {
    let (mut percent, mut by, mut only) = (None, None, None);
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::number => percent = Some(inner.as_str().to_owned()),
            Rule::transaction_value => by = Some(Method::TransactionValue),
            Rule::net_cost => by = Some(Method::NetCost),
            Rule::build_up => by = Some(Method::BuildUp),
            Rule::build_down => by = Some(Method::BuildDown),
            Rule::qualified => only = Some(inner.as_str().trim().trim_end_matches(',').to_owned()),
            _ => {}
        }
    }
    let (method, percent) = by.zip(percent).ok_or("a value content has no method")?;
    Ok(Content { method, percent, only })
}

/// By weight of the good, and of materials whose codes are named, it can be reckoned; otherwise it is attested.
fn share(node: Node<'_>, words: String) -> Result<Condition, String> {
    let (mut of, mut percent, mut weight, mut whole) = (None, None, false, None);
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::share_of => of = Some(inner.as_str().trim().to_owned()),
            Rule::number => percent = Some(inner.as_str().to_owned()),
            Rule::by_weight => weight = true,
            Rule::whole => whole = Some(inner.as_str().trim().to_owned()),
            _ => {}
        }
    }
    let of = of.ok_or("the materials of a share are missing")?;
    let percent = percent.ok_or("the figure of a share is missing")?;
    let of = of.strip_prefix("the non-originating ").unwrap_or(&of);
    if weight
        && whole.as_deref() == Some("the good")
        && let Some((name, codes)) = of.rsplit_once(" of ")
        && let Ok(mut parsed) = Grammar::parse(Rule::production_of, codes)
        && let Some(parsed) = parsed.next()
        && parsed.as_str() == codes
    {
        return Ok(Condition::WeightOfGood(Share {
            words: (name != "materials").then(|| name.to_owned()),
            codes: groups(parsed)?,
            percent,
        }));
    }
    Ok(Condition::Attested("share", words))
}
