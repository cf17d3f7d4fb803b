//! Rulebooks from the files that the user names to compiled texts.

use std::path::PathBuf;

use super::load::{self, Texts};
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::model::{self, Rulebook};
use crate::nomenclature::{Edition, HsCode};
use crate::source::Sources;
use crate::syntax::{self, tree::Claim};

/// Rulebooks, read and compiled.
pub(super) struct Project {
    /// What was read.
    pub(super) sources: Sources,
    /// What it declares.
    pub(super) rulebook: Rulebook,
    /// Each text, agreements before the proposals that rest on them.
    pub(super) texts: Vec<Checked>,
    /// Everything said so far, in the order of the files, each thing once.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Project {
    /// Reads, parses, resolves and compiles. After an error no text is compiled: the rest would be guesses.
    pub(super) fn open(paths: &[PathBuf]) -> Self {
        let Texts {
            sources,
            files,
            diagnostics,
        } = load::rulebooks(paths);
        let mut sink = Sink::new();
        sink.extend(diagnostics);
        let unread = sink.has_errors();
        let mut trees = Vec::new();
        for (id, _) in files {
            let (tree, said) = syntax::parse(id, sources.text(id));
            trees.push(tree);
            sink.extend(said);
        }
        let unparsed = sink.has_errors();
        let mut project = Self {
            sources,
            rulebook: Rulebook::default(),
            texts: Vec::new(),
            diagnostics: Vec::new(),
        };
        // A file or declaration that is left out would make every mention of it an error of its own.
        if !unread && !unparsed {
            let (rulebook, said) = model::resolve(&trees);
            sink.extend(said);
            let (compiled, said) = model::compile_all(&rulebook);
            let texts = rulebook.texts.values().cloned().zip(compiled);
            project.texts = texts.map(|(text, compiled)| Checked { text, compiled }).collect();
            sink.extend(said);
            project.rulebook = rulebook;
        }
        project.diagnostics = sink.into_sorted();
        project
    }

    /// Has texts of one edition share the codes that any of them takes from outside it, so that goods can be judged under all of them.
    pub(super) fn share_codes(&mut self, names: &[&str]) {
        let mut texts: Vec<&mut Checked> = self.texts.iter_mut().collect();
        texts.retain(|one| names.contains(&one.text.name.as_ref()));
        let editions: Vec<Edition> = texts.iter().map(|one| one.compiled.program.edition).collect();
        for text in texts {
            let own = &mut text.compiled.program.edition;
            let alike = editions.iter().filter(|other| other.adopted() == own.adopted());
            let codes: Vec<HsCode> = alike.flat_map(|other| other.outside().iter().copied()).collect();
            *own = own.with(codes);
        }
    }

    /// Whether something is wrong, so that nothing may be concluded from the texts.
    pub(super) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The errors alone.
    pub(super) fn errors(&self) -> Vec<Diagnostic> {
        self.diagnostics.iter().filter(|one| one.is_error()).cloned().collect()
    }

    /// The text of that name; without a name the only agreement there is.
    pub(super) fn text(&self, name: Option<&str>) -> Result<&Checked, Box<Diagnostic>> {
        if let Some(name) = name {
            return self
                .texts
                .iter()
                .find(|one| *one.text.name == *name)
                .ok_or_else(|| self.unknown(name));
        }
        let mut agreements = self.texts.iter().filter(|one| one.text.amends.is_none());
        let problem = match (agreements.next(), agreements.next()) {
            (Some(only), None) => return Ok(only),
            (None, _) => Diagnostic::new(Code::NoAgreement, "no agreement is declared")
                .help("name the files that declare one, as in `--rules rules/nafta-1994`"),
            (Some(_), Some(_)) => Diagnostic::new(Code::UnknownAgreement, "several agreements are declared")
                .help(format!("choose one with `--under`: {}", super::listed(&self.names()))),
        };
        Err(Box::new(problem))
    }

    /// The text in which clauses are looked for: the one of that name; without a name the only one that has them all, an
    /// agreement before proposals, for those have the clauses of what they amend.
    pub(super) fn text_with(&self, name: Option<&str>, clauses: &[&str]) -> Result<&Checked, Box<Diagnostic>> {
        let all = || self.texts.iter();
        let agreements = || all().filter(|one| one.text.amends.is_none());
        if name.is_some() || clauses.is_empty() || agreements().count() < 2 {
            return self.text(name);
        }
        let has = |one: &&Checked| clauses.iter().all(|clause| one.has(clause));
        let mut having: Vec<&Checked> = agreements().filter(has).collect();
        if having.is_empty() {
            having = all().filter(has).collect();
        }
        if let [only] = having.as_slice() {
            return Ok(only);
        }
        let called = |name: &&str| format!("`{name}`");
        let words = clauses.iter().map(called).collect::<Vec<_>>().join(", ");
        if !having.is_empty() {
            let names: Vec<&str> = having.iter().map(|one| one.text.name.as_ref()).collect();
            let problem = Diagnostic::new(Code::UnknownAgreement, format!("several texts have {words}"));
            return Err(Box::new(
                problem.help(format!("choose one with `--under`: {}", super::listed(&names))),
            ));
        }
        let nowhere = clauses.iter().find(|clause| !all().any(|one| one.has(clause)));
        let Some(nowhere) = nowhere else {
            let problem = Diagnostic::new(Code::UnknownName, format!("no text has all of {words}"));
            return Err(Box::new(problem.help("ask for those of one text at a time")));
        };
        let names: Vec<&str> = all().flat_map(Checked::names).collect();
        let problem = Diagnostic::new(Code::UnknownName, format!("no text has a clause called `{nowhere}`"));
        Err(Box::new(problem.help(super::show::advice(nowhere, &names))))
    }

    /// The claim of that name that is judged under the text.
    pub(super) fn claim(&self, checked: &Checked, name: &str) -> Option<&Claim> {
        let judged = |home: &str, claim: &Claim| {
            let under = claim.under.as_ref().map_or(home, |under| &under.text);
            *claim.head.name.text == *name && *under == *checked.text.name
        };
        let mut claims = self.rulebook.claims.iter();
        claims.find(|(home, claim)| judged(home, claim)).map(|(_, claim)| claim)
    }

    fn unknown(&self, name: &str) -> Box<Diagnostic> {
        let names = self.names();
        let help = match super::nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "the files declare none".to_owned(),
            None => super::listed(&names),
        };
        let message = format!("no agreement or proposal is called `{name}`");
        Box::new(Diagnostic::new(Code::UnknownAgreement, message).help(help))
    }

    fn names(&self) -> Vec<&str> {
        self.texts.iter().map(|one| one.text.name.as_ref()).collect()
    }
}
