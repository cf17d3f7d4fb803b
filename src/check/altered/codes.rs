//! Materials that are classified elsewhere within their heading.

use crate::good::Case;
use crate::ir::{MaterialTest, Program};
use crate::nomenclature::{CodeRange, CodeSet, HsCode, Level};

use super::{changed, each_test, is_marked, mark};

/// A move of a material from one part of a heading to another, which some clause tells apart.
#[derive(Debug, Clone)]
pub(in crate::check) struct Recoding {
    /// From these codes …
    pub(in crate::check) from: CodeSet,
    /// … of which this is one …
    pub(in crate::check) such_as: HsCode,
    /// … to this one.
    pub(in crate::check) to: HsCode,
}

/// Every move within a heading that some selection of materials takes notice of.
pub(in crate::check) fn recodings(program: &Program) -> Vec<Recoding> {
    let Some(table) = program.edition.table() else {
        return Vec::new();
    };
    let mut sets = Vec::new();
    for (_, materials) in program.materials.iter() {
        materials.test.each(&mut |test| {
            if let MaterialTest::CodeIn(set) = test {
                sets.push(set.clone());
            }
        });
    }
    sets.sort();
    sets.dedup();
    let mut out = Vec::new();
    for heading in table.headings() {
        let range = heading.range();
        let apart = |set: &&CodeSet| set.intersects(range) && !set.contains_all(range);
        let mut parts = vec![CodeSet::from(range)];
        for set in sets.iter().filter(apart) {
            parts = parts
                .iter()
                .flat_map(|part| [part.intersect(set), part.subtract(set)])
                .collect();
        }
        let codes: Vec<HsCode> = table.codes_in(range).collect();
        let real: Vec<(CodeSet, HsCode)> = parts
            .into_iter()
            .filter_map(|part| typical(&part, &codes).map(|code| (part, code)))
            .collect();
        for (place, (from, such_as)) in real.iter().enumerate() {
            for (other, (_, to)) in real.iter().enumerate() {
                if place != other {
                    out.push(Recoding {
                        from: from.clone(),
                        such_as: *such_as,
                        to: *to,
                    });
                }
            }
        }
    }
    out
}

/// A code of the edition that lies in the part, a whole subheading where there is one.
fn typical(part: &CodeSet, codes: &[HsCode]) -> Option<HsCode> {
    let whole = codes.iter().find(|code| part.contains_all(code.range()));
    let some = codes.iter().find(|code| part.intersects(code.range()));
    whole
        .copied()
        .or_else(|| part.intersect(&CodeSet::from(some?.range())).first())
}

impl Recoding {
    /// The text as it judges a good whose marked materials of these codes have the other.
    pub(in crate::check) fn altered(&self, program: &Program) -> Program {
        let mut out = program.clone();
        let mark = mark(&mut out);
        let moved = MaterialTest::All(vec![MaterialTest::Fact(mark), MaterialTest::CodeIn(self.from.clone())]);
        let unless_moved =
            |test: &MaterialTest| MaterialTest::All(vec![MaterialTest::Not(Box::new(moved.clone())), test.clone()]);
        each_test(&mut out, &mut |test| match test {
            MaterialTest::CodeIn(set) if set.contains_all(self.to.range()) => {
                Some(MaterialTest::Any(vec![unless_moved(test), moved.clone()]))
            }
            MaterialTest::CodeIn(set) if set.intersects(self.to.heading().range()) => Some(unless_moved(test)),
            MaterialTest::Code(relation) if relation.same > Level::Heading => Some(unless_moved(test)),
            _ => None,
        });
        out
    }

    /// The goods for which the altered text is exact: not those of the subheading that materials are moved into, whose
    /// rules may ask whether they were there before.
    pub(in crate::check) fn scope(&self) -> CodeSet {
        CodeSet::all().subtract(&CodeSet::from(self.subheading()))
    }

    fn subheading(&self) -> CodeRange {
        self.to.subheading().range()
    }

    /// The good with its marked materials moved.
    pub(in crate::check) fn good(&self, case: &Case) -> Case {
        changed(case, &|mut node| {
            if is_marked(&node) && node.code.is_some_and(|code| self.from.intersects(code.range())) {
                node.code = Some(self.to);
            }
            vec![node]
        })
    }
}
