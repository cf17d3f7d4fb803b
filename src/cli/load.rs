//! Reading what the user names: files, folders and standard input.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::write::reason;
use crate::diagnostic::{Code, Diagnostic, decode_error, decode_note};
use crate::source::{DecodeError, MAX_SOURCE_BYTES, SourceId, SourceText, Sources};

/// The ending of rulebooks.
const ENDING: &str = "roo";
/// The folder of rulebooks where none is named.
const USUAL_FOLDER: &str = "rules";
/// Stands for standard input where a file is expected.
const STANDARD_INPUT: &str = "-";
/// What standard input is called in messages.
const STANDARD_INPUT_NAME: &str = "<stdin>";
/// No folder tree of rulebooks is deeper; one that links into itself is.
const MAX_FOLDERS: usize = 64;

/// The texts that were read.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// All of them, in the order of their paths; standard input comes first.
    pub(super) sources: Sources,
    /// The file behind each; `None` for standard input.
    pub(super) files: Vec<(SourceId, Option<PathBuf>)>,
    /// What could not be read, and what was peculiar.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Whether the path stands for standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// Reads every rulebook that the paths name, each once; where they name none, those of the usual folder.
pub(super) fn rulebooks(paths: &[PathBuf]) -> Texts {
    let mut texts = Texts::default();
    let usual = [PathBuf::from(USUAL_FOLDER)];
    let paths = match paths {
        [] if usual.iter().all(|folder| folder.is_dir()) => &usual,
        [] => {
            texts.diagnostics.push(nothing_named());
            return texts;
        }
        named => named,
    };
    let mut all = Vec::new();
    for path in paths {
        if is_standard_input(path) {
            all.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        if let Err(problem) = find(path, &mut found, 0) {
            texts.diagnostics.push(*problem);
            continue;
        }
        if found.is_empty() {
            texts.diagnostics.push(no_rulebook(path));
        }
        all.extend(found);
    }
    // Nothing depends on the order in which files are named, not even the order of messages.
    all.sort();
    let mut seen = BTreeSet::new();
    for file in all {
        let named = (!is_standard_input(&file)).then(|| fs::canonicalize(&file).ok());
        let identity = named.flatten().unwrap_or_else(|| file.clone());
        if seen.insert(identity) {
            texts.read(&file);
        }
    }
    texts
}

impl Texts {
    fn read(&mut self, path: &Path) {
        let name = name_of(path);
        match text(path) {
            Ok((text, notes)) => {
                let id = self.sources.add(name, text);
                let file = (!is_standard_input(path)).then(|| path.to_owned());
                self.files.push((id, file));
                self.diagnostics.extend(notes);
            }
            Err(problem) => self.diagnostics.push(*problem),
        }
    }
}

/// What a file is called in messages.
pub(super) fn name_of(path: &Path) -> String {
    if is_standard_input(path) {
        STANDARD_INPUT_NAME.to_owned()
    } else {
        path.display().to_string()
    }
}

/// The text of one file or of standard input, and what was peculiar about it.
pub(super) fn text(path: &Path) -> Result<(String, Vec<Diagnostic>), Box<Diagnostic>> {
    let name = name_of(path);
    let bytes = bytes(path, &name)?;
    let decoded = SourceText::decode(&bytes).map_err(|error| Box::new(decode_error(&name, error)))?;
    let notes = decoded.notes.into_iter().map(|note| decode_note(&name, note)).collect();
    Ok((decoded.text, notes))
}

fn bytes(path: &Path, name: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    // One byte more than accepted shows that a text is too large, whatever its true size.
    let limit = u64::try_from(MAX_SOURCE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if is_standard_input(path) {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        let file = File::open(path).map_err(|error| unreadable(name, &error))?;
        let size = file.metadata().map_or(0, |about| about.len());
        if size >= limit {
            let bytes = usize::try_from(size).unwrap_or(usize::MAX);
            return Err(Box::new(decode_error(name, DecodeError::TooLarge { bytes })));
        }
        file.take(limit).read_to_end(&mut bytes)
    };
    read.map_err(|error| unreadable(name, &error))?;
    Ok(bytes)
}

/// Adds the rulebooks at a path: the file itself, or what the folder holds. What begins with a dot is hidden.
fn find(path: &Path, found: &mut Vec<PathBuf>, depth: usize) -> Result<(), Box<Diagnostic>> {
    let unreadable = |error: io::Error| unreadable(&path.display().to_string(), &error);
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_dir() {
        // A pipe, as of the shell's `<(…)`, has no ending that could tell.
        if about.is_file() && !is_rulebook(path) {
            return Err(no_ending(path));
        }
        found.push(path.to_owned());
        return Ok(());
    }
    if depth > MAX_FOLDERS {
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A linked folder could lead back here; a linked file is read.
        if !hidden && (kind.is_dir() || is_rulebook(&path) && path.is_file()) {
            find(&path, found, depth.saturating_add(1))?;
        }
    }
    Ok(())
}

fn is_rulebook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING)
}

fn no_ending(path: &Path) -> Box<Diagnostic> {
    let message = format!(
        "`{}` is no rulebook: its name does not end with `.{ENDING}`",
        path.display()
    );
    let problem = Diagnostic::new(Code::UnknownFileType, message);
    Box::new(problem.help(format!("name a `.{ENDING}` file, or a folder that holds some")))
}

fn nothing_named() -> Diagnostic {
    let message = format!("no rulebook is named, and there is no folder `{USUAL_FOLDER}` here");
    Diagnostic::new(Code::FileNotFound, message).help("name files or folders of rulebooks; `-` is standard input")
}

fn unreadable(name: &str, error: &io::Error) -> Box<Diagnostic> {
    let problem = Diagnostic::new(Code::FileNotFound, format!("cannot read `{name}`: {}", reason(error)));
    Box::new(problem.help("check the path; a folder stands for all `*.roo` files in it, `-` for standard input"))
}

fn no_rulebook(path: &Path) -> Diagnostic {
    Diagnostic::new(
        Code::FileNotFound,
        format!("there is no rulebook in `{}`", path.display()),
    )
    .help("rulebooks are files whose names end with `.roo`")
}
