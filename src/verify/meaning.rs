//! When clauses of two texts say the same: what a proposal leaves alone is asked once and not twice.
//!
//! Clauses of one path that are built alike, from clauses that say the same, over the same values and the same selections
//! of materials, are true of the same goods. So they are one condition in a question about both texts, and a proof that
//! one text follows from the other is about what differs.

use std::collections::BTreeMap;

use crate::ir::{ClauseId, DateBase, DateTerm, Formula, MeasureId, Num};

use super::question::ProgramIndex;
use super::shared::Shared;

/// What a clause or a measure says, by number: equal numbers say the same.
type Meaning = usize;

/// The meanings met so far.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    known: BTreeMap<String, Meaning>,
    clauses: BTreeMap<(ProgramIndex, ClauseId), Meaning>,
    measures: BTreeMap<(ProgramIndex, MeasureId), Meaning>,
}

impl Meanings {
    /// What a clause says.
    pub(super) fn clause(&mut self, shared: &Shared<'_>, program: ProgramIndex, clause: ClauseId) -> Meaning {
        if let Some(known) = self.clauses.get(&(program, clause)) {
            return *known;
        }
        let said = shared.program(program).map(|text| &text.clauses[clause]);
        let words = said.map(|said| {
            let meant = self.formula(shared, program, &said.formula);
            format!("{} {:?} {meant}", said.path, said.kind)
        });
        let meaning = self.meaning(words.unwrap_or_default());
        self.clauses.insert((program, clause), meaning);
        meaning
    }

    fn measure(&mut self, shared: &Shared<'_>, program: ProgramIndex, id: MeasureId) -> Meaning {
        if let Some(known) = self.measures.get(&(program, id)) {
            return *known;
        }
        let measure = shared.program(program).map(|text| &text.measures[id]);
        let words = measure.map(|measure| {
            let available = measure.available.map(|clause| self.clause(shared, program, clause));
            let value = self.num(shared, program, &measure.value);
            format!("measure {available:?} {value}")
        });
        let meaning = self.meaning(words.unwrap_or_default());
        self.measures.insert((program, id), meaning);
        meaning
    }

    fn meaning(&mut self, words: String) -> Meaning {
        let next = self.known.len();
        *self.known.entry(words).or_insert(next)
    }

    fn formula(&mut self, shared: &Shared<'_>, program: ProgramIndex, formula: &Formula) -> String {
        let mut all = |word: &str, parts: &[Formula]| {
            let parts: Vec<String> = parts.iter().map(|part| self.formula(shared, program, part)).collect();
            format!("{word}({})", parts.join(","))
        };
        match formula {
            Formula::All(parts) => all("all", parts),
            Formula::Any(parts) => all("any", parts),
            Formula::Not(inner) => format!("not({})", self.formula(shared, program, inner)),
            Formula::Clause(clause) => format!("#{}", self.clause(shared, program, *clause)),
            Formula::Compare { left, op, right } => {
                let (left, right) = (self.num(shared, program, left), self.num(shared, program, right));
                format!("{left} {op:?} {right}")
            }
            Formula::Is { attribute, values } => {
                let key = shared.attribute_key(program, *attribute);
                format!("is {key} {:?}", shared.values(program, *attribute, values))
            }
            Formula::Fact(attribute) => format!("fact {}", shared.attribute_key(program, *attribute)),
            Formula::Dates { left, op, right } => {
                let (left, right) = (date(shared, program, left), date(shared, program, right));
                format!("{left} {op:?} {right}")
            }
            Formula::Exists(materials) => format!("exists {:?}", shared.selection(program, *materials)),
            Formula::Known(_)
            | Formula::CodeIn(_)
            | Formula::ProducedIn(_)
            | Formula::WhollyObtained
            | Formula::Accumulates => format!("{formula:?}"),
        }
    }

    fn num(&mut self, shared: &Shared<'_>, program: ProgramIndex, num: &Num) -> String {
        let mut all = |word: &str, parts: &[&Num]| {
            let parts: Vec<String> = parts.iter().map(|part| self.num(shared, program, part)).collect();
            format!("{word}({})", parts.join(","))
        };
        match num {
            Num::Const(value) => value.to_string(),
            Num::Basis(id) => format!("basis {}", shared.basis_key(program, *id)),
            Num::Attribute(id) => format!("attribute {}", shared.attribute_key(program, *id)),
            Num::Aggregate(id) => {
                let aggregate = shared.program(program).map(|text| &text.aggregates[*id]);
                let parts = aggregate.map(|aggregate| {
                    let basis = aggregate.basis.map(|basis| shared.basis_key(program, basis));
                    (aggregate.kind, basis, shared.selection(program, aggregate.materials))
                });
                format!("aggregate {parts:?}")
            }
            Num::Sum(parts) => all("sum", &each(parts)),
            Num::Min(parts) => all("min", &each(parts)),
            Num::Max(parts) => all("max", &each(parts)),
            Num::Product(a, b) => all("product", &[a, b]),
            Num::Quotient(a, b) => all("quotient", &[a, b]),
            Num::Measure(id) => format!("#m{}", self.measure(shared, program, *id)),
            Num::Averaged { choice, measure } => {
                let choice = shared.attribute_key(program, *choice);
                format!("averaged {choice} #m{}", self.measure(shared, program, *measure))
            }
            Num::Cases(cases) => {
                let cases = cases.iter().map(|case| {
                    let when = self.clause(shared, program, case.when);
                    format!("#{when}:{}", self.num(shared, program, &case.then))
                });
                let cases: Vec<String> = cases.collect();
                format!("cases({})", cases.join(","))
            }
            Num::Rounded(rounding, inner) => format!("{rounding:?} {}", self.num(shared, program, inner)),
        }
    }
}

fn each(parts: &[Num]) -> Vec<&Num> {
    parts.iter().collect()
}

fn date(shared: &Shared<'_>, program: ProgramIndex, term: &DateTerm) -> String {
    match term.base {
        DateBase::Attribute(attribute) => format!("day {} {:?}", shared.attribute_key(program, attribute), term.offset),
        _ => format!("{term:?}"),
    }
}
