//! Rows of operands and operators: which operator binds which operands.

use pest::iterators::Pair;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{ArithmeticOp, CompareOp, Expr, ExprKind};

use super::{Builder, parts_of};

/// How many operators one expression may have, `and` and `or` aside: each makes the tree deeper, and later passes walk
/// the tree by recursion.
const MAX_OPERATORS: usize = 256;

/// An operator that waits for its right operand.
#[derive(Clone, Copy)]
enum Operator {
    Or,
    And,
    Not(Span),
    Compare(CompareOp),
    Arithmetic(ArithmeticOp),
    Negate(Span),
}

impl Operator {
    /// How tightly it binds.
    fn tightness(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Not(_) => 3,
            Self::Compare(_) => 4,
            Self::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Subtract) => 5,
            Self::Arithmetic(ArithmeticOp::Multiply | ArithmeticOp::Divide) => 6,
            Self::Negate(_) => 7,
        }
    }

    fn prefix(text: &str, span: Span) -> Self {
        if text == "-" {
            Self::Negate(span)
        } else {
            Self::Not(span)
        }
    }

    fn infix(text: &str) -> Self {
        match text {
            "or" => Self::Or,
            "and" => Self::And,
            "<" => Self::Compare(CompareOp::Less),
            "<=" => Self::Compare(CompareOp::AtMost),
            ">" => Self::Compare(CompareOp::More),
            ">=" => Self::Compare(CompareOp::AtLeast),
            "!=" => Self::Compare(CompareOp::NotEqual),
            "=" => Self::Compare(CompareOp::Equal),
            "+" => Self::Arithmetic(ArithmeticOp::Add),
            "-" => Self::Arithmetic(ArithmeticOp::Subtract),
            "/" => Self::Arithmetic(ArithmeticOp::Divide),
            // `*` and `of`
            _ => Self::Arithmetic(ArithmeticOp::Multiply),
        }
    }
}

/// An operand so far, and whether it is a row of `and` or `or` that a further one may join.
struct Operand {
    expr: Expr,
    joins: Option<Operator>,
}

impl Builder<'_> {
    /// The expression that a row of operands and operators stands for.
    pub(super) fn row(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let (count, depth) = self.operators.get();
        self.operators
            .set((if depth == 0 { 0 } else { count }, depth.saturating_add(1)));
        let row = self.row_of(pair);
        let (count, depth) = self.operators.get();
        self.operators.set((count, depth.saturating_sub(1)));
        row
    }

    fn row_of(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let mut operands: Vec<Operand> = Vec::new();
        let mut waiting: Vec<Operator> = Vec::new();
        for part in parts_of(pair) {
            match part.as_rule() {
                Rule::prefix | Rule::minus | Rule::negation => {
                    self.count_operator(&part)?;
                    waiting.push(Operator::prefix(part.as_str(), self.span(&part)));
                }
                Rule::operator | Rule::operation | Rule::junction => {
                    let operator = Operator::infix(part.as_str());
                    if operator.tightness() > Operator::And.tightness() {
                        self.count_operator(&part)?;
                    }
                    while let Some(tighter) = waiting.pop_if(|last| last.tightness() >= operator.tightness()) {
                        self.chained(tighter, operator, &part);
                        apply(tighter, &mut operands)?;
                    }
                    waiting.push(operator);
                }
                _ => operands.push(Operand {
                    expr: self.expr(part)?,
                    joins: None,
                }),
            }
        }
        while let Some(operator) = waiting.pop() {
            apply(operator, &mut operands)?;
        }
        operands.pop().map(|operand| operand.expr)
    }

    fn count_operator(&self, part: &Pair<'_, Rule>) -> Option<()> {
        let (count, depth) = self.operators.get();
        self.operators.set((count.saturating_add(1), depth));
        if count < MAX_OPERATORS {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                Code::NestedTooDeeply,
                format!("more than {MAX_OPERATORS} operators in one expression"),
            )
            .at(self.span(part), "one operator too many")
            .help("give parts of it names of their own with `definition` or `measure`"),
        );
        None
    }

    /// Reports `a <= b <= c`, which would compare a truth value with a figure.
    fn chained(&self, before: Operator, operator: Operator, part: &Pair<'_, Rule>) {
        if let (Operator::Compare(_), Operator::Compare(_)) = (before, operator) {
            self.report(
                Diagnostic::new(Code::Unexpected, "two comparisons in a row")
                    .at(self.span(part), "the second comparison")
                    .help("write two comparisons joined by `and`, as in `a <= b and b <= c`"),
            );
        }
    }
}

/// Gives an operator its operands; what comes of them is the last operand now.
fn apply(operator: Operator, operands: &mut Vec<Operand>) -> Option<()> {
    let right = operands.pop()?;
    let made = match operator {
        Operator::Not(span) => single(span.join(right.expr.span), ExprKind::Not(Box::new(right.expr))),
        Operator::Negate(span) => single(span.join(right.expr.span), ExprKind::Negate(Box::new(right.expr))),
        Operator::Compare(op) => pair_up(operands.pop()?, right, |a, b| ExprKind::Compare(op, a, b)),
        Operator::Arithmetic(op) => pair_up(operands.pop()?, right, |a, b| ExprKind::Arithmetic(op, a, b)),
        Operator::And | Operator::Or => join(operator, operands.pop()?, right),
    };
    operands.push(made);
    Some(())
}

fn single(span: Span, kind: ExprKind) -> Operand {
    Operand {
        expr: Expr { kind, span },
        joins: None,
    }
}

fn pair_up(left: Operand, right: Operand, make: impl FnOnce(Box<Expr>, Box<Expr>) -> ExprKind) -> Operand {
    let span = left.expr.span.join(right.expr.span);
    single(span, make(Box::new(left.expr), Box::new(right.expr)))
}

/// `a and b and c` is one row of three, unless parentheses say otherwise.
fn join(operator: Operator, left: Operand, right: Operand) -> Operand {
    let span = left.expr.span.join(right.expr.span);
    let same = left
        .joins
        .is_some_and(|before| before.tightness() == operator.tightness());
    let mut members = match left.expr.kind {
        ExprKind::And(members) | ExprKind::Or(members) if same => members,
        kind => vec![Expr {
            kind,
            span: left.expr.span,
        }],
    };
    members.push(right.expr);
    let kind = match operator {
        Operator::Or => ExprKind::Or(members),
        _ => ExprKind::And(members),
    };
    Operand {
        expr: Expr { kind, span },
        joins: Some(operator),
    }
}
