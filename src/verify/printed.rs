//! Numbers and bounds as the solver prints them.

use serde::{Deserialize, Serialize};

use crate::amount::Ratio;

/// How far a figure can go, as the solver proposes; to be checked by whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Bound {
    /// No bound.
    Unbounded,
    /// Up to and including this.
    Reaches(Ratio),
    /// Up to but without this.
    Approaches(Ratio),
}

/// Reads `5.0`, `(/ 5.0 8.0)`, `(- 3)` or `(- (/ 1.0 3.0))`.
pub(super) fn read_number(text: &str) -> Option<Ratio> {
    match read_bound(text)? {
        Bound::Reaches(value) => Some(value),
        Bound::Approaches(_) | Bound::Unbounded => None,
    }
}

/// Reads a bound: a number, or a sum of a number and a multiple of `epsilon`, or of `oo`.
pub(super) fn read_bound(text: &str) -> Option<Bound> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace();
    let value = read_extended(&mut words)?;
    Some(match value {
        Extended { infinite, .. } if !infinite.is_zero() => Bound::Unbounded,
        Extended { finite, small, .. } if small.is_zero() => Bound::Reaches(finite),
        Extended { finite, .. } => Bound::Approaches(finite),
    })
}

/// `infinite × oo + finite + small × epsilon`.
#[derive(Default, Clone)]
struct Extended {
    infinite: Ratio,
    finite: Ratio,
    small: Ratio,
}

impl Extended {
    fn add(&mut self, other: &Self, factor: &Ratio) {
        self.infinite += &(&other.infinite * factor);
        self.finite += &(&other.finite * factor);
        self.small += &(&other.small * factor);
    }

    fn times(&self, factor: &Ratio) -> Self {
        let mut out = Self::default();
        out.add(self, factor);
        out
    }

    fn as_finite(&self) -> Option<&Ratio> {
        (self.infinite.is_zero() && self.small.is_zero()).then_some(&self.finite)
    }
}

fn read_extended<'t>(words: &mut impl Iterator<Item = &'t str>) -> Option<Extended> {
    match words.next()? {
        "oo" => Some(Extended {
            infinite: Ratio::ONE,
            ..Extended::default()
        }),
        "epsilon" => Some(Extended {
            small: Ratio::ONE,
            ..Extended::default()
        }),
        "(" => {
            let operator = words.next()?;
            let mut operands = Vec::new();
            // The closing bracket ends the operands: it is no operand itself.
            while let Some(operand) = read_extended(words) {
                operands.push(operand);
            }
            apply(operator, &operands)
        }
        word => {
            let finite = Ratio::parse_decimal(word).ok()?;
            Some(Extended {
                finite,
                ..Extended::default()
            })
        }
    }
}

fn apply(operator: &str, operands: &[Extended]) -> Option<Extended> {
    let (first, rest) = operands.split_first()?;
    let mut out = first.clone();
    match operator {
        "+" => rest.iter().for_each(|operand| out.add(operand, &Ratio::ONE)),
        "-" if rest.is_empty() => out = out.times(&-Ratio::ONE),
        "-" => rest.iter().for_each(|operand| out.add(operand, &-Ratio::ONE)),
        "*" => {
            for operand in rest {
                out = match (out.as_finite(), operand.as_finite()) {
                    (_, Some(factor)) => out.times(factor),
                    (Some(factor), None) => operand.times(factor),
                    (None, None) => return None,
                };
            }
        }
        "/" => {
            for operand in rest {
                out = out.times(&Ratio::ONE.checked_div(operand.as_finite()?)?);
            }
        }
        "to_real" => {}
        _ => return None,
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_solver_writes_them() {
        let read = |text: &str| read_number(text).unwrap().to_string();
        assert_eq!(read("5.0"), "5");
        assert_eq!(read("(/ 5.0 8.0)"), "0.625");
        assert_eq!(read("(- (/ 1.0 3.0))"), "-1/3");
        assert_eq!(read("(- 3)"), "-3");
        assert_eq!(
            read_bound("(+ (/ 5.0 8.0) (* (- 1.0) epsilon))"),
            Ratio::from_parts(5, 8).map(Bound::Approaches)
        );
        assert_eq!(read_bound("oo"), Some(Bound::Unbounded));
        assert_eq!(read_bound("(* (- 1) oo)"), Some(Bound::Unbounded));
    }
}
