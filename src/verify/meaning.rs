//! When clauses of two texts say the same: what a proposal leaves alone is asked once and not twice.
//!
//! Clauses of one path that are built alike, from clauses that say the same, over the same values and the same selections
//! of materials, are true of the same goods. So they are one condition in a question about both texts, and a proof that
//! one text follows from the other is about what differs.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::rc::Rc;

use crate::ir::{ClauseId, DateBase, DateTerm, Formula, MaterialsId, MeasureId, Num};

use super::question::ProgramIndex;
use super::shared::{Selection, Shared};

/// What a clause or a measure says, by number: equal numbers say the same.
type Meaning = usize;

/// The meanings met so far.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    known: BTreeMap<String, Meaning>,
    clauses: BTreeMap<(ProgramIndex, ClauseId), Meaning>,
    measures: BTreeMap<(ProgramIndex, MeasureId), Meaning>,
    selections: BTreeMap<Rc<Selection>, usize>,
}

impl Meanings {
    /// What a clause says.
    pub(super) fn clause(&mut self, shared: &Shared<'_>, program: ProgramIndex, clause: ClauseId) -> Meaning {
        if let Some(known) = self.clauses.get(&(program, clause)) {
            return *known;
        }
        let mut words = String::new();
        if let Some(text) = shared.program(program) {
            let said = &text.clauses[clause];
            put(&mut words, format_args!("{} {:?} ", said.path, said.kind));
            self.formula(shared, program, &said.formula, &mut words);
        }
        let meaning = self.meaning(words);
        self.clauses.insert((program, clause), meaning);
        meaning
    }

    fn measure(&mut self, shared: &Shared<'_>, program: ProgramIndex, id: MeasureId) -> Meaning {
        if let Some(known) = self.measures.get(&(program, id)) {
            return *known;
        }
        let mut words = String::new();
        if let Some(text) = shared.program(program) {
            let measure = &text.measures[id];
            let available = measure.available.map(|clause| self.clause(shared, program, clause));
            put(&mut words, format_args!("measure {available:?} "));
            self.num(shared, program, &measure.value, &mut words);
        }
        let meaning = self.meaning(words);
        self.measures.insert((program, id), meaning);
        meaning
    }

    fn meaning(&mut self, words: String) -> Meaning {
        let next = self.known.len();
        *self.known.entry(words).or_insert(next)
    }

    /// A selection by number: their tests are long.
    fn selection(&mut self, shared: &Shared<'_>, program: ProgramIndex, id: MaterialsId) -> Option<usize> {
        let next = self.selections.len();
        let selection = shared.selection(program, id)?;
        Some(*self.selections.entry(selection).or_insert(next))
    }

    fn formula(&mut self, shared: &Shared<'_>, program: ProgramIndex, formula: &Formula, out: &mut String) {
        match formula {
            Formula::All(parts) | Formula::Any(parts) => {
                let all = matches!(formula, Formula::All(_));
                out.push_str(if all { "all(" } else { "any(" });
                for part in parts {
                    self.formula(shared, program, part, out);
                    out.push(',');
                }
                out.push(')');
            }
            Formula::Not(inner) => {
                out.push_str("not(");
                self.formula(shared, program, inner, out);
                out.push(')');
            }
            Formula::Clause(clause) => {
                let meaning = self.clause(shared, program, *clause);
                put(out, format_args!("#{meaning}"));
            }
            Formula::Compare { left, op, right } => {
                self.num(shared, program, left, out);
                put(out, format_args!(" {op:?} "));
                self.num(shared, program, right, out);
            }
            Formula::Is { attribute, values } => {
                let key = shared.attribute_key(program, *attribute);
                let values = shared.values(program, *attribute, values);
                put(out, format_args!("is {key} {values:?}"));
            }
            Formula::Fact(attribute) => {
                let key = shared.attribute_key(program, *attribute);
                put(out, format_args!("fact {key}"));
            }
            Formula::Dates { left, op, right } => {
                let (left, right) = (date(shared, program, left), date(shared, program, right));
                put(out, format_args!("{left} {op:?} {right}"));
            }
            Formula::Exists(materials) => {
                let selection = self.selection(shared, program, *materials);
                put(out, format_args!("exists {selection:?}"));
            }
            Formula::Known(_)
            | Formula::CodeIn(_)
            | Formula::ProducedIn(_)
            | Formula::WhollyObtained
            | Formula::Accumulates => put(out, format_args!("{formula:?}")),
        }
    }

    fn num(&mut self, shared: &Shared<'_>, program: ProgramIndex, num: &Num, out: &mut String) {
        let mut all = |word: &str, parts: &mut dyn Iterator<Item = &Num>| {
            put(out, format_args!("{word}("));
            for part in parts {
                self.num(shared, program, part, out);
                out.push(',');
            }
            out.push(')');
        };
        match num {
            Num::Const(value) => put(out, format_args!("{value}")),
            Num::Basis(id) => put(out, format_args!("basis {}", shared.basis_key(program, *id))),
            Num::Attribute(id) => put(out, format_args!("attribute {}", shared.attribute_key(program, *id))),
            Num::Aggregate(id) => {
                let aggregate = shared.program(program).map(|text| &text.aggregates[*id]);
                let parts = aggregate.map(|aggregate| {
                    let basis = aggregate.basis.map(|basis| shared.basis_key(program, basis));
                    let selection = self.selection(shared, program, aggregate.materials);
                    (aggregate.kind, basis, selection)
                });
                put(out, format_args!("aggregate {parts:?}"));
            }
            Num::Sum(parts) => all("sum", &mut parts.iter()),
            Num::Min(parts) => all("min", &mut parts.iter()),
            Num::Max(parts) => all("max", &mut parts.iter()),
            Num::Product(a, b) => all("product", &mut [&**a, &**b].into_iter()),
            Num::Quotient(a, b) => all("quotient", &mut [&**a, &**b].into_iter()),
            Num::Measure(id) => {
                let meaning = self.measure(shared, program, *id);
                put(out, format_args!("#m{meaning}"));
            }
            Num::Averaged { choice, measure } => {
                let choice = shared.attribute_key(program, *choice);
                let meaning = self.measure(shared, program, *measure);
                put(out, format_args!("averaged {choice} #m{meaning}"));
            }
            Num::Cases(cases) => {
                out.push_str("cases(");
                for case in cases {
                    let when = self.clause(shared, program, case.when);
                    put(out, format_args!("#{when}:"));
                    self.num(shared, program, &case.then, out);
                    out.push(',');
                }
                out.push(')');
            }
            Num::Rounded(rounding, inner) => {
                put(out, format_args!("{rounding:?} "));
                self.num(shared, program, inner, out);
            }
        }
    }
}

/// Writes into a text, which can't fail.
fn put(out: &mut String, words: fmt::Arguments<'_>) {
    let _ = out.write_fmt(words);
}

fn date(shared: &Shared<'_>, program: ProgramIndex, term: &DateTerm) -> String {
    match term.base {
        DateBase::Attribute(attribute) => format!("day {} {:?}", shared.attribute_key(program, attribute), term.offset),
        _ => format!("{term:?}"),
    }
}
