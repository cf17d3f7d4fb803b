//! A certificate in words: the statements, the cases, and in each the sum that can't be.

use std::fmt::Write as _;

use num_bigint::{BigInt, Sign as Side};

use super::check::{Checker, Fact, Origin};
use super::{Certificate, Refusal, Says, Sign, Step, Sum};

impl Certificate {
    /// The proof as a text to be read from top to bottom, with each sum as it would stand in a spreadsheet.
    pub fn words(&self) -> Result<String, Refusal> {
        let mut out = String::new();
        if !self.proves.is_empty() {
            let _ = writeln!(out, "Proved: {}\n", self.proves);
        }
        out.push_str("These statements can't all hold:\n\n");
        for (statement, number) in self.statements.iter().zip(1..) {
            let _ = writeln!(out, "  ({number}) {}", self.says(&statement.says, true));
            let _ = writeln!(out, "      {}", statement.because);
        }
        out.push('\n');
        let mut checker = Checker::new(self)?;
        let mut depth = 0;
        for (place, step) in self.proof.iter().enumerate() {
            let margin = "  ".repeat(depth);
            match step {
                Step::Cases(fact) => {
                    let _ = writeln!(out, "{margin}Cases of {}:", self.fact(&checker, *fact));
                }
                Step::Either(says) => {
                    let _ = writeln!(out, "{margin}First it is shown that {}.", self.says(says, true));
                }
                Step::Whole { sum, at_most } => {
                    let (sum, more) = (self.sum(sum), at_most + 1);
                    let _ = writeln!(
                        out,
                        "{margin}Whole numbers: {sum} is at most {at_most}, or at least {more}."
                    );
                }
                Step::Clash(holds, fails) => {
                    let (holds, fails) = (self.fact(&checker, *holds), self.fact(&checker, *fails));
                    let _ = writeln!(out, "{margin}{holds}, and {fails}: a contradiction.");
                }
                Step::AddUp(times) => self.table(&checker, times, &margin, &mut out),
            }
            checker.step(place, step)?;
            let Some(case) = checker.entered() else { break };
            depth = case.depth;
            let margin = "  ".repeat(depth.saturating_sub(1));
            let supposed: Vec<String> = checker.supposed().map(|fact| self.fact_alone(fact)).collect();
            let supposed = if supposed.is_empty() {
                "nothing new".to_owned()
            } else {
                supposed.join("; ")
            };
            let _ = writeln!(out, "{margin}Case {}: {supposed}.", case.nth);
        }
        checker.finish()?;
        Ok(out)
    }

    /// A sum of facts, one to a line, and what it comes to.
    fn table(&self, checker: &Checker<'_>, times: &[(usize, BigInt)], margin: &str, out: &mut String) {
        let strictly = times
            .iter()
            .any(|(fact, _)| matches!(checker.facts.get(*fact), Some(Fact::Row(_, Sign::Positive))));
        let mut constant = BigInt::default();
        let _ = writeln!(out, "{margin}Added up:");
        for (fact, often) in times {
            if let Some(Fact::Row(sum, _)) = checker.facts.get(*fact) {
                constant += &sum.constant * often;
            }
            let _ = writeln!(out, "{margin}  {often} × {}", self.fact(checker, *fact));
        }
        let sign = if strictly { ">" } else { ">=" };
        let _ = writeln!(out, "{margin}  = {constant} {sign} 0: a contradiction.");
    }

    /// A fact with where it comes from.
    fn fact(&self, checker: &Checker<'_>, fact: usize) -> String {
        let said = checker.facts.get(fact).map(|fact| self.fact_alone(fact));
        let from = match checker.origins.get(fact) {
            Some(Origin::Statement(place)) => format!("by ({})", place.saturating_add(1)),
            Some(Origin::Case) => "supposed".to_owned(),
            None => String::new(),
        };
        format!("[{}] {from}", said.unwrap_or_default())
    }

    fn fact_alone(&self, fact: &Fact<'_>) -> String {
        match fact {
            Fact::Condition(place, so) => self.condition(*place, *so),
            Fact::Row(sum, sign) => self.row(sum, *sign),
            Fact::Open(says, so) => self.says(says, *so),
        }
    }

    fn condition(&self, place: usize, so: bool) -> String {
        let name = self.conditions.get(place).map_or("?", String::as_str);
        if so {
            format!("“{name}”")
        } else {
            format!("not “{name}”")
        }
    }

    fn says(&self, says: &Says, so: bool) -> String {
        match says {
            Says::Known(value) => if *value == so { "true" } else { "false" }.to_owned(),
            Says::Condition(place) => self.condition(*place, so),
            Says::Not(inner) => self.says(inner, !so),
            Says::All(parts) | Says::Any(parts) => {
                let word = if matches!(says, Says::All(_)) == so {
                    " and "
                } else {
                    " or "
                };
                let parts: Vec<String> = parts.iter().map(|part| self.nested(part, so)).collect();
                parts.join(word)
            }
            Says::Same(a, b) => {
                let word = if so { "exactly if" } else { "exactly if not" };
                format!("{} {word} {}", self.nested(a, true), self.nested(b, true))
            }
            Says::Row(row) => match (row.is, so) {
                (sign, true) => self.row(&row.sum, sign),
                (Sign::NotNegative, false) => self.row(&row.sum.opposite(), Sign::Positive),
                (Sign::Positive, false) => self.row(&row.sum.opposite(), Sign::NotNegative),
                (Sign::Zero, false) => format!("not {}", self.row(&row.sum, Sign::Zero)),
            },
        }
    }

    fn nested(&self, says: &Says, so: bool) -> String {
        match says {
            Says::All(parts) | Says::Any(parts) if parts.len() > 1 => format!("({})", self.says(says, so)),
            Says::Same(..) => format!("({})", self.says(says, so)),
            _ => self.says(says, so),
        }
    }

    /// A row with what is subtracted on the other side.
    fn row(&self, sum: &Sum, sign: Sign) -> String {
        let left = self.side(sum, Side::Plus);
        let right = self.side(sum, Side::Minus);
        let word = match sign {
            Sign::NotNegative => ">=",
            Sign::Positive => ">",
            Sign::Zero => "=",
        };
        format!("{left} {word} {right}")
    }

    fn side(&self, sum: &Sum, side: Side) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (place, factor) in sum.terms.iter().filter(|(_, factor)| factor.sign() == side) {
            let name = self.numbers.get(*place).map_or("?", |number| number.name.as_str());
            let size = factor.magnitude();
            parts.push(if *size == 1_u32.into() {
                name.to_owned()
            } else {
                format!("{size} × {name}")
            });
        }
        if sum.constant.sign() == side {
            parts.push(sum.constant.magnitude().to_string());
        }
        if parts.is_empty() {
            "0".to_owned()
        } else {
            parts.join(" + ")
        }
    }

    fn sum(&self, sum: &Sum) -> String {
        let (plus, minus) = (self.side(sum, Side::Plus), self.side(sum, Side::Minus));
        if minus == "0" {
            plus
        } else {
            format!("{plus} - ({minus})")
        }
    }
}
