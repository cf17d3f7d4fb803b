//! Writing files whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};

/// Replaces the file by a new one with that content; whoever reads it meanwhile sees the old one or the new one.
pub(super) fn replace(path: &Path, content: &str) -> Result<(), Box<Diagnostic>> {
    // The file that a link points to is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let draft = draft_of(&target);
    let written = write(&draft, &target, content);
    if written.is_err() {
        // Nothing to add if even that fails: the first error is the one to report.
        let _ = fs::remove_file(&draft);
    }
    written.map_err(|error| unwritable(path, &error, "check that the file and its folder may be changed"))
}

/// Makes a file with that content, or replaces the one that there is.
pub(super) fn create(path: &Path, content: &str) -> Result<(), Box<Diagnostic>> {
    let draft = draft_of(path);
    let written = fs::write(&draft, content).and_then(|()| fs::rename(&draft, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&draft);
        unwritable(path, &error, "check that the folder may be written to")
    })
}

/// A file that is written at the end of a run; that it can be is found out at the beginning, before anything else is made.
pub(super) struct Reserved {
    draft: PathBuf,
    target: PathBuf,
}

impl Reserved {
    /// Reserves the place. One in the folder that the run is to make has to stand directly in it.
    pub(super) fn new(target: &Path, folder: &Path) -> Result<Self, Box<Diagnostic>> {
        const HELP: &str = "name a file in a folder that may be written to";
        let fails = |error: io::Error| unwritable(target, &error, HELP);
        let reserved = Self {
            draft: draft_of(target),
            target: target.to_owned(),
        };
        if target.is_dir() {
            return Err(fails(io::ErrorKind::IsADirectory.into()));
        }
        if target.parent() == Some(folder) && !folder.exists() {
            return Ok(reserved);
        }
        fs::write(&reserved.draft, "").map_err(fails)?;
        Ok(reserved)
    }

    /// Writes it.
    pub(super) fn fill(self, content: &str) -> Result<(), Box<Diagnostic>> {
        create(&self.target, content)
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        // It is gone already if the file was written.
        let _ = fs::remove_file(&self.draft);
    }
}

/// Makes the folder unless it is there.
pub(super) fn folder(path: &Path) -> Result<(), Box<Diagnostic>> {
    let help = "name a folder that may be written to";
    fs::create_dir_all(path).map_err(|error| unwritable(path, &error, help))
}

/// A name that every file system takes.
pub(super) fn plain(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    name.chars().map(|c| if fits(c) { c } else { '-' }).collect()
}

fn write(draft: &Path, target: &Path, content: &str) -> io::Result<()> {
    let old = fs::metadata(target)?.permissions();
    if old.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut file = File::create_new(draft)?;
    file.write_all(content.as_bytes())?;
    file.set_permissions(old)?;
    file.sync_all()?;
    fs::rename(draft, target)
}

/// Says that a file or folder can't be written, and why.
pub(super) fn unwritable(path: &Path, error: &io::Error, help: &str) -> Box<Diagnostic> {
    let message = format!("cannot write `{}`: {}", path.display(), reason(error));
    Box::new(Diagnostic::new(Code::CannotWrite, message).help(help))
}

/// A name beside the target, so that renaming stays on one disk; the process id keeps two runs apart.
fn draft_of(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

/// The cause in a few words, without the system's error numbers.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        kind => kind.to_string(),
    }
}
