//! An edition of the Harmonized System together with codes that a text uses although the edition lacks them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ptr;
use std::sync::{LazyLock, Mutex};

use super::code::HsCode;
use super::edition::Edition;
use super::table::Table;

/// What is said of a code that no edition at hand describes.
const UNKNOWN: &str = "not in the edition of the agreement, which names it all the same";

/// Every widened edition that was ever asked for, so that an edition stays a word that can be copied. There are as many as texts
/// that name such codes.
static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// By edition and codes.
type Known = BTreeMap<(Edition, Vec<HsCode>), &'static Widened>;

/// An edition with codes from outside it.
#[derive(Debug)]
pub struct Widened {
    edition: Edition,
    codes: Vec<HsCode>,
    table: Table,
}

impl Widened {
    /// The edition, of which the table is at hand, with codes that it lacks.
    pub(super) fn of(edition: Edition, codes: Vec<HsCode>) -> &'static Self {
        let Ok(mut known) = KNOWN.lock() else {
            return Box::leak(Box::new(Self::new(edition, codes)));
        };
        known
            .entry((edition, codes))
            .or_insert_with_key(|(edition, codes)| Box::leak(Box::new(Self::new(*edition, codes.clone()))))
    }

    fn new(edition: Edition, codes: Vec<HsCode>) -> Self {
        let (known, unknown): (Vec<HsCode>, Vec<HsCode>) = codes.iter().partition(|code| elsewhere(**code).is_some());
        let described = known
            .iter()
            .filter_map(|code| Some((*code, elsewhere(*code)?)))
            .flat_map(|(code, table)| table.below(code));
        // `15.19` without known subheadings is 1519.00, as the Harmonized System writes it, where one code has to stand for it.
        let alone = unknown.iter().flat_map(|code| {
            let whole = HsCode::from_digits(code.padded() / 10_000, 6).ok();
            [Some(*code), whole].into_iter().flatten().map(|code| (code, UNKNOWN))
        });
        let table = match edition.table() {
            Some(table) => table.with(described.chain(alone), unknown.clone()),
            None => Table::default(),
        };
        Self { edition, codes, table }
    }

    pub(super) fn edition(&self) -> Edition {
        self.edition
    }

    pub(super) fn codes(&self) -> &[HsCode] {
        &self.codes
    }

    pub(super) fn table(&self) -> &Table {
        &self.table
    }
}

/// The list of codes of an edition that has the code, the newest one.
fn elsewhere(code: HsCode) -> Option<&'static Table> {
    let mut tables = Edition::ALL.iter().rev().filter_map(|edition| edition.table());
    tables.find(|table| table.contains(code))
}

impl PartialEq for Widened {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Widened {}

impl PartialOrd for Widened {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Widened {
    fn cmp(&self, other: &Self) -> Ordering {
        if ptr::eq(self, other) {
            return Ordering::Equal;
        }
        (self.edition, &self.codes).cmp(&(other.edition, &other.codes))
    }
}

impl Hash for Widened {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.edition.hash(state);
        self.codes.hash(state);
    }
}
