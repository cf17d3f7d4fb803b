//! Materials that come in two lots.

use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::good::Case;
use crate::ir::{Aggregate, AggregateId, AggregateKind, MaterialTest, Materials, Num, Program};

use super::doubled::scale;
use super::{changed, is_marked, mark, rewrite};

/// The text that counts marked materials twice, as if each were bought in two lots.
pub(in crate::check) fn split(program: &Program) -> Program {
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
    rewrite(&mut out, &mut |num| match num {
        Num::Aggregate(id) => {
            let more = twice.get(id)?;
            Some(Num::Sum(vec![Num::Aggregate(*id), Num::Aggregate(*more)]))
        }
        _ => None,
    });
    out
}

/// The good with its marked materials in two lots of half the value each.
pub(in crate::check) fn in_two_lots(program: &Program, case: &Case) -> Case {
    let half = Ratio::from_parts(1, 2).unwrap_or_default();
    changed(case, &|mut node| {
        if !is_marked(&node) {
            return vec![node];
        }
        scale(program, &mut node, &half);
        vec![node.clone(), node]
    })
}
