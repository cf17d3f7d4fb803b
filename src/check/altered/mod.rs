//! A text as it judges a good of which something has been changed: the change is made in what the text looks at.
//!
//! Two goods that differ in their materials are one good with some materials marked: under the text itself it is the
//! first good, and under the altered text, which reads the marks, it is the second. So a question about two goods is a
//! question about one good under two texts, and all that holds of such questions holds of it: it is exact for bills of
//! materials of any size, and a good that is found is judged by the evaluator under both. Before it is shown, the change
//! is carried out on the good and the text itself judges it again.

mod degree;
mod effect;
mod pair;

use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::good::{Case, Datum, Node, Origin};
use crate::ir::{
    Aggregate, AggregateId, AggregateKind, Attribute, AttributeId, AttributeKind, Bearer, Formula, MaterialTest,
    Materials, MeasureId, Num, NumCase, Program,
};

pub(super) use degree::absolute;
pub(super) use effect::Originating;
pub(super) use pair::{Pair, Turned};

/// What marks the materials that are changed. No rulebook can declare it.
const MARK: &str = "changed material";

fn mark(program: &mut Program) -> AttributeId {
    program.vocabulary.attributes.push(Attribute {
        name: MARK.to_owned(),
        title: None,
        citation: None,
        bearers: vec![Bearer::Material],
        kind: AttributeKind::Fact,
    })
}

fn is_marked(node: &Node) -> bool {
    node.data.get(MARK) == Some(&Datum::Truth(true))
}

/// The good with this one of the materials used directly marked.
pub(super) fn marked(case: &Case, place: usize) -> Option<Case> {
    let mut case = before(case);
    let node = case.good.materials.get_mut(place)?;
    node.data.insert(MARK.to_owned(), Datum::Truth(true));
    Some(case)
}

/// The good as it is before the change: without marks.
pub(super) fn before(case: &Case) -> Case {
    changed(case, &|node| vec![node])
}

/// The good with every node replaced by what `change` makes of it; marks are taken away.
fn changed(case: &Case, change: &dyn Fn(Node) -> Vec<Node>) -> Case {
    // Goods that were found are no deeper than the conditions on them: the recursion is shallow.
    fn inside(node: &Node, change: &dyn Fn(Node) -> Vec<Node>) -> Vec<Node> {
        let materials = node.materials.iter().flat_map(|material| inside(material, change));
        let materials = materials.collect();
        let out = change(Node {
            materials,
            ..node.clone()
        });
        out.into_iter()
            .map(|mut node| {
                node.data.remove(MARK);
                node
            })
            .collect()
    }
    let whole = |node: &Node| Node {
        materials: node.materials.iter().flat_map(|one| inside(one, change)).collect(),
        ..node.clone()
    };
    Case {
        good: whole(&case.good),
        averages: case
            .averages
            .iter()
            .map(|(category, node)| (category.clone(), whole(node)))
            .collect(),
        ..case.clone()
    }
}

/// The text that takes marked materials as originating. Where imports don't originate, a mark on one changes nothing.
pub(super) fn originating(program: &Program) -> Program {
    let mut out = program.clone();
    let mark = mark(&mut out);
    let bars_imports = program.imported_non_originating.is_some();
    let all: Vec<_> = out.materials.iter().map(|(id, _)| id).collect();
    for id in all {
        if let Some(materials) = out.materials.get_mut(id) {
            materials.test = with_marked(&materials.test, mark, bars_imports);
        }
    }
    out
}

fn with_marked(test: &MaterialTest, mark: AttributeId, bars_imports: bool) -> MaterialTest {
    let all = |parts: &[MaterialTest]| parts.iter().map(|part| with_marked(part, mark, bars_imports)).collect();
    match test {
        MaterialTest::Originating => {
            let marked = MaterialTest::Fact(mark);
            let becomes = if bars_imports {
                let made_here = MaterialTest::Not(Box::new(MaterialTest::Imported));
                MaterialTest::All(vec![marked, made_here])
            } else {
                marked
            };
            MaterialTest::Any(vec![MaterialTest::Originating, becomes])
        }
        MaterialTest::All(parts) => MaterialTest::All(all(parts)),
        MaterialTest::Any(parts) => MaterialTest::Any(all(parts)),
        MaterialTest::Not(inner) => MaterialTest::Not(Box::new(with_marked(inner, mark, bars_imports))),
        other => other.clone(),
    }
}

/// The good with its marked materials originating, and the names of those that were not before.
pub(super) fn made_originating(program: &Program, case: &Case) -> Case {
    let bars_imports = program.imported_non_originating.is_some();
    changed(case, &|mut node| {
        let barred = bars_imports && node.imported == Some(true);
        if is_marked(&node) && !barred {
            node.origin = Some(Origin::Originating);
        }
        vec![node]
    })
}

/// The text that counts marked materials twice, as if each were bought in two lots.
pub(super) fn split(program: &Program) -> Program {
    let mut out = program.clone();
    let mark = mark(&mut out);
    let mut twice: BTreeMap<AggregateId, AggregateId> = BTreeMap::new();
    let counts: Vec<(AggregateId, Aggregate)> = program
        .aggregates
        .iter()
        .filter(|(_, aggregate)| aggregate.kind == AggregateKind::Count)
        .map(|(id, aggregate)| (id, aggregate.clone()))
        .collect();
    for (id, aggregate) in counts {
        let materials = &program.materials[aggregate.materials];
        let marked = out.materials.push(Materials {
            depth: materials.depth,
            test: MaterialTest::All(vec![materials.test.clone(), MaterialTest::Fact(mark)]),
        });
        let more = out.aggregates.push(Aggregate {
            materials: marked,
            ..aggregate
        });
        twice.insert(id, more);
    }
    rewrite(&mut out, &|num| match num {
        Num::Aggregate(id) => {
            let more = twice.get(id)?;
            Some(Num::Sum(vec![Num::Aggregate(*id), Num::Aggregate(*more)]))
        }
        _ => None,
    });
    out
}

/// The good with its marked materials in two lots of half the value each.
pub(super) fn in_two_lots(program: &Program, case: &Case) -> Case {
    let half = Ratio::from_parts(1, 2).unwrap_or_default();
    changed(case, &|mut node| {
        if !is_marked(&node) {
            return vec![node];
        }
        scale(program, &mut node, &half);
        vec![node.clone(), node]
    })
}

/// Whether the attribute is an amount, which doubles with the good.
fn amounts(kind: &AttributeKind) -> bool {
    matches!(kind, AttributeKind::Money | AttributeKind::Weight)
}

/// The good with every value and weight doubled.
pub(super) fn doubled(program: &Program, case: &Case) -> Case {
    let mut out = before(case);
    let two = Ratio::from(2);
    scale(program, &mut out.good, &two);
    scale_data(program, &mut out.producer, &two);
    for together in out.averages.values_mut() {
        scale(program, together, &two);
    }
    out
}

fn scale(program: &Program, node: &mut Node, by: &Ratio) {
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
pub(super) fn with_doubled(program: &Program) -> Program {
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
    let mut all = |parts: &[Formula]| -> Vec<Formula> {
        let parts = parts.iter();
        parts.map(|part| doubled_formula(part, out, copies)).collect()
    };
    match formula {
        Formula::All(parts) => Formula::All(all(parts)),
        Formula::Any(parts) => Formula::Any(all(parts)),
        Formula::Not(inner) => Formula::Not(Box::new(doubled_formula(inner, out, copies))),
        Formula::Compare { left, op, right } if !degree::alike(out, left, right) => Formula::Compare {
            left: doubled_num(left, out, copies),
            op: *op,
            right: doubled_num(right, out, copies),
        },
        other => other.clone(),
    }
}

fn doubled_num(num: &Num, out: &mut Program, copies: &mut BTreeMap<MeasureId, MeasureId>) -> Num {
    let twice = |num: &Num| Num::Product(Box::new(Num::Const(Ratio::from(2))), Box::new(num.clone()));
    match num {
        Num::Basis(_) => twice(num),
        Num::Attribute(id) if amounts(&out.vocabulary.attributes[*id].kind) => twice(num),
        Num::Aggregate(id) if out.aggregates[*id].basis.is_some() => twice(num),
        Num::Measure(id) => Num::Measure(doubled_measure(*id, out, copies)),
        Num::Averaged { choice, measure } => Num::Averaged {
            choice: *choice,
            measure: doubled_measure(*measure, out, copies),
        },
        other => inside(other, &mut |part| doubled_num(part, out, copies)),
    }
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

/// Replaces figures throughout the text, in clauses and in measures.
fn rewrite(program: &mut Program, replace: &dyn Fn(&Num) -> Option<Num>) {
    let clauses: Vec<_> = program.clauses.iter().map(|(id, _)| id).collect();
    for id in clauses {
        if let Some(clause) = program.clauses.get_mut(id) {
            clause.formula = rewritten(&clause.formula, replace);
        }
    }
    let measures: Vec<_> = program.measures.iter().map(|(id, _)| id).collect();
    for id in measures {
        if let Some(measure) = program.measures.get_mut(id) {
            measure.value = replaced(&measure.value, replace);
        }
    }
}

fn rewritten(formula: &Formula, replace: &dyn Fn(&Num) -> Option<Num>) -> Formula {
    let all = |parts: &[Formula]| parts.iter().map(|part| rewritten(part, replace)).collect();
    match formula {
        Formula::All(parts) => Formula::All(all(parts)),
        Formula::Any(parts) => Formula::Any(all(parts)),
        Formula::Not(inner) => Formula::Not(Box::new(rewritten(inner, replace))),
        Formula::Compare { left, op, right } => Formula::Compare {
            left: replaced(left, replace),
            op: *op,
            right: replaced(right, replace),
        },
        other => other.clone(),
    }
}

fn replaced(num: &Num, replace: &dyn Fn(&Num) -> Option<Num>) -> Num {
    replace(num).unwrap_or_else(|| inside(num, &mut |part| replaced(part, replace)))
}

/// The figure with each of its parts replaced.
fn inside(num: &Num, part: &mut dyn FnMut(&Num) -> Num) -> Num {
    match num {
        Num::Sum(parts) => Num::Sum(parts.iter().map(&mut *part).collect()),
        Num::Min(parts) => Num::Min(parts.iter().map(&mut *part).collect()),
        Num::Max(parts) => Num::Max(parts.iter().map(&mut *part).collect()),
        Num::Product(a, b) => Num::Product(Box::new(part(a)), Box::new(part(b))),
        Num::Quotient(a, b) => Num::Quotient(Box::new(part(a)), Box::new(part(b))),
        Num::Rounded(rounding, inner) => Num::Rounded(*rounding, Box::new(part(inner))),
        Num::Cases(cases) => {
            let cases = cases.iter().map(|case| NumCase {
                when: case.when,
                then: part(&case.then),
            });
            Num::Cases(cases.collect())
        }
        Num::Const(_)
        | Num::Basis(_)
        | Num::Attribute(_)
        | Num::Aggregate(_)
        | Num::Measure(_)
        | Num::Averaged { .. } => num.clone(),
    }
}
