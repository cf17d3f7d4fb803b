//! The value of a condition on one good.

use crate::amount::Ratio;
use crate::ir::{AttributeId, Comparison, DateBase, DateTerm, Formula, Num, NumCase};
use crate::nomenclature::{Containment, HsCode, Level};

use super::judge::{Found, Frame, Judge};
use super::line::LineId;
use super::loaded::Cell;
use super::truth::{Figure, Truth, Want, Wants};

impl<'a> Judge<'a> {
    /// Evaluates in the order written, and no further than it takes to decide.
    pub(super) fn formula(&mut self, frame: &mut Frame, formula: &'a Formula) -> Found<Truth> {
        self.deeper(|judge| judge.formula_here(frame, formula))
    }

    fn formula_here(&mut self, frame: &mut Frame, formula: &'a Formula) -> Found<Truth> {
        Ok(match formula {
            Formula::Known(value) => Truth::from(*value),
            Formula::All(parts) => {
                let mut all = Truth::True;
                for part in parts {
                    all = all.and(self.formula(frame, part)?);
                    if all.is_false() {
                        break;
                    }
                }
                all
            }
            Formula::Any(parts) => {
                let mut any = Truth::False;
                for part in parts {
                    any = any.or(self.formula(frame, part)?);
                    if any.is_true() {
                        break;
                    }
                }
                any
            }
            Formula::Not(inner) => self.formula(frame, inner)?.negate(),
            Formula::Clause(id) => self.clause(frame, *id)?,
            Formula::Compare { left, op, right } => self.compare(frame, left, *op, right)?,
            Formula::Is { attribute, values } => match self.attribute(frame.good, *attribute) {
                Some(Cell::Word(value)) => Truth::from(values.contains(&value)),
                _ => Truth::wanting(self.want_attribute(frame.good, *attribute)),
            },
            Formula::Fact(attribute) => match self.attribute(frame.good, *attribute) {
                Some(Cell::Truth(value)) => Truth::from(value),
                _ => Truth::wanting(self.want_attribute(frame.good, *attribute)),
            },
            Formula::CodeIn(set) => {
                let line = self.loaded.line(frame.good);
                match line.range.map(|range| set.containment(range)) {
                    Some(Containment::Inside) => Truth::True,
                    Some(Containment::Outside) => Truth::False,
                    Some(Containment::Partial) | None => Truth::wanting(want_code(frame.good, line.code)),
                }
            }
            Formula::ProducedIn(countries) => self.produced_in(frame.good, countries),
            Formula::WhollyObtained => match self.loaded.line(frame.good).wholly_obtained {
                Some(value) => Truth::from(value),
                None => Truth::wanting(Want::WhollyObtained(frame.good)),
            },
            Formula::Dates { left, op, right } => self.dates(frame, left, *op, right),
            Formula::Exists(materials) => {
                let selection = self.selection(frame, *materials)?;
                if selection.is_sure() {
                    Truth::True
                } else if selection.open.is_empty() {
                    Truth::False
                } else {
                    let mut wants = Wants::new();
                    for (_, why) in &selection.open {
                        self.wants_of(frame, *materials, *why, &mut wants)?;
                    }
                    Truth::Unknown(wants)
                }
            }
            Formula::Accumulates => Truth::from(frame.accumulates),
        })
    }

    fn compare(&mut self, frame: &mut Frame, left: &'a Num, op: Comparison, right: &'a Num) -> Found<Truth> {
        let sides = (left, right);
        let left = self.figure(frame, left)?;
        if let Figure::Unavailable(_) = left {
            return Ok(Truth::False);
        }
        let right = self.figure(frame, right)?;
        let settled = match (&left, &right, sides) {
            (Figure::Known(known), Figure::Unknown(_), (_, Num::Cases(cases))) => {
                self.whatever_the_case(frame, cases, |figure| op.admits(known.cmp(figure)))?
            }
            (Figure::Unknown(_), Figure::Known(known), (Num::Cases(cases), _)) => {
                self.whatever_the_case(frame, cases, |figure| op.admits(figure.cmp(known)))?
            }
            _ => None,
        };
        let open = |figure: &Figure| matches!(figure, Figure::Unknown(_));
        let usable = |figure: &Figure| !matches!(figure, Figure::Unavailable(_));
        let settled = match settled {
            None if (open(&left) || open(&right)) && usable(&right) => {
                let (left, right) = (self.bounds(frame, sides.0), self.bounds(frame, sides.1));
                left.compare(op, &right)
            }
            settled => settled,
        };
        if let Some(settled) = settled {
            return Ok(Truth::from(settled));
        }
        Ok(match (left, right) {
            (Figure::Known(a), Figure::Known(b)) => Truth::from(op.admits(a.cmp(&b))),
            (_, Figure::Unavailable(_)) | (Figure::Unavailable(_), _) => Truth::False,
            (Figure::Unknown(a), Figure::Unknown(b)) => Truth::Unknown(a).and(Truth::Unknown(b)),
            (Figure::Unknown(wants), Figure::Known(_)) | (Figure::Known(_), Figure::Unknown(wants)) => {
                Truth::Unknown(wants)
            }
        })
    }

    /// What a comparison comes to where the facts leave open which case of a figure it is, if it comes to the same in
    /// every case that they leave possible.
    fn whatever_the_case(
        &mut self,
        frame: &mut Frame,
        cases: &'a [NumCase],
        compares: impl Fn(&Ratio) -> bool,
    ) -> Found<Option<bool>> {
        if !self.some_case_holds(frame, cases)? {
            return Ok(None);
        }
        let mut settled = None;
        for case in cases {
            if self.clause(frame, case.when)?.is_false() {
                continue;
            }
            let figure = self.figure(frame, &case.then)?;
            let Some(figure) = figure.known() else {
                return Ok(None);
            };
            let so = compares(figure);
            if settled.is_some_and(|settled| settled != so) {
                return Ok(None);
            }
            settled = Some(so);
        }
        Ok(settled)
    }

    /// Whether some case is sure to hold, though it is open which: a case that only carve-outs with cases of their own
    /// may displace. Where none is sure, the figure may be undefined, and nothing is settled.
    pub(super) fn some_case_holds(&mut self, frame: &mut Frame, cases: &'a [NumCase]) -> Found<bool> {
        let program = self.program;
        let parts = |case: &NumCase| conjuncts(&program.clauses[case.when].formula);
        for case in cases {
            let mut sure = true;
            for part in parts(case) {
                let displaced_by_a_case = matches!(part, Formula::Not(inner)
                    if matches!(**inner, Formula::Clause(_)) && cases.iter().any(|other| parts(other).contains(&inner.as_ref())));
                if !displaced_by_a_case && !self.formula(frame, part)?.is_true() {
                    sure = false;
                    break;
                }
            }
            if sure {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn dates(&self, frame: &Frame, left: &DateTerm, op: Comparison, right: &DateTerm) -> Truth {
        match (self.day(frame, left), self.day(frame, right)) {
            (Ok(a), Ok(b)) => Truth::from(op.admits(a.cmp(&b))),
            (Err(a), Err(b)) => Truth::Unknown(Wants::from([a, b])),
            (Err(want), Ok(_)) | (Ok(_), Err(want)) => Truth::wanting(want),
        }
    }

    /// The civil ordinal of a date, or what is wanted for it.
    pub(super) fn day(&self, frame: &Frame, term: &DateTerm) -> Result<i64, Want> {
        let base = match term.base {
            DateBase::Claim => self.loaded.date.ordinal(),
            DateBase::FiscalYear => self.loaded.fiscal_year.ok_or(Want::FiscalYear)?.ordinal(),
            DateBase::Attribute(id) => match self.attribute(frame.good, id) {
                Some(Cell::Day(day)) => day,
                _ => return Err(self.want_attribute(frame.good, id)),
            },
            DateBase::Day(day) => day.ordinal(),
        };
        Ok(base.saturating_add(term.offset))
    }

    pub(super) fn produced_in(
        &self,
        line: LineId,
        countries: &std::collections::BTreeSet<crate::ir::Country>,
    ) -> Truth {
        if let Some(country) = self.loaded.country(line) {
            return Truth::from(countries.contains(country));
        }
        // What the producer makes, or what is wholly obtained, comes from some party, whichever it is.
        let facts = self.loaded.line(line);
        let regional = facts.self_produced == Some(true) || facts.wholly_obtained == Some(true);
        let of_region = |party: &crate::ir::Country| countries.contains(party);
        if regional && self.program.parties.iter().all(of_region) {
            return Truth::True;
        }
        Truth::wanting(Want::Country(line))
    }

    pub(super) fn want_attribute(&self, line: LineId, id: AttributeId) -> Want {
        if self.of_producer(id) {
            Want::Producer(id)
        } else {
            Want::Attribute(line, id)
        }
    }
}

/// The conditions that a formula joins by "and", to any depth.
fn conjuncts(formula: &Formula) -> Vec<&Formula> {
    match formula {
        Formula::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        other => vec![other],
    }
}

/// The next finer code is wanted.
pub(super) fn want_code(line: LineId, code: Option<HsCode>) -> Want {
    let level = match code.map(HsCode::level) {
        None => Level::Chapter,
        Some(Level::Chapter) => Level::Heading,
        Some(Level::Heading) => Level::Subheading,
        Some(Level::Subheading | Level::Item) => Level::Item,
    };
    Want::Code(line, level)
}
