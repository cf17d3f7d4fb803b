//! From meeting a rule to originating: what else it takes, and what else would do.

use crate::ir::{ClauseId, ClauseKind, Formula, Program, Rule, RuleKind};
use crate::verify::Query;

use super::ask::{fails, holds};
use super::reach::Reach;
use super::same::Same;
use super::{Checked, Context};

/// The ways to originate that rest on the product rules, and the others.
pub(super) struct Ways<'a> {
    /// By meeting the product rules; empty where the text states no criterion and the rules are the only way.
    pub(super) by_rule: Vec<&'a Rule>,
    /// By something else.
    pub(super) others: Vec<&'a Rule>,
}

impl<'a> Ways<'a> {
    pub(super) fn of(program: &'a Program) -> Self {
        let criteria = rules(program, RuleKind::Criterion);
        let rests = |rule: &&Rule| {
            let reached = Reach::of(program, rule.body).clauses;
            reached
                .iter()
                .any(|clause| program.clauses[*clause].kind == ClauseKind::ProductRules)
        };
        let (by_rule, others) = criteria.partition(rests);
        Self { by_rule, others }
    }

    /// Whether a text states criteria and none of them asks for its product rules.
    pub(super) fn rules_are_idle(&self) -> bool {
        self.by_rule.is_empty() && !self.others.is_empty()
    }

    /// A good that meets its product rule originates by that.
    pub(super) fn completed(&self, program: &Program) -> Vec<Query> {
        let mut parts = requirements(program);
        if !self.by_rule.is_empty() {
            parts.push(Query::Any(self.by_rule.iter().map(|rule| met(rule)).collect()));
        }
        parts
    }

    /// It would by that, were its product rule met; `None` if that can't be told line by line.
    pub(super) fn completed_but_for_rule(&self, program: &Program) -> Option<Vec<Query>> {
        let mut parts = requirements(program);
        if !self.by_rule.is_empty() {
            let ways: Option<Vec<Query>> = self.by_rule.iter().map(|rule| but_for_rule(program, rule)).collect();
            parts.push(Query::Any(ways?));
        }
        Some(parts)
    }

    /// It does not originate in another way.
    pub(super) fn not_otherwise(&self) -> Vec<Query> {
        self.others.iter().map(|rule| Query::Not(Box::new(met(rule)))).collect()
    }
}

/// The rules of which something may be said that was not said of the text that this one amends. What a rule comes to
/// hangs on the criteria and requirements, too: where those differ, every rule is looked at again.
pub(super) fn concerned<'a>(context: &Context<'a>, checked: &'a Checked) -> Vec<&'a Rule> {
    let besides = |rule: &Rule| rule.kind != RuleKind::ProductRule;
    let same = context.amended(checked).map(Same::product_rules_aside);
    if same.is_some_and(|same| !same.rules(besides)) {
        return checked.program().rules.iter().map(|(_, rule)| rule).collect();
    }
    context.rules(checked).collect()
}

/// The rules of one kind.
pub(super) fn rules(program: &Program, kind: RuleKind) -> impl Iterator<Item = &Rule> {
    let all = program.rules.iter().map(|(_, rule)| rule);
    all.filter(move |rule| rule.kind == kind)
}

/// The rule applies and is met.
pub(super) fn met(rule: &Rule) -> Query {
    Query::All(vec![holds(rule.fires), holds(rule.body)])
}

/// Every requirement on top is met or does not apply.
pub(super) fn requirements(program: &Program) -> Vec<Query> {
    rules(program, RuleKind::Requirement).map(waived_or_met).collect()
}

/// The requirement is met or does not apply.
pub(super) fn waived_or_met(rule: &Rule) -> Query {
    Query::Any(vec![fails(rule.fires), holds(rule.body)])
}

/// The criterion applies, and its lines hold other than "the product rules".
fn but_for_rule(program: &Program, rule: &Rule) -> Option<Query> {
    let (_, lines) = program.groups.iter().find(|(_, group)| group.whole == rule.body)?;
    let whole = |clause: &ClauseId| {
        matches!(&program.clauses[*clause].formula, Formula::Clause(inner)
            if program.clauses[*inner].kind == ClauseKind::ProductRules)
    };
    if !lines.members.iter().any(whole) {
        return None;
    }
    let mut parts = vec![holds(rule.fires)];
    parts.extend(
        lines
            .members
            .iter()
            .filter(|line| !whole(line))
            .map(|line| holds(*line)),
    );
    Some(Query::All(parts))
}
