//! Cases of the reader of published rules: the text, `===`, and the lines that ask the same, with the words to be attested
//! below them. A text that is not understood comes out as `opaque: why`.

use orilex::import::uk_tariff::shown;

use super::Outcome;
use super::section::Section;

/// Reads and compares.
pub(crate) fn uk_tariff(section: &Section) -> Outcome {
    let (text, expected) = section.text.split_once("\n===\n").ok_or("the case has no `===`")?;
    let shown = shown(text);
    let found: Vec<&str> = shown.lines().filter(|line| !line.starts_with("| ")).collect();
    let found = found.join("\n");
    if found.trim() != expected.trim() {
        return Err(format!("it becomes\n{found}\nand was to become\n{expected}").into());
    }
    Ok(())
}
