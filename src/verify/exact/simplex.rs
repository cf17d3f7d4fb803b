//! The exact simplex: whether bounds on linear forms can all hold, in the manner of Dutertre and de Moura.

use crate::amount::Ratio;
use crate::verify::sparse::Sparse;
use crate::verify::stop::stopped;

use super::Lit;
use super::number::Near;

/// A column of the tableau: a quantity, or a linear form over quantities.
pub(super) type Column = usize;

/// A bound and the literal that set it.
type Bound = Option<(Near, Lit)>;

/// Bounds on columns, and values that meet those on the columns that are free to move.
#[derive(Debug, Default)]
pub(super) struct Simplex {
    lower: Vec<Bound>,
    upper: Vec<Bound>,
    value: Vec<Near>,
    /// For a column that depends on others: its place in `rows`.
    row_of: Vec<Option<usize>>,
    /// Columns that depend on others, each with the coefficients of those.
    rows: Vec<(Column, Sparse<Column>)>,
    /// What bounds were before they were changed, for going back.
    trail: Vec<(Column, bool, Bound)>,
    /// Steps taken so far.
    pub(super) steps: u64,
}

/// A bound that takes part in a clash.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Pull {
    /// The literal that set it.
    pub(in crate::verify) why: Lit,
    /// Whether it is one from below.
    pub(in crate::verify) from_below: bool,
    /// How many times it counts when all are added up.
    pub(in crate::verify) times: Ratio,
}

/// Bounds of which not all can hold: added up, so many times each, they say that a number below zero is none.
pub(super) type Clash = Vec<Pull>;

impl Simplex {
    /// A column that is free to move.
    pub(super) fn column(&mut self) -> Column {
        self.lower.push(None);
        self.upper.push(None);
        self.value.push(Near::default());
        self.row_of.push(None);
        self.value.len() - 1
    }

    /// A column that is this linear form over columns.
    pub(super) fn form(&mut self, terms: &Sparse<Column>) -> Column {
        let column = self.column();
        let mut row = Sparse::default();
        let mut value = Near::default();
        for (on, factor) in terms {
            value.add(&self.value[*on], factor);
            match self.row_of[*on] {
                None => row.add(*on, factor),
                Some(place) => row.add_all(&self.rows[place].1, factor),
            }
        }
        self.value[column] = value;
        self.row_of[column] = Some(self.rows.len());
        self.rows.push((column, row));
        column
    }

    pub(super) fn value(&self, column: Column) -> &Near {
        &self.value[column]
    }

    /// The bounds of a column from below and from above.
    pub(super) fn bounds(&self, column: Column) -> [Option<&Near>; 2] {
        [&self.lower, &self.upper].map(|side| side[column].as_ref().map(|(bound, _)| bound))
    }

    /// How far the trail goes, for [`Simplex::back`].
    pub(super) fn mark(&self) -> usize {
        self.trail.len()
    }

    /// The columns of which a bound was set since the mark.
    pub(super) fn set_since(&self, mark: usize) -> impl Iterator<Item = Column> {
        self.trail.iter().skip(mark).map(|(column, ..)| *column)
    }

    /// Takes back every bound set since the mark; values stay, since they meet the bounds that are left.
    pub(super) fn back(&mut self, mark: usize) {
        while self.trail.len() > mark {
            let Some((column, is_lower, before)) = self.trail.pop() else {
                return;
            };
            if is_lower {
                self.lower[column] = before;
            } else {
                self.upper[column] = before;
            }
        }
    }

    /// Sets a bound; says which literals clash if it passes the opposite one.
    pub(super) fn bound(&mut self, column: Column, is_lower: bool, bound: &Near, why: Lit) -> Result<(), Clash> {
        let (own, other) = if is_lower {
            (&self.lower[column], &self.upper[column])
        } else {
            (&self.upper[column], &self.lower[column])
        };
        let weaker = own
            .as_ref()
            .is_some_and(|(own, _)| if is_lower { bound <= own } else { bound >= own });
        if weaker {
            return Ok(());
        }
        if let Some((other, reason)) = other
            && (if is_lower { bound > other } else { bound < other })
        {
            let pull = |why: Lit, from_below: bool| Pull {
                why,
                from_below,
                times: Ratio::ONE,
            };
            return Err(vec![pull(why, is_lower), pull(*reason, !is_lower)]);
        }
        let place = if is_lower { &mut self.lower } else { &mut self.upper };
        let before = place[column].replace((bound.clone(), why));
        self.trail.push((column, is_lower, before));
        let value = &self.value[column];
        let broken = if is_lower { value < bound } else { value > bound };
        if broken && self.row_of[column].is_none() {
            self.move_to(column, bound);
        }
        Ok(())
    }

    /// Whether the bounds on a column exclude another bound on it.
    pub(super) fn excludes(&self, column: Column, is_lower: bool, bound: &Near) -> bool {
        let other = if is_lower {
            &self.upper[column]
        } else {
            &self.lower[column]
        };
        let beyond = |other: &Near| if is_lower { bound > other } else { bound < other };
        other.as_ref().is_some_and(|(other, _)| beyond(other))
    }

    /// Whether the bounds on a column imply another bound on it.
    pub(super) fn implies(&self, column: Column, is_lower: bool, bound: &Near) -> bool {
        let own = if is_lower {
            &self.lower[column]
        } else {
            &self.upper[column]
        };
        let covered = |own: &Near| if is_lower { own >= bound } else { own <= bound };
        own.as_ref().is_some_and(|(own, _)| covered(own))
    }

    /// Moves a free column, and with it all that depend on it.
    fn move_to(&mut self, column: Column, to: &Near) {
        let by = to.minus(&self.value[column]);
        for (dependent, row) in &self.rows {
            if let Some(factor) = row.get(&column) {
                self.value[*dependent].add(&by, factor);
            }
        }
        self.value[column] = to.clone();
    }

    /// Finds values that meet all bounds, or literals that clash. `None` if the steps run out.
    pub(super) fn settle(&mut self, most: u64) -> Option<Result<(), Clash>> {
        loop {
            let Some((place, is_low)) = self.broken_row() else {
                return Some(Ok(()));
            };
            self.steps += 1;
            if self.steps > most || stopped() {
                return None;
            }
            let (column, row) = &self.rows[place];
            let column = *column;
            // By the smallest column that can give way: so it ends (Bland's rule).
            let gives = row.iter().find(|(on, factor)| {
                let up = factor.is_positive() == is_low;
                if up { self.can_rise(**on) } else { self.can_fall(**on) }
            });
            let Some((on, factor)) = gives else {
                return Some(Err(self.clash(place, is_low)));
            };
            let (on, factor) = (*on, factor.clone());
            let bound = if is_low {
                &self.lower[column]
            } else {
                &self.upper[column]
            };
            let Some(target) = bound.as_ref().map(|(bound, _)| bound.clone()) else {
                return Some(Ok(()));
            };
            let by = target.minus(&self.value[column]).over(&factor);
            let mut to = self.value[on].clone();
            to.add(&by, &Ratio::ONE);
            self.move_to(on, &to);
            self.pivot(place, on);
        }
    }

    /// The dependent column of least number that breaks a bound, and whether it is too low.
    fn broken_row(&self) -> Option<(usize, bool)> {
        let mut found: Option<(Column, usize, bool)> = None;
        for (place, (column, _)) in self.rows.iter().enumerate() {
            if found.is_some_and(|(least, ..)| least < *column) {
                continue;
            }
            let value = &self.value[*column];
            if self.lower[*column].as_ref().is_some_and(|(bound, _)| value < bound) {
                found = Some((*column, place, true));
            } else if self.upper[*column].as_ref().is_some_and(|(bound, _)| value > bound) {
                found = Some((*column, place, false));
            }
        }
        found.map(|(_, place, is_low)| (place, is_low))
    }

    fn can_rise(&self, column: Column) -> bool {
        self.upper[column]
            .as_ref()
            .is_none_or(|(bound, _)| self.value[column] < *bound)
    }

    fn can_fall(&self, column: Column) -> bool {
        self.lower[column]
            .as_ref()
            .is_none_or(|(bound, _)| self.value[column] > *bound)
    }

    /// The bounds that keep a row from its own bound.
    fn clash(&self, place: usize, is_low: bool) -> Clash {
        let (column, row) = &self.rows[place];
        let own = if is_low {
            &self.lower[*column]
        } else {
            &self.upper[*column]
        };
        let pull = |bound: &Bound, from_below: bool, times: Ratio| {
            let why = bound.as_ref().map(|(_, why)| *why)?;
            Some(Pull { why, from_below, times })
        };
        let mut out: Clash = pull(own, is_low, Ratio::ONE).into_iter().collect();
        for (on, factor) in row {
            let from_below = factor.is_positive() != is_low;
            let bound = if from_below { &self.lower[*on] } else { &self.upper[*on] };
            out.extend(pull(bound, from_below, factor.abs()));
        }
        out
    }

    /// Makes the free column dependent and the row's column free.
    fn pivot(&mut self, place: usize, on: Column) {
        let (column, mut row) = std::mem::take(&mut self.rows[place]);
        let factor = row.remove(&on).unwrap_or(Ratio::ONE);
        // column = factor·on + rest, so on = column/factor - rest/factor.
        let inverse = Ratio::ONE.checked_div(&factor).unwrap_or(Ratio::ONE);
        let minus = -inverse.clone();
        row.scale(&minus);
        row.add(column, &inverse);
        for (other_place, (_, other)) in self.rows.iter_mut().enumerate() {
            if other_place == place {
                continue;
            }
            if let Some(own) = other.remove(&on) {
                other.add_all(&row, &own);
            }
        }
        self.rows[place] = (on, row);
        self.row_of[on] = Some(place);
        self.row_of[column] = None;
    }

    /// A size for the infinitesimal at which every bound still holds.
    pub(super) fn small_enough(&self) -> Ratio {
        let mut size = Ratio::ONE;
        let mut narrow = |low: &Near, high: &Near| {
            if low.whole < high.whole && low.small > high.small {
                let room = &high.whole - &low.whole;
                let pace = &low.small - &high.small;
                if let Some(most) = room.checked_div(&pace)
                    && most < size
                {
                    size = most;
                }
            }
        };
        for (column, value) in self.value.iter().enumerate() {
            if let Some((bound, _)) = &self.lower[column] {
                narrow(bound, value);
            }
            if let Some((bound, _)) = &self.upper[column] {
                narrow(value, bound);
            }
        }
        size
    }
}
