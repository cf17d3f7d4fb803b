//! Cases of the reader of treaty texts: the text, `===`, and the rules and words that it becomes, formatted. A text that
//! is not understood is listed below them, `// 87.03(2): why`. What is written has to compile.

use orilex::import::treaty_text::{Options, import};

use super::Outcome;
use super::book;
use super::formatting::formatted;
use super::section::Section;

/// Imports, compares and compiles.
pub(crate) fn treaty_text(section: &Section) -> Outcome {
    let (text, expected) = section.text.split_once("\n===\n").ok_or("the case has no `===`")?;
    let imported = import(text, &Options::default());
    let mut found = String::new();
    for vocabulary in [false, true] {
        for (name, file) in &imported.files {
            if name != "agreement.roo" && (name == "vocabulary.roo") == vocabulary {
                // The first lines are the same in every file.
                let rules: Vec<&str> = file.lines().skip(3).collect();
                found.push_str(formatted(&rules.join("\n"))?.trim());
                found.push_str("\n\n");
            }
        }
    }
    for unread in &imported.report.opaque_texts {
        found.push_str(&format!("// {}{}: {}\n", unread.codes, unread.number, unread.reason));
    }
    if found.trim() != expected.trim() {
        return Err(format!("it becomes\n{found}\nand was to become\n{expected}").into());
    }
    let book = book::of_files(&imported.files);
    if book.has_errors() {
        return Err(format!("what is written does not compile:\n{}", book.said()).into());
    }
    Ok(())
}
