//! Lays the tree of materials out flat.

use crate::diagnostic::{Code, Diagnostic};
use crate::eval::line::{Line, LineId};
use crate::eval::loaded::Loaded;
use crate::good::{Case, Node, Origin};
use crate::ir::{Bearer, Program};
use crate::nomenclature::{HsCode, editions_with};

use super::names::{Name, Names};
use super::{MAX_LEVELS, Problems, datum, fungible, misplaced};

struct Walk<'a> {
    program: &'a Program,
    names: &'a Names<'a>,
    loaded: &'a mut Loaded,
    problems: &'a mut Problems,
    /// What the outermost node is called in messages: `good`.
    root: &'a str,
    /// The places of the materials on the way from the good to here.
    place: Vec<usize>,
}

/// Puts every line in place; false if the tree is too deep to be walked at all.
pub(super) fn lines<'a>(
    program: &'a Program,
    root: &'a str,
    case: &'a Case,
    names: &'a Names<'a>,
    loaded: &'a mut Loaded,
    problems: &'a mut Problems,
) -> bool {
    let mut walk = Walk {
        program,
        names,
        loaded,
        problems,
        root,
        place: Vec::new(),
    };
    if case.good.code.is_none() {
        let problem = Diagnostic::new(Code::MalformedGood, "the tariff code of the good is not stated");
        walk.problems
            .push(problem.help("state `code`, such as `\"code\": \"8703.23\"`"));
    }
    walk.node(&case.good)
}

impl Walk<'_> {
    fn node(&mut self, node: &Node) -> bool {
        if self.place.len() > MAX_LEVELS {
            let problem = format!("materials lie more than {MAX_LEVELS} levels inside one another");
            self.problems.push(Diagnostic::new(Code::TooManyLevels, problem));
            return false;
        }
        self.loaded.levels = self.loaded.levels.max(self.place.len());
        let id = LineId::new(self.loaded.lines.len());
        let line = self.line(node);
        self.loaded.lines.push(line);
        self.loaded.names.push(node.name.clone());
        self.code(node.code);
        self.data(id, node);
        for (index, material) in node.materials.iter().enumerate() {
            self.place.push(index);
            let fine = if material.fungible.is_empty() {
                self.node(material)
            } else {
                self.fungible(material)
            };
            self.place.pop();
            if !fine {
                return false;
            }
        }
        let end = u32::try_from(self.loaded.lines.len()).unwrap_or(u32::MAX);
        if let Some(line) = self.loaded.lines.get_mut(id.index()) {
            line.end = end;
        }
        true
    }

    /// Materials kept together are as many lines as they have parts under each method.
    fn fungible(&mut self, node: &Node) -> bool {
        let at = path(self.root, &self.place);
        let parts = fungible::parts(self.program, self.names, node, &at);
        for (method, part) in self.problems.keep(parts).unwrap_or_default() {
            let first = self.loaded.lines.len();
            if !self.node(&part) {
                return false;
            }
            if let Some(line) = self.loaded.lines.get_mut(first) {
                line.method = Some(method);
            }
        }
        true
    }

    fn line(&mut self, node: &Node) -> Line {
        let country = node.country.as_ref().map(|country| {
            let known = self.loaded.countries.iter().position(|other| other == country);
            known.unwrap_or_else(|| {
                self.loaded.countries.push(country.clone());
                self.loaded.countries.len().saturating_sub(1)
            })
        });
        Line {
            code: node.code,
            range: node.code.map(HsCode::range),
            country,
            imported: node.imported,
            origin: node.origin.map(|origin| origin == Origin::Originating),
            wholly_obtained: node.wholly_obtained,
            self_produced: node.self_produced,
            supplier_statement: node.supplier_statement,
            method: None,
            end: 0,
        }
    }

    fn code(&mut self, code: Option<HsCode>) {
        let (Some(code), Some(table)) = (code, self.program.edition.table()) else {
            return;
        };
        if table.contains(code) {
            return;
        }
        let at = path(self.root, &self.place);
        let problem = Diagnostic::new(
            Code::UnknownGoodCode,
            format!("the code `{code}` of `{at}` is not in {}", self.program.edition),
        );
        let problem = match table.nearest(code) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem,
        };
        let elsewhere: Vec<String> = editions_with(code).iter().map(ToString::to_string).collect();
        let problem = if elsewhere.is_empty() {
            problem
        } else {
            problem.note(format!("it is in {}", elsewhere.join(", ")))
        };
        self.problems.push(problem);
    }

    fn data(&mut self, id: LineId, node: &Node) {
        let bearer = if id == LineId::GOOD {
            Bearer::Good
        } else {
            Bearer::Material
        };
        // A material is judged as a good when its own origin has to be found, so it may bear what goods bear.
        let fits = |bearers: &[Bearer]| {
            bearers.contains(&bearer) || (bearer == Bearer::Material && bearers.contains(&Bearer::Good))
        };
        for (name, value) in &node.data {
            let at = || format!("{}.{name}", path(self.root, &self.place));
            match self.names.find(name) {
                None => {
                    let wanted: &[Bearer] = if id == LineId::GOOD {
                        &[Bearer::Good]
                    } else {
                        &[Bearer::Good, Bearer::Material]
                    };
                    let problem = self.names.unknown(name, &at(), wanted);
                    self.problems.push(problem);
                }
                Some(Name::Basis(basis)) => {
                    let bearers = &self.program.vocabulary.bases[basis].bearers;
                    if !fits(bearers) {
                        let problem = misplaced(name, &at(), bearers);
                        self.problems.push(problem);
                        continue;
                    }
                    let figure = datum::figure(value, &at());
                    if let (Some(figure), Some(column)) =
                        (self.problems.keep(figure), self.loaded.bases.get_mut(basis.index()))
                    {
                        column.set(id, figure);
                    }
                }
                Some(Name::Attribute(attribute)) => {
                    let declared = &self.program.vocabulary.attributes[attribute];
                    if !fits(&declared.bearers) {
                        let problem = misplaced(name, &at(), &declared.bearers);
                        self.problems.push(problem);
                        continue;
                    }
                    let cell = datum::cell(declared, value, &at());
                    if let (Some(cell), Some(column)) = (
                        self.problems.keep(cell),
                        self.loaded.attributes.get_mut(attribute.index()),
                    ) {
                        column.set(id, cell);
                    }
                }
            }
        }
    }
}

/// Where a node stands in the description: `good.materials[3]`.
fn path(root: &str, place: &[usize]) -> String {
    let mut out = root.to_owned();
    for index in place {
        out.push_str(".materials[");
        out.push_str(&index.to_string());
        out.push(']');
    }
    out
}
