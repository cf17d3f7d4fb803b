//! The search: decides conditions one by one, follows what they entail, and learns a clause from each conflict.

use std::collections::BTreeSet;

use crate::amount::Ratio;
use crate::verify::stop::stopped;
use crate::verify::term::{Assignment, Problem, Term};

use super::clauses::Forms;
use super::order::Order;
use super::simplex::{Clash, Simplex};
use super::told::{Source, Told};
use super::{Lit, Var};

/// How often whole numbers are branched on in one question.
const MOST_BRANCHES: usize = 200;

/// What became of a question.
#[derive(Debug)]
pub(in crate::verify) enum Outcome {
    /// An assignment that meets it.
    Solution(Assignment),
    /// None; these of the literals granted suffice to see it.
    Nothing(BTreeSet<usize>),
    /// The steps ran out.
    GaveUp,
}

/// A problem, and what was learnt about it so far.
#[derive(Debug, Default)]
pub(in crate::verify) struct Engine {
    pub(super) flags: Vec<Var>,
    pub(super) guards: Vec<Lit>,
    pub(super) forms: Forms,
    pub(super) simplex: Simplex,
    /// What is held beside the problem, under literals of its own.
    held: Vec<Lit>,
    pub(super) clauses: Vec<Vec<Lit>>,
    /// By literal: the clauses that are watched for its becoming false.
    watching: Vec<Vec<usize>>,
    value: Vec<Option<bool>>,
    level: Vec<usize>,
    pub(super) reason: Vec<Option<usize>>,
    order: Order,
    trail: Vec<Lit>,
    /// Where each decision stands on the trail, and the simplex's mark before it.
    decisions: Vec<(usize, usize)>,
    /// How much of the trail was followed by clauses, and by bounds.
    followed: usize,
    bounded: usize,
    /// Whether no assignment at all is possible.
    broken: bool,
    steps: u64,
    most: u64,
    /// What is learnt, if it is to be told.
    pub(super) told: Option<Told>,
}

/// Literals of which not all can hold.
struct Conflict {
    lits: Vec<Lit>,
    /// The clause that says so; none if bounds do.
    clause: Option<usize>,
}

impl Engine {
    /// An engine for this problem that gives up a question after `most` steps.
    pub(in crate::verify) fn new(problem: &Problem, most: u64) -> Self {
        Self::telling(problem, most, None)
    }

    /// The same, which tells what it learns if there is somewhere to note it.
    pub(super) fn telling(problem: &Problem, most: u64, told: Option<Told>) -> Self {
        let mut out = Self {
            most,
            told,
            ..Self::default()
        };
        out.load(problem);
        out
    }

    pub(super) fn variable(&mut self) -> Var {
        self.value.push(None);
        self.level.push(0);
        self.reason.push(None);
        self.order.add();
        self.watching.push(Vec::new());
        self.watching.push(Vec::new());
        self.forms.bound_of.push(None);
        self.value.len() - 1
    }

    fn said(&self, lit: Lit) -> Option<bool> {
        self.value[lit.var()].map(|value| value == lit.holds())
    }

    /// Adds a clause; only where nothing is decided.
    pub(super) fn clause(&mut self, mut lits: Vec<Lit>) {
        lits.sort_unstable();
        lits.dedup();
        if lits.windows(2).any(|pair| pair[0].var() == pair[1].var()) {
            return;
        }
        if lits.iter().any(|lit| self.said(*lit) == Some(true)) {
            return;
        }
        let dropped: Vec<Lit> = lits.iter().copied().filter(|lit| self.said(*lit).is_some()).collect();
        lits.retain(|lit| self.said(*lit).is_none());
        match lits.as_slice() {
            [] => {
                self.source(Source::Settles(Var::MAX), &dropped);
                self.broken = true;
            }
            [only] => {
                self.source(Source::Settles(only.var()), &dropped);
                self.set(*only, None);
            }
            _ => {
                self.source(Source::Clause, &dropped);
                self.attach(lits);
            }
        }
    }

    fn attach(&mut self, lits: Vec<Lit>) -> usize {
        let place = self.clauses.len();
        self.watching[lits[0].0].push(place);
        self.watching[lits[1].0].push(place);
        self.clauses.push(lits);
        place
    }

    fn set(&mut self, lit: Lit, reason: Option<usize>) {
        let var = lit.var();
        self.value[var] = Some(lit.holds());
        self.level[var] = self.decisions.len();
        self.reason[var] = reason;
        self.trail.push(lit);
    }

    fn decide(&mut self, lit: Lit) {
        self.decisions.push((self.trail.len(), self.simplex.mark()));
        self.set(lit, None);
    }

    /// Goes back to so many decisions.
    fn back(&mut self, decisions: usize) {
        let Some((trail, mark)) = self.decisions.get(decisions).copied() else {
            return;
        };
        for lit in self.trail.drain(trail..) {
            self.value[lit.var()] = None;
            self.order.open(lit.var());
        }
        self.simplex.back(mark);
        self.decisions.truncate(decisions);
        self.followed = self.followed.min(trail);
        self.bounded = self.bounded.min(trail);
    }

    /// Follows what is set until nothing more follows; the literals that clash if something does.
    fn follow(&mut self) -> Option<Result<(), Conflict>> {
        let literals = |clash: Clash| Conflict {
            lits: clash.into_iter().map(|pull| pull.why).collect(),
            clause: None,
        };
        loop {
            if let Some(place) = self.follow_clauses() {
                // All its literals are false.
                return Some(Err(Conflict {
                    lits: self.clauses[place].iter().map(|lit| lit.negate()).collect(),
                    clause: Some(place),
                }));
            }
            let mut moved = false;
            while let Some(lit) = self.trail.get(self.bounded).copied() {
                self.bounded += 1;
                if let Some((column, is_lower, bound)) = self.bound_by(lit) {
                    moved = true;
                    if let Err(clash) = self.simplex.bound(column, is_lower, &bound, lit) {
                        return Some(Err(literals(clash)));
                    }
                }
            }
            if !moved {
                return Some(Ok(()));
            }
            match self.simplex.settle(self.most) {
                None => return None,
                Some(Err(clash)) => return Some(Err(literals(clash))),
                Some(Ok(())) => {}
            }
        }
    }

    /// Sets what clauses leave no choice about; the clause that fails, if one does.
    fn follow_clauses(&mut self) -> Option<usize> {
        while let Some(lit) = self.trail.get(self.followed).copied() {
            self.followed += 1;
            let fallen = lit.negate();
            let mut watching = std::mem::take(&mut self.watching[fallen.0]);
            let mut kept = 0;
            let mut failed = None;
            for seen in 0..watching.len() {
                let place = watching[seen];
                self.steps += 1;
                if self.clauses[place][0] == fallen {
                    self.clauses[place].swap(0, 1);
                }
                let first = self.clauses[place][0];
                if self.said(first) == Some(true) {
                    watching[kept] = place;
                    kept += 1;
                    continue;
                }
                let other =
                    (2..self.clauses[place].len()).find(|at| self.said(self.clauses[place][*at]) != Some(false));
                if let Some(other) = other {
                    self.clauses[place].swap(1, other);
                    let now = self.clauses[place][1];
                    self.watching[now.0].push(place);
                    continue;
                }
                watching[kept] = place;
                kept += 1;
                if self.said(first) == Some(false) {
                    watching.copy_within(seen + 1.., kept);
                    kept += watching.len() - seen - 1;
                    failed = Some(place);
                    break;
                }
                self.set(first, Some(place));
            }
            watching.truncate(kept);
            self.watching[fallen.0] = watching;
            if failed.is_some() {
                return failed;
            }
        }
        None
    }

    /// Learns from literals that clash: goes back and sets what follows. False if nothing was decided.
    fn learn(&mut self, conflict: &Conflict) -> bool {
        let clash = conflict.lits.as_slice();
        let mut used: Vec<usize> = conflict.clause.into_iter().collect();
        let deepest = clash.iter().map(|lit| self.level[lit.var()]).max().unwrap_or(0);
        if deepest == 0 {
            self.tell_end(&used, clash);
            self.broken = true;
            return false;
        }
        let mut ground: Vec<Lit> = Vec::new();
        self.back(deepest);
        let mut seen: BTreeSet<Var> = BTreeSet::new();
        let mut learnt: Vec<Lit> = Vec::new();
        let mut here = 0_usize;
        let mut note = |engine: &mut Self, lit: Lit, here: &mut usize, learnt: &mut Vec<Lit>| {
            let var = lit.var();
            let level = engine.level[var];
            if level == 0 {
                ground.push(lit);
                return;
            }
            if !seen.insert(var) {
                return;
            }
            engine.order.involve(var);
            if level == deepest {
                *here += 1;
            } else {
                learnt.push(lit.negate());
            }
        };
        for lit in clash {
            note(self, *lit, &mut here, &mut learnt);
        }
        let mut at = self.trail.len();
        let mut noted: BTreeSet<Var> = clash.iter().map(|lit| lit.var()).collect();
        let turning = loop {
            at = at.saturating_sub(1);
            let lit = self.trail[at];
            if self.level[lit.var()] != deepest || !noted.contains(&lit.var()) {
                continue;
            }
            here = here.saturating_sub(1);
            if here == 0 {
                break lit;
            }
            if let Some(place) = self.reason[lit.var()] {
                used.push(place);
                let rest: Vec<Lit> = self.clauses[place]
                    .iter()
                    .copied()
                    .filter(|own| own.var() != lit.var())
                    .collect();
                for other in rest {
                    noted.insert(other.var());
                    note(self, other.negate(), &mut here, &mut learnt);
                }
            }
        };
        self.order.age();
        let to = learnt.iter().map(|lit| self.level[lit.var()]).max().unwrap_or(0);
        self.back(to);
        let asserted = turning.negate();
        self.tell_learnt(&learnt, asserted, &used, &ground);
        if learnt.is_empty() {
            self.set(asserted, None);
            return true;
        }
        // The second to be watched is one that was set last.
        let last = learnt.iter().position(|lit| self.level[lit.var()] == to).unwrap_or(0);
        learnt.swap(0, last);
        learnt.insert(0, asserted);
        let place = self.attach(learnt);
        self.set(asserted, Some(place));
        true
    }

    /// The granted literals from which it follows that this one does not hold.
    fn why_not(&self, lit: Lit, granted: &[Lit]) -> BTreeSet<usize> {
        let mut out = BTreeSet::new();
        let mut wanted: BTreeSet<Var> = BTreeSet::from([lit.var()]);
        let name = |lit: Lit| granted.iter().position(|own| *own == lit);
        out.extend(name(lit));
        for set in self.trail.iter().rev() {
            let var = set.var();
            if !wanted.contains(&var) || self.level[var] == 0 {
                continue;
            }
            match self.reason[var] {
                Some(place) => wanted.extend(self.clauses[place].iter().map(|own| own.var())),
                None => out.extend(name(*set)),
            }
        }
        out
    }

    /// Asks with these literals granted; a `Nothing` names them by their places.
    pub(super) fn ask(&mut self, granted: &[Lit]) -> Result<(), Option<BTreeSet<usize>>> {
        self.back(0);
        let mut branches = 0_usize;
        self.steps = 0;
        self.simplex.steps = 0;
        loop {
            if self.broken {
                return Err(Some(BTreeSet::new()));
            }
            if self.steps > self.most || stopped() {
                return Err(None);
            }
            match self.follow() {
                None => return Err(None),
                Some(Err(conflict)) => {
                    if !self.learn(&conflict) {
                        return Err(Some(BTreeSet::new()));
                    }
                    continue;
                }
                Some(Ok(())) => {}
            }
            if let Some(lit) = granted.get(self.decisions.len()).copied() {
                match self.said(lit) {
                    Some(false) => return Err(Some(self.why_not(lit, granted))),
                    // An empty decision keeps the levels in step with what is granted.
                    Some(true) => self.decisions.push((self.trail.len(), self.simplex.mark())),
                    None => self.decide(lit),
                }
                continue;
            }
            if let Some(lit) = self.next() {
                self.decide(lit);
                continue;
            }
            let Some(lit) = self.fraction() else {
                return Ok(());
            };
            branches += 1;
            if branches > MOST_BRANCHES {
                return Err(None);
            }
            let (column, bound) = lit;
            self.back(0);
            self.at_least(column, bound, false);
        }
    }

    /// What to decide next: the condition most involved in conflicts. A row is taken as it stands now, anything else as
    /// not holding.
    fn next(&mut self) -> Option<Lit> {
        let var = loop {
            let var = self.order.pop()?;
            if self.value[var].is_none() {
                break var;
            }
        };
        let lit = Lit::new(var, true);
        let holds = self
            .bound_by(lit)
            .is_some_and(|(column, _, bound)| *self.simplex.value(column) >= bound);
        Some(Lit::new(var, holds))
    }

    /// A whole number that is not whole, and the next whole number above it.
    fn fraction(&self) -> Option<(usize, Ratio)> {
        let columns = self.forms.whole.iter().enumerate().filter(|(_, whole)| **whole);
        for (column, _) in columns {
            let value = self.simplex.value(column);
            if !value.whole.is_integer() || !value.small.is_zero() {
                let floor = value.whole.truncate(0);
                let floor = if floor > value.whole { floor - Ratio::ONE } else { floor };
                let exact = floor == value.whole && value.small.is_negative();
                return Some((column, if exact { floor } else { floor + Ratio::ONE }));
            }
        }
        None
    }

    fn solution(&self) -> Assignment {
        let size = self.simplex.small_enough();
        let flags = self.flags.iter().map(|var| self.value[*var].unwrap_or_default());
        let quantities = (0..).map_while(|place| self.forms.column(place));
        Assignment {
            flags: flags.collect(),
            quantities: quantities.map(|column| self.simplex.value(column).at(&size)).collect(),
        }
    }

    /// A literal under which a term is stated.
    fn literal(&mut self, term: &Term) -> Lit {
        self.back(0);
        let lit = Lit::new(self.variable(), true);
        self.state(term, Some(lit));
        lit
    }

    /// Asks with these guards on, with what is held, and with `extra` on top.
    pub(in crate::verify) fn check(&mut self, guards: &BTreeSet<usize>, extra: &[Term]) -> Outcome {
        let places: Vec<usize> = guards
            .iter()
            .copied()
            .filter(|place| *place < self.guards.len())
            .collect();
        let mut granted: Vec<Lit> = places.iter().map(|place| self.guards[*place]).collect();
        granted.extend(&self.held);
        for term in extra {
            let lit = self.literal(term);
            granted.push(lit);
        }
        match self.ask(&granted) {
            Ok(()) => Outcome::Solution(self.solution()),
            Err(None) => Outcome::GaveUp,
            Err(Some(core)) => Outcome::Nothing(core.into_iter().filter_map(|at| places.get(at).copied()).collect()),
        }
    }

    /// States a term from now on.
    pub(in crate::verify) fn add(&mut self, term: &Term) {
        self.back(0);
        self.state(term, None);
    }

    /// Holds terms until they are let go.
    pub(in crate::verify) fn hold(&mut self, terms: &[Term]) {
        for term in terms {
            let lit = self.literal(term);
            self.held.push(lit);
        }
    }

    /// How many terms are held.
    pub(in crate::verify) fn holding(&self) -> usize {
        self.held.len()
    }

    /// Lets go of all but the first so many.
    pub(in crate::verify) fn release(&mut self, but: usize) {
        self.held.truncate(but);
    }
}
