//! Reads decimal numbers.

use num_bigint::BigInt;

use super::error::AmountError;
use super::ratio::Ratio;

/// More digits than any figure of trade has; keeps a hostile text from costing time.
const MAX_DIGITS: usize = 60;
/// Exponents come only from programs that print very small or large numbers.
const MAX_EXPONENT: u32 = 30;

impl Ratio {
    /// Reads a decimal number exactly: `12`, `-3.50`, `1_000`, `2.5e-3`.
    ///
    /// At most 60 digits, exponents from -30 to 30, underscores only between digits, no commas.
    pub fn parse_decimal(text: &str) -> Result<Self, AmountError> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (rest, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (digits(whole)?, digits(fraction)?),
            None => (digits(mantissa)?, String::new()),
        };
        let count = whole.len().saturating_add(fraction.len());
        if count > MAX_DIGITS {
            return Err(AmountError::TooManyDigits(MAX_DIGITS));
        }
        let all: BigInt = format!("{whole}{fraction}")
            .parse()
            .map_err(|_| AmountError::NotANumber)?;
        let signed = if negative { -all } else { all };
        let places = i64::try_from(fraction.len()).map_err(|_| AmountError::NotANumber)?;
        let shift = exponent.saturating_sub(places);
        let power = u32::try_from(shift.unsigned_abs()).map_err(|_| AmountError::NotANumber)?;
        let power = BigInt::from(10).pow(power);
        let value = if shift >= 0 {
            Self::from_big(signed * power, 1.into())
        } else {
            Self::from_big(signed, power)
        };
        value.ok_or(AmountError::NotANumber)
    }

    /// Reads what `Display` has written, of any length: `12`, `-3.5`, `1/3`.
    pub(super) fn of_shown(text: &str) -> Option<Self> {
        if let Some((num, den)) = text.split_once('/') {
            return Self::from_strings(num, den);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let power = format!("1{}", "0".repeat(fraction.len()));
        Self::from_strings(&format!("{whole}{fraction}"), &power)
    }
}

fn parse_exponent(text: &str) -> Result<i64, AmountError> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits(rest)?;
    let value: u32 = match digits.trim_start_matches('0') {
        "" => 0,
        rest => rest.parse().map_err(|_| AmountError::ExponentTooLarge(MAX_EXPONENT))?,
    };
    if value > MAX_EXPONENT {
        return Err(AmountError::ExponentTooLarge(MAX_EXPONENT));
    }
    Ok(if negative { -i64::from(value) } else { i64::from(value) })
}

/// The digits without the underscores between them.
fn digits(text: &str) -> Result<String, AmountError> {
    let ends_in_digits =
        |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit());
    let fine = ends_in_digits(text) && text.bytes().all(|b| b.is_ascii_digit() || b == b'_') && !text.contains("__");
    if !fine {
        return Err(AmountError::NotANumber);
    }
    Ok(text.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<(i64, i64), AmountError>) {
        let expected = expected.map(|(num, den)| Ratio::from_parts(num, den).unwrap());
        assert_eq!(Ratio::parse_decimal(text), expected);
    }

    #[test]
    fn decimals_are_read_exactly() {
        check("12", Ok((12, 1)));
        check("-3.50", Ok((-7, 2)));
        check("1_000", Ok((1000, 1)));
        check("0.1", Ok((1, 10)));
        check("2.5e-3", Ok((1, 400)));
        check("1E3", Ok((1000, 1)));
        check("-0", Ok((0, 1)));
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "", "-", ".", "1.", ".5", "1,000", "_1", "1__0", "+1", "1e", "0x10", "٣", "--1", "1.2.3",
        ] {
            check(text, Err(AmountError::NotANumber));
        }
        check(&"9".repeat(61), Err(AmountError::TooManyDigits(60)));
        check("1e31", Err(AmountError::ExponentTooLarge(30)));
        check("1e99999999999999999999", Err(AmountError::ExponentTooLarge(30)));
    }
}
