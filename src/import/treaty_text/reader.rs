//! Reads a rule's sentence with `grammar/treaty_text.pest`.

use pest::Parser as _;
use pest::iterators::Pair;
use pest_derive::Parser;

use super::clause::{Bound, Candidate, Clause, Demand, Excepted, Of, Source, Span, Step, Subject};
use super::condition;
use crate::nomenclature::{HsCode, Level};

#[derive(Parser)]
#[grammar = "grammar/treaty_text.pest"]
pub(super) struct Grammar;

/// A pair of the grammar.
pub(super) type Node<'t> = Pair<'t, Rule>;

/// How much of the text a reason quotes.
const QUOTED: usize = 70;

/// Reads one sentence; the reason why it is not understood otherwise.
pub(super) fn read(text: &str) -> Result<Clause, String> {
    let mut parsed = Grammar::parse(Rule::clause, text).map_err(|error| reason(text, &error))?;
    let clause = parsed.next().ok_or("the sentence is empty")?;
    let form = clause.into_inner().next().ok_or("the sentence is empty")?;
    build(form)
}

/// Where the reader stopped.
fn reason(text: &str, error: &pest::error::Error<Rule>) -> String {
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let rest = text.get(at..).unwrap_or_default();
    let shown: String = rest.chars().take(QUOTED).collect();
    let more = if shown.len() < rest.len() { " …" } else { "" };
    if shown.is_empty() {
        "the sentence ends too soon".to_owned()
    } else {
        format!("not understood from here: {shown}{more}")
    }
}

fn build(form: Node<'_>) -> Result<Clause, String> {
    let mut clause = Clause {
        subject: Subject::Codes(Vec::new()),
        demand: Demand::NoChange,
        conditions: Vec::new(),
    };
    for part in form.into_inner() {
        match part.as_rule() {
            Rule::subject => clause.subject = subject(part)?,
            Rule::production_of => clause.subject = Subject::Codes(groups(part)?),
            Rule::processes => clause.demand = Demand::Production(text_of(&part)),
            Rule::movement => {
                let (sources, steps) = movement(part)?;
                clause.demand = Demand::Change { sources, steps };
            }
            // Nothing has to change, so it does not matter what may change.
            Rule::also => {}
            Rule::proviso => clause.conditions.extend(condition::read(part)?),
            unknown => return Err(format!("a part of the sentence was not expected: {unknown:?}")),
        }
    }
    Ok(clause)
}

fn text_of(node: &Node<'_>) -> String {
    node.as_str().trim().trim_end_matches(',').trim().to_owned()
}

/// The codes of all groups below a node.
pub(super) fn groups(node: Node<'_>) -> Result<Vec<Span>, String> {
    let mut spans = Vec::new();
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::group => spans.extend(group(inner)?),
            Rule::level_item => {}
            unknown => return Err(format!("codes were expected: {unknown:?}")),
        }
    }
    Ok(spans)
}

/// The codes of one group. A code has to have the digits of its level.
pub(super) fn group(node: Node<'_>) -> Result<Vec<Span>, String> {
    let mut level = None;
    let mut spans = Vec::new();
    for inner in node.into_inner() {
        if let Some(stated) = as_level(inner.as_rule()) {
            level = Some(stated);
            continue;
        }
        let shown = inner.as_str().trim().to_owned();
        let mut ends = inner.into_inner().map(|end| code(&end));
        let from = ends.next().ok_or("a code is missing")??;
        let to = ends.next().transpose()?.unwrap_or(from);
        for end in [from, to] {
            if let Some(stated) = level
                && end.level() != stated
            {
                return Err(format!("{end} is not a {stated}"));
            }
        }
        let span = Span { from, to };
        if span.range().is_none() {
            return Err(format!("the range runs backwards: {shown}"));
        }
        spans.push(span);
    }
    Ok(spans)
}

fn as_level(rule: Rule) -> Option<Level> {
    match rule {
        Rule::level_chapter => Some(Level::Chapter),
        Rule::level_heading => Some(Level::Heading),
        Rule::level_subheading => Some(Level::Subheading),
        Rule::level_item => Some(Level::Item),
        _ => None,
    }
}

fn code(node: &Node<'_>) -> Result<HsCode, String> {
    let digits: String = node.as_str().trim().chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.len() == 1 {
        format!("0{digits}")
    } else {
        digits
    };
    HsCode::parse(&digits).map_err(|_| format!("{digits} is no tariff code"))
}

fn subject(node: Node<'_>) -> Result<Subject, String> {
    let form = node.into_inner().next().ok_or("the goods are missing")?;
    match form.as_rule() {
        Rule::plain_goods => Ok(Subject::Codes(groups(form)?)),
        Rule::other_goods | Rule::other_items => Ok(Subject::Other(groups(form)?)),
        _ => described_goods(&form),
    }
}

/// Each group of codes behind an `of` may be the one that classifies the goods.
fn described_goods(node: &Node<'_>) -> Result<Subject, String> {
    let whole = node.as_str();
    let start = node.as_span().start();
    let mut readings = Vec::new();
    for inner in node.clone().into_inner() {
        let span = inner.as_span();
        let before = whole.get(..span.start().saturating_sub(start)).unwrap_or_default();
        let after = whole.get(span.end().saturating_sub(start)..).unwrap_or_default();
        readings.push(Candidate {
            words: name(&format!("{} {}", before.trim().trim_end_matches(','), after.trim())),
            codes: groups(inner)?,
        });
    }
    if readings.is_empty() {
        return Err(format!(
            "no code says where these goods are classified: {}",
            whole.trim()
        ));
    }
    Ok(Subject::Described(readings))
}

/// A description without space and commas at its ends.
fn name(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let text = words.join(" ").replace(" ,", ",");
    text.trim_matches(|c: char| c == ',' || c.is_whitespace()).to_owned()
}

fn movement(node: Node<'_>) -> Result<(Vec<Source>, Vec<Step>), String> {
    let mut permitted = Vec::new();
    let mut steps = Vec::new();
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::source => permitted.push(source(inner)?),
            Rule::exception => steps.push(Step::Except(exception(inner)?)),
            Rule::including => steps.push(including(inner)?),
            Rule::more => steps.push(Step::More(sources(inner)?)),
            Rule::also => steps.push(Step::Also(sources(inner)?)),
            unknown => return Err(format!("a source was expected: {unknown:?}")),
        }
    }
    Ok((permitted, steps))
}

fn sources(node: Node<'_>) -> Result<Vec<Source>, String> {
    node.into_inner()
        .filter(|inner| inner.as_rule() == Rule::source)
        .map(source)
        .collect()
}

fn including(node: Node<'_>) -> Result<Step, String> {
    let (mut level, mut within) = (None, None);
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::inside => within = Some(bound(inner)?),
            Rule::another | Rule::other => {}
            rule => level = as_level(rule),
        }
    }
    let (level, within) = level.zip(within).ok_or("what is included is missing")?;
    Ok(Step::Including(level, within))
}

fn exception(node: Node<'_>) -> Result<Vec<Excepted>, String> {
    let mut all = Vec::new();
    for excepted in node.into_inner() {
        let form = excepted.into_inner().next().ok_or("an exception is missing")?;
        all.push(match form.as_rule() {
            Rule::both | Rule::several => Excepted::MoreThanOne(lines(form)?),
            Rule::following => Excepted::All(lines(form)?),
            _ => Excepted::Source(source(form)?),
        });
    }
    Ok(all)
}

fn lines(node: Node<'_>) -> Result<Vec<Vec<Source>>, String> {
    node.into_inner()
        .filter(|inner| inner.as_rule() == Rule::listed)
        .map(sources)
        .collect()
}

fn source(node: Node<'_>) -> Result<Source, String> {
    let form = node.into_inner().next().ok_or("a source is missing")?;
    match form.as_rule() {
        Rule::within_that => that_level(form).map(Source::WithinThat),
        Rule::any_other => any_other(form),
        Rule::other_good => Ok(Source::OtherGood(of(form)?)),
        Rule::several => Ok(Source::Several(lines(form)?)),
        Rule::group => Ok(Source::Codes(group(form)?)),
        Rule::assemblies => Ok(Source::Anywhere(name(form.as_str()))),
        Rule::all_but | Rule::described => {
            let all_but = form.as_rule() == Rule::all_but;
            let specified = form
                .clone()
                .into_inner()
                .find(|inner| inner.as_rule() == Rule::specified);
            let words = form
                .clone()
                .into_inner()
                .find(|inner| inner.as_rule() == Rule::description)
                .map(|inner| name(inner.as_str()))
                .ok_or("the description is missing")?;
            let words = match specified {
                Some(specified) => name(&format!("{words} {}", specified.as_str())),
                None => words,
            };
            let of = of(form)?;
            Ok(if all_but {
                Source::AllBut(words, of)
            } else {
                Source::Described(words, of)
            })
        }
        unknown => Err(format!("a source was expected: {unknown:?}")),
    }
}

fn of(node: Node<'_>) -> Result<Of, String> {
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::group => return Ok(Of::Codes(group(inner)?)),
            Rule::that_level => return Ok(Of::That),
            _ => {}
        }
    }
    Err("the codes of a description are missing".to_owned())
}

fn that_level(node: Node<'_>) -> Result<Level, String> {
    node.into_inner()
        .flat_map(Node::into_inner)
        .find_map(|inner| as_level(inner.as_rule()))
        .ok_or_else(|| "the level is missing".to_owned())
}

fn any_other(node: Node<'_>) -> Result<Source, String> {
    let (mut level, mut other) = (None, false);
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for inner in node.into_inner() {
        match inner.as_rule() {
            Rule::other | Rule::another => other = true,
            Rule::inside => inside.push(bound(inner)?),
            Rule::outside => outside.push(bound(inner)?),
            rule => level = as_level(rule),
        }
    }
    let level = level.ok_or("the level is missing")?;
    Ok(Source::Any {
        level,
        other,
        inside,
        outside,
    })
}

fn bound(node: Node<'_>) -> Result<Bound, String> {
    let inner = node.into_inner().next().ok_or("the bound is missing")?;
    match inner.as_rule() {
        Rule::that_group => Ok(Bound::Group),
        _ => Ok(Bound::Codes(group(inner)?)),
    }
}
