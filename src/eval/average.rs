//! What a producer's elections about its records change: averaging over a category of goods, and inventories.

use crate::ir::{AttributeId, MeasureId};

use super::judge::{Found, Frame, Judge};
use super::line::LineId;
use super::loaded::{Cell, Loaded};
use super::truth::{Figure, Want, Wants};

impl<'a> Judge<'a> {
    /// A measure of the goods of the category that the producer chose, taken together.
    pub(super) fn averaged(&self, choice: AttributeId, measure: MeasureId) -> Found<Figure> {
        let wanting = |want: Want| Figure::Unknown(Wants::from([want]));
        let Some(category) = self.category(choice) else {
            return Ok(wanting(Want::Producer(choice)));
        };
        let missing = wanting(Want::Average(choice, category, measure));
        let Some((mut judge, mut frame)) = self.average(choice, category)? else {
            return Ok(missing);
        };
        Ok(match judge.measure(&mut frame, measure)? {
            // What is missing is named where the figures of the category are looked into.
            Figure::Unknown(_) => missing,
            other => other,
        })
    }

    /// The place of the category that the producer chose.
    pub(super) fn category(&self, choice: AttributeId) -> Option<usize> {
        match self.attribute(LineId::GOOD, choice) {
            Some(Cell::Word(category)) => Some(category),
            _ => None,
        }
    }

    /// The goods of a category as one good, if they are described; materials are designated as far as they originate,
    /// and nothing is accumulated.
    pub(super) fn average(&self, choice: AttributeId, category: usize) -> Found<Option<(Judge<'a>, Frame)>> {
        let words = self.program.vocabulary.attributes[choice].kind.words();
        let loaded: Option<&'a Loaded> = words.get(category).and_then(|word| self.loaded.averages.get(word));
        let Some(loaded) = loaded else { return Ok(None) };
        let mut judge = Judge::new(self.program, loaded);
        judge.assume(self.choices.clone());
        let frame = judge.default_trial(LineId::GOOD)?;
        Ok(Some((judge, frame)))
    }

    /// Whether a line is there under the method of managing inventories that the producer chose.
    pub(super) fn is_there(&self, line: LineId) -> bool {
        let Some(method) = self.loaded.line(line).method else {
            return true;
        };
        let chosen = self
            .program
            .fungible
            .and_then(|(choice, _)| self.attribute(LineId::GOOD, choice));
        chosen == Some(Cell::Word(method))
    }
}
