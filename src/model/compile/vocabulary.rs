//! The vocabulary: bases of value, attributes, facts, choices and opaque requirements.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Attribute, AttributeId, AttributeKind, Basis, BasisId, Bearer, Country};
use crate::nomenclature::CountryCode;
use crate::syntax::tree::{self, Declaration, Name};

use super::super::diagnostics;
use super::Compiler;

/// The basis that every material has: its value under the agreement.
pub(super) const VALUE: &str = "value";

/// The basis that every good and material may have.
pub(super) const WEIGHT: &str = "weight";

impl Compiler<'_> {
    /// Declares every basis and attribute of the text, after the two that are always there.
    pub(super) fn vocabulary(&mut self) {
        let built_in = |name: &str, title: &str, bearers: Vec<Bearer>, weight: bool| Basis {
            name: name.to_owned(),
            title: Some(title.to_owned()),
            citation: None,
            bearers,
            weight,
        };
        let bases = &mut self.program.vocabulary.bases;
        bases.push(built_in(VALUE, "value of the material", vec![Bearer::Material], false));
        bases.push(built_in(WEIGHT, "weight", vec![Bearer::Good, Bearer::Material], true));
        for entry in self.text.entries.values() {
            match entry.declaration.as_ref() {
                Declaration::Basis(basis) => {
                    let declared = Basis {
                        name: basis.head.name.text.to_string(),
                        title: basis.head.title.as_ref().map(|title| title.text.to_string()),
                        citation: self.citation(&basis.head),
                        bearers: bearers(&basis.bearers),
                        weight: false,
                    };
                    self.program.vocabulary.bases.push(declared);
                }
                Declaration::Attribute(attribute) => {
                    let declared = Attribute {
                        name: attribute.head.name.text.to_string(),
                        title: attribute.head.title.as_ref().map(|title| title.text.to_string()),
                        citation: self.citation(&attribute.head),
                        bearers: bearers(&attribute.bearers),
                        kind: self.attribute_kind(&attribute.kind),
                    };
                    self.program.vocabulary.attributes.push(declared);
                }
                _ => {}
            }
        }
    }

    fn attribute_kind(&mut self, kind: &tree::AttributeKind) -> AttributeKind {
        match kind {
            tree::AttributeKind::Enumeration(values) => {
                let names: Vec<_> = values.iter().map(|word| word.name.clone()).collect();
                AttributeKind::Enumeration(self.words(&names))
            }
            tree::AttributeKind::Choice(values) => AttributeKind::Choice(self.words(values)),
            tree::AttributeKind::Fact => AttributeKind::Fact,
            tree::AttributeKind::Opaque => AttributeKind::Opaque,
            tree::AttributeKind::Percentage => AttributeKind::Percentage,
            tree::AttributeKind::Money => AttributeKind::Money,
            tree::AttributeKind::Count => AttributeKind::Count,
            tree::AttributeKind::Weight => AttributeKind::Weight,
            tree::AttributeKind::Date => AttributeKind::Date,
            tree::AttributeKind::Country => {
                let parties = self.program.parties.iter().map(ToString::to_string);
                AttributeKind::Country(parties.chain([AttributeKind::ELSEWHERE.to_owned()]).collect())
            }
        }
    }

    fn words(&mut self, values: &[Name]) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for value in values {
            if words.iter().any(|word| *word == *value.text) {
                self.sink.push(
                    Diagnostic::new(
                        Code::DuplicateName,
                        format!("the value `{}` is listed twice", value.text),
                    )
                    .at(value.span, "listed again here")
                    .help("strike one of the two"),
                );
            } else {
                words.push(value.text.to_string());
            }
        }
        words
    }

    pub(super) fn basis(&self, name: &str) -> Option<BasisId> {
        self.program
            .vocabulary
            .bases
            .iter()
            .find(|(_, basis)| basis.name == name)
            .map(|(id, _)| id)
    }

    pub(super) fn attribute(&mut self, name: &str) -> Option<AttributeId> {
        let found = self
            .program
            .vocabulary
            .attributes
            .iter()
            .find(|(_, attribute)| attribute.name == name);
        let found = found.map(|(id, _)| id);
        if found.is_some() {
            self.declaration(name);
        }
        found
    }

    /// The indices of the named values in an enumeration's declaration.
    pub(super) fn values(&mut self, attribute: AttributeId, values: &[Name]) -> Option<BTreeSet<usize>> {
        let declared = &self.program.vocabulary.attributes[attribute];
        let words = declared.kind.words();
        let place = |value: &Name| words.iter().position(|word| *word == *value.text);
        let indices: Option<BTreeSet<usize>> = values.iter().map(place).collect();
        if indices.is_none() {
            for value in values.iter().filter(|value| place(value).is_none()) {
                let diagnostic = Diagnostic::new(
                    Code::UnknownValue,
                    format!("`{}` has no value `{}`", declared.name, value.text),
                )
                .at(value.span, "not a value of this attribute")
                .note(format!("its values are {}", quoted(words)));
                let near = diagnostics::near(&value.text, words.iter().map(String::as_str));
                let condition = self.text.entries.contains_key(&value.text);
                self.sink.push(match near {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None if condition => diagnostic.help(format!(
                        "to say that `{}` holds instead, put the test before it in parentheses, as in `(… is …) or {0}`",
                        value.text
                    )),
                    None => diagnostic,
                });
            }
        }
        indices
    }

    /// A country by its code.
    pub(super) fn country(&mut self, name: &Name) -> Option<Country> {
        if CountryCode::find(&name.text).is_some() {
            return Some(name.text.clone());
        }
        self.sink
            .push(diagnostics::unknown_country(name, &self.program.parties));
        None
    }

    pub(super) fn countries(&mut self, names: &[Name]) -> Option<BTreeSet<Country>> {
        let countries: Vec<Option<Country>> = names.iter().map(|name| self.country(name)).collect();
        countries.into_iter().collect()
    }

    pub(super) fn region(&self) -> BTreeSet<Country> {
        self.program.parties.iter().cloned().collect()
    }
}

fn bearers(written: &[tree::Bearer]) -> Vec<Bearer> {
    let mut bearers: Vec<Bearer> = written
        .iter()
        .map(|bearer| match bearer {
            tree::Bearer::Goods => Bearer::Good,
            tree::Bearer::Materials => Bearer::Material,
            tree::Bearer::Producers => Bearer::Producer,
        })
        .collect();
    bearers.sort_unstable();
    bearers.dedup();
    bearers
}

pub(super) fn quoted(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
