//! One tariff code: chapter, heading, subheading or national item.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::error::HsCodeError;
use super::range::CodeRange;

/// How finely a code classifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Two digits.
    Chapter,
    /// Four digits.
    Heading,
    /// Six digits: the finest that all countries share.
    Subheading,
    /// Eight or ten digits: a country's own tariff item.
    Item,
}

impl Level {
    /// The least number of digits of a code at this level.
    pub fn digits(self) -> usize {
        match self {
            Self::Chapter => 2,
            Self::Heading => 4,
            Self::Subheading => 6,
            Self::Item => 8,
        }
    }

    /// The trade word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Heading => "heading",
            Self::Subheading => "subheading",
            Self::Item => "tariff item",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A tariff code of 2, 4, 6, 8 or 10 digits; codes are ordered as in a tariff, a heading before its subheadings.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HsCode {
    /// The digits, filled up with zeros to ten.
    padded: u64,
    /// How many digits were given.
    len: u8,
}

impl HsCode {
    /// Reads a code with or without dots: `87`, `87.03`, `8703.21`, `8708.29.11`, `870829`.
    pub fn parse(text: &str) -> Result<Self, HsCodeError> {
        let mut padded = 0_u64;
        let mut count = 0_usize;
        let mut after_dot = true;
        let mut misplaced = false;
        for c in text.chars() {
            if c == '.' {
                misplaced |= after_dot || !count.is_multiple_of(2);
                after_dot = true;
                continue;
            }
            let digit = c.to_digit(10).ok_or(HsCodeError::NotADigit(c))?;
            after_dot = false;
            count = count.saturating_add(1);
            padded = padded.saturating_mul(10).saturating_add(u64::from(digit));
        }
        match count {
            0 => Err(HsCodeError::Empty),
            11.. => Err(HsCodeError::TooLong(count)),
            _ if misplaced || after_dot => Err(HsCodeError::MisplacedDot),
            _ if !count.is_multiple_of(2) => Err(HsCodeError::OddCount(count)),
            _ => Self::from_digits(padded, u8::try_from(count).unwrap_or(10)),
        }
    }

    /// A code from the number its `len` digits write, such as 10121 and 6 for `0101.21`.
    pub fn from_digits(digits: u64, len: u8) -> Result<Self, HsCodeError> {
        match len {
            2 | 4 | 6 | 8 | 10 => {}
            0 => return Err(HsCodeError::Empty),
            1..10 => return Err(HsCodeError::OddCount(usize::from(len))),
            _ => return Err(HsCodeError::TooLong(usize::from(len))),
        }
        let padded = digits.saturating_mul(scale(len));
        if padded >= 10_000_000_000 {
            return Err(HsCodeError::TooLong(digits.to_string().len()));
        }
        if padded < 100_000_000 {
            return Err(HsCodeError::ChapterZero);
        }
        Ok(Self { padded, len })
    }

    /// The digits without dots, zeros in front included.
    pub fn digits(self) -> String {
        format!("{:0width$}", self.padded / scale(self.len), width = self.len())
    }

    /// How many digits it has.
    #[expect(clippy::len_without_is_empty, reason = "a code always has digits")]
    pub fn len(self) -> usize {
        usize::from(self.len)
    }

    /// How finely it classifies.
    pub fn level(self) -> Level {
        match self.len {
            2 => Level::Chapter,
            4 => Level::Heading,
            6 => Level::Subheading,
            _ => Level::Item,
        }
    }

    /// All ten-digit codes below it.
    pub fn range(self) -> CodeRange {
        CodeRange {
            lo: self.padded,
            hi: self.padded.saturating_add(scale(self.len)).saturating_sub(1),
        }
    }

    /// Its chapter.
    #[must_use]
    pub fn chapter(self) -> Self {
        self.prefix(2)
    }

    /// Its heading, or the code itself if it is a chapter.
    #[must_use]
    pub fn heading(self) -> Self {
        self.prefix(4)
    }

    /// Its subheading, or the code itself if it is a heading or a chapter.
    #[must_use]
    pub fn subheading(self) -> Self {
        self.prefix(6)
    }

    /// Its code at that level; `None` if it is not that fine.
    pub fn at(self, level: Level) -> Option<Self> {
        (self.len() >= level.digits()).then(|| {
            self.prefix(match level {
                Level::Chapter => 2,
                Level::Heading => 4,
                Level::Subheading => 6,
                Level::Item => 8,
            })
        })
    }

    /// All ten-digit codes that share its chapter, heading, subheading or eight-digit item; `None` if it is not that
    /// fine.
    pub fn within(self, level: Level) -> Option<CodeRange> {
        self.at(level).map(Self::range)
    }

    /// The code one level up; `None` for a chapter.
    pub fn parent(self) -> Option<Self> {
        (self.len > 2).then(|| self.prefix(self.len.saturating_sub(2)))
    }

    /// Whether the other code is this one or lies below it.
    pub fn covers(self, other: Self) -> bool {
        other.len >= self.len && self.range().contains(other.padded)
    }

    /// The digits filled up with zeros to ten, as a number.
    pub fn padded(self) -> u64 {
        self.padded
    }

    /// The ten-digit code that number writes, held inside the tariff.
    pub(super) fn item(code: u64) -> Self {
        Self {
            padded: code.clamp(CodeRange::ALL.lo, CodeRange::ALL.hi),
            len: 10,
        }
    }

    fn prefix(self, len: u8) -> Self {
        if len >= self.len {
            return self;
        }
        let scale = scale(len);
        Self {
            padded: self.padded / scale * scale,
            len,
        }
    }
}

/// The ten-digit codes below one of so many digits.
fn scale(len: u8) -> u64 {
    10_u64.pow(u32::from(10_u8.saturating_sub(len)))
}

impl Ord for HsCode {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.padded, self.len).cmp(&(other.padded, other.len))
    }
}

impl PartialOrd for HsCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for HsCode {
    type Err = HsCodeError;

    fn from_str(text: &str) -> Result<Self, HsCodeError> {
        Self::parse(text)
    }
}

/// As treaties print it: `87`, `87.03`, `8703.21`, `8708.29.11`, `8708.29.1100`.
impl fmt::Display for HsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.padded / scale(self.len);
        let text = match self.len {
            2 => format!("{number:02}"),
            4 => format!("{:02}.{:02}", number / 100, number % 100),
            6 => format!("{:04}.{:02}", number / 100, number % 100),
            8 => format!("{:04}.{:02}.{:02}", number / 10_000, number / 100 % 100, number % 100),
            _ => format!(
                "{:04}.{:02}.{:04}",
                number / 1_000_000,
                number / 10_000 % 100,
                number % 10_000
            ),
        };
        f.pad(&text)
    }
}

impl fmt::Debug for HsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for HsCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn code(text: &str) -> HsCode {
        HsCode::parse(text).unwrap()
    }

    #[test]
    fn every_spelling_is_read_and_one_is_written() {
        for (written, printed) in [
            ("87", "87"),
            ("0101", "01.01"),
            ("40.11", "40.11"),
            ("8703.21", "8703.21"),
            ("87.03.21", "8703.21"),
            ("010121", "0101.21"),
            ("8708.29.11", "8708.29.11"),
            ("8708291100", "8708.29.1100"),
            ("8708.29.11.00", "8708.29.1100"),
        ] {
            assert_eq!(code(written).to_string(), printed);
            assert_eq!(code(printed), code(written));
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let check = |text: &str, error| assert_eq!(HsCode::parse(text), Err(error), "{text}");
        check("", HsCodeError::Empty);
        check(".", HsCodeError::Empty);
        check("8", HsCodeError::OddCount(1));
        check("8703211", HsCodeError::OddCount(7));
        check("87032110001", HsCodeError::TooLong(11));
        check(&"9".repeat(999), HsCodeError::TooLong(999));
        check("870.321", HsCodeError::MisplacedDot);
        check("8703.", HsCodeError::MisplacedDot);
        check("87..03", HsCodeError::MisplacedDot);
        check(".8703", HsCodeError::MisplacedDot);
        check("87x3", HsCodeError::NotADigit('x'));
        check("0001", HsCodeError::ChapterZero);
    }

    #[test]
    fn prefixes_and_ranges() {
        let item = code("8708.29.11");
        assert_eq!(item.level(), Level::Item);
        assert_eq!(item.chapter(), code("87"));
        assert_eq!(item.heading(), code("8708"));
        assert_eq!(item.subheading(), code("870829"));
        assert_eq!(item.parent(), Some(code("870829")));
        assert_eq!(code("87").heading(), code("87"));
        assert_eq!(code("87").within(Level::Heading), None);
        assert_eq!(item.within(Level::Heading), Some(code("8708").range()));
        assert_eq!(
            code("8708").range(),
            CodeRange {
                lo: 8_708_000_000,
                hi: 8_708_999_999
            }
        );
        assert!(code("8708").covers(item) && !item.covers(code("8708")));
        assert!(code("87") < code("8701") && code("8701") < code("870110") && code("870110") < code("8702"));
        assert_eq!(code("0101").digits(), "0101");
    }
}
