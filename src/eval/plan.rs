//! The producer's choices about materials: what to designate, and whose production to take as its own.

use std::collections::BTreeSet;

use crate::ir::FullCumulation;

use super::error;
use super::judge::{Found, Frame, Judge, Mode};
use super::line::LineId;
use super::truth::Truth;

/// With more materials to choose about, only the choice made from the outside in is tried.
const MAX_CHOSEN: usize = 6;

/// Which self-produced materials are designated.
#[derive(Debug, Clone)]
enum Designation {
    /// From the outside in, every one that originates.
    Greedy,
    /// Of those that may originate, these.
    Exactly(BTreeSet<LineId>),
}

/// What counts as a material, and which choices made it so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// Whether the materials are those stated, as there is nothing to choose about any of them.
    pub as_stated: bool,
    /// The materials otherwise.
    pub lines: Vec<LineId>,
    /// Self-produced materials kept as one.
    pub designated: Vec<LineId>,
    /// Suppliers' materials whose production is taken as the producer's own.
    pub accumulated: Vec<LineId>,
    /// Self-produced materials whose materials are counted in their place.
    pub opened: Vec<LineId>,
}

/// A good judged under one set of choices.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    pub truth: Truth,
    pub frame: Frame,
    pub layout: Layout,
}

impl<'a> Judge<'a> {
    /// The first permitted choice under which the good originates; failing that, the first that leaves it open;
    /// failing that, the first.
    pub(super) fn best_trial(&mut self, good: LineId, mode: Mode) -> Found<Trial> {
        let none = BTreeSet::new();
        let first = self.trial(good, mode, &Designation::Greedy, &none)?;
        if first.truth.is_true() {
            return Ok(first);
        }
        let mut tried = vec![first.layout.clone()];
        let mut best = first;
        for (designation, suppliers) in self.other_plans(good, mode)? {
            let layout = self.layout(good, mode, &designation, &suppliers)?;
            if tried.contains(&layout) {
                continue;
            }
            tried.push(layout.clone());
            let trial = self.judge_layout(good, mode, layout)?;
            if trial.truth.is_true() {
                return Ok(trial);
            }
            if trial.truth.is_unknown() && best.truth.is_false() {
                best = trial;
            }
        }
        Ok(best)
    }

    /// The good with every self-produced material designated that originates, and nothing accumulated.
    pub(super) fn default_trial(&mut self, good: LineId) -> Found<Frame> {
        let layout = self.layout(good, Mode::FREE, &Designation::Greedy, &BTreeSet::new())?;
        Ok(self.frame(good, Mode::FREE, &layout))
    }

    /// The good with every self-produced material designated that originates, and everything accumulated that may be.
    pub(super) fn accumulating_trial(&mut self, good: LineId) -> Found<Frame> {
        let (mut designatable, mut suppliers) = (Vec::new(), Vec::new());
        self.choosable(good, Mode::FREE, true, &mut designatable, &mut suppliers)?;
        let suppliers = suppliers.into_iter().collect();
        let layout = self.layout(good, Mode::FREE, &Designation::Greedy, &suppliers)?;
        Ok(self.frame(good, Mode::FREE, &layout))
    }

    fn trial(
        &mut self,
        good: LineId,
        mode: Mode,
        designation: &Designation,
        suppliers: &BTreeSet<LineId>,
    ) -> Found<Trial> {
        let layout = self.layout(good, mode, designation, suppliers)?;
        self.judge_layout(good, mode, layout)
    }

    fn frame(&self, good: LineId, mode: Mode, layout: &Layout) -> Frame {
        Frame::new(
            self.program,
            good,
            (!layout.as_stated).then(|| layout.lines.clone()),
            layout
                .accumulated
                .iter()
                .any(|line| self.cumulation_of(*line).is_none()),
            mode,
        )
    }

    fn judge_layout(&mut self, good: LineId, mode: Mode, layout: Layout) -> Found<Trial> {
        let mut frame = self.frame(good, mode, &layout);
        // Outside its days the agreement says nothing, so its rules cannot conflict either.
        if self.program.in_force.contains(self.loaded.date) {
            self.no_conflict(&mut frame)?;
        }
        let mut truth = self.clause(&mut frame, self.program.origin)?;
        // Full cumulation may have conditions of its own.
        for line in &layout.accumulated {
            if let Some(provision) = self.cumulation_of(*line) {
                truth = truth.and(self.clause(&mut frame, provision.clause)?);
            }
        }
        Ok(Trial { truth, frame, layout })
    }

    /// The other permitted choices, in a fixed order.
    fn other_plans(&mut self, good: LineId, mode: Mode) -> Found<Vec<(Designation, BTreeSet<LineId>)>> {
        let mut designatable = Vec::new();
        let mut suppliers = Vec::new();
        self.choosable(good, mode, false, &mut designatable, &mut suppliers)?;
        let mut plans = Vec::new();
        if designatable.len() <= MAX_CHOSEN {
            plans.extend(subsets(&designatable).map(|set| (Designation::Exactly(set), BTreeSet::new())));
        }
        // A material's own producer accumulates for itself, not for the producer of the good.
        if good != LineId::GOOD || self.program.accumulation.is_none() && self.program.full_cumulation.is_empty() {
            return Ok(plans);
        }
        designatable.clear();
        self.choosable(good, mode, true, &mut designatable, &mut suppliers)?;
        if suppliers.is_empty() {
            return Ok(plans);
        }
        plans.push((Designation::Greedy, suppliers.iter().copied().collect()));
        if suppliers.len() <= MAX_CHOSEN {
            for set in subsets(&suppliers).filter(|set| !set.is_empty()) {
                plans.push((Designation::Greedy, set.clone()));
                if suppliers.len().saturating_add(designatable.len()) <= MAX_CHOSEN {
                    plans.extend(
                        subsets(&designatable).map(|designated| (Designation::Exactly(designated), set.clone())),
                    );
                }
            }
        }
        Ok(plans)
    }

    /// The materials about which the producer has a choice, the outer before the inner.
    fn choosable(
        &mut self,
        parent: LineId,
        mode: Mode,
        open_suppliers: bool,
        designatable: &mut Vec<LineId>,
        suppliers: &mut Vec<LineId>,
    ) -> Found<()> {
        let loaded = self.loaded;
        for line in loaded.inside(parent) {
            if !self.is_there(line) {
                continue;
            }
            if self.is_own(line) {
                if self.is_designatable(line) && !self.by_designation(line, mode.pure_inside)?.is_false() {
                    designatable.push(line);
                }
                self.choosable(line, mode, open_suppliers, designatable, suppliers)?;
            } else if open_suppliers && self.may_accumulate(line) {
                suppliers.push(line);
                self.choosable(line, mode, open_suppliers, designatable, suppliers)?;
            }
        }
        Ok(())
    }

    fn may_accumulate(&self, line: LineId) -> bool {
        let facts = self.loaded.line(line);
        let covered = facts
            .range
            .is_none_or(|range| self.program.accumulatable.intersects(range));
        let within = self.program.accumulation.is_some() && facts.imported != Some(true) && covered;
        facts.supplier_statement == Some(true)
            && self.loaded.is_made_of(line)
            && (within || self.cumulation_of(line).is_some())
    }

    /// The full cumulation that covers a material made in a partner.
    pub(super) fn cumulation_of(&self, line: LineId) -> Option<&'a FullCumulation> {
        let country = self.loaded.country(line)?;
        let mut provisions = self.program.full_cumulation.iter();
        provisions.find(|provision| provision.countries.contains(country))
    }

    fn layout(
        &mut self,
        good: LineId,
        mode: Mode,
        designation: &Designation,
        suppliers: &BTreeSet<LineId>,
    ) -> Found<Layout> {
        let mut layout = Layout::default();
        if good == LineId::GOOD && self.loaded.grouped.settled {
            layout.as_stated = true;
            return Ok(layout);
        }
        self.lay_out(good, mode, designation, suppliers, &mut layout)?;
        Ok(layout)
    }

    fn lay_out(
        &mut self,
        parent: LineId,
        mode: Mode,
        designation: &Designation,
        suppliers: &BTreeSet<LineId>,
        out: &mut Layout,
    ) -> Found<()> {
        let loaded = self.loaded;
        for line in loaded.inside(parent) {
            if !self.is_there(line) {
                continue;
            }
            if self.is_own(line) {
                let keep = match designation {
                    _ if !self.is_designatable(line) => false,
                    Designation::Greedy => self.by_designation(line, mode.pure_inside)?.is_true(),
                    Designation::Exactly(set) => set.contains(&line),
                };
                if keep {
                    out.designated.push(line);
                    out.lines.push(line);
                    continue;
                }
                out.opened.push(line);
            } else if suppliers.contains(&line) {
                out.accumulated.push(line);
            } else {
                out.lines.push(line);
                continue;
            }
            self.lay_out(line, mode, designation, suppliers, out)?;
        }
        Ok(())
    }

    /// Two product rules that apply, neither before the other, must not decide differently (RO0607).
    fn no_conflict(&mut self, frame: &mut Frame) -> Found<()> {
        let program = self.program;
        let mut firing = Vec::new();
        for id in program.product_rules.rules(self.loaded.line(frame.good).range) {
            let rule = &program.rules[id];
            if self.clause(frame, rule.fires)?.is_true() {
                firing.push(rule);
            }
        }
        if firing.len() < 2 {
            return Ok(());
        }
        let mut first: Option<(&crate::ir::Rule, bool)> = None;
        for rule in firing {
            let Some(met) = self.clause(frame, rule.body)?.known() else {
                continue;
            };
            match first {
                None => first = Some((rule, met)),
                Some((other, before)) if before != met => {
                    return Err(error::conflict(self, frame.good, other, rule, met));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// All subsets, the empty one first; of at most [`MAX_CHOSEN`] lines.
fn subsets(lines: &[LineId]) -> impl Iterator<Item = BTreeSet<LineId>> + '_ {
    let count = 1_usize << lines.len().min(MAX_CHOSEN);
    (0..count).map(move |bits| {
        let chosen = lines.iter().enumerate().filter(|(place, _)| (bits >> place) & 1 == 1);
        chosen.map(|(_, line)| *line).collect()
    })
}
