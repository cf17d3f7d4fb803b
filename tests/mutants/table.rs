//! The table of what became of the mutants.

use std::io::{self, Write as _};
use std::{env, fs};

use super::judge::{Outcome, Result};
use super::run::All;

pub(crate) fn run() -> io::Result<bool> {
    let mut each = 2;
    let mut kind = None;
    let mut markdown = None;
    let mut full = false;
    for argument in env::args().skip(1) {
        if argument == "--list" {
            return Ok(true);
        } else if argument == "--all" {
            (each, full) = (usize::MAX, true);
        } else if let Some(most) = argument.strip_prefix("--each=") {
            (each, full) = (most.parse().unwrap_or(each), true);
        } else if let Some(words) = argument.strip_prefix("--kind=") {
            kind = Some(words.to_owned());
        } else if let Some(path) = argument.strip_prefix("--markdown=") {
            markdown = Some(path.to_owned());
        }
    }
    let all = All::enumerate()?;
    let mut chosen = all.sample(each);
    if let Some(kind) = &kind {
        chosen.retain(|at| {
            let mutant = all.mutants.get(*at);
            mutant.and_then(|one| all.kinds.get(one.kind)).is_some_and(|own| own.name.contains(kind.as_str()))
        });
    }
    let results = all.judge(&chosen, |turn| full && turn % 4 == 0, full);
    let mut out = io::stdout().lock();
    let mut good = true;
    let mut table = String::from("| kind | there are | judged | found | recall | missed | alike | undecided | consequences | alarms | core | lines |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (place, kind) in all.kinds.iter().enumerate() {
        let there = all.mutants.iter().filter(|one| one.kind == place).count();
        let own: Vec<(&usize, &Result)> = chosen
            .iter()
            .zip(&results)
            .filter(|(at, _)| all.mutants.get(**at).is_some_and(|one| one.kind == place))
            .collect();
        let count = |outcome: Outcome| own.iter().filter(|(_, one)| one.outcome == outcome).count();
        let judged = own.len() - count(Outcome::NoText);
        let median = |mut all: Vec<usize>| {
            all.sort_unstable();
            all.get(all.len() / 2).map_or_else(|| "–".to_owned(), ToString::to_string)
        };
        let alarms: usize = own.iter().map(|(_, one)| one.alarms.len()).sum();
        let consequences: usize = own.iter().map(|(_, one)| one.consequences + one.by_wording).sum();
        let (found, missed) = (count(Outcome::Found), count(Outcome::Missed));
        let alike = count(Outcome::Equivalent) + count(Outcome::EquivalentByWording);
        table.push_str(&format!(
            "| {} | {there} | {judged} | {found} | {} | {missed} | {alike} | {} | {consequences} | {alarms} | {} | {} |\n",
            kind.name,
            (found * 100).checked_div(found + missed).map_or_else(|| "–".to_owned(), |share| format!("{share} %")),
            count(Outcome::Undecided),
            median(own.iter().filter_map(|(_, one)| one.core).collect()),
            median(own.iter().filter_map(|(_, one)| one.lines).collect()),
        ));
        for (at, one) in &own {
            let Some(mutant) = all.mutants.get(**at) else { continue };
            let Some(focus) = all.focuses.get(mutant.focus) else { continue };
            if matches!(one.outcome, Outcome::Missed | Outcome::Undecided) || !one.alarms.is_empty() {
                good &= one.outcome != Outcome::Missed && one.alarms.is_empty();
                writeln!(out, "{:?} {} in {}/{}: {}\n    {} {}", one.outcome, kind.name, focus.text, focus.rule, mutant.seed.what, one.why, one.alarms.join(" | "))?;
            }
            if one.outcome == Outcome::NoText && full {
                writeln!(out, "no text: {} in {}/{}: {}\n    {}", kind.name, focus.text, focus.rule, mutant.seed.what, one.why)?;
            }
        }
    }
    writeln!(out, "\n{table}")?;
    if let Some(path) = markdown {
        fs::write(path, table)?;
    }
    Ok(good)
}
