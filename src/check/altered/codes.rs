//! Materials that are classified elsewhere within their heading.

use crate::good::Case;
use crate::ir::{AttributeId, MaterialTest, Program};
use crate::nomenclature::{CodeRange, CodeSet, HsCode, Level};

use super::{changed, is_marked, mark};

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
        named(&materials.test, &mut sets);
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

fn named(test: &MaterialTest, out: &mut Vec<CodeSet>) {
    match test {
        MaterialTest::All(parts) | MaterialTest::Any(parts) => parts.iter().for_each(|part| named(part, out)),
        MaterialTest::Not(inner) => named(inner, out),
        MaterialTest::CodeIn(set) => out.push(set.clone()),
        _ => {}
    }
}

impl Recoding {
    /// The text as it judges a good whose marked materials of these codes have the other.
    pub(in crate::check) fn altered(&self, program: &Program) -> Program {
        let mut out = program.clone();
        let mark = mark(&mut out);
        let all: Vec<_> = out.materials.iter().map(|(id, _)| id).collect();
        for id in all {
            if let Some(materials) = out.materials.get_mut(id) {
                materials.test = self.test(&materials.test, mark);
            }
        }
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

    fn test(&self, test: &MaterialTest, mark: AttributeId) -> MaterialTest {
        let all = |parts: &[MaterialTest]| parts.iter().map(|part| self.test(part, mark)).collect();
        let moved = MaterialTest::All(vec![MaterialTest::Fact(mark), MaterialTest::CodeIn(self.from.clone())]);
        let unless_moved =
            |test: &MaterialTest| MaterialTest::All(vec![MaterialTest::Not(Box::new(moved.clone())), test.clone()]);
        match test {
            MaterialTest::All(parts) => MaterialTest::All(all(parts)),
            MaterialTest::Any(parts) => MaterialTest::Any(all(parts)),
            MaterialTest::Not(inner) => MaterialTest::Not(Box::new(self.test(inner, mark))),
            MaterialTest::CodeIn(set) if set.intersects(self.to.heading().range()) => {
                let stays = unless_moved(test);
                if set.contains_all(self.to.range()) {
                    MaterialTest::Any(vec![stays, moved])
                } else {
                    stays
                }
            }
            MaterialTest::Code(relation) if relation.same > Level::Heading => unless_moved(test),
            other => other.clone(),
        }
    }
}
