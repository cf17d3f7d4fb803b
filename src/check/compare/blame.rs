//! The clauses that make the difference on one good.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::Ratio;
use crate::eval::{self, Loaded};
use crate::ir::{ClauseId, ClauseKind, Comparison, Formula, Num, Program};
use crate::source::Span;

use super::super::finding::{citation, path};
use super::super::range::{is_share, shown};

/// A clause of the text that does not let the good through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path.
    pub clause: String,
    /// What it says, in words.
    pub title: Option<String>,
    /// The legal source.
    pub citation: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// What it comes to, and whether the other text has it.
    pub notes: Vec<String>,
    pub(super) id: ClauseId,
}

/// A text and the good in its words.
pub(super) struct Judged<'a> {
    pub(super) name: &'a str,
    pub(super) program: &'a Program,
    pub(super) good: Loaded,
}

impl Judged<'_> {
    fn truth(&self, formula: &Formula) -> Option<bool> {
        eval::truth(self.program, &self.good, formula).ok()?.known()
    }

    fn figure(&self, num: &Num) -> Option<Ratio> {
        eval::figure(self.program, &self.good, num).ok()?.known().cloned()
    }

    fn by_path(&self, path: &str) -> Option<ClauseId> {
        let mut clauses = self.program.clauses.iter();
        clauses.find(|(_, clause)| clause.path == path).map(|(id, _)| id)
    }
}

/// Why a good does not originate under one text although it does under another: the innermost clauses that decide
/// otherwise than their namesakes there, or that have none.
pub(super) fn differences(fails: &Judged<'_>, passes: &Judged<'_>) -> Vec<Difference> {
    let mut walk = Walk {
        fails,
        passes,
        known: BTreeMap::new(),
    };
    let found = match walk.clause(fails.program.origin, true) {
        Way::Barred(clauses) => clauses,
        Way::Open | Way::BarredAnyway => Vec::new(),
    };
    let mut told: BTreeSet<String> = BTreeSet::new();
    let all = found.into_iter().map(|id| difference(fails, passes, id));
    all.filter(|one| told.insert(one.clause.clone())).collect()
}

/// Whether a condition lets the good through.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    /// It does.
    Open,
    /// It does not, and that is the difference: these clauses inside it are why, or it has no clauses.
    Barred(Vec<ClauseId>),
    /// It does not, and would not under the other text: what stands beside it makes no difference.
    BarredAnyway,
}

struct Walk<'w, 'a> {
    fails: &'w Judged<'a>,
    passes: &'w Judged<'a>,
    known: BTreeMap<(ClauseId, bool), Way>,
}

impl Walk<'_, '_> {
    /// Whether a clause is what it would have to be for the good to originate.
    fn clause(&mut self, id: ClauseId, wanted: bool) -> Way {
        if let Some(known) = self.known.get(&(id, wanted)) {
            return known.clone();
        }
        let way = self.look(id, wanted);
        self.known.insert((id, wanted), way.clone());
        way
    }

    fn look(&mut self, id: ClauseId, wanted: bool) -> Way {
        let clause = &self.fails.program.clauses[id];
        if self.fails.truth(&Formula::Clause(id)) == Some(wanted) {
            return Way::Open;
        }
        let namesake = self.passes.by_path(&clause.path);
        if namesake.is_some_and(|other| self.passes.truth(&Formula::Clause(other)) != Some(wanted)) {
            return Way::BarredAnyway;
        }
        match self.formula(&clause.formula, wanted) {
            Way::Barred(inner) if !inner.is_empty() => Way::Barred(inner),
            _ => Way::Barred(vec![id]),
        }
    }

    fn formula(&mut self, formula: &Formula, wanted: bool) -> Way {
        match formula {
            Formula::All(parts) if wanted => self.every(parts, wanted),
            Formula::Any(parts) if !wanted => self.every(parts, wanted),
            Formula::All(parts) | Formula::Any(parts) => self.some(parts, wanted),
            Formula::Not(inner) => self.formula(inner, !wanted),
            Formula::Clause(id) => self.clause(*id, wanted),
            atom if self.fails.truth(atom) == Some(wanted) => Way::Open,
            _ => Way::Barred(Vec::new()),
        }
    }

    /// All of them are needed, so one that bars the good anyway makes the others idle.
    fn every(&mut self, parts: &[Formula], wanted: bool) -> Way {
        let mut barred = None;
        for part in parts {
            match self.formula(part, wanted) {
                Way::Open => {}
                Way::BarredAnyway => return Way::BarredAnyway,
                Way::Barred(clauses) => barred.get_or_insert_with(Vec::new).extend(clauses),
            }
        }
        barred.map_or(Way::Open, Way::Barred)
    }

    /// One would do. That a rule applies is no fault of the rule if what it asks for can be met.
    fn some(&mut self, parts: &[Formula], wanted: bool) -> Way {
        let mut barred: Option<Vec<ClauseId>> = None;
        for part in parts {
            match self.formula(part, wanted) {
                Way::Open => return Way::Open,
                Way::BarredAnyway => {}
                Way::Barred(clauses) => barred.get_or_insert_with(Vec::new).extend(clauses),
            }
        }
        let Some(all) = barred else { return Way::BarredAnyway };
        let kind = |id: &ClauseId| self.fails.program.clauses[*id].kind;
        let applies = |id: &ClauseId| matches!(kind(id), ClauseKind::Applies | ClauseKind::Fires);
        let asks: Vec<ClauseId> = all.iter().copied().filter(|id| !applies(id)).collect();
        Way::Barred(if asks.is_empty() { all } else { asks })
    }
}

fn difference(fails: &Judged<'_>, passes: &Judged<'_>, id: ClauseId) -> Difference {
    let program = fails.program;
    let clause = &program.clauses[id];
    let mut notes: Vec<String> = figures(fails, &clause.formula);
    match passes.by_path(&clause.path) {
        None => notes.push(format!("{} has no such clause", passes.name)),
        Some(other) => {
            let there = figures(passes, &passes.program.clauses[other].formula);
            let there = there.into_iter().filter(|line| !notes.contains(line));
            let there: Vec<String> = there.map(|line| format!("under {}: {line}", passes.name)).collect();
            notes.extend(there);
        }
    }
    Difference {
        clause: path(program, id),
        title: clause.title.clone(),
        citation: citation(program, id),
        span: clause.span,
        notes,
        id,
    }
}

/// What the figures that a condition compares come to, one line each; of methods that may not be used, nothing.
fn figures(judged: &Judged<'_>, formula: &Formula) -> Vec<String> {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => parts.iter().flat_map(|part| figures(judged, part)).collect(),
        Formula::Not(inner) => figures(judged, inner),
        Formula::Compare { left, op, right } => {
            let program = judged.program;
            let share = is_share(program, left) || is_share(program, right);
            let value = |num: &Num| Some(shown(share, &judged.figure(num)?));
            let (Some(a), Some(b)) = (value(left), value(right)) else {
                return Vec::new();
            };
            let name = match left {
                Num::Measure(id) | Num::Averaged { measure: id, .. } => format!("`{}`", program.measures[*id].name),
                Num::Basis(id) => format!("`{}`", program.vocabulary.bases[*id].name),
                _ => "the figure".to_owned(),
            };
            let asked = match op {
                Comparison::Less => "less than",
                Comparison::AtMost => "at most",
                Comparison::Equal => "exactly",
                Comparison::NotEqual => "anything but",
                Comparison::AtLeast => "at least",
                Comparison::More => "more than",
            };
            vec![format!("{name} is {a}, and {asked} {b} is asked")]
        }
        _ => Vec::new(),
    }
}
