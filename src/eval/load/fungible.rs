//! Materials kept together: what of them originates depends on the method of managing the inventory (Art. 406).

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::good::{Datum, Node, Origin};
use crate::ir::Program;

use super::names::{Name, Names, nearest};

/// The parts of which such a material consists under each method, by the method's place: one that originates and one
/// that does not, with the values divided. A method without a share leaves the origin of the whole open.
pub(super) fn parts(
    program: &Program,
    names: &Names<'_>,
    node: &Node,
    at: &str,
) -> Result<Vec<(usize, Node)>, Diagnostic> {
    let Some((choice, _)) = program.fungible else {
        let problem = format!(
            "{} has no provision on fungible materials, as stated at `{at}`",
            program.name
        );
        return Err(Diagnostic::new(Code::UnknownAttribute, problem)
            .help("state the origin of the material, or describe it as two materials"));
    };
    let words = program.vocabulary.attributes[choice].kind.words();
    for method in node.fungible.keys() {
        if !words.contains(method) {
            let problem = Diagnostic::new(
                Code::UnknownValue,
                format!("`{method}` at `{at}` is not a method that {} permits", program.name),
            );
            return Err(match nearest(method, words.iter().map(String::as_str)) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None => problem.help(format!("its methods are {}", words.join(", "))),
            });
        }
    }
    if node.origin.is_some() || node.wholly_obtained.is_some() || !node.materials.is_empty() {
        let problem = format!("the material at `{at}` is fungible, yet its origin or its own materials are stated");
        return Err(Diagnostic::new(Code::ContradictoryFacts, problem)
            .help("state either the shares that originate, or the origin of the whole"));
    }
    let mut parts = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let Some(share) = node.fungible.get(word) else {
            parts.push((place, part(names, node, None, &Ratio::ONE)));
            continue;
        };
        for (origin, share) in [
            (Origin::Originating, share.clone()),
            (Origin::NonOriginating, Ratio::ONE - share.clone()),
        ] {
            if !share.is_zero() {
                parts.push((place, part(names, node, Some(origin), &share)));
            }
        }
    }
    Ok(parts)
}

fn part(names: &Names<'_>, node: &Node, origin: Option<Origin>, share: &Ratio) -> Node {
    let mut part = Node {
        origin,
        fungible: std::collections::BTreeMap::new(),
        ..node.clone()
    };
    if origin == Some(Origin::Originating) {
        // What originates was not imported from outside, whatever it is kept together with.
        part.imported = None;
        part.country = None;
    }
    for (name, datum) in &mut part.data {
        if let (Some(Name::Basis(_)), Datum::Figure(value)) = (names.find(name), datum) {
            *value = &*value * share;
        }
    }
    part
}
