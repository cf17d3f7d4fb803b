//! The list of codes of one edition, with short descriptions.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::code::HsCode;
use super::range::CodeRange;

/// A code and what it describes.
type Row = (HsCode, &'static str);

static HS2017: LazyLock<Table> = LazyLock::new(|| Table {
    rows: rows(include_str!("data/hs2017.txt")).collect(),
    open: Vec::new(),
});
static HS2022: LazyLock<Table> = LazyLock::new(|| {
    HS2017.amended(
        include_str!("data/hs2022-removed.txt"),
        include_str!("data/hs2022-changed.txt"),
    )
});

/// The chapters, headings and subheadings of one edition.
#[derive(Debug, Default)]
pub struct Table {
    /// In tariff order, each code once.
    rows: Vec<Row>,
    /// Codes of which no edition at hand says what lies in them: anything may.
    open: Vec<HsCode>,
}

impl Table {
    pub(super) fn hs2017() -> &'static Self {
        &HS2017
    }

    pub(super) fn hs2022() -> &'static Self {
        &HS2022
    }

    /// Whether the edition has the code; of a national item only the subheading is looked up.
    pub fn contains(&self, code: HsCode) -> bool {
        self.row(code).is_some()
    }

    /// The code's description, shortened; that of its subheading for a national item.
    pub fn description(&self, code: HsCode) -> Option<&'static str> {
        self.row(code).map(|row| row.1)
    }

    /// All six-digit codes, in order.
    pub fn subheadings(&self) -> impl Iterator<Item = HsCode> + '_ {
        self.codes_of_length(6, CodeRange::ALL)
    }

    /// All four-digit codes, in order.
    pub fn headings(&self) -> impl Iterator<Item = HsCode> + '_ {
        self.codes_of_length(4, CodeRange::ALL)
    }

    /// All two-digit codes, in order.
    pub fn chapters(&self) -> impl Iterator<Item = HsCode> + '_ {
        self.codes_of_length(2, CodeRange::ALL)
    }

    /// The six-digit codes that lie wholly in the range, in order.
    pub fn codes_in(&self, range: CodeRange) -> impl Iterator<Item = HsCode> + '_ {
        self.codes_of_length(6, range)
    }

    pub(super) fn codes_of_length(&self, len: usize, range: CodeRange) -> impl Iterator<Item = HsCode> + '_ {
        let start = self.rows.partition_point(|row| row.0.padded() < range.lo);
        let rest = self.rows.get(start..).unwrap_or_default();
        rest.iter()
            .map(|row| row.0)
            .take_while(move |code| code.padded() <= range.hi)
            .filter(move |code| code.len() == len && range.covers(code.range()))
    }

    fn row(&self, code: HsCode) -> Option<&Row> {
        let code = code.subheading();
        let exact = |code: HsCode| {
            let at = self.rows.binary_search_by_key(&code, |row| row.0).ok()?;
            self.rows.get(at)
        };
        exact(code).or_else(|| exact(*self.open.iter().find(|open| open.covers(code))?))
    }

    /// The edition with these rows as well; in some of them anything may lie.
    pub(super) fn with(&self, more: impl IntoIterator<Item = Row>, open: Vec<HsCode>) -> Self {
        let mut rows: BTreeMap<HsCode, &'static str> = more.into_iter().collect();
        rows.extend(self.rows.iter().copied());
        Self {
            rows: rows.into_iter().collect(),
            open,
        }
    }

    /// The codes that lie in the code, itself among them, with what they describe.
    pub(super) fn below(&self, code: HsCode) -> impl Iterator<Item = Row> + '_ {
        self.rows.iter().copied().filter(move |row| code.covers(row.0))
    }

    /// The edition that drops some codes and has new words, or new codes, in other places.
    fn amended(&self, removed: &'static str, changed: &'static str) -> Self {
        let mut removed = rows(removed).map(|row| row.0).peekable();
        let mut changed = rows(changed).peekable();
        let mut out = Vec::with_capacity(self.rows.len().saturating_add(512));
        for row in &self.rows {
            while let Some(new) = changed.next_if(|new| new.0 < row.0) {
                out.push(new);
            }
            let gone = removed.next_if(|code| *code == row.0).is_some();
            if let Some(new) = changed.next_if(|new| new.0 == row.0) {
                out.push(new);
            } else if !gone {
                out.push(*row);
            }
        }
        out.extend(changed);
        Self {
            rows: out,
            open: Vec::new(),
        }
    }
}

/// One row a line, in tariff order: digits, a tab, the description.
fn rows(data: &'static str) -> impl Iterator<Item = Row> {
    data.lines().filter_map(|line| {
        let (digits, text) = line.split_once('\t').unwrap_or((line, ""));
        let len = u8::try_from(digits.len()).ok()?;
        let code = HsCode::from_digits(digits.parse().ok()?, len).ok()?;
        Some((code, text))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Edition, editions_with};
    use super::*;

    fn code(text: &str) -> HsCode {
        HsCode::parse(text).unwrap()
    }

    #[test]
    fn the_tables_are_whole_and_in_order() {
        for (edition, chapters, headings, subheadings) in
            [(Edition::Hs2017, 96, 1222, 5387), (Edition::Hs2022, 96, 1228, 5612)]
        {
            let table = edition.table().unwrap();
            assert!(table.rows.is_sorted_by(|a, b| a.0 < b.0));
            assert!(
                table
                    .rows
                    .iter()
                    .all(|row| !row.1.is_empty() && row.1.chars().count() <= 90)
            );
            assert!(
                table
                    .rows
                    .iter()
                    .all(|row| row.0.parent().is_none_or(|parent| table.contains(parent)))
            );
            assert_eq!(table.chapters().count(), chapters);
            assert_eq!(table.headings().count(), headings);
            assert_eq!(table.subheadings().count(), subheadings);
        }
    }

    #[test]
    fn codes_are_found_with_their_editions() {
        let table = Edition::Hs2017.table().unwrap();
        assert!(table.contains(code("8703.21")) && table.contains(code("8703.21.99")));
        assert!(!table.contains(code("8703.20")) && !table.contains(code("77")));
        assert!(table.description(code("0101")).unwrap().starts_with("Horses"));
        assert_eq!(editions_with(code("8703.21")), [Edition::Hs2017, Edition::Hs2022]);
        assert_eq!(editions_with(code("8806")), [Edition::Hs2022]);
        assert_eq!(
            table
                .codes_in(code("8709").range())
                .map(|c| c.to_string())
                .collect::<Vec<_>>(),
            ["8709.11", "8709.19", "8709.90"]
        );
    }
}
