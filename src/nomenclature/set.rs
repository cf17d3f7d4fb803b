//! Sets of tariff codes.

use std::fmt;

use super::code::HsCode;
use super::range::CodeRange;

/// How a range lies to a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Containment {
    /// Every code of the range is in the set.
    Inside,
    /// No code of the range is in the set.
    Outside,
    /// Some are, some are not: only a finer code could tell.
    Partial,
}

/// A set of ten-digit codes, held as ranges that are in order, disjoint and not adjacent: equal sets are equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeSet {
    ranges: Vec<CodeRange>,
}

impl CodeSet {
    /// The set without codes.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The whole tariff, chapters 01 to 99.
    pub fn all() -> Self {
        Self {
            ranges: vec![CodeRange::ALL],
        }
    }

    /// The ranges, in order, disjoint and not adjacent.
    pub fn ranges(&self) -> &[CodeRange] {
        &self.ranges
    }

    /// Whether it has no code.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The codes in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.ranges.iter().chain(&other.ranges).copied().collect()
    }

    /// The codes in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let (mut left, mut right) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            ranges.extend(a.intersection(**b));
            if a.hi <= b.hi {
                left.next();
            } else {
                right.next();
            }
        }
        Self { ranges }
    }

    /// The codes of the whole tariff that it lacks.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut ranges = Vec::new();
        let mut next = CodeRange::ALL.lo;
        for range in &self.ranges {
            ranges.extend(range.lo.checked_sub(1).and_then(|before| CodeRange::new(next, before)));
            next = next.max(range.hi.saturating_add(1));
        }
        ranges.extend(CodeRange::new(next, CodeRange::ALL.hi));
        Self { ranges }
    }

    /// Its codes without those of the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    /// How the range lies to the set.
    pub fn containment(&self, range: CodeRange) -> Containment {
        let after = self.ranges.partition_point(|own| own.hi < range.lo);
        match self.ranges.get(after) {
            Some(own) if own.covers(range) => Containment::Inside,
            Some(own) if own.lo <= range.hi => Containment::Partial,
            _ => Containment::Outside,
        }
    }

    /// Whether every code of the range is in the set.
    pub fn contains_all(&self, range: CodeRange) -> bool {
        self.containment(range) == Containment::Inside
    }

    /// Whether a code of the range is in the set.
    pub fn intersects(&self, range: CodeRange) -> bool {
        self.containment(range) != Containment::Outside
    }

    /// Whether everything below the code is in the set.
    pub fn contains(&self, code: HsCode) -> bool {
        self.contains_all(code.range())
    }

    /// Whether all its codes are in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.ranges.iter().all(|range| other.contains_all(*range))
    }

    /// Whether no code is in both.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.intersect(other).is_empty()
    }

    /// The fewest digits of which every code lies in the set or outside, never across one of its ends.
    pub fn digits(&self) -> usize {
        let ends = |range: &CodeRange| [range.lo, range.hi.saturating_add(1)];
        let fewest = |end: u64| {
            let scales = [(2, 100_000_000), (4, 1_000_000), (6, 10_000), (8, 100)];
            let fits = scales.into_iter().find(|(_, scale)| end.is_multiple_of(*scale));
            fits.map_or(10, |(digits, _)| digits)
        };
        self.ranges.iter().flat_map(ends).map(fewest).max().unwrap_or(2)
    }

    /// The smallest code in it, written with as few digits as its range allows.
    pub fn first(&self) -> Option<HsCode> {
        self.ranges.first().map(|range| range.ends().0)
    }
}

/// Ranges may come in any order and overlap; what lies outside chapters 01 to 99 is dropped.
impl FromIterator<CodeRange> for CodeSet {
    fn from_iter<I: IntoIterator<Item = CodeRange>>(ranges: I) -> Self {
        let mut sorted: Vec<CodeRange> = ranges
            .into_iter()
            .filter_map(|range| range.intersection(CodeRange::ALL))
            .collect();
        sorted.sort_unstable();
        let mut merged: Vec<CodeRange> = Vec::with_capacity(sorted.len());
        for range in sorted {
            match merged.last_mut() {
                Some(last) if range.lo <= last.hi.saturating_add(1) => last.hi = last.hi.max(range.hi),
                _ => merged.push(range),
            }
        }
        Self { ranges: merged }
    }
}

impl FromIterator<HsCode> for CodeSet {
    fn from_iter<I: IntoIterator<Item = HsCode>>(codes: I) -> Self {
        codes.into_iter().map(HsCode::range).collect()
    }
}

impl FromIterator<CodeSet> for CodeSet {
    fn from_iter<I: IntoIterator<Item = CodeSet>>(sets: I) -> Self {
        sets.into_iter().flat_map(|set| set.ranges).collect()
    }
}

impl From<CodeRange> for CodeSet {
    fn from(range: CodeRange) -> Self {
        std::iter::once(range).collect()
    }
}

impl From<HsCode> for CodeSet {
    fn from(code: HsCode) -> Self {
        code.range().into()
    }
}

/// As a treaty lists it: `8703.21 to 8703.90, 87.04`; `no code` for the empty set.
impl fmt::Display for CodeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no code");
        }
        for (index, range) in self.ranges.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{range}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(list: &str) -> CodeSet {
        let code = |text: &str| HsCode::parse(text.trim()).unwrap();
        list.split(',')
            .filter(|part| !part.trim().is_empty())
            .map(|part| match part.split_once("to") {
                Some((from, to)) => CodeRange::between(code(from), code(to)).unwrap(),
                None => code(part).range(),
            })
            .collect()
    }

    #[track_caller]
    fn check(actual: &CodeSet, expected: &str) {
        assert_eq!(actual.to_string(), expected);
    }

    #[test]
    fn sets_print_as_treaties_list_them() {
        check(&set(""), "no code");
        check(&set("8704, 8703.21 to 8703.90"), "8703.21 to 8703.90, 87.04");
        check(&set("8703, 8704, 87.05"), "87.03 to 87.05");
        check(&set("87, 8703"), "87");
        check(&set("8703.21.10, 8703.21.1200"), "8703.21.10, 8703.21.1200");
        check(&CodeSet::all(), "01 to 99");
    }

    #[test]
    fn the_algebra_holds() {
        let (a, b) = (set("01 to 40, 8703, 8708.29"), set("39 to 50, 87, 9401.20"));
        check(&a.intersect(&b), "39 to 40, 87.03, 8708.29");
        check(&a.subtract(&b), "01 to 38");
        check(
            &b.subtract(&a),
            "41 to 50, 87.00 to 87.02, 8704.00 to 8708.28, 8708.30 to 8799.99, 9401.20",
        );
        check(&set("87").complement(), "01 to 86, 88 to 99");
        check(&CodeSet::all().complement(), "no code");
        assert_eq!(a.complement().complement(), a);
        assert_eq!(a.union(&b).complement(), a.complement().intersect(&b.complement()));
        assert_eq!(a.subtract(&b).union(&a.intersect(&b)), a);
        assert!(a.intersect(&b).is_subset(&a) && !a.is_subset(&b) && set("").is_subset(&a));
        assert!(a.subtract(&b).is_disjoint(&b));
    }

    #[test]
    fn a_coarse_code_may_lie_partly_inside() {
        let a = set("8703.21 to 8703.90, 87.04");
        let check = |text: &str, expected| assert_eq!(a.containment(HsCode::parse(text).unwrap().range()), expected);
        check("8703.21", Containment::Inside);
        check("8704.10.11", Containment::Inside);
        check("8703", Containment::Partial);
        check("87", Containment::Partial);
        check("8703.10", Containment::Outside);
        check("01", Containment::Outside);
        check("99", Containment::Outside);
    }
}
