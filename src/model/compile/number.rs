//! Figures: arithmetic with its types checked.

use std::sync::Arc;

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, AttributeKind, Bearer, Clause, ClauseKind, Depth, Formula, MeasureId, Num, NumCase};
use crate::source::Span;
use crate::syntax::tree::{
    self, Aggregate, AggregateKind, ArithmeticOp, Declaration, Expr, ExprKind, Name, NumberText, Unit,
};
use crate::syntax::{DATE_ADVICE, looks_like_date};

use super::super::diagnostics;
use super::{Compiler, material, vocabulary};

/// The type of a figure. Figures of different types never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// An amount of money.
    Money,
    /// Kilograms.
    Weight,
    /// A share of one, written and shown as a percentage.
    Share,
    /// How many.
    Count,
    /// A bare number, which scales any other figure.
    Number,
}

impl Type {
    pub(super) fn words(self) -> &'static str {
        match self {
            Type::Money => "an amount of money",
            Type::Weight => "a weight",
            Type::Share => "a percentage",
            Type::Count => "a count",
            Type::Number => "a bare number",
        }
    }
}

/// A figure with its type.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) num: Num,
    pub(super) ty: Type,
}

impl Compiler<'_> {
    /// An expression as a figure.
    pub(super) fn number(&mut self, expr: &Expr) -> Option<Typed> {
        match &expr.kind {
            ExprKind::Number(number) => self.literal(number, expr.span),
            ExprKind::Name(name) => self.named_figure(name),
            ExprKind::Negate(inner) => {
                let inner = self.number(inner)?;
                let minus = Num::Const(-Ratio::ONE);
                Some(Typed {
                    num: Num::Product(Box::new(minus), Box::new(inner.num)),
                    ty: inner.ty,
                })
            }
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, expr.span),
            ExprKind::Min(parts) => self.extreme(parts, Num::Min, "put together in `min`"),
            ExprKind::Max(parts) => self.extreme(parts, Num::Max, "put together in `max`"),
            ExprKind::AtMost(value, cap) => self.extreme([value.as_ref(), cap.as_ref()], Num::Min, "compared"),
            ExprKind::Aggregate(aggregate) => self.aggregated(aggregate, expr.span),
            ExprKind::Share { country, base } => self.share(country, base),
            ExprKind::Date(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Compare(..)
            | ExprKind::Is(..)
            | ExprKind::CodeIn(_)
            | ExprKind::SameAsGood(_)
            | ExprKind::Originating
            | ExprKind::NonOriginating
            | ExprKind::WhollyObtained
            | ExprKind::Imported
            | ExprKind::ProducedIn(_)
            | ExprKind::ProducedInRegion
            | ExprKind::ProducedOutside
            | ExprKind::Quantified(_)
            | ExprKind::Change(_)
            | ExprKind::NoChange
            | ExprKind::Within(_)
            | ExprKind::ProductRules
            | ExprKind::Accumulates => {
                let what = if matches!(expr.kind, ExprKind::Date(_)) {
                    "a date"
                } else {
                    "a condition"
                };
                self.sink.push(diagnostics::mismatch(
                    format!("{what} stands where a figure is needed"),
                    expr.span,
                    format!("this is {what}"),
                ));
                None
            }
        }
    }

    /// A number as written. Percentages are between 0 % and 100 %.
    pub(super) fn literal(&mut self, number: &NumberText, span: Span) -> Option<Typed> {
        let value = match Ratio::parse_decimal(&number.digits.replace('_', "")) {
            Ok(value) => value,
            Err(error) => {
                let help = if looks_like_date(&number.digits) {
                    DATE_ADVICE
                } else {
                    "write digits with a decimal point, as in `62.5` or `1_000`"
                };
                self.sink.push(
                    Diagnostic::new(Code::MalformedNumber, format!("`{}` is not a number", number.digits))
                        .at(span, error.to_string())
                        .help(help),
                );
                return None;
            }
        };
        let (value, ty) = match &number.unit {
            Unit::None => (value, Type::Number),
            Unit::Percent | Unit::Points => {
                if value > Ratio::HUNDRED {
                    self.sink.push(
                        Diagnostic::new(
                            Code::PercentageOutOfRange,
                            format!("`{}%` is more than the whole", number.digits),
                        )
                        .at(span, "a percentage lies between 0 % and 100 %")
                        .help("did the decimal point slip?"),
                    );
                    return None;
                }
                (value.checked_div(&Ratio::HUNDRED)?, Type::Share)
            }
            Unit::Named(name) => self.unit(name, value)?,
        };
        Some(Typed {
            num: Num::Const(value),
            ty,
        })
    }

    fn unit(&mut self, name: &Name, value: Ratio) -> Option<(Ratio, Type)> {
        let thousand = Ratio::from(1000);
        match &*name.text {
            "kg" => Some((value, Type::Weight)),
            "g" => Some((value.checked_div(&thousand)?, Type::Weight)),
            "t" => Some((value * thousand, Type::Weight)),
            currency if currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                let own = self.text.agreement.items.iter().find_map(|item| match item {
                    tree::AgreementItem::Currency(own) => Some(own),
                    _ => None,
                });
                match own {
                    Some(own) if own.text == name.text => Some((value, Type::Money)),
                    _ => {
                        let problem = diagnostics::another_currency(name, own);
                        self.sink.push(problem);
                        None
                    }
                }
            }
            other => {
                self.sink.push(
                    Diagnostic::new(Code::UnknownUnit, format!("`{other}` is not a unit"))
                        .at(name.span, "unknown unit")
                        .help("units are `%`, `points`, `kg`, `g`, `t` and the agreement's currency"),
                );
                None
            }
        }
    }

    fn named_figure(&mut self, name: &Name) -> Option<Typed> {
        if let Some(basis) = self.basis(&name.text) {
            self.declaration(&name.text);
            return self.good_basis(name, basis);
        }
        if let Some(id) = self.attribute(&name.text) {
            return self.numeric_attribute(name, id);
        }
        match self
            .text
            .entries
            .get(&name.text)
            .map(|entry| entry.declaration.as_ref())
        {
            Some(Declaration::Measure(_)) => {
                let id = self.measure_by_name(name)?;
                let ty = self.measure_types.get(&name.text).copied()?;
                Some(Typed {
                    num: Num::Measure(id),
                    ty,
                })
            }
            Some(Declaration::Threshold(_)) => {
                let (num, ty) = self.threshold(name)?;
                Some(Typed { num, ty })
            }
            Some(other) => {
                let head = other.head();
                self.sink
                    .push(diagnostics::wrong_kind(name, other.sort(), "a figure", head.name.span));
                None
            }
            None => {
                let mut names = self.names(|declaration| {
                    matches!(
                        declaration,
                        Declaration::Measure(_)
                            | Declaration::Threshold(_)
                            | Declaration::Basis(_)
                            | Declaration::Attribute(_)
                    )
                });
                names.extend([vocabulary::WEIGHT, vocabulary::VALUE]);
                self.unknown(name, "measure, threshold or value", names);
                None
            }
        }
    }

    fn good_basis(&mut self, name: &Name, basis: ir::BasisId) -> Option<Typed> {
        let declared = &self.program.vocabulary.bases[basis];
        let ty = if declared.weight { Type::Weight } else { Type::Money };
        if !declared.bearers.contains(&Bearer::Good) {
            self.sink.push(
                Diagnostic::new(
                    Code::WrongLevel,
                    format!("`{}` is stated of materials, not of the good", name.text),
                )
                .at(name.span, "asked of the good here")
                .help(format!(
                    "bring the materials together, as in `sum of {} over materials`",
                    name.text
                )),
            );
            return None;
        }
        Some(Typed {
            num: Num::Basis(basis),
            ty,
        })
    }

    fn numeric_attribute(&mut self, name: &Name, id: ir::AttributeId) -> Option<Typed> {
        let attribute = &self.program.vocabulary.attributes[id];
        let ty = match attribute.kind {
            AttributeKind::Percentage => Type::Share,
            AttributeKind::Money => Type::Money,
            AttributeKind::Count => Type::Count,
            AttributeKind::Weight => Type::Weight,
            AttributeKind::Enumeration(_)
            | AttributeKind::Choice(_)
            | AttributeKind::Fact
            | AttributeKind::Opaque
            | AttributeKind::Date
            | AttributeKind::Country(_) => {
                self.sink.push(diagnostics::mismatch(
                    format!("`{}` is not a figure", name.text),
                    name.span,
                    "a figure is needed here",
                ));
                return None;
            }
        };
        if attribute.bearers == [Bearer::Material] {
            self.sink.push(
                Diagnostic::new(
                    Code::WrongLevel,
                    format!("`{}` is stated of materials, not of the good", name.text),
                )
                .at(name.span, "asked of the good here"),
            );
            return None;
        }
        Some(Typed {
            num: Num::Attribute(id),
            ty,
        })
    }

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

    fn arithmetic(&mut self, op: ArithmeticOp, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
        let (left_typed, right_typed) = (self.number(left), self.number(right));
        let (a, b) = (left_typed?, right_typed?);
        match op {
            ArithmeticOp::Add | ArithmeticOp::Subtract => {
                let how = match op {
                    ArithmeticOp::Subtract => "subtracted from one another",
                    _ => "added",
                };
                let ty = self.same_type(&a, left.span, &b, right.span, how)?;
                let second = match op {
                    ArithmeticOp::Subtract => Num::Product(Box::new(Num::Const(-Ratio::ONE)), Box::new(b.num)),
                    _ => b.num,
                };
                Some(Typed {
                    num: Num::Sum(vec![a.num, second]),
                    ty,
                })
            }
            ArithmeticOp::Multiply => {
                let ty = match (a.ty, b.ty) {
                    (Type::Number | Type::Share, other) | (other, Type::Number | Type::Share) => other,
                    (Type::Count, other) | (other, Type::Count) => other,
                    (Type::Money | Type::Weight, Type::Money | Type::Weight) => {
                        self.sink.push(diagnostics::mismatch(
                            format!("{} can't be multiplied by {}", a.ty.words(), b.ty.words()),
                            span,
                            "the product of two amounts has no meaning",
                        ));
                        return None;
                    }
                };
                let ty = if a.ty == Type::Share && b.ty == Type::Number {
                    Type::Share
                } else {
                    ty
                };
                Some(Typed {
                    num: Num::Product(Box::new(a.num), Box::new(b.num)),
                    ty,
                })
            }
            ArithmeticOp::Divide => {
                if matches!(&b.num, Num::Const(zero) if zero.is_zero()) {
                    self.sink.push(
                        Diagnostic::new(Code::DivisionByZero, "this divides by zero")
                            .at(right.span, "always zero")
                            .severity(crate::diagnostic::Severity::Error),
                    );
                    return None;
                }
                let ty = match (a.ty, b.ty) {
                    (x, Type::Number | Type::Count) if x != Type::Count => x,
                    (x, y) if x == y => Type::Share,
                    (x, Type::Share) => x,
                    (Type::Number, Type::Count) => Type::Number,
                    (x, y) => {
                        self.sink.push(diagnostics::mismatch(
                            format!("{} can't be divided by {}", x.words(), y.words()),
                            span,
                            "the quotient has no meaning",
                        ));
                        return None;
                    }
                };
                Some(Typed {
                    num: Num::Quotient(Box::new(a.num), Box::new(b.num)),
                    ty,
                })
            }
        }
    }

    /// The common type of two figures that are added or compared.
    pub(super) fn same_type(&mut self, a: &Typed, a_at: Span, b: &Typed, b_at: Span, how: &str) -> Option<Type> {
        let zero = |typed: &Typed| matches!(&typed.num, Num::Const(value) if value.is_zero());
        match (a.ty, b.ty) {
            (x, y) if x == y => Some(x),
            (Type::Count, Type::Number) | (Type::Number, Type::Count) => Some(Type::Count),
            (x, Type::Number) if zero(b) => Some(x),
            (Type::Number, y) if zero(a) => Some(y),
            (x, y) => {
                let mut diagnostic = diagnostics::mismatch(
                    format!("{} and {} can't be {how}", x.words(), y.words()),
                    b_at,
                    y.words(),
                )
                .also(a_at, x.words());
                let bare = [(x, b), (y, a)].into_iter().find(|(_, bare)| bare.ty == Type::Number);
                if let Some((other, written)) = bare {
                    diagnostic = diagnostic.help(with_unit(other, written));
                }
                self.sink.push(diagnostic);
                None
            }
        }
    }

    fn extreme<'e>(
        &mut self,
        parts: impl IntoIterator<Item = &'e Expr>,
        join: impl FnOnce(Vec<Num>) -> Num,
        how: &str,
    ) -> Option<Typed> {
        let mut first: Option<(Typed, Span)> = None;
        let mut nums = Vec::new();
        for part in parts {
            let typed = self.number(part)?;
            nums.push(typed.num.clone());
            match &first {
                None => first = Some((typed, part.span)),
                Some((known, at)) => {
                    let (known, at) = (known.clone(), *at);
                    self.same_type(&known, at, &typed, part.span, how)?;
                }
            }
        }
        let (first, _) = first?;
        Some(Typed {
            num: join(nums),
            ty: first.ty,
        })
    }

    fn aggregated(&mut self, aggregate: &Aggregate, span: Span) -> Option<Typed> {
        let (basis, ty) = match &aggregate.of {
            None => (None, Type::Count),
            Some(name) => {
                let Some(basis) = self.basis(&name.text) else {
                    if let Some(entry) = self.text.entries.get(&name.text) {
                        let (sort, declared) = (entry.declaration.sort(), entry.declaration.head().name.span);
                        let problem = diagnostics::wrong_kind(name, sort, "a value of materials", declared);
                        self.sink.push(problem);
                        return None;
                    }
                    let mut names = self.names(|declaration| matches!(declaration, Declaration::Basis(_)));
                    names.extend([vocabulary::VALUE, vocabulary::WEIGHT]);
                    self.unknown(name, "value of materials", names);
                    return None;
                };
                self.declaration(&name.text);
                let declared = &self.program.vocabulary.bases[basis];
                let ty = if declared.weight { Type::Weight } else { Type::Money };
                if !declared.bearers.contains(&Bearer::Material) {
                    self.sink.push(
                        Diagnostic::new(Code::WrongLevel, format!("`{}` is not stated of materials", name.text))
                            .at(name.span, "asked of materials here")
                            .help("declare it `of materials`, or take `value`"),
                    );
                    return None;
                }
                (Some(basis), ty)
            }
        };
        let kind = match aggregate.kind {
            AggregateKind::Sum => ir::AggregateKind::Sum,
            AggregateKind::Count => ir::AggregateKind::Count,
            AggregateKind::Largest => ir::AggregateKind::Largest,
            AggregateKind::Smallest => ir::AggregateKind::Smallest,
        };
        let depth = if aggregate.look_through {
            Depth::LookThrough
        } else {
            Depth::Direct
        };
        let num = self.over_materials(kind, basis, depth, span, &mut |compiler| match &aggregate.filter {
            Some(filter) => compiler.material_test(filter),
            None => Some(material::all(Vec::new())),
        })?;
        Some(Typed { num, ty })
    }

    /// An aggregate over the materials that pass a test; by cases where dated lists make the test vary.
    pub(super) fn over_materials(
        &mut self,
        kind: ir::AggregateKind,
        basis: Option<ir::BasisId>,
        depth: Depth,
        span: Span,
        test: &mut dyn FnMut(&mut Self) -> Option<ir::MaterialTest>,
    ) -> Option<Num> {
        let variants = self.variants(test)?;
        Some(self.reckoned_by_case(kind, basis, depth, span, &variants))
    }

    /// `share of USA in net_cost`: what was made in the country, materials at every depth and the good's own
    /// production if it is produced there, over the basis.
    fn share(&mut self, country: &Name, base: &Name) -> Option<Typed> {
        let of = self.country(country)?;
        let Some(basis) = self.basis(&base.text) else {
            let names = self.names(|declaration| matches!(declaration, Declaration::Basis(_)));
            self.unknown(base, "basis of value", names);
            return None;
        };
        self.declaration(&base.text);
        let base_num = self.good_basis(base, basis)?.num;
        let value = self.basis(vocabulary::VALUE);
        let sum = ir::AggregateKind::Sum;
        let there: std::collections::BTreeSet<_> = [Arc::clone(&of)].into();
        let made = self.over_materials(sum, value, Depth::LookThrough, base.span, &mut |_| {
            Some(ir::MaterialTest::ProducedIn(there.clone()))
        })?;
        let all = self.over_materials(sum, value, Depth::Direct, base.span, &mut |_| {
            Some(ir::MaterialTest::Known(true))
        })?;
        let minus = |num: Num| Num::Product(Box::new(Num::Const(-Ratio::ONE)), Box::new(num));
        let own = Num::Sum(vec![base_num.clone(), minus(all)]);
        let here = Formula::ProducedIn(there);
        let mut case = |when: Formula, words: &str, then: Num| NumCase {
            when: self.program.clauses.push(Clause {
                path: format!("the good is {words} {of}"),
                title: None,
                citation: None,
                kind: ClauseKind::Stage,
                span: country.span.join(base.span),
                formula: when,
            }),
            then,
        };
        let own = Num::Cases(vec![
            case(here.clone(), "produced in", own),
            case(here.negate(), "not produced in", Num::Const(Ratio::ZERO)),
        ]);
        let share = Num::Quotient(Box::new(Num::Sum(vec![made, own])), Box::new(base_num));
        Some(Typed {
            num: share,
            ty: Type::Share,
        })
    }
}

/// How a bare number would be written in the place of a figure of that type.
fn with_unit(ty: Type, written: &Typed) -> String {
    match (ty, &written.num) {
        (Type::Share, Num::Const(share)) if *share <= Ratio::ONE => {
            format!("write `{}%`", share.clone() * Ratio::HUNDRED)
        }
        (Type::Share, Num::Const(share)) if *share <= Ratio::HUNDRED => format!("write `{share}%`"),
        (Type::Share, _) => "write the bare number as a percentage, as in `16%`".to_owned(),
        (Type::Money, _) => "write the bare number with the currency, as in `500 USD`".to_owned(),
        (Type::Weight, _) => "write the bare number with its unit, as in `3 kg`".to_owned(),
        (Type::Count | Type::Number, _) => "write both in the same unit".to_owned(),
    }
}
