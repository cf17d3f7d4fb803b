//! Where two texts differ: what all goods have in common that originate under one of them only.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::{Date, DateRange, Ratio};
use crate::ir::{
    AttributeId, AttributeKind, ClauseId, Comparison, DateBase, DateTerm, Formula, MeasureId, Num, Program,
};
use crate::verify::{self, Effort, Extremum, Query, Verdict};

use super::super::range::{compared, is_share, shown};
use super::super::reach::Reach;
use super::{Pair, Side};

/// A year on the civil ordinal.
const YEAR: i64 = 372;

/// More figures than these are not looked into.
const MOST_FIGURES: usize = 3;

/// Sentences that hold of every good that originates under the text at `under` only.
pub(super) fn only(pair: &Pair<'_>, under: usize, side: &Side) -> Vec<String> {
    let region = Region { pair, under, side };
    let mut out = region.days();
    out.extend(region.facts());
    out.extend(region.figures());
    out
}

struct Region<'r, 'p> {
    pair: &'r Pair<'p>,
    under: usize,
    side: &'r Side,
}

impl Region<'_, '_> {
    /// Whether there is such a good that also satisfies more; `None` if that was not decided.
    fn some(&self, more: Vec<Query>) -> Option<bool> {
        let quick = Effort {
            polish: false,
            minimise: false,
            ..*self.pair.effort
        };
        match verify::answer(&self.pair.question(self.under, more, &self.side.codes), &quick) {
            Verdict::Possible(_) => Some(true),
            Verdict::Impossible(_) => Some(false),
            Verdict::Undecided(_) => None,
        }
    }

    /// The days on which a good has to be claimed. Between two days that a text names nothing changes, so each such
    /// stretch is asked about once.
    fn days(&self) -> Vec<String> {
        if self.pair.fixed {
            return Vec::new();
        }
        let mut starts = BTreeSet::from([self.pair.days.first()]);
        for program in &self.pair.texts {
            for clause in Reach::of(program, program.origin).clauses {
                cuts(&program.clauses[clause].formula, &mut starts);
            }
        }
        starts.retain(|day| self.pair.days.contains(*day));
        let starts: Vec<Date> = starts.into_iter().collect();
        let mut found: Vec<DateRange> = Vec::new();
        let mut every = true;
        for (place, start) in starts.iter().enumerate() {
            let next = starts.get(place.saturating_add(1));
            let until = next.map_or(self.pair.days.until, |next| next.pred());
            let from = if place == 0 { self.pair.days.from } else { Some(*start) };
            let mut parts = vec![claimed(Comparison::AtLeast, *start)];
            parts.extend(next.map(|next| claimed(Comparison::Less, *next)));
            match self.some(parts) {
                Some(false) => every = false,
                Some(true) => match found.last_mut() {
                    Some(last) if last.until.and_then(Date::succ) == Some(*start) => last.until = until,
                    _ => found.push(DateRange::new(from, until)),
                },
                None => return Vec::new(),
            }
        }
        if every {
            return Vec::new();
        }
        let ranges: Vec<String> = found.iter().map(|range| self.in_words(*range)).collect();
        vec![format!("only if claimed {}", ranges.join(" or "))]
    }

    /// The days in words; an end that is that of the texts goes without saying.
    fn in_words(&self, range: DateRange) -> String {
        let from = range.from.filter(|from| Some(*from) != self.pair.days.from);
        let until = range.until.filter(|until| Some(*until) != self.pair.days.until);
        match (from, until) {
            (Some(from), Some(until)) => format!("from {from} until {until}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(until)) => format!("until {until}"),
            (None, None) => "on any day".to_owned(),
        }
    }

    /// Facts and words of the good or its producer that it has to have.
    fn facts(&self) -> Vec<String> {
        let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (index, program) in self.pair.texts.iter().enumerate() {
            let mut asked = BTreeSet::new();
            for clause in Reach::of(program, program.origin).clauses {
                attributes(&program.clauses[clause].formula, &mut asked);
            }
            for id in asked {
                let attribute = &program.vocabulary.attributes[id];
                // A country is told in the words of either text: what is elsewhere for the one may be a party of the
                // other.
                let country = matches!(attribute.kind, AttributeKind::Country(_));
                if country || !told.contains_key(&attribute.name) {
                    let lines = told.entry(attribute.name.clone()).or_default();
                    lines.extend(self.fact(index, program, id));
                }
            }
        }
        let plainest = |lines: Vec<String>| {
            let vague = |line: &&String| line.contains(AttributeKind::ELSEWHERE);
            let first = lines.iter().find(|line| !vague(line)).or(lines.first());
            first.cloned()
        };
        told.into_values().filter_map(plainest).collect()
    }

    fn fact(&self, index: usize, program: &Program, id: AttributeId) -> Option<String> {
        let attribute = &program.vocabulary.attributes[id];
        let words = attribute.name.replace('_', " ");
        match &attribute.kind {
            AttributeKind::Fact | AttributeKind::Opaque => {
                let fact = Formula::Fact(id);
                let so = self.some(vec![Query::Holds(index, fact.clone())])?;
                let not = self.some(vec![Query::Holds(index, fact.negate())])?;
                match (so, not) {
                    (true, false) => Some(format!("only if attested: {words}")),
                    (false, true) => Some(format!("only if not attested: {words}")),
                    _ => None,
                }
            }
            AttributeKind::Enumeration(all) | AttributeKind::Country(all) => {
                let known = self.words_of_both(&attribute.name, &attribute.kind);
                let mut possible = Vec::new();
                for (place, word) in all.iter().enumerate().filter(|(_, word)| known.contains(word)) {
                    let values = BTreeSet::from([place]);
                    if self.some(vec![Query::Holds(index, Formula::Is { attribute: id, values })])? {
                        possible.push(word.replace('_', " "));
                    }
                }
                let some = !possible.is_empty() && possible.len() < known.len();
                some.then(|| format!("only if {words} is {}", possible.join(" or ")))
            }
            _ => None,
        }
    }

    /// The words of an attribute by which goods are described: of an enumeration those that both texts know.
    fn words_of_both(&self, name: &str, kind: &AttributeKind) -> Vec<String> {
        let mut words = kind.words().to_vec();
        if matches!(kind, AttributeKind::Enumeration(_)) {
            for program in &self.pair.texts {
                let mut namesakes = program.vocabulary.attributes.iter().filter(|(_, own)| own.name == name);
                if let Some((_, own)) = namesakes.next() {
                    words.retain(|word| own.kind.words().contains(word));
                }
            }
        }
        words
    }

    /// The band of each figure by which a clause keeps the goods out.
    fn figures(&self) -> Vec<String> {
        let fails = usize::from(self.under == 0);
        let Some(program) = self.pair.texts.get(fails) else {
            return Vec::new();
        };
        let mut measures: Vec<MeasureId> = Vec::new();
        for difference in &self.side.differences {
            measures.extend(measure(program, difference.id).filter(|id| !measures.contains(id)));
        }
        let all = measures.into_iter().take(MOST_FIGURES);
        all.filter_map(|id| self.band(fails, program, id)).collect()
    }

    fn band(&self, index: usize, program: &Program, id: MeasureId) -> Option<String> {
        let value = Num::Measure(id);
        let share = is_share(program, &value);
        let question = self.pair.question(self.under, [], &self.side.codes);
        let quick = Effort {
            polish: false,
            minimise: false,
            ..*self.pair.effort
        };
        let end = |largest: bool| match verify::extremum(&question, index, &value, largest, &quick) {
            Extremum::Attained { value, .. } => Some(Some((value, true))),
            Extremum::Approached { value, .. } => Some(Some((value, false))),
            Extremum::Unbounded { .. } => Some(None),
            Extremum::NoGood(_) | Extremum::Undecided(_) => None,
        };
        let (from, to) = (end(false)?, end(true)?);
        // No figure is below nothing, and no share is more than all.
        let from = from.filter(|(value, reached)| !(*reached && value.is_zero()));
        let to = to.filter(|(value, reached)| !(*reached && share && *value == Ratio::ONE));
        let from = from.map(|(value, reached)| (shown(share, &value), reached));
        let to = to.map(|(value, reached)| (shown(share, &value), reached));
        let from = from.map(|(value, reached)| format!("{} {value}", if reached { "at least" } else { "more than" }));
        let to = to.map(|(value, reached)| format!("{} {value}", if reached { "at most" } else { "less than" }));
        let name = &program.measures[id].name;
        let band: Vec<String> = from.into_iter().chain(to).collect();
        (!band.is_empty()).then(|| format!("where it is defined, `{name}` is {}", band.join(" and ")))
    }
}

/// The measure by which a clause compares.
fn measure(program: &Program, clause: ClauseId) -> Option<MeasureId> {
    fn of(num: &Num) -> Option<MeasureId> {
        match num {
            Num::Measure(id) | Num::Averaged { measure: id, .. } => Some(*id),
            Num::Rounded(_, inner) => of(inner),
            _ => None,
        }
    }
    of(&compared(program, clause)?.figure)
}

fn claimed(op: Comparison, day: Date) -> Query {
    let term = |base| DateTerm { base, offset: 0 };
    Query::Holds(
        0,
        Formula::Dates {
            left: term(DateBase::Claim),
            op,
            right: term(DateBase::Day(day)),
        },
    )
}

/// The days on which the truth of a comparison with a day that the text names can begin to be another.
fn cuts(formula: &Formula, out: &mut BTreeSet<Date>) {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => parts.iter().for_each(|part| cuts(part, out)),
        Formula::Not(inner) => cuts(inner, out),
        Formula::Dates { left, right, .. } => {
            for (moving, fixed) in [(left, right), (right, left)] {
                let DateBase::Day(day) = fixed.base else { continue };
                let at = day.ordinal().saturating_add(fixed.offset).saturating_sub(moving.offset);
                let later: &[i64] = match moving.base {
                    DateBase::Claim => &[0, 1],
                    // The year that a good is claimed in began up to a year before.
                    DateBase::FiscalYear => &[0, 1, YEAR - 1, YEAR],
                    DateBase::Attribute(_) | DateBase::Day(_) => &[],
                };
                // The first day that is no earlier.
                let first = |ordinal: i64| Date::at_or_before(ordinal.saturating_sub(1)).succ();
                out.extend(later.iter().filter_map(|more| first(at.saturating_add(*more))));
            }
        }
        _ => {}
    }
}

/// The facts and words of the good and the producer that a condition asks for.
fn attributes(formula: &Formula, out: &mut BTreeSet<AttributeId>) {
    formula.each(&mut |part| {
        if let Formula::Is { attribute, .. } | Formula::Fact(attribute) = part {
            out.insert(*attribute);
        }
    });
}
