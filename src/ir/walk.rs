//! Walks over conditions, figures and tests: what is inside them visited, or put in place of it.

use super::{Formula, MaterialTest, Num, NumCase};

impl Formula {
    /// The condition with what `replace` gives in place of its parts, the outermost first. Nothing is looked for inside
    /// what was replaced, inside the clauses it names, or inside its figures.
    #[must_use]
    pub fn rewritten(&self, replace: &mut dyn FnMut(&Formula) -> Option<Formula>) -> Formula {
        if let Some(other) = replace(self) {
            return other;
        }
        match self {
            Formula::All(parts) => Formula::All(parts.iter().map(|part| part.rewritten(replace)).collect()),
            Formula::Any(parts) => Formula::Any(parts.iter().map(|part| part.rewritten(replace)).collect()),
            Formula::Not(inner) => Formula::Not(Box::new(inner.rewritten(replace))),
            other => other.clone(),
        }
    }

    /// Visits the condition and its parts, not the clauses that it names.
    pub fn each(&self, visit: &mut dyn FnMut(&Formula)) {
        visit(self);
        match self {
            Formula::All(parts) | Formula::Any(parts) => parts.iter().for_each(|part| part.each(visit)),
            Formula::Not(inner) => inner.each(visit),
            _ => {}
        }
    }

    /// The condition with what `replace` gives in place of figures in its comparisons.
    #[must_use]
    pub fn with_figures(&self, replace: &mut dyn FnMut(&Num) -> Option<Num>) -> Formula {
        self.rewritten(&mut |part| match part {
            Formula::Compare { left, op, right } => Some(Formula::Compare {
                left: left.rewritten(replace),
                op: *op,
                right: right.rewritten(replace),
            }),
            _ => None,
        })
    }

    /// Visits the figures in its comparisons, and what they are made of.
    pub fn each_figure(&self, visit: &mut dyn FnMut(&Num)) {
        self.each(&mut |part| {
            if let Formula::Compare { left, right, .. } = part {
                left.each(visit);
                right.each(visit);
            }
        });
    }
}

impl Num {
    /// The figure with what `replace` gives in place of its parts, the outermost first. Nothing is looked for inside
    /// what was replaced, or inside the measures it names.
    #[must_use]
    pub fn rewritten(&self, replace: &mut dyn FnMut(&Num) -> Option<Num>) -> Num {
        if let Some(other) = replace(self) {
            return other;
        }
        match self {
            Num::Sum(parts) => Num::Sum(parts.iter().map(|part| part.rewritten(replace)).collect()),
            Num::Min(parts) => Num::Min(parts.iter().map(|part| part.rewritten(replace)).collect()),
            Num::Max(parts) => Num::Max(parts.iter().map(|part| part.rewritten(replace)).collect()),
            Num::Product(a, b) => Num::Product(Box::new(a.rewritten(replace)), Box::new(b.rewritten(replace))),
            Num::Quotient(a, b) => Num::Quotient(Box::new(a.rewritten(replace)), Box::new(b.rewritten(replace))),
            Num::Rounded(rounding, inner) => Num::Rounded(*rounding, Box::new(inner.rewritten(replace))),
            Num::Cases(cases) => {
                let cases = cases.iter().map(|case| NumCase {
                    when: case.when,
                    then: case.then.rewritten(replace),
                });
                Num::Cases(cases.collect())
            }
            Num::Const(_)
            | Num::Basis(_)
            | Num::Attribute(_)
            | Num::Aggregate(_)
            | Num::Measure(_)
            | Num::Averaged { .. } => self.clone(),
        }
    }

    /// Visits the figure and its parts, not the measures that it names.
    pub fn each(&self, visit: &mut dyn FnMut(&Num)) {
        visit(self);
        match self {
            Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => parts.iter().for_each(|part| part.each(visit)),
            Num::Product(a, b) | Num::Quotient(a, b) => {
                a.each(visit);
                b.each(visit);
            }
            Num::Rounded(_, inner) => inner.each(visit),
            Num::Cases(cases) => cases.iter().for_each(|case| case.then.each(visit)),
            Num::Const(_)
            | Num::Basis(_)
            | Num::Attribute(_)
            | Num::Aggregate(_)
            | Num::Measure(_)
            | Num::Averaged { .. } => {}
        }
    }
}

impl MaterialTest {
    /// The test with what `replace` gives in place of its parts, the outermost first. Nothing is looked for inside what
    /// was replaced.
    #[must_use]
    pub fn rewritten(&self, replace: &mut dyn FnMut(&MaterialTest) -> Option<MaterialTest>) -> MaterialTest {
        if let Some(other) = replace(self) {
            return other;
        }
        match self {
            MaterialTest::All(parts) => MaterialTest::All(parts.iter().map(|part| part.rewritten(replace)).collect()),
            MaterialTest::Any(parts) => MaterialTest::Any(parts.iter().map(|part| part.rewritten(replace)).collect()),
            MaterialTest::Not(inner) => MaterialTest::Not(Box::new(inner.rewritten(replace))),
            other => other.clone(),
        }
    }

    /// Visits the test and its parts.
    pub fn each(&self, visit: &mut dyn FnMut(&MaterialTest)) {
        visit(self);
        match self {
            MaterialTest::All(parts) | MaterialTest::Any(parts) => parts.iter().for_each(|part| part.each(visit)),
            MaterialTest::Not(inner) => inner.each(visit),
            _ => {}
        }
    }
}
