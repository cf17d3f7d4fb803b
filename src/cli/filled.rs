//! Folders that a run fills: with the files of this run alone, those of an earlier one taken away.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::write;
use crate::diagnostic::{Code, Diagnostic};

/// What a list of files of ours ends with; it begins with [`BEFORE`].
const ENDING: &str = ".list";
/// See above.
const BEFORE: &str = "orilex-";

/// A folder for files of one kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled<'a> {
    /// Where it is.
    pub(super) folder: &'a Path,
    /// What it holds, in one word: the list of its files is called so.
    pub(super) kind: &'static str,
    /// With what their names end.
    pub(super) endings: &'static [&'static str],
}

impl Filled<'_> {
    /// That nothing stands in the folder that might be taken for a file of this run and is not ours to take away.
    pub(super) fn fit(&self) -> Result<(), Box<Diagnostic>> {
        let ours = self.listed(|_| true);
        let foreign = names(self.folder).into_iter().find(|name| {
            let alike = self.endings.iter().any(|ending| name.ends_with(ending));
            alike && !ours.contains(name)
        });
        foreign.map_or(Ok(()), |name| {
            let message = format!(
                "`{}` holds `{name}`, which no run lists as its own",
                self.folder.display()
            );
            let help = "name a new or an empty folder, so that what is in it afterwards is of this run alone";
            Err(Box::new(Diagnostic::new(Code::CannotWrite, message).help(help)))
        })
    }

    /// Takes away what an earlier run wrote, and writes these files.
    pub(super) fn fill(&self, files: &[(String, String)]) -> Result<(), Box<Diagnostic>> {
        self.fit()?;
        write::folder(self.folder)?;
        let list = format!("{BEFORE}{}{ENDING}", self.kind);
        for old in self.listed(|name| name == list) {
            let path = self.folder.join(old);
            if path.is_file() {
                let help = "check that the folder may be written to";
                fs::remove_file(&path).map_err(|error| write::unwritable(&path, &error, help))?;
            }
        }
        // The list first: should the run end in between, the next one still knows what is ours.
        let mut text = format!(
            "# The {} of one run of orilex; the next run that writes here replaces them.\n",
            self.kind
        );
        for (name, _) in files {
            text.push_str(name);
            text.push('\n');
        }
        write::create(&self.folder.join(list), &text)?;
        files
            .iter()
            .try_for_each(|(name, text)| write::create(&self.folder.join(name), text))
    }

    /// Takes away what an earlier run wrote, if the folder is there at all.
    pub(super) fn clear(&self) -> Result<(), Box<Diagnostic>> {
        if self.folder.is_dir() { self.fill(&[]) } else { Ok(()) }
    }

    /// The files of the lists that are chosen by their names.
    fn listed(&self, chosen: impl Fn(&str) -> bool) -> BTreeSet<String> {
        let is_list = |name: &String| name.starts_with(BEFORE) && name.ends_with(ENDING) && chosen(name);
        let lists = names(self.folder).into_iter().filter(is_list);
        let texts = lists.filter_map(|name| fs::read_to_string(self.folder.join(name)).ok());
        let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
        // A list that somebody wrote must not lead out of the folder.
        lines
            .filter(|line| !line.starts_with('#') && *line == write::plain(line) && !line.starts_with('.'))
            .collect()
    }
}

/// What stands in a folder, in order; nothing if it cannot be read, which writing to it will tell.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
