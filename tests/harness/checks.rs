//! Cases of the checks: `// => RO0502 path` lines list exactly what is found; the path may be left out. A line
//! `// with RO0524` asks for a check that runs on request only.

use orilex::diagnostic::Code;

use super::section::Section;
use super::{Outcome, book};

/// Checks the rulebook and compares what was found, whatever the order.
pub(crate) fn check(section: &Section) -> Outcome {
    let wishes = section
        .text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("// => "));
    let with: Vec<Code> = section
        .text
        .lines()
        .filter_map(|line| Code::parse(line.trim_start().strip_prefix("// with ")?))
        .collect();
    let mut open: Vec<(String, String, String)> = book::of(&section.text)
        .check(&with)?
        .into_iter()
        .map(|one| {
            let said = one.diagnostic;
            (said.code.to_string(), said.path.unwrap_or_default(), said.message)
        })
        .collect();
    let mut faults = Vec::new();
    for wish in wishes {
        let (code, path) = wish.trim().split_once(' ').unwrap_or((wish.trim(), ""));
        let fits = |one: &(String, String, String)| one.0 == code && (path.is_empty() || one.1 == path.trim());
        match open.iter().position(fits) {
            Some(place) => {
                open.remove(place);
            }
            None => faults.push(format!("not found: {wish}")),
        }
    }
    faults.extend(
        open.iter()
            .map(|(code, path, message)| format!("not expected: {code} {path}: {message}")),
    );
    super::none_of("the findings differ", &faults)
}
