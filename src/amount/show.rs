//! Writes numbers for people.

use std::fmt;

use super::ratio::{Ratio, exact_decimals};

/// Beyond so many decimals a fraction is easier to read.
const MAX_SHOWN_DECIMALS: u32 = 12;
/// Decimals of percentages and sums of money.
const SHORT_DECIMALS: u32 = 4;

impl Ratio {
    /// Decimal digits with at most `max_digits` after the point, a half rounded away from zero, no zeros at the end.
    pub fn to_decimal(&self, max_digits: u32) -> String {
        let rounded = self.round_half_up(max_digits);
        let digits = exact_decimals(&rounded).unwrap_or(0);
        let scaled = rounded.abs() * power_of_ten(digits);
        let plain = scaled.numer_string();
        let places = usize::try_from(digits).unwrap_or(0);
        let padded = format!("{plain:0>width$}", width = places.saturating_add(1));
        let sign = if rounded.is_negative() { "-" } else { "" };
        match padded.split_at_checked(padded.len().saturating_sub(places)) {
            Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
            _ => format!("{sign}{padded}"),
        }
    }
}

fn power_of_ten(digits: u32) -> Ratio {
    Ratio::from_big(num_bigint::BigInt::from(10).pow(digits), 1.into()).unwrap_or(Ratio::ONE)
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match exact_decimals(self) {
            Some(digits) if digits <= MAX_SHOWN_DECIMALS => f.pad(&self.to_decimal(digits)),
            _ => f.pad(&format!("{}/{}", self.numer_string(), self.denom_string())),
        }
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Ratio {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Ratio {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::of_shown(&text).ok_or_else(|| serde::de::Error::custom("not a number as it is shown"))
    }
}

/// A share as a percentage: 5/8 is `62.5 %`, 1/3 is `≈ 33.3333 %`.
pub fn percent(share: &Ratio) -> String {
    format!("{} %", short(&(share * Ratio::HUNDRED), 0))
}

/// A sum of money: `20,000`, `4.50`, `≈ 0.3333`.
pub fn money(amount: &Ratio) -> String {
    short(amount, 2)
}

/// With commas between the thousands, `≈` in front if digits were lost, and at least `min` decimals if there are any.
fn short(value: &Ratio, min: usize) -> String {
    let rounded = value.round_half_up(SHORT_DECIMALS);
    let text = rounded.abs().to_decimal(SHORT_DECIMALS);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let about = if rounded == *value { "" } else { "≈ " };
    let sign = if rounded.is_negative() { "-" } else { "" };
    let whole = grouped(whole);
    if fraction.is_empty() {
        format!("{about}{sign}{whole}")
    } else {
        format!("{about}{sign}{whole}.{fraction:0<min$}")
    }
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(num: i64, den: i64) -> Ratio {
        Ratio::from_parts(num, den).unwrap()
    }

    #[test]
    fn numbers_are_written_exactly() {
        assert_eq!(ratio(-7, 2).to_string(), "-3.5");
        assert_eq!(ratio(1, 3).to_string(), "1/3");
        assert_eq!(ratio(1, 1000).to_string(), "0.001");
        assert_eq!(ratio(1, 1 << 20).to_string(), "1/1048576");
        assert_eq!(ratio(0, 5).to_string(), "0");
        assert_eq!(ratio(2, 3).to_decimal(2), "0.67");
        assert_eq!(ratio(-5, 1000).to_decimal(2), "-0.01");
        assert_eq!(ratio(-1, 1000).to_decimal(2), "0");
    }

    #[test]
    fn percentages_and_money() {
        assert_eq!(percent(&ratio(5, 8)), "62.5 %");
        assert_eq!(percent(&ratio(1, 3)), "≈ 33.3333 %");
        assert_eq!(percent(&ratio(12, 1)), "1,200 %");
        assert_eq!(money(&ratio(20000, 1)), "20,000");
        assert_eq!(money(&ratio(9, 2)), "4.50");
        assert_eq!(money(&ratio(-1_234_567, 1)), "-1,234,567");
        assert_eq!(money(&ratio(1, 3)), "≈ 0.3333");
    }
}
