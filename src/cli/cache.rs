//! Findings kept between runs, so that a text that did not change is not proved again.
//!
//! A file holds what one share of the checks found in one text. Its name is a hash of all that the findings hang on: the
//! program itself, what was asked, and the words of every file that the text, or a text that it asks about, is written in.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};

use super::project::Project;
use super::write;
use crate::check::{Checked, Memory};
use crate::model::{ClaimKind, GoodsOf, Says};
use crate::source::SourceId;

/// Where the cache is, in place of the usual folder; empty for none.
const VARIABLE: &str = "ORILEX_CACHE";

/// More files than this are not kept; the oldest go first.
const MOST_FILES: usize = 2_000;

/// What was found in earlier runs.
#[derive(Debug)]
pub(super) struct Cache {
    folder: Option<PathBuf>,
    /// Of each text, a hash of all that its findings hang on but for what is asked.
    texts: BTreeMap<String, String>,
}

impl Cache {
    /// The user's cache, as far as these texts are concerned. Where no folder can be found nothing is kept.
    pub(super) fn of(project: &Project) -> Self {
        let Some((folder, program)) = folder().zip(program()) else {
            return Self::none();
        };
        let texts = project.texts.iter().map(|checked| {
            let mut hash = Sha256::new();
            hash.update(&program);
            for source in files(project, checked) {
                for part in [project.sources.name(source), project.sources.text(source)] {
                    add(&mut hash, part);
                }
                // Findings point into texts by their numbers.
                hash.update(source.0.to_le_bytes());
            }
            (checked.text.name.to_string(), hex(hash))
        });
        Self {
            folder: Some(folder),
            texts: texts.collect(),
        }
    }

    /// Nothing is kept.
    pub(super) fn none() -> Self {
        Self {
            folder: None,
            texts: BTreeMap::new(),
        }
    }

    fn place(&self, text: &str, share: &str) -> Option<PathBuf> {
        // Several texts may be written in the same files: an agreement and what proposals make of it.
        let mut hash = Sha256::new();
        for part in [text, self.texts.get(text)?, share] {
            add(&mut hash, part);
        }
        Some(self.folder.as_ref()?.join(format!("{}.json", hex(hash))))
    }
}

impl Memory for Cache {
    fn recall(&self, text: &str, share: &str) -> Option<String> {
        let content = fs::read_to_string(self.place(text, share)?).ok()?;
        // A file that was damaged says nothing.
        let (sum, found) = content.split_once('\n')?;
        let mut hash = Sha256::new();
        hash.update(found);
        (hex(hash) == sum).then(|| found.to_owned())
    }

    fn keep(&self, text: &str, share: &str, found: &str) {
        let Some(place) = self.place(text, share) else { return };
        let mut hash = Sha256::new();
        hash.update(found);
        let content = format!("{}\n{found}", hex(hash));
        // What can't be kept is found again.
        if let Some(folder) = &self.folder
            && fs::create_dir_all(folder).is_ok()
        {
            let _ = write::create(&place, &content);
            thin_out(folder);
        }
    }
}

/// The files in which a text is written, with those of the texts that it rests on or asks about.
fn files(project: &Project, checked: &Checked) -> BTreeSet<SourceId> {
    let mut names = BTreeSet::new();
    let mut open = vec![checked.text.name.to_string()];
    let mut out = BTreeSet::new();
    while let Some(name) = open.pop() {
        let found = project.texts.iter().find(|one| *one.text.name == *name);
        let Some(text) = found.filter(|_| names.insert(name.clone())) else {
            continue;
        };
        out.insert(text.text.agreement.head.name.span.source);
        for entry in text.text.entries.values() {
            out.insert(entry.declaration.head().name.span.source);
            out.extend(entry.edits.iter().map(|(span, _)| span.source));
            out.extend(entry.never.iter().map(|edit| edit.span.source));
        }
        out.extend(text.text.deleted.values().map(|edit| edit.span.source));
        if text.text.amends.is_some() {
            // A proposal is all that its files say, and what may be said of it hangs on the text that it amends.
            out.extend(project.sources.ids());
        }
        for claim in &text.compiled.claims {
            open.extend(asked_about(&claim.kind));
        }
    }
    out
}

/// The texts that a claim is about beside its own.
fn asked_about(kind: &ClaimKind) -> Vec<String> {
    let goods = |goods: &GoodsOf| goods.originating_under.as_ref().map(|text| text.name.to_string());
    let says = |says: &Says| match says {
        Says::OriginatesUnder(text) | Says::DoesNotOriginateUnder(text) => Some(text.name.to_string()),
        Says::Satisfies(_) => None,
    };
    match kind {
        ClaimKind::Some(of, said) | ClaimKind::No(of, said) => {
            goods(of).into_iter().chain(said.as_ref().and_then(says)).collect()
        }
        ClaimKind::Every(of, said) => goods(of).into_iter().chain(says(said)).collect(),
        ClaimKind::Extremum { goods: of, .. } => goods(of).into_iter().collect(),
    }
}

/// Where findings are kept: `ORILEX_CACHE`, or the folder for such things that the user's system has.
fn folder() -> Option<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE) {
        return (!named.is_empty()).then(|| PathBuf::from(named));
    }
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = named("XDG_CACHE_HOME").or_else(|| named("HOME").map(|home| home.join(".cache")));
    folder.map(|folder| folder.join("orilex"))
}

/// Which program this is: another build may find other things, and so may another solver.
fn program() -> Option<Vec<u8>> {
    let path = env::current_exe().ok()?;
    let known = fs::metadata(&path).ok()?;
    let changed = known.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let solver = env::var_os("ORILEX_SOLVER").unwrap_or_default();
    let (path, solver) = (path.display(), solver.display());
    let words = format!("{path} {} {} {solver}", known.len(), changed.as_nanos());
    Some(words.into_bytes())
}

fn thin_out(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut all: Vec<_> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    if all.len() > MOST_FILES {
        all.sort();
        for (_, path) in all.iter().take(all.len().saturating_sub(MOST_FILES / 2)) {
            let _ = fs::remove_file(path);
        }
    }
}

/// With its length, so that no two rows of parts look alike.
fn add(hash: &mut Sha256, part: &str) {
    hash.update(part.len().to_le_bytes());
    hash.update(part);
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
