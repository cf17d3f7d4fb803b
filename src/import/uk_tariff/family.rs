//! Agreements that are near-copies of each other: each written as what differs from the one that all of them resemble most.
//!
//! What is compared are clauses by their names, as they were written but for their sources. A text that extends another has the
//! clauses of that one, those of the same name replaced and some left out: so what is written for a copy says clause by clause what
//! the whole would have said, whatever the names stand for.

use std::collections::{BTreeMap, BTreeSet};

use super::Imported;
use super::report::Extended;

/// A copy may differ from its base in at most this part of what it would say by itself.
const NEAR: (usize, usize) = (1, 2);
/// How many names stand on a line.
const ON_A_LINE: usize = 4;
/// The file with the agreement's block.
const BLOCK: &str = "agreement.roo";

/// A clause of a rulebook as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// The file it stands in.
    pub(super) file: String,
    /// Its place among all clauses.
    place: usize,
    /// All of it.
    pub(super) text: String,
    /// The same without its source and its layout.
    pub(super) bare: String,
}

impl Clause {
    pub(super) fn is_rule(&self) -> bool {
        self.text.starts_with("product rule ")
    }
}

/// A rulebook cut into its clauses, by their names.
pub(super) type Cut = BTreeMap<String, Clause>;

/// Cuts the files of a rulebook. A clause begins at the margin with the word of its kind, and goes on with what stands further in.
pub(super) fn cut(files: &[(String, String)]) -> Cut {
    let mut cut = Cut::new();
    for (file, text) in files {
        let mut lines: Vec<&str> = Vec::new();
        for line in text.lines().chain([""]) {
            let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
            let ends = begins || line.is_empty() || line.starts_with("//");
            if ends && let Some(name) = lines.first().and_then(|first| name_of(first)) {
                let text = lines.join("\n");
                let bare = bare(&text);
                let (file, place) = (file.clone(), cut.len());
                cut.insert(
                    name,
                    Clause {
                        file,
                        place,
                        text,
                        bare,
                    },
                );
            }
            if ends {
                lines.clear();
            }
            if !(line.is_empty() || line.starts_with("//")) {
                lines.push(line);
            }
        }
    }
    cut
}

/// The name of the clause that begins with the line; `None` for the agreement's block and the line that says where a file belongs.
fn name_of(line: &str) -> Option<String> {
    let mut words = line.split(' ');
    let name = match words.next()? {
        "product" => words.nth(1)?,
        "fact" | "opaque" | "attribute" | "basis" | "measure" => words.next()?,
        _ => return None,
    };
    Some(name.trim_end_matches(':').to_owned())
}

/// Without `cites "…"`, one space between words.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("cites \"") {
        bare.push_str(before);
        let mut escaped = false;
        let end = after.char_indices().find(|(_, c)| {
            let closes = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            closes
        });
        rest = end.and_then(|(at, _)| after.get(at.saturating_add(1)..)).unwrap_or("");
    }
    bare.push_str(rest);
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a text says otherwise than its base.
struct Difference<'a> {
    /// Clauses to be written: changed ones and new ones.
    written: BTreeSet<&'a str>,
    /// Clauses of the base that it does not have.
    left_out: Vec<&'a str>,
    counts: Extended,
}

fn difference<'a>(base: &'a Cut, base_name: &str, own: &'a Cut) -> Difference<'a> {
    let mut difference = Difference {
        written: BTreeSet::new(),
        left_out: Vec::new(),
        counts: Extended {
            base: base_name.to_owned(),
            copied: 0,
            changed: 0,
            added: 0,
            left_out: 0,
        },
    };
    for (name, clause) in own {
        let before = base.get(name);
        let counted = match before {
            Some(before) if before.bare == clause.bare => &mut difference.counts.copied,
            Some(_) => &mut difference.counts.changed,
            None => &mut difference.counts.added,
        };
        if clause.is_rule() {
            *counted = counted.saturating_add(1);
        }
        if before.is_none_or(|before| before.bare != clause.bare) {
            difference.written.insert(name);
        }
    }
    for (name, clause) in base.iter().filter(|(name, _)| !own.contains_key(*name)) {
        difference.left_out.push(name);
        difference.counts.left_out = difference.counts.left_out.saturating_add(usize::from(clause.is_rule()));
    }
    difference
}

/// How much has to be written, in letters.
fn cost(base: &Cut, own: &Cut) -> usize {
    let written = own
        .iter()
        .filter(|(name, clause)| base.get(*name).is_none_or(|before| before.bare != clause.bare))
        .map(|(_, clause)| clause.bare.len());
    let left_out = base.keys().filter(|name| !own.contains_key(*name)).map(String::len);
    written.chain(left_out).fold(0, usize::saturating_add)
}

fn whole(own: &Cut) -> usize {
    own.values()
        .map(|clause| clause.bare.len())
        .fold(0, usize::saturating_add)
}

/// Of each text the place of its base, or none if it stands by itself.
///
/// The text by which most is saved becomes a base, its near-copies extend it, and so on with what is left: a base extends nothing, so
/// nobody has to follow a chain.
pub(super) fn bases(cuts: &[Cut]) -> Vec<Option<usize>> {
    let sizes: Vec<usize> = cuts.iter().map(whole).collect();
    let saved: Vec<Vec<usize>> = cuts
        .iter()
        .map(|base| {
            let pairs = cuts.iter().zip(&sizes);
            pairs
                .map(|(own, size)| {
                    let cost = cost(base, own);
                    let near = cost.saturating_mul(NEAR.1) <= size.saturating_mul(NEAR.0);
                    if near { size.saturating_sub(cost) } else { 0 }
                })
                .collect()
        })
        .collect();
    let mut bases: Vec<Option<usize>> = vec![None; cuts.len()];
    let mut open: BTreeSet<usize> = (0..cuts.len()).collect();
    loop {
        let gain = |base: usize, own: usize| saved.get(base).and_then(|row| row.get(own)).copied().unwrap_or(0);
        let sum = |base: &usize| {
            let others = open.iter().filter(|own| *own != base);
            others.map(|own| gain(*base, *own)).fold(0, usize::saturating_add)
        };
        let best = open
            .iter()
            .copied()
            .max_by_key(|base| (sum(base), std::cmp::Reverse(*base)));
        let Some(base) = best.filter(|base| sum(base) > 0) else {
            return bases;
        };
        let copies: Vec<usize> = open
            .iter()
            .copied()
            .filter(|own| *own != base && gain(base, *own) > 0)
            .collect();
        for own in &copies {
            if let Some(place) = bases.get_mut(*own) {
                *place = Some(base);
            }
        }
        open.remove(&base);
        open.retain(|own| !copies.contains(own));
    }
}

/// Writes near-copies as what differs from the text that they resemble.
pub fn extend(all: &mut [Imported]) {
    let cuts: Vec<Cut> = all.iter().map(|one| cut(&one.files)).collect();
    let names: Vec<String> = all.iter().map(|one| one.report.agreement.clone()).collect();
    let blocks: Vec<BTreeSet<String>> = all.iter().map(|one| readings(&one.files)).collect();
    let bases = bases(&cuts);
    for (place, one) in all.iter_mut().enumerate() {
        let Some(base) = bases.get(place).copied().flatten() else {
            continue;
        };
        let (Some(own), Some(before), Some(name)) = (cuts.get(place), cuts.get(base), names.get(base)) else {
            continue;
        };
        // What the block does not say the base's block would say for it, and two of one name can't be told apart.
        let readings = blocks.get(base).zip(blocks.get(place));
        let inherits = readings.is_none_or(|(before, own)| !before.is_subset(own));
        if inherits || names.iter().filter(|other| *other == name).count() > 1 {
            continue;
        }
        let difference = difference(before, name, own);
        if let Some(files) = written(&one.files, own, &difference) {
            one.files = files;
            one.report.extended = Some(difference.counts);
        }
    }
}

/// With which words the lines of the agreement's block begin.
fn readings(files: &[(String, String)]) -> BTreeSet<String> {
    let block = files.iter().find(|(file, _)| file == BLOCK);
    let lines = block.and_then(|(_, text)| text.split_once(" {\n")?.1.split_once("\n}"));
    let lines = lines.map_or("", |(lines, _)| lines).lines();
    lines
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The files with what differs alone.
fn written(files: &[(String, String)], own: &Cut, difference: &Difference<'_>) -> Option<Vec<(String, String)>> {
    let mut out = Vec::new();
    for (file, text) in files {
        let mut kept = String::new();
        let mut clauses: Vec<&Clause> = own
            .iter()
            .filter(|(name, clause)| clause.file == *file && difference.written.contains(name.as_str()))
            .map(|(_, clause)| clause)
            .collect();
        clauses.sort_by_key(|clause| clause.place);
        for clause in clauses {
            kept.push_str(&format!("\n{}\n", clause.text));
        }
        if file == BLOCK {
            let (head, _) = text.split_once("\n}\n")?;
            let (title, lines) = head.split_once(" {\n")?;
            let mut block = format!("{title}\n    extends {} {{\n{lines}\n", difference.counts.base);
            if !difference.left_out.is_empty() {
                let names: Vec<String> = difference
                    .left_out
                    .chunks(ON_A_LINE)
                    .map(|names| names.join(", "))
                    .collect();
                block.push_str(&format!("  leaves out {}\n", names.join(",\n    ")));
            }
            out.push((file.clone(), format!("{block}}}\n{kept}")));
        } else if !kept.is_empty() {
            let head = text.lines().take(2).collect::<Vec<_>>().join("\n");
            out.push((file.clone(), format!("{head}\n{kept}")));
        }
    }
    let formatted = out.into_iter().map(|(file, text)| {
        let text = super::formatted(&file, &text).ok()?;
        Some((file, text))
    });
    formatted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_told_apart_and_their_sources_left_aside() {
        let text = "part of A\n// Goods.\n\nproduct rule x \"a\\\"b\"\n    for 01\n    cites \"S, row \\\"1\\\"\" {\n  require y\n}\n\nfact y of goods \"y\" cites \"S\"\nfact z of goods\n    \"z\"\n    cites \"T\"\n";
        let cut = cut(&[("f".to_owned(), text.to_owned())]);
        let bare: Vec<(&str, &str)> = cut
            .iter()
            .map(|(name, clause)| (name.as_str(), clause.bare.as_str()))
            .collect();
        assert_eq!(
            bare,
            [
                ("x", "product rule x \"a\\\"b\" for 01 { require y }"),
                ("y", "fact y of goods \"y\""),
                ("z", "fact z of goods \"z\""),
            ]
        );
    }
}
