//! The materials of a good as columns in the order of their codes, for goods about which nothing is open.

use crate::amount::Ratio;
use crate::ir::BasisId;
use crate::nomenclature::{CodeRange, HsCode, Level};

use super::line::{Column, LineId};
use super::loaded::Loaded;

/// Materials used directly, each of a known code and a known origin, with nothing stated inside any of them and with
/// no choice to make about one.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// The ten-digit codes that the good may have.
    pub code: CodeRange,
    /// By basis: the value of the good itself, as numerator and denominator.
    own: Vec<Option<(i64, i64)>>,
    /// How many digits the code has that has the fewest.
    pub digits: usize,
    /// The codes that share the chapter, heading, subheading or item of the good.
    pub related: [Option<CodeRange>; 4],
    /// By basis: how many parts of one the values are counted in, if each material states one.
    parts: Vec<Option<i64>>,
    /// The materials.
    pub blocks: Vec<Block>,
}

/// As many materials as a word has bits.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// A bit for each.
    pub all: u64,
    /// Those that originate.
    pub originating: u64,
    /// The first ten-digit code of each, in order.
    codes: Vec<u64>,
    /// By basis and material: the values in parts of one, zero where a basis is not stated of each; never negative.
    // INVARIANT: all the values of one basis together fit, and so does the sum of any of them.
    values: Vec<i64>,
    /// Which they are.
    pub lines: Vec<LineId>,
}

impl Columns {
    /// Of a good that is loaded; `None` if something is open or to be chosen.
    pub(super) fn of(loaded: &Loaded) -> Option<Self> {
        if loaded.levels > 1 || !loaded.grouped.settled {
            return None;
        }
        let code = loaded.line(LineId::GOOD).code?;
        let mut materials = Vec::with_capacity(loaded.lines.len());
        for line in loaded.inside(LineId::GOOD) {
            let facts = loaded.line(line);
            materials.push((facts.code?, line, facts.origin?));
        }
        materials.sort_unstable_by_key(|(code, line, _)| (code.padded(), *line));
        let lines: Vec<LineId> = materials.iter().map(|(_, line, _)| *line).collect();
        let parts: Vec<Option<i64>> = loaded.bases.iter().map(|basis| parts(basis, &lines)).collect();
        let bases = || loaded.bases.iter().zip(&parts);
        let own = |basis: &Column<Ratio>| basis.get(LineId::GOOD).and_then(Ratio::to_parts);
        Some(Self {
            code: code.range(),
            own: loaded.bases.iter().map(own).collect(),
            digits: materials.iter().map(|(code, ..)| code.len()).min().unwrap_or(10),
            related: [Level::Chapter, Level::Heading, Level::Subheading, Level::Item].map(|level| code.within(level)),
            blocks: materials.chunks(64).map(|block| Block::of(block, bases)).collect(),
            parts,
        })
    }

    /// The value of the good itself, as numerator and denominator.
    pub(super) fn own(&self, basis: BasisId) -> Option<(i64, i64)> {
        self.own.get(basis.index()).copied().flatten()
    }

    /// How many parts of one the values by that basis are counted in; `None` if a material does not state its own.
    pub(super) fn parts(&self, basis: BasisId) -> Option<i64> {
        self.parts.get(basis.index()).copied().flatten()
    }
}

impl Block {
    fn of<'a, B>(materials: &[(HsCode, LineId, bool)], bases: impl FnOnce() -> B) -> Self
    where
        B: Iterator<Item = (&'a Column<Ratio>, &'a Option<i64>)>,
    {
        let bits = |of: &dyn Fn(bool) -> bool| {
            let own = materials.iter().enumerate();
            own.fold(0, |bits, (place, (_, _, origin))| bits | u64::from(of(*origin)) << place)
        };
        let value = |column: &Column<Ratio>, parts: &Option<i64>, line| match (column.get(line), parts) {
            (Some(value), Some(parts)) => counted(value, *parts).unwrap_or(0),
            _ => 0,
        };
        Self {
            all: bits(&|_| true),
            originating: bits(&|origin| origin),
            codes: materials.iter().map(|(code, ..)| code.padded()).collect(),
            values: bases()
                .flat_map(|(column, parts)| materials.iter().map(move |(_, line, _)| value(column, parts, *line)))
                .collect(),
            lines: materials.iter().map(|(_, line, _)| *line).collect(),
        }
    }

    /// The values by that basis.
    pub(super) fn values(&self, basis: BasisId) -> Option<&[i64]> {
        let count = self.lines.len();
        let start = basis.index().checked_mul(count)?;
        self.values.get(start..start.checked_add(count)?)
    }

    /// Those whose codes begin in the range.
    pub(super) fn within(&self, range: CodeRange) -> u64 {
        let from = self.codes.partition_point(|code| *code < range.lo);
        let to = self.codes.partition_point(|code| *code <= range.hi);
        first(to) & !first(from)
    }

    /// The codes from the first to the last.
    pub(super) fn stretch(&self) -> Option<CodeRange> {
        CodeRange::new(*self.codes.first()?, *self.codes.last()?)
    }
}

/// So many bits, of 64, from the first on.
fn first(bits: usize) -> u64 {
    let beyond = u32::try_from(bits).ok().and_then(|bits| u64::MAX.checked_shl(bits));
    !beyond.unwrap_or(0)
}

/// How many parts of one write the values of all these lines as whole numbers of which any may be added up.
fn parts(column: &Column<Ratio>, lines: &[LineId]) -> Option<i64> {
    let mut parts = 1_i64;
    for line in lines {
        let (_, of) = column.get(*line)?.to_parts()?;
        if parts % of != 0 {
            parts = num_integer::lcm(i128::from(parts), i128::from(of)).try_into().ok()?;
        }
    }
    let mut sum = 0_i64;
    for line in lines {
        let value = counted(column.get(*line)?, parts)?;
        sum = sum.checked_add(value).filter(|_| value >= 0)?;
    }
    Some(parts)
}

/// How many such parts a value has, of which they are whole.
fn counted(value: &Ratio, parts: i64) -> Option<i64> {
    let (count, of) = value.to_parts()?;
    count.checked_mul(parts.checked_div(of)?)
}
