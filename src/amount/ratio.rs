//! Exact rational numbers, quick for the small ones that trade is made of.

use std::cmp::Ordering;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// An exact rational number of any size.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Ratio(Repr);

/// In lowest terms with a denominator above zero, and `Small` whenever both parts fit: so equal numbers have equal
/// representations, and equality and hashing can be derived.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Small { num: i64, den: i64 },
    Big(Box<BigRational>),
}

impl Ratio {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Small { num: 0, den: 1 });
    /// One.
    pub const ONE: Self = Self(Repr::Small { num: 1, den: 1 });
    /// A hundred: what turns a share into per cent.
    pub const HUNDRED: Self = Self(Repr::Small { num: 100, den: 1 });

    /// `num / den`; `None` if `den` is zero.
    pub fn from_parts(num: i64, den: i64) -> Option<Self> {
        if den == 0 {
            return None;
        }
        let sign = i128::from(den.signum());
        Some(Self::reduced(i128::from(num) * sign, i128::from(den) * sign))
    }

    /// `num / den` of any size; `None` if `den` is zero.
    pub fn from_big(num: BigInt, den: BigInt) -> Option<Self> {
        if den.is_zero() {
            return None;
        }
        Some(Self::from_rational(BigRational::new(num, den)))
    }

    /// `num / den` from the decimal digits a solver prints; `None` if one is no integer or `den` is zero.
    pub fn from_strings(num: &str, den: &str) -> Option<Self> {
        Self::from_big(num.parse().ok()?, den.parse().ok()?)
    }

    /// Requires `den > 0`.
    fn reduced(num: i128, den: i128) -> Self {
        let divisor = match (u64::try_from(num.unsigned_abs()), u64::try_from(den)) {
            (_, Ok(1)) => 1,
            (Ok(num), Ok(den)) => i128::from(num.gcd(&den)),
            _ => num.gcd(&den),
        };
        let (num, den) = if divisor > 1 {
            (num / divisor, den / divisor)
        } else {
            (num, den)
        };
        match (i64::try_from(num), i64::try_from(den)) {
            (Ok(num), Ok(den)) => Self(Repr::Small { num, den }),
            _ => Self(Repr::Big(Box::new(BigRational::new_raw(num.into(), den.into())))),
        }
    }

    /// Requires lowest terms, which every operation of the library keeps.
    fn from_rational(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(num), Some(den)) => Self(Repr::Small { num, den }),
            _ => Self(Repr::Big(Box::new(value))),
        }
    }

    pub(super) fn to_rational(&self) -> BigRational {
        match &self.0 {
            Repr::Small { num, den } => BigRational::new_raw((*num).into(), (*den).into()),
            Repr::Big(value) => (**value).clone(),
        }
    }

    /// `self / other`; `None` if `other` is zero.
    #[must_use]
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        Some(match (&self.0, &other.0) {
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) => {
                let sign = i128::from(c.signum());
                Self::reduced(
                    i128::from(*a) * i128::from(*d) * sign,
                    i128::from(*b) * i128::from(*c) * sign,
                )
            }
            _ => Self::from_rational(self.to_rational() / other.to_rational()),
        })
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.sign() == Ordering::Equal
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        self.sign() == Ordering::Greater
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.sign() == Ordering::Less
    }

    /// Whether it has no fraction.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small { den, .. } => *den == 1,
            Repr::Big(value) => value.denom().is_one(),
        }
    }

    fn sign(&self) -> Ordering {
        match &self.0 {
            Repr::Small { num, .. } => num.cmp(&0),
            Repr::Big(value) => value.numer().cmp(&BigInt::zero()),
        }
    }

    /// The distance from zero.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The largest integer not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Repr::Small { num, den } => Self::from(num.div_euclid(*den)),
            Repr::Big(value) => Self::from_rational(value.floor()),
        }
    }

    /// Rounded to so many decimal digits, a half away from zero.
    #[must_use]
    pub fn round_half_up(&self, digits: u32) -> Self {
        self.at_scale(digits, BigRational::round)
    }

    /// Cut after so many decimal digits, towards zero.
    #[must_use]
    pub fn truncate(&self, digits: u32) -> Self {
        self.at_scale(digits, BigRational::trunc)
    }

    fn at_scale(&self, digits: u32, cut: impl Fn(&BigRational) -> BigRational) -> Self {
        if self.is_integer() {
            return self.clone();
        }
        let scale = BigInt::from(10).pow(digits);
        let scaled = self.to_rational() * scale.clone();
        Self::from_rational(cut(&scaled) / scale)
    }

    /// The number as an integer; `None` if it has a fraction or does not fit.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small { num, den: 1 } => Some(*num),
            _ => None,
        }
    }

    /// Numerator and denominator in lowest terms, the second above zero; `None` if one does not fit.
    pub fn to_parts(&self) -> Option<(i64, i64)> {
        match &self.0 {
            Repr::Small { num, den } => Some((*num, *den)),
            Repr::Big(_) => None,
        }
    }

    /// The numerator in lowest terms.
    pub fn numerator(&self) -> BigInt {
        self.to_rational().numer().clone()
    }

    /// The denominator in lowest terms, above zero.
    pub fn denominator(&self) -> BigInt {
        self.to_rational().denom().clone()
    }

    /// The numerator's decimal digits, with a minus sign if below zero.
    pub fn numer_string(&self) -> String {
        match &self.0 {
            Repr::Small { num, .. } => num.to_string(),
            Repr::Big(value) => value.numer().to_string(),
        }
    }

    /// The denominator's decimal digits; always above zero.
    pub fn denom_string(&self) -> String {
        match &self.0 {
            Repr::Small { den, .. } => den.to_string(),
            Repr::Big(value) => value.denom().to_string(),
        }
    }

    /// Both, if they are whole and small, as nearly all numbers are.
    fn whole(&self, other: &Self) -> Option<(i64, i64)> {
        match (&self.0, &other.0) {
            (Repr::Small { num: a, den: 1 }, Repr::Small { num: b, den: 1 }) => Some((*a, *b)),
            _ => None,
        }
    }

    fn plus(&self, other: &Self) -> Self {
        if let Some(sum) = self.whole(other).and_then(|(a, b)| a.checked_add(b)) {
            return Self::from(sum);
        }
        match (&self.0, &other.0) {
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) => {
                let (a, b, c, d) = (i128::from(*a), i128::from(*b), i128::from(*c), i128::from(*d));
                // Products of two 64-bit numbers and their sum fit into 128 bits.
                if b == d {
                    Self::reduced(a + c, b)
                } else {
                    Self::reduced(a * d + c * b, b * d)
                }
            }
            _ => Self::from_rational(self.to_rational() + other.to_rational()),
        }
    }

    fn times(&self, other: &Self) -> Self {
        if let Some(product) = self.whole(other).and_then(|(a, b)| a.checked_mul(b)) {
            return Self::from(product);
        }
        match (&self.0, &other.0) {
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) => {
                Self::reduced(i128::from(*a) * i128::from(*c), i128::from(*b) * i128::from(*d))
            }
            _ => Self::from_rational(self.to_rational() * other.to_rational()),
        }
    }

    fn negated(&self) -> Self {
        match &self.0 {
            Repr::Small { num, den } => Self::reduced(-i128::from(*num), i128::from(*den)),
            Repr::Big(value) => Self::from_rational(-(**value).clone()),
        }
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Ratio {
    fn from(num: i64) -> Self {
        Self(Repr::Small { num, den: 1 })
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) if b == d => a.cmp(c),
            (Repr::Small { num: a, den: b }, Repr::Small { num: c, den: d }) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.to_rational().cmp(&other.to_rational()),
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Neg for &Ratio {
    type Output = Ratio;

    fn neg(self) -> Ratio {
        self.negated()
    }
}

impl Neg for Ratio {
    type Output = Ratio;

    fn neg(self) -> Ratio {
        self.negated()
    }
}

/// Operators by value and by reference, all through one function of references.
macro_rules! operators {
    ($($trait:ident $method:ident $assign:ident $assign_method:ident |$a:ident, $b:ident| $body:expr;)*) => {$(
        impl $trait<&Ratio> for &Ratio {
            type Output = Ratio;

            fn $method(self, other: &Ratio) -> Ratio {
                let ($a, $b) = (self, other);
                $body
            }
        }

        impl $trait<Ratio> for &Ratio {
            type Output = Ratio;

            fn $method(self, other: Ratio) -> Ratio {
                $trait::$method(self, &other)
            }
        }

        impl $trait<&Ratio> for Ratio {
            type Output = Ratio;

            fn $method(self, other: &Ratio) -> Ratio {
                $trait::$method(&self, other)
            }
        }

        impl $trait for Ratio {
            type Output = Ratio;

            fn $method(self, other: Ratio) -> Ratio {
                $trait::$method(&self, &other)
            }
        }

        impl $assign<&Ratio> for Ratio {
            fn $assign_method(&mut self, other: &Ratio) {
                *self = $trait::$method(&*self, other);
            }
        }

        impl $assign for Ratio {
            fn $assign_method(&mut self, other: Ratio) {
                *self = $trait::$method(&*self, &other);
            }
        }
    )*};
}

operators! {
    Add add AddAssign add_assign |a, b| a.plus(b);
    Sub sub SubAssign sub_assign |a, b| a.plus(&b.negated());
    Mul mul MulAssign mul_assign |a, b| a.times(b);
}

impl Sum for Ratio {
    fn sum<I: Iterator<Item = Ratio>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |total, next| total.plus(&next))
    }
}

impl<'a> Sum<&'a Ratio> for Ratio {
    fn sum<I: Iterator<Item = &'a Ratio>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |total, next| total.plus(next))
    }
}

/// How many decimal digits after the point write the number exactly; `None` if none do.
pub(super) fn exact_decimals(value: &Ratio) -> Option<u32> {
    let mut den = match &value.0 {
        Repr::Small { den, .. } => BigInt::from(*den),
        Repr::Big(value) => value.denom().clone(),
    };
    let (two, five) = (BigInt::from(2), BigInt::from(5));
    let mut count = |factor: &BigInt| {
        let mut times = 0_u32;
        while den.is_multiple_of(factor) {
            den = &den / factor;
            times = times.saturating_add(1);
        }
        times
    };
    let digits = count(&two).max(count(&five));
    (den.abs() == BigInt::one()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(num: i64, den: i64) -> Ratio {
        Ratio::from_parts(num, den).unwrap()
    }

    /// Small figures and figures beyond 64 bits, so that both representations and the way between them are met.
    fn any_ratio() -> impl Strategy<Value = Ratio> {
        let den = prop_oneof![Just(1), Just(100), 1..=i64::MAX];
        (prop_oneof![-1000..1000_i64, any::<i64>()], den, any::<bool>()).prop_map(|(num, den, square)| {
            let value = ratio(num, den);
            if square { &value * &value } else { value }
        })
    }

    #[test]
    fn the_extremes_do_not_overflow() {
        assert_eq!(Ratio::from_parts(1, 0), None);
        assert_eq!(ratio(i64::MIN, i64::MIN), Ratio::ONE);
        assert_eq!(ratio(i64::MIN, -1).to_string(), "9223372036854775808");
        assert_eq!(-ratio(i64::MIN, 1) + ratio(i64::MIN, 1), Ratio::ZERO);
        let tiny = ratio(1, i64::MIN);
        assert_eq!((&tiny * &tiny).checked_div(&tiny), Some(tiny.clone()));
        assert_eq!(Ratio::ONE.checked_div(&tiny).unwrap().to_i64(), Some(i64::MIN));
        assert_eq!(tiny.checked_div(&Ratio::ZERO), None);
    }

    #[test]
    fn rounding_and_cutting() {
        assert_eq!(ratio(5, 1000).round_half_up(2), ratio(1, 100));
        assert_eq!(ratio(-5, 1000).round_half_up(2), ratio(-1, 100));
        assert_eq!(ratio(4, 1000).round_half_up(2), Ratio::ZERO);
        assert_eq!(ratio(-199, 100).truncate(1), ratio(-19, 10));
        assert_eq!(ratio(-7, 2).floor(), ratio(-4, 1));
        assert_eq!(ratio(7, 2).floor(), ratio(3, 1));
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_the_rationals(a in any_ratio(), b in any_ratio(), c in any_ratio()) {
            prop_assert_eq!((&a + &b) + &c, &a + (&b + &c));
            prop_assert_eq!(&a * (&b + &c), &a * &b + &a * &c);
            prop_assert_eq!((&a + &b) - &b, a.clone());
            prop_assert_eq!((&a + &b).to_rational(), a.to_rational() + b.to_rational());
            prop_assert_eq!(a.cmp(&b), (&a - &b).cmp(&Ratio::ZERO));
            prop_assert_eq!(a.cmp(&b), a.to_rational().cmp(&b.to_rational()));
            if let Some(quotient) = a.checked_div(&b) {
                prop_assert_eq!(quotient * &b, a.clone());
            }
        }

        #[test]
        fn a_number_survives_its_strings(a in any_ratio(), digits in 0..6_u32) {
            prop_assert_eq!(Ratio::from_strings(&a.numer_string(), &a.denom_string()), Some(a.clone()));
            let rounded = a.round_half_up(digits);
            if a.abs() < Ratio::from(1_000_000_000_000) {
                prop_assert_eq!(Ratio::parse_decimal(&a.to_decimal(digits)), Ok(rounded.clone()));
            }
            prop_assert!(a.floor() <= a && a < a.floor() + Ratio::ONE);
        }
    }
}
