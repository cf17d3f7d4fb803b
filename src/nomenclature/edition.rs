//! The editions of the Harmonized System.

use std::collections::BTreeSet;
use std::fmt;

use super::code::HsCode;
use super::table::Table;
use super::widened::Widened;

/// An edition of the Harmonized System, as adopted by the World Customs Organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// In force from 1 January 1992.
    Hs1992,
    /// In force from 1 January 1996.
    Hs1996,
    /// In force from 1 January 2002.
    Hs2002,
    /// In force from 1 January 2007.
    Hs2007,
    /// In force from 1 January 2012.
    Hs2012,
    /// In force from 1 January 2017.
    Hs2017,
    /// In force from 1 January 2022.
    Hs2022,
    /// To come into force on 1 January 2028.
    Hs2028,
    /// One of these, and codes that a text uses although the edition lacks them.
    Widened(&'static Widened),
}

impl Edition {
    /// All editions, oldest first.
    pub const ALL: [Self; 8] = [
        Self::Hs1992,
        Self::Hs1996,
        Self::Hs2002,
        Self::Hs2007,
        Self::Hs2012,
        Self::Hs2017,
        Self::Hs2022,
        Self::Hs2028,
    ];

    /// The edition of that year; `None` if there is none.
    pub fn from_year(year: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.year() == year)
    }

    /// Reads `HS 2017`, `HS2017` or `2017`.
    pub fn parse(text: &str) -> Option<Self> {
        let year = text.strip_prefix("HS").unwrap_or(text).trim_start();
        Self::from_year(year.parse().ok()?)
    }

    /// The year it is named after.
    pub fn year(self) -> u32 {
        match self {
            Self::Hs1992 => 1992,
            Self::Hs1996 => 1996,
            Self::Hs2002 => 2002,
            Self::Hs2007 => 2007,
            Self::Hs2012 => 2012,
            Self::Hs2017 => 2017,
            Self::Hs2022 => 2022,
            Self::Hs2028 => 2028,
            Self::Widened(widened) => widened.edition().year(),
        }
    }

    /// The edition as it was adopted, without codes from outside it.
    #[must_use]
    pub fn adopted(self) -> Self {
        match self {
            Self::Widened(widened) => widened.edition(),
            edition => edition,
        }
    }

    /// The codes from outside it that go with it, in tariff order.
    pub fn outside(self) -> &'static [HsCode] {
        match self {
            Self::Widened(widened) => widened.codes(),
            _ => &[],
        }
    }

    /// The edition with these codes as well. Those that it has add nothing, nor does any to an edition whose codes are not checked.
    #[must_use]
    pub fn with(self, codes: impl IntoIterator<Item = HsCode>) -> Self {
        let adopted = self.adopted();
        let Some(table) = adopted.table() else {
            return self;
        };
        let more = codes.into_iter().map(HsCode::subheading);
        let all: BTreeSet<HsCode> = self.outside().iter().copied().chain(more).collect();
        let outside: Vec<HsCode> = all.into_iter().filter(|code| !table.contains(*code)).collect();
        if outside.is_empty() {
            adopted
        } else {
            Self::Widened(Widened::of(adopted, outside))
        }
    }

    /// Its list of codes; `None` for an edition whose codes are not checked.
    pub fn table(self) -> Option<&'static Table> {
        match self {
            Self::Hs2017 => Some(Table::hs2017()),
            Self::Hs2022 => Some(Table::hs2022()),
            Self::Widened(widened) => Some(widened.table()),
            Self::Hs1992 | Self::Hs1996 | Self::Hs2002 | Self::Hs2007 | Self::Hs2012 | Self::Hs2028 => None,
        }
    }

    /// Whether its list of codes is at hand.
    pub fn is_checked(self) -> bool {
        self.table().is_some()
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("HS {}", self.year()))
    }
}

impl serde::Serialize for Edition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The editions at hand that have the code, oldest first: tells a mistyped code from one of another year.
pub fn editions_with(code: HsCode) -> Vec<Edition> {
    let has = |edition: &Edition| edition.table().is_some_and(|table| table.contains(code));
    Edition::ALL.into_iter().filter(has).collect()
}
