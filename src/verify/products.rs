//! Product cases: codes of the good that no condition of a question tells apart are asked about once.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::nomenclature::{CodeRange, CodeSet, Edition, HsCode, Level};

use super::codes::{Stretch, any_item, fame, stretches};
use super::fold::Fold;
use super::question::Question;
use super::reach::{Reach, with_rivals};
use super::shared::Shared;

/// Codes that a question can't tell apart, and the one of them that stands for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) code: HsCode,
    pub(super) codes: CodeSet,
}

/// The product cases of a question, in the order of their codes.
pub(super) fn products(shared: &Shared<'_>, question: &Question<'_>) -> Vec<Product> {
    let Some(edition) = shared.programs.first().map(|program| program.edition) else {
        return Vec::new();
    };
    let reach = Reach::of_any(shared, question);
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
        if fold.query(&question.query) == Some(false) {
            out.extend(best(group));
            continue;
        }
        let query = with_rivals(shared, &question.query, &mut fold);
        let open = Reach::of(shared, &query, &question.assuming, &mut fold);
        let levels = open.levels();
        if levels.is_empty() {
            out.extend(best(group));
            continue;
        }
        let tariff = tariff.get_or_insert_with(|| Tariff::new(edition, &material_codes));
        let view = tariff.view(&open.material_codes());
        let mut by_rings: BTreeMap<Rings, (HsCode, Vec<CodeRange>)> = BTreeMap::new();
        let mut seen: BTreeMap<CodeRange, Rings> = BTreeMap::new();
        for (code, range) in group.iter().flat_map(|stretch| codes_of(edition, stretch)) {
            let code = if levels.contains(&Level::Item) && edition.table().is_some() {
                any_item(range)
            } else {
                code
            };
            // Codes of one heading have the same rings if no finer level is looked at.
            let finest = levels
                .last()
                .and_then(|level| code.within(*level))
                .unwrap_or_else(|| code.range());
            let rings = seen.entry(finest).or_insert_with(|| view.rings(code, &levels)).clone();
            by_rings
                .entry(rings)
                .and_modify(|(own, ranges)| {
                    *own = better(*own, code);
                    ranges.push(range);
                })
                .or_insert_with(|| (code, vec![range]));
        }
        out.extend(by_rings.into_values().map(|(code, ranges)| Product {
            code,
            codes: ranges.into_iter().collect(),
        }));
    }
    out.sort_by_key(|product| product.code);
    out
}

fn better(a: HsCode, b: HsCode) -> HsCode {
    if fame(b) < fame(a) { b } else { a }
}

fn best(group: &[Stretch]) -> Option<Product> {
    let code = group.iter().map(|stretch| stretch.code).reduce(better)?;
    let codes = group.iter().map(|stretch| stretch.range).collect();
    Some(Product { code, codes })
}

/// Every admissible code of a stretch, each with the part of the stretch that it stands for.
fn codes_of(edition: Edition, stretch: &Stretch) -> Vec<(HsCode, CodeRange)> {
    let Some(table) = edition.table() else {
        return vec![(stretch.code, stretch.range)];
    };
    let mut out: Vec<(HsCode, CodeRange)> = table.codes_in(stretch.range).map(|code| (code, code.range())).collect();
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
            .map(|part| (any_item(part), part)),
    );
    out
}

/// Which combinations of lists occur outside the good's chapter, inside the chapter but outside the heading, and so
/// on, each combination by its number.
type Rings = Vec<BTreeSet<usize>>;

/// The admissible codes of materials with the lists that each is in.
struct Tariff {
    lists: Vec<CodeSet>,
    codes: Vec<(CodeRange, Rc<[bool]>)>,
}

impl Tariff {
    fn new(edition: Edition, lists: &BTreeSet<CodeSet>) -> Self {
        let lists: Vec<CodeSet> = lists.iter().cloned().collect();
        let mut codes = Vec::new();
        for stretch in stretches(edition, &lists, [], &CodeSet::all()) {
            let sign: Rc<[bool]> = lists.iter().map(|set| set.contains_all(stretch.range)).collect();
            for (code, _) in codes_of(edition, &stretch) {
                codes.push((code.range(), Rc::clone(&sign)));
            }
        }
        codes.sort();
        Self { lists, codes }
    }

    /// The tariff as it is seen where only some of the lists matter.
    fn view(&self, open: &BTreeSet<CodeSet>) -> View {
        let places: Vec<usize> = open
            .iter()
            .filter_map(|set| self.lists.iter().position(|own| own == set))
            .collect();
        let mut numbers: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let mut last: Option<(&Rc<[bool]>, usize)> = None;
        let mut codes = Vec::with_capacity(self.codes.len());
        let mut counts: Vec<usize> = Vec::new();
        for (range, sign) in &self.codes {
            let number = match last {
                Some((known, number)) if Rc::ptr_eq(known, sign) => number,
                _ => {
                    let seen: Vec<bool> = places.iter().filter_map(|place| sign.get(*place).copied()).collect();
                    let next = numbers.len();
                    *numbers.entry(seen).or_insert(next)
                }
            };
            last = Some((sign, number));
            if counts.len() <= number {
                counts.resize(number.saturating_add(1), 0);
            }
            if let Some(count) = counts.get_mut(number) {
                *count = count.saturating_add(1);
            }
            codes.push((*range, number));
        }
        View { codes, counts }
    }
}

/// The admissible codes of materials, each with the number of its combination of lists, and how many codes have it.
struct View {
    codes: Vec<(CodeRange, usize)>,
    counts: Vec<usize>,
}

impl View {
    /// How many codes of each combination lie in a range, and how many wholly so.
    fn within(&self, outer: CodeRange) -> (Vec<usize>, Vec<usize>) {
        let mut partly = vec![0_usize; self.counts.len()];
        let mut wholly = partly.clone();
        let from = self.codes.partition_point(|(range, _)| range.hi < outer.lo);
        let inside = self
            .codes
            .iter()
            .skip(from)
            .take_while(|(range, _)| range.lo <= outer.hi);
        for (range, number) in inside {
            if let (Some(partly), Some(wholly)) = (partly.get_mut(*number), wholly.get_mut(*number)) {
                *partly = partly.saturating_add(1);
                *wholly = wholly.saturating_add(usize::from(outer.covers(*range)));
            }
        }
        (partly, wholly)
    }

    fn rings(&self, code: HsCode, levels: &BTreeSet<Level>) -> Rings {
        let mut out = Vec::new();
        let mut outer = self.counts.clone();
        let nothing = vec![0_usize; self.counts.len()];
        let inner = levels.iter().filter_map(|level| code.within(*level));
        let inner = inner.map(|range| self.within(range));
        for (partly, wholly) in inner.chain([(nothing.clone(), nothing)]) {
            let pairs = outer.iter().zip(&wholly).enumerate();
            out.push(
                pairs
                    .filter(|(_, (all, own))| all > own)
                    .map(|(number, _)| number)
                    .collect(),
            );
            outer = partly;
        }
        out
    }
}
