//! Why a text is not a figure or a date.

use std::fmt;

/// Why a text cannot be read as a number, a date or a length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Not the form of a decimal number.
    NotANumber,
    /// A number with more digits than are accepted; carries the limit.
    TooManyDigits(usize),
    /// An exponent beyond what is accepted; carries the limit.
    ExponentTooLarge(u32),
    /// Not the form `YYYY-MM-DD`.
    NotADate,
    /// The form of a date, but the calendar has no such day.
    NoSuchDay {
        /// The year as written.
        year: i64,
        /// The month as written.
        month: i64,
        /// The day as written.
        day: i64,
    },
    /// A day of the calendar, but in a year before 1900 or after 2199.
    YearOutOfRange(i64),
    /// Not the form of a length of time, such as `5 years`.
    NotADuration,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => f.write_str("not a decimal number"),
            Self::TooManyDigits(limit) => write!(f, "more than {limit} digits"),
            Self::ExponentTooLarge(limit) => write!(f, "exponent beyond {limit}"),
            Self::NotADate => f.write_str("not a date of the form `YYYY-MM-DD`"),
            Self::NoSuchDay { year, month, day } => {
                write!(f, "there is no day {year:04}-{month:02}-{day:02}")
            }
            Self::YearOutOfRange(year) => write!(f, "the year {year} is not between 1900 and 2199"),
            Self::NotADuration => f.write_str("not a length of time such as `5 years` or `18 months`"),
        }
    }
}

impl std::error::Error for AmountError {}
