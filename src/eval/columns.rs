//! The materials of a good as columns in the order of their codes, for goods about which nothing is open.

use crate::amount::{Date, Ratio};
use crate::ir::BasisId;
use crate::nomenclature::{CodeRange, HsCode, Level};

use super::line::{Column, LineId};
use super::loaded::Loaded;

/// How many materials are looked at together: as many as a word has bits.
const TOGETHER: usize = 64;

/// The numbers that stand for one basis before the materials.
const OF_BASIS: usize = 4;

/// A good made of materials of a known code and a known origin, with nothing stated inside any of them and with no
/// choice to make about one.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// The date as of which the good is judged.
    pub date: Date,
    /// The code of the good.
    pub code: HsCode,
    /// How many digits the code of a material has that has the fewest.
    pub digits: usize,
    /// How many materials there are.
    count: usize,
    /// Which materials they are, in the order of the columns.
    lines: Vec<LineId>,
    /// All numbers in one piece, so that a small good takes a few lines of the processor's memory: by basis the value
    /// of the good as numerator and denominator (zero if it states none), how many parts of one its materials are
    /// counted in (zero if one of them states none) and where their values begin; then the first ten-digit codes of
    /// the materials, in order; then a bit for each that originates; then their values in such parts.
    // INVARIANT: the values of one basis are not negative, and the sum of any of them fits.
    cells: Box<[i64]>,
}

/// Up to 64 materials.
#[derive(Clone, Copy)]
pub(super) struct Block<'c> {
    columns: &'c Columns,
    start: usize,
    codes: &'c [i64],
    /// A bit for each.
    pub all: u64,
    /// Those that originate.
    pub originating: u64,
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
        let count = lines.len();
        let bits = |word: &[(HsCode, LineId, bool)]| {
            let origins = word.iter().enumerate();
            origins.fold(0_u64, |bits, (place, (.., so))| bits | u64::from(*so) << place)
        };
        let head = loaded.bases.len().checked_mul(OF_BASIS)?;
        let mut cells = vec![0; head];
        for (code, ..) in &materials {
            cells.push(i64::try_from(code.padded()).ok()?);
        }
        cells.extend(materials.chunks(TOGETHER).map(|word| bits(word).cast_signed()));
        for (place, basis) in loaded.bases.iter().enumerate() {
            let (num, den) = basis.get(LineId::GOOD).and_then(Ratio::to_parts).unwrap_or_default();
            let parts = parts(basis, &lines);
            let numbers = [num, den, parts.unwrap_or(0), i64::try_from(cells.len()).ok()?];
            let start = place.checked_mul(OF_BASIS)?;
            cells
                .get_mut(start..start.checked_add(OF_BASIS)?)?
                .copy_from_slice(&numbers);
            if let Some(parts) = parts {
                for line in &lines {
                    cells.push(counted(basis.get(*line)?, parts)?);
                }
            }
        }
        Some(Self {
            date: loaded.date,
            code,
            digits: materials.iter().map(|(code, ..)| code.len()).min().unwrap_or(10),
            count,
            lines,
            cells: cells.into_boxed_slice(),
        })
    }

    fn of_basis(&self, basis: BasisId) -> Option<[i64; OF_BASIS]> {
        let start = basis.index().checked_mul(OF_BASIS)?;
        self.cells.get(start..start.checked_add(OF_BASIS)?)?.try_into().ok()
    }

    /// The value of the good itself, as numerator and denominator.
    pub(super) fn own(&self, basis: BasisId) -> Option<(i64, i64)> {
        let [num, den, ..] = self.of_basis(basis)?;
        (den > 0).then_some((num, den))
    }

    /// How many parts of one the values by that basis are counted in, and the values; `None` if a material states none.
    pub(super) fn values(&self, basis: BasisId) -> Option<(i64, &[i64])> {
        let [.., parts, start] = self.of_basis(basis)?;
        let start = usize::try_from(start).ok().filter(|_| parts > 0)?;
        Some((parts, self.cells.get(start..start.checked_add(self.count)?)?))
    }

    /// The materials, 64 at a time.
    pub(super) fn blocks(&self, bases: usize) -> impl Iterator<Item = Block<'_>> {
        let from = bases.saturating_mul(OF_BASIS);
        let behind = from.saturating_add(self.count);
        let codes = self.cells.get(from..behind).unwrap_or_default();
        let origins = self.cells.get(behind..).unwrap_or_default();
        let blocks = codes.chunks(TOGETHER).zip(origins).enumerate();
        blocks.map(|(place, (codes, origins))| Block {
            columns: self,
            start: place.saturating_mul(TOGETHER),
            codes,
            all: first(codes.len()),
            originating: origins.cast_unsigned(),
        })
    }

    /// The codes that share the good's at that level; `None` if the good's is not that fine.
    pub(super) fn related(&self, level: Level) -> Option<CodeRange> {
        self.code.within(level)
    }
}

impl Block<'_> {
    /// Which materials they are.
    pub(super) fn lines(&self) -> &[LineId] {
        let lines = self.columns.lines.get(self.start..).unwrap_or_default();
        lines.get(..self.codes.len()).unwrap_or(lines)
    }

    /// Where they stand among all.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// Those whose codes begin in the range.
    pub(super) fn within(&self, range: CodeRange) -> u64 {
        let below = |code: u64| self.codes.partition_point(|own| own.cast_unsigned() < code);
        first(below(range.hi.saturating_add(1))) & !first(below(range.lo))
    }

    /// The codes from the first to the last.
    pub(super) fn stretch(&self) -> Option<CodeRange> {
        CodeRange::new(self.codes.first()?.cast_unsigned(), self.codes.last()?.cast_unsigned())
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
