//! The whole determination: some criterion is met, and so is every requirement that applies, while the agreement is
//! in force.

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Clause, ClauseKind, Formula, RuleIndex, RuleKind};

use super::{Compiler, dates};

impl Compiler<'_> {
    /// Puts the rules together to "the good originates".
    pub(super) fn origin(&mut self) {
        let (mut criteria, mut product_rules, mut requirements) = (Vec::new(), Vec::new(), Vec::new());
        for (_, rule) in self.program.rules.iter() {
            let met = Formula::All(vec![Formula::Clause(rule.fires), Formula::Clause(rule.body)]);
            match rule.kind {
                RuleKind::Criterion => criteria.push(met),
                RuleKind::ProductRule => product_rules.push(met),
                RuleKind::Requirement => {
                    let waived = Formula::Clause(rule.fires).negate();
                    requirements.push(Formula::Any(vec![waived, Formula::Clause(rule.body)]));
                }
            }
        }
        let rules = self.program.rules.iter();
        let written = rules.filter(|(_, rule)| rule.kind == RuleKind::ProductRule);
        self.program.product_rules = RuleIndex::of(written.map(|(id, rule)| (id, &rule.scope)));
        if criteria.is_empty() && !product_rules.is_empty() {
            // A rulebook that states no criteria means: a good originates by meeting its product rule.
            criteria.push(Formula::Clause(self.product_rules));
        }
        if criteria.is_empty() {
            let head = &self.text.agreement.head;
            self.sink.push(
                Diagnostic::new(
                    Code::NothingOriginates,
                    format!("nothing can originate under `{}`", self.text.name),
                )
                .at(head.name.span, "no origin criterion and no product rule")
                .help("add a `product rule`, or a `criterion` such as `criterion wholly_obtained`"),
            );
        }
        let mut all = Vec::new();
        let in_force = dates::within_range(self.program.in_force);
        if in_force != Formula::Known(true) {
            let head = &self.text.agreement.head;
            let id = self.program.clauses.push(Clause {
                path: format!("{}/in force", head.name.text),
                title: Some("the agreement is in force".to_owned()),
                citation: head.cites.as_ref().map(|cites| cites.text.to_string()),
                kind: ClauseKind::Requirement,
                span: head.name.span,
                formula: in_force,
            });
            // First, so that on other days nothing else is asked, such as a threshold without a figure for them.
            all.push(Formula::Clause(id));
        }
        all.push(Formula::Any(criteria));
        all.append(&mut requirements);
        if let Some(clause) = self.program.clauses.get_mut(self.product_rules) {
            clause.formula = Formula::Any(product_rules);
        }
        if let Some(clause) = self.program.clauses.get_mut(self.program.origin) {
            clause.formula = Formula::All(all);
        }
    }
}
