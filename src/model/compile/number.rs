//! Figures, each with its type.

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{self, AttributeKind, Bearer, Num};
use crate::source::Span;
use crate::syntax::tree::{self, Declaration, Expr, ExprKind, Name, NumberText, Unit};
use crate::syntax::{DATE_ADVICE, looks_like_date};

use super::super::diagnostics;
use super::{Compiler, vocabulary};

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

    pub(super) fn good_basis(&mut self, name: &Name, basis: ir::BasisId) -> Option<Typed> {
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
}
