//! What a report as a whole rests on: what was taken for granted, and whether the run was ended before its end.

use std::fmt;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::check::{Assumption, Withheld};
use crate::diagnostic::{Style, wrap};

/// So many unfinished checks of one text are named in the report; programs get all of them.
const NAMED: usize = 3;

/// What a run that was ended before its end left unfinished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// How many checks of texts there were to be.
    pub of: usize,
    /// The checks that were not run to their end: the text, and the check's name.
    pub unfinished: Vec<(String, &'static str)>,
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let finished = self.of.saturating_sub(self.unfinished.len());
        let mut by_text: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for (text, check) in &self.unfinished {
            by_text.entry(text).or_default().push(check);
        }
        let texts = by_text.iter().map(|(text, checks)| {
            let named: Vec<&str> = checks.iter().take(NAMED).copied().collect();
            match checks.len().saturating_sub(named.len()) {
                0 => format!("{text}: {}", named.join(", ")),
                more => format!("{text}: {} and {more} more", named.join(", ")),
            }
        });
        write!(
            f,
            "PARTIAL: the run was ended when {finished} of {} checks were done; what is shown holds, and there may be \
             more. Not finished: {}",
            self.of,
            texts.collect::<Vec<_>>().join("; ")
        )
    }
}

impl Partial {
    /// The same for programs.
    pub(super) fn json(&self) -> Value {
        let unfinished = self.unfinished.iter();
        json!({
            "finished": self.of.saturating_sub(self.unfinished.len()),
            "of": self.of,
            "unfinished": unfinished.map(|(text, check)| json!({ "text": text, "check": check })).collect::<Value>(),
        })
    }
}

/// What every proof takes for granted, by name, and what was withheld.
pub(super) fn granted(out: &mut String, withheld: Withheld, style: Style) {
    let named = |withheld_too: bool| {
        let all = Assumption::ALL.into_iter();
        let all = all.filter(|one| withheld.contains(*one) == withheld_too);
        all.map(Assumption::name).collect::<Vec<_>>().join(", ")
    };
    let mut line = |head: &str, words: &str| wrap(out, head, "  ", words, style.width);
    line(
        "taken for granted where a proof needs it: ",
        &format!("{} (`orilex check --help` says what each is)", named(false)),
    );
    if !withheld.is_empty() {
        line("withheld: ", &named(true));
    }
}

/// The same for programs.
pub(super) fn assumptions(withheld: Withheld) -> Value {
    let one = |one: Assumption| json!({ "name": one.name(), "says": one.words(), "granted": !withheld.contains(one) });
    Assumption::ALL.into_iter().map(one).collect()
}
