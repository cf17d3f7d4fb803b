//! How clauses and measures refer to one another: not in a circle, and not too deeply.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ClauseId, ClauseKind, Formula, MeasureId, Num, Program};
use crate::source::Span;

/// Evaluator and prover go as deep as conditions are stacked on one another. What people write is a twentieth of it.
const MAX_DEPTH: usize = 300;

/// So many definitions and measures may be compiled one by way of another.
pub(super) const MAX_NAMES: usize = 200;

/// What refers and is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Clause(ClauseId),
    Measure(MeasureId),
}

/// A reference, and how deep inside it stands.
type Link = (usize, Place);

/// A place whose references are being followed.
struct Open {
    place: Place,
    links: Vec<Link>,
    /// How deep what has been followed so far goes.
    depth: usize,
}

/// The first circle, or the first condition that is too deep. Names alone can't tell: a criterion and its product rules
/// refer to one another as a whole.
pub(super) fn fault(program: &Program) -> Option<Diagnostic> {
    let mut depths: BTreeMap<Place, usize> = BTreeMap::new();
    let clauses = program.clauses.iter().map(|(id, _)| Place::Clause(id));
    let measures = program.measures.iter().map(|(id, _)| Place::Measure(id));
    for place in clauses.chain(measures) {
        if depths.contains_key(&place) {
            continue;
        }
        let mut open = vec![Open::new(program, place)];
        while let Some(top) = open.last_mut() {
            let Some((inside, place)) = top.links.pop() else {
                let (place, depth) = (top.place, top.depth);
                if depth > MAX_DEPTH {
                    return Some(too_deep(program, place));
                }
                depths.insert(place, depth);
                open.pop();
                continue;
            };
            if let Some(known) = depths.get(&place) {
                top.depth = top.depth.max(inside.saturating_add(*known));
                continue;
            }
            // It is looked at again when its depth is known.
            top.links.push((inside, place));
            if let Some(start) = open.iter().position(|one| one.place == place) {
                let circle: Vec<Place> = open.iter().skip(start).map(|one| one.place).collect();
                return Some(circular(program, &circle));
            }
            open.push(Open::new(program, place));
        }
    }
    None
}

impl Open {
    fn new(program: &Program, place: Place) -> Self {
        let mut links = Vec::new();
        let depth = match place {
            Place::Clause(id) => formula(&program.clauses[id].formula, 1, &mut links),
            Place::Measure(id) => {
                let measure = &program.measures[id];
                links.extend(measure.available.map(|clause| (1, Place::Clause(clause))));
                num(&measure.value, 1, &mut links)
            }
        };
        Self { place, links, depth }
    }
}

/// Collects the references of a condition, and says how deep it is.
fn formula(of: &Formula, depth: usize, links: &mut Vec<Link>) -> usize {
    let below = depth.saturating_add(1);
    match of {
        Formula::All(parts) | Formula::Any(parts) => {
            let parts = parts.iter().map(|part| formula(part, below, links));
            parts.max().unwrap_or(depth)
        }
        Formula::Not(inner) => formula(inner, below, links),
        Formula::Clause(id) => {
            links.push((depth, Place::Clause(*id)));
            depth
        }
        Formula::Compare { left, right, .. } => num(left, below, links).max(num(right, below, links)),
        _ => depth,
    }
}

fn num(of: &Num, depth: usize, links: &mut Vec<Link>) -> usize {
    let below = depth.saturating_add(1);
    match of {
        Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => {
            let parts = parts.iter().map(|part| num(part, below, links));
            parts.max().unwrap_or(depth)
        }
        Num::Product(a, b) | Num::Quotient(a, b) => num(a, below, links).max(num(b, below, links)),
        Num::Rounded(_, inner) => num(inner, below, links),
        Num::Measure(id) | Num::Averaged { measure: id, .. } => {
            links.push((depth, Place::Measure(*id)));
            depth
        }
        Num::Cases(cases) => {
            let cases = cases.iter().map(|case| {
                links.push((below, Place::Clause(case.when)));
                num(&case.then, below, links)
            });
            cases.max().unwrap_or(depth)
        }
        Num::Const(_) | Num::Basis(_) | Num::Attribute(_) | Num::Aggregate(_) => depth,
    }
}

fn circular(program: &Program, circle: &[Place]) -> Diagnostic {
    // The product rules as a whole have no place of their own.
    let own = |place: &&Place| match place {
        Place::Clause(id) => !matches!(program.clauses[*id].kind, ClauseKind::Origin | ClauseKind::ProductRules),
        Place::Measure(_) => true,
    };
    // What was written is better known than what was made of it.
    let written = |place: &&Place| own(place) && !name(program, **place).contains('/');
    let first = circle.iter().find(written).or_else(|| circle.iter().find(own));
    let first = first.or(circle.first()).copied();
    let mut path: Vec<String> = circle.iter().map(|place| name(program, *place)).collect();
    path.extend(path.first().cloned());
    let title = first.map_or_else(String::new, |place| name(program, place));
    let problem = Diagnostic::new(Code::DefinitionCycle, format!("`{title}` is decided by way of itself"));
    at(program, problem, first, "this leads back to where it came from")
        .note(format!("the circle is {}", path.join(" -> ")))
}

fn too_deep(program: &Program, place: Place) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::NestedTooDeeply,
        format!("conditions are stacked on one another more than {MAX_DEPTH} levels deep"),
    );
    at(program, problem, Some(place), "one level too many")
        .help("say it with fewer definitions and measures that rest on one another")
}

/// Names that rest on one another too deeply to be compiled.
pub(super) fn too_many_names(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NestedTooDeeply,
        format!("definitions rest on one another more than {MAX_NAMES} levels deep"),
    )
    .at(span, "one level too many")
    .help("say it with fewer definitions and measures that rest on one another")
}

fn at(program: &Program, problem: Diagnostic, place: Option<Place>, label: &str) -> Diagnostic {
    match place {
        Some(Place::Clause(id)) => problem.at(program.clauses[id].span, label),
        Some(Place::Measure(id)) => problem.at(program.measures[id].span, label),
        None => problem,
    }
}

fn name(program: &Program, place: Place) -> String {
    match place {
        Place::Clause(id) => program.clauses[id].path.clone(),
        Place::Measure(id) => program.measures[id].name.clone(),
    }
}
