//! The names that an agreement declares for goods, materials and producers.

use std::cell::RefCell;
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
    /// The names that were looked for: a vocabulary may have a thousand, of which a good uses few.
    found: RefCell<BTreeMap<String, Option<Name>>>,
}

impl<'p> Names<'p> {
    pub(super) fn of(program: &'p Program) -> Self {
        Self {
            program,
            found: RefCell::default(),
        }
    }

    fn all(&self) -> impl Iterator<Item = (&'p str, Name)> {
        let bases = self.program.vocabulary.bases.iter();
        let attributes = self.program.vocabulary.attributes.iter();
        let bases = bases.map(|(id, basis)| (basis.name.as_str(), Name::Basis(id)));
        bases.chain(attributes.map(|(id, attribute)| (attribute.name.as_str(), Name::Attribute(id))))
    }

    pub(super) fn find(&self, name: &str) -> Option<Name> {
        if let Some(found) = self.found.borrow().get(name) {
            return *found;
        }
        let found = self.all().find(|(own, _)| *own == name).map(|(_, what)| what);
        self.found.borrow_mut().insert(name.to_owned(), found);
        found
    }

    /// The message for a name that is not declared, with the ones that are.
    pub(super) fn unknown(&self, name: &str, at: &str, wanted: &[Bearer]) -> Diagnostic {
        let fits = |bearers: &[Bearer]| bearers.iter().any(|bearer| wanted.contains(bearer));
        let mut declared: Vec<&str> = self
            .all()
            .filter(|(_, what)| match what {
                Name::Basis(id) => fits(&self.program.vocabulary.bases[*id].bearers),
                Name::Attribute(id) => fits(&self.program.vocabulary.attributes[*id].bearers),
            })
            .map(|(name, _)| name)
            .collect();
        declared.sort_unstable();
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
