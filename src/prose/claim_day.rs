//! Periods, and whether a day lies in them.

use crate::amount::Date;
use crate::syntax::tree::{Lasting, Period, Stage, Start};

use super::Speaker;
use super::phrase::{day, duration, spaced};

impl Speaker<'_> {
    /// Whether the period holds on the day that is spoken of; nothing if that hangs on the producer's fiscal year. Without a
    /// day a period with no end on either side holds, and of the others nothing is said.
    pub(super) fn holds(&self, period: &Period) -> Option<bool> {
        if period.from.is_none() && period.until.is_none() {
            return Some(true);
        }
        let on = self.day?;
        if let Some(until) = &period.until
            && Date::parse(&until.text).is_ok_and(|until| until < on)
        {
            return Some(false);
        }
        match &period.from {
            None => Some(true),
            Some(Start::Day(from)) => Some(Date::parse(&from.text).is_ok_and(|from| from <= on)),
            Some(Start::FiscalYearNearest(near)) => {
                let near = Date::parse(&near.text).ok()?;
                // The fiscal year that begins closest begins within half a year.
                let (early, late) = (near.add_months(-7), near.add_months(7));
                match on.ordinal() {
                    day if day < early => Some(false),
                    day if day > late => Some(true),
                    _ => None,
                }
            }
        }
    }

    /// The stages that may be in force on the day that is spoken of: one that has begun takes the place of those before it,
    /// unless it is for some goods only.
    pub(super) fn current<'s>(&self, stages: &'s [Stage]) -> Vec<&'s Stage> {
        let mut current: Vec<&Stage> = Vec::new();
        for stage in stages {
            match self.holds(&stage.period) {
                Some(false) => continue,
                Some(true) if self.day.is_some() && stage.when.is_none() && stage.lasting.is_none() => {
                    current.retain(|before| before.when.is_some() || before.lasting.is_some());
                }
                _ => {}
            }
            current.push(stage);
        }
        current
    }

    /// `for 5 years after the day on which …`
    pub(super) fn lasting(&mut self, lasting: &Lasting) -> String {
        let title = self
            .entry(&lasting.after)
            .and_then(|entry| entry.declaration.head().title.clone());
        let after = title.map_or_else(|| spaced(&lasting.after), |title| title.text.to_string());
        format!("{} after {}", duration(&lasting.duration), super::phrase::the(&after))
    }
}

/// `from 1 January 1994 until 30 June 2020`; nothing for every day.
pub(super) fn period(period: &Period) -> Option<String> {
    let from = period.from.as_ref().map(|start| match start {
        Start::Day(from) => format!("from {}", day(from)),
        Start::FiscalYearNearest(near) => {
            format!("from the producer's fiscal year that begins nearest to {}", day(near))
        }
    });
    let until = period.until.as_ref().map(|until| format!("until {}", day(until)));
    let parts: Vec<String> = from.into_iter().chain(until).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
