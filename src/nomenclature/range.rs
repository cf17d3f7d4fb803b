//! Stretches of the tariff, from one ten-digit code to another.

use std::fmt;

use super::code::HsCode;

/// From one ten-digit code to another, both included, as numbers; `0101.21` begins at 101 210 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeRange {
    /// The first ten-digit code.
    pub lo: u64,
    /// The last ten-digit code; never below `lo`.
    pub hi: u64,
}

impl CodeRange {
    /// The whole tariff, chapters 01 to 99.
    pub const ALL: Self = Self {
        lo: 100_000_000,
        hi: 9_999_999_999,
    };

    /// From one ten-digit number to another; `None` if the second is smaller.
    pub fn new(lo: u64, hi: u64) -> Option<Self> {
        (lo <= hi).then_some(Self { lo, hi })
    }

    /// As a treaty writes "from … to …": all of the first code through all of the second; `None` if the second ends
    /// before the first begins.
    pub fn between(from: HsCode, to: HsCode) -> Option<Self> {
        Self::new(from.range().lo, to.range().hi)
    }

    /// Whether the ten-digit code lies in it.
    pub fn contains(self, code: u64) -> bool {
        self.lo <= code && code <= self.hi
    }

    /// Whether the other range lies wholly in it.
    pub fn covers(self, other: Self) -> bool {
        self.lo <= other.lo && other.hi <= self.hi
    }

    /// The codes in both.
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.lo.max(other.lo), self.hi.min(other.hi))
    }

    /// The first and the last code of the range, both of the same and the fewest digits that write it exactly.
    pub fn ends(self) -> (HsCode, HsCode) {
        let fewest = [2_u8, 4, 6, 8].into_iter().find_map(|len| {
            let scale = 10_u64.pow(u32::from(10_u8.saturating_sub(len)));
            let whole = self.lo.is_multiple_of(scale) && self.hi.saturating_add(1).is_multiple_of(scale);
            if !whole {
                return None;
            }
            let from = HsCode::from_digits(self.lo / scale, len).ok()?;
            let to = HsCode::from_digits(self.hi / scale, len).ok()?;
            Some((from, to))
        });
        fewest.unwrap_or_else(|| (HsCode::item(self.lo), HsCode::item(self.hi)))
    }
}

impl From<HsCode> for CodeRange {
    fn from(code: HsCode) -> Self {
        code.range()
    }
}

/// As a treaty writes it: `87.03` or `8703.21 to 8703.90`.
impl fmt::Display for CodeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = self.ends();
        if from == to {
            write!(f, "{from}")
        } else {
            write!(f, "{from} to {to}")
        }
    }
}
