//! Deciding about many goods under one text: what the code of a good settles is worked out once for all goods of it.
//!
//! The tariff falls into stretches between the ends of the scopes of product rules. For each, the text is drawn
//! together into one condition when the first good of the stretch comes, with the other rules gone and every clause
//! in its place. A good about which nothing is open is put to that condition; it has two values and no memory, and it
//! gives up where a fact is wanted or a figure undefined. What it gives up is left to the judge, so that the answers
//! are the judge's in every case, and so are the messages.

mod condition;
mod draw;
mod figure;
mod fraction;
mod mask;

use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use crate::ir::{AttributeId, AttributeKind, Bearer, Program};

use super::line::LineId;
use super::loaded::{Cell, Loaded};
use super::truth::Truth;
use condition::Condition;
use draw::Drawing;
use figure::Sums;

/// Decides about goods under one text, without reasons.
#[derive(Debug)]
pub struct Decider<'p> {
    program: &'p Program,
    /// What the producer may choose.
    choices: Vec<AttributeId>,
    /// By stretch of the tariff, as far as a good of it was seen.
    stretches: Vec<OnceLock<Option<Stretch<'p>>>>,
}

/// What there is to ask of the goods of one stretch.
#[derive(Debug)]
struct Stretch<'p> {
    /// Whether each product rule applies, with what it asks for.
    rules: Vec<(Condition<'p>, Condition<'p>)>,
    /// Whether a rule may apply or not, or another one besides.
    contested: bool,
    /// The whole determination.
    origin: Condition<'p>,
}

impl Stretch<'_> {
    /// That the rules which apply are all met or all not met; `None` if that is open, or if they are at odds.
    fn agree(&self, good: &Good<'_>, sums: &mut Sums) -> Option<()> {
        let mut firing = 0_u64;
        for (place, (fires, _)) in self.rules.iter().enumerate() {
            firing |= u64::from(fires.holds(good, sums)?) << place;
        }
        if firing.count_ones() < 2 {
            return Some(());
        }
        let mut met = None;
        for (place, (_, body)) in self.rules.iter().enumerate() {
            if (firing >> place) & 1 == 1 {
                let so = body.holds(good, sums)?;
                if met.is_some_and(|before| before != so) {
                    return None;
                }
                met = Some(so);
            }
        }
        Some(())
    }
}

impl<'p> Decider<'p> {
    /// For goods under that text.
    pub fn new(program: &'p Program) -> Self {
        let attributes = program.vocabulary.attributes.iter();
        let open = |kind: &AttributeKind| matches!(kind, AttributeKind::Choice(words) if !words.is_empty());
        Self {
            program,
            choices: attributes.filter(|(_, one)| open(&one.kind)).map(|(id, _)| id).collect(),
            stretches: program.product_rules.stretches().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Whether the good originates under some permitted choice: what [`decide`](super::decide) says of it.
    ///
    /// Rules that conflict are RO0607, figures that cannot be calculated RO0608.
    pub fn decide(&self, loaded: &Loaded) -> Result<Truth, Diagnostic> {
        match self.outright(loaded) {
            Some(originates) => Ok(Truth::from(originates)),
            None => super::decide(self.program, loaded),
        }
    }

    /// The answer if nothing is open on the way to it.
    fn outright(&self, loaded: &Loaded) -> Option<bool> {
        let range = loaded.line(LineId::GOOD).range?;
        let place = self.program.product_rules.stretch_of(range)?;
        let stretch = self.stretches.get(place)?.get_or_init(|| self.draw(place)).as_ref()?;
        let good = Good {
            program: self.program,
            loaded,
            columns: loaded.columns.as_ref()?,
        };
        if !self.choices.iter().all(|choice| good.attribute(*choice).is_some()) {
            return None;
        }
        let mut sums = Sums::default();
        if stretch.contested && self.program.in_force.contains(loaded.date) {
            stretch.agree(&good, &mut sums)?;
        }
        stretch.origin.holds(&good, &mut sums)
    }

    fn draw(&self, place: usize) -> Option<Stretch<'p>> {
        let index = &self.program.product_rules;
        let range = index.stretches().nth(place)?;
        let mut drawing = Drawing::of(self.program, range);
        let rules: Vec<_> = index
            .rules(Some(range))
            .into_iter()
            .map(|id| {
                let rule = &self.program.rules[id];
                Some((drawing.clause(rule.fires)?, drawing.clause(rule.body)?))
            })
            .collect::<Option<_>>()?;
        let contested = match rules.as_slice() {
            [] => false,
            [(fires, _)] => !matches!(fires, Condition::Known(_)),
            _ => true,
        };
        let origin = drawing.clause(self.program.origin)?;
        // Rules are told apart by the bits of a word.
        (rules.len() <= 64).then_some(Stretch {
            rules,
            contested,
            origin,
        })
    }
}

/// A good with its materials as columns.
struct Good<'a> {
    program: &'a Program,
    loaded: &'a Loaded,
    columns: &'a super::columns::Columns,
}

impl Good<'_> {
    /// What is stated of the good or its producer.
    fn attribute(&self, id: AttributeId) -> Option<&Cell> {
        let bearers = &self.program.vocabulary.attributes[id].bearers;
        if bearers.contains(&Bearer::Producer) {
            self.loaded.of_producer(id)
        } else {
            self.loaded.attribute(LineId::GOOD, id)
        }
    }
}
