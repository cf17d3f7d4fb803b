//! Materials that become originating.

use crate::good::{Case, Origin};
use crate::ir::{AttributeId, MaterialTest, Program};

use super::{changed, is_marked, mark};

/// The text that takes marked materials as originating. Where imports don't originate, a mark on one changes nothing.
pub(in crate::check) fn originating(program: &Program) -> Program {
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
pub(in crate::check) fn made_originating(program: &Program, case: &Case) -> Case {
    let bars_imports = program.imported_non_originating.is_some();
    changed(case, &|mut node| {
        let barred = bars_imports && node.imported == Some(true);
        if is_marked(&node) && !barred {
            node.origin = Some(Origin::Originating);
        }
        vec![node]
    })
}
