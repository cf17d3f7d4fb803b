//! Twice as much of a good.

use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::good::{Case, Datum, Node};
use crate::ir::{AttributeKind, Formula, MeasureId, Num, Program};

use super::{before, degree};

/// Whether the attribute is an amount, which doubles with the good.
pub(super) fn amounts(kind: &AttributeKind) -> bool {
    matches!(kind, AttributeKind::Money | AttributeKind::Weight)
}

/// The good with every value and weight doubled.
pub(in crate::check) fn doubled(program: &Program, case: &Case) -> Case {
    let mut out = before(case);
    let two = Ratio::from(2);
    scale(program, &mut out.good, &two);
    scale_data(program, &mut out.producer, &two);
    for together in out.averages.values_mut() {
        scale(program, together, &two);
    }
    out
}

pub(super) fn scale(program: &Program, node: &mut Node, by: &Ratio) {
    scale_data(program, &mut node.data, by);
    for material in &mut node.materials {
        scale(program, material, by);
    }
}

fn scale_data(program: &Program, data: &mut BTreeMap<String, Datum>, by: &Ratio) {
    for (name, datum) in data {
        let basis = program.vocabulary.bases.iter().any(|(_, basis)| basis.name == *name);
        let mut attributes = program.vocabulary.attributes.iter();
        let amount = attributes.any(|(_, attribute)| attribute.name == *name && amounts(&attribute.kind));
        if let (true, Datum::Figure(figure)) = (basis || amount, &mut *datum) {
            *datum = Datum::Figure(&*figure * by);
        }
    }
}

/// The text with every value and weight doubled in the comparisons that depend on it; of the others the doubling is
/// known to change nothing.
pub(in crate::check) fn with_doubled(program: &Program) -> Program {
    let mut out = program.clone();
    let mut copies = BTreeMap::new();
    let clauses: Vec<_> = program.clauses.iter().map(|(id, _)| id).collect();
    for id in clauses {
        let formula = doubled_formula(&program.clauses[id].formula, &mut out, &mut copies);
        if let Some(clause) = out.clauses.get_mut(id) {
            clause.formula = formula;
        }
    }
    out
}

fn doubled_formula(formula: &Formula, out: &mut Program, copies: &mut BTreeMap<MeasureId, MeasureId>) -> Formula {
    formula.rewritten(&mut |part| match part {
        Formula::Compare { left, op, right } if !degree::alike(out, left, right) => Some(Formula::Compare {
            left: doubled_num(left, out, copies),
            op: *op,
            right: doubled_num(right, out, copies),
        }),
        _ => None,
    })
}

fn doubled_num(num: &Num, out: &mut Program, copies: &mut BTreeMap<MeasureId, MeasureId>) -> Num {
    let twice = |num: &Num| Num::Product(Box::new(Num::Const(Ratio::from(2))), Box::new(num.clone()));
    num.rewritten(&mut |part| match part {
        Num::Basis(_) => Some(twice(part)),
        Num::Attribute(id) if amounts(&out.vocabulary.attributes[*id].kind) => Some(twice(part)),
        Num::Aggregate(id) if out.aggregates[*id].basis.is_some() => Some(twice(part)),
        Num::Measure(id) => Some(Num::Measure(doubled_measure(*id, out, copies))),
        Num::Averaged { choice, measure } => Some(Num::Averaged {
            choice: *choice,
            measure: doubled_measure(*measure, out, copies),
        }),
        _ => None,
    })
}

fn doubled_measure(id: MeasureId, out: &mut Program, copies: &mut BTreeMap<MeasureId, MeasureId>) -> MeasureId {
    if let Some(copy) = copies.get(&id) {
        return *copy;
    }
    let measure = out.measures[id].clone();
    let value = doubled_num(&measure.value, out, copies);
    let copy = out.measures.push(crate::ir::Measure { value, ..measure });
    copies.insert(id, copy);
    copy
}
