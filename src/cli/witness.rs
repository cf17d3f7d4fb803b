//! The goods of findings as files, written by `orilex check --save-witness`.

use std::collections::BTreeMap;
use std::path::Path;

use super::filled::Filled;
use super::project::Project;
use super::write;
use crate::check::Finding;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::{self, Loaded, Outcome};
use crate::report::{Frame, example};
use crate::verify::fitted;
use crate::{format, good, source};

/// Where goods are written.
pub(super) fn place(folder: &Path) -> Filled<'_> {
    Filled {
        folder,
        kind: "goods",
        endings: &[".json", ".roo"],
    }
}

/// Writes the good of each finding into a folder: as JSON for `orilex eval`, and as an `example` for the rulebook.
pub(super) fn save(folder: &Path, project: &Project, found: &[Finding]) -> Result<(), Box<Diagnostic>> {
    let mut files = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for finding in found {
        let (Some(case), Some(checked)) = (
            &finding.witness,
            project.texts.iter().find(|one| *one.text.name == finding.text),
        ) else {
            continue;
        };
        let program = &checked.compiled.program;
        let case = fitted(program, case);
        let clause = finding.diagnostic.path.as_deref().unwrap_or("text");
        let name = write::plain(&format!("{}.{clause}.{}", finding.text, finding.diagnostic.code));
        let number = numbers.entry(name.clone()).or_default();
        *number = number.saturating_add(1);
        let file = |ending: &str| format!("{name}.{number}.{ending}");
        files.push((file("json"), format!("{:#}\n", good::to_json(&case))));
        let determined = Loaded::new(program, &case)
            .ok()
            .and_then(|loaded| eval::determine(program, &loaded).ok());
        let Some(determined) = determined else { continue };
        let letters = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let own: String = format!("{name}_{number}").chars().map(letters).collect();
        let frame = Frame {
            agreement: &checked.text.agreement.head.name.text,
            name: &own,
            title: &finding.diagnostic.message,
            outcome: match determined.outcome {
                Outcome::Originating => "originating",
                Outcome::NonOriginating => "non-originating",
                Outcome::Undetermined => "undetermined",
            },
        };
        if let Some(text) = example(program, frame, &case) {
            let id = source::SourceId::default();
            let text = format::format(id, &text).map_err(|_| {
                Box::new(Diagnostic::new(
                    Code::Internal,
                    format!("`{own}` can't be written as an example"),
                ))
            })?;
            files.push((file("roo"), text));
        }
    }
    place(folder).fill(&files)
}
