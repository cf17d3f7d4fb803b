//! The materials of a good as columns in the order of their codes, for goods about which nothing is open.

use crate::amount::Ratio;
use crate::ir::BasisId;
use crate::nomenclature::{CodeRange, HsCode, Level};

use super::line::{Column, LineId};
use super::loaded::Loaded;

/// How many materials one word of bits holds.
pub(super) const WORD: usize = 64;

/// Materials used directly, each of a known code and a known origin, with nothing stated inside any of them and with
/// no choice to make about one.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// Which they are.
    pub lines: Vec<LineId>,
    /// The first ten-digit code of each, in order.
    pub codes: Vec<u64>,
    /// How many digits the code has that has the fewest.
    pub digits: usize,
    /// Whether they originate, [`WORD`] to a word.
    pub originating: Vec<u64>,
    /// By basis: their values, if each states one.
    pub amounts: Vec<Option<Amounts>>,
    /// The codes that share the chapter, heading, subheading or item of the good.
    pub related: [Option<CodeRange>; 4],
}

/// Whole numbers of equal parts of one.
#[derive(Debug, Clone)]
pub(super) struct Amounts {
    /// How many parts make one.
    pub parts: i64,
    /// How many parts each has; never negative.
    // INVARIANT: all of them together fit, and so does the sum of any of them.
    pub each: Vec<i64>,
}

impl Columns {
    /// Of a good that is loaded; `None` if something is open or to be chosen.
    pub(super) fn of(loaded: &Loaded) -> Option<Self> {
        if loaded.levels > 1 || !loaded.grouped.settled {
            return None;
        }
        let code = loaded.line(LineId::GOOD).code?;
        let mut coded = Vec::with_capacity(loaded.lines.len());
        for line in loaded.inside(LineId::GOOD) {
            let facts = loaded.line(line);
            coded.push((facts.code?, line, facts.origin?));
        }
        coded.sort_unstable_by_key(|(code, line, _)| (code.padded(), *line));
        let bits = |word: &[(HsCode, LineId, bool)]| {
            let own = word.iter().enumerate();
            own.fold(0, |bits, (place, (_, _, so))| bits | u64::from(*so) << place)
        };
        let lines: Vec<LineId> = coded.iter().map(|(_, line, _)| *line).collect();
        Some(Self {
            codes: coded.iter().map(|(code, ..)| code.padded()).collect(),
            digits: coded.iter().map(|(code, ..)| code.len()).min().unwrap_or(10),
            originating: coded.chunks(WORD).map(bits).collect(),
            amounts: loaded.bases.iter().map(|basis| Amounts::of(basis, &lines)).collect(),
            related: [Level::Chapter, Level::Heading, Level::Subheading, Level::Item].map(|level| code.within(level)),
            lines,
        })
    }

    /// The values by that basis, if each material states one.
    pub(super) fn amounts(&self, basis: BasisId) -> Option<&Amounts> {
        self.amounts.get(basis.index())?.as_ref()
    }
}

impl Amounts {
    fn of(column: &Column<Ratio>, lines: &[LineId]) -> Option<Self> {
        let stated = || lines.iter().map(|line| column.get(*line)?.to_parts());
        let mut parts = 1_i64;
        for value in stated() {
            let (_, of) = value?;
            if parts % of != 0 {
                parts = num_integer::lcm(i128::from(parts), i128::from(of)).try_into().ok()?;
            }
        }
        let each: Vec<i64> = stated()
            .map(|value| value.and_then(|(count, of)| count.checked_mul(parts / of)))
            .collect::<Option<_>>()?;
        let mut values = each.iter();
        values.try_fold(0_i64, |sum, count| sum.checked_add(*count).filter(|_| *count >= 0))?;
        Some(Self { parts, each })
    }
}
