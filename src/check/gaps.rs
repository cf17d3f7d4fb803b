//! Codes of the tariff for which a text has no product rule although it means to have one.

use std::collections::BTreeMap;

use crate::ir::{Program, RuleKind};
use crate::nomenclature::{CodeRange, CodeSet, Edition, HsCode, Table, editions_with};

/// Of so many parts of a whole that many have a rule: then all are meant to.
const MOST: (usize, usize) = (3, 4);

/// Codes without a rule that stand next to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// The codes, written as a treaty would.
    pub(super) codes: CodeRange,
    /// The edition that brought them; `None` where no older list of codes is at hand that lacks them all.
    pub(super) brought_by: Option<Edition>,
}

/// The gaps in the product rules, in the order of the tariff.
///
/// A rulebook may well be written for some headings only, so a code without a rule says nothing by itself. A rule is
/// missed where a code stands between others of its heading that have one (new codes are put there), anywhere in a
/// chapter most of whose headings have rules, and everywhere if most chapters have. Where a rule takes part of a
/// six-digit code the rest of that code is not missed: items finer than that are not in the lists of codes.
pub(super) fn gaps(program: &Program) -> Vec<Gap> {
    let Some(table) = program.edition.table() else {
        return Vec::new();
    };
    let covered = covered(program);
    if covered.is_empty() {
        return Vec::new();
    }
    let has_rule = |code: HsCode| covered.intersects(code.range());
    let whole_tariff = most(table.chapters().map(has_rule));
    let mut chapters: BTreeMap<HsCode, bool> = BTreeMap::new();
    let mut found: Vec<Gap> = Vec::new();
    let mut open: Option<(HsCode, HsCode, Option<Edition>)> = None;
    for heading in table.headings() {
        let chapter = *chapters.entry(heading.chapter()).or_insert_with(|| {
            let headings = table.headings().filter(|one| one.chapter() == heading.chapter());
            whole_tariff || most(headings.map(has_rule))
        });
        let codes: Vec<HsCode> = table.codes_in(heading.range()).collect();
        for (place, code) in codes.iter().enumerate() {
            let between = codes.iter().take(place).any(|before| has_rule(*before))
                && codes.iter().skip(place).any(|after| has_rule(*after));
            if has_rule(*code) || !(chapter || between) {
                found.extend(open.take().map(|run| gap(table, run)));
                continue;
            }
            let brought_by = brought_by(program.edition.adopted(), *code);
            open = match open {
                Some((first, _, by)) if by == brought_by => Some((first, *code, by)),
                other => {
                    found.extend(other.map(|run| gap(table, run)));
                    Some((*code, *code, brought_by))
                }
            };
        }
    }
    found.extend(open.map(|run| gap(table, run)));
    found
}

/// The codes for which some product rule is written, on whatever days and conditions.
pub(super) fn covered(program: &Program) -> CodeSet {
    let rules = program.rules.iter().map(|(_, rule)| rule);
    let product = rules.filter(|rule| rule.kind == RuleKind::ProductRule);
    product.fold(CodeSet::empty(), |all, rule| all.union(&rule.scope))
}

fn most(parts: impl Iterator<Item = bool>) -> bool {
    let (mut with, mut all) = (0_usize, 0_usize);
    for part in parts {
        all = all.saturating_add(1);
        with = with.saturating_add(usize::from(part));
    }
    with.saturating_mul(MOST.1) >= all.saturating_mul(MOST.0)
}

/// The edition of the text, if a list of an older one is at hand and does not have the code.
fn brought_by(edition: Edition, code: HsCode) -> Option<Edition> {
    let older = Edition::ALL.iter().any(|one| one.is_checked() && *one < edition);
    (older && editions_with(code).first() == Some(&edition)).then_some(edition)
}

/// From the first to the last code, as whole headings or chapters where that says the same.
fn gap(table: &Table, (first, last, brought_by): (HsCode, HsCode, Option<Edition>)) -> Gap {
    let whole = |up: fn(HsCode) -> HsCode| {
        let range = CodeRange::between(up(first), up(last))?;
        let mut codes = table.codes_in(range);
        let begins = codes.next() == Some(first);
        let ends = codes.last().unwrap_or(first) == last;
        (begins && ends).then_some(range)
    };
    let codes = whole(HsCode::chapter)
        .or_else(|| whole(HsCode::heading))
        .or_else(|| CodeRange::between(first, last))
        .unwrap_or(first.range());
    Gap { codes, brought_by }
}
