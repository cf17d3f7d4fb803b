//! Materials, as texts name them: by code, by description, by the good's own heading.

use super::change::excepted;
use super::reader::{Node, Read, Rule};
use super::text::joined;
use crate::import::ask::{Kind, Origin, Stuff};
use crate::nomenclature::{CodeRange, CodeSet, HsCode, Level};

/// The error for a node that lacks a part which the grammar gives it.
pub(super) fn no_words() -> String {
    "a part of the text is missing".to_owned()
}

/// `heading`, `chapters`
pub(super) fn level(node: &Node<'_>) -> Read<Level> {
    let word = node.as_str().to_ascii_lowercase();
    if word.contains("subheading") || word.contains("sub-heading") {
        Ok(Level::Subheading)
    } else if word.contains("chapter") {
        Ok(Level::Chapter)
    } else if word.contains("heading") || word.contains("position") {
        Ok(Level::Heading)
    } else {
        Err(format!("`{}` is no level of the tariff", word.trim()))
    }
}

/// `heading 1202 to heading 1207 and heading 0801`
pub(super) fn codes(node: Node<'_>) -> Read<CodeSet> {
    let mut at = Level::Heading;
    let mut ranges = Vec::new();
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::level => at = level(&part)?,
            Rule::code_item => {
                let (mut first, mut last) = (None, None);
                for inner in part.into_inner() {
                    match inner.as_rule() {
                        Rule::level => at = level(&inner)?,
                        Rule::code => first = Some(code(inner.as_str(), at)?),
                        Rule::code_end => last = Some(code(inner.as_str(), at)?),
                        _ => {}
                    }
                }
                let first = first.ok_or_else(no_words)?;
                let last = last.unwrap_or(first);
                ranges.push(
                    CodeRange::between(first, last)
                        .ok_or_else(|| format!("the range {first} to {last} ends before it begins"))?,
                );
            }
            _ => {}
        }
    }
    Ok(ranges.into_iter().collect())
}

fn code(text: &str, at: Level) -> Read<HsCode> {
    let text = text.trim();
    let padded = if at == Level::Chapter && text.len() == 1 {
        format!("0{text}")
    } else {
        text.to_owned()
    };
    if at == Level::Chapter && padded.len() != 2 || at != Level::Chapter && padded.len() < 4 {
        return Err(format!("`{text}` is no {}", at.as_str()));
    }
    HsCode::parse(&padded).map_err(|_| format!("`{text}` is no code"))
}

/// Some materials, and the origin that the text gives them.
pub(super) fn stuff_of(node: Node<'_>) -> Read<(Stuff, Option<Origin>)> {
    let mut stuff = Stuff::none();
    let mut origins = Vec::new();
    let own: Vec<Node<'_>> = node.into_inner().collect();
    let alone = own.iter().filter(|part| part.as_rule() == Rule::kind).count() < 2;
    for part in own {
        if part.as_rule() == Rule::kind {
            let (origin, kinds) = kind_among(part, alone)?;
            if !origins.contains(&origin) {
                origins.push(origin);
            }
            stuff.kinds.extend(kinds);
        }
    }
    // Where the first of a list carries the word it is meant of all.
    let origin = match origins.as_slice() {
        [one] | [one @ Some(_), None] => *one,
        _ => return Err("materials of different origin in one list".to_owned()),
    };
    Ok((stuff, origin))
}

/// One sort of material. Among others, more than one code behind a description may be one of the others: `peaches of
/// subheading 080930, subheading 081010`. The words and the codes together are then what has to be attested.
pub(super) fn kind_among(node: Node<'_>, alone: bool) -> Read<(Option<Origin>, Vec<Kind>)> {
    let described = node
        .clone()
        .into_inner()
        .find(|part| part.as_rule() == Rule::described_kind);
    let whole = described.as_ref().map(|part| joined(part.as_str()));
    let codes = described.map_or(0, |part| {
        part.into_inner()
            .flatten()
            .filter(|inner| inner.as_rule() == Rule::code_item)
            .count()
    });
    let (origin, kinds) = kind(node)?;
    match whole {
        Some(whole) if !alone && codes > 1 => Ok((origin, vec![Kind::described(whole)])),
        _ => Ok((origin, kinds)),
    }
}

fn kind(node: Node<'_>) -> Read<(Option<Origin>, Vec<Kind>)> {
    let mut origin = None;
    let mut kinds = Vec::new();
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::origin => {
                let non = part.as_str().to_ascii_lowercase().starts_with("non");
                origin = Some(if non {
                    Origin::NonOriginating
                } else {
                    Origin::Originating
                });
            }
            Rule::materials_kind => {
                let also = part
                    .clone()
                    .into_inner()
                    .find(|inner| inner.as_rule() == Rule::or_codes);
                kinds.push(materials(part)?);
                if let Some(also) = also.and_then(|also| also.into_inner().next()) {
                    kinds.push(Kind::codes(codes(also)?));
                }
            }
            Rule::described_kind => kinds.push(described(part)?),
            other => return Err(format!("materials were not expected to hold {other:?}")),
        }
    }
    Ok((origin, kinds))
}

fn materials(node: Node<'_>) -> Read<Kind> {
    let mut kind = Kind::default();
    let words = joined(node.as_str());
    let other = node
        .clone()
        .into_inner()
        .any(|part| part.as_rule() == Rule::other_material);
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::other_material | Rule::or_codes => {}
            Rule::made_from => kind.described = Some(words.clone()),
            Rule::codes_of_kind => kind.codes = Some(codes(part.into_inner().next().ok_or_else(no_words)?)?),
            Rule::same_place => kind.same = Some(own_level(&part)?),
            Rule::same_description | Rule::this_group => kind.described = Some(words.clone()),
            Rule::any_but => any_but(part, &mut kind)?,
            other => return Err(format!("materials were not expected to hold {other:?}")),
        }
    }
    // `other materials` without a place are all but those named before: which, the sentence has to say.
    if other && kind == Kind::default() {
        return Err("`other materials` than which".to_owned());
    }
    Ok(kind)
}

/// `materials of any heading, except that of the product`
fn any_but(node: Node<'_>, kind: &mut Kind) -> Read<()> {
    let mut own = false;
    let mut at = Level::Heading;
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::level => at = level(&part)?,
            Rule::except_that
                if part
                    .clone()
                    .into_inner()
                    .all(|inner| inner.as_rule() == Rule::same_that) =>
            {
                own = true;
            }
            _ => return Err("an exception among materials of any heading".to_owned()),
        }
    }
    if own {
        kind.other = Some(at);
    }
    Ok(())
}

fn own_level(node: &Node<'_>) -> Read<Level> {
    let found = node.clone().into_inner().find(|part| part.as_rule() == Rule::level);
    found.map(|part| level(&part)).transpose()?.ok_or_else(no_words)
}

/// By description. Where more than one noun stands before the codes it is not clear to which of them the codes belong: the
/// words and the codes together are then what has to be attested.
fn described(node: Node<'_>) -> Read<Kind> {
    let whole = joined(node.as_str());
    let mut kind = Kind::default();
    let mut words = String::new();
    let mut several = false;
    let mut quality = false;
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::np => {
                several = has_several(part.as_str());
                words = joined(part.as_str());
            }
            Rule::codes_of_kind => kind.codes = Some(codes(part.into_inner().next().ok_or_else(no_words)?)?),
            Rule::same_place => kind.same = Some(own_level(&part)?),
            Rule::kind_quality => quality = true,
            other => return Err(format!("materials were not expected to hold {other:?}")),
        }
    }
    let placed = kind.codes.is_some() || kind.same.is_some();
    if placed && several {
        return Ok(Kind::described(whole));
    }
    kind.described = Some(if quality { whole } else { words });
    Ok(kind)
}

/// Whether a noun phrase lists more than one thing, parentheses aside.
fn has_several(np: &str) -> bool {
    let mut depth = 0_usize;
    for word in np.split(' ') {
        match word {
            "(" => depth = depth.saturating_add(1),
            ")" => depth = depth.saturating_sub(1),
            "and" | "or" | "," | "and/or" if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// Materials less an exception.
pub(super) fn less(mut stuff: Stuff, exception: Node<'_>) -> Read<Stuff> {
    stuff.but.extend(excepted(exception)?.kinds);
    Ok(stuff)
}
