//! The origin of materials, found by judging them as goods where it is not stated.

use std::collections::BTreeMap;

use super::judge::{Found, Judge, Mode};
use super::line::LineId;
use super::truth::{Truth, Want};

/// The ways in which a material may be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// As a good in its own right.
    AsGood,
    /// For designation, resting on no measure that may not be stacked; what is inside is free.
    WithoutMeasures,
    /// For designation, resting on such measures; nothing inside does.
    NothingInside,
    /// For designation, with such measures neither here nor inside.
    Pure,
}

impl Way {
    pub(super) fn mode(self) -> Mode {
        match self {
            Self::AsGood => Mode::FREE,
            Self::WithoutMeasures => Mode {
                without_measures: true,
                pure_inside: false,
            },
            Self::NothingInside => Mode {
                without_measures: false,
                pure_inside: true,
            },
            Self::Pure => Mode {
                without_measures: true,
                pure_inside: true,
            },
        }
    }
}

/// What has been found by judging materials, each in one or several ways.
pub(super) type Standings = BTreeMap<(LineId, Way), Found<Truth>>;

impl Judge<'_> {
    /// Whether a material originates, as a material of a good judged in that mode.
    pub(super) fn origin(&mut self, line: LineId, mode: Mode) -> Found<Truth> {
        if let Some(known) = self.loaded.line(line).origin {
            return Ok(Truth::from(known));
        }
        if self.is_designatable(line) {
            return self.by_designation(line, mode.pure_inside);
        }
        self.judged(line, Way::AsGood)
    }

    /// Whether the producer may designate the material: it made it, says of what, and the agreement lets it.
    pub(super) fn is_designatable(&self, line: LineId) -> bool {
        let range = self.loaded.line(line).range;
        self.is_own(line) && range.is_none_or(|range| self.program.designatable.intersects(range))
    }

    /// Whether the material is made of others in the producer's own production, and counts as they do unless it is
    /// designated.
    pub(super) fn is_own(&self, line: LineId) -> bool {
        let facts = self.loaded.line(line);
        self.program.intermediate.is_some()
            && facts.self_produced == Some(true)
            && facts.imported != Some(true)
            && self.loaded.is_made_of(line)
    }

    /// Whether the material originates by itself, so that the producer may designate it.
    pub(super) fn by_designation(&mut self, line: LineId, pure: bool) -> Found<Truth> {
        if let Some(known) = self.loaded.line(line).origin {
            return Ok(Truth::from(known));
        }
        if self.program.no_stacking.is_none() {
            return self.judged(line, Way::AsGood);
        }
        if pure {
            return Ok(decided(self.judged(line, Way::Pure)?));
        }
        let resting = decided(self.judged(line, Way::NothingInside)?);
        if resting.is_true() {
            return Ok(resting);
        }
        Ok(resting.or(decided(self.judged(line, Way::WithoutMeasures)?)))
    }

    /// Finds out what there is to be found out about a material, for later.
    pub(super) fn work_out(&mut self, line: LineId) {
        let ways: &[Way] = if self.is_designatable(line) && self.program.no_stacking.is_some() {
            &[Way::NothingInside, Way::WithoutMeasures, Way::Pure]
        } else {
            &[Way::AsGood]
        };
        for way in ways {
            // A problem is kept with the standing and told only if the origin is needed.
            let _ = self.judged(line, *way);
        }
    }

    fn judged(&mut self, line: LineId, way: Way) -> Found<Truth> {
        // Without a list of what it is made of, "every material changes" would hold of nothing.
        if self.loaded.line(line).imported == Some(true) || !self.loaded.is_made_of(line) {
            return Ok(Truth::wanting(Want::Origin(line)));
        }
        if let Some(known) = self.standings.get(&(line, way)) {
            return known.clone();
        }
        let result = self.judge_material(line, way);
        self.standings.insert((line, way), result.clone());
        result
    }

    fn judge_material(&mut self, line: LineId, way: Way) -> Found<Truth> {
        let facts = self.loaded.line(line);
        if let Some(known) = facts.origin {
            return Ok(Truth::from(known));
        }
        let truth = self.deeper(|judge| judge.best_trial(line, way.mode()))?.truth;
        let doubtful = facts.imported.is_none() && self.program.imported_non_originating.is_some();
        Ok(if doubtful {
            truth.and(Truth::wanting(Want::Imported(line)))
        } else {
            truth
        })
    }
}

/// What is open for want of no fact rests on a measure left out of account.
fn decided(truth: Truth) -> Truth {
    match truth {
        Truth::Unknown(wants) if wants.is_empty() => Truth::False,
        other => other,
    }
}
