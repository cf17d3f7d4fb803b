//! Deciding about many goods under one text: what the code of a good settles is worked out once for all goods of it.
//!
//! The tariff falls into stretches between the ends of the scopes of product rules. For each, the text is drawn
//! together into one condition when the first good of the stretch comes, with the other rules gone and every clause
//! in its place. A good about which nothing is open is put to that condition; it has two values and no memory, and it
//! gives up where a fact is wanted or a figure undefined. What it gives up is left to the judge, so that the answers
//! are the judge's in every case, and so are the messages.

mod chain;
mod draw;
mod figure;
mod fraction;
mod headings;
mod mask;

use crate::diagnostic::Diagnostic;
use crate::ir::{AttributeId, AttributeKind, Bearer, Program};

use super::columns::{Block, Columns};
use super::line::LineId;
use super::loaded::{Cell, Loaded};
use super::truth::Truth;
use chain::Chain;
use draw::Drawing;
use figure::{Figures, Sums};
use headings::Headings;
use mask::Mask;

/// Decides about goods under one text, without reasons.
#[derive(Debug)]
pub struct Decider<'p> {
    program: &'p Program,
    /// What the producer may choose.
    choices: Vec<AttributeId>,
    /// By selection of materials.
    masks: Vec<Mask<'p>>,
    figures: Figures<'p>,
    headings: Headings,
    /// By stretch of the tariff.
    stretches: Vec<Drawn>,
}

/// What there is to ask of the goods of a stretch, as far as one was seen.
#[derive(Debug)]
enum Drawn {
    NotYet,
    TooMuch,
    Questions(Stretch),
}

/// What there is to ask of the goods of one stretch.
#[derive(Debug)]
struct Stretch {
    /// Whether each product rule applies, with what it asks for.
    rules: Box<[(Chain, Chain)]>,
    /// Whether a rule may apply or not, or another one besides.
    contested: bool,
    /// The whole determination.
    origin: Chain,
}

impl Stretch {
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
            choices: attributes
                .filter(|(_, one)| open(&one.kind))
                .map(|(id, _)| id)
                .collect(),
            masks: program.materials.iter().map(|(_, one)| Mask::of(&one.test)).collect(),
            headings: Headings::of(&program.product_rules),
            figures: Figures::default(),
            stretches: program.product_rules.stretches().map(|_| Drawn::NotYet).collect(),
        }
    }

    /// Whether the good originates under some permitted choice: what [`decide`](super::decide) says of it.
    ///
    /// Rules that conflict are RO0607, figures that cannot be calculated RO0608.
    pub fn decide(&mut self, loaded: &Loaded) -> Result<Truth, Diagnostic> {
        match self.outright(loaded) {
            Some(originates) => Ok(Truth::from(originates)),
            None => super::decide(self.program, loaded),
        }
    }

    /// The answer, if nothing is open or undefined on the way to it; otherwise [`decide`](Self::decide) asks the judge.
    pub fn outright(&mut self, loaded: &Loaded) -> Option<bool> {
        let columns = loaded.columns.as_ref()?;
        let place = self.headings.find(&self.program.product_rules, columns.code.range())?;
        if let Drawn::NotYet = self.stretches.get(place)? {
            let drawn = self.draw(place).map_or(Drawn::TooMuch, Drawn::Questions);
            *self.stretches.get_mut(place)? = drawn;
        }
        let Drawn::Questions(stretch) = self.stretches.get(place)? else {
            return None;
        };
        let good = Good {
            program: self.program,
            masks: &self.masks,
            figures: &self.figures,
            loaded,
            columns,
        };
        if !self.choices.iter().all(|choice| good.attribute(*choice).is_some()) {
            return None;
        }
        let mut sums = Sums::default();
        if stretch.contested && self.program.in_force.contains(columns.date) {
            stretch.agree(&good, &mut sums)?;
        }
        stretch.origin.holds(&good, &mut sums)
    }

    fn draw(&mut self, place: usize) -> Option<Stretch> {
        let program = self.program;
        let range = program.product_rules.stretches().nth(place)?;
        let mut drawing = Drawing::of(program, range, &mut self.figures);
        let rules = program.product_rules.rules(Some(range)).into_iter().map(|id| {
            let rule = &program.rules[id];
            Some((drawing.chain(rule.fires)?, drawing.chain(rule.body)?))
        });
        let rules: Box<[_]> = rules.collect::<Option<_>>()?;
        let contested = match &*rules {
            [] => false,
            [(fires, _)] => !fires.is_settled(),
            _ => true,
        };
        let origin = drawing.chain(program.origin)?;
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
    masks: &'a [Mask<'a>],
    figures: &'a Figures<'a>,
    loaded: &'a Loaded,
    columns: &'a Columns,
}

impl<'a> Good<'a> {
    /// Its materials, 64 at a time.
    fn blocks(&self) -> impl Iterator<Item = Block<'a>> {
        self.columns.blocks(self.program.vocabulary.bases.len())
    }

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
