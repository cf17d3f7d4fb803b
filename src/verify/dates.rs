//! The day on which a good is shown where any day will do.

use crate::amount::Date;
use crate::ir::Program;

/// A day on which every text is in force and has taken full effect: the latest day from which something in one of them
/// applies, else the first day on which all are in force.
pub(super) fn usual_date(programs: &[&Program]) -> Option<Date> {
    let texts = programs.iter();
    let first = texts.clone().map(|text| text.in_force.first()).max()?;
    let last = texts.clone().map(|text| text.in_force.last()).min()?;
    let starts = texts.flat_map(|text| text.starts.iter().copied());
    let latest = starts.filter(|day| (first..=last).contains(day)).max();
    latest.or({
        // A text that is always in force is shown on a day of this century.
        if first == Date::FIRST {
            Date::new(2020, 1, 1)
        } else {
            Some(first)
        }
    })
}
