//! Tests on materials: what may stand behind `where` and in the `when` of a list entry.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{AttributeKind, Bearer, Depth, Formula, MaterialTest, Relation};
use crate::nomenclature::Level;
use crate::source::Span;
use crate::syntax::VALUE_OF_ONE;
use crate::syntax::tree::{ChangeLevel, Declaration, Expr, ExprKind, Name, Quantified, Quantifier};

use super::super::diagnostics;
use super::Compiler;

impl Compiler<'_> {
    /// A condition as a test on one material.
    pub(super) fn material_test(&mut self, expr: &Expr) -> Option<MaterialTest> {
        match &expr.kind {
            ExprKind::Not(inner) => Some(negate(self.material_test(inner)?)),
            ExprKind::And(parts) => Some(MaterialTest::All(self.material_tests(parts)?)),
            ExprKind::Or(parts) => Some(MaterialTest::Any(self.material_tests(parts)?)),
            ExprKind::Name(name) => self.material_fact(name),
            ExprKind::Is(name, values) => {
                let attribute = self.material_attribute(name)?;
                let kind = &self.program.vocabulary.attributes[attribute].kind;
                if kind.words().is_empty() || matches!(kind, AttributeKind::Choice(_)) {
                    self.sink.push(diagnostics::mismatch(
                        format!("`{}` is not an attribute with values to choose from", name.text),
                        name.span,
                        "`is` needs an enumeration",
                    ));
                    return None;
                }
                Some(MaterialTest::Is {
                    attribute,
                    values: self.values(attribute, values)?,
                })
            }
            ExprKind::CodeIn(scope) => self.material_in_scope(scope),
            ExprKind::SameAsGood(level) => Some(MaterialTest::Code(Relation {
                same: tariff_level(*level),
            })),
            ExprKind::Originating => self.originating(expr.span),
            ExprKind::NonOriginating => Some(negate(self.originating(expr.span)?)),
            ExprKind::WhollyObtained => Some(MaterialTest::WhollyObtained),
            ExprKind::Imported => Some(MaterialTest::Imported),
            ExprKind::ProducedIn(countries) => Some(MaterialTest::ProducedIn(self.countries(countries)?)),
            ExprKind::ProducedInRegion => Some(MaterialTest::ProducedIn(self.region())),
            ExprKind::ProducedOutside => Some(negate(MaterialTest::ProducedIn(self.region()))),
            ExprKind::Compare(_, left, right) => {
                let value = [left, right].into_iter().find_map(|side| match &side.kind {
                    ExprKind::Name(name) if self.basis(&name.text).is_some() => Some(name),
                    _ => None,
                });
                match value {
                    Some(name) => self.value_of_one(name),
                    None => self.not_of_a_material(expr.span),
                }
                None
            }
            ExprKind::Number(_)
            | ExprKind::Date(_)
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic(..)
            | ExprKind::Min(_)
            | ExprKind::Max(_)
            | ExprKind::AtMost(..)
            | ExprKind::Aggregate(_)
            | ExprKind::Quantified(_)
            | ExprKind::Change(_)
            | ExprKind::NoChange
            | ExprKind::Share { .. }
            | ExprKind::Within(_)
            | ExprKind::ProductRules
            | ExprKind::Accumulates => {
                self.not_of_a_material(expr.span);
                None
            }
        }
    }

    fn material_tests(&mut self, parts: &[Expr]) -> Option<Vec<MaterialTest>> {
        let tests: Vec<_> = parts.iter().map(|part| self.material_test(part)).collect();
        tests.into_iter().collect()
    }

    fn not_of_a_material(&mut self, span: Span) {
        self.sink.push(
            Diagnostic::new(Code::WrongLevel, "this can't be asked of one material")
                .at(
                    span,
                    "a condition on the good stands where a test on materials is needed",
                )
                .help("behind `where`, test the code, the origin, the country, facts and attributes of the material")
                .note("values are not tested line by line: that keeps every proof complete for any bill of materials"),
        );
    }

    /// `where value > 3 USD`
    fn value_of_one(&mut self, name: &Name) {
        self.sink.push(
            Diagnostic::new(
                Code::WrongLevel,
                format!("the `{}` of a single material can't be asked", name.text),
            )
            .at(name.span, "asked of each material here")
            .help(VALUE_OF_ONE),
        );
    }

    fn material_fact(&mut self, name: &Name) -> Option<MaterialTest> {
        if let Some(Declaration::Definition(definition)) = self
            .text
            .entries
            .get(&name.text)
            .map(|entry| entry.declaration.as_ref())
        {
            self.used.insert(Arc::clone(&name.text));
            return self.once(name, |compiler| compiler.material_test(&definition.condition));
        }
        let attribute = self.material_attribute(name)?;
        match self.program.vocabulary.attributes[attribute].kind {
            AttributeKind::Fact | AttributeKind::Opaque => Some(MaterialTest::Fact(attribute)),
            _ => {
                self.sink.push(diagnostics::mismatch(
                    format!("`{}` is not a fact", name.text),
                    name.span,
                    "a condition is needed here",
                ));
                None
            }
        }
    }

    fn material_attribute(&mut self, name: &Name) -> Option<crate::ir::AttributeId> {
        if self.basis(&name.text).is_some() {
            self.value_of_one(name);
            return None;
        }
        let Some(attribute) = self.attribute(&name.text) else {
            let names =
                self.names(|declaration| matches!(declaration, Declaration::Attribute(_) | Declaration::Definition(_)));
            let problem = diagnostics::unknown_condition(name, "attribute or definition", names);
            self.absent(name, problem);
            return None;
        };
        if !self.program.vocabulary.attributes[attribute]
            .bearers
            .contains(&Bearer::Material)
        {
            self.sink.push(
                Diagnostic::new(Code::WrongLevel, format!("`{}` is not stated of materials", name.text))
                    .at(name.span, "asked of a material here")
                    .help("declare it `of materials`, or `of goods, materials`"),
            );
            return None;
        }
        Some(attribute)
    }

    /// The test that a material shows a condition on materials to hold, or to fail.
    pub(super) fn asked(&mut self, quantified: &Quantified) -> Option<MaterialTest> {
        let mut tests = Vec::new();
        if let Some(filter) = &quantified.filter {
            tests.push(self.material_test(filter)?);
        }
        if let Some(satisfies) = &quantified.satisfies {
            tests.push(negate(self.material_test(satisfies)?));
        }
        Some(all(tests))
    }

    /// `any material where …`, `no material where …`, `every material where A satisfies B`
    pub(super) fn quantified(&mut self, quantified: &Quantified) -> Option<Formula> {
        let depth = if quantified.look_through {
            Depth::LookThrough
        } else {
            Depth::Direct
        };
        let variants = self.variants(&mut |compiler| compiler.asked(quantified))?;
        let exists = self.some_material(depth, &variants);
        Some(match quantified.kind {
            Quantifier::Any => exists,
            Quantifier::No | Quantifier::Every => exists.negate(),
        })
    }
}

/// The level of the nomenclature that a change is made at.
pub(super) fn tariff_level(level: ChangeLevel) -> Level {
    match level {
        ChangeLevel::Chapter => Level::Chapter,
        ChangeLevel::Heading => Level::Heading,
        ChangeLevel::Subheading => Level::Subheading,
        ChangeLevel::Item => Level::Item,
    }
}

pub(super) fn negate(test: MaterialTest) -> MaterialTest {
    match test {
        MaterialTest::Known(value) => MaterialTest::Known(!value),
        MaterialTest::Not(inner) => *inner,
        other => MaterialTest::Not(Box::new(other)),
    }
}

pub(super) fn all(mut tests: Vec<MaterialTest>) -> MaterialTest {
    match (tests.pop(), tests.is_empty()) {
        (None, _) => MaterialTest::Known(true),
        (Some(only), true) => only,
        (Some(last), false) => {
            tests.push(last);
            MaterialTest::All(tests)
        }
    }
}
