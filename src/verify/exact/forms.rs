//! The terms of a problem to be proved, each distinct one once, with their rows as bounds on columns.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::amount::Ratio;
use crate::verify::sparse::Sparse;
use crate::verify::term::{Linear, Named, Quantity, Sign, Sort, Term};

use super::number::Near;
use super::simplex::{Column, Simplex};

/// A term, by its place among those that occur; equal terms are one.
pub(super) type Form = usize;

/// What a form says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Known(bool),
    Flag(usize),
    Not(Form),
    All(Vec<Form>),
    Any(Vec<Form>),
    Same(Form, Form),
    Row(Row),
}

/// `lead × (column - limit)`, compared with zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) column: Column,
    pub(super) limit: Ratio,
    pub(super) lead: Ratio,
    pub(super) sign: Sign,
}

impl Row {
    /// The bounds that it sets, or its opposite does: whether from below, and how far beyond the limit.
    pub(super) fn bounds(&self, so: bool) -> Vec<(bool, Near)> {
        let up = self.lead.is_positive();
        let at = |small: i64| Near::new(self.limit.clone(), small);
        let beyond = |is_lower: bool| at(if is_lower { 1 } else { -1 });
        match (self.sign, so) {
            (Sign::NotNegative, true) => vec![(up, at(0))],
            (Sign::Positive, true) => vec![(up, beyond(up))],
            (Sign::NotNegative, false) => vec![(!up, beyond(!up))],
            (Sign::Positive, false) => vec![(!up, at(0))],
            (Sign::Zero, true) => vec![(true, at(0)), (false, at(0))],
            (Sign::Zero, false) => Vec::new(),
        }
    }
}

/// The terms that occur, and the columns of their rows, each distinct sum once.
pub(super) struct Forms<'q> {
    quantities: &'q [Named],
    pub(super) kinds: Vec<Rc<Kind>>,
    /// By form: the bounds that a row's opposite sets, and those that it sets itself.
    bounds: Vec<[Vec<(bool, Near)>; 2]>,
    places: BTreeMap<Kind, Form>,
    columns: BTreeMap<Vec<(usize, Ratio)>, Column>,
    /// The columns that only take whole values, each as a sum of quantities.
    pub(super) whole: Vec<(Column, Linear)>,
}

impl<'q> Forms<'q> {
    pub(super) fn new(quantities: &'q [Named]) -> Self {
        let mut out = Self {
            quantities,
            kinds: Vec::new(),
            bounds: Vec::new(),
            places: BTreeMap::new(),
            columns: BTreeMap::new(),
            whole: Vec::new(),
        };
        for place in (0..quantities.len()).filter(|place| is_whole(quantities, *place)) {
            out.whole.push((place, Linear::of(Quantity(place))));
        }
        out
    }

    fn place(&mut self, kind: Kind) -> Form {
        if let Some(place) = self.places.get(&kind) {
            return *place;
        }
        let place = self.kinds.len();
        self.bounds.push(match &kind {
            Kind::Row(row) => [row.bounds(false), row.bounds(true)],
            _ => [Vec::new(), Vec::new()],
        });
        self.kinds.push(Rc::new(kind.clone()));
        self.places.insert(kind, place);
        place
    }

    /// The bounds that a row sets, or its opposite does.
    pub(super) fn bounds(&self, form: Form, so: bool) -> &[(bool, Near)] {
        &self.bounds[form][usize::from(so)]
    }

    pub(super) fn form(&mut self, simplex: &mut Simplex, term: &Term) -> Form {
        let kind = match term {
            Term::Known(value) => Kind::Known(*value),
            Term::Flag(flag) => Kind::Flag(flag.0),
            Term::Not(inner) => Kind::Not(self.form(simplex, inner)),
            Term::All(parts) => Kind::All(parts.iter().map(|part| self.form(simplex, part)).collect()),
            Term::Any(parts) => Kind::Any(parts.iter().map(|part| self.form(simplex, part)).collect()),
            Term::Same(a, b) => Kind::Same(self.form(simplex, a), self.form(simplex, b)),
            Term::Row(form, sign) => self.row(simplex, form, *sign),
        };
        self.place(kind)
    }

    fn row(&mut self, simplex: &mut Simplex, form: &Linear, sign: Sign) -> Kind {
        let Some(lead) = form.terms.values().next().cloned() else {
            let value = &form.constant;
            return Kind::Known(match sign {
                Sign::NotNegative => !value.is_negative(),
                Sign::Positive => value.is_positive(),
                Sign::Zero => value.is_zero(),
            });
        };
        let over = |value: &Ratio| value.checked_div(&lead).unwrap_or_default();
        let terms: Vec<(usize, Ratio)> = form.terms.iter().map(|(on, factor)| (on.0, over(factor))).collect();
        let column = match terms.as_slice() {
            // The columns of the quantities themselves come first.
            [(only, _)] => *only,
            _ => self.column(simplex, terms),
        };
        Kind::Row(Row {
            column,
            limit: -over(&form.constant),
            lead,
            sign,
        })
    }

    fn column(&mut self, simplex: &mut Simplex, terms: Vec<(usize, Ratio)>) -> Column {
        if let Some(column) = self.columns.get(&terms) {
            return *column;
        }
        let mut on = Sparse::default();
        for (place, factor) in &terms {
            on.add(*place, factor);
        }
        let column = simplex.form(&on);
        let whole = |(on, factor): &(usize, Ratio)| factor.is_integer() && is_whole(self.quantities, *on);
        if terms.iter().all(whole) {
            let mut sum = Linear::default();
            for (on, factor) in &terms {
                sum.add(&Linear::of(Quantity(*on)), factor);
            }
            self.whole.push((column, sum));
        }
        self.columns.insert(terms, column);
        column
    }
}

fn is_whole(quantities: &[Named], place: usize) -> bool {
    let named = quantities.get(place);
    named.is_some_and(|named| matches!(named.sort, Sort::Count | Sort::Day))
}
