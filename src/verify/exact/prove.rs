//! From a contradiction to a proof of it: cases are told apart until each ends in a sum that can't be.
//!
//! Where the search of this engine learns, this one keeps books: what each case rests on. A case that turns out not to
//! need what it began with settles its siblings too. What the search learnt on its way is shown first, as lemmas; then
//! little is left to tell apart. It is meant for what remains of a problem once everything that can be spared is gone,
//! and gives up after so many cases.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::Ratio;
use crate::verify::term::{Linear, Named, Sign, Term};

use super::Lit;
use super::forms::{Form, Forms, Kind, Row};
use super::number::Near;
use super::simplex::{Clash, Simplex};

/// The number of a fact, in the order in which they came up.
type Id = usize;

/// A proof as a tree of cases.
#[derive(Debug, Clone)]
pub(in crate::verify) enum Node {
    /// The fact tells cases apart; each adds facts and goes on.
    Cases(Id, Vec<(Vec<Id>, Node)>),
    /// A sum of whole numbers is at most so much, or at least one more.
    Whole(Linear, Ratio, Box<[(Vec<Id>, Node); 2]>),
    /// A condition and its opposite.
    Clash(Id, Id),
    /// Facts that add up to what can't be, each so many times, as the rows stand in the problem.
    AddUp(Vec<(Id, Ratio)>),
}

/// Something that is shown to be so on the way.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Lemma {
    pub(in crate::verify) says: Term,
    /// The facts that its opposite adds.
    pub(in crate::verify) supposed: Vec<Id>,
    /// Why its opposite can't be.
    pub(in crate::verify) shown: Node,
    /// The facts that it adds.
    pub(in crate::verify) facts: Vec<Id>,
    needs: BTreeSet<Id>,
}

/// A proof, and what it rests on.
#[derive(Debug, Clone)]
pub(in crate::verify) struct Proof {
    /// What is shown first.
    pub(in crate::verify) lemmas: Vec<Lemma>,
    pub(in crate::verify) tree: Node,
    /// By statement: the facts that it says.
    pub(in crate::verify) facts: Vec<Vec<Id>>,
    /// The facts that are needed.
    pub(in crate::verify) used: BTreeSet<Id>,
}

/// What a case adds.
#[derive(Clone)]
enum Piece {
    Says(Form, bool),
    Row(Row),
}

/// Something that tells cases apart, and whether it or its opposite is known.
#[derive(Clone, Copy)]
struct Open {
    id: Id,
    form: Form,
    so: bool,
    /// Whether nothing was said of the form before.
    first: bool,
}

/// How a row's fact is added up: by what its pulls are divided, and whether it points up if it is an equation.
struct Scale {
    lead: Ratio,
    equation: bool,
}

/// Where to go back to.
struct Mark {
    open: usize,
    flags: usize,
    simplex: usize,
}

/// What was shown, and the facts it rests on.
type Shown = (Node, BTreeSet<Id>);

struct Prover<'q> {
    forms: Forms<'q>,
    simplex: Simplex,
    ids: usize,
    scales: BTreeMap<Id, Scale>,
    open: Vec<Open>,
    /// The facts whose cases are being gone through.
    split: BTreeSet<Id>,
    /// By flag: whether it holds, and the fact that says so.
    flags: Vec<Option<(bool, Id)>>,
    set: Vec<usize>,
    /// By form of several parts: what facts say of it.
    said: BTreeMap<Form, bool>,
    /// Where the search for a fact that leaves no choice stopped.
    cursor: usize,
    nodes: usize,
    most: usize,
    steps: u64,
}

/// Shows that the terms contradict each other, with what was learnt on the way to that; `None` if that takes more than
/// so many cases, or is not so.
pub(in crate::verify) fn prove(
    terms: &[&Term],
    learnt: Vec<Term>,
    quantities: &[Named],
    most: usize,
    steps: u64,
) -> Option<Proof> {
    let mut prover = Prover {
        forms: Forms::new(quantities),
        simplex: Simplex::default(),
        ids: 0,
        scales: BTreeMap::new(),
        open: Vec::new(),
        split: BTreeSet::new(),
        flags: Vec::new(),
        set: Vec::new(),
        said: BTreeMap::new(),
        cursor: 0,
        nodes: 0,
        most,
        steps,
    };
    for _ in quantities {
        prover.simplex.column();
    }
    let mut facts = Vec::new();
    let mut shown: Option<Shown> = None;
    for term in terms {
        let form = prover.forms.form(&mut prover.simplex, term);
        let (ids, ends) = prover.enter(&[Piece::Says(form, true)]);
        facts.push(ids);
        shown = shown.or(ends);
    }
    let mut lemmas = Vec::new();
    for says in learnt {
        if shown.is_some() {
            break;
        }
        let form = prover.forms.form(&mut prover.simplex, &says);
        let Some((supposed, (node, needs))) = prover.branch(&[Piece::Says(form, false)]) else {
            if prover.nodes > most {
                return None;
            }
            continue;
        };
        if supposed.iter().all(|id| !needs.contains(id)) {
            shown = Some((node, needs));
            break;
        }
        let (facts, ends) = prover.enter(&[Piece::Says(form, true)]);
        lemmas.push(Lemma {
            says,
            supposed,
            shown: node,
            facts,
            needs,
        });
        shown = ends;
    }
    let (tree, mut used) = match shown {
        Some(shown) => shown,
        None => prover.refute()?,
    };
    // Lemmas that nothing rests on are left out.
    let mut kept = Vec::new();
    for lemma in lemmas.into_iter().rev() {
        if lemma.facts.iter().any(|fact| used.contains(fact)) {
            used.extend(lemma.needs.iter().copied().filter(|id| !lemma.supposed.contains(id)));
            kept.push(lemma);
        }
    }
    kept.reverse();
    Some(Proof {
        lemmas: kept,
        tree,
        facts,
        used,
    })
}

impl Prover<'_> {
    fn mark(&self) -> Mark {
        Mark {
            open: self.open.len(),
            flags: self.set.len(),
            simplex: self.simplex.mark(),
        }
    }

    fn back(&mut self, mark: &Mark) {
        for open in self.open.drain(mark.open..) {
            if open.first {
                self.said.remove(&open.form);
            }
        }
        for flag in self.set.drain(mark.flags..) {
            self.flags[flag] = None;
        }
        self.simplex.back(mark.simplex);
    }

    /// Adds facts; with them, how that alone is a contradiction, if it is.
    fn enter(&mut self, pieces: &[Piece]) -> (Vec<Id>, Option<Shown>) {
        let mut ids = Vec::new();
        let mut ends = None;
        for piece in pieces {
            match piece {
                Piece::Says(form, so) => self.add(*form, *so, &mut ids, &mut ends),
                Piece::Row(row) => self.bound(row, true, &mut ids, &mut ends),
            }
        }
        (ids, ends)
    }

    fn fresh(&mut self, ids: &mut Vec<Id>) -> Id {
        let id = self.ids;
        self.ids += 1;
        ids.push(id);
        id
    }

    fn add(&mut self, form: Form, so: bool, ids: &mut Vec<Id>, ends: &mut Option<Shown>) {
        match self.forms.kinds[form].clone() {
            Kind::Known(value) if value == so => {}
            Kind::Known(_) => {
                let id = self.fresh(ids);
                let shown = (Node::AddUp(vec![(id, Ratio::ONE)]), BTreeSet::from([id]));
                ends.get_or_insert(shown);
            }
            Kind::Flag(flag) => {
                let id = self.fresh(ids);
                if self.flags.len() <= flag {
                    self.flags.resize(flag + 1, None);
                }
                match self.flags[flag] {
                    Some((value, _)) if value == so => {}
                    Some((_, other)) => {
                        let (holds, fails) = if so { (id, other) } else { (other, id) };
                        ends.get_or_insert((Node::Clash(holds, fails), BTreeSet::from([id, other])));
                    }
                    None => {
                        self.flags[flag] = Some((so, id));
                        self.set.push(flag);
                    }
                }
            }
            Kind::Not(inner) => self.add(inner, !so, ids, ends),
            Kind::All(parts) if so => parts.iter().for_each(|part| self.add(*part, true, ids, ends)),
            Kind::Any(parts) if !so => parts.iter().for_each(|part| self.add(*part, false, ids, ends)),
            Kind::Row(row) if row.sign != Sign::Zero || so => self.bound(&row, so, ids, ends),
            Kind::All(_) | Kind::Any(_) | Kind::Same(..) | Kind::Row(_) => {
                let id = self.fresh(ids);
                let first = !self.said.contains_key(&form);
                if first {
                    self.said.insert(form, so);
                }
                self.open.push(Open { id, form, so, first });
            }
        }
    }

    fn bound(&mut self, row: &Row, so: bool, ids: &mut Vec<Id>, ends: &mut Option<Shown>) {
        let id = self.fresh(ids);
        let scale = Scale {
            lead: row.lead.clone(),
            equation: row.sign == Sign::Zero,
        };
        self.scales.insert(id, scale);
        if ends.is_some() {
            return;
        }
        for (is_lower, bound) in row.bounds(so) {
            if let Err(clash) = self.simplex.bound(row.column, is_lower, &bound, Lit(id)) {
                *ends = Some(self.added_up(&clash));
                return;
            }
        }
    }

    /// The facts behind bounds that clash, each as often as it is added.
    fn added_up(&self, clash: &Clash) -> Shown {
        let mut times: BTreeMap<Id, Ratio> = BTreeMap::new();
        for pull in clash {
            let Lit(id) = pull.why;
            let Some(scale) = self.scales.get(&id) else { continue };
            let often = pull.times.checked_div(&scale.lead.abs()).unwrap_or_default();
            let against = scale.equation && pull.from_below != scale.lead.is_positive();
            *times.entry(id).or_default() += &(if against { -often } else { often });
        }
        times.retain(|_, often| !often.is_zero());
        let used = times.keys().copied().collect();
        (Node::AddUp(times.into_iter().collect()), used)
    }

    /// Shows that what is known can't be.
    fn refute(&mut self) -> Option<Shown> {
        self.nodes += 1;
        if self.nodes > self.most {
            return None;
        }
        if let Some(open) = self.forced() {
            return self.split(open);
        }
        if let Err(clash) = self.simplex.settle(self.steps)? {
            return Some(self.added_up(&clash));
        }
        // What the values found so far do not meet has to be told apart.
        match self.narrowest() {
            Some(open) => self.split(open),
            None => self.split_whole(),
        }
    }

    /// A fact that leaves no choice. The search goes on where it stopped: what follows tends to stand near.
    fn forced(&mut self) -> Option<Open> {
        let all = self.open.len();
        for _ in 0..all {
            self.cursor = if self.cursor + 1 < all { self.cursor + 1 } else { 0 };
            let open = self.open[self.cursor];
            if !self.split.contains(&open.id) && !self.granted(&open) && self.live(open) < 2 {
                return Some(open);
            }
        }
        None
    }

    /// The fact with the fewest cases left of those that the values found so far do not meet.
    fn narrowest(&self) -> Option<Open> {
        let unmet = |open: &&Open| !self.split.contains(&open.id) && !self.met(open.form, open.so);
        let unmet = self.open.iter().filter(unmet);
        unmet.min_by_key(|open| self.live(**open)).copied()
    }

    /// How many cases of a fact are not ruled out at sight.
    fn live(&self, open: Open) -> usize {
        let so = open.so;
        match &self.forms.kinds[open.form] {
            Kind::Any(parts) | Kind::All(parts) => {
                let live = parts.iter().filter(|part| self.settled(**part, so) != Some(false));
                live.count()
            }
            Kind::Same(a, b) => {
                let out = |form: Form, so: bool| self.settled(form, so) == Some(false);
                let first = !out(*a, true) && !out(*b, so);
                let second = !out(*a, false) && !out(*b, !so);
                usize::from(first) + usize::from(second)
            }
            _ => 2,
        }
    }

    /// What is known of a form at sight.
    fn settled(&self, form: Form, so: bool) -> Option<bool> {
        let by_parts = match &self.forms.kinds[form] {
            Kind::Known(value) => return Some(*value == so),
            Kind::Flag(flag) => {
                let value = self.flags.get(*flag).copied().flatten();
                return value.map(|(value, _)| value == so);
            }
            Kind::Not(inner) => return self.settled(*inner, !so),
            Kind::Row(row) => return self.row_settled(row, so),
            kind @ (Kind::All(parts) | Kind::Any(parts)) => {
                let all = matches!(kind, Kind::All(_));
                let mut known = Some(all);
                for part in parts {
                    match self.settled(*part, true) {
                        Some(value) if value != all => {
                            known = Some(!all);
                            break;
                        }
                        Some(_) => {}
                        None => known = None,
                    }
                }
                known
            }
            Kind::Same(a, b) => match (self.settled(*a, true), self.settled(*b, true)) {
                (Some(a), Some(b)) => Some(a == b),
                _ => None,
            },
        };
        let said = by_parts.or_else(|| self.said.get(&form).copied());
        said.map(|value| value == so)
    }

    /// Whether a fact needs no telling apart: one of its cases is known to hold.
    fn granted(&self, open: &Open) -> bool {
        let so = open.so;
        match &self.forms.kinds[open.form] {
            Kind::Any(parts) | Kind::All(parts) => parts.iter().any(|part| self.settled(*part, so) == Some(true)),
            Kind::Same(a, b) => {
                let (a, b) = (self.settled(*a, true), self.settled(*b, true));
                a.is_some() && b.is_some() && (a == b) == so
            }
            Kind::Row(row) => self.row_settled(row, so) == Some(true),
            _ => true,
        }
    }

    fn row_settled(&self, row: &Row, so: bool) -> Option<bool> {
        if row.sign == Sign::Zero && !so {
            return self.row_settled(row, true).map(|value| !value);
        }
        let bounds = row.bounds(so);
        let against = |(is_lower, bound): &(bool, Near)| self.simplex.excludes(row.column, *is_lower, bound);
        let granted = |(is_lower, bound): &(bool, Near)| self.simplex.implies(row.column, *is_lower, bound);
        if bounds.iter().any(against) {
            return Some(false);
        }
        bounds.iter().all(granted).then_some(true)
    }

    /// Whether the values found so far meet a form; a condition not settled counts as not holding.
    fn met(&self, form: Form, so: bool) -> bool {
        match &self.forms.kinds[form] {
            Kind::Known(value) => *value == so,
            Kind::Flag(flag) => {
                let value = self.flags.get(*flag).copied().flatten();
                value.is_some_and(|(value, _)| value) == so
            }
            Kind::Not(inner) => self.met(*inner, !so),
            Kind::All(parts) => parts.iter().all(|part| self.met(*part, true)) == so,
            Kind::Any(parts) => parts.iter().any(|part| self.met(*part, true)) == so,
            Kind::Same(a, b) => (self.met(*a, true) == self.met(*b, true)) == so,
            Kind::Row(row) => {
                let value = self.simplex.value(row.column);
                let within = |(is_lower, bound): (bool, Near)| if is_lower { *value >= bound } else { *value <= bound };
                if row.sign == Sign::Zero && !so {
                    return !row.bounds(true).into_iter().all(within);
                }
                row.bounds(so).into_iter().all(within)
            }
        }
    }

    /// Tells the cases of a fact apart and refutes each.
    fn split(&mut self, open: Open) -> Option<Shown> {
        self.split.insert(open.id);
        let shown = self.split_here(open);
        self.split.remove(&open.id);
        shown
    }

    fn split_here(&mut self, open: Open) -> Option<Shown> {
        let mut used = BTreeSet::from([open.id]);
        let mut branches = Vec::new();
        for case in self.cases(open) {
            let (ids, (node, needs)) = self.branch(&case)?;
            if ids.iter().all(|id| !needs.contains(id)) {
                return Some((node, needs));
            }
            used.extend(needs.iter().filter(|id| !ids.contains(id)));
            branches.push((ids, node));
        }
        Some((Node::Cases(open.id, branches), used))
    }

    fn branch(&mut self, case: &[Piece]) -> Option<(Vec<Id>, Shown)> {
        let mark = self.mark();
        let (ids, ends) = self.enter(case);
        let shown = match ends {
            Some(shown) => Some(shown),
            None => self.refute(),
        };
        self.back(&mark);
        Some((ids, shown?))
    }

    /// A whole number that has no whole value is at most so much or at least one more.
    fn split_whole(&mut self) -> Option<Shown> {
        let broken = self.forms.whole.iter().find_map(|(column, sum)| {
            let value = self.simplex.value(*column);
            if value.whole.is_integer() && value.small.is_zero() {
                return None;
            }
            let floor = value.whole.floor();
            let below = floor == value.whole && value.small.is_negative();
            let at_most = if below { floor - Ratio::ONE } else { floor };
            Some((*column, sum.clone(), at_most))
        });
        let (column, sum, at_most) = broken?;
        let row = |limit: Ratio, lead: Ratio| {
            let sign = Sign::NotNegative;
            [Piece::Row(Row {
                column,
                limit,
                lead,
                sign,
            })]
        };
        let (below_ids, below) = self.branch(&row(at_most.clone(), -Ratio::ONE))?;
        if below_ids.iter().all(|id| !below.1.contains(id)) {
            return Some(below);
        }
        let (above_ids, above) = self.branch(&row(&at_most + &Ratio::ONE, Ratio::ONE))?;
        if above_ids.iter().all(|id| !above.1.contains(id)) {
            return Some(above);
        }
        let own = |id: &Id| !below_ids.contains(id) && !above_ids.contains(id);
        let used = below.1.union(&above.1).copied().filter(own).collect();
        let branches = [(below_ids, below.0), (above_ids, above.0)];
        Some((Node::Whole(sum, at_most, Box::new(branches)), used))
    }

    /// The cases that a fact tells apart.
    fn cases(&self, open: Open) -> Vec<Vec<Piece>> {
        let so = open.so;
        match &self.forms.kinds[open.form] {
            Kind::Any(parts) | Kind::All(parts) => parts.iter().map(|part| vec![Piece::Says(*part, so)]).collect(),
            Kind::Same(a, b) => [true, false]
                .into_iter()
                .map(|first| vec![Piece::Says(*a, first), Piece::Says(*b, first == so)])
                .collect(),
            Kind::Row(row) => [row.lead.clone(), -row.lead.clone()]
                .into_iter()
                .map(|lead| {
                    let sign = Sign::Positive;
                    vec![Piece::Row(Row {
                        lead,
                        sign,
                        ..row.clone()
                    })]
                })
                .collect(),
            Kind::Known(_) | Kind::Flag(_) | Kind::Not(_) => Vec::new(),
        }
    }
}
