//! Measures, compiled when they are first used.

use std::sync::Arc;

use crate::ir::{self, ClauseKind, MeasureId};
use crate::syntax::tree::{Declaration, Name};

use super::super::diagnostics;
use super::Compiler;
use super::number::Type;

impl Compiler<'_> {
    /// The measure of that name, compiled when it is first used.
    pub(super) fn measure_by_name(&mut self, name: &Name) -> Option<MeasureId> {
        if let Some(known) = self.measures.get(&name.text) {
            self.used.insert(Arc::clone(&name.text));
            return Some(*known);
        }
        let Some(entry) = self.declaration(&name.text) else {
            let names = self.names(|declaration| matches!(declaration, Declaration::Measure(_)));
            self.unknown(name, "measure", names);
            return None;
        };
        let Declaration::Measure(measure) = entry.declaration.as_ref() else {
            let head = entry.declaration.head();
            self.sink.push(diagnostics::wrong_kind(
                name,
                entry.declaration.sort(),
                "a measure",
                head.name.span,
            ));
            return None;
        };
        self.once(name, |compiler| {
            let head = &measure.head;
            let available = match &measure.available {
                Some(condition) => {
                    let formula = compiler.condition(condition)?;
                    let path = format!("{}/available", head.name.text);
                    Some(compiler.clause_of(head, path, ClauseKind::Availability, condition.span, formula))
                }
                None => None,
            };
            let (value, names) = compiler.naming(|compiler| compiler.number(&measure.value));
            let value = value?;
            let declared = ir::Measure {
                name: head.name.text.to_string(),
                title: head.title.as_ref().map(|title| title.text.to_string()),
                citation: compiler.citation(head),
                available,
                value: value.num,
                alone: None,
                percentage: value.ty == Type::Share,
                words: names.iter().filter_map(|name| compiler.word(name)).collect(),
                span: head.span,
            };
            let id = compiler.program.measures.push(declared);
            compiler.averaged(id);
            compiler.measure_types.insert(Arc::clone(&head.name.text), value.ty);
            compiler.measures.insert(Arc::clone(&head.name.text), id);
            Some(id)
        })
    }
}
