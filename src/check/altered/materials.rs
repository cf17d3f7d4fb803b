//! Materials that become originating.

use crate::good::{Case, Origin};
use crate::ir::{MaterialTest, Program};

use super::{changed, each_test, is_marked, mark};

/// The text that takes marked materials as originating. Where imports don't originate, a mark on one changes nothing.
pub(in crate::check) fn originating(program: &Program) -> Program {
    let mut out = program.clone();
    let mark = mark(&mut out);
    let bars_imports = program.imported_non_originating.is_some();
    each_test(&mut out, &mut |test| {
        let marked = MaterialTest::Fact(mark);
        let becomes = if bars_imports {
            let made_here = MaterialTest::Not(Box::new(MaterialTest::Imported));
            MaterialTest::All(vec![marked, made_here])
        } else {
            marked
        };
        let originates = || MaterialTest::Any(vec![MaterialTest::Originating, becomes]);
        (*test == MaterialTest::Originating).then(originates)
    });
    out
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
