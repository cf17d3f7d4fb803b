//! Which materials a selection takes.

use std::rc::Rc;

use crate::ir::{Depth, MaterialTest, MaterialsId, Relation};
use crate::nomenclature::Containment;

use super::formula::want_code;
use super::judge::{Found, Frame, Judge};
use super::line::LineId;
use super::loaded::{Cell, Loaded};
use super::truth::{Truth, Want, Wants};

/// Why it is open whether a line is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// The test of this line, the line itself or one around it, is open.
    Test(LineId),
    /// It is open whether this line was imported, and so whether its inside is looked at.
    Imported(LineId),
}

/// The lines that a selection takes.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    /// Taken.
    pub sure: Vec<LineId>,
    /// Taken as a whole: groups of materials alike, by their places.
    pub groups: Vec<usize>,
    /// Taken or not, for want of facts.
    pub open: Vec<(LineId, Why)>,
}

impl Selection {
    /// Every line that is taken, in the order of the lines.
    pub(super) fn lines(&self, loaded: &Loaded) -> Vec<LineId> {
        let groups = self.groups.iter().filter_map(|place| loaded.grouped.groups.get(*place));
        let mut lines: Vec<LineId> = groups.flat_map(|group| group.lines.iter().copied()).collect();
        lines.extend(&self.sure);
        lines.sort_unstable();
        lines
    }

    /// Whether some line is sure to be taken.
    pub(super) fn is_sure(&self) -> bool {
        !self.sure.is_empty() || !self.groups.is_empty()
    }
}

impl<'a> Judge<'a> {
    /// The lines that a selection takes, worked out once for each good under judgement.
    pub(super) fn selection(&mut self, frame: &mut Frame, id: MaterialsId) -> Found<Rc<Selection>> {
        if let Some(Some(known)) = frame.selections.get(id.index()) {
            return Ok(Rc::clone(known));
        }
        let program = self.program;
        let materials = &program.materials[id];
        let mut out = Selection::default();
        match materials.depth {
            Depth::Direct => match frame.lines.take() {
                Some(lines) => {
                    for line in &lines {
                        self.take(frame, *line, &materials.test, &mut out)?;
                    }
                    frame.lines = Some(lines);
                }
                None => {
                    self.take_groups(frame, &materials.test, &mut out)?;
                    for line in &self.loaded.grouped.others {
                        self.take(frame, *line, &materials.test, &mut out)?;
                    }
                }
            },
            Depth::LookThrough if frame.good == LineId::GOOD => {
                self.take_groups(frame, &materials.test, &mut out)?;
                for line in &self.loaded.grouped.others {
                    let end = self.loaded.line(*line).end as usize;
                    self.look_through(frame, line.index(), end, &materials.test, &mut out)?;
                }
            }
            Depth::LookThrough => {
                let end = self.loaded.line(frame.good).end as usize;
                let start = frame.good.index().saturating_add(1);
                self.look_through(frame, start, end, &materials.test, &mut out)?;
            }
        }
        let out = Rc::new(out);
        if let Some(place) = frame.selections.get_mut(id.index()) {
            *place = Some(Rc::clone(&out));
        }
        Ok(out)
    }

    fn take(&mut self, frame: &Frame, line: LineId, test: &'a MaterialTest, out: &mut Selection) -> Found<()> {
        match self.test(frame, line, test)? {
            Some(true) => out.sure.push(line),
            Some(false) => {}
            None => out.open.push((line, Why::Test(line))),
        }
        Ok(())
    }

    /// Materials alike pass together or not at all.
    fn take_groups(&mut self, frame: &Frame, test: &'a MaterialTest, out: &mut Selection) -> Found<()> {
        for (place, group) in self.loaded.grouped.groups.iter().enumerate() {
            match self.test(frame, group.first, test)? {
                Some(true) => out.groups.push(place),
                Some(false) => {}
                None => out
                    .open
                    .extend(group.lines.iter().map(|line| (*line, Why::Test(*line)))),
            }
        }
        Ok(())
    }

    /// From the outside in: the inside of a line that is taken, or that was imported, is not looked at.
    fn look_through(
        &mut self,
        frame: &Frame,
        start: usize,
        end: usize,
        test: &'a MaterialTest,
        out: &mut Selection,
    ) -> Found<()> {
        let loaded = self.loaded;
        // Lines up to here lie inside one that may be taken or may have been imported.
        let mut doubt: Option<(usize, Why)> = None;
        let mut next = start;
        while next < end {
            let line = LineId::new(next);
            let inside_end = loaded.line(line).end as usize;
            if !self.is_there(line) {
                next = inside_end.max(next.saturating_add(1));
                continue;
            }
            doubt = doubt.filter(|(until, _)| next < *until);
            let taken = self.test(frame, line, test)?;
            match (taken, doubt) {
                (Some(true), None) => out.sure.push(line),
                (Some(true), Some((_, why))) => out.open.push((line, why)),
                (None, _) => out.open.push((line, Why::Test(line))),
                (Some(false), _) => {}
            }
            let imported = loaded.line(line).imported;
            if taken == Some(true) || imported == Some(true) {
                next = inside_end.max(next.saturating_add(1));
                continue;
            }
            if doubt.is_none() {
                if taken.is_none() {
                    doubt = Some((inside_end, Why::Test(line)));
                } else if imported.is_none() {
                    doubt = Some((inside_end, Why::Imported(line)));
                }
            }
            next = next.saturating_add(1);
        }
        Ok(())
    }

    /// Whether a line passes; `None` for want of facts. No facts are collected here: this is the inner loop.
    pub(super) fn test(&mut self, frame: &Frame, line: LineId, test: &'a MaterialTest) -> Found<Option<bool>> {
        Ok(match test {
            MaterialTest::Known(value) => Some(*value),
            MaterialTest::All(parts) => {
                let mut all = Some(true);
                for part in parts {
                    match self.test(frame, line, part)? {
                        Some(false) => return Ok(Some(false)),
                        Some(true) => {}
                        None => all = None,
                    }
                }
                all
            }
            MaterialTest::Any(parts) => {
                let mut any = Some(false);
                for part in parts {
                    match self.test(frame, line, part)? {
                        Some(true) => return Ok(Some(true)),
                        Some(false) => {}
                        None => any = None,
                    }
                }
                any
            }
            MaterialTest::Not(inner) => self.test(frame, line, inner)?.map(|value| !value),
            MaterialTest::CodeIn(set) => match self.loaded.line(line).range.map(|range| set.containment(range)) {
                Some(Containment::Inside) => Some(true),
                Some(Containment::Outside) => Some(false),
                Some(Containment::Partial) | None => None,
            },
            MaterialTest::Code(relation) => self.related(frame.good, line, *relation).ok(),
            MaterialTest::Originating => match self.loaded.line(line).origin {
                Some(value) => Some(value),
                None => self.origin(line, frame.mode)?.known(),
            },
            MaterialTest::WhollyObtained => self.loaded.line(line).wholly_obtained,
            MaterialTest::Imported => self.loaded.line(line).imported,
            MaterialTest::ProducedIn(countries) => self.produced_in(line, countries).known(),
            MaterialTest::Is { attribute, values } => match self.loaded.attribute(line, *attribute) {
                Some(Cell::Word(value)) => Some(values.contains(value)),
                _ => None,
            },
            MaterialTest::Fact(attribute) => match self.loaded.attribute(line, *attribute) {
                Some(Cell::Truth(value)) => Some(*value),
                _ => None,
            },
        })
    }

    /// Whether line and good share a chapter, heading, subheading or item.
    fn related(&self, good: LineId, line: LineId, relation: Relation) -> Result<bool, Want> {
        let (whole, part) = (self.loaded.line(good), self.loaded.line(line));
        let (Some(own), Some(other)) = (whole.code, part.code) else {
            return Err(if whole.code.is_none() {
                want_code(good, None)
            } else {
                want_code(line, None)
            });
        };
        match (own.within(relation.same), other.within(relation.same)) {
            (Some(a), Some(b)) => Ok(a == b),
            // Two coarse codes that share nothing stay apart however fine they get.
            _ if own.range().intersection(other.range()).is_none() => Ok(false),
            (None, _) => Err(want_code(good, Some(own))),
            (Some(_), None) => Err(want_code(line, Some(other))),
        }
    }

    /// Collects the facts for want of which it is open whether a line is taken.
    pub(super) fn wants_of(&mut self, frame: &Frame, id: MaterialsId, why: Why, wants: &mut Wants) -> Found<()> {
        let program = self.program;
        match why {
            Why::Test(line) => self.test_wants(frame, line, &program.materials[id].test, wants),
            Why::Imported(line) => {
                wants.insert(Want::Imported(line));
                Ok(())
            }
        }
    }

    fn test_wants(&mut self, frame: &Frame, line: LineId, test: &'a MaterialTest, wants: &mut Wants) -> Found<()> {
        if self.test(frame, line, test)?.is_some() {
            return Ok(());
        }
        match test {
            MaterialTest::Known(_) => {}
            MaterialTest::All(parts) | MaterialTest::Any(parts) => {
                for part in parts {
                    self.test_wants(frame, line, part, wants)?;
                }
            }
            MaterialTest::Not(inner) => self.test_wants(frame, line, inner, wants)?,
            MaterialTest::CodeIn(_) => {
                wants.insert(want_code(line, self.loaded.line(line).code));
            }
            MaterialTest::Code(relation) => wants.extend(self.related(frame.good, line, *relation).err()),
            MaterialTest::Originating => match self.origin(line, frame.mode)? {
                Truth::Unknown(inner) if !inner.is_empty() => wants.extend(inner),
                _ => {
                    wants.insert(Want::Origin(line));
                }
            },
            MaterialTest::WhollyObtained => {
                wants.insert(Want::WhollyObtained(line));
            }
            MaterialTest::Imported => {
                wants.insert(Want::Imported(line));
            }
            MaterialTest::ProducedIn(_) => {
                wants.insert(Want::Country(line));
            }
            MaterialTest::Is { attribute, .. } | MaterialTest::Fact(attribute) => {
                wants.insert(Want::Attribute(line, *attribute));
            }
        }
        Ok(())
    }
}
