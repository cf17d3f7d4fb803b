//! What a check found: the message, what was established, and the evidence.

use crate::certificate::Certificate;
use crate::diagnostic::{Code, Diagnostic};
use crate::good::Case;
use crate::ir::{ClauseId, Program};
use crate::syntax::tree::Head;

/// What was established about the question behind a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It holds for every good.
    Proved,
    /// A good shows that it does not hold.
    Refuted,
    /// Neither.
    Undecided,
    /// A question was put, and this is its answer.
    Answer,
}

impl Outcome {
    /// The word in reports and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Refuted => "refuted",
            Self::Undecided => "undecided",
            Self::Answer => "answer",
        }
    }
}

/// How it is known that something is impossible, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// One solver alone says so.
    OneSolver,
    /// Two solvers that share no code say so.
    Agreed,
    /// Certificates show it, and were rechecked.
    Certified,
    /// The codes and the wording of the text settle it, without arithmetic.
    Wording,
}

impl Known {
    /// The words in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OneSolver => "one solver",
            Self::Agreed => "two solvers",
            Self::Certified => "certified",
            Self::Wording => "wording",
        }
    }
}

/// A clause that a finding follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The text it stands in.
    pub text: String,
    /// Its path.
    pub path: String,
    /// What it says, in words.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
}

/// A key figure of the good that a finding shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is of.
    pub name: String,
    /// As shown, such as `62.5 %`.
    pub shown: String,
}

/// Something found in one text, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The text it was found in.
    pub text: String,
    /// The message.
    pub diagnostic: Diagnostic,
    /// What was established.
    pub outcome: Outcome,
    /// A good that shows it, confirmed by the evaluator.
    pub witness: Option<Case>,
    /// Key figures of that good, or the answer to a question.
    pub figures: Vec<Figure>,
    /// What it follows from, nothing of which could be left out.
    pub core: Vec<Source>,
    /// The measures, lists and definitions by which that comes to what it says.
    pub definitions: Vec<Source>,
    /// What it takes for granted about goods and values, one sentence each.
    pub axioms: Vec<String>,
    /// How it is known, if it rests on something being impossible.
    pub known: Option<Known>,
    /// The certificates of that, one for each product case that has to be told apart.
    pub certificates: Vec<Certificate>,
}

impl Finding {
    /// A finding about one clause of a text, without evidence yet.
    pub(super) fn new(program: &Program, code: Code, outcome: Outcome, message: String) -> Self {
        Self {
            text: program.name.clone(),
            diagnostic: Diagnostic::new(code, message),
            outcome,
            witness: None,
            figures: Vec::new(),
            core: Vec::new(),
            definitions: Vec::new(),
            axioms: Vec::new(),
            known: None,
            certificates: Vec::new(),
        }
    }

    /// The same, placed at the clause, with its path and its legal source.
    pub(super) fn at(mut self, program: &Program, clause: ClauseId, label: &str) -> Self {
        let place = &program.clauses[clause];
        self.diagnostic = self.diagnostic.at(place.span, label).clause(path(program, clause));
        if let Some(source) = citation(program, clause) {
            self.diagnostic = self.diagnostic.cite(source);
        }
        self
    }

    /// The same, placed at a declaration that is no clause.
    pub(super) fn at_declaration(mut self, head: &Head, label: &str) -> Self {
        self.diagnostic = self.diagnostic.at(head.span, label).clause(head.name.text.to_string());
        if let Some(source) = &head.cites {
            self.diagnostic = self.diagnostic.cite(source.text.to_string());
        }
        self
    }

    /// The same with advice.
    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.help(text);
        self
    }

    /// The same with a further fact.
    pub(super) fn note(mut self, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.note(text);
        self
    }

    /// The same with a further place, which is another than those it has.
    pub(super) fn also(mut self, program: &Program, clause: ClauseId, label: &str) -> Self {
        let span = program.clauses[clause].span;
        if self.diagnostic.labels.iter().all(|known| known.span != span) {
            self.diagnostic = self.diagnostic.also(span, label);
        }
        self
    }
}

/// The path under which the user knows a clause: the parts that the compiler adds to a rule go by the rule's name.
pub(super) fn path(program: &Program, clause: ClauseId) -> String {
    let path = program.clauses[clause].path.as_str();
    let known = ["/applies", "/fires", "/rule applies"]
        .iter()
        .find_map(|added| path.strip_suffix(added));
    known.unwrap_or(path).to_owned()
}

/// The legal source of a clause; a mere `(a)` is read after the source of the declaration it stands in.
pub(super) fn citation(program: &Program, clause: ClauseId) -> Option<String> {
    let place = &program.clauses[clause];
    let own = place.citation.clone()?;
    if !own.starts_with('(') {
        return Some(own);
    }
    let first = place.path.split('/').next().unwrap_or_default();
    let whole = program
        .clauses
        .iter()
        .find(|(_, other)| other.path == first || other.path == format!("{first}/applies"));
    match whole.and_then(|(_, whole)| whole.citation.as_ref()) {
        Some(source) if *source != own => Some(format!("{source} {own}")),
        _ => Some(own),
    }
}
