//! A text and the same without one of its declarations: whether any good has another origin.

use crate::eval::{self, Loaded};
use crate::ir::{ClauseId, ClauseKind, Formula, Program, Rule, RuleId, RuleIndex};
use crate::nomenclature::CodeSet;
use crate::verify::{Core, Effort, Query, Question, Undecided, Verdict};

use super::Context;
use super::outcome::Ways;
use super::same::Same;

/// The text as far as goods of these codes are concerned: "the product rules" are those that are written for some of them.
/// Everything keeps its place, and a question about such goods comes to the same. The verifier looks only at the rules for the
/// codes in question as it is, but where it asks whether two texts mean the same it reads both whole: of an annex with a
/// thousand rules that is most of the work.
pub(super) fn narrowed(program: &Program, scope: &CodeSet) -> Program {
    let mut out = program.clone();
    let all = program.product_rules.rules(None);
    let near = |id: &RuleId| !program.rules[*id].scope.is_disjoint(scope);
    let whole = program
        .clauses
        .iter()
        .find(|(_, clause)| clause.kind == ClauseKind::ProductRules);
    let Some((whole, clause)) = whole else { return out };
    let Formula::Any(rules) = &clause.formula else {
        return out;
    };
    if rules.len() != all.len() {
        return out;
    }
    let met = rules
        .iter()
        .zip(&all)
        .filter(|(_, id)| near(id))
        .map(|(met, _)| met.clone());
    if let Some(clause) = out.clauses.get_mut(whole) {
        clause.formula = Formula::Any(met.collect());
    }
    let kept = all.iter().filter(|id| near(id));
    out.product_rules = RuleIndex::of(kept.map(|id| (*id, &program.rules[*id].scope)));
    out
}

/// Whether any good's origin differs.
pub(super) enum Differs {
    /// Some good's does.
    Yes,
    /// No good's does.
    No(Box<Core>),
    /// It could not be decided.
    Open(Undecided),
}

/// Asks whether a good of these codes has another origin under the `other` text. Where `applies` does not hold, if it is
/// given, the texts are known to be alike; to say so spares the verifier much.
pub(super) fn differs(
    context: &Context<'_>,
    (program, other): (&Program, &Program),
    applies: Option<ClauseId>,
    scope: &CodeSet,
) -> Differs {
    let applies = applies.map(|clause| Query::Holds(0, Formula::Clause(clause)));
    if example(context, (program, other), applies.as_ref(), scope) {
        return Differs::Yes;
    }
    let (here, there) = (
        Query::Holds(0, Formula::Clause(program.origin)),
        Query::Holds(1, Formula::Clause(other.origin)),
    );
    let differ = Query::Any(vec![
        Query::All(vec![here.clone(), Query::Not(Box::new(there.clone()))]),
        Query::All(vec![Query::Not(Box::new(here)), there]),
    ]);
    let query = Query::All(applies.into_iter().chain([differ]).collect());
    let effort = Effort {
        polish: false,
        ..context.effort
    };
    let question = Question::new(vec![program, other], query).within(scope.clone());
    match crate::verify::answer(&question, &effort) {
        Verdict::Possible(_) => Differs::Yes,
        Verdict::Undecided(why) => Differs::Open(why),
        Verdict::Impossible(core) => Differs::No(Box::new(core)),
    }
}

/// Whether a good whose rule decides it differently is found to originate under one of the texts only. That is nearly
/// always so, and spares the question about the whole determination of both texts.
fn example(
    context: &Context<'_>,
    (program, other): (&Program, &Program),
    applies: Option<&Query>,
    scope: &CodeSet,
) -> bool {
    let effort = Effort {
        polish: false,
        minimise: false,
        ..context.effort
    };
    let same = Same::between(program, other);
    let besides = Ways::of(program).completed_but_for_rule(program).unwrap_or_default();
    for (_, rule) in program.rules.iter().filter(|(_, rule)| !rule.scope.is_disjoint(scope)) {
        let Some((_, twin)) = other.rules.iter().find(|(_, twin)| twin.name == rule.name) else {
            continue;
        };
        // A rule that says the same in both texts decides no good differently.
        if same.as_ref().is_some_and(|same| same.rule(twin)) {
            continue;
        }
        let met = |text, rule: &Rule| Query::Holds(text, Formula::Clause(rule.fires).and(Formula::Clause(rule.body)));
        for (better, worse) in [(met(0, rule), met(1, twin)), (met(1, twin), met(0, rule))] {
            let mut parts: Vec<Query> = applies.cloned().into_iter().collect();
            parts.extend([better, Query::Not(Box::new(worse))]);
            parts.extend(besides.iter().cloned());
            let question = Question::new(vec![program, other], Query::All(parts)).within(rule.scope.intersect(scope));
            let Verdict::Possible(witness) = crate::verify::answer(&question, &effort) else {
                continue;
            };
            let decided = |program: &Program| {
                let loaded = Loaded::new(program, &witness.case).ok()?;
                eval::decide(program, &loaded).ok()?.known()
            };
            if let (Some(here), Some(there)) = (decided(program), decided(other))
                && here != there
            {
                return true;
            }
        }
    }
    false
}
