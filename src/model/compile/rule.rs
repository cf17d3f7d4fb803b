//! Criteria, product rules and requirements: when they apply, what displaces them, and what they require.

use std::sync::Arc;

use crate::ir::{self, ClauseId, ClauseKind, Formula, Group, Join, RuleId};
use crate::nomenclature::CodeSet;
use crate::syntax::tree::{
    Alternative, Body, BodyItem, CarveOut, CarveOutEffect, Declaration, Expr, ExprKind, Head, Name, Quantifier,
    Relaxed, Require, Rule, RuleKind,
};

use super::super::rulebook::Entry;
use super::material::negate;
use super::number::Type;
use super::{Compiler, diagnostics, wording};

/// A rule whose scope is known but whose body is not yet compiled.
struct Draft<'a> {
    head: &'a Head,
    kind: RuleKind,
    scope: CodeSet,
    applies: ClauseId,
    body: &'a Body,
    /// The rule that it is a carve-out of.
    carved_from: Option<&'a Name>,
    despite: &'a [Name],
    subject_to: &'a [Name],
}

impl<'a> Compiler<'a> {
    /// Compiles every rule of the text.
    pub(super) fn rules(&mut self) {
        let drafts = self.drafts();
        let displacers: Vec<Vec<usize>> = (0..drafts.len()).map(|index| self.displacers(&drafts, index)).collect();
        let mut fires: Vec<Option<ClauseId>> = vec![None; drafts.len()];
        for index in 0..drafts.len() {
            self.fires(&drafts, &displacers, &mut fires, index, &mut Vec::new());
        }
        let mut ids: Vec<RuleId> = Vec::new();
        for (draft, fires) in drafts.iter().zip(&fires) {
            self.scope = draft.scope.clone();
            self.rule_kind = Some(rule_kind(draft.kind));
            self.rule = Some(Arc::clone(&draft.head.name.text));
            let path = draft.head.name.text.to_string();
            let body = self.body(draft.head, &path, draft.body, ClauseKind::Body);
            self.scope = CodeSet::all();
            self.rule = None;
            self.rule_bodies.insert(Arc::clone(&draft.head.name.text), body);
            ids.push(self.program.rules.push(ir::Rule {
                name: path,
                kind: rule_kind(draft.kind),
                scope: draft.scope.clone(),
                applies: draft.applies,
                fires: fires.unwrap_or(draft.applies),
                body,
                displaced_by: Vec::new(),
                span: draft.head.span,
            }));
        }
        for (id, displacers) in ids.iter().zip(&displacers) {
            let displaced_by: Vec<RuleId> = displacers.iter().filter_map(|index| ids.get(*index).copied()).collect();
            if let Some(rule) = self.program.rules.get_mut(*id) {
                rule.displaced_by = displaced_by;
            }
        }
        self.finish_carve_outs();
    }

    /// Every rule, and every carve-out with requirements of its own, in the order written.
    fn drafts(&mut self) -> Vec<Draft<'a>> {
        let mut drafts: Vec<Draft<'a>> = Vec::new();
        let mut early: Vec<&'a CarveOut> = Vec::new();
        for entry in self.text.entries.values() {
            let draft = match entry.declaration.as_ref() {
                Declaration::Rule(rule) => self.draft_rule(rule, entry),
                Declaration::CarveOut(carve_out) => {
                    let draft = self.draft_carve_out(carve_out, &drafts);
                    if draft.is_none() {
                        early.push(carve_out);
                    }
                    draft
                }
                _ => None,
            };
            drafts.extend(draft);
        }
        // The rule may well be written after what is carved out of it.
        for carve_out in early {
            let draft = self.draft_carve_out(carve_out, &drafts);
            drafts.extend(draft);
        }
        drafts.sort_by_key(|draft| self.text.entries.get_index_of(&draft.head.name.text));
        drafts
    }

    fn draft_rule(&mut self, rule: &'a Rule, entry: &'a Entry) -> Option<Draft<'a>> {
        let head = &rule.head;
        self.used.insert(Arc::clone(&head.name.text));
        self.require_citation(head, what(rule.kind));
        if rule.kind == RuleKind::ProductRule && rule.scope.is_none() {
            self.sink.push(diagnostics::no_goods(&head.name));
        }
        let scope = rule
            .scope
            .as_ref()
            .map_or_else(CodeSet::all, |scope| self.scope_codes(scope));
        self.scope = scope.clone();
        let in_scope = rule
            .scope
            .as_ref()
            .map_or(Formula::Known(true), |scope| self.good_in_scope(scope));
        self.rule = Some(Arc::clone(&head.name.text));
        let when = self.when(rule.when.as_ref());
        self.rule = None;
        let formula = in_scope.and(when?).and(self.in_period(&rule.period, &entry.suspended));
        self.scope = CodeSet::all();
        let path = format!("{}/applies", head.name.text);
        let applies = self.clause_of(head, path, ClauseKind::Applies, head.span, formula);
        Some(Draft {
            head,
            kind: rule.kind,
            scope,
            applies,
            body: &rule.body,
            carved_from: None,
            despite: &rule.despite,
            subject_to: &rule.subject_to,
        })
    }

    /// A carve-out with requirements of its own is a rule of the kind it carves out of.
    fn draft_carve_out(&mut self, carve_out: &'a CarveOut, drafts: &[Draft<'a>]) -> Option<Draft<'a>> {
        let CarveOutEffect::Body(body) = &carve_out.effect else {
            return None;
        };
        let target = drafts
            .iter()
            .find(|draft| draft.head.name.text == carve_out.target.text)?;
        let (kind, mut scope, base) = (target.kind, target.scope.clone(), target.applies);
        if let Some(own) = &carve_out.scope {
            scope = scope.intersect(&self.scope_codes(own));
        }
        let effective = self.carve_out(&carve_out.head.name)?.effective;
        let head = &carve_out.head;
        let formula = Formula::All(vec![Formula::Clause(base), Formula::Clause(effective)]);
        let path = format!("{}/rule applies", head.name.text);
        let applies = self.clause_of(head, path, ClauseKind::Applies, head.span, formula);
        Some(Draft {
            head,
            kind,
            scope,
            applies,
            body,
            carved_from: Some(&carve_out.target),
            despite: &carve_out.despite,
            subject_to: target.subject_to,
        })
    }

    /// The drafts that displace the one at `index` where they apply.
    fn displacers(&mut self, drafts: &[Draft<'a>], index: usize) -> Vec<usize> {
        let Some(rule) = drafts.get(index) else {
            return Vec::new();
        };
        self.priorities(drafts, rule);
        let mut found = Vec::new();
        for (other_index, other) in drafts.iter().enumerate() {
            if other_index == index || rule_kind(other.kind) != rule_kind(rule.kind) {
                continue;
            }
            // What displaces a rule displaces what is carved out of it.
            let carved_from = |name: &Name| rule.carved_from.is_some_and(|target| target.text == name.text);
            let named = other
                .despite
                .iter()
                .any(|name| name.text == rule.head.name.text || carved_from(name))
                || rule.subject_to.iter().any(|name| name.text == other.head.name.text);
            // What the text says of two rules goes before what their scopes say.
            let reversed = rule.despite.iter().any(|name| name.text == other.head.name.text)
                || other.subject_to.iter().any(|name| name.text == rule.head.name.text);
            // What is put up in a set is judged as a set.
            let as_set = other.kind == RuleKind::Sets && rule.kind == RuleKind::ProductRule && !reversed;
            let narrower = self.narrower_prevails
                && rule.kind == other.kind
                && rule_kind(rule.kind) == ir::RuleKind::ProductRule
                && !reversed
                && other.scope != rule.scope
                && other.scope.is_subset(&rule.scope);
            if named || narrower || as_set {
                found.push(other_index);
            }
        }
        found
    }

    /// Says which names behind `despite` and `subject to` are no rules of the same kind.
    fn priorities(&mut self, drafts: &[Draft<'a>], rule: &Draft<'a>) {
        for name in rule.despite.iter().chain(rule.subject_to) {
            let same_kind = |draft: &&Draft<'_>| rule_kind(draft.kind) == rule_kind(rule.kind);
            if drafts
                .iter()
                .filter(same_kind)
                .any(|draft| draft.head.name.text == name.text)
            {
                continue;
            }
            if let Some(entry) = self.text.entries.get(&name.text) {
                let declared = entry.declaration.head().name.span;
                let wanted = format!("another {}", what(rule.kind));
                let problem = diagnostics::wrong_kind(name, entry.declaration.sort(), &wanted, declared);
                self.sink.push(problem);
            } else {
                let rules = drafts.iter().filter(same_kind);
                let known = rules.map(|draft| draft.head.name.text.as_ref());
                self.unknown(name, what(rule.kind), known);
            }
        }
    }

    /// The clause that a rule applies and nothing displaces it.
    fn fires(
        &mut self,
        drafts: &[Draft<'a>],
        displacers: &[Vec<usize>],
        fires: &mut [Option<ClauseId>],
        index: usize,
        open: &mut Vec<usize>,
    ) -> Option<ClauseId> {
        if let Some(known) = fires.get(index).copied().flatten() {
            return Some(known);
        }
        let draft = drafts.get(index)?;
        if open.contains(&index) {
            let names = open.iter().filter_map(|index| drafts.get(*index));
            let mut path: Vec<String> = names.map(|draft| draft.head.name.text.to_string()).collect();
            path.push(draft.head.name.text.to_string());
            self.sink.push(
                crate::diagnostic::Diagnostic::new(
                    crate::diagnostic::Code::PriorityCycle,
                    format!("`{}` displaces itself by way of other rules", draft.head.name.text),
                )
                .at(draft.head.name.span, "this rule")
                .note(format!("the circle is {}", path.join(" is displaced by "))),
            );
            return None;
        }
        open.push(index);
        let mut formula = Formula::Clause(draft.applies);
        for displacer in displacers.get(index).into_iter().flatten() {
            if let Some(other) = self.fires(drafts, displacers, fires, *displacer, open) {
                formula = formula.and(Formula::Clause(other).negate());
            }
        }
        open.pop();
        formula = formula.and(self.displaced(&draft.head.name.text));
        let path = format!("{}/fires", draft.head.name.text);
        let clause = self.clause_of(draft.head, path, ClauseKind::Fires, draft.head.span, formula);
        if let Some(slot) = fires.get_mut(index) {
            *slot = Some(clause);
        }
        Some(clause)
    }

    /// A body as one clause over the clauses of its lines.
    fn body(&mut self, head: &Head, path: &str, body: &Body, kind: ClauseKind) -> ClauseId {
        let mut members = Vec::new();
        let mut number = 0;
        for item in &body.items {
            match item {
                BodyItem::Require(require) => self.require(head, path, require, &mut number, &mut members),
                BodyItem::Either { alternatives, span } => {
                    number += 1;
                    let ids: Vec<ClauseId> = alternatives
                        .iter()
                        .enumerate()
                        .map(|(index, alternative)| self.alternative(head, path, alternative, index, number))
                        .collect();
                    let formula = Formula::Any(ids.iter().copied().map(Formula::Clause).collect());
                    let whole_path = format!("{path}/either-{number}");
                    let whole = self.clause_of(head, whole_path, ClauseKind::Alternatives, *span, formula);
                    self.program.groups.push(Group {
                        whole,
                        join: Join::Any,
                        members: ids,
                    });
                    members.push(whole);
                }
            }
        }
        let formula = Formula::All(members.iter().copied().map(Formula::Clause).collect());
        let whole = self.clause_of(head, path.to_owned(), kind, body.span, formula);
        self.program.groups.push(Group {
            whole,
            join: Join::All,
            members,
        });
        whole
    }

    fn alternative(
        &mut self,
        head: &Head,
        path: &str,
        alternative: &Alternative,
        index: usize,
        number: usize,
    ) -> ClauseId {
        let name = match &alternative.name {
            Some(name) => name.text.to_string(),
            None if number == 1 => format!("({})", index + 1),
            None => format!("{number}({})", index + 1),
        };
        let id = self.body(
            head,
            &format!("{path}/{name}"),
            &alternative.body,
            ClauseKind::Alternative,
        );
        if let Some(clause) = self.program.clauses.get_mut(id) {
            clause.span = alternative.span;
            if let Some(cites) = &alternative.cites {
                clause.citation = Some(cites.text.to_string());
            }
        }
        id
    }

    /// The clauses of a `require`: one, or one for each part joined by `and`, so that a finding can name the part.
    fn require(&mut self, head: &Head, path: &str, require: &Require, number: &mut usize, members: &mut Vec<ClauseId>) {
        let parts: Vec<&Expr> = match (&require.name, &require.condition.kind) {
            (None, ExprKind::And(parts)) => parts.iter().collect(),
            _ => vec![&require.condition],
        };
        for part in parts {
            *number += 1;
            let name = require
                .name
                .as_ref()
                .map_or_else(|| number.to_string(), |name| name.text.to_string());
            let path = format!("{path}/{name}");
            let (kind, formula) = match &part.kind {
                ExprKind::Change(change) => (ClauseKind::TariffChange, self.tariff_change(change, &path, part.span)),
                _ => (ClauseKind::Requirement, self.requirement(part, &path)),
            };
            let Some(formula) = formula else { continue };
            let id = self.clause_of(head, path, kind, part.span, formula);
            if let Some(clause) = self.program.clauses.get_mut(id) {
                if let Some(cites) = &require.cites {
                    clause.citation = Some(cites.text.to_string());
                }
                if let ExprKind::Change(change) = &part.kind {
                    clause.title = Some(wording::change(change));
                }
            }
            members.push(id);
        }
    }
}

impl Compiler<'_> {
    /// A condition that a rule requires. In a product rule it is relaxed by the tolerances that reach beyond changes of
    /// classification; a criterion such as "made of originating materials only" says what it says.
    fn requirement(&mut self, part: &Expr, path: &str) -> Option<Formula> {
        let met = self.condition(part)?;
        if self.rule_kind != Some(ir::RuleKind::ProductRule) {
            return Some(met);
        }
        let (what, failing) = match &part.kind {
            ExprKind::Quantified(quantified)
                if quantified.kind != Quantifier::Any
                    && !quantified.look_through
                    && self.is_relaxed(Relaxed::Restrictions) =>
            {
                let failing = self.variants(&mut |compiler| compiler.asked(quantified))?;
                (Relaxed::Restrictions, failing)
            }
            // A date is no share, and no figure either.
            ExprKind::Compare(_, left, _)
                if !matches!(met, Formula::Dates { .. })
                    && self.is_relaxed(Relaxed::Content)
                    && self.is_share(left) =>
            {
                let foreign = self.variants(&mut |compiler| Some(negate(compiler.originating(part.span)?)))?;
                (Relaxed::Content, foreign)
            }
            _ => return Some(met),
        };
        Some(self.or_tolerated(met, what, &failing, path, part.span))
    }

    /// Whether an expression that has been compiled is a percentage.
    fn is_share(&mut self, expr: &Expr) -> bool {
        if let ExprKind::Name(name) = &expr.kind
            && let Some(ty) = self.measure_types.get(&name.text)
        {
            return *ty == Type::Share;
        }
        matches!(expr.kind, ExprKind::Share { .. }) || self.number(expr).is_some_and(|typed| typed.ty == Type::Share)
    }
}

fn rule_kind(kind: RuleKind) -> ir::RuleKind {
    match kind {
        RuleKind::Criterion => ir::RuleKind::Criterion,
        RuleKind::ProductRule | RuleKind::Sets => ir::RuleKind::ProductRule,
        RuleKind::Requirement => ir::RuleKind::Requirement,
    }
}

fn what(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Criterion => "origin criterion",
        RuleKind::ProductRule => "product rule",
        RuleKind::Requirement => "requirement",
        RuleKind::Sets => "rule for sets",
    }
}
