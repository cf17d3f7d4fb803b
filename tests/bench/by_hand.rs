//! The same determination as a programmer would write it once for this agreement: the yardstick, not a reference.
//!
//! Articles 401(a) to (c), 403(1) and 403(5)(a), 405(2) and the annex's rule for passenger cars.

use orilex::good::{Case, Datum, Node, Origin};

/// The ranges of Annex 403.1 that the codes of the car fall into or pass by, in eight digits and order.
const TRACED: [(u64, u64); 24] = [
    (4009_0000, 4009_9999),
    (4010_3100, 4010_3499),
    (4011_0000, 4011_9999),
    (4016_9310, 4016_9310),
    (7007_1100, 7007_1199),
    (7009_1000, 7009_1099),
    (8301_2000, 8301_2099),
    (8407_3100, 8407_3399),
    (8408_2000, 8408_2099),
    (8409_0000, 8409_9999),
    (8413_3000, 8413_3099),
    (8415_2000, 8415_2099),
    (8482_1000, 8482_8099),
    (8483_1000, 8483_5099),
    (8501_1000, 8501_2099),
    (8512_2000, 8512_2099),
    (8544_3000, 8544_3099),
    (8706_0000, 8707_9999),
    (8708_2911, 8708_2919),
    (8708_3000, 8708_5099),
    (8708_8000, 8708_8099),
    (8708_9100, 8708_9299),
    (9031_8000, 9031_8099),
    (9401_2000, 9401_2099),
];

/// What the function looks at, ready to be read from first to last.
pub(crate) struct Car {
    net_cost: i64,
    transaction_value: i64,
    /// Year, month and day of the producer's fiscal year.
    fiscal_year: (i32, u8, u8),
    in_region: bool,
    materials: Vec<Material>,
}

struct Material {
    code: u64,
    value: i64,
    outside: bool,
    originating: bool,
}

impl Car {
    /// The car of a case.
    pub(crate) fn of(case: &Case) -> Self {
        let fiscal_year = match case.producer.get("fiscal_year_start") {
            Some(Datum::Day(day)) => (day.year(), day.month(), day.day()),
            _ => (0, 1, 1),
        };
        let materials = case.good.materials.iter().map(|node| Material {
            code: node.code.map_or(0, |code| code.digits().parse().unwrap_or(0)),
            value: amount(node, "value"),
            outside: node.imported == Some(true),
            originating: node.origin == Some(Origin::Originating),
        });
        Self {
            net_cost: amount(&case.good, "net_cost"),
            transaction_value: amount(&case.good, "transaction_value"),
            fiscal_year,
            in_region: case.good.country.as_deref() == Some("MEX"),
            materials: materials.collect(),
        }
    }
}

fn amount(node: &Node, name: &str) -> i64 {
    match node.data.get(name) {
        Some(Datum::Figure(figure)) => figure.to_string().parse().unwrap_or(0),
        _ => 0,
    }
}

/// Whether the car originates.
pub(crate) fn originates(car: &Car) -> bool {
    let (mut traced, mut foreign, mut changes) = (0_i64, 0_i64, true);
    for material in &car.materials {
        if material.outside && is_traced(material.code) {
            traced += material.value;
        }
        if !material.originating {
            foreign += material.value;
            changes &= material.code / 10_000 != 8703;
        }
    }
    let per_mille = match car.fiscal_year {
        year if year >= (2001, 7, 3) => 625,
        year if year >= (1997, 7, 3) => 560,
        _ => 500,
    };
    let content = (car.net_cost - traced) * 1_000 >= per_mille * car.net_cost;
    let waived = foreign * 100 <= 7 * car.transaction_value;
    car.in_region && (foreign == 0 || (changes && (content || waived)))
}

fn is_traced(code: u64) -> bool {
    let after = TRACED.partition_point(|(from, _)| *from <= code);
    after
        .checked_sub(1)
        .and_then(|at| TRACED.get(at))
        .is_some_and(|(_, to)| code <= *to)
}
