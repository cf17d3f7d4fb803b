//! Which product rules may apply to a code, found without looking at all of them.

use crate::nomenclature::{CodeRange, CodeSet};

use super::RuleId;

/// The product rules by code: each by its place among the product rules of the text.
///
/// The ends of all scopes cut the tariff into stretches; each stretch knows the rules that are written for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleIndex {
    /// The rules, in their order.
    rules: Vec<RuleId>,
    /// The first code of each stretch, in order.
    starts: Vec<u64>,
    /// The places of the rules that are written for it, in order.
    holding: Vec<Vec<u32>>,
}

impl RuleIndex {
    /// Of these rules with their scopes.
    pub fn of<'s>(scopes: impl IntoIterator<Item = (RuleId, &'s CodeSet)>) -> Self {
        let mut ends: Vec<(u64, bool, u32)> = Vec::new();
        let mut index = Self::default();
        for (place, (rule, set)) in scopes.into_iter().enumerate() {
            index.rules.push(rule);
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            for range in set.ranges() {
                ends.push((range.lo, true, place));
                ends.push((range.hi.saturating_add(1), false, place));
            }
        }
        ends.sort_unstable();
        let mut open: Vec<u32> = Vec::new();
        let mut ends = ends.into_iter().peekable();
        while let Some((at, begins, place)) = ends.next() {
            match open.binary_search(&place) {
                Err(gap) if begins => open.insert(gap, place),
                Ok(own) if !begins => {
                    open.remove(own);
                }
                _ => {}
            }
            if ends.peek().is_none_or(|(next, ..)| *next != at) {
                index.starts.push(at);
                index.holding.push(open.clone());
            }
        }
        index
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules that are written for some code of the range, in their order; all of them for a good of no known code.
    pub fn rules(&self, range: Option<CodeRange>) -> Vec<RuleId> {
        match range {
            Some(range) => {
                let places = self.places(range).into_iter();
                places.filter_map(|place| self.rules.get(place).copied()).collect()
            }
            None => self.rules.clone(),
        }
    }

    /// Of what is said of each rule in their order, what is said of those for some code of the range; all of it for a good of
    /// no known code, and where it is not one thing for each rule.
    pub fn among<'f, T>(&self, each: &'f [T], range: Option<CodeRange>) -> Vec<&'f T> {
        match range {
            Some(range) if self.len() == each.len() => {
                let places = self.places(range).into_iter();
                places.filter_map(|place| each.get(place)).collect()
            }
            _ => each.iter().collect(),
        }
    }

    /// The stretches into which the ends of all scopes cut the tariff, in order.
    pub fn stretches(&self) -> impl Iterator<Item = CodeRange> + '_ {
        let starts = std::iter::once(0).chain(self.starts.iter().copied());
        let ends = self.starts.iter().map(|start| start.saturating_sub(1));
        let ends = ends.chain(std::iter::once(u64::MAX));
        starts.zip(ends).map(|(lo, hi)| CodeRange { lo, hi })
    }

    /// The first code of each stretch but the first, in order.
    pub fn starts(&self) -> &[u64] {
        &self.starts
    }

    /// The places of the rules that are written for some code of the range, in their order.
    pub fn places(&self, range: CodeRange) -> Vec<usize> {
        let after = self.starts.partition_point(|start| *start <= range.lo);
        let first = after.saturating_sub(1);
        let last = self.starts.partition_point(|start| *start <= range.hi);
        let stretches = self.holding.get(first..last).unwrap_or_default();
        let mut places: Vec<usize> = stretches.iter().flatten().map(|place| *place as usize).collect();
        if stretches.len() > 1 {
            places.sort_unstable();
            places.dedup();
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Arena, Clause, ClauseKind, Formula, Rule, RuleKind};
    use crate::nomenclature::HsCode;
    use crate::source::Span;

    fn set(codes: &[&str]) -> CodeSet {
        codes.iter().map(|code| HsCode::parse(code).unwrap().range()).collect()
    }

    fn index_of(sets: &[CodeSet]) -> RuleIndex {
        let mut arena = Arena::default();
        RuleIndex::of(sets.iter().map(|set| (arena.push(rule(set)), set)))
    }

    fn rule(scope: &CodeSet) -> Rule {
        let mut clauses = Arena::default();
        let clause = clauses.push(Clause {
            path: String::new(),
            title: None,
            citation: None,
            kind: ClauseKind::Applies,
            span: Span::default(),
            formula: Formula::Known(true),
        });
        Rule {
            name: String::new(),
            kind: RuleKind::ProductRule,
            scope: scope.clone(),
            applies: clause,
            fires: clause,
            body: clause,
            displaced_by: Vec::new(),
            span: Span::default(),
        }
    }

    fn at(index: &RuleIndex, code: &str) -> Vec<usize> {
        index.places(HsCode::parse(code).unwrap().range())
    }

    #[test]
    fn a_code_is_held_by_what_is_written_for_it_or_for_more() {
        let index = index_of(&[set(&["87"]), set(&["8703"]), set(&["870321", "8704"]), set(&["01"])]);
        assert_eq!(at(&index, "870321"), [0, 1, 2]);
        assert_eq!(at(&index, "870322"), [0, 1]);
        assert_eq!(at(&index, "8704"), [0, 2]);
        assert_eq!(at(&index, "8705"), [0]);
        assert_eq!(at(&index, "8703"), [0, 1, 2]);
        assert_eq!(at(&index, "01"), [3]);
        assert_eq!(at(&index, "02"), [] as [usize; 0]);
        assert!(at(&index_of(&[]), "87").is_empty());
    }

    #[test]
    fn it_finds_what_looking_at_each_set_finds() {
        let codes = ["01", "0101", "010121", "8703", "870321", "870390", "87", "97", "9706"];
        let sets: Vec<CodeSet> = (0..codes.len())
            .map(|n| set(&codes[n..codes.len().min(n + 3)]))
            .collect();
        let index = index_of(&sets);
        for code in codes {
            let range = HsCode::parse(code).unwrap().range();
            let each: Vec<usize> = (0..sets.len()).filter(|n| sets[*n].intersects(range)).collect();
            assert_eq!(index.places(range), each, "{code}");
        }
    }
}
