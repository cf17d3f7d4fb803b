//! Assumptions that exclude every good: from them anything could be proved.

use crate::diagnostic::Code;
use crate::ir::ClauseId;
use crate::model::Claim;
use crate::nomenclature::CodeSet;
use crate::verify::{Query, Question, Verdict};

use super::ask::holds;
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// The assumptions of every claim admit some good.
pub(super) const CHECK: Check = Check {
    code: Code::VacuousAssumptions,
    also: &[],
    name: "vacuous assumptions",
    title: "the assumptions of every claim admit some good",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    for claim in checked
        .compiled
        .claims
        .iter()
        .filter(|claim| !claim.assuming.is_empty())
    {
        let program = checked.program();
        match admitted(context, checked, claim).as_ref() {
            Verdict::Possible(_) => {}
            Verdict::Undecided(why) => {
                let Some((_, first)) = claim.assuming.first() else {
                    continue;
                };
                let asked = format!("the assumptions of `{}` admit any good", claim.name);
                out.push(undecided(program, *first, &asked, why));
            }
            Verdict::Impossible(core) => {
                let names: Vec<String> = claim.assuming.iter().map(|(name, _)| format!("`{name}`")).collect();
                let message = format!(
                    "the assumptions of `{}` admit no good: {}",
                    claim.name,
                    names.join(", ")
                );
                let mut finding = Finding::new(program, Code::VacuousAssumptions, Outcome::Proved, message)
                    .help("correct an assumption, or drop it from the claim");
                finding.diagnostic = finding
                    .diagnostic
                    .at(claim.span, "claimed under these assumptions")
                    .clause(claim.name.clone());
                for (_, assumption) in &claim.assuming {
                    finding = finding.also(program, *assumption, "assumed here");
                }
                if let Some(source) = source_of(program, claim) {
                    finding.diagnostic = finding.diagnostic.cite(source);
                }
                out.push(with_core(finding, &[program], core));
            }
        }
    }
}

fn source_of(program: &crate::ir::Program, claim: &Claim) -> Option<String> {
    let (_, first) = claim.assuming.first()?;
    claim
        .citation
        .clone()
        .or_else(|| program.clauses[*first].citation.clone())
}

/// Whether some good that the claim is about is admitted by its assumptions.
pub(super) fn admitted(context: &Context<'_>, checked: &Checked, claim: &Claim) -> std::rc::Rc<Verdict> {
    let goods = claim.goods();
    let scope: &CodeSet = &goods.scope;
    let mut parts: Vec<Query> = claim
        .assuming
        .iter()
        .map(|(_, clause): &(String, ClauseId)| holds(*clause))
        .collect();
    parts.push(Query::Holds(0, goods.condition.clone()));
    let question = Question::new(vec![checked.program()], Query::All(parts)).within(scope.clone());
    context.answers.answer(&question, &context.effort)
}
