//! Conditions on the good.

use std::sync::Arc;

use crate::amount::Duration;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, AttributeKind, Bearer, ClauseId, ClauseKind, Comparison, DateBase, DateTerm, Formula, Num};
use crate::source::Span;
use crate::syntax::tree::{
    ArithmeticOp, CompareOp, Declaration, DurationUnit, Expr, ExprKind, Lasting, Name, Rounding,
};
use crate::syntax::{DATE_ADVICE, looks_like_date};

use super::super::{dates, diagnostics};
use super::Compiler;
use super::number::{Type, Typed};

/// The name of the date as of which a good is judged.
const DATE: &str = "date";

/// The name of the first day of the producer's fiscal year.
const FISCAL_YEAR: &str = "fiscal_year_start";

impl Compiler<'_> {
    /// An expression as a condition on the good.
    pub(super) fn condition(&mut self, expr: &Expr) -> Option<Formula> {
        match &expr.kind {
            ExprKind::Not(inner) => Some(self.condition(inner)?.negate()),
            ExprKind::And(parts) => Some(Formula::All(self.conditions(parts)?)),
            ExprKind::Or(parts) => Some(Formula::Any(self.conditions(parts)?)),
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right),
            ExprKind::Name(name) => self.named_condition(name),
            ExprKind::Is(name, values) => self.is(name, values),
            ExprKind::CodeIn(scope) => Some(self.good_in_scope(scope)),
            ExprKind::WhollyObtained => Some(Formula::WhollyObtained),
            ExprKind::ProducedIn(countries) => Some(Formula::ProducedIn(self.countries(countries)?)),
            ExprKind::ProducedInRegion => Some(Formula::ProducedIn(self.region())),
            ExprKind::ProducedOutside => Some(Formula::ProducedIn(self.region()).negate()),
            ExprKind::Quantified(quantified) => self.quantified(quantified),
            ExprKind::Change(change) => self.tariff_change(change, "change", expr.span),
            ExprKind::NoChange => Some(Formula::Known(true)),
            ExprKind::Within(lasting) => self.lasting(lasting),
            ExprKind::ProductRules => Some(Formula::Clause(self.product_rules)),
            ExprKind::Accumulates => Some(Formula::Accumulates),
            // In a condition `engines/net_cost` names a clause; only figures are divided.
            ExprKind::Arithmetic(ArithmeticOp::Divide, ..) if clause_path(expr).is_some() => {
                self.clause_by_path(&clause_path(expr)?, expr.span).map(Formula::Clause)
            }
            ExprKind::SameAsGood(_) | ExprKind::Originating | ExprKind::NonOriginating | ExprKind::Imported => {
                self.sink.push(
                    Diagnostic::new(Code::WrongLevel, "this is asked of materials, not of the good")
                        .at(expr.span, "a condition on the good is needed here")
                        .help("say of which materials, as in `every material satisfies originating`"),
                );
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
            | ExprKind::Share { .. } => {
                self.sink.push(
                    diagnostics::mismatch(
                        "a figure stands where a condition is needed",
                        expr.span,
                        "this is a figure",
                    )
                    .help("compare it with something, as in `rvc >= 50%`"),
                );
                None
            }
        }
    }

    fn conditions(&mut self, parts: &[Expr]) -> Option<Vec<Formula>> {
        let formulas: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        formulas.into_iter().collect()
    }

    fn named_condition(&mut self, name: &Name) -> Option<Formula> {
        if let Some(attribute) = self.attribute(&name.text) {
            let declared = &self.program.vocabulary.attributes[attribute];
            if !matches!(declared.kind, AttributeKind::Fact | AttributeKind::Opaque) {
                self.sink.push(diagnostics::mismatch(
                    format!("`{}` is not a fact", name.text),
                    name.span,
                    "a condition is needed here",
                ));
                return None;
            }
            if declared.bearers == [Bearer::Material] {
                self.material_only(name);
                return None;
            }
            return Some(Formula::Fact(attribute));
        }
        match self
            .text
            .entries
            .get(&name.text)
            .map(|entry| entry.declaration.as_ref())
        {
            Some(Declaration::Definition(_)) => self.definition(name).map(Formula::Clause),
            Some(Declaration::Rule(_) | Declaration::CarveOut(_)) => self
                .clause_by_path(&[Arc::clone(&name.text)], name.span)
                .map(Formula::Clause),
            Some(other) => {
                let head = other.head();
                self.sink.push(diagnostics::wrong_kind(
                    name,
                    other.sort(),
                    "a condition",
                    head.name.span,
                ));
                None
            }
            None => {
                let names = self.names(|declaration| {
                    matches!(
                        declaration,
                        Declaration::Definition(_) | Declaration::Attribute(_) | Declaration::Rule(_)
                    )
                });
                let problem = diagnostics::unknown_condition(name, "fact or definition", names);
                self.absent(name, problem);
                None
            }
        }
    }

    fn material_only(&mut self, name: &Name) {
        self.sink.push(
            Diagnostic::new(
                Code::WrongLevel,
                format!("`{}` is stated of materials, not of the good", name.text),
            )
            .at(name.span, "asked of the good here")
            .help("say of which materials, as in `any material where …`"),
        );
    }

    /// The clause of a definition, compiled when it is first used.
    fn definition(&mut self, name: &Name) -> Option<ClauseId> {
        if let Some(known) = self.definitions.get(&name.text) {
            self.used.insert(Arc::clone(&name.text));
            return Some(*known);
        }
        let entry = self.declaration(&name.text)?;
        let Declaration::Definition(definition) = entry.declaration.as_ref() else {
            return None;
        };
        let id = self.once(name, |compiler| {
            let formula = compiler.condition(&definition.condition)?;
            let head = &definition.head;
            Some(compiler.clause_of(
                head,
                head.name.text.to_string(),
                ClauseKind::Definition,
                head.span,
                formula,
            ))
        })?;
        self.definitions.insert(Arc::clone(&name.text), id);
        Some(id)
    }

    /// A clause named by its path, as claims and examples do. Rules come before them, so their clauses are known.
    fn clause_by_path(&mut self, path: &[Arc<str>], span: Span) -> Option<ClauseId> {
        let wanted = path.join("/");
        if let Some(first) = path.first() {
            self.declaration(first);
        }
        // The second alternative of a rule is `rule/(2)`, its second requirement `rule/2`.
        let numbered = match path.split_last() {
            Some((last, before)) => format!("{}/({last})", before.join("/")),
            None => String::new(),
        };
        let clauses = &self.program.clauses;
        let found = clauses
            .iter()
            .find(|(_, clause)| clause.path == wanted || clause.path == numbered)
            .map(|(id, _)| id);
        if found.is_none()
            && let Some(problem) = self.rule_not_yet_known(path, span)
        {
            self.sink.push(problem);
            return None;
        }
        if found.is_none() {
            let known: Vec<String> = self
                .program
                .clauses
                .iter()
                .map(|(_, clause)| clause.path.clone())
                .collect();
            let name = Name {
                text: wanted.into(),
                span,
            };
            self.unknown(&name, "clause", known.iter().map(String::as_str));
        }
        found
    }

    /// A condition can ask for the clauses of a rule that is known already: neither for the rule in which it stands,
    /// nor for one that comes later.
    fn rule_not_yet_known(&self, path: &[Arc<str>], span: Span) -> Option<Diagnostic> {
        let name = path.first()?;
        let declaration = self.text.entries.get(name)?.declaration.as_ref();
        if !matches!(declaration, Declaration::Rule(_)) || self.rule_bodies.contains_key(name) {
            return None;
        }
        let name = Name {
            text: Arc::clone(name),
            span,
        };
        if self.rule.as_ref() == Some(&name.text) {
            return Some(diagnostics::cycle(
                &name,
                &[name.text.to_string(), name.text.to_string()],
            ));
        }
        Some(diagnostics::later_rule(&name, declaration))
    }

    fn is(&mut self, name: &Name, values: &[Name]) -> Option<Formula> {
        let Some(attribute) = self.attribute(&name.text) else {
            let names = self.names(|declaration| matches!(declaration, Declaration::Attribute(_)));
            self.unknown(name, "attribute", names);
            return None;
        };
        let declared = &self.program.vocabulary.attributes[attribute];
        if declared.bearers == [Bearer::Material] {
            self.material_only(name);
            return None;
        }
        if declared.kind.words().is_empty() {
            self.sink.push(diagnostics::mismatch(
                format!("`{}` is not an attribute with values to choose from", name.text),
                name.span,
                "`is` needs an enumeration",
            ));
            return None;
        }
        let values = self.values(attribute, values)?;
        Some(Formula::Is { attribute, values })
    }

    fn compare(&mut self, op: CompareOp, left: &Expr, right: &Expr) -> Option<Formula> {
        let op = comparison(op);
        if self.is_date(left) || self.is_date(right) {
            let (left, right) = (self.date_term(left), self.date_term(right));
            return Some(Formula::Dates {
                left: left?,
                op,
                right: right?,
            });
        }
        let (a, b) = (self.number(left), self.number(right));
        let (a, b) = (a?, b?);
        self.same_type(&a, left.span, &b, right.span, "compared")?;
        Some(Formula::Compare {
            left: self.rounded(a),
            op,
            right: self.rounded(b),
        })
    }

    /// Where the agreement rounds percentages, it rounds those that are computed.
    fn rounded(&self, typed: Typed) -> Num {
        let computed = typed.ty == Type::Share && !matches!(typed.num, Num::Const(_) | Num::Cases(_));
        match (&self.rounding, computed) {
            (Rounding::HalfUp(digits), true) => Num::Rounded(ir::Rounding::HalfUp(*digits), Box::new(typed.num)),
            (Rounding::Truncated(digits), true) => Num::Rounded(ir::Rounding::Truncated(*digits), Box::new(typed.num)),
            (Rounding::None, _) | (_, false) => typed.num,
        }
    }

    fn is_date(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Date(_) => true,
            ExprKind::Name(name) => {
                &*name.text == DATE
                    || &*name.text == FISCAL_YEAR
                    || self
                        .program
                        .vocabulary
                        .attributes
                        .iter()
                        .any(|(_, attribute)| attribute.name == *name.text && attribute.kind == AttributeKind::Date)
            }
            _ => false,
        }
    }

    fn date_term(&mut self, expr: &Expr) -> Option<DateTerm> {
        let base = match &expr.kind {
            ExprKind::Date(text) => DateBase::Day(dates::date(text, &mut self.sink)?),
            ExprKind::Name(name) if &*name.text == DATE => DateBase::Claim,
            ExprKind::Name(name) if &*name.text == FISCAL_YEAR => DateBase::FiscalYear,
            ExprKind::Name(name) => self.date_attribute(name)?,
            other => {
                let problem = diagnostics::mismatch(
                    "only a date can be compared with a date",
                    expr.span,
                    "a date is needed here",
                );
                self.sink.push(match other {
                    ExprKind::Number(figure) if looks_like_date(&figure.digits) => problem.help(DATE_ADVICE),
                    _ => problem,
                });
                return None;
            }
        };
        Some(DateTerm { base, offset: 0 })
    }

    fn date_attribute(&mut self, name: &Name) -> Option<DateBase> {
        let found = self.attribute(&name.text);
        let Some(attribute) = found else {
            let names = self.names(|declaration| matches!(declaration, Declaration::Attribute(_)));
            self.unknown(name, "date", names);
            return None;
        };
        if self.program.vocabulary.attributes[attribute].kind != AttributeKind::Date {
            self.sink.push(diagnostics::mismatch(
                format!("`{}` is not a date", name.text),
                name.span,
                "a date is needed here",
            ));
            return None;
        }
        Some(DateBase::Attribute(attribute))
    }

    /// `for 5 years after first_prototype`: from that day, and before the same day so many years later.
    pub(super) fn lasting(&mut self, lasting: &Lasting) -> Option<Formula> {
        let base = self.date_attribute(&lasting.after)?;
        let count = lasting.duration.count;
        let duration = match lasting.duration.unit {
            DurationUnit::Years => Duration {
                years: count,
                months: 0,
                days: 0,
            },
            DurationUnit::Months => Duration {
                years: 0,
                months: count,
                days: 0,
            },
        };
        let claim = DateTerm {
            base: DateBase::Claim,
            offset: 0,
        };
        Some(Formula::All(vec![
            Formula::Dates {
                left: claim,
                op: Comparison::AtLeast,
                right: DateTerm { base, offset: 0 },
            },
            Formula::Dates {
                left: claim,
                op: Comparison::Less,
                right: DateTerm {
                    base,
                    offset: duration.ordinals(),
                },
            },
        ]))
    }

    /// An optional condition; nothing written means always.
    pub(super) fn when(&mut self, when: Option<&Expr>) -> Option<Formula> {
        when.map_or(Some(Formula::Known(true)), |when| self.condition(when))
    }

    /// The tabled assumptions.
    pub(super) fn assumptions(&mut self) {
        for entry in self.text.entries.values() {
            let Declaration::Assumption(assumption) = entry.declaration.as_ref() else {
                continue;
            };
            let head = &assumption.head;
            let Some(formula) = self.condition(&assumption.condition) else {
                continue;
            };
            let path = head.name.text.to_string();
            let clause = self.clause_of(head, path.clone(), ClauseKind::Assumption, head.span, formula);
            self.program.assumptions.push((path, clause));
        }
    }

    /// A condition of a claim or an example as a clause of its own.
    pub(super) fn claim_clause(&mut self, path: String, expr: &Expr, span: Span) -> Option<ClauseId> {
        let formula = self.condition(expr)?;
        if let Formula::Clause(id) = formula {
            return Some(id);
        }
        Some(self.clause(ir::Clause {
            path,
            title: None,
            citation: None,
            kind: ClauseKind::Claim,
            span,
            formula,
        }))
    }
}

pub(super) fn comparison(op: CompareOp) -> Comparison {
    match op {
        CompareOp::Less => Comparison::Less,
        CompareOp::AtMost => Comparison::AtMost,
        CompareOp::Equal => Comparison::Equal,
        CompareOp::NotEqual => Comparison::NotEqual,
        CompareOp::AtLeast => Comparison::AtLeast,
        CompareOp::More => Comparison::More,
    }
}

/// The names of a path written `rule/alternative/2`, if that is what the expression is.
fn clause_path(expr: &Expr) -> Option<Vec<Arc<str>>> {
    match &expr.kind {
        ExprKind::Name(name) => Some(vec![Arc::clone(&name.text)]),
        ExprKind::Arithmetic(ArithmeticOp::Divide, left, right) => {
            let mut path = clause_path(left)?;
            path.push(match &right.kind {
                ExprKind::Name(name) => Arc::clone(&name.text),
                ExprKind::Number(number) => Arc::clone(&number.digits),
                _ => return None,
            });
            Some(path)
        }
        _ => None,
    }
}
