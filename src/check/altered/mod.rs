//! A text as it judges a good of which something has been changed: the change is made in what the text looks at.
//!
//! Two goods that differ in their materials are one good with some materials marked: under the text itself it is the
//! first good, and under the altered text, which reads the marks, it is the second. So a question about two goods is a
//! question about one good under two texts, and all that holds of such questions holds of it: it is exact for bills of
//! materials of any size, and a good that is found is judged by the evaluator under both. Before it is shown, the change
//! is carried out on the good and the text itself judges it again.

mod codes;
mod contents;
mod degree;
mod doubled;
mod effect;
mod figures;
mod lots;
mod materials;
mod pair;
mod parties;
mod readings;

use crate::good::{Case, Datum, Node};
use crate::ir::{Attribute, AttributeId, AttributeKind, Bearer, Formula, MaterialTest, Num, Program};

pub(super) use codes::{Recoding, recodings};
pub(super) use contents::{hidden, without_contents};
pub(super) use degree::absolute;
pub(super) use doubled::{doubled, with_doubled};
pub(super) use effect::{Change, Effects};
pub(super) use figures::{over, raised, raised_at_will, rounded, strict};
pub(super) use lots::{in_two_lots, split};
pub(super) use materials::{made_originating, originating};
pub(super) use pair::{Pair, Turned};
pub(super) use parties::Swapped;
pub(super) use readings::Readings;

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

/// Replaces figures throughout the text, in clauses and in measures.
fn rewrite(program: &mut Program, replace: &mut dyn FnMut(&Num) -> Option<Num>) {
    each_formula(program, &mut |formula| formula.with_figures(replace));
    let measures: Vec<_> = program.measures.iter().map(|(id, _)| id).collect();
    for id in measures {
        if let Some(measure) = program.measures.get_mut(id) {
            measure.value = measure.value.rewritten(replace);
        }
    }
}

/// Replaces what each clause says.
fn each_formula(program: &mut Program, replace: &mut dyn FnMut(&Formula) -> Formula) {
    let clauses: Vec<_> = program.clauses.iter().map(|(id, _)| id).collect();
    for id in clauses {
        if let Some(clause) = program.clauses.get_mut(id) {
            clause.formula = replace(&clause.formula);
        }
    }
}

/// Replaces parts of the tests of all selections of materials.
fn each_test(program: &mut Program, replace: &mut dyn FnMut(&MaterialTest) -> Option<MaterialTest>) {
    let materials: Vec<_> = program.materials.iter().map(|(id, _)| id).collect();
    for id in materials {
        if let Some(materials) = program.materials.get_mut(id) {
            materials.test = materials.test.rewritten(replace);
        }
    }
}
