//! Gathering: from files to texts, proposals carried out in the order in which they rest on each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{AgreementItem, Declaration, File, Name, Proposal};

use super::rulebook::{Edited, Entry, Rulebook, Text};
use super::{diagnostics, overlay, provisions};

/// The texts, claims and examples that the files state, with everything that is wrong about their names.
pub fn resolve(files: &[File]) -> (Rulebook, Vec<Diagnostic>) {
    let mut gathering = Gathering::default();
    for file in files {
        gathering.agreements(file);
    }
    for file in files {
        gathering.declarations(file);
    }
    gathering.extend_agreements();
    gathering.carry_out_proposals();
    gathering.spell_out();
    (gathering.rulebook, gathering.sink)
}

#[derive(Default)]
struct Gathering {
    rulebook: Rulebook,
    proposals: IndexMap<Arc<str>, Proposal>,
    sink: Vec<Diagnostic>,
}

impl Gathering {
    fn agreements(&mut self, file: &File) {
        for declaration in &file.declarations {
            match declaration {
                Declaration::Agreement(agreement) => {
                    let name = agreement.head.name.clone();
                    if let Some(first) = self.rulebook.texts.get(&name.text) {
                        let first = first.agreement.head.name.span;
                        self.sink.push(diagnostics::duplicate_agreement(&name, first));
                        continue;
                    }
                    let text = Text {
                        name: Arc::clone(&name.text),
                        title: agreement.head.title.as_ref().map(|title| Arc::clone(&title.text)),
                        agreement: agreement.clone(),
                        amends: None,
                        entries: IndexMap::new(),
                        deleted: BTreeMap::new(),
                    };
                    self.rulebook.texts.insert(name.text, text);
                }
                Declaration::Proposal(proposal) => {
                    let name = proposal.head.name.clone();
                    if let Some(first) = self.proposals.get(&name.text) {
                        let first = first.head.name.span;
                        self.sink.push(diagnostics::duplicate_agreement(&name, first));
                        continue;
                    }
                    self.proposals.insert(name.text, proposal.clone());
                }
                _ => {}
            }
        }
    }

    /// The agreement to which a file's declarations belong until it declares another one.
    fn home(&mut self, file: &File) -> Option<Arc<str>> {
        if let Some(name) = &file.part_of {
            if self.rulebook.texts.contains_key(&name.text) {
                return Some(Arc::clone(&name.text));
            }
            self.unknown_text(name);
            return None;
        }
        file.declarations.iter().find_map(|declaration| {
            let Declaration::Proposal(proposal) = declaration else {
                return None;
            };
            self.agreement_of(&proposal.amends.text)
        })
    }

    /// The agreement that a text is, or amends in the end.
    fn agreement_of(&self, name: &str) -> Option<Arc<str>> {
        let mut name: &str = name;
        for _ in 0..=self.proposals.len() {
            if let Some(text) = self.rulebook.texts.get(name) {
                return Some(Arc::clone(&text.name));
            }
            name = &self.proposals.get(name)?.amends.text;
        }
        None
    }

    fn unknown_text(&mut self, name: &Name) {
        let known = self
            .rulebook
            .texts
            .keys()
            .chain(self.proposals.keys())
            .map(AsRef::as_ref);
        self.sink.push(diagnostics::unknown_agreement(name, known));
    }

    fn declarations(&mut self, file: &File) {
        let errors = self.sink.len();
        let mut home = self.home(file);
        let mut complained = self.sink.len() > errors;
        for declaration in &file.declarations {
            match declaration {
                Declaration::Agreement(agreement) => home = Some(Arc::clone(&agreement.head.name.text)),
                Declaration::Proposal(_) => {}
                _ => {
                    let Some(home) = home.clone() else {
                        if !complained {
                            self.sink.push(diagnostics::no_agreement(declaration.head().name.span));
                            complained = true;
                        }
                        continue;
                    };
                    self.declare(home, declaration);
                }
            }
        }
    }

    fn declare(&mut self, home: Arc<str>, declaration: &Declaration) {
        match declaration {
            Declaration::Claim(claim) => {
                let same = self
                    .rulebook
                    .claims
                    .iter()
                    .find(|(text, other)| *text == home && other.head.name.text == claim.head.name.text);
                if let Some((_, first)) = same {
                    self.sink
                        .push(diagnostics::duplicate_name(&claim.head.name, first.head.name.span));
                }
                self.rulebook.claims.push((home, claim.clone()));
            }
            Declaration::Example(example) => {
                let name = &example.head.name;
                let same = self
                    .rulebook
                    .examples
                    .iter()
                    .find(|(text, other)| *text == home && other.head.name.text == name.text);
                if let Some((_, first)) = same {
                    self.sink.push(diagnostics::duplicate_name(name, first.head.name.span));
                }
                self.rulebook.examples.push((home, example.clone()));
            }
            _ => {
                let Some(text) = self.rulebook.texts.get_mut(&home) else {
                    return;
                };
                let name = &declaration.head().name;
                if let Some(first) = text.entries.get(&name.text) {
                    self.sink
                        .push(diagnostics::duplicate_name(name, first.declaration.head().name.span));
                    return;
                }
                text.entries
                    .insert(Arc::clone(&name.text), Entry::new(declaration.clone()));
            }
        }
    }

    /// Puts under each agreement that extends another what it does not declare itself.
    fn extend_agreements(&mut self) {
        let names: Vec<Arc<str>> = self.rulebook.texts.keys().cloned().collect();
        let mut done: Vec<Arc<str>> = Vec::new();
        let mut waiting: Vec<Arc<str>> = Vec::new();
        for name in names {
            let Some(base) = self
                .rulebook
                .texts
                .get(&name)
                .and_then(|text| text.agreement.extends.clone())
            else {
                self.nothing_to_leave_out(&name);
                done.push(name);
                continue;
            };
            if self.rulebook.texts.contains_key(&base.text) {
                waiting.push(name);
            } else {
                self.unknown_text(&base);
                done.push(name);
            }
        }
        while !waiting.is_empty() {
            let ready = waiting.iter().position(|name| {
                let text = self.rulebook.texts.get(name);
                text.and_then(|text| text.agreement.extends.as_ref())
                    .is_some_and(|base| done.contains(&base.text))
            });
            let Some(ready) = ready else {
                self.circle(&waiting);
                return;
            };
            let name = waiting.remove(ready);
            self.extend_agreement(&name);
            done.push(name);
        }
    }

    fn circle(&mut self, waiting: &[Arc<str>]) {
        let path: Vec<String> = waiting.iter().map(ToString::to_string).collect();
        let first = waiting.first().and_then(|name| self.rulebook.texts.get(name));
        if let Some(base) = first.and_then(|text| text.agreement.extends.clone()) {
            self.sink.push(diagnostics::cycle(&base, &path));
        }
    }

    fn extend_agreement(&mut self, name: &str) {
        let Some(text) = self.rulebook.texts.get(name) else {
            return;
        };
        let Some(base) = text
            .agreement
            .extends
            .as_ref()
            .and_then(|base| self.rulebook.texts.get(&base.text))
        else {
            return;
        };
        let mut entries = base.entries.clone();
        let mut deleted = base.deleted.clone();
        let (by, of) = (Arc::clone(&text.name), Arc::clone(&base.name));
        for left_out in left_out(text) {
            if entries.shift_remove(&left_out.text).is_none() {
                let known = base.entries.keys().map(AsRef::as_ref);
                self.sink.push(diagnostics::no_such_clause(left_out, &of, known));
            }
            let (by, span) = (Arc::clone(&by), left_out.span);
            deleted.insert(Arc::clone(&left_out.text), Edited { by, span });
        }
        for (name, entry) in &text.entries {
            deleted.remove(name);
            entries.insert(Arc::clone(name), entry.clone());
        }
        // The base's readings hold unless the extending agreement states one of the same sort.
        let sort = std::mem::discriminant::<AgreementItem>;
        let own = &text.agreement.items;
        let kept: Vec<AgreementItem> = base
            .agreement
            .items
            .iter()
            .filter(|item| !own.iter().any(|own| sort(own) == sort(item)))
            .filter(|item| !matches!(item, AgreementItem::LeavesOut(_)))
            .cloned()
            .collect();
        if let Some(text) = self.rulebook.texts.get_mut(name) {
            text.entries = entries;
            text.deleted = deleted;
            text.agreement.items.extend(kept);
        }
    }

    /// Only an agreement that extends another has clauses that it could leave out.
    fn nothing_to_leave_out(&mut self, name: &str) {
        let Some(text) = self.rulebook.texts.get(name) else {
            return;
        };
        if let Some(first) = left_out(text).next() {
            self.sink.push(diagnostics::extends_nothing(first, name));
        }
    }

    /// Spells the general provisions out, now that nothing amends them any more.
    fn spell_out(&mut self) {
        for text in self.rulebook.texts.values_mut() {
            text.entries = provisions::expand(&text.entries);
        }
    }

    fn carry_out_proposals(&mut self) {
        let mut waiting: Vec<Proposal> = self.proposals.values().cloned().collect();
        loop {
            let ready = waiting
                .iter()
                .position(|proposal| self.rulebook.texts.contains_key(&proposal.amends.text));
            let Some(ready) = ready else { break };
            let proposal = waiting.remove(ready);
            if self.rulebook.texts.contains_key(&proposal.head.name.text) {
                continue;
            }
            let Some(base) = self.rulebook.texts.get(&proposal.amends.text) else {
                continue;
            };
            let text = overlay::amend(base, &proposal, &mut self.sink);
            self.rulebook.texts.insert(Arc::clone(&text.name), text);
        }
        let names: Vec<String> = waiting
            .iter()
            .map(|proposal| proposal.head.name.text.to_string())
            .collect();
        for proposal in &waiting {
            if self.proposals.contains_key(&proposal.amends.text) {
                self.sink.push(diagnostics::cycle(&proposal.amends, &names));
            } else {
                self.unknown_text(&proposal.amends);
            }
        }
        if self.rulebook.texts.is_empty() && !waiting.is_empty() {
            self.sink.push(
                Diagnostic::new(
                    Code::NoAgreement,
                    "the proposals are here, but no agreement that they could amend",
                )
                .help("give the agreement's folder as well, as in `orilex check rules/nafta-1994 proposal.roo`"),
            );
        }
    }
}

/// The clauses of the agreement it extends that it leaves out.
fn left_out(text: &Text) -> impl Iterator<Item = &Name> {
    text.agreement.items.iter().flat_map(|item| match item {
        AgreementItem::LeavesOut(names) => names.as_slice(),
        _ => &[],
    })
}
