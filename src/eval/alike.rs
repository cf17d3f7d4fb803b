//! Materials alike: lines that no test tells apart are tested once, and their values added up once.

use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::ir::BasisId;
use crate::nomenclature::HsCode;

use super::line::LineId;
use super::loaded::{Cell, Loaded};

/// Materials used directly that are made of nothing stated and of which everything that a test sees is the same.
#[derive(Debug, Clone)]
pub(super) struct Alike {
    /// One of them, which stands for all.
    pub first: LineId,
    /// All of them.
    pub lines: Vec<LineId>,
    /// By basis: their values added up, if each states one.
    sums: Vec<Option<Ratio>>,
}

impl Alike {
    /// How many there are.
    pub(super) fn count(&self) -> i64 {
        i64::try_from(self.lines.len()).unwrap_or(i64::MAX)
    }

    /// Their values added up; `None` if one does not state its own.
    pub(super) fn sum(&self, basis: BasisId) -> Option<&Ratio> {
        self.sums.get(basis.index()).and_then(Option::as_ref)
    }
}

/// The materials used directly, put together as far as they are alike.
#[derive(Debug, Clone, Default)]
pub(super) struct Grouped {
    /// Those that are alike.
    pub groups: Vec<Alike>,
    /// Those that are made of something stated, or that are there only under one method of managing inventories.
    pub others: Vec<LineId>,
    /// Whether the producer has no choice about any of them, so that they count as they are.
    pub settled: bool,
}

/// What a test can see of a line without materials of its own.
type Seen = (Option<HsCode>, Option<usize>, [u8; 5], Vec<Option<Cell>>);

/// Puts the materials used directly together, after everything that follows was filled in.
pub(super) fn grouped(loaded: &Loaded) -> Grouped {
    let mut out = Grouped {
        settled: true,
        ..Grouped::default()
    };
    let attributes: Vec<_> = loaded.attributes.iter().filter(|column| !column.is_empty()).collect();
    let mut places: BTreeMap<Seen, usize> = BTreeMap::new();
    for line in loaded.inside(LineId::GOOD) {
        let facts = loaded.line(line);
        let chosen = facts.self_produced == Some(true) || facts.supplier_statement == Some(true);
        out.settled &= !chosen && facts.method.is_none();
        if loaded.is_made_of(line) || facts.method.is_some() {
            out.others.push(line);
            continue;
        }
        // What is not known of a line is asked of that line.
        let known = facts.origin.is_some() && facts.imported.is_some() && facts.code.is_some();
        let next = out.groups.len();
        let place = if known {
            let three = |fact: Option<bool>| fact.map_or(2, u8::from);
            let flags = [
                three(facts.imported),
                three(facts.origin),
                three(facts.wholly_obtained),
                three(facts.self_produced),
                three(facts.supplier_statement),
            ];
            let cells = attributes.iter().map(|column| column.get(line).cloned()).collect();
            let seen: Seen = (facts.code, facts.country, flags, cells);
            *places.entry(seen).or_insert(next)
        } else {
            next
        };
        match out.groups.get_mut(place) {
            Some(group) => group.lines.push(line),
            None => out.groups.push(Alike {
                first: line,
                lines: vec![line],
                sums: Vec::new(),
            }),
        }
    }
    for group in &mut out.groups {
        let columns = loaded.bases.iter();
        group.sums = columns
            .map(|column| group.lines.iter().map(|line| column.get(*line)).sum())
            .collect();
    }
    out
}
