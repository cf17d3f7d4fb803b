//! Figures that are read differently: raised, rounded, reckoned over another value, or taken strictly.

use crate::amount::Ratio;
use crate::ir::{
    Attribute, AttributeKind, BasisId, Bearer, ClauseId, Comparison, Formula, Num, NumCase, Program, Rounding,
    Vocabulary,
};

use super::effect::{Change, Effect, Effects};
use super::{each_formula, rewrite};

/// The text with a threshold's figure, whatever its stage, raised by this part of itself.
pub(in crate::check) fn raised(program: &Program, threshold: &Num, by: &Ratio) -> Program {
    let mut out = program.clone();
    let factor = Ratio::ONE + by;
    rewrite(&mut out, &mut |num| match num {
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
    let mut vocabulary = out.vocabulary.clone();
    each_formula(&mut out, &mut |formula| {
        formula.rewritten(&mut |part| match part {
            Formula::Compare { .. } => match effects.on(part) {
                Effect::None => None,
                Effect::Up => Some(Formula::Any(vec![part.clone(), free(&mut vocabulary)])),
                Effect::Down => Some(Formula::All(vec![part.clone(), free(&mut vocabulary)])),
                Effect::Any => Some(free(&mut vocabulary)),
            },
            _ => None,
        })
    });
    out.vocabulary = vocabulary;
    out
}

/// A fact of the good that nothing else speaks of.
fn free(vocabulary: &mut Vocabulary) -> Formula {
    let name = format!("raised figure {}", vocabulary.attributes.len());
    Formula::Fact(vocabulary.attributes.push(Attribute {
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
    rewrite(&mut out, &mut |num| {
        (*num == Num::Basis(from)).then_some(Num::Basis(to))
    });
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
    if let Some(clause) = out.clauses.get_mut(clause) {
        clause.formula = clause.formula.with_figures(&mut |side| {
            let rounded = || Num::Rounded(how, Box::new(side.clone()));
            (side == figure).then(rounded)
        });
    }
    out
}
