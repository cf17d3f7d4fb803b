//! The files of `rules/`, and what they come to when some words of them are changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use orilex::diagnostic::{Code, Diagnostic, Severity};
use orilex::model::{self, Rulebook};
use orilex::source::{SourceId, Span};
use orilex::syntax;
use orilex::syntax::tree::{self, Declaration};

/// What the names of everything that a mutant adds begin with.
pub(crate) const OWN: &str = "m_";

/// The imported annex, left out: its thirteen hundred rules are of a few forms, and would crowd out all others.
const IMPORTED: &str = "nafta-annex-401";

/// One file.
pub(crate) struct File {
    /// Its path below `rules/`.
    pub(crate) name: String,
    /// What it says.
    pub(crate) text: String,
    /// The same, parsed.
    pub(crate) tree: tree::File,
    /// The agreement that it is part of.
    pub(crate) home: Arc<str>,
}

/// Words of a file, replaced by others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Which words; the source is the place of the file.
    pub(crate) span: Span,
    /// What stands there instead.
    pub(crate) new: String,
}

/// How a rulebook is changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Change {
    /// Words that are replaced.
    pub(crate) edits: Vec<Edit>,
    /// Declarations that are added.
    pub(crate) added: Vec<String>,
}

/// Every file of `rules/` but those of the imported annex.
pub(crate) struct World {
    /// In the order of their paths.
    pub(crate) files: Vec<File>,
}

impl World {
    /// Reads and parses them.
    pub(crate) fn read() -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let mut files = Vec::new();
        for (path, place) in paths(&root)?.into_iter().zip(0..) {
            let text = fs::read_to_string(&path)?;
            let (tree, said) = syntax::parse(SourceId(place), &text);
            let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
            if let Some(wrong) = said.iter().find(|one| one.is_error()) {
                return Err(io::Error::other(format!("{name}: {}", wrong.message)));
            }
            let home = home(&tree).ok_or_else(|| io::Error::other(format!("{name} is part of no agreement")))?;
            files.push(File { name, text, tree, home });
        }
        Ok(Self { files })
    }

    /// The words of a place.
    pub(crate) fn words(&self, span: Span) -> &str {
        let file = usize::try_from(span.source.0)
            .ok()
            .and_then(|place| self.files.get(place));
        let (start, end) = (usize::try_from(span.start), usize::try_from(span.end));
        match (file, start, end) {
            (Some(file), Ok(start), Ok(end)) => file.text.get(start..end).unwrap_or_default(),
            _ => "",
        }
    }

    /// The declarations of an agreement's files, those of proposals left out.
    pub(crate) fn declarations(&self, agreement: &str) -> impl Iterator<Item = &Declaration> {
        let files = self.files.iter().filter(move |file| *file.home == *agreement);
        files.flat_map(|file| &file.tree.declarations)
    }

    /// Every proposal.
    pub(crate) fn proposals(&self) -> impl Iterator<Item = (&File, &tree::Proposal)> {
        self.files.iter().flat_map(|file| {
            file.tree.declarations.iter().filter_map(move |one| match one {
                Declaration::Proposal(proposal) => Some((file, proposal)),
                _ => None,
            })
        })
    }

    /// The agreement that a text is or amends.
    pub(crate) fn agreement_of(&self, text: &str) -> Option<Arc<str>> {
        let own = self.proposals().find(|(_, proposal)| *proposal.head.name.text == *text);
        let file = own
            .map(|(file, _)| file)
            .or_else(|| self.files.iter().find(|file| *file.home == *text));
        file.map(|file| Arc::clone(&file.home))
    }

    /// The rulebook of one text, with what the text amends; what is wrong with it otherwise.
    pub(crate) fn rulebook(&self, text: &str, change: &Change) -> Result<Rulebook, Vec<Diagnostic>> {
        let agreement = self.agreement_of(text).unwrap_or_else(|| Arc::from(text));
        let mut wrong = Vec::new();
        let mut trees = Vec::new();
        for (file, place) in self.files.iter().zip(0..) {
            if file.home != agreement {
                continue;
            }
            let edits: Vec<&Edit> = change.edits.iter().filter(|edit| edit.span.source.0 == place).collect();
            if edits.is_empty() {
                trees.push(file.tree.clone());
            } else {
                let (tree, said) = syntax::parse(SourceId(place), &edited(&file.text, &edits));
                trees.push(tree);
                wrong.extend(said);
            }
        }
        if !change.added.is_empty() {
            let place = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
            let (tree, said) = syntax::parse(
                SourceId(place),
                &format!("part of {agreement}\n{}", change.added.join("\n")),
            );
            trees.push(tree);
            wrong.extend(said);
        }
        let wanted = self.chain(text);
        for tree in &mut trees {
            tree.declarations.retain(|one| kept(one, &wanted));
        }
        let (rulebook, said) = model::resolve(&trees);
        wrong.extend(said);
        wrong.retain(|one| one.severity == Severity::Error);
        if wrong.is_empty() { Ok(rulebook) } else { Err(wrong) }
    }

    /// The proposals that a text rests on, itself included.
    fn chain(&self, text: &str) -> BTreeSet<Arc<str>> {
        let mut wanted = BTreeSet::new();
        let mut next: Arc<str> = Arc::from(text);
        while let Some((_, proposal)) = self.proposals().find(|(_, one)| one.head.name.text == next) {
            if !wanted.insert(next) {
                break;
            }
            next = Arc::clone(&proposal.amends.text);
        }
        wanted
    }
}

/// Whether a declaration has a say in what originates under the texts that are wanted; claims are for those who read.
fn kept(declaration: &Declaration, wanted: &BTreeSet<Arc<str>>) -> bool {
    let name = &declaration.head().name.text;
    match declaration {
        Declaration::Proposal(_) => wanted.contains(name) || name.starts_with(OWN),
        Declaration::Claim(_) | Declaration::Assumption(_) => name.starts_with(OWN),
        Declaration::Example(_) => false,
        _ => true,
    }
}

/// The text with its words replaced.
pub(crate) fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut out, mut from) = (String::new(), 0);
    for edit in edits {
        let (Ok(start), Ok(end)) = (usize::try_from(edit.span.start), usize::try_from(edit.span.end)) else {
            continue;
        };
        out.push_str(text.get(from..start).unwrap_or_default());
        out.push_str(&edit.new);
        from = end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

fn home(tree: &tree::File) -> Option<Arc<str>> {
    let declared = || {
        tree.declarations.iter().find_map(|one| match one {
            Declaration::Agreement(agreement) => Some(&agreement.head.name),
            _ => None,
        })
    };
    tree.part_of
        .as_ref()
        .or_else(declared)
        .map(|name| Arc::clone(&name.text))
}

fn paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && path.ends_with(IMPORTED) {
            continue;
        }
        if path.is_dir() {
            found.extend(paths(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "roo") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What is wrong, in one line.
pub(crate) fn said(wrong: &[Diagnostic]) -> String {
    let lines: Vec<String> = wrong
        .iter()
        .map(|one| format!("{} {}", one.code, one.message))
        .collect();
    lines.join("; ")
}

/// Whether a message of that code is among what is wrong.
pub(crate) fn has(wrong: &[Diagnostic], codes: &[Code]) -> bool {
    wrong.iter().any(|one| codes.contains(&one.code))
}
