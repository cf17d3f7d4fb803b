//! A case made ready for evaluation: names resolved, facts checked, lines in flat tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::amount::{Date, Ratio};
use crate::diagnostic::Diagnostic;
use crate::good::Case;
use crate::ir::{AttributeId, BasisId, Country, Program};
use crate::nomenclature::HsCode;

use super::alike::Grouped;
use super::columns::Columns;
use super::line::{Column, Line, LineId};
use super::load::load;

/// What is known of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    /// The word at that place of its declaration.
    Word(usize),
    /// Attested or denied.
    Truth(bool),
    /// A number.
    Figure(Ratio),
    /// A day, as its civil ordinal.
    Day(i64),
}

/// A case in the vocabulary of one program.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub(super) date: Date,
    pub(super) fiscal_year: Option<Date>,
    /// By attribute.
    pub(super) producer: Vec<Option<Cell>>,
    pub(super) lines: Vec<Line>,
    pub(super) names: Vec<Option<String>>,
    pub(super) countries: Vec<Country>,
    /// By basis.
    pub(super) bases: Vec<Column<Ratio>>,
    /// By attribute.
    pub(super) attributes: Vec<Column<Cell>>,
    /// The goods of a category taken together, by the category's word.
    pub(super) averages: BTreeMap<String, Loaded>,
    /// The materials used directly, put together as far as they are alike.
    pub(super) grouped: Grouped,
    /// The same as columns, where nothing about them is open.
    pub(super) columns: Option<Columns>,
    /// How many levels of materials lie inside one another.
    pub(super) levels: usize,
}

/// Stands for lines that do not exist: an id is only made for lines of its own case.
static NO_LINE: Line = Line {
    code: None,
    range: None,
    country: None,
    imported: None,
    origin: None,
    wholly_obtained: None,
    self_produced: None,
    supplier_statement: None,
    method: None,
    end: 0,
};

impl Loaded {
    /// Resolves the names of a case and checks its facts against each other; every problem found is returned.
    ///
    /// Unknown names are RO0602, values of the wrong kind RO0601, RO0304 or RO0305, a missing date RO0609, codes that
    /// the nomenclature lacks RO0611, materials worth more than what is made of them RO0604, and facts that exclude
    /// each other RO0610.
    pub fn new(program: &Program, case: &Case) -> Result<Self, Vec<Diagnostic>> {
        load(program, case)
    }

    /// The date as of which the good is judged.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The code of a line.
    pub fn code(&self, line: LineId) -> Option<HsCode> {
        self.line(line).code
    }

    /// Every line, the good first.
    pub fn all_lines(&self) -> impl DoubleEndedIterator<Item = LineId> + use<> {
        (0..self.lines.len()).map(LineId::new)
    }

    /// What a line is called: `` `castings` (7325.99) ``, or `the good`.
    pub fn name(&self, line: LineId) -> String {
        let name = self.names.get(line.index()).and_then(Option::as_ref);
        let code = self.line(line).code;
        match (name, code) {
            _ if line == LineId::GOOD => "the good".to_owned(),
            (Some(name), Some(code)) => format!("`{name}` ({code})"),
            (Some(name), None) => format!("`{name}`"),
            (None, Some(code)) => format!("`{code}`"),
            (None, None) => format!("number {}", line.index()),
        }
    }

    pub(super) fn line(&self, line: LineId) -> &Line {
        self.lines.get(line.index()).unwrap_or(&NO_LINE)
    }

    pub(super) fn basis(&self, line: LineId, basis: BasisId) -> Option<&Ratio> {
        self.bases.get(basis.index())?.get(line)
    }

    pub(super) fn attribute(&self, line: LineId, attribute: AttributeId) -> Option<&Cell> {
        self.attributes.get(attribute.index())?.get(line)
    }

    pub(super) fn of_producer(&self, attribute: AttributeId) -> Option<&Cell> {
        self.producer.get(attribute.index()).and_then(Option::as_ref)
    }

    pub(super) fn country(&self, line: LineId) -> Option<&Arc<str>> {
        self.line(line).country.and_then(|place| self.countries.get(place))
    }

    /// The lines directly inside a line.
    pub(super) fn inside(&self, line: LineId) -> impl Iterator<Item = LineId> + '_ {
        let end = self.line(line).end as usize;
        let mut next = line.index().saturating_add(1);
        std::iter::from_fn(move || {
            let child = LineId::new(next);
            let more = next < end;
            next = (self.line(child).end as usize).max(next.saturating_add(1));
            more.then_some(child)
        })
    }

    /// Whether it is known what a line is made of.
    pub(super) fn is_made_of(&self, line: LineId) -> bool {
        self.line(line).end as usize > line.index().saturating_add(1)
    }
}
