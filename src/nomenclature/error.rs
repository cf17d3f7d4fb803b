//! Why a text is not a tariff code.

use std::fmt;

/// Why a text cannot be read as a tariff code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HsCodeError {
    /// There is no digit.
    Empty,
    /// A character that is neither a digit nor a dot.
    NotADigit(char),
    /// More than ten digits; carries how many.
    TooLong(usize),
    /// An odd number of digits; carries how many.
    OddCount(usize),
    /// A dot that does not stand behind two, four, six or eight digits.
    MisplacedDot,
    /// Chapters count from 01.
    ChapterZero,
}

impl fmt::Display for HsCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a tariff code needs digits"),
            Self::NotADigit(c) => write!(f, "a tariff code has digits and dots only, not `{}`", c.escape_debug()),
            Self::TooLong(count) => write!(f, "a tariff code has at most 10 digits, not {count}"),
            Self::OddCount(count) => write!(f, "a tariff code has 2, 4, 6, 8 or 10 digits, not {count}"),
            Self::MisplacedDot => f.write_str("a dot stands behind 2, 4, 6 or 8 digits, as in `8708.29.11`"),
            Self::ChapterZero => f.write_str("there is no chapter 00"),
        }
    }
}

impl std::error::Error for HsCodeError {}
