//! Product cases: codes of the good that no condition of a question tells apart are asked about once.

use std::collections::{BTreeMap, BTreeSet};

use crate::nomenclature::{CodeRange, CodeSet, Edition, HsCode, Level};

use super::codes::{Stretch, any_item, fame, stretches};
use super::fold::Fold;
use super::question::Question;
use super::reach::Reach;
use super::shared::Shared;

/// Codes that a question can't tell apart, by one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) code: HsCode,
}

/// The product cases of a question, in the order of their codes.
pub(super) fn products(shared: &Shared<'_>, question: &Question<'_>) -> Vec<Product> {
    let Some(edition) = shared.programs.first().map(|program| program.edition) else {
        return Vec::new();
    };
    let reach = Reach::of(shared, &question.query, &question.assuming, None);
    let material_codes = reach.material_codes();
    let mut cuts: Vec<&CodeSet> = reach.good_codes.iter().collect();
    cuts.push(&question.scope);
    if edition.table().is_none() {
        cuts.extend(&material_codes);
    }
    let all = stretches(edition, cuts, [], &question.scope);
    let mut groups: BTreeMap<Vec<bool>, Vec<Stretch>> = BTreeMap::new();
    for stretch in all {
        let sign = reach
            .good_codes
            .iter()
            .map(|set| set.contains_all(stretch.range))
            .collect();
        groups.entry(sign).or_default().push(stretch);
    }
    let mut tariff = None;
    let mut out = Vec::new();
    for group in groups.values() {
        let Some(first) = group.first() else { continue };
        let mut fold = Fold::new(shared, first.code.range());
        if fold.query(&question.query).is_some() {
            out.extend(best(group.iter().map(|stretch| stretch.code)));
            continue;
        }
        let open = Reach::of(shared, &question.query, &question.assuming, Some(&mut fold));
        let levels = open.levels();
        if levels.is_empty() {
            out.extend(best(group.iter().map(|stretch| stretch.code)));
            continue;
        }
        let tariff = tariff.get_or_insert_with(|| Tariff::new(edition, &material_codes));
        let lists: Vec<usize> = open
            .material_codes()
            .iter()
            .filter_map(|set| tariff.place(set))
            .collect();
        let mut by_rings: BTreeMap<Vec<BTreeSet<Vec<bool>>>, HsCode> = BTreeMap::new();
        let mut seen: BTreeMap<CodeRange, Vec<BTreeSet<Vec<bool>>>> = BTreeMap::new();
        for code in group
            .iter()
            .flat_map(|stretch| codes_of(edition, stretch, levels.contains(&Level::Item)))
        {
            // Codes of one heading have the same rings if no finer level is looked at.
            let finest = levels
                .last()
                .and_then(|level| code.within(*level))
                .unwrap_or_else(|| code.range());
            let rings = seen
                .entry(finest)
                .or_insert_with(|| tariff.rings(code, &levels, &lists))
                .clone();
            by_rings
                .entry(rings)
                .and_modify(|own| *own = better(*own, code))
                .or_insert(code);
        }
        out.extend(by_rings.into_values().map(|code| Product { code }));
    }
    out.sort_by_key(|product| product.code);
    out
}

fn better(a: HsCode, b: HsCode) -> HsCode {
    if fame(b) < fame(a) { b } else { a }
}

fn best(codes: impl Iterator<Item = HsCode>) -> Option<Product> {
    codes.reduce(better).map(|code| Product { code })
}

/// Every admissible code of a stretch.
fn codes_of(edition: Edition, stretch: &Stretch, items: bool) -> Vec<HsCode> {
    let Some(table) = edition.table() else {
        return vec![stretch.code];
    };
    let fine = |code: HsCode| if items { any_item(code.range()) } else { code };
    let mut out: Vec<HsCode> = table.codes_in(stretch.range).map(fine).collect();
    // A subheading that the stretch holds only in part is there with a national item.
    let mut ends: Vec<HsCode> = [stretch.range.lo, stretch.range.hi]
        .into_iter()
        .filter_map(|end| HsCode::from_digits(end, 10).ok().map(HsCode::subheading))
        .filter(|code| table.contains(*code) && !stretch.range.covers(code.range()))
        .collect();
    ends.dedup();
    out.extend(
        ends.into_iter()
            .filter_map(|code| code.range().intersection(stretch.range))
            .map(any_item),
    );
    out
}

/// The admissible codes of materials with the lists that each is in.
struct Tariff {
    lists: Vec<CodeSet>,
    codes: Vec<(CodeRange, Vec<bool>)>,
}

impl Tariff {
    fn new(edition: Edition, lists: &BTreeSet<CodeSet>) -> Self {
        let lists: Vec<CodeSet> = lists.iter().cloned().collect();
        let mut codes = Vec::new();
        for stretch in stretches(edition, &lists, [], &CodeSet::all()) {
            let sign: Vec<bool> = lists.iter().map(|set| set.contains_all(stretch.range)).collect();
            for code in codes_of(edition, &stretch, false) {
                codes.push((code.range(), sign.clone()));
            }
        }
        codes.sort();
        Self { lists, codes }
    }

    fn place(&self, set: &CodeSet) -> Option<usize> {
        self.lists.iter().position(|own| own == set)
    }

    /// Which combinations of lists occur outside the good's chapter, inside the chapter but outside the heading, and
    /// so on, through the levels that matter.
    fn rings(&self, code: HsCode, levels: &BTreeSet<Level>, lists: &[usize]) -> Vec<BTreeSet<Vec<bool>>> {
        let mut out = Vec::new();
        let mut outer = CodeRange::ALL;
        let inner = levels
            .iter()
            .filter_map(|level| code.within(*level))
            .map(Some)
            .chain([None]);
        for inner in inner {
            let mut ring = BTreeSet::new();
            let from = self.codes.partition_point(|(range, _)| range.hi < outer.lo);
            for (range, sign) in self
                .codes
                .iter()
                .skip(from)
                .take_while(|(range, _)| range.lo <= outer.hi)
            {
                if !inner.is_some_and(|inner| inner.covers(*range)) {
                    ring.insert(lists.iter().filter_map(|place| sign.get(*place).copied()).collect());
                }
            }
            out.push(ring);
            outer = inner.unwrap_or(outer);
        }
        out
    }
}
