//! Several texts seen as one: their attributes, values and tests on materials under common names.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::amount::Date;
use crate::ir::{
    AttributeId, AttributeKind, Basis, BasisId, Bearer, ClauseId, Country, Depth, MaterialTest, MaterialsId, Program,
};
use crate::nomenclature::{CodeSet, Level};

use super::axiom::Axiom;
use super::dates::usual_date;
use super::meaning::Meanings;
use super::question::{Question, Reason, Undecided};

/// The place of an attribute in [`Shared::attributes`].
pub(super) type AttributeKey = usize;

/// The place of a value in [`Shared::bases`].
pub(super) type BasisKey = usize;

/// An attribute of all the texts that declare one of that name.
#[derive(Debug, Clone)]
pub(super) struct SharedAttribute<'a> {
    pub(super) name: &'a str,
    /// Whether some text has a word that another one lacks; goods are described in the words of all.
    pub(super) narrowed: bool,
    pub(super) kind: Cow<'a, AttributeKind>,
    pub(super) producer: bool,
}

impl SharedAttribute<'_> {
    /// The words of an enumeration or a choice.
    pub(super) fn words(&self) -> &[String] {
        self.kind.words()
    }
}

/// The vocabularies of a question's texts, joined by name: a good is described once and judged under each text.
pub(super) struct Shared<'a> {
    pub(super) programs: Vec<&'a Program>,
    pub(super) attributes: Vec<SharedAttribute<'a>>,
    pub(super) bases: Vec<Basis>,
    /// Every party of every text, sorted.
    pub(super) parties: Vec<Country>,
    /// Of each text, the keys of its attributes and values in the order in which it declares them.
    attribute_keys: Vec<Vec<AttributeKey>>,
    basis_keys: Vec<Vec<BasisKey>>,
    meanings: RefCell<Meanings>,
    selections: RefCell<BTreeMap<(usize, MaterialsId), Rc<Selection>>>,
    usual_date: OnceCell<Option<Date>>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(question: &Question<'a>) -> Result<Self, Undecided> {
        let mut editions = question.programs.iter().map(|program| program.edition);
        if let Some(first) = editions.next()
            && editions.any(|other| other != first)
        {
            let what = "a question about texts in two editions of the nomenclature".to_owned();
            return Err(Undecided::because(Reason::NotExpressible(what)));
        }
        let mut out = Self {
            programs: question.programs.clone(),
            attributes: Vec::new(),
            bases: Vec::new(),
            parties: Vec::new(),
            attribute_keys: Vec::new(),
            basis_keys: Vec::new(),
            meanings: RefCell::default(),
            selections: RefCell::default(),
            usual_date: OnceCell::new(),
        };
        let alone = question.programs.len() == 1;
        let mut by_name: BTreeMap<&'a str, AttributeKey> = BTreeMap::new();
        for program in &question.programs {
            let mut attribute_keys = Vec::with_capacity(program.vocabulary.attributes.len());
            for (_, attribute) in program.vocabulary.attributes.iter() {
                let mut new = || {
                    out.attributes.push(SharedAttribute {
                        name: attribute.name.as_str(),
                        narrowed: false,
                        kind: Cow::Borrowed(&attribute.kind),
                        producer: attribute.bearers.contains(&Bearer::Producer),
                    });
                    out.attributes.len().saturating_sub(1)
                };
                // One text by itself declares each name once.
                let key = if alone {
                    new()
                } else {
                    *by_name.entry(attribute.name.as_str()).or_insert_with(new)
                };
                if let Some(own) = out.attributes.get_mut(key)
                    && *own.kind != attribute.kind
                {
                    own.narrowed |= matches!(*own.kind, AttributeKind::Enumeration(_));
                    own.kind = Cow::Owned(common_kind(&own.kind, &attribute.kind).ok_or_else(|| {
                        Undecided::because(Reason::NotExpressible(format!(
                            "`{}`, which the texts declare as different things",
                            attribute.name
                        )))
                    })?);
                }
                attribute_keys.push(key);
            }
            let mut basis_keys = Vec::new();
            for (_, basis) in program.vocabulary.bases.iter() {
                let key = out
                    .bases
                    .iter()
                    .position(|own| own.name == basis.name)
                    .unwrap_or_else(|| {
                        out.bases.push(basis.clone());
                        out.bases.len().saturating_sub(1)
                    });
                basis_keys.push(key);
            }
            out.attribute_keys.push(attribute_keys);
            out.basis_keys.push(basis_keys);
            out.parties.extend(program.parties.iter().cloned());
        }
        out.parties.sort();
        out.parties.dedup();
        Ok(out)
    }

    /// A day on which a good is shown where any day will do.
    pub(super) fn usual_date(&self) -> Option<Date> {
        *self.usual_date.get_or_init(|| usual_date(&self.programs))
    }

    /// What a clause says, by number, where there is another text that may say the same.
    pub(super) fn meaning(&self, program: usize, clause: ClauseId) -> Option<usize> {
        (self.programs.len() > 1).then(|| self.meanings.borrow_mut().clause(self, program, clause))
    }

    pub(super) fn program(&self, index: usize) -> Option<&'a Program> {
        self.programs.get(index).copied()
    }

    pub(super) fn attribute_key(&self, program: usize, id: AttributeId) -> AttributeKey {
        self.attribute_keys
            .get(program)
            .and_then(|keys| keys.get(id.index()))
            .copied()
            .unwrap_or(usize::MAX)
    }

    pub(super) fn basis_key(&self, program: usize, id: BasisId) -> BasisKey {
        self.basis_keys
            .get(program)
            .and_then(|keys| keys.get(id.index()))
            .copied()
            .unwrap_or(usize::MAX)
    }

    /// The key of the value that every material has.
    pub(super) fn value_key(&self) -> Option<BasisKey> {
        self.bases.iter().position(|basis| basis.name == "value")
    }

    /// That goods are described in the words of all texts, where some have words of their own.
    pub(super) fn common_words(&self) -> impl Iterator<Item = Axiom> {
        let narrowed = self.attributes.iter().filter(|own| own.narrowed);
        narrowed.map(|own| Axiom::CommonWords(own.name.to_owned()))
    }

    /// Whether a text lets materials count by what is in them.
    pub(super) fn opens_materials(&self) -> bool {
        self.programs
            .iter()
            .any(|text| text.intermediate.is_some() || text.accumulation.is_some() || !text.full_cumulation.is_empty())
    }

    pub(super) fn attribute_name(&self, key: AttributeKey) -> &str {
        self.attributes.get(key).map_or("?", |attribute| attribute.name)
    }

    pub(super) fn basis_name(&self, key: BasisKey) -> &str {
        self.bases.get(key).map_or("?", |basis| basis.name.as_str())
    }

    /// The values of an enumeration by their common places: a text's own places, translated by word.
    pub(super) fn values(&self, program: usize, id: AttributeId, values: &BTreeSet<usize>) -> BTreeSet<usize> {
        let own = self.program(program).map(|p| &p.vocabulary.attributes[id].kind);
        let (Some(own), Some(common)) = (own, self.attributes.get(self.attribute_key(program, id))) else {
            return BTreeSet::new();
        };
        if own.words() == common.words() {
            return values.clone();
        }
        let mut out: BTreeSet<usize> = values
            .iter()
            .filter_map(|place| own.words().get(*place))
            .filter_map(|word| common.words().iter().position(|other| other == word))
            .collect();
        let abroad = own
            .words()
            .len()
            .checked_sub(1)
            .is_some_and(|last| values.contains(&last));
        if matches!(own, AttributeKind::Country(_)) && abroad {
            // What is a party of another text only is elsewhere for this one.
            let parties = common.words().iter().enumerate();
            out.extend(
                parties
                    .filter(|(_, word)| !own.words().contains(word))
                    .map(|(place, _)| place),
            );
        }
        out
    }

    /// A text's selection of materials under common names.
    pub(super) fn selection(&self, program: usize, id: MaterialsId) -> Option<Rc<Selection>> {
        if let Some(known) = self.selections.borrow().get(&(program, id)) {
            return Some(Rc::clone(known));
        }
        let materials = &self.program(program)?.materials[id];
        let selection = Rc::new(Selection {
            depth: materials.depth,
            test: self.test(program, &materials.test),
        });
        self.selections
            .borrow_mut()
            .insert((program, id), Rc::clone(&selection));
        Some(selection)
    }

    fn test(&self, program: usize, test: &MaterialTest) -> Test {
        match test {
            MaterialTest::Known(value) => Test::Known(*value),
            MaterialTest::All(parts) => Test::All(parts.iter().map(|part| self.test(program, part)).collect()),
            MaterialTest::Any(parts) => Test::Any(parts.iter().map(|part| self.test(program, part)).collect()),
            MaterialTest::Not(inner) => Test::Not(Box::new(self.test(program, inner))),
            MaterialTest::CodeIn(set) => Test::CodeIn(set.clone()),
            MaterialTest::Code(relation) => Test::Same(relation.same),
            MaterialTest::Originating => Test::Originating,
            MaterialTest::WhollyObtained => Test::WhollyObtained,
            MaterialTest::Imported => Test::Imported,
            MaterialTest::ProducedIn(countries) => Test::ProducedIn(countries.clone()),
            MaterialTest::Is { attribute, values } => Test::Is {
                attribute: self.attribute_key(program, *attribute),
                values: self.values(program, *attribute, values),
            },
            MaterialTest::Fact(attribute) => Test::Fact(self.attribute_key(program, *attribute)),
        }
    }
}

/// What both declarations allow; `None` if they are different things. A producer's choice is the same only if it offers
/// the same: what one text offers and another does not can't be taken away from it.
fn common_kind(a: &AttributeKind, b: &AttributeKind) -> Option<AttributeKind> {
    match (a, b) {
        (AttributeKind::Enumeration(a), AttributeKind::Enumeration(b)) => {
            let shared: Vec<String> = a.iter().filter(|word| b.contains(word)).cloned().collect();
            (!shared.is_empty()).then_some(AttributeKind::Enumeration(shared))
        }
        (AttributeKind::Country(a), AttributeKind::Country(b)) => {
            let elsewhere = AttributeKind::ELSEWHERE;
            let mut all: Vec<String> = a.iter().filter(|word| *word != elsewhere).cloned().collect();
            let more = b.iter().filter(|word| *word != elsewhere && !a.contains(word));
            all.extend(more.cloned());
            all.push(elsewhere.to_owned());
            Some(AttributeKind::Country(all))
        }
        (a, b) => (a == b).then(|| a.clone()),
    }
}

/// A selection of materials under common names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Selection {
    pub(super) depth: Depth,
    pub(super) test: Test,
}

/// A test on one material under common names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Test {
    Known(bool),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    CodeIn(CodeSet),
    Same(Level),
    Originating,
    WhollyObtained,
    Imported,
    ProducedIn(BTreeSet<Country>),
    Is {
        attribute: AttributeKey,
        values: BTreeSet<usize>,
    },
    Fact(AttributeKey),
}

impl Test {
    /// Every test in it that has no parts.
    pub(super) fn for_each_leaf<'t>(&'t self, visit: &mut dyn FnMut(&'t Test)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.for_each_leaf(visit)),
            Self::Not(inner) => inner.for_each_leaf(visit),
            leaf => visit(leaf),
        }
    }

    /// The test with every leaf that `decide` settles replaced by its truth, simplified.
    pub(super) fn settle(&self, decide: &dyn Fn(&Test) -> Option<bool>) -> Test {
        match self {
            Self::Known(value) => Self::Known(*value),
            Self::Not(inner) => match inner.settle(decide) {
                Self::Known(value) => Self::Known(!value),
                other => Self::Not(Box::new(other)),
            },
            Self::All(parts) => Self::join(parts, decide, true),
            Self::Any(parts) => Self::join(parts, decide, false),
            leaf => decide(leaf).map_or_else(|| leaf.clone(), Self::Known),
        }
    }

    fn join(parts: &[Test], decide: &dyn Fn(&Test) -> Option<bool>, all: bool) -> Test {
        let mut out = Vec::new();
        for part in parts {
            match part.settle(decide) {
                Self::Known(value) if value == all => {}
                Self::Known(value) => return Self::Known(value),
                other => out.push(other),
            }
        }
        match (out.is_empty(), all) {
            (true, _) => Self::Known(all),
            (false, true) => Self::All(out),
            (false, false) => Self::Any(out),
        }
    }
}
