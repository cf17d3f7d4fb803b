//! Cases of the formatter: the text, `===`, and the text formatted; without `===` it is formatted already.

use orilex::format;
use orilex::source::SourceId;

use super::Outcome;
use super::section::Section;

/// Formats and compares; the result has to be formatted, too.
pub(crate) fn format(section: &Section) -> Outcome {
    let (text, expected) = section
        .text
        .split_once("\n===\n")
        .unwrap_or((&section.text, &section.text));
    let found = formatted(text)?;
    if found.trim_end() != expected.trim_end() {
        return Err(format!("formatted it reads\n{found}\nbut was to read\n{expected}").into());
    }
    let again = formatted(&found)?;
    if again == found {
        Ok(())
    } else {
        Err(format!("formatted again it reads\n{again}").into())
    }
}

/// The text, formatted, or what is wrong with it.
pub(crate) fn formatted(text: &str) -> Result<String, String> {
    format::format(SourceId::default(), text).map_err(|errors| {
        let messages: Vec<String> = errors
            .iter()
            .map(|one| format!("{} {}", one.code, one.message))
            .collect();
        format!("it is not formatted: {}", messages.join("; "))
    })
}
