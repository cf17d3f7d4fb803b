//! What nothing uses, and what nothing has used yet but has to be checked all the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{AttributeKind, Declaration, Name};

use super::Compiler;

impl Compiler<'_> {
    /// Compiles the definitions, measures, thresholds and lists that no rule has used, so that their mistakes show.
    pub(super) fn remaining(&mut self) {
        // What only one of these uses is used; whether that one is, is said of it.
        let before = self.used.clone();
        let mut used = before.clone();
        for entry in self.text.entries.values() {
            let name = &entry.declaration.head().name;
            let ((), named) = self.naming(|compiler| compiler.compile_unused(&entry.declaration, name, &before));
            used.extend(named.into_iter().filter(|other| *other != name.text));
        }
        self.used = used;
    }

    fn compile_unused(&mut self, declaration: &Declaration, name: &Name, used: &BTreeSet<Arc<str>>) {
        match declaration {
            Declaration::Measure(_) => {
                self.measure_by_name(name);
            }
            Declaration::Threshold(_) => {
                self.threshold(name);
            }
            Declaration::List(_) => {
                self.list(name);
            }
            Declaration::Definition(definition) if !used.contains(&name.text) => {
                // A definition is about goods or about materials; it is wrong only if it is neither.
                let before = self.sink.len();
                if self.condition(&definition.condition).is_none() {
                    let as_good = self.sink.split_off(before);
                    if self.material_test(&definition.condition).is_none() {
                        self.sink.truncate(before);
                        self.sink.extend(as_good);
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes the declarations that nothing uses.
    pub(super) fn unused(&mut self) {
        for entry in self.text.entries.values() {
            let name = &entry.declaration.head().name.text;
            if self.used.contains(name) {
                continue;
            }
            let what = match entry.declaration.as_ref() {
                Declaration::List(_)
                | Declaration::Definition(_)
                | Declaration::Measure(_)
                | Declaration::Threshold(_)
                | Declaration::Assumption(_)
                | Declaration::Basis(_) => entry.declaration.sort(),
                Declaration::Attribute(attribute) if attribute.kind != AttributeKind::Opaque => {
                    entry.declaration.sort()
                }
                _ => continue,
            };
            let span = entry.declaration.head().name.span;
            self.sink.push(
                Diagnostic::new(Code::UnusedDeclaration, format!("nothing uses `{name}`"))
                    .at(span, format!("{what} that no clause refers to"))
                    .help("strike it, or use it in a clause"),
            );
        }
    }
}
