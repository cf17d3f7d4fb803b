//! Two texts compared: which goods originate under the one and not under the other, product by product.
//!
//! What is compared is whether a good originates, for every good, whatever it is made of. A good is described once and
//! judged under both texts; what only one of them asks of it may be anything, and what both call by one name is the
//! same thing. Nothing is concluded from a text that was not asked: goods are looked for in both directions, for every
//! product case, and each one shown was judged by the evaluator under both.

mod blame;
mod codes;
mod region;

use crate::amount::{Date, DateRange};
use crate::eval::Loaded;
use crate::ir::{AttributeKind, Formula, Program};
use crate::nomenclature::CodeSet;
use crate::verify::{self, Effort, Query, Question, Undecided, Verdict, Witness};

use super::describe::describe_good;
use super::{Checked, dated};
use blame::Judged;

pub use blame::Difference;

/// How the second text stands to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same goods originate under both.
    Equivalent,
    /// Some good originates under the first only, and none under the second only.
    Stricter,
    /// Some good originates under the second only, and none under the first only.
    Laxer,
    /// Some good originates under the first only, and some other one under the second only.
    Incomparable,
    /// Some good makes a difference in one direction, and it was not decided whether one does in the other.
    Different,
    /// It was not decided whether there is a difference.
    Undecided,
}

impl Relation {
    /// The word in reports and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Stricter => "stricter",
            Self::Laxer => "laxer",
            Self::Incomparable => "incomparable",
            Self::Different => "different",
            Self::Undecided => "undecided",
        }
    }

    /// Every one, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::Stricter,
        Self::Laxer,
        Self::Incomparable,
        Self::Different,
        Self::Undecided,
        Self::Equivalent,
    ];

    /// What follows from whether there are goods under the first only and under the second only; `None` is not known.
    fn of(first_only: Option<bool>, second_only: Option<bool>) -> Self {
        match (first_only, second_only) {
            (Some(false), Some(false)) => Self::Equivalent,
            (Some(true), Some(false)) => Self::Stricter,
            (Some(false), Some(true)) => Self::Laxer,
            (Some(true), Some(true)) => Self::Incomparable,
            (Some(true), None) | (None, Some(true)) => Self::Different,
            (None, _) | (_, None) => Self::Undecided,
        }
    }
}

/// The goods that originate under one of the texts and not under the other.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// The codes of which there is such a good, in as few ranges as the tariff allows.
    pub codes: CodeSet,
    /// The codes of which it was not decided whether there is one.
    pub undecided: CodeSet,
    /// Why not.
    pub why: Option<Undecided>,
    /// What all such goods have in common: days, facts, figures.
    pub only: Vec<String>,
    /// One of them.
    pub witness: Option<Box<Witness>>,
    /// The good in words, a line for each of its parts.
    pub good: Vec<String>,
    /// The clauses of the other text that keep it out.
    pub differences: Vec<Difference>,
    /// Where there is no such good: what that takes for granted about goods and values, one sentence each.
    pub axioms: Vec<String>,
}

impl Side {
    fn found(&self) -> Option<bool> {
        match (self.codes.is_empty(), self.undecided.is_empty()) {
            (false, _) => Some(true),
            (true, true) => Some(false),
            (true, false) => None,
        }
    }
}

/// What a comparison comes to.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What the texts are called: their names, and the day as of which they judge where one was stated.
    pub names: [String; 2],
    /// How the second text stands to the first, on the whole.
    pub relation: Relation,
    /// The same for groups of codes; only those that there are.
    pub parts: Vec<(Relation, CodeSet)>,
    /// The goods under the first only, and those under the second only.
    pub sides: [Side; 2],
    /// The days on which the goods are claimed; `None` where the days were stated.
    pub days: Option<DateRange>,
    /// What to know when reading it.
    pub notes: Vec<String>,
}

/// The days as of which the texts are compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Days {
    /// The day as of which the first text judges; any on which both are in force if not stated.
    pub on: Option<Date>,
    /// The day as of which the second one does; the same if not stated.
    pub then: Option<Date>,
}

/// Compares what originates under the second text with what originates under the first, for goods of these codes.
pub fn compare(first: &Checked, second: &Checked, days: Days, scope: &CodeSet, effort: &Effort) -> Comparison {
    let (a, b) = (first.program(), second.program());
    let both = a.in_force.intersection(b.in_force);
    let texts = match (days.on, days.then) {
        (None, _) => [a.clone(), b.clone()],
        (Some(on), None) => [dated::on(a, on), dated::on(b, on)],
        (Some(on), Some(then)) => [dated::on(a, on), dated::moved(b, on, then)],
    };
    let name = |text: &Checked, day: Option<Date>| match day {
        Some(day) => format!("{} on {day}", text.text.name),
        None => text.text.name.to_string(),
    };
    let pair = Pair {
        names: [name(first, days.on), name(second, days.then.or(days.on))],
        texts,
        scope,
        effort,
        fixed: days.on.is_some(),
        days: days.on.map_or(both, |on| DateRange::new(Some(on), Some(on))),
    };
    let sides = [pair.side(0), pair.side(1)];
    let edition = a.edition;
    let mut parts = pair.parts(&sides);
    for (_, codes) in &mut parts {
        *codes = codes::merged(codes, edition);
    }
    parts.retain(|(_, codes)| !codes.is_empty());
    let sides = sides.map(|mut side| {
        side.codes = codes::merged(&side.codes, edition);
        side.undecided = codes::merged(&side.undecided, edition);
        side
    });
    let [first_only, second_only] = &sides;
    Comparison {
        relation: Relation::of(first_only.found(), second_only.found()),
        parts,
        days: (!pair.fixed).then_some(pair.days),
        names: pair.names,
        notes: notes(first, second),
        sides,
    }
}

/// The texts as they are compared.
struct Pair<'p> {
    names: [String; 2],
    texts: [Program; 2],
    scope: &'p CodeSet,
    effort: &'p Effort,
    /// Whether goods are compared as of one day.
    fixed: bool,
    days: DateRange,
}

impl Pair<'_> {
    /// The question for goods under the one text that do not originate under the other.
    fn question(&self, under: usize, more: impl IntoIterator<Item = Query>, scope: &CodeSet) -> Question<'_> {
        let [first, second] = &self.texts;
        let origin = |index: usize| {
            let text = if index == 0 { first } else { second };
            Query::Holds(index, Formula::Clause(text.origin))
        };
        let other = usize::from(under == 0);
        let mut parts = vec![origin(under), Query::Not(Box::new(origin(other)))];
        parts.extend(more);
        Question::new(vec![first, second], Query::All(parts)).within(scope.clone())
    }

    fn side(&self, under: usize) -> Side {
        let quick = Effort {
            polish: false,
            ..*self.effort
        };
        let mut side = Side::default();
        let parts = match verify::survey(&self.question(under, [], self.scope), &quick) {
            Ok(parts) => parts,
            Err(why) => {
                side.undecided = self.scope.clone();
                side.why = Some(why);
                return side;
            }
        };
        let mut found = Vec::new();
        for part in &parts {
            match &part.verdict {
                Verdict::Possible(_) => found.push(part.codes.clone()),
                Verdict::Undecided(why) => {
                    side.undecided = side.undecided.union(&part.codes);
                    side.why.get_or_insert_with(|| why.clone());
                }
                Verdict::Impossible(core) => {
                    side.axioms.extend(core.axioms.iter().map(ToString::to_string));
                }
            }
        }
        side.axioms.sort();
        side.axioms.dedup();
        side.codes = found.into_iter().collect();
        if side.codes.is_empty() {
            return side;
        }
        if let Verdict::Possible(witness) = verify::answer(&self.question(under, [], &side.codes), self.effort) {
            self.show(under, witness, &mut side);
        }
        side.only = region::only(self, under, &side);
        side
    }

    /// Describes the good and finds the clauses that keep it out.
    fn show(&self, under: usize, witness: Box<Witness>, side: &mut Side) {
        let [first, second] = &self.texts;
        let [first_name, second_name] = &self.names;
        let judged = |name, program| {
            let good = Loaded::new(program, &verify::fitted(program, &witness.case)).ok()?;
            Some(Judged { name, program, good })
        };
        side.good = describe_good(first, &witness.case);
        if let (Some(first), Some(second)) = (judged(first_name, first), judged(second_name, second)) {
            let (passes, fails) = if under == 0 { (first, second) } else { (second, first) };
            side.differences = blame::differences(&fails, &passes);
        }
        side.witness = Some(witness);
    }

    /// The codes by how the second text stands to the first for them.
    fn parts(&self, [first, second]: &[Side; 2]) -> Vec<(Relation, CodeSet)> {
        let split = |side: &Side, found: Option<bool>| match found {
            Some(true) => side.codes.clone(),
            None => side.undecided.clone(),
            Some(false) => self.scope.subtract(&side.codes).subtract(&side.undecided),
        };
        let known = [Some(true), Some(false), None];
        let mut out = Vec::new();
        for relation in Relation::ALL {
            let mut codes = CodeSet::empty();
            for a in known {
                for b in known {
                    if Relation::of(a, b) == relation {
                        codes = codes.union(&split(first, a).intersect(&split(second, b)));
                    }
                }
            }
            if !codes.is_empty() {
                out.push((relation, codes));
            }
        }
        out
    }
}

/// What has to be known of texts of two agreements: what their words are taken to share.
fn notes(first: &Checked, second: &Checked) -> Vec<String> {
    let related = first.text.agreement.head.name == second.text.agreement.head.name;
    if related {
        return Vec::new();
    }
    let (a, b) = (first.program(), second.program());
    let names = |program: &Program| -> Vec<String> {
        let bases = program.vocabulary.bases.iter().map(|(_, basis)| basis.name.clone());
        let attributes = program.vocabulary.attributes.iter();
        bases.chain(attributes.map(|(_, own)| own.name.clone())).collect()
    };
    let (first_words, second_words) = (names(a), names(b));
    let shared: Vec<String> = first_words
        .iter()
        .filter(|word| second_words.contains(word))
        .map(|word| format!("`{word}`"))
        .collect();
    let mut out = vec![
        format!("taken to be the same thing under both: {}", shared.join(", ")),
        "a material originates under both or under neither, and was imported into both regions or into neither"
            .to_owned(),
    ];
    for (_, attribute) in a.vocabulary.attributes.iter() {
        let namesake = b
            .vocabulary
            .attributes
            .iter()
            .find(|(_, own)| own.name == attribute.name);
        let (AttributeKind::Enumeration(words), Some((_, other))) = (&attribute.kind, namesake) else {
            continue;
        };
        let others = other.kind.words();
        let common: Vec<&str> = words
            .iter()
            .filter(|word| others.contains(word))
            .map(String::as_str)
            .collect();
        if common.len() < words.len() || common.len() < others.len() {
            let common = common.join(", ");
            out.push(format!("`{}` is a word that both know: {common}", attribute.name));
        }
    }
    for (program, own, other) in [(a, &first_words, &second_words), (b, &second_words, &first_words)] {
        let alone: Vec<String> = own
            .iter()
            .filter(|word| !other.contains(word))
            .map(|word| format!("`{word}`"))
            .collect();
        if !alone.is_empty() {
            out.push(format!(
                "only `{}` asks for {}: that may be anything",
                program.name,
                alone.join(", ")
            ));
        }
    }
    out
}
