//! The same question of each product case by itself: for which codes there is such a good.

use crate::nomenclature::CodeSet;

use super::answer::Asked;
use super::fold::Fold;
use super::listener::{Phase, during};
use super::products::products;
use super::question::{Core, Effort, Question, Undecided, Verdict};
use super::shared::Shared;

/// Codes that the question can't tell apart, and the answer for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The codes.
    pub codes: CodeSet,
    /// The answer; a good that it shows has one of the codes.
    pub verdict: Verdict,
}

/// The answers for all codes of the question, one for each product case, in the order of their first codes.
///
/// Cases that come to the same problem are refuted once; the core is that of the first.
pub fn survey(question: &Question<'_>, effort: &Effort) -> Result<Vec<Part>, Undecided> {
    Undecided::unless_broken(|| during(Phase::Question, || surveyed(question, effort)))?
}

fn surveyed(question: &Question<'_>, effort: &Effort) -> Result<Vec<Part>, Undecided> {
    let shared = Shared::new(question)?;
    let asked = Asked {
        shared: &shared,
        question,
        effort,
    };
    let mut core = Core::default();
    let mut out = Vec::new();
    for case in products(&shared, question) {
        let verdict = if Fold::new(&shared, case.code.range()).query(&question.query) == Some(false) {
            Verdict::Impossible(Core::default())
        } else {
            let before = (core.clauses.len(), core.axioms.len());
            match asked.one_case(&case, &mut core) {
                Ok(()) => Verdict::Impossible(Core {
                    clauses: core.clauses.iter().skip(before.0).copied().collect(),
                    axioms: core
                        .axioms
                        .iter()
                        .skip(before.1)
                        .cloned()
                        .chain(shared.common_words())
                        .collect(),
                    ..Core::default()
                }),
                Err(verdict) => *verdict,
            }
        };
        out.push(Part {
            codes: case.codes,
            verdict,
        });
    }
    Ok(out)
}
