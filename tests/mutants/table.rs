//! What became of the mutants, kind by kind.

use super::explained;
use super::judge::{Outcome, Result};
use super::kind::Family;
use super::run::All;

/// What became of the mutants of one kind.
#[derive(Debug, Clone, Default)]
struct Row {
    there: usize,
    judged: usize,
    found: usize,
    missed: usize,
    explained: usize,
    alike: usize,
    by_wording: usize,
    undecided: usize,
    consequences: usize,
    open: usize,
    alarms: usize,
    cores: Vec<usize>,
    lines: Vec<usize>,
}

impl Row {
    fn add(&mut self, kind: &str, result: &Result) {
        match result.outcome {
            Outcome::NoText => return,
            Outcome::Found => self.found += 1,
            Outcome::Equivalent => self.alike += 1,
            Outcome::EquivalentByWording => self.by_wording += 1,
            Outcome::Undecided => self.undecided += 1,
            Outcome::Missed if explained::of(kind, result).is_some() => self.explained += 1,
            Outcome::Missed => self.missed += 1,
        }
        self.judged += 1;
        self.consequences += result.consequences + result.by_wording_alone;
        self.open += result.open.len();
        self.alarms += result.alarms.len();
        self.cores.extend(result.core);
        self.lines.extend(result.lines);
    }

    fn sum(&mut self, other: &Self) {
        self.there += other.there;
        self.judged += other.judged;
        self.found += other.found;
        self.missed += other.missed;
        self.explained += other.explained;
        self.alike += other.alike;
        self.by_wording += other.by_wording;
        self.undecided += other.undecided;
        self.consequences += other.consequences;
        self.open += other.open;
        self.alarms += other.alarms;
        self.cores.extend(&other.cores);
        self.lines.extend(&other.lines);
    }

    /// Of those that can be found, how many were, in per cent.
    fn recall(&self) -> String {
        let expected = self.found + self.missed + self.explained + self.undecided;
        match (self.found * 1000).checked_div(expected) {
            None => "–".to_owned(),
            Some(1000) => "100 %".to_owned(),
            Some(share) => format!("{}.{} %", share / 10, share % 10),
        }
    }
}

fn median(all: &[usize]) -> String {
    let mut all = all.to_vec();
    all.sort_unstable();
    all.get(all.len() / 2)
        .map_or_else(|| "–".to_owned(), ToString::to_string)
}

/// The table, in Markdown: first the defects that were put in, then the changes that had to be decided.
pub(crate) fn table(all: &All, chosen: &[usize], results: &[Result]) -> String {
    let mut rows: Vec<Row> = all.kinds.iter().map(|_| Row::default()).collect();
    for mutant in &all.mutants {
        if let Some(row) = rows.get_mut(mutant.kind) {
            row.there += 1;
        }
    }
    for (at, result) in chosen.iter().zip(results) {
        let Some(mutant) = all.mutants.get(*at) else { continue };
        if let (Some(row), Some(kind)) = (rows.get_mut(mutant.kind), all.kinds.get(mutant.kind)) {
            row.add(kind.name, result);
        }
    }
    let changed = |family: Family| family == Family::Changed;
    let mut out = String::from(
        "| defect put in | there are | judged | found | recall | missed | open | proved consequences | also left open | false alarms | core | lines |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut total = Row::default();
    for (kind, row) in all
        .kinds
        .iter()
        .zip(&rows)
        .filter(|(kind, row)| !changed(kind.family) && row.judged > 0)
    {
        total.sum(row);
        out.push_str(&defect(kind.name, row));
    }
    out.push_str(&defect("**all**", &total));
    out.push_str(
        "\n| change to be decided | there are | judged | a good differs | alike, certified | alike by wording | open | missed | proved consequences | also left open | false alarms | core | lines |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut total = Row::default();
    for (kind, row) in all
        .kinds
        .iter()
        .zip(&rows)
        .filter(|(kind, row)| changed(kind.family) && row.judged > 0)
    {
        total.sum(row);
        out.push_str(&change(kind.name, row));
    }
    out.push_str(&change("**all**", &total));
    out
}

fn defect(name: &str, row: &Row) -> String {
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        row.there,
        row.judged,
        row.found,
        row.recall(),
        row.missed + row.explained,
        row.undecided,
        row.consequences,
        row.open,
        row.alarms,
        median(&row.cores),
        median(&row.lines),
    )
}

fn change(name: &str, row: &Row) -> String {
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        row.there,
        row.judged,
        row.found,
        row.alike,
        row.by_wording,
        row.undecided,
        row.missed + row.explained,
        row.consequences,
        row.open,
        row.alarms,
        median(&row.cores),
        median(&row.lines),
    )
}
