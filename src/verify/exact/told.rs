//! What a search learns, told so that a proof can go the same way: each thing with what it follows from.

use std::collections::{BTreeMap, BTreeSet};

use crate::verify::term::{Flag, Problem, Term};

use super::search::Engine;
use super::{Lit, Var};

/// What a source is noted of.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Clause,
    Settles(Var),
}

/// Numbers of statements and, after those, of lemmas.
type Sources = BTreeSet<usize>;

/// Something that a search learnt.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Learnt {
    /// What it says, if that can be told.
    pub(in crate::verify) says: Option<Term>,
    /// The statements, by their numbers, and after those the lemmas, from which it follows.
    pub(in crate::verify) from: BTreeSet<usize>,
}

/// What a search learnt, what its variables stand for, and what each step rested on.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) names: BTreeMap<Var, Term>,
    /// The statement that is being taken up.
    pub(super) statement: usize,
    /// How many statements there are; what is learnt is numbered after them.
    statements: usize,
    /// By clause: the statements and lemmas that it comes from.
    sources: Vec<Sources>,
    /// By variable that is settled for good without a clause: the same.
    settled: BTreeMap<Var, Sources>,
    learnt: Vec<(Vec<Lit>, Sources)>,
}

impl Engine {
    /// What a search learns on its way to finding that the goals of a problem contradict each other, in that order, and
    /// from what the contradiction then follows; `None` if it finds none, or gives up.
    pub(in crate::verify) fn learnt(problem: &Problem, most: u64) -> Option<(Vec<Learnt>, BTreeSet<usize>)> {
        let told = Told {
            statements: problem.goal.len(),
            ..Told::default()
        };
        let mut engine = Self::telling(problem, most, Some(told));
        match engine.ask(&[]) {
            Err(Some(_)) => {}
            Ok(()) | Err(None) => return None,
        }
        let mut told = engine.told.take()?;
        let learnt = std::mem::take(&mut told.learnt).into_iter().map(|(clause, from)| {
            let literals: Option<Vec<Term>> = clause.iter().map(|lit| engine.term(&told, *lit)).collect();
            Learnt {
                says: literals.map(Term::any),
                from,
            }
        });
        let learnt: Vec<Learnt> = learnt.collect();
        // What nothing more was learnt from is how it ended.
        let last = told.settled.remove(&Var::MAX).unwrap_or_default();
        Some((learnt, last))
    }

    /// Notes what a clause comes from that was just added, or what settles a variable.
    pub(super) fn source(&mut self, of: Source, dropped: &[Lit]) {
        let Some(mut told) = self.told.take() else { return };
        let mut from = BTreeSet::from([told.statement]);
        for lit in dropped {
            self.settled_by(&told, lit.var(), &mut from);
        }
        match of {
            Source::Clause => told.sources.push(from),
            Source::Settles(var) => {
                told.settled.insert(var, from);
            }
        }
        self.told = Some(told);
    }

    /// Adds what a variable that is settled for good rests on.
    fn settled_by(&self, told: &Told, var: Var, out: &mut Sources) {
        let mut agenda = vec![var];
        let mut seen = BTreeSet::new();
        while let Some(var) = agenda.pop() {
            if !seen.insert(var) {
                continue;
            }
            if let Some(known) = told.settled.get(&var) {
                out.extend(known);
            } else if let Some(place) = self.reason[var] {
                out.extend(told.sources.get(place).into_iter().flatten());
                agenda.extend(self.clauses[place].iter().map(|lit| lit.var()));
            }
        }
    }

    /// What a literal says.
    fn term(&self, told: &Told, lit: Lit) -> Option<Term> {
        let var = lit.var();
        let term = match told.names.get(&var) {
            Some(term) => term.clone(),
            None => match self.flags.iter().position(|flag| *flag == var) {
                Some(flag) => Term::Flag(Flag(flag)),
                None => self.bound_term(var)?,
            },
        };
        Some(if lit.holds() { term } else { term.negate() })
    }

    /// Notes what was learnt from clauses and from literals that are settled for good.
    pub(super) fn tell_learnt(&mut self, learnt: &[Lit], asserted: Lit, clauses: &[usize], ground: &[Lit]) {
        let from = self.from(clauses, ground);
        let Some(told) = &mut self.told else { return };
        let number = told.statements + told.learnt.len();
        told.learnt
            .push((learnt.iter().copied().chain([asserted]).collect(), from));
        if learnt.is_empty() {
            told.settled.insert(asserted.var(), BTreeSet::from([number]));
        } else {
            told.sources.push(BTreeSet::from([number]));
        }
    }

    /// Notes what the contradiction follows from.
    pub(super) fn tell_end(&mut self, clauses: &[usize], ground: &[Lit]) {
        let from = self.from(clauses, ground);
        if let Some(told) = &mut self.told {
            told.settled.insert(Var::MAX, from);
        }
    }

    /// The statements and lemmas behind clauses and behind literals that are settled for good.
    fn from(&mut self, clauses: &[usize], ground: &[Lit]) -> Sources {
        let Some(told) = self.told.take() else {
            return Sources::new();
        };
        let mut out = Sources::new();
        for place in clauses {
            out.extend(told.sources.get(*place).into_iter().flatten());
        }
        for lit in ground {
            self.settled_by(&told, lit.var(), &mut out);
        }
        self.told = Some(told);
        out
    }
}
