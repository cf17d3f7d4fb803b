//! The goods that every engine judges: plain data, made without chance so that each run judges the same ones.

use orilex::nomenclature::Edition;

use crate::rules::Row;

/// A good, in the terms that everybody shares: codes of six digits, money in cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Good {
    pub(crate) code: u32,
    pub(crate) transaction_value: i64,
    pub(crate) net_cost: i64,
    pub(crate) materials: Vec<Material>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Material {
    pub(crate) code: u32,
    pub(crate) value: i64,
    pub(crate) originating: bool,
}

/// What decides about a good: where its foreign materials come from and on which side of a threshold it lies.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// The digits that one foreign material shares with the good; 0 for a material of another chapter.
    shares: u32,
    /// How many cents the transaction value lies above the least that reaches the content; `None` for far below it.
    price: Option<i64>,
    /// The same of net cost.
    cost: Option<i64>,
}

/// Just reached, just missed, and clear of it, under each change of classification.
const SHAPES: [Shape; 13] = [
    shape(0, None, None),
    shape(4, Some(0), None),
    shape(4, Some(-1), None),
    shape(4, Some(-1), Some(0)),
    shape(4, Some(-1), Some(-1)),
    shape(4, None, Some(0)),
    shape(4, Some(700), Some(700)),
    shape(6, Some(0), Some(0)),
    shape(6, None, None),
    shape(2, None, Some(-1)),
    shape(2, Some(0), None),
    shape(0, Some(0), Some(0)),
    shape(4, None, Some(-1)),
];

const fn shape(shares: u32, price: Option<i64>, cost: Option<i64>) -> Shape {
    Shape { shares, price, cost }
}

/// Every subheading of HS 2017, in order.
pub(crate) fn subheadings() -> Vec<u32> {
    let table = Edition::parse("HS 2017").and_then(Edition::table);
    let codes = table.into_iter().flat_map(|table| table.subheadings());
    codes.filter_map(|code| code.digits().parse().ok()).collect()
}

/// A good of the code of a rule for each shape, of so many materials.
pub(crate) fn of_each_shape(row: &Row, materials: usize, codes: &[u32]) -> Vec<Good> {
    let shapes = SHAPES.iter().enumerate();
    shapes
        .map(|(seed, shape)| good(row, *shape, materials, seed, codes))
        .collect()
}

/// A good for each rule, of so many materials; the shapes take turns.
pub(crate) fn one_for_each(rows: &[Row], materials: usize, codes: &[u32]) -> Vec<Good> {
    let shapes = SHAPES.iter().cycle();
    let places = rows.iter().zip(shapes).enumerate();
    places
        .map(|(seed, (row, shape))| good(row, *shape, materials, seed, codes))
        .collect()
}

fn good(row: &Row, shape: Shape, materials: usize, seed: usize, codes: &[u32]) -> Good {
    let mut chance = Chance(seed as u64 + 1);
    let shares = |other: u32, digits: u32| other / 10_u32.pow(6 - digits) == row.code / 10_u32.pow(6 - digits);
    let abroad: Vec<u32> = codes
        .iter()
        .copied()
        .filter(|code| !shares(*code, 2) && code / 100 != row.except)
        .collect();
    // Where no code shares just so many digits, the one that shares most stands in; the shape is then another one.
    let near = (2..=shape.shares)
        .rev()
        .step_by(2)
        .find_map(|digits| codes.iter().find(|code| shares(**code, digits)));
    let near = if shape.shares == 6 { Some(&row.code) } else { near };
    let mut out = Good {
        code: row.code,
        transaction_value: 0,
        net_cost: 0,
        materials: (0..materials)
            .map(|_| Material {
                code: abroad[chance.below(abroad.len())],
                value: 100 + chance.below(20_000) as i64,
                originating: chance.below(3) == 0,
            })
            .collect(),
    };
    let place = chance.below(materials);
    if let (Some(near), true) = (near, shape.shares > 0) {
        out.materials[place].code = *near;
    }
    out.materials[place].originating = false;
    // A material in the way that originates is not in the way.
    let other = (place + 1) % materials;
    if other != place {
        out.materials[other].code = row.code;
        out.materials[other].originating = true;
        out.materials[other].value = 1 + chance.below(50) as i64;
    }
    let foreign: i64 = out.materials.iter().filter(|m| !m.originating).map(|m| m.value).sum();
    out.transaction_value = reaching(foreign, row.price, shape.price);
    out.net_cost = reaching(foreign, row.cost, shape.cost);
    out
}

/// The least value of which the foreign materials leave so many per cent, and so many cents above.
fn reaching(foreign: i64, per_cent: i64, above: Option<i64>) -> i64 {
    let least = |per_cent: i64| (foreign * 100 + 99 - per_cent) / (100 - per_cent);
    match above {
        Some(above) => least(per_cent) + above,
        None => least(per_cent / 2),
    }
}

/// Numbers that look like chance: a linear congruence.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}
