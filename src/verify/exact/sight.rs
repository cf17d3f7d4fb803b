//! What is known of the terms of a proof at sight: by the flags that are set, the bounds on columns, and what facts say of
//! them outright, without adding anything up.
//!
//! Whether a fact leaves a choice is asked of every fact in every case, and little of it changes from one case to the next.
//! So the answer is kept until a flag, a column or a term changes that it looked at.

use crate::amount::Ratio;
use crate::verify::term::Sign;

use super::Lit;
use super::forms::{Form, Forms, Kind, Row};
use super::number::Near;
use super::proof::Id;
use super::simplex::{Clash, Column, Simplex};

/// What choice a fact leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    /// Whether one of its cases is known to hold, so that it need not be told apart.
    pub(super) granted: bool,
    /// How many of its cases are not ruled out.
    pub(super) live: usize,
}

/// What is known so far.
#[derive(Default)]
pub(super) struct Sight {
    pub(super) simplex: Simplex,
    /// By flag: whether it holds, and the fact that says so.
    flags: Vec<Option<(bool, Id)>>,
    /// By form of several parts: what facts say of it.
    said: Vec<Option<bool>>,
    /// By form, for its opposite and itself: the choice it leaves, if nothing has changed since.
    choices: Vec<[Option<Choice>; 2]>,
    /// By form: whether it is noted below.
    noted: Vec<bool>,
    /// The forms that look at a flag, a column, or what is said of a form.
    on_flag: Vec<Vec<Form>>,
    on_column: Vec<Vec<Form>>,
    on_form: Vec<Vec<Form>>,
}

impl Sight {
    /// Whether a flag holds, and the fact that says so.
    pub(super) fn flag(&self, flag: usize) -> Option<(bool, Id)> {
        self.flags.get(flag).copied().flatten()
    }

    pub(super) fn set_flag(&mut self, flag: usize, to: Option<(bool, Id)>) {
        *place(&mut self.flags, flag) = to;
        forget(&mut self.choices, self.on_flag.get(flag));
    }

    /// What facts say of a form outright.
    pub(super) fn said(&self, form: Form) -> Option<bool> {
        self.said.get(form).copied().flatten()
    }

    pub(super) fn set_said(&mut self, form: Form, to: Option<bool>) {
        *place(&mut self.said, form) = to;
        forget(&mut self.choices, self.on_form.get(form));
    }

    /// Sets a bound; says which facts clash if it passes the opposite one.
    pub(super) fn bound(&mut self, column: Column, is_lower: bool, bound: &Near, why: Id) -> Result<(), Clash> {
        forget(&mut self.choices, self.on_column.get(column));
        self.simplex.bound(column, is_lower, bound, Lit(why))
    }

    /// Takes back every bound set since the mark.
    pub(super) fn back(&mut self, mark: usize) {
        for column in self.simplex.set_since(mark) {
            forget(&mut self.choices, self.on_column.get(column));
        }
        self.simplex.back(mark);
    }

    /// The choice that a form leaves, or its opposite.
    pub(super) fn choice(&mut self, forms: &Forms<'_>, form: Form, so: bool) -> Choice {
        if let Some(known) = place(&mut self.choices, form)[usize::from(so)] {
            return known;
        }
        self.note(forms, form);
        let choice = self.look(forms, form, so);
        self.choices[form][usize::from(so)] = Some(choice);
        choice
    }

    /// Notes what a form looks at.
    fn note(&mut self, forms: &Forms<'_>, form: Form) {
        if std::mem::replace(place(&mut self.noted, form), true) {
            return;
        }
        let mut agenda = vec![form];
        while let Some(inner) = agenda.pop() {
            match &*forms.kinds[inner] {
                Kind::Known(_) => {}
                Kind::Flag(flag) => add(&mut self.on_flag, *flag, form),
                Kind::Row(row) => {
                    add(&mut self.on_column, row.column, form);
                    add(&mut self.on_form, inner, form);
                }
                Kind::Not(other) => agenda.push(*other),
                Kind::All(parts) | Kind::Any(parts) => {
                    add(&mut self.on_form, inner, form);
                    agenda.extend(parts);
                }
                Kind::Same(a, b) => {
                    add(&mut self.on_form, inner, form);
                    agenda.extend([*a, *b]);
                }
            }
        }
    }

    fn look(&self, forms: &Forms<'_>, form: Form, so: bool) -> Choice {
        match &*forms.kinds[form] {
            Kind::Any(parts) | Kind::All(parts) => {
                let mut out = Choice {
                    granted: false,
                    live: 0,
                };
                for part in parts {
                    match self.settled(forms, *part, so) {
                        Some(true) => {
                            out.granted = true;
                            out.live += 1;
                        }
                        Some(false) => {}
                        None => out.live += 1,
                    }
                }
                out
            }
            Kind::Same(a, b) => {
                let out = |form: Form, so: bool| self.settled(forms, form, so) == Some(false);
                let first = !out(*a, true) && !out(*b, so);
                let second = !out(*a, false) && !out(*b, !so);
                let (a, b) = (self.settled(forms, *a, true), self.settled(forms, *b, true));
                Choice {
                    granted: a.is_some() && b.is_some() && (a == b) == so,
                    live: usize::from(first) + usize::from(second),
                }
            }
            Kind::Row(row) => Choice {
                granted: self.row_settled(forms, form, row, so) == Some(true),
                live: 2,
            },
            Kind::Known(_) | Kind::Flag(_) | Kind::Not(_) => Choice { granted: true, live: 2 },
        }
    }

    /// What is known of a form.
    fn settled(&self, forms: &Forms<'_>, form: Form, so: bool) -> Option<bool> {
        let by_parts = match &*forms.kinds[form] {
            Kind::Known(value) => return Some(*value == so),
            Kind::Flag(flag) => return self.flag(*flag).map(|(value, _)| value == so),
            Kind::Not(inner) => return self.settled(forms, *inner, !so),
            Kind::Row(row) => return self.row_settled(forms, form, row, so),
            kind @ (Kind::All(parts) | Kind::Any(parts)) => {
                let all = matches!(kind, Kind::All(_));
                let mut known = Some(all);
                for part in parts {
                    match self.settled(forms, *part, true) {
                        Some(value) if value != all => {
                            known = Some(!all);
                            break;
                        }
                        Some(_) => {}
                        None => known = None,
                    }
                }
                known
            }
            Kind::Same(a, b) => match (self.settled(forms, *a, true), self.settled(forms, *b, true)) {
                (Some(a), Some(b)) => Some(a == b),
                _ => None,
            },
        };
        let said = by_parts.or_else(|| self.said(form));
        said.map(|value| value == so)
    }

    fn row_settled(&self, forms: &Forms<'_>, form: Form, row: &Row, so: bool) -> Option<bool> {
        if row.sign == Sign::Zero && !so {
            return self.row_settled(forms, form, row, true).map(|value| !value);
        }
        let bounds = forms.bounds(form, so);
        let against = |(is_lower, bound): &(bool, Near)| self.simplex.excludes(row.column, *is_lower, bound);
        let granted = |(is_lower, bound): &(bool, Near)| self.simplex.implies(row.column, *is_lower, bound);
        if bounds.iter().any(against) {
            return Some(false);
        }
        bounds.iter().all(granted).then_some(true)
    }

    /// Whether the values found so far meet a form; a condition not settled counts as not holding.
    pub(super) fn met(&self, forms: &Forms<'_>, form: Form, so: bool) -> bool {
        match &*forms.kinds[form] {
            Kind::Known(value) => *value == so,
            Kind::Flag(flag) => self.flag(*flag).is_some_and(|(value, _)| value) == so,
            Kind::Not(inner) => self.met(forms, *inner, !so),
            Kind::All(parts) => parts.iter().all(|part| self.met(forms, *part, true)) == so,
            Kind::Any(parts) => parts.iter().any(|part| self.met(forms, *part, true)) == so,
            Kind::Same(a, b) => (self.met(forms, *a, true) == self.met(forms, *b, true)) == so,
            Kind::Row(row) => {
                let value = self.simplex.value(row.column);
                let within = |(is_lower, bound): &(bool, Near)| if *is_lower { value >= bound } else { value <= bound };
                if row.sign == Sign::Zero && !so {
                    return !forms.bounds(form, true).iter().all(within);
                }
                forms.bounds(form, so).iter().all(within)
            }
        }
    }

    /// Of a whole number that has no whole value the whole number below it.
    pub(super) fn fraction(&self, column: Column) -> Option<Ratio> {
        below(self.simplex.value(column))
    }

    /// Of a whole number with a bound that is not whole the whole number below that bound.
    pub(super) fn ragged(&self, column: Column) -> Option<Ratio> {
        self.simplex.bounds(column).into_iter().flatten().find_map(below)
    }
}

/// The whole number below a number that is not whole.
fn below(value: &Near) -> Option<Ratio> {
    if value.whole.is_integer() && value.small.is_zero() {
        return None;
    }
    let floor = value.whole.floor();
    let beyond = floor == value.whole && value.small.is_negative();
    Some(if beyond { floor - Ratio::ONE } else { floor })
}

/// The place of that number, made if it is not there yet.
fn place<T: Default + Clone>(all: &mut Vec<T>, number: usize) -> &mut T {
    if all.len() <= number {
        all.resize(number + 1, T::default());
    }
    &mut all[number]
}

fn add(all: &mut Vec<Vec<Form>>, number: usize, form: Form) {
    let own = place(all, number);
    if own.last() != Some(&form) {
        own.push(form);
    }
}

/// Forgets the choices that these forms left.
fn forget(choices: &mut [[Option<Choice>; 2]], forms: Option<&Vec<Form>>) {
    for form in forms.into_iter().flatten() {
        choices[*form] = [None, None];
    }
}
