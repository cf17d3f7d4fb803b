//! What can be asked of one or more texts, and what the answer looks like.

use std::panic::{self, AssertUnwindSafe};

use crate::amount::Ratio;
use crate::certificate::Certificate;
use crate::good::Case;
use crate::ir::{ClauseId, Formula, Num, Program};
use crate::nomenclature::CodeSet;

use super::assumption::Withheld;
use super::axiom::Axiom;
use super::stop::stopped;
use super::term::Problem;

/// Which of a question's programs is meant.
pub type ProgramIndex = usize;

/// A condition on one good under one or more texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The condition holds under that text, for some permitted choice of the producer.
    Holds(ProgramIndex, Formula),
    /// The figure is defined under that text: some case of each threshold in it holds and no divisor is zero.
    Defined(ProgramIndex, Num),
    /// Every one holds.
    All(Vec<Query>),
    /// Some one holds.
    Any(Vec<Query>),
    /// It does not hold.
    Not(Box<Query>),
}

impl Query {
    /// The condition that the clause holds under the first text.
    pub fn clause(clause: ClauseId) -> Self {
        Self::Holds(0, Formula::Clause(clause))
    }

    /// The condition that the clause does not hold under the first text.
    pub fn not_clause(clause: ClauseId) -> Self {
        Self::Not(Box::new(Self::clause(clause)))
    }
}

/// "Is there a good such that …?"
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The texts that the query speaks about.
    pub programs: Vec<&'a Program>,
    /// What the good has to satisfy.
    pub query: Query,
    /// The codes that the good may have.
    pub scope: CodeSet,
    /// Clauses taken for granted: the tabled assumptions.
    pub assuming: Vec<(ProgramIndex, ClauseId)>,
    /// Whether the good is claimed on a day on which every text is in force.
    pub in_force_only: bool,
}

impl<'a> Question<'a> {
    /// The question whether any good at all satisfies the query, on a day on which the texts are in force.
    pub fn new(programs: Vec<&'a Program>, query: Query) -> Self {
        Self {
            programs,
            query,
            scope: CodeSet::all(),
            assuming: Vec::new(),
            in_force_only: true,
        }
    }

    /// The same about goods of these codes only.
    #[must_use]
    pub fn within(mut self, scope: CodeSet) -> Self {
        self.scope = scope;
        self
    }

    /// The same with these clauses taken for granted.
    #[must_use]
    pub fn assuming(mut self, clauses: impl IntoIterator<Item = (ProgramIndex, ClauseId)>) -> Self {
        self.assuming.extend(clauses);
        self
    }

    pub(super) fn program(&self, index: ProgramIndex) -> Option<&'a Program> {
        self.programs.get(index).copied()
    }
}

/// How hard to try, and from what. Only counted steps, never seconds: the same question gives the same answer on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// The solver's budget for one check, in its own units.
    pub steps: u64,
    /// Whether witnesses are made small and round.
    pub polish: bool,
    /// Whether cores are made minimal.
    pub minimise: bool,
    /// The assumptions that are not made.
    pub withheld: Withheld,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            steps: 20_000_000,
            polish: true,
            minimise: true,
            withheld: Withheld::default(),
        }
    }
}

impl Effort {
    /// A tenth of the usual steps: what is easy, soon.
    #[must_use]
    pub fn low() -> Self {
        Self::with_steps(2_000_000)
    }

    /// Ten times the usual steps, for what stayed open.
    #[must_use]
    pub fn high() -> Self {
        Self::with_steps(200_000_000)
    }

    fn with_steps(steps: u64) -> Self {
        Self {
            steps,
            ..Self::default()
        }
    }
}

/// The answer to a [`Question`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// There is no such good, whatever it is made of.
    Impossible(Core),
    /// There is: here is one.
    Possible(Box<Witness>),
    /// Neither was established.
    Undecided(Undecided),
}

impl Verdict {
    /// Whether it is proved that there is no such good.
    pub fn is_impossible(&self) -> bool {
        matches!(self, Self::Impossible(_))
    }

    /// Whether there is such a good.
    pub fn is_possible(&self) -> bool {
        matches!(self, Self::Possible(_))
    }
}

/// Why there is no such good: what has to be read together to see it, and nothing that could be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Core {
    /// The clauses, in the order of their texts.
    pub clauses: Vec<(ProgramIndex, ClauseId)>,
    /// What is taken for granted about goods and values.
    pub axioms: Vec<Axiom>,
    /// How many product cases have a core of which it is not known that it is the smallest, though nothing in it can be
    /// spared.
    pub perhaps_larger: usize,
    /// The refuted problems, one for each distinct product case, with the statements that refute them. Empty where
    /// the codes and the wording settle the question without arithmetic.
    pub refuted: Vec<Refuted>,
}

impl Core {
    /// Adds what another impossibility follows from, for a statement that takes both.
    pub fn add(&mut self, other: &Core) {
        self.clauses.extend(&other.clauses);
        self.clauses.sort();
        self.clauses.dedup();
        self.axioms.extend(other.axioms.iter().cloned());
        self.axioms.sort();
        self.axioms.dedup();
        self.perhaps_larger = self.perhaps_larger.saturating_add(other.perhaps_larger);
        for refuted in &other.refuted {
            if !self.refuted.contains(refuted) {
                self.refuted.push(refuted.clone());
            }
        }
    }
}

/// A problem that has no solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refuted {
    /// The problem.
    pub problem: Problem,
    /// Which of its guarded statements suffice, as places in `problem.guards`.
    pub kept: Vec<usize>,
    /// How hard was tried.
    pub effort: Effort,
}

/// How an impossibility is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// By a certificate, which was checked.
    Certified(Box<Certificate>),
    /// Two solvers that share no code agree: the engine of our own, and Z3.
    Agreed,
    /// By one solver alone.
    OneSolver,
}

/// A good that satisfies a query, confirmed by the evaluator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The good and its context.
    pub case: Case,
    /// What to know when reading it.
    pub notes: Vec<String>,
}

/// A question that was not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// Why.
    pub reason: Reason,
    /// The good found, where one was found and not confirmed.
    pub case: Option<Box<Case>>,
}

/// Why a question was not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The solver's budget was used up, or it gave up; carries its words.
    Effort(String),
    /// The solver broke off, in its words: an error of this program or of the solver, or too little memory.
    Broken(String),
    /// The run was ended before the question was settled.
    Stopped,
    /// The conditions multiply or divide figures that both vary; names them.
    NotLinear(Vec<String>),
    /// A sort of condition that the verifier can't put exactly; says which.
    NotExpressible(String),
    /// The evaluator does not confirm the good that was found: an error of this program, to be reported.
    NotConfirmed(String),
    /// Only a good that breaks an assumption which was withheld shows it; carries what the evaluator says of it.
    Withheld(String),
    /// On the good that was found two rules conflict or a threshold is undefined; says which.
    IllDefined(String),
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Effort(words) => write!(f, "the solver gave up ({words})"),
            Self::Broken(words) => write!(f, "the solver broke off ({words})"),
            Self::Stopped => f.write_str("the run was ended before"),
            Self::NotLinear(terms) => write!(
                f,
                "figures that both vary are multiplied or divided: {}",
                terms.join("; ")
            ),
            Self::NotExpressible(what) => write!(f, "{what} can't be put to the solver exactly"),
            Self::NotConfirmed(why) => write!(f, "the evaluator does not confirm the good found: {why}"),
            Self::Withheld(why) => write!(
                f,
                "without the assumptions that were withheld there may be a good, and none can be shown: {why}"
            ),
            Self::IllDefined(why) => write!(f, "the good found can't be evaluated: {why}"),
        }
    }
}

impl Undecided {
    pub(super) fn because(reason: Reason) -> Self {
        Self { reason, case: None }
    }

    /// The solver gave up, for its budget was used up or the run was ended.
    pub(super) fn gave_up(words: String) -> Self {
        Self::because(if stopped() {
            Reason::Stopped
        } else {
            Reason::Effort(words)
        })
    }

    /// What the work comes to; if it breaks off, that it did: one question that can't be settled leaves the others.
    pub(super) fn unless_broken<R>(work: impl FnOnce() -> R) -> Result<R, Self> {
        if stopped() {
            return Err(Self::because(Reason::Stopped));
        }
        panic::catch_unwind(AssertUnwindSafe(work)).map_err(|what| {
            let words = what.downcast_ref::<String>().cloned();
            let words = words.or_else(|| what.downcast_ref::<&str>().map(ToString::to_string));
            Self::because(Reason::Broken(words.unwrap_or_default()))
        })
    }
}

/// The largest or the smallest figure among the goods that satisfy a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extremum {
    /// This figure is reached and none goes beyond.
    Attained {
        /// The figure.
        value: Ratio,
        /// A good that has it.
        witness: Box<Witness>,
        /// Why none goes beyond, where that is so.
        core: Core,
    },
    /// Goods come as close to this figure as one likes, and none reaches it.
    Approached {
        /// The figure.
        value: Ratio,
        /// A good close to it.
        witness: Box<Witness>,
        /// Why none reaches it, where that is so.
        core: Core,
    },
    /// There is no bound.
    Unbounded {
        /// A good far out.
        witness: Box<Witness>,
    },
    /// There is no such good.
    NoGood(Core),
    /// It was not established.
    Undecided(Undecided),
}
