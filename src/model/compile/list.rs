//! Lists and scopes: sets of codes, some of them partial or dated.

use std::sync::Arc;

use crate::amount::DateRange;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{DateBase, Formula, MaterialTest};
use crate::nomenclature::{CodeRange, CodeSet};
use crate::syntax::tree::{Declaration, Expr, List, ListEntry, Name, Scope, ScopeItem};

use super::super::{codes, dates, diagnostics};
use super::Compiler;

/// A list with its codes known.
#[derive(Debug)]
pub(super) struct ListData {
    pub(super) entries: Vec<EntryData>,
}

/// One entry of a list.
#[derive(Debug, Clone)]
pub(super) struct EntryData {
    codes: CodeSet,
    when: Option<Expr>,
    days: DateRange,
}

impl EntryData {
    /// Whether it is in the list always and whole.
    fn is_plain(&self) -> bool {
        self.when.is_none() && self.days == DateRange::ALWAYS
    }
}

/// The codes of all these entries.
fn together<'e>(entries: impl IntoIterator<Item = &'e EntryData>) -> CodeSet {
    let ranges = entries.into_iter().flat_map(|entry| entry.codes.ranges());
    ranges.copied().collect()
}

impl Compiler<'_> {
    pub(super) fn list(&mut self, name: &Name) -> Option<Arc<ListData>> {
        if let Some(known) = self.lists.get(&name.text) {
            self.used.insert(Arc::clone(&name.text));
            return Some(Arc::clone(known));
        }
        let Some(entry) = self.declaration(&name.text) else {
            let names = self.names(|declaration| matches!(declaration, Declaration::List(_)));
            self.unknown(name, "list", names);
            return None;
        };
        let Declaration::List(list) = entry.declaration.as_ref() else {
            let declaration = &entry.declaration;
            self.sink.push(diagnostics::wrong_kind(
                name,
                declaration.sort(),
                "a list",
                declaration.head().name.span,
            ));
            return None;
        };
        let data = Arc::new(self.list_data(list));
        self.lists.insert(Arc::clone(&name.text), Arc::clone(&data));
        Some(data)
    }

    fn list_data(&mut self, list: &List) -> ListData {
        self.require_citation(&list.head, "list");
        let edition = match &list.nomenclature {
            Some(written) => self.edition(written).unwrap_or(self.program.edition),
            None => self.program.edition,
        };
        let mut entries: Vec<EntryData> = Vec::new();
        for entry in &list.entries {
            let Some(range) = codes::span(&entry.codes, edition, &mut self.sink) else {
                continue;
            };
            let struck = entry.struck.iter();
            let struck = struck
                .filter_map(|codes| codes::span(codes, edition, &mut self.sink))
                .collect();
            let codes = codes::set(range).subtract(&struck);
            self.check_entry(entry, &entries, &codes, range);
            let days = dates::range(&entry.period, &mut self.sink);
            entries.push(EntryData {
                codes,
                when: entry.when.clone(),
                days,
            });
        }
        ListData { entries }
    }

    fn check_entry(&mut self, entry: &ListEntry, before: &[EntryData], codes: &CodeSet, range: CodeRange) {
        if entry.ex && entry.when.is_none() {
            self.sink.push(
                Diagnostic::new(
                    Code::TypeMismatch,
                    "an `ex` entry takes in only part of its codes, but does not say which",
                )
                .at(entry.span, "no condition here")
                .help("declare a fact for the goods meant and add `when FACT`"),
            );
        }
        if before
            .iter()
            .any(|known| known.codes == *codes && known.when == entry.when)
            && entry.when.is_none()
        {
            self.sink.push(
                Diagnostic::new(
                    Code::DeclaredTwiceInList,
                    format!("`{range}` stands in this list twice"),
                )
                .at(entry.span, "listed again here")
                .help("strike one of the two entries"),
            );
        }
    }

    /// The members of a scope, those of its lists included.
    fn members(&mut self, items: &[ScopeItem]) -> Vec<EntryData> {
        let mut members = Vec::new();
        for item in items {
            match item {
                ScopeItem::All(_) => {
                    members.push(EntryData {
                        codes: CodeSet::all(),
                        when: None,
                        days: DateRange::ALWAYS,
                    });
                }
                ScopeItem::Codes(span) => {
                    if let Some(range) = codes::span(span, self.program.edition, &mut self.sink) {
                        members.push(EntryData {
                            codes: codes::set(range),
                            when: None,
                            days: DateRange::ALWAYS,
                        });
                    }
                }
                ScopeItem::List(name) => {
                    if let Some(list) = self.list(name) {
                        members.extend(list.entries.iter().cloned());
                    }
                }
            }
        }
        members
    }

    /// Every code that a scope can take in, whatever its conditions and dates.
    pub(super) fn scope_codes(&mut self, scope: &Scope) -> CodeSet {
        let members = together(&self.members(&scope.items));
        let mut except = self.members(&scope.except);
        except.retain(EntryData::is_plain);
        members.subtract(&together(&except))
    }

    /// The condition that the good's code is in a scope.
    pub(super) fn good_in_scope(&mut self, scope: &Scope) -> Formula {
        let members = self.members(&scope.items);
        let inside = self.good_among(&members);
        if scope.except.is_empty() {
            return inside;
        }
        let except = self.members(&scope.except);
        match (&inside, self.good_among(&except)) {
            (Formula::CodeIn(set), Formula::CodeIn(except)) => Formula::CodeIn(set.subtract(&except)),
            (_, except) => inside.and(except.negate()),
        }
    }

    fn good_among(&mut self, members: &[EntryData]) -> Formula {
        let plain = together(members.iter().filter(|member| member.is_plain()));
        let mut parts = Vec::new();
        for member in members {
            if member.is_plain() {
                continue;
            }
            let mut part = Formula::CodeIn(member.codes.clone());
            if let Some(when) = &member.when
                && let Some(when) = self.condition(when)
            {
                part = part.and(when);
            }
            let days = dates::Days {
                from: member.days.from.map(dates::Begin::Day),
                until: member.days.until,
            };
            parts.push(part.and(dates::within(days, DateBase::Claim)));
        }
        if parts.is_empty() {
            return Formula::CodeIn(plain);
        }
        if !plain.is_empty() {
            parts.insert(0, Formula::CodeIn(plain));
        }
        Formula::Any(parts)
    }

    /// The test that a material's code is in a scope.
    pub(super) fn material_in_scope(&mut self, scope: &Scope) -> Option<MaterialTest> {
        let members = self.members(&scope.items);
        let inside = self.material_among(&members)?;
        if scope.except.is_empty() {
            return Some(inside);
        }
        let except = self.members(&scope.except);
        let except = self.material_among(&except)?;
        Some(match (&inside, &except) {
            (MaterialTest::CodeIn(set), MaterialTest::CodeIn(except)) => MaterialTest::CodeIn(set.subtract(except)),
            _ => MaterialTest::All(vec![inside, MaterialTest::Not(Box::new(except))]),
        })
    }

    fn material_among(&mut self, members: &[EntryData]) -> Option<MaterialTest> {
        let mut plain = Vec::new();
        let mut parts = Vec::new();
        for member in members {
            for cut in [member.days.from, member.days.until.and_then(crate::amount::Date::succ)]
                .into_iter()
                .flatten()
            {
                self.met.cuts.insert(cut);
            }
            let as_of = self.case.as_ref().and_then(|case| case.as_of);
            if as_of.is_some_and(|day| !member.days.contains(day)) {
                continue;
            }
            match &member.when {
                None => plain.push(member),
                Some(when) => parts.push(MaterialTest::All(vec![
                    MaterialTest::CodeIn(member.codes.clone()),
                    self.material_test(when)?,
                ])),
            }
        }
        let plain = together(plain);
        if parts.is_empty() {
            return Some(MaterialTest::CodeIn(plain));
        }
        if !plain.is_empty() {
            parts.insert(0, MaterialTest::CodeIn(plain));
        }
        Some(MaterialTest::Any(parts))
    }
}
