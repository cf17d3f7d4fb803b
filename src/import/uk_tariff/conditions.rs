//! Conditions beside the making: limits, origin of materials, contents, things that have to be done.

use super::change::{classified, shift};
use super::reader::{Node, Read, Rule, all_of, attested, maximum_of_all, one_of};
use super::stuff::{less, no_words, stuff_of};
use super::text::joined;
use crate::amount::Ratio;
use crate::import::ask::{Ask, Base, Bound, Content, Kind, Limit, Measure, Method, Origin, Share, Sort, Stuff};

/// Conditions joined by commas, `and` or `or`. `named` are the materials that `their value` is about, `process` the one that
/// `the value of which` is about.
pub(super) fn read(node: Node<'_>, named: Option<&Stuff>, process: Option<&str>) -> Read<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    let (mut and, mut or) = (false, false);
    let mut within = String::new();
    let parts: Vec<Node<'_>> = node.into_inner().collect();
    let rescued = parts.iter().any(|part| part.as_rule() == Rule::arrack);
    for part in parts {
        match part.as_rule() {
            Rule::and_word => and = true,
            // The exception of heading 22.08 is one to the condition before it, whatever joins the others.
            Rule::or_word => or = !rescued,
            Rule::within_limit => part.as_str().clone_into(&mut within),
            Rule::arrack => {
                let last = asks.pop().ok_or_else(no_words)?;
                asks.push(Ask::Any(vec![last, attested(Sort::Property, part.as_str())]));
            }
            _ => asks.push(condition(part, named, process)?),
        }
    }
    if and && or {
        return Err("conditions joined by both `and` and `or`".to_owned());
    }
    if or && !within.is_empty() {
        return Err("a limit within another, and `or`".to_owned());
    }
    Ok(if or { one_of(asks) } else { all_of(asks) })
}

fn condition(node: Node<'_>, named: Option<&Stuff>, process: Option<&str>) -> Read<Ask> {
    match node.as_rule() {
        Rule::classified => classified(node),
        Rule::balance => balance(node),
        Rule::limit => limit(node),
        Rule::within_use => within_use(node),
        Rule::plain_limit => plain_limit(node),
        Rule::shift => shift(node),
        Rule::least => least(node),
        Rule::excess_originating => excess(node),
        Rule::obtained => obtained(node),
        Rule::content_condition => content(node),
        Rule::max_rule => maximum(node),
        Rule::worked | Rule::treated => Ok(attested(Sort::Property, node.as_str())),
        Rule::limit_of_them => {
            let (measure, bound, shares) = measured(node.clone())?;
            let stuff = match (named, process) {
                (Some(stuff), _) => stuff.clone(),
                (None, Some(words)) if node.as_str().to_ascii_lowercase().contains("of which") => {
                    let material = words.rsplit(" of ").next().unwrap_or(words);
                    Stuff::of(Kind::described(material))
                }
                _ => return Err("it is not said whose value is limited".to_owned()),
            };
            let words = joined(node.as_str());
            Ok(Ask::Limit(Limit {
                measure,
                stuff,
                origin: Origin::NonOriginating,
                bound,
                shares,
                words,
            }))
        }
        other => Err(format!("conditions were not expected to hold {other:?}")),
    }
}

fn measure(node: &Node<'_>) -> Measure {
    match node.as_str().trim().to_ascii_lowercase().as_str() {
        "value" | "cif value" | "customs value" | "cost" => Measure::Value,
        "weight" | "net weight" => Measure::Weight,
        _ => Measure::Other,
    }
}

fn bound(node: &Node<'_>) -> Read<Bound> {
    let inner = node
        .clone()
        .into_inner()
        .next()
        .map_or(node.as_rule(), |inner| inner.as_rule());
    match inner {
        Rule::at_most => Ok(Bound::AtMost),
        Rule::below => Ok(Bound::Below),
        Rule::at_least => Ok(Bound::AtLeast),
        Rule::above => Ok(Bound::Above),
        other => Err(format!("a bound was not expected to be {other:?}")),
    }
}

/// `40%` as 2/5.
pub(super) fn percent(node: &Node<'_>) -> Read<Ratio> {
    let text = node.as_str().split(' ').next().unwrap_or("").replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let scale = format!("1{}00", "0".repeat(part.len()));
    let ratio =
        Ratio::from_strings(&format!("{whole}{part}"), &scale).ok_or_else(|| format!("`{text}` is no percentage"))?;
    let one = Ratio::from_parts(1, 1).ok_or_else(no_words)?;
    if ratio > one {
        return Err(format!("{text} % is more than the whole"));
    }
    Ok(ratio)
}

pub(super) fn shares(node: Node<'_>, over: Measure) -> Read<Vec<Share>> {
    let mut shares: Vec<(Ratio, Option<Base>)> = Vec::new();
    for one in node.into_inner() {
        if one.as_rule() == Rule::base_too {
            let inner = one.into_inner().next().ok_or_else(no_words)?;
            let last = shares.last().map(|(of, _)| of.clone()).ok_or_else(no_words)?;
            shares.push((last, Some(base(inner, over)?)));
            continue;
        }
        let either = one
            .clone()
            .into_inner()
            .flatten()
            .any(|part| part.as_rule() == Rule::either_price);
        let (mut of, mut base_named, mut by) = (None, None, None);
        for part in one.into_inner() {
            match part.as_rule() {
                Rule::percent => of = Some(percent(&part)?),
                Rule::limit_measure => by = Some(measure(&part)),
                Rule::base => base_named = Some(base(part, over)?),
                Rule::base_tag => base_named = Some(tagged(&part)),
                Rule::by_weight_of if over == Measure::Weight => base_named = Some(Base::Weight),
                Rule::by_weight_of => return Err("a share reckoned in another measure".to_owned()),
                other => return Err(format!("a share was not expected to hold {other:?}")),
            }
        }
        match (by, &base_named) {
            (Some(Measure::Weight), None | Some(Base::TransactionValue)) => base_named = Some(Base::Weight),
            (Some(by), _) if by != over => return Err("a share reckoned in another measure".to_owned()),
            _ => {}
        }
        let of = of.ok_or_else(no_words)?;
        if either {
            shares.push((of.clone(), Some(Base::TransactionValue)));
        }
        shares.push((of, base_named));
    }
    shares
        .into_iter()
        .map(|(of, base)| {
            base.map(|base| Share { of, base })
                .ok_or_else(|| "a percentage without a base".to_owned())
        })
        .collect()
}

fn tagged(node: &Node<'_>) -> Base {
    if node.as_str().trim().eq_ignore_ascii_case("FOB") {
        Base::Fob
    } else {
        Base::ExWorks
    }
}

fn base(node: Node<'_>, over: Measure) -> Read<Base> {
    for part in node.into_inner() {
        return match part.as_rule() {
            Rule::base_price => {
                let price = part.into_inner().next().ok_or_else(no_words)?;
                Ok(match price.as_rule() {
                    Rule::ex_works | Rule::either_price => Base::ExWorks,
                    Rule::fob => Base::Fob,
                    Rule::transaction_value => Base::TransactionValue,
                    Rule::customs_value => Base::CustomsValue,
                    Rule::net_cost => Base::NetCost,
                    other => return Err(format!("a price was not expected to be {other:?}")),
                })
            }
            Rule::base_weight => {
                if part.as_str().to_ascii_lowercase().contains("dry weight") && over != Measure::Other {
                    return Err("dry weight beside another".to_owned());
                }
                match part.into_inner().find(|inner| inner.as_rule() == Rule::stuff) {
                    Some(stuff) => Ok(Base::Materials(stuff_of(stuff)?.0, Origin::Any)),
                    None => Ok(Base::Weight),
                }
            }
            Rule::base_value => Ok(Base::TransactionValue),
            Rule::base_materials if over == Measure::Other => Ok(Base::Weight),
            Rule::base_materials => {
                let stuff = part
                    .into_inner()
                    .find(|inner| inner.as_rule() == Rule::stuff)
                    .ok_or_else(no_words)?;
                let (stuff, origin) = stuff_of(stuff)?;
                Ok(Base::Materials(stuff, origin.unwrap_or(Origin::Any)))
            }
            _ => continue,
        };
    }
    Err("a percentage without a base".to_owned())
}

/// The figure, the bound and the shares of `their value does not exceed 20% of …`.
fn measured(node: Node<'_>) -> Read<(Measure, Bound, Vec<Share>)> {
    let (mut over, mut way, mut of) = (Measure::Value, None, None);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::limit_measure => over = measure(&part),
            Rule::quantity => refuse_individual(&part)?,
            Rule::bound => way = Some(bound(&part)?),
            Rule::shares => of = Some(shares(part, over)?),
            other => return Err(format!("a limit was not expected to hold {other:?}")),
        }
    }
    Ok((over, way.ok_or_else(no_words)?, of.ok_or_else(no_words)?))
}

/// The limit of a permission.
pub(super) fn permitted_limit(node: Node<'_>) -> Read<(Measure, Bound, Vec<Share>)> {
    measured(node)
}

fn refuse_individual(node: &Node<'_>) -> Read<()> {
    if node
        .clone()
        .into_inner()
        .any(|inner| inner.as_rule() == Rule::individual)
    {
        return Err("each of several by itself".to_owned());
    }
    Ok(())
}

fn limit(node: Node<'_>) -> Read<Ask> {
    let words = joined(node.as_str());
    let (mut over, mut each, mut stuff, mut origin, mut way, mut of) = (Measure::Value, false, None, None, None, None);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::limit_measure => over = measure(&part),
            Rule::quantity => each = part.into_inner().any(|inner| inner.as_rule() == Rule::individual),
            Rule::stuff => {
                let (read, of_origin) = stuff_of(part)?;
                stuff = Some(read);
                origin = of_origin;
            }
            Rule::except_stuff => stuff = stuff.map(|stuff| less(stuff, part)).transpose()?,
            Rule::bound => way = Some(bound(&part)?),
            Rule::shares => of = Some(shares(part, over)?),
            Rule::bound_then => {
                way = Some(Bound::AtMost);
                let inner = part.into_inner().next().ok_or_else(no_words)?;
                of = Some(shares(inner, over)?);
            }
            other => return Err(format!("a limit was not expected to hold {other:?}")),
        }
    }
    let (stuff, way, of) = (
        stuff.ok_or_else(no_words)?,
        way.ok_or_else(no_words)?,
        of.ok_or_else(no_words)?,
    );
    // A maximum of `materials used` is one of those that do not originate, by the introductory notes; a minimum is not.
    let origin = match (origin, way) {
        (Some(origin), _) => origin,
        (None, Bound::AtMost | Bound::Below) => Origin::NonOriginating,
        (None, Bound::AtLeast | Bound::Above) => return Err("a minimum of materials without their origin".to_owned()),
    };
    let one = |stuff: Stuff| {
        Ask::Limit(Limit {
            measure: over,
            stuff,
            origin,
            bound: way,
            shares: of.clone(),
            words: words.clone(),
        })
    };
    if each {
        let kinds = stuff.kinds.into_iter().map(|kind| {
            one(Stuff {
                kinds: vec![kind],
                but: stuff.but.clone(),
            })
        });
        return Ok(all_of(kinds.collect()));
    }
    Ok(one(stuff))
}

/// `non-originating sugar does not exceed 20% by weight of the product`: what is reckoned, the share says.
fn plain_limit(node: Node<'_>) -> Read<Ask> {
    let words = joined(node.as_str());
    let by_weight = words.to_ascii_lowercase().contains("weight");
    let measure = if by_weight { Measure::Weight } else { Measure::Value };
    let (mut stuff, mut origin, mut of) = (None, None, None);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::stuff => {
                let (read, of_origin) = stuff_of(part)?;
                stuff = Some(read);
                origin = of_origin;
            }
            Rule::shares => of = Some(shares(part, measure)?),
            Rule::at_most | Rule::constitutes => {}
            other => return Err(format!("a limit was not expected to hold {other:?}")),
        }
    }
    let of = of.ok_or_else(no_words)?;
    let weighs = of.iter().all(|share| share.base == Base::Weight);
    if by_weight != weighs || words.to_ascii_lowercase().contains("dry weight") {
        return Err("it is not said what is reckoned".to_owned());
    }
    Ok(Ask::Limit(Limit {
        measure,
        stuff: stuff.ok_or_else(no_words)?,
        origin: origin.unwrap_or(Origin::NonOriginating),
        bound: Bound::AtMost,
        shares: of,
        words,
    }))
}

/// `the materials classified within heading 8541 are only used up to a value of 10% of the ex-works price`
fn within_use(node: Node<'_>) -> Read<Ask> {
    let words = joined(node.as_str());
    let (mut stuff, mut origin, mut of) = (None, None, None);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::quantity => refuse_individual(&part)?,
            Rule::stuff => {
                let (read, of_origin) = stuff_of(part)?;
                stuff = Some(read);
                origin = of_origin;
            }
            Rule::shares => of = Some(shares(part, Measure::Value)?),
            other => return Err(format!("a limit was not expected to hold {other:?}")),
        }
    }
    Ok(Ask::Limit(Limit {
        measure: Measure::Value,
        stuff: stuff.ok_or_else(no_words)?,
        origin: origin.unwrap_or(Origin::NonOriginating),
        bound: Bound::AtMost,
        shares: of.ok_or_else(no_words)?,
        words,
    }))
}

/// `the value of all the non-originating materials used does not exceed the value of the originating materials used`
fn balance(node: Node<'_>) -> Read<Ask> {
    let words = joined(node.as_str());
    let mut sides = Vec::new();
    let mut over = Vec::new();
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::stuff => sides.push(stuff_of(part)?),
            Rule::value_or_weight => over.push(match part.as_str().trim().to_ascii_lowercase().as_str() {
                "value" => Measure::Value,
                "weight" => Measure::Weight,
                _ => Measure::Other,
            }),
            Rule::quantity => refuse_individual(&part)?,
            Rule::at_most => {}
            other => return Err(format!("a balance was not expected to hold {other:?}")),
        }
    }
    let one = Ratio::from_parts(1, 1).ok_or_else(no_words)?;
    match (sides.as_slice(), over.as_slice()) {
        ([(left, left_origin), (right, right_origin)], [a, b]) if a == b => Ok(Ask::Limit(Limit {
            measure: *a,
            stuff: left.clone(),
            origin: left_origin.unwrap_or(Origin::NonOriginating),
            bound: Bound::AtMost,
            shares: vec![Share {
                of: one,
                base: Base::Materials(right.clone(), right_origin.unwrap_or(Origin::Originating)),
            }],
            words,
        })),
        _ => Err("two figures that are not alike".to_owned()),
    }
}

/// `at least 70% by weight of the tobacco used is originating`
fn least(node: Node<'_>) -> Read<Ask> {
    let words = joined(node.as_str());
    let (mut over, mut of, mut stuff, mut origin) = (None, None, None, None);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::percent => of = Some(percent(&part)?),
            Rule::limit_measure => over = Some(measure(&part)),
            Rule::stuff => stuff = Some(stuff_of(part)?.0),
            Rule::origin_state => origin = Some(state(part)?),
            Rule::at_least => {}
            other => return Err(format!("a minimum was not expected to hold {other:?}")),
        }
    }
    let stuff = stuff.ok_or_else(no_words)?;
    Ok(Ask::Limit(Limit {
        measure: over.ok_or("a share of which figure")?,
        stuff: stuff.clone(),
        origin: origin.ok_or_else(no_words)?,
        bound: Bound::AtLeast,
        shares: vec![Share {
            of: of.ok_or_else(no_words)?,
            base: Base::Materials(stuff, Origin::Any),
        }],
        words,
    }))
}

fn state(node: Node<'_>) -> Read<Origin> {
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::wholly => return Ok(Origin::WhollyObtained),
            Rule::already_originating => return Ok(Origin::Originating),
            _ => {}
        }
    }
    Err(no_words())
}

/// `the value of the originating nuts used exceeds 60% of the ex-works price of the product`
fn excess(node: Node<'_>) -> Read<Ask> {
    let words = joined(node.as_str());
    let (mut over, mut stuff, mut way, mut of) = (Measure::Value, None, None, None);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::limit_measure => over = measure(&part),
            Rule::quantity => refuse_individual(&part)?,
            Rule::stuff => stuff = Some(stuff_of(part)?),
            Rule::above => way = Some(Bound::Above),
            Rule::at_least => way = Some(Bound::AtLeast),
            Rule::shares => of = Some(shares(part, over)?),
            other => return Err(format!("a minimum was not expected to hold {other:?}")),
        }
    }
    let (stuff, origin) = stuff.ok_or_else(no_words)?;
    Ok(Ask::Limit(Limit {
        measure: over,
        stuff,
        origin: origin.ok_or("a minimum of materials without their origin")?,
        bound: way.ok_or_else(no_words)?,
        shares: of.ok_or_else(no_words)?,
        words,
    }))
}

fn obtained(node: Node<'_>) -> Read<Ask> {
    let (mut stuff, mut origin, mut used) = (None, None, false);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::stuff => {
                // `used` may stand behind the first of the materials.
                used |= part.as_str().to_ascii_lowercase().contains("used ");
                stuff = Some(stuff_of(part)?.0);
            }
            Rule::except_stuff => stuff = stuff.map(|stuff| less(stuff, part)).transpose()?,
            Rule::used_word => used = true,
            Rule::behind_used => {
                // The exception belongs to the words of the last material.
                let words = joined(part.as_str());
                let Some(last) = stuff.as_mut().and_then(|stuff| stuff.kinds.last_mut()) else {
                    return Err(no_words());
                };
                let described = last.described.take().ok_or("an exception to materials without words")?;
                last.described = Some(format!("{described} {words}"));
            }
            Rule::origin_state => origin = Some(state(part)?),
            Rule::in_country => {}
            other => return Err(format!("materials were not expected to hold {other:?}")),
        }
    }
    let stuff = stuff.ok_or_else(no_words)?;
    match origin.ok_or_else(no_words)? {
        Origin::WhollyObtained if used => Ok(Ask::WhollyObtained(stuff)),
        Origin::WhollyObtained => Ok(Ask::AllWhollyObtained(stuff)),
        _ => Ok(Ask::Originating(stuff)),
    }
}

/// `A maximum of 50% of the ex-works price (EXW) is made up of non-originating parts (MAXNOM)`
pub(super) fn maximum(node: Node<'_>) -> Read<Ask> {
    let words = node.as_str().to_owned();
    for inner in node.into_inner().flatten() {
        if inner.as_rule() == Rule::shares {
            return Ok(maximum_of_all(shares(inner, Measure::Value)?, &words));
        }
    }
    Err(no_words())
}

/// A regional value content, in any of its forms.
pub(super) fn content(node: Node<'_>) -> Read<Ask> {
    let words = node.as_str().to_owned();
    let mut ways: Vec<(Method, Ratio)> = Vec::new();
    let (mut bare, mut based) = (None, None);
    for inner in node.into_inner().flatten() {
        match inner.as_rule() {
            Rule::standard_content => return Ok(attested(Sort::Reference, &words)),
            Rule::content_way => {
                let of = inner
                    .clone()
                    .into_inner()
                    .find(|part| part.as_rule() == Rule::percent)
                    .ok_or_else(no_words)?;
                let of = percent(&of)?;
                for part in inner.into_inner().filter(|part| part.as_rule() == Rule::method) {
                    ways.push((method(part)?, of.clone()));
                }
            }
            Rule::content_ways => {
                let own: Vec<Node<'_>> = inner.into_inner().collect();
                let of = own
                    .iter()
                    .find(|part| part.as_rule() == Rule::percent)
                    .map(percent)
                    .transpose()?;
                if let Some(of) = of {
                    // `40 %, whether using the build-up method or build-down method`
                    let named = own.iter().cloned().flat_map(|part| match part.as_rule() {
                        Rule::whether_using => part.into_inner().collect(),
                        _ => vec![part],
                    });
                    for part in named.filter(|part| part.as_rule() == Rule::method) {
                        ways.push((method(part)?, of.clone()));
                    }
                    bare = Some(of);
                }
            }
            Rule::percent | Rule::figure if bare.is_none() && ways.is_empty() => bare = Some(percent(&inner)?),
            Rule::base => based = Some(base(inner, Measure::Value)?),
            Rule::base_tag => based = Some(tagged(&inner)),
            _ => {}
        }
    }
    if ways.is_empty() {
        let of = bare.ok_or_else(no_words)?;
        let method = match based {
            Some(Base::Fob) => Method::Fob,
            Some(Base::ExWorks) => Method::ExWorks,
            Some(Base::NetCost) => Method::NetCost,
            Some(Base::TransactionValue) => Method::TransactionValue,
            Some(_) => return Err("a value content of another base".to_owned()),
            // Which formula is meant only the agreement says.
            None => return Ok(attested(Sort::Reference, &words)),
        };
        ways.push((method, of));
    }
    Ok(Ask::Content(Content { ways }))
}

fn method(node: Node<'_>) -> Read<Method> {
    let mut found = None;
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::build_up => found = Some(Method::BuildUp),
            Rule::build_down => found = Some(Method::BuildDown),
            Rule::net_cost_method => found = Some(Method::NetCost),
            Rule::transaction_method => found = Some(Method::TransactionValue),
            Rule::focused => found = Some(Method::Focused(Stuff::none())),
            Rule::focused_on => {
                let stuff = part.into_inner().next().ok_or_else(no_words)?;
                found = Some(Method::Focused(stuff_of(stuff)?.0));
            }
            other => return Err(format!("a method was not expected to hold {other:?}")),
        }
    }
    match found.ok_or_else(no_words)? {
        Method::Focused(stuff) if stuff.is_none() => Err("the focused value method without its materials".to_owned()),
        method => Ok(method),
    }
}
