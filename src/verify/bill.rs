//! The bill of materials as unknowns: one line for each kind of material, and chains for what is inside.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::Depth;

use super::axiom::{Axiom, Guard};
use super::kinds::{Grant, Grants, Kind, kinds};
use super::listener::{Phase, during};
use super::question::{Reason, Undecided};
use super::reach::Reach;
use super::shared::{BasisKey, Selection, Shared};
use super::term::{Flag, Linear, Problem, Quantity, Sort, Term};
use crate::nomenclature::{Edition, HsCode};

/// More ways of nesting one material than this are not tried.
const MOST_CHAINS: usize = 400;

/// All materials of one kind that are used directly.
pub(super) struct Line {
    /// Its kind's place in [`Bill::kinds`].
    pub(super) kind: usize,
    pub(super) present: Flag,
    pub(super) count: Option<Quantity>,
    /// The value of those of them in which nothing else counts.
    pub(super) own: BTreeMap<BasisKey, Quantity>,
    pub(super) chains: Vec<Chain>,
}

/// Those of a line's materials in which materials are found when looked through: each filled by one of the first
/// level, that by one of the second, and so on, all of equal value.
pub(super) struct Chain {
    pub(super) present: Flag,
    /// The value of the outermost material, and so of every level.
    pub(super) value: Option<Quantity>,
    pub(super) levels: Vec<Level>,
}

/// One level of a chain.
pub(super) struct Level {
    pub(super) kind: usize,
    /// The selections, as places in [`Bill::selections`], that find this level's material.
    pub(super) found_by: BTreeSet<usize>,
    pub(super) count: Option<Quantity>,
    /// Values that are not bounded by those of the material around it.
    pub(super) free: BTreeMap<BasisKey, Quantity>,
}

/// What a selection that looks through materials finds of materials that the producer has made itself, or a supplier
/// whose production counts as its own, and that count by what is in them. Each is worth no less than the lines in it
/// that it hides from the selection, so what is found grows by some amount.
pub(super) struct Opened {
    pub(super) present: Flag,
    more: BTreeMap<BasisKey, Quantity>,
    count: Option<Quantity>,
}

/// Every bill of materials that a query can tell apart, as one.
pub(super) struct Bill {
    pub(super) kinds: Vec<Kind>,
    pub(super) lines: Vec<Line>,
    pub(super) selections: Vec<Selection>,
    /// By look-through selection: what it finds of materials that were opened, whose contents are the lines.
    pub(super) opened: BTreeMap<usize, Opened>,
    value: Option<BasisKey>,
    /// Whether a wholly obtained material contains only such materials.
    obtained_holds: bool,
}

impl Bill {
    /// Makes the unknowns in `problem`. `all_values` if the sum of all materials' values matters.
    pub(super) fn new(
        shared: &Shared<'_>,
        edition: Edition,
        good: HsCode,
        reach: &Reach,
        all_values: bool,
        grants: &Grants,
        problem: &mut Problem,
    ) -> Result<Self, Undecided> {
        let selections: Vec<&Selection> = reach.selections().into_iter().collect();
        let value = shared.value_key();
        let mut out = Self {
            kinds: Vec::new(),
            lines: Vec::new(),
            selections: Vec::new(),
            opened: BTreeMap::new(),
            value,
            obtained_holds: grants.holds(Grant::WhollyObtained),
        };
        if !selections.is_empty() || all_values {
            out.kinds = during(Phase::Kinds, || {
                kinds(shared, edition, good, reach, &selections, grants)
            })?;
        }
        out.selections = selections.into_iter().cloned().collect();
        let nested: BTreeSet<BasisKey> = reach.material_bases(Depth::LookThrough);
        let mut bases: BTreeSet<BasisKey> = reach.material_bases(Depth::Direct).union(&nested).copied().collect();
        bases.extend(value.filter(|_| all_values || !nested.is_empty()));
        let free: BTreeSet<BasisKey> = nested
            .iter()
            .copied()
            .filter(|basis| !grants.holds(Grant::Contents) || Some(*basis) != value)
            .collect();
        let make = Make {
            shared,
            bases,
            bounded: value.filter(|value| grants.holds(Grant::Contents) && nested.contains(value)),
            free,
            counts_lines: reach.counts(Depth::Direct) || reach.counts(Depth::LookThrough),
            counts_levels: reach.counts(Depth::LookThrough),
        };
        if shared.opens_materials() {
            for place in 0..out.selections.len() {
                let found = |kind: usize| out.passes(kind, place);
                let mut open = out.kinds.iter().enumerate().filter(|(_, kind)| !kind.imported);
                if out.depth(place) == Depth::LookThrough && open.any(|(kind, _)| found(kind)) {
                    let opened = make.opened(place, problem);
                    out.opened.insert(place, opened);
                }
            }
        }
        let chains = out.chains(!make.free.is_empty())?;
        for (kind, chains) in chains.into_iter().enumerate() {
            let line = make.line(kind, chains, problem);
            out.lines.push(line);
        }
        // What was opened is made of something.
        for opened in out.opened.values() {
            let some = Term::any(out.lines.iter().map(|line| Term::Flag(line.present)));
            problem.fact(Term::Flag(opened.present).implies(some));
        }
        Ok(out)
    }

    pub(super) fn place(&self, selection: &Selection) -> Option<usize> {
        self.selections.iter().position(|own| own == selection)
    }

    fn depth(&self, selection: usize) -> Depth {
        self.selections.get(selection).map_or(Depth::Direct, |own| own.depth)
    }

    fn passes(&self, kind: usize, selection: usize) -> bool {
        self.kinds
            .get(kind)
            .and_then(|kind| kind.passes.get(selection))
            .copied()
            .unwrap_or_default()
    }

    /// The look-through selections that find a material of this kind.
    fn found(&self, kind: usize) -> BTreeSet<usize> {
        let look = (0..self.selections.len()).filter(|place| self.depth(*place) == Depth::LookThrough);
        look.filter(|place| self.passes(kind, *place)).collect()
    }

    /// For every kind the ways in which materials inside it are found: as sequences of levels.
    fn chains(&self, in_order: bool) -> Result<Vec<Vec<Levels>>, Undecided> {
        let mut open: Contents = BTreeMap::new();
        let mut closed: Contents = BTreeMap::new();
        for (place, kind) in self.kinds.iter().enumerate() {
            let found = self.found(place);
            if !found.is_empty() {
                let kinds = if kind.imported { &mut closed } else { &mut open };
                kinds.entry((found, self.pure(kind))).or_insert(place);
            }
        }
        let mut out = Vec::new();
        let mut known: BTreeMap<(BTreeSet<usize>, bool), Vec<Levels>> = BTreeMap::new();
        for (place, kind) in self.kinds.iter().enumerate() {
            if kind.imported {
                out.push(Vec::new());
                continue;
            }
            let start = (self.found(place), self.pure(kind));
            let chains = if let Some(chains) = known.get(&start) {
                chains.clone()
            } else {
                let chains = nest(&start.0, start.1, &open, &closed, in_order)?;
                known.insert(start, chains.clone());
                chains
            };
            out.push(chains);
        }
        Ok(out)
    }

    /// Whether nothing can be in it but what is wholly obtained.
    fn pure(&self, kind: &Kind) -> bool {
        self.obtained_holds && kind.wholly_obtained
    }

    /// Whether there is a material that the selection finds.
    pub(super) fn exists(&self, selection: usize) -> Term {
        let opened = self.opened.get(&selection);
        let mut parts: Vec<Term> = opened.map(|opened| Term::Flag(opened.present)).into_iter().collect();
        for line in &self.lines {
            if self.passes(line.kind, selection) {
                parts.push(Term::Flag(line.present));
            } else if self.depth(selection) == Depth::LookThrough {
                let chains = line.chains.iter();
                let found = chains.filter(|chain| chain.levels.iter().any(|level| level.found_by.contains(&selection)));
                parts.extend(found.map(|chain| Term::Flag(chain.present)));
            }
        }
        Term::any(parts)
    }

    /// The sum of a value over the materials that the selection finds.
    pub(super) fn sum(&self, selection: usize, basis: BasisKey) -> Linear {
        let opened = self.opened.get(&selection);
        let mut out = Linear::sum(opened.and_then(|opened| opened.more.get(&basis).copied()));
        for line in &self.lines {
            if self.passes(line.kind, selection) {
                out = out.plus(&self.total(line, basis));
            } else if self.depth(selection) == Depth::LookThrough {
                let levels = line
                    .chains
                    .iter()
                    .flat_map(|chain| chain.levels.iter().map(move |level| (chain, level)));
                for (chain, level) in levels.filter(|(_, level)| level.found_by.contains(&selection)) {
                    let bounded = chain.value.filter(|_| Some(basis) == self.value);
                    let quantity = level.free.get(&basis).copied().or(bounded);
                    out = out.plus(&Linear::sum(quantity));
                }
            }
        }
        out
    }

    /// How many materials the selection finds.
    pub(super) fn count(&self, selection: usize) -> Linear {
        let opened = self.opened.get(&selection);
        let mut out = Linear::sum(opened.and_then(|opened| opened.count));
        for line in &self.lines {
            if self.passes(line.kind, selection) {
                out = out.plus(&Linear::sum(line.count));
            } else if self.depth(selection) == Depth::LookThrough {
                let levels = line.chains.iter().flat_map(|chain| &chain.levels);
                let found = levels.filter(|level| level.found_by.contains(&selection));
                out = out.plus(&Linear::sum(found.filter_map(|level| level.count)));
            }
        }
        out
    }

    /// The value of all materials used directly.
    pub(super) fn all(&self) -> Linear {
        let mut out = Linear::default();
        if let Some(value) = self.value {
            for line in &self.lines {
                out = out.plus(&self.total(line, value));
            }
        }
        out
    }

    /// The value of a whole line.
    pub(super) fn total(&self, line: &Line, basis: BasisKey) -> Linear {
        let bounded = line
            .chains
            .iter()
            .filter_map(|chain| chain.value)
            .filter(|_| Some(basis) == self.value);
        Linear::sum(line.own.get(&basis).copied().into_iter().chain(bounded))
    }
}

/// The levels of a chain: the kind, and the selections that find it there.
type Levels = Vec<(usize, BTreeSet<usize>)>;

/// One kind for every set of selections that can find a material, and whether it is wholly obtained.
type Contents = BTreeMap<(BTreeSet<usize>, bool), usize>;

/// Everything that can be found inside a material that these selections have found already.
///
/// Materials that are not imported can be nested in any order and any number, an imported one only innermost, and
/// in a wholly obtained one only such; so what is found along a chain is any union of their sets, with one set of an
/// imported kind at the end. Where only values matter that are bounded from outside in, the order of levels tells
/// nothing and one chain per union is kept.
fn nest(
    start: &BTreeSet<usize>,
    pure: bool,
    open: &Contents,
    closed: &Contents,
    in_order: bool,
) -> Result<Vec<Levels>, Undecided> {
    let mut out: Vec<Levels> = Vec::new();
    let mut told: BTreeSet<Vec<BTreeSet<usize>>> = BTreeSet::new();
    let mut going: BTreeSet<(Vec<BTreeSet<usize>>, bool)> = BTreeSet::new();
    let mut agenda: Vec<(BTreeSet<usize>, bool, Levels)> = vec![(start.clone(), pure, Vec::new())];
    let mut next = 0_usize;
    while let Some((state, pure, levels)) = agenda.get(next).cloned() {
        next = next.saturating_add(1);
        let inside = open
            .iter()
            .map(|one| (one, false))
            .chain(closed.iter().map(|one| (one, true)));
        for (((found, obtained), kind), ends) in inside {
            let new: BTreeSet<usize> = found.difference(&state).copied().collect();
            if new.is_empty() || (pure && !obtained) {
                continue;
            }
            let union: BTreeSet<usize> = state.union(found).copied().collect();
            let mut longer = levels.clone();
            longer.push((*kind, new));
            let key: Vec<BTreeSet<usize>> = if in_order {
                longer.iter().map(|(_, new)| new.clone()).collect()
            } else {
                vec![union.clone()]
            };
            if told.insert(key.clone()) {
                out.push(longer.clone());
            }
            if !ends && going.insert((key, *obtained)) {
                agenda.push((union, *obtained, longer));
            }
            if out.len() > MOST_CHAINS {
                let what = "so many lists that look through materials".to_owned();
                return Err(Undecided::because(Reason::NotExpressible(what)));
            }
        }
    }
    Ok(out)
}

struct Make<'m, 'a> {
    shared: &'m Shared<'a>,
    bases: BTreeSet<BasisKey>,
    bounded: Option<BasisKey>,
    free: BTreeSet<BasisKey>,
    counts_lines: bool,
    counts_levels: bool,
}

impl Make<'_, '_> {
    /// What is found of opened materials: any amounts, if there are any. A count may shrink as well, since what is opened
    /// hides what is in it; so it is left open in full.
    fn opened(&self, place: usize, problem: &mut Problem) -> Opened {
        let name = format!("opened materials found by {}", place.saturating_add(1));
        let present = problem.flag(format!("{name}, are there"));
        let bases = self.bases.iter().chain(&self.free);
        let more = bases.map(|basis| (*basis, self.amount(&name, *basis, present, problem)));
        let more = more.collect();
        let count = self.counts_levels.then(|| {
            let quantity = problem.quantity(format!("number of {name}"), Sort::Count);
            let nothing = Term::row(Linear::of(quantity), super::term::Sign::Zero);
            problem.fact(Term::any([Term::Flag(present), nothing]));
            quantity
        });
        Opened { present, more, count }
    }

    fn line(&self, kind: usize, chains: Vec<Levels>, problem: &mut Problem) -> Line {
        let name = format!("material {}", kind.saturating_add(1));
        let present = problem.flag(format!("{name} is used"));
        let mut own = BTreeMap::new();
        for basis in &self.bases {
            own.insert(*basis, self.amount(&name, *basis, present, problem));
        }
        let count = self.counts_lines.then(|| number_of(&name, present, problem));
        let mut made = Vec::new();
        for (place, levels) in chains.into_iter().enumerate() {
            let name = format!("{name}, contents {}", place.saturating_add(1));
            let inside = problem.flag(format!("{name}, are there"));
            problem.fact(Term::Flag(inside).implies(Term::Flag(present)));
            let value = self.bounded.map(|basis| self.amount(&name, basis, inside, problem));
            let levels = levels.into_iter().enumerate().map(|(depth, (kind, found_by))| {
                let name = format!("{name}, level {}", depth.saturating_add(1));
                let free = self
                    .free
                    .iter()
                    .map(|basis| (*basis, self.amount(&name, *basis, inside, problem)))
                    .collect();
                let count = self.counts_levels.then(|| number_of(&name, inside, problem));
                Level {
                    kind,
                    found_by,
                    count,
                    free,
                }
            });
            let levels = levels.collect();
            made.push(Chain {
                present: inside,
                value,
                levels,
            });
        }
        Line {
            kind,
            present,
            count,
            own,
            chains: made,
        }
    }

    /// A value that is only there if its material is; a material without value is possible.
    fn amount(&self, name: &str, basis: BasisKey, present: Flag, problem: &mut Problem) -> Quantity {
        let quantity = problem.quantity(format!("{} of {name}", self.shared.basis_name(basis)), Sort::Amount);
        problem.state(
            Guard::Axiom(Axiom::NotNegative),
            Term::at_least_zero(Linear::of(quantity)),
        );
        let nothing = Linear::default().minus(&Linear::of(quantity));
        problem.fact(Term::any([Term::Flag(present), Term::at_least_zero(nothing)]));
        quantity
    }
}

fn number_of(name: &str, present: Flag, problem: &mut Problem) -> Quantity {
    let quantity = problem.quantity(format!("number of {name}"), Sort::Count);
    let one_or_more = Linear::of(quantity).minus(&Linear::constant(1.into()));
    problem.state(
        Guard::Axiom(Axiom::NotNegative),
        Term::at_least_zero(Linear::of(quantity)),
    );
    problem.fact(Term::Flag(present).same(Term::at_least_zero(one_or_more)));
    quantity
}
