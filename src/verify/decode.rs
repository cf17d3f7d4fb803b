//! From an assignment to a concrete good: real codes with their descriptions, countries, values.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::amount::{Date, Ratio};
use crate::good::{Case, Datum, Node, Origin};
use crate::ir::AttributeKind;
use crate::nomenclature::HsCode;

use super::bill::{Bill, Chain, Line};
use super::encode::Encoded;
use super::shared::{BasisKey, Shared};
use super::term::Assignment;

/// The good that an assignment describes.
pub(super) fn decode(shared: &Shared<'_>, code: HsCode, encoded: &Encoded, assignment: &Assignment) -> Case {
    let decoder = Decoder {
        shared,
        encoded,
        assignment,
    };
    let mut good = Node {
        code: Some(code),
        name: decoder.name(code),
        ..Node::default()
    };
    let mut producer = BTreeMap::new();
    decoder.attributes(&mut good, &mut producer);
    for (key, quantity) in &encoded.unknowns.bases {
        good.data.insert(
            shared.basis_name(*key).to_owned(),
            Datum::Figure(assignment.quantity(*quantity)),
        );
    }
    let produced_in = encoded
        .unknowns
        .countries
        .iter()
        .find(|(_, flag)| assignment.flag(*flag));
    good.country = match produced_in {
        Some((country, _)) => Some(country.clone()),
        None => shared.parties.first().cloned(),
    };
    good.wholly_obtained = encoded.unknowns.wholly_obtained.map(|flag| assignment.flag(flag));
    if good
        .country
        .as_ref()
        .is_some_and(|country| !shared.parties.contains(country))
    {
        good.imported = Some(true);
    }
    for line in &encoded.bill.lines {
        good.materials.extend(decoder.line(&encoded.bill, line));
    }
    let date = encoded
        .unknowns
        .claim
        .and_then(|claim| day(&assignment.quantity(claim)));
    if encoded.unknowns.accumulates.is_some_and(|flag| assignment.flag(flag)) {
        decoder.accumulate(&mut good);
    }
    Case {
        date: date.or_else(|| shared.usual_date()),
        producer,
        good,
        averages: decoder.averages(),
    }
}

fn day(ordinal: &Ratio) -> Option<Date> {
    Date::from_ordinal(ordinal.to_i64()?)
}

/// The same good with a supplier's material of each sort in the place of the one that is made out of itself: what the
/// good is without accumulation depends on it.
pub(super) fn supplied(shared: &Shared<'_>, encoded: &Encoded, assignment: &Assignment, case: &Case) -> Vec<Case> {
    let decoder = Decoder {
        shared,
        encoded,
        assignment,
    };
    let outer = case
        .good
        .materials
        .first()
        .filter(|outer| outer.supplier_statement == Some(true));
    let Some(outer) = outer else { return Vec::new() };
    let other = |kind: usize| {
        let mut other = decoder.material(&encoded.bill, kind);
        other.supplier_statement = Some(true);
        other.imported = Some(false);
        other.country.clone_from(&outer.country);
        other.data.extend(outer.data.clone());
        other.materials.clone_from(&outer.materials);
        let mut case = case.clone();
        case.good.materials.splice(0..1, [other]);
        case
    };
    (0..encoded.bill.kinds.len()).map(other).collect()
}

struct Decoder<'d, 'a> {
    shared: &'d Shared<'a>,
    encoded: &'d Encoded,
    assignment: &'d Assignment,
}

impl Decoder<'_, '_> {
    fn name(&self, code: HsCode) -> Option<String> {
        let table = self.shared.programs.first()?.edition.table()?;
        table.description(code).map(str::to_owned)
    }

    fn attributes(&self, good: &mut Node, producer: &mut BTreeMap<String, Datum>) {
        let unknowns = &self.encoded.unknowns;
        let mut put = |key: usize, datum: Datum| {
            if let Some(attribute) = self.shared.attributes.get(key) {
                let data = if attribute.producer {
                    &mut *producer
                } else {
                    &mut good.data
                };
                data.insert(attribute.name.to_owned(), datum);
            }
        };
        for (key, flag) in &unknowns.facts {
            put(*key, Datum::Truth(self.assignment.flag(*flag)));
        }
        for (key, flags) in &unknowns.words {
            let chosen = flags.iter().position(|flag| self.assignment.flag(*flag));
            let word = self
                .shared
                .attributes
                .get(*key)
                .and_then(|attribute| attribute.words().get(chosen?));
            if let Some(word) = word {
                put(*key, Datum::Word(word.clone()));
            }
        }
        for (key, quantity) in &unknowns.numbers {
            let value = self.assignment.quantity(*quantity);
            let dated = self
                .shared
                .attributes
                .get(*key)
                .is_some_and(|own| *own.kind == AttributeKind::Date);
            let datum = if dated {
                day(&value).map(Datum::Day)
            } else {
                Some(Datum::Figure(value))
            };
            if let Some(datum) = datum {
                put(*key, datum);
            }
        }
        let start = unknowns
            .fiscal_year
            .and_then(|start| day(&self.assignment.quantity(start)));
        if let Some(start) = start {
            producer.insert("fiscal_year_start".to_owned(), Datum::Day(start));
        }
    }

    /// Lets a supplier in the region make the first material out of itself, with the statement that accumulation needs:
    /// opened, nothing has changed.
    fn accumulate(&self, good: &mut Node) {
        let inner = if good.materials.is_empty() {
            // No rule asked about materials, so any will do.
            Node {
                code: good.code,
                origin: Some(Origin::Originating),
                ..Node::default()
            }
        } else {
            let covered = |node: &Node| node.code.is_none_or(|code| self.may_accumulate(code));
            let place = good.materials.iter().position(covered);
            good.materials.remove(place.unwrap_or(0))
        };
        let values = inner.data.iter();
        let values = values.filter(|(name, _)| self.shared.bases.iter().any(|basis| basis.name == **name));
        let outer = Node {
            code: inner
                .code
                .filter(|code| self.may_accumulate(*code))
                .or_else(|| self.any_supply()),
            name: inner.name.clone(),
            country: self.shared.parties.first().cloned(),
            imported: Some(false),
            self_produced: Some(false),
            supplier_statement: Some(true),
            data: values.map(|(name, value)| (name.clone(), value.clone())).collect(),
            materials: vec![inner],
            ..Node::default()
        };
        good.materials.insert(0, outer);
    }

    /// Whether every text lets a supplier's production of such a material be accumulated.
    fn may_accumulate(&self, code: HsCode) -> bool {
        let mut texts = self.shared.programs.iter();
        texts.all(|text| text.accumulatable.intersects(code.range()))
    }

    /// A material that may be accumulated, of a sort that the question tells apart or of any other.
    fn any_supply(&self) -> Option<HsCode> {
        let mut kinds = self.encoded.bill.kinds.iter().map(|kind| kind.code);
        let fits = |code: &HsCode| self.may_accumulate(*code);
        kinds.find(fits)
    }

    /// The goods of a category taken together, the same for every category: nothing tells them apart.
    fn averages(&self) -> BTreeMap<String, Node> {
        let Some(bill) = &self.encoded.together else {
            return BTreeMap::new();
        };
        let mut together = Node::default();
        for (key, quantity) in &self.encoded.unknowns.together {
            self.put(&mut together, *key, self.assignment.quantity(*quantity));
        }
        for line in &bill.lines {
            together.materials.extend(self.line(bill, line));
        }
        let programs = self.shared.programs.iter();
        let categories = programs.flat_map(|text| {
            let choices = text.averaging.iter();
            choices.flat_map(|choice| text.vocabulary.attributes[*choice].kind.words().iter().skip(1))
        });
        categories
            .map(|category| (category.clone(), together.clone()))
            .collect()
    }

    /// The materials of one line: one, or as many as are counted, with the contents of its chains inside the first.
    fn line(&self, bill: &Bill, line: &Line) -> Vec<Node> {
        if !self.assignment.flag(line.present) {
            return Vec::new();
        }
        let mut first = self.material(bill, line.kind);
        for basis in line.own.keys() {
            let value = bill.total(line, *basis).at(&self.assignment.quantities);
            self.put(&mut first, *basis, value);
        }
        for chain in line.chains.iter().filter(|chain| self.assignment.flag(chain.present)) {
            first.materials.extend(self.contents(bill, chain));
        }
        let more = line
            .count
            .and_then(|count| self.assignment.quantity(count).to_i64())
            .unwrap_or(1);
        let zero = |basis: &BasisKey| (*basis, Ratio::ZERO);
        let mut out = vec![first];
        for _ in 1..more {
            let mut further = self.material(bill, line.kind);
            for (basis, value) in line.own.keys().map(zero) {
                self.put(&mut further, basis, value);
            }
            out.push(further);
        }
        out
    }

    /// The levels of a chain, each inside the one before.
    fn contents(&self, bill: &Bill, chain: &Chain) -> Vec<Node> {
        let mut inside: Vec<Node> = Vec::new();
        let bounded = chain.value.map(|value| self.assignment.quantity(value));
        for level in chain.levels.iter().rev() {
            let mut node = self.material(bill, level.kind);
            if let (Some(value), Some(basis)) = (&bounded, self.shared.value_key()) {
                self.put(&mut node, basis, value.clone());
            }
            for (basis, quantity) in &level.free {
                self.put(&mut node, *basis, self.assignment.quantity(*quantity));
            }
            node.materials = inside;
            let more = level
                .count
                .and_then(|count| self.assignment.quantity(count).to_i64())
                .unwrap_or(1);
            let mut nodes = vec![node];
            for _ in 1..more {
                let mut further = self.material(bill, level.kind);
                let bases = level
                    .free
                    .keys()
                    .copied()
                    .chain(self.shared.value_key().filter(|_| bounded.is_some()));
                for basis in bases.collect::<Vec<_>>() {
                    self.put(&mut further, basis, Ratio::ZERO);
                }
                nodes.push(further);
            }
            inside = nodes;
        }
        inside
    }

    fn put(&self, node: &mut Node, basis: BasisKey, value: Ratio) {
        node.data
            .insert(self.shared.basis_name(basis).to_owned(), Datum::Figure(value));
    }

    fn material(&self, bill: &Bill, kind: usize) -> Node {
        let Some(kind) = bill.kinds.get(kind) else {
            return Node::default();
        };
        let origin = if kind.originating {
            Origin::Originating
        } else {
            Origin::NonOriginating
        };
        let mut node = Node {
            name: self.name(kind.code),
            code: Some(kind.code),
            country: Some(Arc::clone(&kind.country)),
            imported: Some(kind.imported),
            origin: Some(origin),
            wholly_obtained: Some(kind.wholly_obtained),
            self_produced: Some(false),
            supplier_statement: Some(false),
            ..Node::default()
        };
        for (key, value) in &kind.attributes {
            let Some(attribute) = self.shared.attributes.get(*key) else {
                continue;
            };
            let datum = match attribute.words().get(*value) {
                Some(word) => Datum::Word(word.clone()),
                None => Datum::Truth(*value == 1),
            };
            node.data.insert(attribute.name.to_owned(), datum);
        }
        node
    }
}
