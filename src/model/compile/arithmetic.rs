//! Figures put together, with their types checked.

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Num;
use crate::source::Span;
use crate::syntax::tree::{ArithmeticOp, Expr};

use super::super::diagnostics;
use super::Compiler;
use super::number::{Type, Typed};

impl Compiler<'_> {
    pub(super) fn arithmetic(&mut self, op: ArithmeticOp, left: &Expr, right: &Expr, span: Span) -> Option<Typed> {
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
                let share = [(x, b), (y, a)].into_iter().find(|(_, share)| share.ty == Type::Share);
                if let Some(help) = share.and_then(|(other, written)| with_base(other, written)) {
                    diagnostic = diagnostic.help(help);
                }
                self.sink.push(diagnostic);
                None
            }
        }
    }

    pub(super) fn extreme<'e>(
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
}

/// How a percentage that was written down becomes a figure of that type.
fn with_base(ty: Type, written: &Typed) -> Option<String> {
    let base = match ty {
        Type::Money => "net_cost",
        Type::Weight => "weight",
        Type::Share | Type::Number | Type::Count => return None,
    };
    let Num::Const(share) = &written.num else { return None };
    let percent = share.clone() * Ratio::HUNDRED;
    Some(format!("write the base as well, as in `{percent}% of {base}`"))
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
