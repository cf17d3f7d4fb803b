//! `zen-engine` by way of `zen-expression`, the virtual machine in which it runs its nodes: an expression for each
//! rule, compiled once and found by the host, and one machine for all. A decision graph with the same expression in it
//! does the same and more.

use std::collections::HashMap;

use zen_expression::expression::Standard;
use zen_expression::vm::VM;
use zen_expression::{Expression, Variable, compile_expression};

use super::{Engine, level};
use crate::goods::Good;
use crate::rules::Row;

pub(crate) struct Zen {
    rules: HashMap<u32, Expression<Standard>>,
    machine: VM,
}

/// A good of that code.
pub(crate) struct Described {
    code: u32,
    context: Variable,
}

impl Engine for Zen {
    type Prepared = Described;

    fn new(rows: &[Row]) -> Self {
        let compiled = |row: &Row| compile_expression(&expression(row)).expect("a fine expression");
        Self {
            rules: rows.iter().map(|row| (row.code, compiled(row))).collect(),
            machine: VM::new(),
        }
    }

    fn prepare(&self, good: &Good) -> Described {
        Described {
            code: good.code,
            context: super::json(good).into(),
        }
    }

    fn decide(&mut self, good: &Described) -> bool {
        let rule = &self.rules[&good.code];
        let value = rule
            .evaluate_with(good.context.clone(), &mut self.machine)
            .expect("an answer");
        value.as_bool().expect("yes or no")
    }
}

fn expression(row: &Row) -> String {
    let stays = |digits: u32, except: u32| {
        let level = level(digits);
        let except = match except {
            0 => String::new(),
            heading => format!(" or #.heading == {heading}"),
        };
        format!("some(materials, not #.originating and (#.{level} == {level}{except}))")
    };
    let lesser = match row.with {
        0 => String::new(),
        digits => format!("not {} and ", stays(digits, 0)),
    };
    let reaches = |value: &str, per_cent: i64| {
        format!("({value} - sum(map(filter(materials, not #.originating), #.value))) * 100 >= {value} * {per_cent}")
    };
    format!(
        "not {} or ({lesser}({} or {}))",
        stays(row.alone, row.except),
        reaches("transaction_value", row.price),
        reaches("net_cost", row.cost),
    )
}
