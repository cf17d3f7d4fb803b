//! Rules that differ from those of sibling agreements in a way that looks like a slip of the pen.
//!
//! Siblings are near-copies of one agreement. A rule is looked at where nearly all of them say the same and one alone says otherwise in
//! one small thing: a figure, a digit of a code, a code more or less, `<` for `<=`, one of two for both. What an agreement says so
//! again and again, or twice in one chapter, was negotiated and is not reported.

use std::collections::BTreeMap;

use super::Imported;
use super::family::{Cut, bases, cut};
use super::report::Note;
use crate::nomenclature::HsCode;

/// So many siblings have to agree.
const FEWEST: usize = 3;
/// And this part of those that have the rule.
const MOST: (usize, usize) = (3, 4);
/// From so many times on the same difference is no slip.
const OFTEN: usize = 4;
/// How many siblings a message names.
const NAMED: usize = 3;

/// One small difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Slip {
    /// What the rule says, as a sentence goes on with it.
    own: String,
    /// What the others say.
    others: String,
}

/// Adds what looks like a slip to the reports.
pub fn compare(all: &mut [Imported]) {
    let cuts: Vec<Cut> = all.iter().map(|one| cut(&one.files)).collect();
    let names: Vec<String> = all.iter().map(|one| one.report.agreement.clone()).collect();
    let bases = bases(&cuts);
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (own, base) in bases.iter().enumerate() {
        if let Some(base) = base {
            families.entry(*base).or_insert_with(|| vec![*base]).push(own);
        }
    }
    for members in families.values() {
        for own in members {
            let found = slips(*own, members, &cuts, &names);
            if let Some(one) = all.get_mut(*own) {
                one.report.findings.extend(found);
                one.report.findings.sort_by_key(|note| note.row);
            }
        }
    }
}

fn slips(own: usize, members: &[usize], cuts: &[Cut], names: &[String]) -> Vec<Note> {
    let mut found: Vec<(Slip, Note, &str)> = Vec::new();
    let mut counts: BTreeMap<Slip, usize> = BTreeMap::new();
    let mut in_file: BTreeMap<(Slip, &str), usize> = BTreeMap::new();
    let Some(cut) = cuts.get(own) else { return Vec::new() };
    for (name, clause) in cut.iter().filter(|(_, clause)| clause.is_rule()) {
        let mut said: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for other in members.iter().filter(|other| **other != own) {
            if let Some(clause) = cuts.get(*other).and_then(|cut| cut.get(name)) {
                said.entry(&clause.bare).or_default().push(*other);
            }
        }
        let all = said.values().map(Vec::len).fold(0, usize::saturating_add);
        let Some((usual, who)) = said.iter().max_by_key(|(_, who)| who.len()) else {
            continue;
        };
        let enough = who.len() >= FEWEST && who.len().saturating_mul(MOST.1) >= all.saturating_mul(MOST.0);
        if !enough || clause.bare == **usual {
            continue;
        }
        let Some(slip) = slip(&words(&clause.bare), &words(usual)) else {
            continue;
        };
        let count = counts.entry(slip.clone()).or_default();
        *count = count.saturating_add(1);
        let count = in_file.entry((slip.clone(), clause.file.as_str())).or_default();
        *count = count.saturating_add(1);
        if said.contains_key(clause.bare.as_str()) {
            continue;
        }
        let (row, heading) = place(&clause.text);
        let mut listed: Vec<&str> = who
            .iter()
            .take(NAMED)
            .filter_map(|other| names.get(*other).map(String::as_str))
            .collect();
        if who.len() > NAMED {
            listed.push("…");
        }
        let message = format!(
            "`{name}` {}; {} of {all} sibling agreements ({}) {}",
            slip.own,
            who.len(),
            listed.join(", "),
            slip.others
        );
        let note = Note {
            kind: "differs_from_siblings",
            row,
            heading,
            message,
        };
        found.push((slip, note, clause.file.as_str()));
    }
    let once = |slip: &Slip, file: &str| in_file.get(&(slip.clone(), file)).is_none_or(|count| *count < 2);
    found.retain(|(slip, _, file)| counts.get(slip).is_none_or(|count| *count < OFTEN) && once(slip, file));
    found.into_iter().map(|(_, note, _)| note).collect()
}

/// The row and the heading that the rule cites.
fn place(text: &str) -> (usize, String) {
    let cited = text.rsplit_once(", row ").map_or("", |(_, cited)| cited);
    let (row, rest) = cited.split_once(", ").unwrap_or((cited, ""));
    let heading = rest.split(['"', ';']).next().unwrap_or("");
    (row.parse().unwrap_or(0), heading.to_owned())
}

/// The words and signs of a clause, but for its title.
fn words(bare: &str) -> Vec<String> {
    let untitled: String = match (bare.find('"'), bare.rfind('"')) {
        (Some(from), Some(to)) if from < to => {
            let (before, after) = (bare.get(..from), bare.get(to.saturating_add(1)..));
            format!("{}{}", before.unwrap_or(""), after.unwrap_or(""))
        }
        _ => bare.to_owned(),
    };
    let mut spaced = String::with_capacity(untitled.len());
    for c in untitled.chars() {
        if matches!(c, ',' | '(' | ')' | '{' | '}') {
            spaced.push(' ');
            spaced.push(c);
            spaced.push(' ');
        } else {
            spaced.push(c);
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// How the one differs from the other, if it is in one small thing.
fn slip(own: &[String], usual: &[String]) -> Option<Slip> {
    let alike = |mut pairs: Box<dyn Iterator<Item = (&String, &String)> + '_>| -> usize {
        let mut count = 0_usize;
        while pairs.next().is_some_and(|(a, b)| a == b) {
            count = count.saturating_add(1);
        }
        count
    };
    let shorter = own.len().min(usual.len());
    let before = alike(Box::new(own.iter().zip(usual)));
    let after = alike(Box::new(own.iter().rev().zip(usual.iter().rev()))).min(shorter.saturating_sub(before));
    let middle = |words: &[String]| -> Vec<String> {
        words
            .get(before..words.len().saturating_sub(after))
            .unwrap_or_default()
            .to_vec()
    };
    let (a, b) = (middle(own), middle(usual));
    one_word(&a, &b)
        .or_else(|| one_code(&a, &b))
        .or_else(|| joined_otherwise(own, usual))
}

fn one_word(a: &[String], b: &[String]) -> Option<Slip> {
    let ([a], [b]) = (a, b) else { return None };
    let signs = [("<", "<="), (">", ">="), ("and", "or")];
    let either_way = |(x, y): (&str, &str)| a == x && b == y || a == y && b == x;
    let figures = a.ends_with('%') && b.ends_with('%');
    let codes = HsCode::parse(a)
        .ok()
        .zip(HsCode::parse(b).ok())
        .is_some_and(|(a, b)| a.len() == b.len() && one_digit(&a.digits(), &b.digits()));
    (figures || codes || signs.into_iter().any(either_way)).then(|| Slip {
        own: format!("has `{a}`"),
        others: format!("have `{b}`"),
    })
}

/// Whether one digit differs, or two neighbours are swapped.
fn one_digit(a: &str, b: &str) -> bool {
    let differ: Vec<(usize, (u8, u8))> = a
        .bytes()
        .zip(b.bytes())
        .enumerate()
        .filter(|(_, (a, b))| a != b)
        .collect();
    match differ.as_slice() {
        [_] => true,
        [(first, (a, b)), (second, (c, d))] => first.saturating_add(1) == *second && a == d && b == c,
        _ => false,
    }
}

/// One code of a list, one range, or an exception from one, is there or not.
fn one_code(a: &[String], b: &[String]) -> Option<Slip> {
    let codes = |words: &[String]| -> Option<String> {
        let plain = words
            .iter()
            .all(|word| matches!(word.as_str(), "," | "to" | "except" | "from") || HsCode::parse(word).is_ok());
        let count = words.iter().filter(|word| HsCode::parse(word).is_ok()).count();
        let shown: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != ",").collect();
        (plain && (1..=2).contains(&count)).then(|| shown.join(" "))
    };
    match (a.is_empty(), b.is_empty()) {
        (true, false) => codes(b).map(|codes| Slip {
            own: format!("lacks `{codes}`"),
            others: "have it".to_owned(),
        }),
        (false, true) => codes(a).map(|codes| Slip {
            own: format!("has `{codes}` besides"),
            others: "lack it".to_owned(),
        }),
        _ => None,
    }
}

/// The same requirements, all of them in one place and one of them in the other.
fn joined_otherwise(own: &[String], usual: &[String]) -> Option<Slip> {
    let bare = |words: &[String]| -> Vec<String> {
        let joins = ["either", "or", "{", "}", "require"];
        words
            .iter()
            .filter(|word| !joins.contains(&word.as_str()))
            .cloned()
            .collect()
    };
    let ways = |words: &[String]| words.iter().any(|word| word == "either");
    (bare(own) == bare(usual) && ways(own) != ways(usual)).then(|| {
        let says = |ways: bool| {
            if ways {
                "one of its lines is enough"
            } else {
                "all of its lines have to be met"
            }
        };
        Slip {
            own: format!("says that {}", says(ways(own))),
            others: format!("say that {}", says(ways(usual))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(own: &str, usual: &str) -> Option<String> {
        slip(&words(own), &words(usual)).map(|slip| slip.own)
    }

    #[test]
    fn one_small_difference_is_a_slip() {
        let rule = "product rule x for 15.01 { require nom <= 40% of ex_works }";
        assert_eq!(said(&rule.replace("40%", "45%"), rule).as_deref(), Some("has `45%`"));
        assert_eq!(said(&rule.replace("<=", "<"), rule).as_deref(), Some("has `<`"));
        assert_eq!(said(&rule.replace("ex_works", "fob"), rule), None);
        let rule = "product rule x for 15.01 { require change from any other heading, except from 15.06, 15.08 }";
        assert_eq!(
            said(&rule.replace(", 15.08", ""), rule).as_deref(),
            Some("lacks `15.08`")
        );
        assert_eq!(
            said(&rule.replace("15.08", "15.80"), rule).as_deref(),
            Some("has `15.80`")
        );
        assert_eq!(said(&rule.replace("15.08", "29.05"), rule), None);
        let both = "product rule x for 15.01 { require a require b }";
        let one = "product rule x for 15.01 { either { require a } or { require b } }";
        assert_eq!(said(one, both).as_deref(), Some("says that one of its lines is enough"));
    }
}
