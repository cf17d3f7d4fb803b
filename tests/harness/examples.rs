//! Cases of the evaluator: a rulebook whose examples all come out as they say.

use orilex::diagnostic::to_short;
use orilex::examples;

use super::Outcome;
use super::book::{self, Book};
use super::section::Section;

/// Compiles the rulebook and runs its examples, of which there is at least one.
pub(crate) fn eval(section: &Section) -> Outcome {
    let book = book::of(&section.text);
    if book.has_errors() {
        return Err(format!("the rulebook is wrong:\n{}", book.said()).into());
    }
    match run(&book)? {
        0 => Err("there is no example".into()),
        _ => Ok(()),
    }
}

/// Runs every example; how many there were.
pub(crate) fn run(book: &Book) -> Result<usize, String> {
    let mut count = 0_usize;
    let mut failures = Vec::new();
    for one in &book.texts {
        for example in &one.compiled.examples {
            count = count.saturating_add(1);
            failures.extend(examples::run(&one.compiled.program, example).failures);
        }
    }
    if failures.is_empty() {
        Ok(count)
    } else {
        Err(to_short(&book.sources, &failures))
    }
}
