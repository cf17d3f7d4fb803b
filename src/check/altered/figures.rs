//! Figures that are read differently: raised, rounded, reckoned over another value, or taken strictly.

use crate::amount::Ratio;
use crate::ir::{
    Attribute, AttributeKind, BasisId, Bearer, ClauseId, Comparison, Formula, Num, NumCase, Program, Rounding,
};

use super::effect::{Change, Effect, Effects};
use super::rewrite;

/// The text with a threshold's figure, whatever its stage, raised by this part of itself.
pub(in crate::check) fn raised(program: &Program, threshold: &Num, by: &Ratio) -> Program {
    let mut out = program.clone();
    let factor = Ratio::ONE + by;
    rewrite(&mut out, &|num| match num {
        Num::Cases(cases) if num == threshold => {
            let cases = cases.iter().map(|case| NumCase {
                when: case.when,
                then: Num::Product(Box::new(Num::Const(factor.clone())), Box::new(case.then.clone())),
            });
            Some(Num::Cases(cases.collect()))
        }
        _ => None,
    });
    out
}

/// The text with a threshold's figure raised by anything at all: what compares with it may come out as it does for a
/// higher figure, or as it does. Where several conditions compare with it they need not agree on the figure, so that a
/// good which nothing turns under this text is turned by no higher figure.
pub(in crate::check) fn raised_at_will(program: &Program, threshold: &Num) -> Program {
    let effects = Effects::of(Change::Raised(threshold), program);
    let mut out = program.clone();
    let clauses: Vec<_> = program.clauses.iter().map(|(id, _)| id).collect();
    for id in clauses {
        let formula = at_will(&program.clauses[id].formula, &effects, &mut out);
        if let Some(clause) = out.clauses.get_mut(id) {
            clause.formula = formula;
        }
    }
    out
}

fn at_will(formula: &Formula, effects: &Effects<'_>, out: &mut Program) -> Formula {
    let mut all = |parts: &[Formula]| parts.iter().map(|part| at_will(part, effects, out)).collect();
    match formula {
        Formula::All(parts) => Formula::All(all(parts)),
        Formula::Any(parts) => Formula::Any(all(parts)),
        Formula::Not(inner) => Formula::Not(Box::new(at_will(inner, effects, out))),
        Formula::Compare { .. } => match effects.on(formula) {
            Effect::None => formula.clone(),
            Effect::Up => Formula::Any(vec![formula.clone(), free(out)]),
            Effect::Down => Formula::All(vec![formula.clone(), free(out)]),
            Effect::Any => free(out),
        },
        other => other.clone(),
    }
}

/// A fact of the good that nothing else speaks of.
fn free(out: &mut Program) -> Formula {
    let name = format!("raised figure {}", out.vocabulary.attributes.len());
    Formula::Fact(out.vocabulary.attributes.push(Attribute {
        name,
        title: None,
        citation: None,
        bearers: vec![Bearer::Good],
        kind: AttributeKind::Fact,
    }))
}

/// The text with every figure reckoned over another value of the good.
pub(in crate::check) fn over(program: &Program, from: BasisId, to: BasisId) -> Program {
    let mut out = program.clone();
    rewrite(&mut out, &|num| (*num == Num::Basis(from)).then_some(Num::Basis(to)));
    out
}

/// The text with the comparison that a clause consists in taken the other way where both sides are equal.
pub(in crate::check) fn strict(program: &Program, clause: ClauseId) -> Program {
    let mut out = program.clone();
    if let Some(clause) = out.clauses.get_mut(clause)
        && let Formula::Compare { op, .. } = &mut clause.formula
    {
        *op = match *op {
            Comparison::AtLeast => Comparison::More,
            Comparison::More => Comparison::AtLeast,
            Comparison::AtMost => Comparison::Less,
            Comparison::Less => Comparison::AtMost,
            other => other,
        };
    }
    out
}

/// The text with a figure rounded before the clause compares it.
pub(in crate::check) fn rounded(program: &Program, clause: ClauseId, figure: &Num, how: Rounding) -> Program {
    let mut out = program.clone();
    if let Some(clause) = out.clauses.get_mut(clause)
        && let Formula::Compare { left, right, .. } = &mut clause.formula
    {
        for side in [left, right] {
            if side == figure {
                *side = Num::Rounded(how, Box::new(side.clone()));
                break;
            }
        }
    }
    out
}
