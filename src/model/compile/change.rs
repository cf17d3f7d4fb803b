//! Changes of tariff classification: every non-originating material makes the change, or a tolerance covers those
//! that do not.

use crate::ir::{Depth, Exception, ExceptionReading, Formula, MaterialTest, Relation};
use crate::nomenclature::CodeSet;
use crate::source::Span;
use crate::syntax::tree::{ChangeCodes, ChangeSource, Relaxed, TariffChange};

use super::Compiler;
use super::material::{negate, tariff_level};

impl Compiler<'_> {
    /// The condition that the change is made. `path` is the clause it stands in, for the tolerances that relax it.
    pub(super) fn tariff_change(&mut self, change: &TariffChange, path: &str, span: Span) -> Option<Formula> {
        let variants = self.variants(&mut |compiler| {
            let made = compiler.made(change, span)?;
            Some(MaterialTest::All(vec![
                negate(compiler.originating(span)?),
                negate(made),
            ]))
        })?;
        let unchanged = self.some_material(Depth::Direct, &variants);
        Some(self.or_tolerated(unchanged.negate(), Relaxed::Changes, &variants, path, span))
    }

    /// The test that a material makes the change.
    fn made(&mut self, change: &TariffChange, span: Span) -> Option<MaterialTest> {
        let mut sources = Vec::new();
        for source in &change.from {
            sources.push(match source {
                ChangeSource::AnyOther(level) => negate(MaterialTest::Code(Relation {
                    same: tariff_level(*level),
                })),
                ChangeSource::Codes(codes) => self.change_codes(codes)?,
            });
        }
        let from = if sources.len() == 1 {
            sources.remove(0)
        } else {
            MaterialTest::Any(sources)
        };
        let Some(except) = &change.except else {
            return Some(from);
        };
        let place = except.scope.span;
        let except = self.change_codes(except)?;
        let made = MaterialTest::All(vec![from.clone(), negate(except)]);
        self.note_exception(span, place, negate(made.clone()), negate(from));
        Some(made)
    }

    /// Keeps what an exception says apart, for the question whether it keeps any good out.
    fn note_exception(&mut self, change: Span, span: Span, unchanged: MaterialTest, without: MaterialTest) {
        let reading = ExceptionReading { unchanged, without };
        let all = &mut self.program.exceptions;
        let known = all.iter().find(|(_, one)| one.change == change && one.span == span);
        match known.map(|(id, _)| id) {
            Some(known) => {
                if let Some(known) = all.get_mut(known)
                    && !known.readings.contains(&reading)
                {
                    known.readings.push(reading);
                }
            }
            None => {
                all.push(Exception {
                    change,
                    span,
                    readings: vec![reading],
                });
            }
        }
    }

    fn change_codes(&mut self, codes: &ChangeCodes) -> Option<MaterialTest> {
        let inside = self.material_in_scope(&codes.scope)?;
        let Some(filter) = &codes.filter else {
            return Some(inside);
        };
        // `where` narrows the codes written last before it, and all of them if there is one list.
        let filter = self.material_test(filter)?;
        Some(MaterialTest::All(vec![inside, filter]))
    }

    /// Whether a provision written for `scope` can concern the rule being compiled.
    pub(super) fn concerns(&self, scope: &CodeSet) -> bool {
        !self.scope.is_disjoint(scope)
    }
}
