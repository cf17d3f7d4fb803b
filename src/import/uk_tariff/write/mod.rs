//! Writes the rows of a file as a rulebook.

mod siblings;
mod terms;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use siblings::{Attribute, Share, Siblings};
use terms::{Line, Terms};
use words::{Sort, quoted, slug};

use super::connective::{Combined, Product};
use super::json::RuleSet;
use super::scope::{Part, Scope, description};
use crate::import::ask::Ask;
use crate::nomenclature::{CodeSet, Edition, HsCode};

/// Longest line before it is broken.
const WIDTH: usize = 116;
/// Longest title of a rule.
const TITLE: usize = 100;
/// The editions whose codes can be checked, the newest first.
const CHECKED: [u32; 2] = [2022, 2017];
/// How many codes stand on a line.
const ON_A_LINE: usize = 8;
/// An edition whose codes are taken as written.
const AS_WRITTEN: u32 = 2012;

/// What is known of the agreement beside its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The name of the agreement in the rulebook.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The source that clauses cite.
    pub source: String,
    /// Its parties, by three letters.
    pub parties: Vec<String>,
    /// The first day, `2021-01-01`.
    pub from: Option<String>,
    /// The last day.
    pub until: Option<String>,
}

/// A row and what was made of it.
pub(super) struct Row<'a> {
    pub(super) set: &'a RuleSet,
    pub(super) scope: &'a Scope,
    pub(super) combined: &'a Combined,
}

/// The files of the rulebook.
pub(super) struct Files {
    /// By name.
    pub(super) texts: Vec<(String, String)>,
    /// The edition that was chosen.
    pub(super) edition: u32,
    /// Codes that it lacks; of an edition whose codes are taken as written, those that the nearest one lacks.
    pub(super) unknown: Vec<String>,
}

/// Writes them.
pub(super) fn files(rows: &[Row<'_>], about: &About) -> Files {
    let mut terms = Terms::default();
    terms.siblings = siblings::groups(rows, &about.source, |wish| terms.words.free(wish));
    let mut chapters: BTreeMap<String, String> = BTreeMap::new();
    for row in rows {
        let chapter = row.scope.range.ends().0.chapter().digits();
        let text = rules(row, about, &mut terms);
        chapters.entry(chapter).or_default().push_str(&text);
    }
    let (edition, unknown) = edition(&terms.codes);
    let mut files = vec![
        (
            "agreement.roo".to_owned(),
            agreement(about, edition, &unknown, &terms.used),
        ),
        ("vocabulary.roo".to_owned(), vocabulary(about, &terms)),
    ];
    for (chapter, text) in chapters {
        let number: &str = chapter.trim_start_matches('0');
        files.push((
            format!("chapter_{chapter}.roo"),
            format!("part of {}\n// Goods of chapter {number}.\n{text}", about.name),
        ));
    }
    Files {
        texts: files,
        edition,
        unknown,
    }
}

/// The edition that has most of the codes, of two the newer, and the codes that it lacks. Where it lacks more than one in ten, the
/// agreement is written in the codes of another edition, which are taken as written.
fn edition(codes: &[CodeSet]) -> (u32, Vec<String>) {
    let ends: BTreeSet<HsCode> = codes
        .iter()
        .flat_map(|set| set.ranges().iter().flat_map(|range| [range.ends().0, range.ends().1]))
        .collect();
    let lacks = |year: u32| -> Option<Vec<String>> {
        let table = Edition::from_year(year).and_then(Edition::table)?;
        Some(
            ends.iter()
                .map(|code| code.subheading())
                .filter(|code| !table.contains(*code))
                .collect::<BTreeSet<HsCode>>()
                .iter()
                .map(HsCode::to_string)
                .collect(),
        )
    };
    let known = CHECKED.into_iter().filter_map(|year| Some((year, lacks(year)?)));
    match known.min_by_key(|(_, lacking)| lacking.len()) {
        Some((year, lacking)) if lacking.len().saturating_mul(10) <= ends.len() => (year, lacking),
        Some((_, lacking)) => (AS_WRITTEN, lacking),
        None => (AS_WRITTEN, Vec::new()),
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "the text of one file, from its first line to its last"
)]
fn agreement(about: &About, edition: u32, unknown: &[String], used: &BTreeSet<&'static str>) -> String {
    let source = quoted(&about.source);
    let mut text = format!(
        "// Imported from the product-specific rules that the UK Trade Tariff publishes. How an agreement's general provisions\n// bear on them (tolerances, cumulation, sets, transport) is not part of that file and has to be added.\n\nagreement {} {}\n    cites {source} {{\n  parties {}\n",
        about.name,
        quoted(&about.title),
        about.parties.join(", "),
    );
    if let Some(from) = &about.from {
        text.push_str(&format!("  in force {from}"));
        if let Some(until) = &about.until {
            text.push_str(&format!(" until {until}"));
        }
        text.push('\n');
    }
    text.push_str(&format!("  nomenclature HS {edition}"));
    if edition != AS_WRITTEN && !unknown.is_empty() {
        let lines: Vec<String> = unknown.chunks(ON_A_LINE).map(|codes| codes.join(", ")).collect();
        text.push_str(&format!(" and outside it {}", lines.join(",\n    ")));
    }
    text.push_str("\n  currency GBP\n  narrower scope prevails\n}\n");
    let bases = [
        ("ex_works", "ex-works price of the good"),
        ("fob", "price of the good free on board"),
        ("transaction_value", "transaction value of the good"),
        ("customs_value", "customs value of the good"),
        ("net_cost", "net cost of the good"),
        (
            "good_value",
            "value of the good, as the agreement reckons it for the regional value content",
        ),
    ];
    let measures = [
        (
            "rvc_build_up",
            "good_value",
            "regional value content, build-up method",
            "vom",
        ),
        (
            "rvc_build_down",
            "good_value",
            "regional value content, build-down method",
            "good_value - nom",
        ),
        (
            "rvc_net_cost",
            "net_cost",
            "regional value content, net cost method",
            "net_cost - nom",
        ),
        (
            "rvc_transaction_value",
            "transaction_value",
            "regional value content by transaction value",
            "transaction_value - nom",
        ),
        (
            "rvc_fob",
            "fob",
            "regional value content over the price free on board",
            "fob - nom",
        ),
        (
            "rvc_ex_works",
            "ex_works",
            "regional value content over the ex-works price",
            "ex_works - nom",
        ),
    ];
    let wanted = |name: &str| used.contains(name);
    text.push('\n');
    for (name, title) in bases {
        if wanted(name)
            || measures
                .iter()
                .any(|(measure, base, ..)| wanted(measure) && *base == name)
        {
            text.push_str(&format!("basis {name} of goods {} cites {source}\n", quoted(title)));
        }
    }
    if wanted("nom")
        || measures
            .iter()
            .any(|(measure, _, _, sum)| wanted(measure) && sum.contains("nom"))
    {
        text.push_str(&format!(
            "measure nom \"value of the non-originating materials\" cites {source}\n    = sum of value over materials where non-originating\n"
        ));
    }
    if wanted("vom") || wanted("rvc_build_up") {
        text.push_str(&format!(
            "measure vom \"value of the originating materials\" cites {source}\n    = sum of value over materials where originating\n"
        ));
    }
    for (name, base, title, sum) in measures {
        if wanted(name) {
            let sum = if sum.contains(' ') {
                format!("({sum})")
            } else {
                sum.to_owned()
            };
            text.push_str(&format!(
                "measure {name} {} cites {source} available when ({base} > 0)\n    = {sum} / {base}\n",
                quoted(title)
            ));
        }
    }
    text
}

fn vocabulary(about: &About, terms: &Terms) -> String {
    let mut text = format!(
        "part of {}\n// What has to be attested, in the words of the rules.\n",
        about.name
    );
    let heads = [
        (Sort::Materials, "Materials by description", "fact", "materials"),
        (
            Sort::Goods,
            "Goods by description, and what was done to them",
            "fact",
            "goods",
        ),
        (
            Sort::Opaque,
            "Texts that were not understood: attested as a whole",
            "opaque",
            "goods",
        ),
    ];
    for (sort, head, word, bearer) in heads {
        let own: Vec<&words::Declared> = terms.words.declared.iter().filter(|one| one.sort == sort).collect();
        if own.is_empty() {
            continue;
        }
        text.push_str(&format!("\n// ---- {head}\n\n"));
        for one in own {
            let begin = format!("{word} {} of {bearer}", one.name);
            let (words, cites) = (quoted(&one.words), format!("cites {}", quoted(&one.cites)));
            text.push_str(&clause(&begin, &[words, cites]));
            text.push('\n');
        }
    }
    let attributes: Vec<&Attribute> = terms
        .siblings
        .iter()
        .filter_map(|group| group.attribute.as_ref())
        .chain(&terms.within)
        .collect();
    if !attributes.is_empty() {
        text.push_str("\n// ---- Goods that rules share out by description: the rule's title is the description\n\n");
    }
    for attribute in attributes {
        text.push_str(&attribute.declaration());
        text.push('\n');
    }
    text
}

/// The parts on one line if they fit, else each on its own.
fn clause(begin: &str, parts: &[String]) -> String {
    let whole = format!("{begin} {}", parts.join(" "));
    if whole.len() <= WIDTH {
        whole
    } else {
        format!("{begin}\n    {}", parts.join("\n    "))
    }
}

fn rules(row: &Row<'_>, about: &About, terms: &mut Terms) -> String {
    let heading = row.set.heading.replace('\n', " ");
    let mut text = String::new();
    let described: BTreeSet<String> = row
        .combined
        .products
        .iter()
        .filter_map(|product| product.goods.as_ref()?.described.clone())
        .collect();
    // Goods that the texts of one row tell apart. Of what they contain more than one may hold of a good.
    let mut within = None;
    if described.len() > 1 && !described.iter().any(|words| words.contains('%')) {
        let (from, to) = row.scope.range.ends();
        let codes = if from == to {
            from.digits()
        } else {
            format!("{}_to_{}", from.digits(), to.digits())
        };
        let name = terms.words.free(&format!("good_of_{codes}"));
        let cites = format!("{}, row {}", about.source, row.set.row);
        within = Some(Attribute::new(
            name,
            format!(
                "which goods of {}, by the texts of one row",
                if from == to {
                    from.to_string()
                } else {
                    format!("{from} to {to}")
                }
            ),
            cites,
        ));
    }
    for product in &row.combined.products {
        terms.cites = format!("{}, row {}, {}", about.source, row.set.row, heading.trim());
        for note in &product.notes {
            terms.cites.push_str(&format!("; {note}"));
        }
        text.push('\n');
        text.push_str(&rule(row, product, &described, within.as_mut(), terms));
    }
    terms.within.extend(within);
    text
}

fn rule(
    row: &Row<'_>,
    product: &Product,
    described: &BTreeSet<String>,
    within: Option<&mut Attribute>,
    terms: &mut Terms,
) -> String {
    let mut codes = CodeSet::from(row.scope.range);
    if let Some(own) = product.goods.as_ref().and_then(|goods| goods.codes.as_ref()) {
        let inside = codes.intersect(own);
        if !inside.is_empty() {
            codes = inside;
        }
    }
    let mut shared = false;
    let when = when(row, product, described, within, &mut shared, terms);
    let own_words = product.goods.as_ref().and_then(|goods| goods.described.clone());
    let words = match (&own_words, &row.scope.part) {
        (Some(words), _) => words.clone(),
        (_, Part::Described(words)) => words.rsplit(": ").next().unwrap_or(words).to_owned(),
        _ => String::new(),
    };
    let name = rule_name(&codes, &words, terms);
    let mut parts = Vec::new();
    let title = match own_words {
        Some(words) if shared => words,
        _ => description(&row.set.subdivision).replace(" ▸", ":").replace('▸', ":"),
    };
    if (shared || row.scope.part == Part::Whole && title.chars().count() <= TITLE) && !title.is_empty() {
        parts.push(quoted(&title));
    }
    parts.push(format!("for {}", terms.set(&codes)));
    if let Some(when) = when {
        parts.push(format!("when {when}"));
    }
    parts.push(format!("cites {}", quoted(&terms.cites)));
    terms.goods = codes;
    let mut lines = terms.lines(&product.ask);
    if lines.is_empty() {
        lines.push(Line::Require("no change of classification".to_owned()));
    }
    let mut text = clause(&format!("product rule {name}"), &parts);
    text.push_str(" {\n");
    for line in &lines {
        write_line(line, 1, &mut text);
    }
    text.push_str("}\n");
    text
}

fn rule_name(codes: &CodeSet, words: &str, terms: &mut Terms) -> String {
    let plain = |code: HsCode| code.digits();
    let mut name = match codes.ranges().first() {
        Some(range) => {
            let (from, to) = range.ends();
            let level = match from.len() {
                2 => "chapter",
                4 => "heading",
                6 => "subheading",
                _ => "item",
            };
            if from == to {
                format!("{level}_{}", plain(from))
            } else {
                format!("{level}_{}_to_{}", plain(from), plain(to))
            }
        }
        None => "rule".to_owned(),
    };
    let telling = slug(words);
    let short: Vec<&str> = telling.split('_').take(3).collect();
    if !words.is_empty() {
        name.push('_');
        name.push_str(&short.join("_"));
    }
    terms.words.free(&name)
}

/// The condition on the goods, beside their codes. `shared` becomes true if an attribute tells them from others.
fn when(
    row: &Row<'_>,
    product: &Product,
    described: &BTreeSet<String>,
    within: Option<&mut Attribute>,
    shared: &mut bool,
    terms: &mut Terms,
) -> Option<String> {
    let cites = terms.cites.clone();
    let mut all: Vec<String> = Vec::new();
    let mut not: Vec<String> = Vec::new();
    let own = siblings::share(row);
    let Terms { siblings, words, .. } = terms;
    for Siblings {
        range,
        slice,
        attribute,
        alone,
    } in siblings
    {
        if *range == row.scope.range {
            match (attribute, alone) {
                (Some(attribute), _) => {
                    *shared = true;
                    all.push(attribute.is(&own));
                }
                (None, Some(alone)) if own == Share::Rest => not.push(words.name(Sort::Goods, alone, &cites)),
                (None, Some(alone)) => all.push(words.name(Sort::Goods, alone, &cites)),
                (None, None) => {}
            }
            continue;
        }
        // A row for fewer codes prevails by itself; one for more, or for others as well, does for the goods that it describes.
        let overlap = range.intersection(row.scope.range).is_some();
        // Within what a chapter has left, though, a heading with a row of its own is not left.
        let special = *slice && range.covers(row.scope.range);
        if !overlap || special || row.scope.range.covers(*range) || matches!(own, Share::Described(_)) {
            continue;
        }
        match (attribute, alone) {
            (Some(attribute), _) => all.push(attribute.is(&Share::Rest)),
            (None, Some(alone)) => not.push(words.name(Sort::Goods, alone, &cites)),
            (None, None) => {}
        }
    }
    if let Some(goods) = &product.goods {
        let share = goods
            .described
            .as_ref()
            .filter(|_| !goods.other)
            .map_or(Share::Rest, |words| Share::Described(words.to_lowercase()));
        match within {
            Some(attribute) if goods.other || goods.described.is_some() => {
                *shared = true;
                all.push(attribute.is(&share));
            }
            _ if goods.other => {
                for other in described
                    .iter()
                    .filter(|words| Some(*words) != goods.described.as_ref())
                {
                    not.push(words.name(Sort::Goods, other, &cites));
                }
            }
            _ => {
                if let Some(described) = &goods.described {
                    all.push(words.name(Sort::Goods, described, &cites));
                }
            }
        }
    }
    not.dedup();
    match not.as_slice() {
        [] => {}
        [one] => all.push(format!("not {one}")),
        several => all.push(format!("not ({})", several.join(" or "))),
    }
    (!all.is_empty()).then(|| all.join(" and "))
}

fn write_line(line: &Line, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match line {
        Line::Require(what) => text.push_str(&format!("{indent}require {what}\n")),
        Line::Either(ways) => {
            for (at, way) in ways.iter().enumerate() {
                let word = if at == 0 { "either" } else { "or" };
                match way.as_slice() {
                    [Line::Require(what)] if what.len().saturating_add(indent.len()) < WIDTH.saturating_sub(20) => {
                        text.push_str(&format!("{indent}{word} {{ require {what} }}\n"));
                    }
                    lines => {
                        text.push_str(&format!("{indent}{word} {{\n"));
                        for line in lines {
                            write_line(line, depth.saturating_add(1), text);
                        }
                        text.push_str(&format!("{indent}}}\n"));
                    }
                }
            }
        }
    }
}

/// A text and what is written for it, one below the other.
pub(super) fn shown(clean: &str, ask: &Ask, notes: &[String]) -> String {
    let mut terms = Terms::default();
    let mut text = String::new();
    for line in clean.lines() {
        text.push_str(&format!("| {line}\n"));
    }
    for line in terms.lines(ask) {
        write_line(&line, 0, &mut text);
    }
    if let Ask::Opaque(opaque) = ask {
        text.push_str(&format!("opaque: {}\n", opaque.reason));
    }
    for one in &terms.words.declared {
        let what = match one.sort {
            Sort::Goods => "goods",
            Sort::Materials => "materials",
            Sort::Opaque => continue,
        };
        text.push_str(&format!("{} of {what}: {}\n", one.name, one.words));
    }
    for note in notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text
}
