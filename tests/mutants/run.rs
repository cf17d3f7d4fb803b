//! Every mutant, in one order; which of them are judged; and judging them on every core.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use super::focus::{self, Focus};
use super::judge::{Base, Outcome, Result, judge};
use super::kind::{Family, Kind, Seed};
use super::world::{World, said};
use super::{changed, seeded};

/// A mutant of one cut.
pub(crate) struct Mutant {
    /// Its kind.
    pub(crate) kind: usize,
    /// Its cut.
    pub(crate) focus: usize,
    /// What is changed.
    pub(crate) seed: Seed,
}

/// The mutants that there are.
pub(crate) struct All {
    /// The files.
    pub(crate) world: World,
    /// Their kinds.
    pub(crate) kinds: Vec<Kind>,
    /// The cuts.
    pub(crate) focuses: Vec<Focus>,
    /// The mutants, kind by kind.
    pub(crate) mutants: Vec<Mutant>,
}

/// As deep as formulas may be nested.
const STACK: usize = 64 * 1024 * 1024;

impl All {
    /// Enumerates them: kinds as listed, texts by name, clauses as written.
    pub(crate) fn enumerate() -> io::Result<Self> {
        let world = World::read()?;
        let mut texts: BTreeSet<String> = world.files.iter().map(|file| file.home.to_string()).collect();
        texts.extend(
            world
                .proposals()
                .map(|(_, proposal)| proposal.head.name.text.to_string()),
        );
        let mut focuses = Vec::new();
        for text in &texts {
            let cuts = focus::all(&world, text);
            focuses.extend(cuts.map_err(|wrong| io::Error::other(format!("{text}: {}", said(&wrong))))?);
        }
        let mut kinds = seeded::kinds();
        kinds.extend(changed::kinds());
        let mut mutants = Vec::new();
        for (kind, own) in kinds.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for (place, focus) in focuses.iter().enumerate() {
                // Words of a proposal's files are changed only where a change has to be decided.
                let files = focus.text == focus.agreement || own.family == Family::Changed;
                for seed in (own.make)(&world, focus) {
                    let edits = &seed.change.edits;
                    // What stands outside of the rule is changed in the first cut that has it.
                    if edits.is_empty() || files && seen.insert(format!("{} {edits:?}", focus.text)) {
                        mutants.push(Mutant {
                            kind,
                            focus: place,
                            seed,
                        });
                    }
                }
            }
        }
        Ok(Self {
            world,
            kinds,
            focuses,
            mutants,
        })
    }

    /// The kind of a mutant.
    pub(crate) fn kind_of(&self, at: usize) -> Option<&Kind> {
        self.mutants.get(at).and_then(|mutant| self.kinds.get(mutant.kind))
    }

    /// At most so many of each kind, spread evenly.
    pub(crate) fn sample(&self, most: usize) -> Vec<usize> {
        let mut out = Vec::new();
        for kind in 0..self.kinds.len() {
            let own: Vec<usize> = (0..self.mutants.len())
                .filter(|at| self.mutants.get(*at).is_some_and(|one| one.kind == kind))
                .collect();
            let taken = most.min(own.len());
            for place in 0..taken {
                // The middle of each of the equal parts.
                let at = (2 * place + 1) * own.len() / (2 * taken);
                out.extend(own.get(at));
            }
        }
        out
    }

    /// Judges these, on every core; the results are in their order.
    pub(crate) fn judge(&self, chosen: &[usize], watch: impl Fn(usize) -> bool + Sync, progress: bool) -> Vec<Result> {
        let bases: Vec<Base> = self.focuses.iter().map(|_| Base::default()).collect();
        // Those of one cut after each other, so that its base is made once and soon.
        let mut order: Vec<usize> = (0..chosen.len()).collect();
        order.sort_by_key(|place| {
            chosen
                .get(*place)
                .and_then(|at| self.mutants.get(*at))
                .map(|one| one.focus)
        });
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let started = Instant::now();
        let work = || {
            loop {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                let Some(place) = order.get(turn) else { break };
                let Some(mutant) = chosen.get(*place).and_then(|at| self.mutants.get(*at)) else {
                    continue;
                };
                let (Some(focus), Some(base), Some(kind)) = (
                    self.focuses.get(mutant.focus),
                    bases.get(mutant.focus),
                    self.kinds.get(mutant.kind),
                ) else {
                    continue;
                };
                let begun = Instant::now();
                let result = judge(&self.world, focus, base, kind, &mutant.seed, watch(turn));
                if progress {
                    let line = format!(
                        "{turn}/{} {}s {}ms {}/{} {}: {:?} {}\n",
                        order.len(),
                        started.elapsed().as_secs(),
                        begun.elapsed().as_millis(),
                        focus.text,
                        focus.rule,
                        kind.name,
                        result.outcome,
                        if matches!(result.outcome, Outcome::Found | Outcome::Equivalent) {
                            ""
                        } else {
                            &result.why
                        }
                    );
                    let _ = io::stderr().write_all(line.as_bytes());
                }
                if let Ok(mut done) = done.lock() {
                    done.push((*place, result));
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            }
        });
        let mut done = done.into_inner().unwrap_or_default();
        done.sort_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, result)| result).collect()
    }
}
