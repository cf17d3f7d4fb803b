//! Goods of which nothing is said of what is in their materials.

use crate::good::{Case, Node};
use crate::ir::{Depth, Program};

/// The text as it judges a good whose materials' contents are not known: it looks at what is used directly.
pub(in crate::check) fn hidden(program: &Program) -> Program {
    let mut out = program.clone();
    let all: Vec<_> = out.materials.iter().map(|(id, _)| id).collect();
    for id in all {
        if let Some(materials) = out.materials.get_mut(id) {
            materials.depth = Depth::Direct;
        }
    }
    // What the producer may choose about contents is void where there are none.
    out.intermediate = None;
    out.accumulation = None;
    out.full_cumulation.clear();
    out
}

/// The good with nothing said of what is in its materials.
pub(in crate::check) fn without_contents(_: &Program, case: &Case) -> Case {
    let bare = |node: &Node| Node {
        materials: node
            .materials
            .iter()
            .map(|material| Node {
                materials: Vec::new(),
                ..material.clone()
            })
            .collect(),
        ..node.clone()
    };
    Case {
        good: bare(&case.good),
        averages: case
            .averages
            .iter()
            .map(|(category, node)| (category.clone(), bare(node)))
            .collect(),
        ..case.clone()
    }
}
