//! Codes struck from a list.

use crate::syntax::tree::{CodeSpan, List};

use super::codes;

/// Takes the codes out of the list; false if no entry holds them.
pub(super) fn from(list: &mut List, code: &CodeSpan) -> bool {
    let Some(struck) = codes::range(code) else {
        return false;
    };
    let before = list.entries.len();
    list.entries.retain(|entry| codes::range(&entry.codes) != Some(struck));
    let mut found = list.entries.len() < before;
    // Part of a range goes, and the rest of the entry stays.
    for entry in &mut list.entries {
        let holds = codes::range(&entry.codes).is_some_and(|own| own.covers(struck));
        let gone = entry
            .struck
            .iter()
            .any(|gone| codes::range(gone).is_some_and(|gone| gone.covers(struck)));
        if holds && !gone {
            entry.struck.push(code.clone());
            found = true;
        }
    }
    found
}
