//! Lengths of time as treaties write them.

use std::fmt;

use super::date::Date;
use super::error::AmountError;

/// A length of time in civil years, months and days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Whole years.
    pub years: u32,
    /// Whole months.
    pub months: u32,
    /// Whole days.
    pub days: u32,
}

impl Duration {
    /// Reads `5 years`, `1 year 6 months` or `90 days`; every unit at most once.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let mut out = Self::default();
        let mut seen = Vec::new();
        let mut words = text.split_whitespace();
        while let Some(count) = words.next() {
            let fine = count.len() <= 6 && count.bytes().all(|b| b.is_ascii_digit());
            let count = fine
                .then(|| count.parse().ok())
                .flatten()
                .ok_or(AmountError::NotADuration)?;
            let unit = words.next().map(|word| word.strip_suffix('s').unwrap_or(word));
            let place = match unit {
                Some("year") => &mut out.years,
                Some("month") => &mut out.months,
                Some("day") => &mut out.days,
                _ => return Err(AmountError::NotADuration),
            };
            if seen.contains(&unit) {
                return Err(AmountError::NotADuration);
            }
            *place = count;
            seen.push(unit);
        }
        if seen.is_empty() {
            Err(AmountError::NotADuration)
        } else {
            Ok(out)
        }
    }

    /// The length in civil ordinals (a year 372, a month 31, a day 1), as added to [`Date::ordinal`].
    pub fn ordinals(self) -> i64 {
        i64::from(self.years) * 372 + i64::from(self.months) * 31 + i64::from(self.days)
    }

    /// The civil ordinal of the day so much later; no day need have it.
    pub fn after(self, day: Date) -> i64 {
        day.ordinal().saturating_add(self.ordinals())
    }

    /// Whether it has no length.
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [(self.years, "year"), (self.months, "month"), (self.days, "day")];
        let mut words: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| format!("{count} {unit}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        if words.is_empty() {
            words.push("0 days".to_owned());
        }
        f.pad(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_written() {
        for text in ["5 years", "1 year 6 months", "90 days", "0 days"] {
            assert_eq!(Duration::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "5", "years", "5 weeks", "1 year 2 years", "-1 day", "9999999 days"] {
            assert_eq!(Duration::parse(text), Err(AmountError::NotADuration), "{text}");
        }
        let start = Date::parse("1994-01-01").unwrap();
        assert_eq!(Duration::parse("5 years").unwrap().after(start), start.add_years(5));
    }
}
