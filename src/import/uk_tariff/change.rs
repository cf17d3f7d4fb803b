//! From where materials may come: changes of classification, permitted materials, exceptions.

use super::reader::{Node, Read, Rule};
use super::stuff::{codes, level, no_words, stuff_of};
use super::text::joined;
use crate::import::ask::{Ask, Change, Kind, Source, Stuff};
use crate::nomenclature::Level;

pub(super) fn change_source(node: Node<'_>) -> Read<Source> {
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::any_other => return any_other(inner),
            Rule::codes_from => {
                let all = inner.into_inner().next().ok_or_else(no_words)?;
                return Ok(Source::Stuff(Stuff::of(Kind::codes(codes(all)?))));
            }
            Rule::stuff => return Ok(Source::Stuff(stuff_of(inner)?.0)),
            _ => {}
        }
    }
    Err(no_words())
}

pub(super) fn any_other(node: Node<'_>) -> Read<Source> {
    let mut levels = None;
    let outside = node.as_str().to_ascii_lowercase().contains("outside ");
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::level => levels = Some(level(&part)?),
            // `any heading outside this group`: of the codes of the row.
            Rule::any_bound
                if outside
                    && part
                        .clone()
                        .into_inner()
                        .any(|inner| inner.as_rule() == Rule::this_range) =>
            {
                return Ok(Source::Outside);
            }
            _ => return Err("a change bounded by a group".to_owned()),
        }
    }
    levels.map(Source::Other).ok_or_else(no_words)
}

/// What manufacture starts from.
pub(super) fn from(node: Node<'_>) -> Read<Ask> {
    match node.as_rule() {
        Rule::from_any => from_any(node),
        Rule::from_not => {
            let mut except = Stuff::none();
            for part in node
                .into_inner()
                .filter(|part| !matches!(part.as_rule(), Rule::origin | Rule::level))
            {
                except.kinds.extend(excepted(part)?.kinds);
            }
            Ok(Ask::Change(Change {
                from: vec![Source::Stuff(Stuff::all())],
                except,
            }))
        }
        Rule::only => {
            let inner = node.into_inner().next().ok_or_else(no_words)?;
            let stuff = if inner.as_rule() == Rule::only_of_any {
                only_of_any(inner)?
            } else {
                stuff_of(inner)?.0
            };
            if stuff.kinds.contains(&Kind::default()) {
                return Err("it is not said from which materials".to_owned());
            }
            Ok(Ask::Only(stuff))
        }
        other => Err(format!("manufacture was not expected to be from {other:?}")),
    }
}

/// `wood of any heading, except drawn wood of heading 4409`
fn only_of_any(node: Node<'_>) -> Read<Stuff> {
    let mut stuff = Stuff::none();
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::origin => {}
            Rule::np => stuff.kinds.push(Kind::described(joined(part.as_str()))),
            _ => stuff.but.extend(excepted(part)?.kinds),
        }
    }
    Ok(stuff)
}

fn from_any(node: Node<'_>) -> Read<Ask> {
    let mut at = Level::Heading;
    let mut own = None;
    let mut except = Stuff::none();
    let mut including = Vec::new();
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::origin => {}
            Rule::level => at = level(&part)?,
            Rule::except_that | Rule::except => {
                let (same, others): (Vec<Node<'_>>, Vec<Node<'_>>) =
                    part.into_inner().partition(|inner| inner.as_rule() == Rule::same_that);
                for inner in same {
                    own = Some(level_of_that(&inner)?.unwrap_or(at));
                }
                except.kinds.extend(each_excepted(others)?);
            }
            Rule::including => {
                for inner in part.into_inner() {
                    match inner.as_rule() {
                        Rule::codes => including.push(Source::Stuff(Stuff::of(Kind::codes(codes(inner)?)))),
                        Rule::same_place | Rule::same_that => {
                            let level = level_of_that(&inner)?.unwrap_or(at);
                            including.push(Source::Stuff(Stuff::of(Kind::same(level))));
                        }
                        Rule::stuff => including.push(Source::Stuff(stuff_of(inner)?.0)),
                        _ => {}
                    }
                }
            }
            other => return Err(format!("`any heading` was not expected to hold {other:?}")),
        }
    }
    if own.is_none() && except.is_none() {
        return Ok(Ask::Free);
    }
    let mut from = vec![own.map_or_else(|| Source::Stuff(Stuff::all()), Source::Other)];
    if own.is_some() {
        from.extend(including);
    }
    Ok(Ask::Change(Change { from, except }))
}

fn level_of_that(node: &Node<'_>) -> Read<Option<Level>> {
    node.clone()
        .into_inner()
        .find(|inner| inner.as_rule() == Rule::level)
        .map(|inner| level(&inner))
        .transpose()
}

/// The members of an exception.
fn each_excepted(members: Vec<Node<'_>>) -> Read<Vec<Kind>> {
    let alone = members.len() < 2;
    let mut kinds = Vec::new();
    for member in members {
        kinds.extend(if member.as_rule() == Rule::kind {
            super::stuff::kind_among(member, alone)?.1
        } else {
            excepted(member)?.kinds
        });
    }
    Ok(kinds)
}

/// The materials of an exception.
pub(super) fn excepted(node: Node<'_>) -> Read<Stuff> {
    let mut stuff = Stuff::none();
    match node.as_rule() {
        Rule::except | Rule::except_stuff => {
            stuff.kinds.extend(each_excepted(node.into_inner().collect())?);
        }
        Rule::same_that | Rule::same_stuff => {
            let found = node
                .clone()
                .into_inner()
                .flatten()
                .find(|inner| inner.as_rule() == Rule::level);
            let at = found.map(|inner| level(&inner)).transpose()?.unwrap_or(Level::Heading);
            stuff.kinds.push(Kind::same(at));
        }
        Rule::codes => stuff.kinds.push(Kind::codes(codes(node)?)),
        Rule::classified_codes => {
            let inner = node.into_inner().next().ok_or_else(no_words)?;
            stuff.kinds.push(Kind::codes(codes(inner)?));
        }
        Rule::kind => stuff.kinds.extend(super::stuff::kind_among(node, true)?.1),
        other => return Err(format!("an exception was not expected to hold {other:?}")),
    }
    Ok(stuff)
}

/// `CTH: …, except from non-originating materials of heading 0401`
pub(super) fn shift(node: Node<'_>) -> Read<Ask> {
    let words = node.as_str().to_ascii_lowercase();
    let mut change = Change {
        from: Vec::new(),
        except: Stuff::none(),
    };
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::shift_name => {
                let named = part.as_str().to_ascii_lowercase();
                let mut levels: Vec<Level> = Vec::new();
                let found = [
                    (
                        named.starts_with("ctsh ") || named.contains("(ctsh )"),
                        Level::Subheading,
                    ),
                    (named.starts_with("cth "), Level::Heading),
                    (named.starts_with("cc "), Level::Chapter),
                    (
                        named.contains("6-digit") || named.contains("six-digit"),
                        Level::Subheading,
                    ),
                    (
                        named.contains("4-digit") || named.contains("four-digit"),
                        Level::Heading,
                    ),
                    (named.contains("2-digit") || named.contains("two-digit"), Level::Chapter),
                ];
                levels.extend(found.iter().filter(|(there, _)| *there).map(|(_, level)| *level));
                for inner in part
                    .into_inner()
                    .flatten()
                    .filter(|inner| inner.as_rule() == Rule::level)
                {
                    levels.push(level(&inner)?);
                }
                levels.dedup();
                let [one] = levels.as_slice() else {
                    return Err(format!("the level of the change is not clear in `{}`", joined(&words)));
                };
                change.from.push(Source::Other(*one));
            }
            Rule::except => change.except = excepted(part)?,
            other => return Err(format!("a change was not expected to hold {other:?}")),
        }
    }
    Ok(Ask::Change(change))
}

/// `all the materials used are classified within a heading other than that of the product`
pub(super) fn classified(node: Node<'_>) -> Read<Ask> {
    let mut at = Level::Heading;
    let mut own = false;
    let mut except = Stuff::none();
    let mut members = Vec::new();
    for part in node.into_inner() {
        match part.as_rule() {
            Rule::origin => {}
            Rule::level => at = level(&part)?,
            Rule::same_that | Rule::different_that => own = true,
            _ => members.push(part),
        }
    }
    except.kinds.extend(each_excepted(members)?);
    let from = vec![if own {
        Source::Other(at)
    } else {
        Source::Stuff(Stuff::all())
    }];
    Ok(Ask::Change(Change { from, except }))
}
