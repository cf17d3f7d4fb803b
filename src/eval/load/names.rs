//! The names that an agreement declares for goods, materials and producers.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::good::NODE_FIELDS;
use crate::ir::{AttributeId, BasisId, Bearer, Program};

/// What a name stands for.
#[derive(Clone, Copy)]
pub(super) enum Name {
    /// A value or weight.
    Basis(BasisId),
    /// An attribute, fact, choice or opaque requirement.
    Attribute(AttributeId),
}

/// All names of a vocabulary.
pub(super) struct Names<'p> {
    program: &'p Program,
    names: BTreeMap<&'p str, Name>,
}

impl<'p> Names<'p> {
    pub(super) fn of(program: &'p Program) -> Self {
        let bases = program.vocabulary.bases.iter();
        let attributes = program.vocabulary.attributes.iter();
        let names = bases
            .map(|(id, basis)| (basis.name.as_str(), Name::Basis(id)))
            .chain(attributes.map(|(id, attribute)| (attribute.name.as_str(), Name::Attribute(id))))
            .collect();
        Self { program, names }
    }

    pub(super) fn find(&self, name: &str) -> Option<Name> {
        self.names.get(name).copied()
    }

    /// The message for a name that is not declared, with the ones that are.
    pub(super) fn unknown(&self, name: &str, at: &str, wanted: &[Bearer]) -> Diagnostic {
        let fits = |bearers: &[Bearer]| bearers.iter().any(|bearer| wanted.contains(bearer));
        let declared: Vec<&str> = self
            .names
            .iter()
            .filter(|(_, what)| match what {
                Name::Basis(id) => fits(&self.program.vocabulary.bases[*id].bearers),
                Name::Attribute(id) => fits(&self.program.vocabulary.attributes[*id].bearers),
            })
            .map(|(name, _)| *name)
            .collect();
        let agreement = &self.program.name;
        let problem = Diagnostic::new(
            Code::UnknownAttribute,
            format!("`{name}` at `{at}` is not an attribute that {agreement} declares"),
        );
        let fixed: &[&str] = match wanted {
            [Bearer::Producer] => &["fiscal_year_start"],
            _ => &NODE_FIELDS,
        };
        let problem = match nearest(name, declared.iter().chain(fixed).copied()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem,
        };
        let list = if declared.is_empty() {
            "nothing".to_owned()
        } else {
            declared.join(", ")
        };
        problem.note(format!("{agreement} declares here: {list}"))
    }
}

/// The known name that was probably meant, if one is near enough.
pub(in crate::eval) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = name.chars().count() / 3 + 1;
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
