//! Kinds of material: everything a test can see of one.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex};

use crate::ir::{Country, Depth};
use crate::nomenclature::{CodeSet, Edition, HsCode};

use super::codes::{group, stretches};
use super::question::{Reason, Undecided};
use super::reach::Reach;
use super::shared::{AttributeKey, Selection, Shared, Test};
use super::typical::{Strangeness, strangeness};

/// More combinations of facts about one material than this are not tried.
const MOST_COMBINATIONS: usize = 200_000;

/// A kind of material, by one material of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) code: HsCode,
    pub(super) originating: bool,
    pub(super) wholly_obtained: bool,
    pub(super) imported: bool,
    pub(super) country: Country,
    pub(super) attributes: BTreeMap<AttributeKey, usize>,
    /// Whether it passes each selection.
    pub(super) passes: Vec<bool>,
}

/// Something taken for granted about kinds of material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grant {
    /// See [`Axiom::OutsideImported`](super::Axiom::OutsideImported).
    OutsideImported,
    /// The text's own rule on imported materials.
    ImportsDoNotOriginate,
    /// See [`Axiom::WhollyObtained`](super::Axiom::WhollyObtained).
    WhollyObtained,
    /// See [`Axiom::Contents`](super::Axiom::Contents).
    Contents,
}

/// What is taken for granted about kinds of material; each can be withdrawn to see whether a proof needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grants {
    withdrawn: BTreeSet<Grant>,
}

impl Grants {
    pub(super) const ALL: Self = Self {
        withdrawn: BTreeSet::new(),
    };

    pub(super) fn holds(&self, grant: Grant) -> bool {
        !self.withdrawn.contains(&grant)
    }

    pub(super) fn without(&self, grant: Grant) -> Self {
        let mut out = self.clone();
        out.withdrawn.insert(grant);
        out
    }
}

/// Everything that materials may be but for their codes and attributes.
#[derive(Debug, Clone)]
struct Provenance {
    originating: bool,
    wholly_obtained: bool,
    imported: bool,
    country: Country,
}

impl Provenance {
    /// What it settles of a test.
    fn settles(&self, leaf: &Test) -> Option<bool> {
        match leaf {
            Test::Originating => Some(self.originating),
            Test::WhollyObtained => Some(self.wholly_obtained),
            Test::Imported => Some(self.imported),
            Test::ProducedIn(countries) => Some(countries.contains(&self.country)),
            _ => None,
        }
    }
}

/// The kinds of material that the selections tell apart, of a good of this code.
pub(super) fn kinds(
    shared: &Shared<'_>,
    edition: Edition,
    good: HsCode,
    reach: &Reach,
    selections: &[&Selection],
    grants: &Grants,
) -> Result<Vec<Kind>, Undecided> {
    let lists = reach.material_codes();
    let levels = reach.levels();
    let same = levels.iter().filter_map(|level| good.within(*level));
    let cut = stretches(edition, &lists, same, &CodeSet::all());
    let classes = group(edition, &cut, good, |range| {
        let listed: Vec<bool> = lists.iter().map(|set| set.contains_all(range)).collect();
        let related: Vec<bool> = levels
            .iter()
            .map(|level| good.within(*level).is_some_and(|own| own.covers(range)))
            .collect();
        (listed, related)
    });
    // Only where materials are looked through does it matter whether one may have contents that count.
    let nested = selections.iter().any(|selection| selection.depth == Depth::LookThrough);
    // What is not wholly obtained is in no wholly obtained good.
    let provenances = provenances(shared, selections, grants);
    let codes = Codes::new(good, classes.into_values(), selections);
    let mut out: Vec<Kind> = Vec::new();
    let mut seen: BTreeMap<(Vec<bool>, bool, bool), Standing> = BTreeMap::new();
    let mut tried = 0_usize;
    // Provenance outermost: the plainest of every kind comes first.
    for (plain, provenance) in provenances.iter().enumerate() {
        let outlooks: Vec<Arc<Outlook>> = codes.outlooks(shared, provenance);
        for (class, outlook) in codes.all.iter().zip(&outlooks) {
            tried = tried.saturating_add(outlook.combinations.saturating_mul(class.codes));
            if tried > MOST_COMBINATIONS {
                let what = "so many facts about one material".to_owned();
                return Err(Undecided::because(Reason::NotExpressible(what)));
            }
            for look in &outlook.looks {
                let own = Standing {
                    plain,
                    unusual: look.unusual,
                    strange: class.strange,
                    place: out.len(),
                };
                let sign = (
                    look.passes.clone(),
                    nested && provenance.imported,
                    reach.good_obtained && provenance.wholly_obtained,
                );
                let kind = || Kind {
                    code: class.code,
                    originating: provenance.originating,
                    wholly_obtained: provenance.wholly_obtained,
                    imported: provenance.imported,
                    country: provenance.country.clone(),
                    attributes: look.attributes.clone(),
                    passes: look.passes.clone(),
                };
                match seen.entry(sign) {
                    Entry::Vacant(free) => {
                        free.insert(own);
                        out.push(kind());
                    }
                    // Any material of the kind would do; the reader sees the one that surprises least.
                    Entry::Occupied(mut known) if own.is_better_than(known.get()) => {
                        let place = known.get().place;
                        if let Some(shown) = out.get_mut(place) {
                            *shown = kind();
                        }
                        known.insert(Standing { place, ..own });
                    }
                    Entry::Occupied(_) => {}
                }
            }
        }
    }
    Ok(out)
}

/// The codes of materials by what the tests of the selections come to once the code is known: many leave the same.
struct Codes {
    all: Vec<Class>,
}

/// Codes that leave the same tests.
struct Class {
    tests: Vec<Test>,
    /// The most typical of the codes.
    code: HsCode,
    strange: Strangeness,
    /// How many codes there are.
    codes: usize,
}

impl Codes {
    fn new(good: HsCode, codes: impl Iterator<Item = HsCode>, selections: &[&Selection]) -> Self {
        let mut all: Vec<Class> = Vec::new();
        let mut places: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut selections: Vec<Settled<'_>> = selections.iter().map(|one| Settled::new(&one.test)).collect();
        for code in codes {
            let own: Vec<usize> = selections.iter_mut().map(|one| one.by(good, code)).collect();
            let strange = strangeness(good, code);
            let place = *places.entry(own).or_insert_with_key(|own| {
                let tests = selections.iter().zip(own);
                let tests = tests.filter_map(|(one, own)| one.tests.get(*own).cloned());
                all.push(Class {
                    tests: tests.collect(),
                    code,
                    strange,
                    codes: 0,
                });
                all.len().saturating_sub(1)
            });
            let Some(class) = all.get_mut(place) else { continue };
            class.codes = class.codes.saturating_add(1);
            if strange < class.strange {
                (class.code, class.strange) = (code, strange);
            }
        }
        Self { all }
    }

    /// The outlooks of materials of a provenance, for each class of codes.
    fn outlooks(&self, shared: &Shared<'_>, provenance: &Provenance) -> Vec<Arc<Outlook>> {
        let open = |tests: &Vec<Test>| {
            let tests = tests.iter().map(|test| test.settle(&|leaf| provenance.settles(leaf)));
            outlook(shared, tests.collect())
        };
        self.all.iter().map(|class| open(&class.tests)).collect()
    }
}

/// What a test comes to once the code is known: codes of which its parts say the same leave the same.
struct Settled<'t> {
    test: &'t Test,
    /// Its parts that ask for the code.
    asks: Vec<&'t Test>,
    /// What is left, each once.
    tests: Vec<Test>,
    /// By what those parts say: the place of what is left.
    places: BTreeMap<Vec<bool>, usize>,
}

impl<'t> Settled<'t> {
    fn new(test: &'t Test) -> Self {
        let mut asks = Vec::new();
        test.for_each_leaf(&mut |leaf| {
            if matches!(leaf, Test::CodeIn(_) | Test::Same(_)) {
                asks.push(leaf);
            }
        });
        Self {
            test,
            asks,
            tests: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// The place of what is left for materials of this code.
    fn by(&mut self, good: HsCode, code: HsCode) -> usize {
        let decide = |leaf: &Test| match leaf {
            Test::CodeIn(set) => Some(set.contains(code)),
            Test::Same(level) => Some(good.within(*level).is_some_and(|own| own.covers(code.range()))),
            _ => None,
        };
        let said: Vec<bool> = self.asks.iter().filter_map(|leaf| decide(leaf)).collect();
        let (test, tests) = (self.test, &mut self.tests);
        *self.places.entry(said).or_insert_with(|| {
            let left = test.settle(&decide);
            let known = tests.iter().position(|own| *own == left);
            known.unwrap_or_else(|| {
                tests.push(left);
                tests.len().saturating_sub(1)
            })
        })
    }
}

/// What materials of one code and provenance can look like: which selections they pass, by their attributes.
struct Outlook {
    /// How many combinations of attributes there are.
    combinations: usize,
    /// Each distinct set of selections once, with the plainest attributes that pass just those.
    looks: Vec<Look>,
}

struct Look {
    passes: Vec<bool>,
    attributes: BTreeMap<AttributeKey, usize>,
    unusual: usize,
}

/// Outlooks by the tests that code and provenance leave open, and by how many values each attribute has that they look
/// at: nothing else tells in them, so they serve every question about every text.
type Outlooks = BTreeMap<(Vec<Test>, Vec<(AttributeKey, usize)>), Arc<Outlook>>;

/// What was found before: the same tests come up in question after question.
static FOUND: LazyLock<Mutex<Outlooks>> = LazyLock::new(Mutex::default);

/// More outlooks than this are not kept.
const MOST_OUTLOOKS: usize = 20_000;

fn outlook(shared: &Shared<'_>, open: Vec<Test>) -> Arc<Outlook> {
    let attributes = looked_at(shared, &open);
    let Ok(mut found) = FOUND.lock() else {
        return Arc::new(Outlook::new(&attributes, &open));
    };
    if found.len() >= MOST_OUTLOOKS {
        found.clear();
    }
    let outlook = found
        .entry((open, attributes))
        .or_insert_with_key(|(open, attributes)| Arc::new(Outlook::new(attributes, open)));
    Arc::clone(outlook)
}

impl Outlook {
    fn new(attributes: &[(AttributeKey, usize)], open: &[Test]) -> Self {
        let combinations = combinations(attributes);
        let mut out = Self {
            combinations: combinations.len(),
            looks: Vec::new(),
        };
        let mut places: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        for attributes in combinations {
            let passes: Vec<bool> = open.iter().map(|test| passes(test, &attributes)).collect();
            let unusual = attributes.values().filter(|value| **value != 0).count();
            let place = *places.entry(passes.clone()).or_insert(out.looks.len());
            let look = Look {
                passes,
                attributes,
                unusual,
            };
            match out.looks.get_mut(place) {
                None => out.looks.push(look),
                Some(known) if unusual < known.unusual => *known = look,
                Some(_) => {}
            }
        }
        out
    }
}

/// How good an example of its kind a material is, and where the kind stands.
#[derive(Debug, Clone, Copy)]
struct Standing {
    plain: usize,
    unusual: usize,
    strange: Strangeness,
    place: usize,
}

impl Standing {
    fn is_better_than(&self, other: &Self) -> bool {
        (self.plain, self.unusual, self.strange) < (other.plain, other.unusual, other.strange)
    }
}

/// Every provenance that the grants admit, the plainest first: bought abroad and imported, or originating and bought
/// at home.
fn provenances(shared: &Shared<'_>, selections: &[&Selection], grants: &Grants) -> Vec<Provenance> {
    let parties = &shared.parties;
    let mut inside: Vec<Country> = parties.clone();
    let mut outside: Vec<Country> = Vec::new();
    for name in ["JPN", "CHN", "DEU"] {
        if outside.is_empty() && !parties.iter().any(|party| party.as_ref() == name) {
            outside.push(Arc::from(name));
        }
    }
    let mut by_country = false;
    for selection in selections {
        selection.test.for_each_leaf(&mut |leaf| {
            if let Test::ProducedIn(countries) = leaf {
                by_country = true;
                let foreign = countries.iter().filter(|country| !parties.contains(country));
                outside.extend(foreign.cloned());
            }
        });
    }
    if !by_country {
        inside.truncate(1);
    }
    let bars_imports = grants.holds(Grant::ImportsDoNotOriginate)
        && shared
            .programs
            .iter()
            .any(|program| program.imported_non_originating.is_some());
    let mut out = Vec::new();
    for (originating, wholly_obtained) in [(false, false), (true, false), (true, true), (false, true)] {
        // A material that does not originate is most plainly one that was imported.
        for imported in [!originating, originating] {
            let foreign = outside.iter().map(|country| (country, false));
            let local = inside.iter().map(|country| (country, true));
            let countries: Vec<(&Country, bool)> = if imported {
                foreign.chain(local).collect()
            } else {
                local.chain(foreign).collect()
            };
            for (country, at_home) in countries {
                let barred = (grants.holds(Grant::OutsideImported) && !at_home && !imported)
                    || (bars_imports && imported && originating)
                    || (grants.holds(Grant::WhollyObtained)
                        && wholly_obtained
                        && (!originating || imported || !at_home));
                if !barred {
                    out.push(Provenance {
                        originating,
                        wholly_obtained,
                        imported,
                        country: country.clone(),
                    });
                }
            }
        }
    }
    out.sort_by_key(|one| one.imported && one.originating);
    out
}

/// The attributes that tests look at, each with the number of its values.
fn looked_at(shared: &Shared<'_>, tests: &[Test]) -> Vec<(AttributeKey, usize)> {
    let mut looked_at = BTreeSet::new();
    for test in tests {
        test.for_each_leaf(&mut |leaf| match leaf {
            Test::Is { attribute, .. } | Test::Fact(attribute) => {
                looked_at.insert(*attribute);
            }
            _ => {}
        });
    }
    let values = |key: AttributeKey| {
        let kind = shared.attributes.get(key).map(|attribute| attribute.kind.as_ref());
        match kind.map_or(0, |kind| kind.words().len()) {
            0 => 2,
            words => words,
        }
    };
    looked_at.into_iter().map(|key| (key, values(key))).collect()
}

/// Every combination of the attributes, each with so many values; the plainest first.
fn combinations(attributes: &[(AttributeKey, usize)]) -> Vec<BTreeMap<AttributeKey, usize>> {
    let mut out = vec![BTreeMap::new()];
    for (key, many) in attributes {
        let mut wider = Vec::new();
        for value in 0..*many {
            for one in &out {
                let mut next = one.clone();
                next.insert(*key, value);
                wider.push(next);
            }
        }
        if wider.len() > MOST_COMBINATIONS {
            return wider;
        }
        out = wider;
    }
    out
}

fn passes(test: &Test, attributes: &BTreeMap<AttributeKey, usize>) -> bool {
    match test {
        Test::Known(value) => *value,
        Test::All(parts) => parts.iter().all(|part| passes(part, attributes)),
        Test::Any(parts) => parts.iter().any(|part| passes(part, attributes)),
        Test::Not(inner) => !passes(inner, attributes),
        Test::Is { attribute, values } => attributes.get(attribute).is_some_and(|value| values.contains(value)),
        Test::Fact(attribute) => attributes.get(attribute) == Some(&1),
        _ => false,
    }
}
