//! Calendar days.

use std::fmt;
use std::str::FromStr;

use super::error::AmountError;

/// Ordinals of a civil year: twelve months of 31, so that adding months and years is plain addition.
const YEAR: i64 = 372;
/// Ordinals of a civil month.
const MONTH: i64 = 31;

/// A day of the Gregorian calendar from 1900 to 2199.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// 1900-01-01.
    pub const FIRST: Self = Self {
        year: 1900,
        month: 1,
        day: 1,
    };
    /// 2199-12-31.
    pub const LAST: Self = Self {
        year: 2199,
        month: 12,
        day: 31,
    };

    /// The day, if the calendar has it between [`Date::FIRST`] and [`Date::LAST`].
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let fine = (1900..=2199).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        fine.then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let mut parts = text.split('-');
        let mut part = |width: usize| {
            let digits = parts
                .next()
                .filter(|p| p.len() == width && p.bytes().all(|b| b.is_ascii_digit()));
            digits.and_then(|p| p.parse::<i64>().ok()).ok_or(AmountError::NotADate)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(AmountError::NotADate);
        }
        let no_such_day = AmountError::NoSuchDay { year, month, day };
        let (Ok(y), Ok(m), Ok(d)) = (i32::try_from(year), u8::try_from(month), u8::try_from(day)) else {
            return Err(no_such_day);
        };
        if d == 0 || d > days_in_month(y, m) {
            return Err(no_such_day);
        }
        Self::new(y, m, d).ok_or(AmountError::YearOutOfRange(year))
    }

    /// The year, 1900 to 2199.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The civil ordinal `year × 372 + (month − 1) × 31 + (day − 1)`: in calendar order, with gaps where short months
    /// end, so that a year is always 372 and a month always 31.
    pub fn ordinal(self) -> i64 {
        i64::from(self.year) * YEAR + (i64::from(self.month) - 1) * MONTH + i64::from(self.day) - 1
    }

    /// The day with that civil ordinal; `None` in a gap or out of range.
    pub fn from_ordinal(ordinal: i64) -> Option<Self> {
        let year = i32::try_from(ordinal.div_euclid(YEAR)).ok()?;
        let rest = ordinal.rem_euclid(YEAR);
        let month = u8::try_from(rest / MONTH + 1).ok()?;
        let day = u8::try_from(rest % MONTH + 1).ok()?;
        Self::new(year, month, day)
    }

    /// The last day whose civil ordinal is not above the given one, held inside the range of dates.
    pub fn at_or_before(ordinal: i64) -> Self {
        let held = ordinal.clamp(Self::FIRST.ordinal(), Self::LAST.ordinal());
        // No gap is longer than three ordinals (29 to 31 February).
        (0..=3)
            .find_map(|back| Self::from_ordinal(held - back))
            .unwrap_or(Self::FIRST)
    }

    /// The next day; `None` after [`Date::LAST`].
    pub fn succ(self) -> Option<Self> {
        (1..=4).find_map(|step| Self::from_ordinal(self.ordinal() + step))
    }

    /// The day before; `None` before [`Date::FIRST`].
    pub fn pred(self) -> Option<Self> {
        (1..=4).find_map(|step| Self::from_ordinal(self.ordinal() - step))
    }

    /// The civil ordinal so many years on (or back, if negative); no day need have it.
    pub fn add_years(self, years: i64) -> i64 {
        self.ordinal().saturating_add(years.saturating_mul(YEAR))
    }

    /// The civil ordinal so many months on (or back, if negative); no day need have it.
    pub fn add_months(self, months: i64) -> i64 {
        self.ordinal().saturating_add(months.saturating_mul(MONTH))
    }

    /// Days since 1970-01-01, negative before: the difference of two is the true count of days.
    pub fn days_since_epoch(self) -> i64 {
        // Years are counted from March, so that the leap day comes last.
        let shifted = i64::from(self.year) - i64::from(self.month <= 2);
        let month = (i64::from(self.month) + 9) % 12;
        let in_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + in_year - 719_468
    }

    /// The day so many days since 1970-01-01; `None` out of range.
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let in_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * in_year + 2) / 153;
        let day = in_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = era.checked_mul(400)? + year_of_era + i64::from(month <= 2);
        Self::new(
            i32::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }
}

fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl FromStr for Date {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        Self::parse(text)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The days from one to another, both included; an end left out is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateRange {
    /// The first day; open if `None`.
    pub from: Option<Date>,
    /// The last day; open if `None`.
    pub until: Option<Date>,
}

impl DateRange {
    /// Every day.
    pub const ALWAYS: Self = Self {
        from: None,
        until: None,
    };

    /// From one day to another, both included.
    pub fn new(from: Option<Date>, until: Option<Date>) -> Self {
        Self { from, until }
    }

    /// Whether it holds no day at all.
    pub fn is_empty(self) -> bool {
        self.first() > self.last()
    }

    /// Whether it holds the day.
    pub fn contains(self, day: Date) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// Whether a day lies in both.
    pub fn intersects(self, other: Self) -> bool {
        !self.intersection(other).is_empty()
    }

    /// The days in both; empty if there is none.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            until: match (self.until, other.until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// The first day, with an open end held at [`Date::FIRST`].
    pub fn first(self) -> Date {
        self.from.unwrap_or(Date::FIRST)
    }

    /// The last day, with an open end held at [`Date::LAST`].
    pub fn last(self) -> Date {
        self.until.unwrap_or(Date::LAST)
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (Some(from), Some(until)) => write!(f, "{from} to {until}"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(until)) => write!(f, "until {until}"),
            (None, None) => f.write_str("always"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_form_and_the_day_are_told_apart() {
        assert_eq!(day("1994-01-01").to_string(), "1994-01-01");
        for text in [
            "",
            "1994-1-1",
            "94-01-01",
            "1994/01/01",
            "1994-01-01-",
            "+994-01-01",
            "1994-01-0१",
        ] {
            assert_eq!(Date::parse(text), Err(AmountError::NotADate), "{text}");
        }
        let missing = AmountError::NoSuchDay {
            year: 2001,
            month: 2,
            day: 31,
        };
        assert_eq!(Date::parse("2001-02-31"), Err(missing));
        assert!(matches!(Date::parse("2001-13-01"), Err(AmountError::NoSuchDay { .. })));
        assert_eq!(Date::parse("1899-12-31"), Err(AmountError::YearOutOfRange(1899)));
        assert!(Date::parse("2000-02-29").is_ok() && Date::parse("1900-02-29").is_err());
    }

    #[test]
    fn every_day_has_one_ordinal_and_one_count() {
        let mut today = Date::FIRST;
        while let Some(next) = today.succ() {
            assert!(next > today && next.ordinal() > today.ordinal());
            assert_eq!(next.pred(), Some(today));
            assert_eq!(next.days_since_epoch(), today.days_since_epoch() + 1);
            assert_eq!(Date::from_ordinal(next.ordinal()), Some(next));
            assert_eq!(Date::from_days_since_epoch(next.days_since_epoch()), Some(next));
            today = next;
        }
        assert_eq!(today, Date::LAST);
        assert_eq!(day("1970-01-01").days_since_epoch(), 0);
        assert_eq!(Date::FIRST.pred(), None);
    }

    #[test]
    fn years_and_months_are_added_civilly() {
        assert_eq!(
            Date::from_ordinal(day("1994-01-01").add_years(5)),
            Some(day("1999-01-01"))
        );
        assert_eq!(Date::from_ordinal(day("1994-11-30").add_months(3)), None);
        assert_eq!(Date::at_or_before(day("1994-11-30").add_months(3)), day("1995-02-28"));
        assert_eq!(Date::at_or_before(i64::MAX), Date::LAST);
        assert_eq!(day("1994-01-01").add_years(i64::MAX), i64::MAX);
    }

    #[test]
    fn periods_hold_both_their_ends() {
        let period = DateRange::new(Some(day("1994-01-01")), Some(day("2020-06-30")));
        assert!(period.contains(day("1994-01-01")) && period.contains(day("2020-06-30")));
        assert!(!period.contains(day("2020-07-01")));
        assert!(!period.intersects(DateRange::new(Some(day("2020-07-01")), None)));
        assert!(period.intersects(DateRange::ALWAYS));
        assert_eq!(period.intersection(DateRange::ALWAYS), period);
        assert!(DateRange::new(period.until, period.from).is_empty());
    }
}
