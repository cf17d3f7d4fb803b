//! Compiling one text: names are looked up, types checked, and every construct desugared into the IR.

mod aggregate;
mod agreement;
mod arithmetic;
mod averaging;
mod carve_out;
mod change;
mod claim;
mod condition;
mod cumulation;
mod example;
mod links;
mod list;
mod material;
mod measure;
mod number;
mod origin;
mod property;
mod rule;
mod threshold;
mod tolerance;
mod unused;
mod variant;
mod vocabulary;
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Aggregate, AggregateId, Clause, ClauseId, ClauseKind, Depth, Formula, MaterialTest, Materials, MaterialsId,
    MeasureId, Num, Program, RuleKind, Word,
};
use crate::nomenclature::CodeSet;
use crate::source::Span;
use crate::syntax::tree::{Declaration, Head, Name, Period, Relaxed, Rounding};

use super::rulebook::{Entry, Rulebook, Text};
use super::{dates, diagnostics};

pub use claim::{Claim, ClaimKind, GoodsOf, Quantity, Says, TextAt};
pub use example::{Example, Expectation, ExpectedOrigin, PrintedAs};

/// One text in the form that is evaluated and proved, with the claims and examples that are judged under it.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The text.
    pub program: Program,
    /// What the drafter claims of it.
    pub claims: Vec<Claim>,
    /// The goods and what is expected of them.
    pub examples: Vec<Example>,
}

/// Compiles one text of a rulebook, with all that is wrong about it. A part that is wrong is left out, so the
/// program is to be used only if no diagnostic is an error.
pub fn compile(rulebook: &Rulebook, text: &Text) -> (Compiled, Vec<Diagnostic>) {
    let mut compiler = Compiler::new(rulebook, text);
    compiler.vocabulary();
    compiler.values_ordered();
    compiler.averaging();
    compiler.cumulations();
    compiler.designations();
    compiler.assumptions();
    compiler.tolerances();
    compiler.rules();
    compiler.remaining();
    compiler.origin();
    let claims = compiler.claims();
    let examples = compiler.examples();
    compiler.unused();
    if compiler.too_deep.is_none() {
        compiler.sink.extend(links::fault(&compiler.program));
    }
    let mut sink = Vec::new();
    for diagnostic in compiler.sink {
        if !sink.contains(&diagnostic) {
            sink.push(diagnostic);
        }
    }
    (
        Compiled {
            program: compiler.program,
            claims,
            examples,
        },
        sink,
    )
}

/// Compiles every text of a rulebook, in order. What one text leaves unused another may use.
pub fn compile_all(rulebook: &Rulebook) -> (Vec<Compiled>, Vec<Diagnostic>) {
    let (mut texts, mut all) = (Vec::new(), Vec::new());
    for text in rulebook.texts.values() {
        let (compiled, said) = compile(rulebook, text);
        texts.push(compiled);
        all.push(said);
    }
    let unused = |said: &[Diagnostic], span: Option<Span>| {
        let mut own = said.iter().filter(|one| one.code == Code::UnusedDeclaration);
        own.any(|one| one.span() == span)
    };
    let everywhere = |span: Option<Span>| {
        rulebook.texts.values().zip(&all).all(|(text, said)| {
            let mut names = text.entries.values().map(|entry| entry.declaration.head().name.span);
            unused(said, span) || names.all(|name| Some(name) != span)
        })
    };
    let keep = |one: &&Diagnostic| one.code != Code::UnusedDeclaration || everywhere(one.span());
    let said = all.iter().flatten().filter(keep).cloned().collect();
    (texts, said)
}

/// What is known of one text while it is compiled. Figures and definitions are compiled when they are first
/// used, so their order in the files does not matter.
struct Compiler<'a> {
    rulebook: &'a Rulebook,
    text: &'a Text,
    program: Program,
    rounding: Rounding,
    narrower_prevails: bool,
    measures: BTreeMap<Arc<str>, MeasureId>,
    measure_types: BTreeMap<Arc<str>, number::Type>,
    definitions: BTreeMap<Arc<str>, ClauseId>,
    thresholds: BTreeMap<Arc<str>, (Num, number::Type)>,
    lists: BTreeMap<Arc<str>, Arc<list::ListData>>,
    carve_outs: BTreeMap<Arc<str>, carve_out::Applied>,
    rule_bodies: BTreeMap<Arc<str>, ClauseId>,
    /// "The product rules" as a whole: referred to by a criterion before it is known.
    product_rules: ClauseId,
    /// What is being compiled, to see definitions that go round in a circle.
    open: Vec<Arc<str>>,
    /// Where more names rest on one another than can be compiled.
    too_deep: Option<Span>,
    used: BTreeSet<Arc<str>>,
    /// What the test on materials being compiled was found to depend on.
    met: variant::Met,
    /// The case for which a test on materials is compiled, where there are several.
    case: Option<variant::Case>,
    /// The cumulations of materials.
    cumulations: Vec<cumulation::Cumulable>,
    /// The provisions on averaging.
    averagings: Vec<averaging::Provision>,
    /// Whether it is the cumulations that are being compiled.
    cumulating: bool,
    /// What tolerances relax unless they say so themselves.
    relaxed: Vec<Relaxed>,
    /// Whether materials of no value are disregarded.
    no_value_disregarded: bool,
    /// The scope of the rule being compiled: provisions that can't concern it are left out.
    scope: CodeSet,
    /// Its kind.
    rule_kind: Option<RuleKind>,
    /// Its name.
    rule: Option<Arc<str>>,
    sink: Vec<Diagnostic>,
}

impl<'a> Compiler<'a> {
    /// The declaration called `name`, which now counts as used.
    fn declaration(&mut self, name: &str) -> Option<&'a Entry> {
        let (key, entry) = self.text.entries.get_key_value(name)?;
        self.used.insert(Arc::clone(key));
        Some(entry)
    }

    /// The names of declarations of some sort, for "did you mean".
    fn names(&self, sort: impl Fn(&Declaration) -> bool) -> Vec<&'a str> {
        let entries = self.text.entries.iter();
        entries
            .filter(|(_, entry)| sort(&entry.declaration))
            .map(|(_, entry)| entry.declaration.head().name.text.as_ref())
            .collect()
    }

    /// Says that no declaration has that name.
    fn unknown<'n>(&mut self, name: &Name, what: &str, candidates: impl IntoIterator<Item = &'n str>) {
        let problem = diagnostics::unknown_name(name, what, candidates);
        self.absent(name, problem);
    }

    /// Says that a name is not declared; `otherwise`, unless a proposal deleted what it stands for.
    fn absent(&mut self, name: &Name, otherwise: Diagnostic) {
        let first = name.text.split('/').next().unwrap_or_default();
        self.sink.push(match self.text.deleted.get(first) {
            Some(edited) => diagnostics::deleted(first, name.span, edited),
            None => otherwise,
        });
    }

    /// The legal source of a declaration.
    fn citation(&self, head: &Head) -> Option<String> {
        let own = head.cites.as_ref().map(|cites| cites.text.to_string());
        own.or_else(|| {
            let entry = self.text.entries.get(&head.name.text)?;
            entry.fallback_citation.as_ref().map(ToString::to_string)
        })
    }

    /// The result of some work, and the names that it used.
    fn naming<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, BTreeSet<Arc<str>>) {
        let before = std::mem::take(&mut self.used);
        let result = work(self);
        let names = std::mem::replace(&mut self.used, before);
        self.used.extend(names.iter().cloned());
        (result, names)
    }

    /// What a name stands for, if it says which materials are counted: a list or a definition.
    fn word(&self, name: &Arc<str>) -> Option<Word> {
        let entry = self.text.entries.get(name)?;
        let head = match entry.declaration.as_ref() {
            Declaration::List(list) => &list.head,
            Declaration::Definition(definition) => &definition.head,
            _ => return None,
        };
        let edits = entry.edits.iter();
        Some(Word {
            name: name.to_string(),
            title: head.title.as_ref().map(|title| title.text.to_string()),
            citation: self.citation(head),
            edits: edits
                .map(|(span, source)| (*span, source.as_ref().map(ToString::to_string)))
                .collect(),
            span: head.span,
        })
    }

    /// Says that a clause which decides origin cites no legal source.
    fn require_citation(&mut self, head: &Head, what: &str) {
        if self.citation(head).is_none() {
            self.sink.push(
                Diagnostic::new(
                    Code::MissingCitation,
                    format!("{what} `{}` cites no legal source", head.name.text),
                )
                .at(head.name.span, "no `cites` here")
                .help("add its article, as in `cites \"Art. 403(5)(a)\"`, so that findings can name it"),
            );
        }
    }

    fn clause(&mut self, clause: Clause) -> ClauseId {
        self.program.clauses.push(clause)
    }

    /// A clause that belongs to a declaration and has its source.
    fn clause_of(&mut self, head: &Head, path: String, kind: ClauseKind, span: Span, formula: Formula) -> ClauseId {
        let citation = self.citation(head);
        let title = head.title.as_ref().map(|title| title.text.to_string());
        self.clause(Clause {
            path,
            title,
            citation,
            kind,
            span,
            formula,
        })
    }

    fn materials(&mut self, depth: Depth, test: MaterialTest) -> MaterialsId {
        let wanted = Materials { depth, test };
        let known = self
            .program
            .materials
            .iter()
            .find(|(_, known)| **known == wanted)
            .map(|(id, _)| id);
        known.unwrap_or_else(|| self.program.materials.push(wanted))
    }

    fn aggregate(&mut self, wanted: Aggregate) -> AggregateId {
        let known = self
            .program
            .aggregates
            .iter()
            .find(|(_, known)| **known == wanted)
            .map(|(id, _)| id);
        known.unwrap_or_else(|| self.program.aggregates.push(wanted))
    }

    /// Compiles `name` by way of `build` unless that goes round in a circle.
    fn once<T>(&mut self, name: &Name, build: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if let Some(start) = self.open.iter().position(|open| *open == name.text) {
            let mut path: Vec<String> = self.open.iter().skip(start).map(ToString::to_string).collect();
            path.push(name.text.to_string());
            self.sink.push(diagnostics::cycle(name, &path));
            return None;
        }
        // Said once: further down the same chain the same is true.
        if self.too_deep.is_some() {
            return None;
        }
        if self.open.len() >= links::MAX_NAMES {
            self.too_deep = Some(name.span);
            self.sink.push(links::too_many_names(name.span));
            return None;
        }
        self.open.push(Arc::clone(&name.text));
        let built = build(self);
        self.open.pop();
        built
    }

    /// The condition that the claim's date lies in a clause's period and in none for which it is suspended.
    fn in_period(&mut self, period: &Period, suspended: &[Period]) -> Formula {
        let days = dates::days(period, &mut self.sink);
        let mut formula = dates::within(days, crate::ir::DateBase::Claim);
        for period in suspended {
            let days = dates::days(period, &mut self.sink);
            formula = formula.and(dates::within(days, crate::ir::DateBase::Claim).negate());
        }
        formula
    }
}
