//! A certificate in words: the statements, the cases, and in each the sum that can't be.

use std::fmt::Write as _;

use num_bigint::{BigInt, Sign as Side};

use super::check::{Checker, Fact, Origin};
use super::{ASKED, Certificate, Refusal, Says, Sign, Step, Sum, Values};

impl Certificate {
    /// The proof as a text to be read from top to bottom, with each sum as it would stand in a spreadsheet.
    pub fn words(&self) -> Result<String, Refusal> {
        let mut out = String::new();
        if !self.proves.is_empty() {
            let _ = writeln!(out, "Entitled, which no step of the proof rests on: {}\n", self.proves);
        }
        out.push_str("These statements can't all hold:\n\n");
        for (statement, number) in self.statements.iter().zip(1..) {
            let _ = writeln!(out, "  ({number}) {}", self.says(&statement.says, true));
            let _ = writeln!(out, "      {}", statement.because);
        }
        out.push('\n');
        out.push_str(&self.proof_in_words()?);
        Ok(out)
    }

    /// What is asked and thereby refuted, read off the statements: that a good is so. Nothing if they don't tell it apart.
    pub fn asked(&self) -> Vec<String> {
        let asked = self.statements.iter().filter(|statement| statement.because == ASKED);
        asked.map(|statement| self.says(&statement.says, true)).collect()
    }

    /// The clauses and assumptions with which that can't be, each once, as the statements name them.
    pub fn grounds(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for statement in self.statements.iter().filter(|statement| statement.because != ASKED) {
            if !out.contains(&statement.because.as_str()) {
                out.push(&statement.because);
            }
        }
        out
    }

    /// The proof as a tree: what is known is looked up while going through the steps.
    fn proof_in_words(&self) -> Result<String, Refusal> {
        let mut checker = Checker::new(self)?;
        let mut parts: Vec<Part> = Vec::new();
        // The parts that lie around the one to come, with the depth of each.
        let mut around: Vec<(usize, usize)> = Vec::new();
        let mut supposed = String::new();
        for (place, step) in self.proof.iter().enumerate() {
            let depth = checker.entered().map_or(0, |entered| entered.depth);
            while around.last().is_some_and(|(_, own)| *own >= depth) {
                around.pop();
            }
            let next = parts.len();
            if let Some(parent) = around.last().and_then(|(parent, _)| parts.get_mut(*parent)) {
                parent.cases.push(next);
            }
            around.push((next, depth));
            parts.push(Part {
                supposed: std::mem::take(&mut supposed),
                says: self.step(&checker, step),
                how: How::of(step),
                cases: Vec::new(),
            });
            checker.step(place, step)?;
            let facts: Vec<String> = checker.supposed().map(|fact| self.fact_alone(fact)).collect();
            supposed = if facts.is_empty() {
                "nothing more".to_owned()
            } else {
                facts.join("; ")
            };
        }
        checker.finish()?;
        let mut out = String::new();
        tell(&parts, 0, 0, &mut out);
        Ok(out)
    }

    fn step(&self, checker: &Checker<'_>, step: &Step) -> Vec<String> {
        match step {
            Step::Cases(fact) => vec![self.fact(checker, *fact)],
            Step::Either(says) => vec![self.says(says, true)],
            Step::Whole { sum, at_most } => {
                let (sum, more) = (self.sum(sum), at_most + 1);
                vec![format!("{sum} is whole: at most {at_most}, or at least {more}")]
            }
            Step::Clash(holds, fails) => {
                let (holds, fails) = (self.fact(checker, *holds), self.fact(checker, *fails));
                vec![format!("{holds}, and {fails}: a contradiction.")]
            }
            Step::AddUp(times) => self.table(checker, times),
        }
    }

    /// A sum of facts, one to a line, and what it comes to.
    fn table(&self, checker: &Checker<'_>, times: &[(usize, BigInt)]) -> Vec<String> {
        let strictly = times
            .iter()
            .any(|(fact, _)| matches!(checker.facts.get(*fact), Some(Fact::Row(_, Sign::Positive))));
        let mut constant = BigInt::default();
        let mut out = vec!["Added up:".to_owned()];
        for (fact, often) in times {
            if let Some(Fact::Row(sum, _)) = checker.facts.get(*fact) {
                constant += &sum.constant * often;
            }
            out.push(format!("  {often} × {}", self.fact(checker, *fact)));
        }
        let sign = if strictly { ">" } else { ">=" };
        out.push(format!("  = {constant} {sign} 0: a contradiction."));
        out
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
            parts.push(self.constant(sum));
        }
        if parts.is_empty() {
            "0".to_owned()
        } else {
            parts.join(" + ")
        }
    }

    /// The constant of a sum, as a day where it is compared with one.
    fn constant(&self, sum: &Sum) -> String {
        let size = sum.constant.magnitude();
        if let [(place, factor)] = sum.terms.as_slice()
            && *factor.magnitude() == 1_u32.into()
            && self
                .numbers
                .get(*place)
                .is_some_and(|number| number.takes == Values::Days)
        {
            let (year, rest) = (size / 372_u32, size % 372_u32);
            let (month, day) = (&rest / 31_u32 + 1_u32, &rest % 31_u32 + 1_u32);
            return format!(
                "{year}-{month:0>2}-{day:0>2}",
                month = month.to_string(),
                day = day.to_string()
            );
        }
        size.to_string()
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

/// A step with what follows in its cases.
struct Part {
    /// What the case that it belongs to supposes.
    supposed: String,
    says: Vec<String>,
    how: How,
    /// The parts of its cases.
    cases: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Cases,
    Lemma,
    Clash,
    Sum,
}

impl How {
    fn of(step: &Step) -> Self {
        match step {
            Step::Cases(_) | Step::Whole { .. } => Self::Cases,
            Step::Either(_) => Self::Lemma,
            Step::Clash(..) => Self::Clash,
            Step::AddUp(_) => Self::Sum,
        }
    }
}

/// Tells a part and all that follows from it. Cases that contradict outright what is known are passed over: where one
/// case is left, what it says is so.
fn tell(parts: &[Part], first: usize, depth: usize, out: &mut String) {
    let margin = "  ".repeat(depth);
    let mut next = Some(first);
    while let Some(part) = next.take().and_then(|place| parts.get(place)) {
        match part.how {
            How::Clash | How::Sum => part.says.iter().for_each(|line| {
                let _ = writeln!(out, "{margin}{line}");
            }),
            How::Lemma => {
                let _ = writeln!(
                    out,
                    "{margin}First it is shown that {}. Suppose not.",
                    part.says.join(" ")
                );
                let mut cases = part.cases.iter();
                if let Some(shown) = cases.next() {
                    tell(parts, *shown, depth.saturating_add(1), out);
                }
                next = cases.next().copied();
            }
            How::Cases => {
                let open = |place: &&usize| parts.get(**place).is_some_and(|case| case.how != How::Clash);
                let open: Vec<usize> = part.cases.iter().filter(open).copied().collect();
                let says = part.says.join(" ");
                match open.as_slice() {
                    [] => {
                        let _ = writeln!(out, "{margin}{says}: each of these contradicts what is known.");
                    }
                    [only] => {
                        let so = parts.get(*only).map_or("", |case| case.supposed.as_str());
                        let _ = writeln!(out, "{margin}{says}; so {so}.");
                        next = Some(*only);
                    }
                    several => {
                        let passed = part.cases.len().saturating_sub(several.len());
                        let but = if passed == 0 {
                            ""
                        } else {
                            " (the others contradict what is known)"
                        };
                        let _ = writeln!(out, "{margin}Cases of {says}{but}:");
                        for (place, number) in several.iter().zip(1..) {
                            let so = parts.get(*place).map_or("", |case| case.supposed.as_str());
                            let _ = writeln!(out, "{margin}Case {number}: {so}.");
                            tell(parts, *place, depth.saturating_add(1), out);
                        }
                    }
                }
            }
        }
    }
}
