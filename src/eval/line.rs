//! The lines of a case, laid out flat: the good first, each material before what it is made of.

use crate::nomenclature::{CodeRange, HsCode};

/// A line of the bill of materials, or the good itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(u32);

impl LineId {
    /// The good.
    pub const GOOD: Self = Self(0);

    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its place: 0 is the good.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What is known of one line besides its figures and attributes; what follows from other facts is filled in.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Its code.
    pub code: Option<HsCode>,
    /// The ten-digit codes that it may have.
    pub range: Option<CodeRange>,
    /// Where it was produced, as a place in the case's table of countries.
    pub country: Option<usize>,
    /// Whether it was imported into the region, as it is, from outside.
    pub imported: Option<bool>,
    /// Whether it originates, where that need not be worked out.
    pub origin: Option<bool>,
    /// Whether it is wholly obtained in the region.
    pub wholly_obtained: Option<bool>,
    /// Whether the producer of the good made it.
    pub self_produced: Option<bool>,
    /// Whether its supplier gave the statement that accumulation needs.
    pub supplier_statement: Option<bool>,
    /// Of a part of materials kept together: the method of managing inventories under which it is there.
    pub method: Option<usize>,
    /// The place behind the last line inside it.
    pub end: u32,
}

/// Values of some lines, in the order of the lines; empty if no line has one.
#[derive(Debug, Clone)]
pub(super) struct Column<T> {
    cells: Vec<Option<T>>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { cells: Vec::new() }
    }
}

impl<T> Column<T> {
    pub(super) fn get(&self, line: LineId) -> Option<&T> {
        self.cells.get(line.index()).and_then(Option::as_ref)
    }

    /// Whether no line has a value.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub(super) fn set(&mut self, line: LineId, value: T) {
        if self.cells.len() <= line.index() {
            self.cells.resize_with(line.index().saturating_add(1), || None);
        }
        if let Some(cell) = self.cells.get_mut(line.index()) {
            *cell = Some(value);
        }
    }
}
