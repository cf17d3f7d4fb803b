//! What a programmer would write for these rules: one pass over the materials, exact integers.

use std::collections::HashMap;

use super::Engine;
use crate::goods::Good;
use crate::rules::Row;

/// The good as the function reads it.
pub(crate) struct Own {
    code: u32,
    transaction_value: i64,
    net_cost: i64,
    materials: Vec<Part>,
}

struct Part {
    value: i64,
    code: u32,
    originating: bool,
}

/// The rules by code.
pub(crate) struct ByHand {
    rules: HashMap<u32, Row>,
}

impl Engine for ByHand {
    type Prepared = Own;

    fn new(rows: &[Row]) -> Self {
        Self {
            rules: rows.iter().map(|row| (row.code, *row)).collect(),
        }
    }

    fn prepare(&self, good: &Good) -> Own {
        Own {
            code: good.code,
            transaction_value: good.transaction_value,
            net_cost: good.net_cost,
            materials: good
                .materials
                .iter()
                .map(|material| Part {
                    value: material.value,
                    code: material.code,
                    originating: material.originating,
                })
                .collect(),
        }
    }

    fn decide(&mut self, good: &Own) -> bool {
        self.rules.get(&good.code).is_some_and(|row| originates(row, good))
    }
}

fn originates(row: &Row, good: &Own) -> bool {
    let (alone, with) = (within(good.code, row.alone), within(good.code, row.with));
    let except = row.except * 100..(row.except + 1) * 100;
    let (mut foreign, mut changes, mut changes_less) = (0_i128, true, true);
    for material in &good.materials {
        if !material.originating {
            foreign += i128::from(material.value);
            changes &= !alone.contains(&material.code) && !except.contains(&material.code);
            changes_less &= !with.contains(&material.code);
        }
    }
    changes
        || (changes_less
            && (reaches(good.transaction_value, foreign, row.price) || reaches(good.net_cost, foreign, row.cost)))
}

/// The codes that share so many digits with this one; none if no change is asked for.
fn within(code: u32, digits: u32) -> std::ops::Range<u32> {
    let unit = match digits {
        2 => 10_000,
        4 => 100,
        6 => 1,
        _ => return 0..0,
    };
    let first = code - code % unit;
    first..first + unit
}

/// Whether what is left of the value without foreign materials is so many per cent of it.
fn reaches(value: i64, foreign: i128, per_cent: i64) -> bool {
    (i128::from(value) - foreign) * 100 >= i128::from(value) * i128::from(per_cent)
}
