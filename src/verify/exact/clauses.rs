//! From terms to clauses: each composed condition gets a name, and each row becomes a bound on a linear form.

use std::collections::BTreeMap;

use crate::amount::Ratio;
use crate::verify::sparse::Sparse;
use crate::verify::term::{Linear, Problem, Quantity, Sign, Sort, Term};

use super::number::Near;
use super::search::Engine;
use super::simplex::Column;
use super::{Lit, Var};

/// `column >= bound`, or `column > bound`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AtLeast {
    pub(super) column: Column,
    pub(super) bound: Ratio,
    pub(super) strictly: bool,
}

/// What a term comes to: settled, or a literal.
enum Said {
    Known(bool),
    Lit(Lit),
}

/// The forms that rows bound, each once.
#[derive(Debug, Default)]
pub(super) struct Forms {
    columns: BTreeMap<Vec<(usize, Ratio)>, Column>,
    quantities: Vec<Column>,
    /// By column: whether it only takes whole values.
    pub(super) whole: Vec<bool>,
    bounds: BTreeMap<AtLeast, Var>,
    /// By variable: the bound that it is.
    pub(super) bound_of: Vec<Option<AtLeast>>,
}

impl Forms {
    pub(super) fn column(&self, quantity: usize) -> Option<Column> {
        self.quantities.get(quantity).copied()
    }
}

impl Engine {
    /// Takes up a problem: statements under their guards, the goal always.
    pub(super) fn load(&mut self, problem: &Problem) {
        for _ in &problem.flags {
            let var = self.variable();
            self.flags.push(var);
        }
        for named in &problem.quantities {
            let column = self.simplex.column();
            self.forms.quantities.push(column);
            self.forms.whole.push(matches!(named.sort, Sort::Count | Sort::Day));
        }
        for _ in &problem.guards {
            let var = self.variable();
            self.guards.push(Lit::new(var, true));
        }
        for statement in &problem.statements {
            let unless = statement.guard.and_then(|place| self.guards.get(place).copied());
            self.state(&statement.term, unless);
        }
        for (number, goal) in problem.goal.iter().enumerate() {
            if let Some(told) = &mut self.told {
                told.statement = number;
            }
            self.state(goal, None);
        }
    }

    /// States a term; where `if_` is given, only where that holds.
    pub(super) fn state(&mut self, term: &Term, if_: Option<Lit>) {
        let unless = if_.map(Lit::negate);
        match term {
            Term::All(parts) => parts.iter().for_each(|part| self.state(part, if_)),
            Term::Any(parts) => {
                let mut clause: Vec<Lit> = unless.into_iter().collect();
                for part in parts {
                    match self.meant(part, true) {
                        Said::Known(true) => return,
                        Said::Known(false) => {}
                        Said::Lit(lit) => clause.push(lit),
                    }
                }
                self.clause(clause);
            }
            Term::Same(a, b) => {
                let (a, b) = (self.meant(a, true), self.meant(b, true));
                let mut clause = |one: &Said, holds: bool, other: &Said, other_holds: bool| {
                    let mut lits: Vec<Lit> = unless.into_iter().collect();
                    for (said, wanted) in [(one, holds), (other, other_holds)] {
                        match said {
                            Said::Known(value) if *value == wanted => return,
                            Said::Known(_) => {}
                            Said::Lit(lit) => lits.push(if wanted { *lit } else { lit.negate() }),
                        }
                    }
                    self.clause(lits);
                };
                clause(&a, false, &b, true);
                clause(&a, true, &b, false);
            }
            Term::Not(inner) if matches!(**inner, Term::Any(_)) => {
                if let Term::Any(parts) = &**inner {
                    for part in parts {
                        self.state(&Term::Not(Box::new(part.clone())), if_);
                    }
                }
            }
            other => match self.meant(other, true) {
                Said::Known(true) => {}
                Said::Known(false) => self.clause(unless.into_iter().collect()),
                Said::Lit(lit) => self.clause(unless.into_iter().chain([lit]).collect()),
            },
        }
    }

    /// The literal for a term, or for its opposite.
    fn meant(&mut self, term: &Term, holds: bool) -> Said {
        match term {
            Term::Known(value) => Said::Known(*value == holds),
            Term::Flag(flag) => match self.flags.get(flag.0) {
                Some(var) => Said::Lit(Lit::new(*var, holds)),
                None => Said::Known(!holds),
            },
            Term::Not(inner) => self.meant(inner, !holds),
            Term::All(parts) => self.join(term, parts, true, holds),
            Term::Any(parts) => self.join(term, parts, false, holds),
            Term::Same(a, b) => {
                let (a, b) = (self.meant(a, true), self.meant(b, true));
                let same = match (a, b) {
                    (Said::Known(a), Said::Known(b)) => return Said::Known((a == b) == holds),
                    (Said::Known(value), Said::Lit(lit)) | (Said::Lit(lit), Said::Known(value)) => {
                        if value {
                            lit
                        } else {
                            lit.negate()
                        }
                    }
                    (Said::Lit(a), Said::Lit(b)) => {
                        let name = Lit::new(self.variable(), true);
                        self.named(name.var(), term);
                        self.clause(vec![name.negate(), a.negate(), b]);
                        self.clause(vec![name.negate(), a, b.negate()]);
                        self.clause(vec![name, a, b]);
                        self.clause(vec![name, a.negate(), b.negate()]);
                        name
                    }
                };
                Said::Lit(if holds { same } else { same.negate() })
            }
            Term::Row(form, sign) => self.row(term, form, *sign, holds),
        }
    }

    /// Notes what a variable stands for, if what is learnt is to be told.
    fn named(&mut self, var: Var, term: &Term) {
        if let Some(told) = &mut self.told {
            told.names.insert(var, term.clone());
        }
    }

    /// A conjunction (`all`) or a disjunction.
    fn join(&mut self, term: &Term, parts: &[Term], all: bool, holds: bool) -> Said {
        let mut lits = Vec::new();
        for part in parts {
            match self.meant(part, true) {
                Said::Known(value) if value != all => return Said::Known(value == holds),
                Said::Known(_) => {}
                Said::Lit(lit) => lits.push(lit),
            }
        }
        self.joined(term, &lits, all, holds)
    }

    fn joined(&mut self, term: &Term, lits: &[Lit], all: bool, holds: bool) -> Said {
        let name = match lits {
            [] => return Said::Known(all == holds),
            [only] => *only,
            _ => {
                let name = Lit::new(self.variable(), true);
                self.named(name.var(), term);
                let toward = |lit: Lit| if all { lit } else { lit.negate() };
                for lit in lits {
                    self.clause(vec![toward(name).negate(), toward(*lit)]);
                }
                let rest = lits.iter().map(|lit| toward(*lit).negate());
                self.clause(rest.chain([toward(name)]).collect());
                name
            }
        };
        Said::Lit(if holds { name } else { name.negate() })
    }

    fn row(&mut self, term: &Term, form: &Linear, sign: Sign, holds: bool) -> Said {
        let Some(leading) = form.terms.values().next().cloned() else {
            let value = &form.constant;
            let so = match sign {
                Sign::NotNegative => !value.is_negative(),
                Sign::Positive => value.is_positive(),
                Sign::Zero => value.is_zero(),
            };
            return Said::Known(so == holds);
        };
        let up = leading.is_positive();
        let (column, bound) = self.form(form, &leading);
        // column + constant/leading, at least or at most zero by the sign of the leading coefficient.
        let at_least = |engine: &mut Self, strictly: bool| engine.at_least(column, bound.clone(), strictly);
        let lit = match (sign, up) {
            (Sign::NotNegative, true) => at_least(self, false),
            (Sign::Positive, true) => at_least(self, true),
            (Sign::NotNegative, false) => at_least(self, true).negate(),
            (Sign::Positive, false) => at_least(self, false).negate(),
            (Sign::Zero, _) => {
                let (low, above) = (at_least(self, false), at_least(self, true));
                return self.joined(term, &[low, above.negate()], true, holds);
            }
        };
        Said::Lit(if holds { lit } else { lit.negate() })
    }

    /// The column of a form scaled to a leading coefficient of one, and the number it is compared with.
    fn form(&mut self, form: &Linear, leading: &Ratio) -> (Column, Ratio) {
        let over = |value: &Ratio| value.checked_div(leading).unwrap_or_default();
        let bound = -over(&form.constant);
        let terms: Vec<(usize, Ratio)> = form
            .terms
            .iter()
            .map(|(Quantity(place), coefficient)| (*place, over(coefficient)))
            .collect();
        if let [(only, _)] = terms.as_slice()
            && let Some(column) = self.forms.column(*only)
        {
            return (column, bound);
        }
        if let Some(column) = self.forms.columns.get(&terms) {
            return (*column, bound);
        }
        let mut columns = Sparse::default();
        for (place, coefficient) in &terms {
            if let Some(column) = self.forms.column(*place) {
                columns.add(column, coefficient);
            }
        }
        let whole = columns
            .iter()
            .all(|(column, coefficient)| coefficient.is_integer() && self.forms.whole[*column]);
        let column = self.simplex.form(&columns);
        self.forms.whole.push(whole);
        self.forms.columns.insert(terms, column);
        (column, bound)
    }

    /// The literal that a column is at least so much.
    pub(super) fn at_least(&mut self, column: Column, bound: Ratio, strictly: bool) -> Lit {
        let (bound, strictly) = if self.forms.whole[column] {
            let floor = bound.truncate(0);
            let floor = if floor > bound { floor - Ratio::ONE } else { floor };
            let up = strictly || floor != bound;
            (if up { floor + Ratio::ONE } else { floor }, false)
        } else {
            (bound, strictly)
        };
        let wanted = AtLeast {
            column,
            bound,
            strictly,
        };
        if let Some(var) = self.forms.bounds.get(&wanted) {
            return Lit::new(*var, true);
        }
        let var = self.variable();
        let below = self.forms.bounds.range(..&wanted).next_back();
        let below = below.filter(|(other, _)| other.column == column).map(|(_, var)| *var);
        let above = self.forms.bounds.range(&wanted..).next();
        let above = above.filter(|(other, _)| other.column == column).map(|(_, var)| *var);
        self.forms.bound_of[var] = Some(wanted.clone());
        self.forms.bounds.insert(wanted, var);
        // What is at least five is at least three.
        if let Some(below) = below {
            self.clause(vec![Lit::new(var, false), Lit::new(below, true)]);
        }
        if let Some(above) = above {
            self.clause(vec![Lit::new(above, false), Lit::new(var, true)]);
        }
        Lit::new(var, true)
    }

    /// What the variable of a bound says.
    pub(super) fn bound_term(&self, var: Var) -> Option<Term> {
        let own = self.forms.bound_of.get(var)?.as_ref()?;
        let mut form = match self.forms.quantities.iter().position(|column| *column == own.column) {
            Some(quantity) => Linear::of(Quantity(quantity)),
            None => {
                let (terms, _) = self.forms.columns.iter().find(|(_, column)| **column == own.column)?;
                let mut sum = Linear::default();
                for (quantity, factor) in terms {
                    sum.add(&Linear::of(Quantity(*quantity)), factor);
                }
                sum
            }
        };
        form.constant -= &own.bound;
        let sign = if own.strictly {
            Sign::Positive
        } else {
            Sign::NotNegative
        };
        Some(Term::row(form, sign))
    }

    /// The bound that a literal sets: on which column, whether from below, and where.
    pub(super) fn bound_by(&self, lit: Lit) -> Option<(Column, bool, Near)> {
        let own = self.forms.bound_of.get(lit.var())?.as_ref()?;
        let (bound, column) = (own.bound.clone(), own.column);
        Some(match (lit.holds(), own.strictly) {
            (true, strictly) => (column, true, Near::new(bound, i64::from(strictly))),
            (false, true) => (column, false, Near::new(bound, 0)),
            (false, false) if self.forms.whole[column] => (column, false, Near::new(bound - Ratio::ONE, 0)),
            (false, false) => (column, false, Near::new(bound, -1)),
        })
    }
}
