//! From a contradiction to a proof of it: cases are told apart until each ends in a sum that can't be.
//!
//! Where the search of this engine learns, this one keeps books: what each case rests on. A case that turns out not to
//! need what it began with settles its siblings too. What the search learnt on its way is shown first, as lemmas; then
//! little is left to tell apart. It is meant for what remains of a problem once everything that can be spared is gone,
//! and gives up after so many cases.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::amount::Ratio;
use crate::verify::term::{Linear, Named, Sign, Term};

use super::facts::Facts;
use super::forms::{Form, Forms, Kind, Row};
use super::proof::{Id, Lemma, Node, Proof};
use super::sight::Sight;
use super::simplex::{Clash, Column};
use super::{Learnt, Lit};

/// Stands for the owner of what a lemma's proof supposes.
const SUPPOSED: usize = usize::MAX;

/// So many cases are gone through before more is looked at than what the search went by.
const MOST_DIRECT: usize = 2_000;

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
    /// The statement or lemma that it is a part of.
    owner: usize,
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
type Shown = (Node, Facts);

struct Prover<'q> {
    forms: Forms<'q>,
    sight: Sight,
    ids: usize,
    scales: BTreeMap<Id, Scale>,
    open: Vec<Open>,
    /// The facts whose cases are being gone through.
    split: BTreeSet<Id>,
    /// The flags that are set, in the order in which they were.
    set: Vec<usize>,
    /// The statement or lemma whose parts are being added.
    owner: usize,
    /// The statements and lemmas to look at; all if there are none.
    among: Option<BTreeSet<usize>>,
    /// The places in `open` of what comes from those.
    watched: Vec<usize>,
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
    learnt: Vec<Learnt>,
    last: BTreeSet<usize>,
    quantities: &[Named],
    most: usize,
    steps: u64,
) -> Option<Proof> {
    let mut prover = Prover {
        forms: Forms::new(quantities),
        sight: Sight::default(),
        ids: 0,
        scales: BTreeMap::new(),
        open: Vec::new(),
        split: BTreeSet::new(),
        set: Vec::new(),
        owner: 0,
        among: None,
        watched: Vec::new(),
        cursor: 0,
        nodes: 0,
        most,
        steps,
    };
    for _ in quantities {
        prover.sight.simplex.column();
    }
    let mut facts = Vec::new();
    let mut shown: Option<Shown> = None;
    for (number, term) in terms.iter().enumerate() {
        prover.owner = number;
        let form = prover.forms.form(&mut prover.sight.simplex, term);
        let (ids, ends) = prover.enter(&[Piece::Says(form, true)]);
        facts.push(ids);
        shown = shown.or(ends);
    }
    let mut lemmas = Vec::new();
    for (number, lemma) in (terms.len()..).zip(learnt) {
        if shown.is_some() {
            break;
        }
        // What can't be told is left out; the rest may find its way without.
        let Some(says) = lemma.says else { continue };
        let form = prover.forms.form(&mut prover.sight.simplex, &says);
        let supposing = |prover: &mut Prover<'_>| {
            prover.owner = SUPPOSED;
            prover.branch(&[Piece::Says(form, false)])
        };
        let Some((supposed, (node, needs))) = prover.shown_from(lemma.from, supposing) else {
            if prover.nodes > most {
                return None;
            }
            continue;
        };
        if needs.has_none_of(&supposed) {
            shown = Some((node, needs));
            break;
        }
        prover.owner = number;
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
        None => prover.shown_from(last, Prover::refute)?,
    };
    // Lemmas that nothing rests on are left out.
    let mut kept = Vec::new();
    for lemma in lemmas.into_iter().rev() {
        if !used.has_none_of(&lemma.facts) {
            used = used.with(lemma.needs.clone().without(&lemma.supposed));
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
            simplex: self.sight.simplex.mark(),
        }
    }

    fn back(&mut self, mark: &Mark) {
        while self.watched.pop_if(|place| *place >= mark.open).is_some() {}
        for open in self.open.drain(mark.open..) {
            if open.first {
                self.sight.set_said(open.form, None);
            }
        }
        for flag in self.set.drain(mark.flags..) {
            self.sight.set_flag(flag, None);
        }
        self.sight.back(mark.simplex);
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
        let kind = Rc::clone(&self.forms.kinds[form]);
        match &*kind {
            Kind::Known(value) if *value == so => {}
            Kind::Known(_) => {
                let id = self.fresh(ids);
                let shown = (Node::AddUp(vec![(id, Ratio::ONE)]), Facts::from_iter([id]));
                ends.get_or_insert(shown);
            }
            Kind::Flag(flag) => {
                let id = self.fresh(ids);
                match self.sight.flag(*flag) {
                    Some((value, _)) if value == so => {}
                    Some((_, other)) => {
                        let (holds, fails) = if so { (id, other) } else { (other, id) };
                        ends.get_or_insert((Node::Clash(holds, fails), Facts::from_iter([id, other])));
                    }
                    None => {
                        self.sight.set_flag(*flag, Some((so, id)));
                        self.set.push(*flag);
                    }
                }
            }
            Kind::Not(inner) => self.add(*inner, !so, ids, ends),
            Kind::All(parts) if so => parts.iter().for_each(|part| self.add(*part, true, ids, ends)),
            Kind::Any(parts) if !so => parts.iter().for_each(|part| self.add(*part, false, ids, ends)),
            Kind::Row(row) if row.sign != Sign::Zero || so => self.bound(row, so, ids, ends),
            Kind::All(_) | Kind::Any(_) | Kind::Same(..) | Kind::Row(_) => {
                let id = self.fresh(ids);
                let first = self.sight.said(form).is_none();
                if first {
                    self.sight.set_said(form, Some(so));
                }
                let owner = self.owner;
                if self.looks_at(owner) {
                    self.watched.push(self.open.len());
                }
                self.open.push(Open {
                    id,
                    form,
                    so,
                    owner,
                    first,
                });
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
            if let Err(clash) = self.sight.bound(row.column, is_lower, &bound, id) {
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

    /// Shows something from these statements and lemmas alone, or, if that fails, from all.
    fn shown_from<T>(&mut self, from: BTreeSet<usize>, mut show: impl FnMut(&mut Self) -> Option<T>) -> Option<T> {
        let (before, most) = (self.nodes, self.most);
        self.look_among(Some(from));
        self.most = most.min(self.nodes + MOST_DIRECT);
        let shown = show(self);
        self.look_among(None);
        self.most = most;
        if shown.is_some() {
            return shown;
        }
        self.nodes = before;
        show(self)
    }

    /// Looks from now on at what comes from these statements and lemmas only.
    fn look_among(&mut self, among: Option<BTreeSet<usize>>) {
        self.among = among;
        let open = self.open.iter().enumerate();
        self.watched = open
            .filter(|(_, open)| self.looks_at(open.owner))
            .map(|(place, _)| place)
            .collect();
    }

    /// Whether what comes from a statement or lemma is looked at.
    fn looks_at(&self, owner: usize) -> bool {
        let among = self.among.as_ref();
        owner == SUPPOSED || among.is_none_or(|among| among.contains(&owner))
    }

    /// A fact that leaves no choice. The search goes on where it stopped: what follows tends to stand near.
    fn forced(&mut self) -> Option<Open> {
        let all = self.open.len();
        let next = if self.cursor + 1 < all { self.cursor + 1 } else { 0 };
        let split = self.watched.partition_point(|place| *place < next);
        let (before, after) = self.watched.split_at(split);
        for place in after.iter().chain(before) {
            let open = self.open[*place];
            let choice = self.sight.choice(&self.forms, open.form, open.so);
            if !choice.granted && choice.live < 2 && !self.split.contains(&open.id) {
                self.cursor = *place;
                return Some(open);
            }
        }
        if all > 0 {
            self.cursor = self.cursor.min(all - 1);
        }
        None
    }

    /// The fact with the fewest cases left of those that the values found so far do not meet.
    fn narrowest(&mut self) -> Option<Open> {
        let mut best: Option<(usize, Open)> = None;
        for place in &self.watched {
            let open = self.open[*place];
            if self.split.contains(&open.id) || self.sight.met(&self.forms, open.form, open.so) {
                continue;
            }
            let live = self.sight.choice(&self.forms, open.form, open.so).live;
            if best.is_none_or(|(least, _)| live < least) {
                best = Some((live, open));
            }
        }
        best.map(|(_, open)| open)
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
        if let Some((column, sum, at_most)) = self.ragged() {
            return self.split_at(column, sum, at_most);
        }
        if let Err(clash) = self.sight.simplex.settle(self.steps)? {
            return Some(self.added_up(&clash));
        }
        // What the values found so far do not meet has to be told apart.
        match self.narrowest() {
            Some(open) => self.split(open),
            None => self.split_whole(),
        }
    }

    /// Tells the cases of a fact apart and refutes each.
    fn split(&mut self, open: Open) -> Option<Shown> {
        self.split.insert(open.id);
        let outer = std::mem::replace(&mut self.owner, open.owner);
        let shown = self.split_here(open);
        self.owner = outer;
        self.split.remove(&open.id);
        shown
    }

    fn split_here(&mut self, open: Open) -> Option<Shown> {
        let mut used = Facts::from_iter([open.id]);
        let mut branches = Vec::new();
        for case in self.cases(open) {
            self.owner = open.owner;
            let (ids, (node, needs)) = self.branch(&case)?;
            if needs.has_none_of(&ids) {
                return Some((node, needs));
            }
            used = used.with(needs.without(&ids));
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

    /// A whole number of which a bound is not whole is on the near side of the next whole number: of the two cases one ends
    /// at once, and with the other it is seen at sight what the whole bound settles.
    fn ragged(&self) -> Option<(Column, Linear, Ratio)> {
        self.forms.whole.iter().find_map(|(column, sum)| {
            let at_most = self.sight.ragged(*column)?;
            Some((*column, sum.clone(), at_most))
        })
    }

    /// A whole number that has no whole value is at most so much or at least one more.
    fn split_whole(&mut self) -> Option<Shown> {
        let broken = self.forms.whole.iter().find_map(|(column, sum)| {
            let at_most = self.sight.fraction(*column)?;
            Some((*column, sum.clone(), at_most))
        });
        let (column, sum, at_most) = broken?;
        self.split_at(column, sum, at_most)
    }

    fn split_at(&mut self, column: Column, sum: Linear, at_most: Ratio) -> Option<Shown> {
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
        if below.1.has_none_of(&below_ids) {
            return Some(below);
        }
        let (above_ids, above) = self.branch(&row(&at_most + &Ratio::ONE, Ratio::ONE))?;
        if above.1.has_none_of(&above_ids) {
            return Some(above);
        }
        let used = below.1.without(&below_ids).with(above.1.without(&above_ids));
        let branches = [(below_ids, below.0), (above_ids, above.0)];
        Some((Node::Whole(sum, at_most, Box::new(branches)), used))
    }

    /// The cases that a fact tells apart.
    fn cases(&self, open: Open) -> Vec<Vec<Piece>> {
        let so = open.so;
        match &*self.forms.kinds[open.form] {
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
