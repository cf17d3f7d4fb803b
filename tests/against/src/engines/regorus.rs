//! `regorus`: a policy in Rego, compiled for the crate's virtual machine, which is kept from good to good as in the
//! crate's own benches ("hot"). The one rule stands in the policy; the table is a data document, looked up by code.

use std::collections::BTreeMap;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine as Rego, Value};

use super::{Engine, level};
use crate::goods::Good;
use crate::rules::Row;

/// What is asked of the policy.
const ENTRY: &str = "data.origin.originates";

pub(crate) struct Regorus {
    machine: RegoVM,
}

impl Engine for Regorus {
    type Prepared = Value;

    fn new(rows: &[Row]) -> Self {
        let (policy, data) = match rows {
            [row] => (one(row), Value::new_object()),
            rows => (table(), documents(rows)),
        };
        let mut engine = Rego::new();
        engine
            .add_policy("origin.rego".to_owned(), policy)
            .expect("a fine policy");
        engine.add_data(data.clone()).expect("fine data");
        let compiled = engine
            .compile_with_entrypoint(&ENTRY.into())
            .expect("a policy that compiles");
        let program = Compiler::compile_from_policy(&compiled, &[ENTRY]).expect("a program");
        let mut machine = RegoVM::new();
        machine.load_program(program);
        // Two thousand materials take more than it does by default before it takes a policy for one without end.
        machine.set_max_instructions(usize::MAX);
        machine.set_data(data).expect("fine data");
        Self { machine }
    }

    fn prepare(&self, good: &Good) -> Value {
        super::json(good).into()
    }

    fn decide(&mut self, good: &Value) -> bool {
        self.machine.set_input(good.clone());
        let value = self.machine.execute().expect("an answer");
        *value.as_bool().expect("yes or no")
    }
}

/// What the policies share; `price` and `cost` are the percentages.
fn shared(price: &str, cost: &str) -> String {
    format!(
        "package origin

default originates := false

foreign := sum([m.value | some m in input.materials; not m.originating])

content if (input.transaction_value - foreign) * 100 >= input.transaction_value * {price}

content if (input.net_cost - foreign) * 100 >= input.net_cost * {cost}

"
    )
}

/// The one rule.
fn one(row: &Row) -> String {
    let mut policy = shared(&row.price.to_string(), &row.cost.to_string());
    let mut stays = |name: &str, digits: u32| {
        let level = level(digits);
        policy += &format!(
            "{name} if {{\n  some m in input.materials\n  m.{level} == input.{level}\n  not m.originating\n}}\n\n"
        );
    };
    stays("stays", row.alone);
    stays("stays_close", row.with);
    policy + "originates if not stays\n\noriginates if {\n  not stays_close\n  content\n}\n"
}

/// The rules as data.
fn table() -> String {
    shared("rule.price", "rule.cost")
        + "rule := data.rules[input.key]

stays if {
  some m in input.materials
  m[rule.alone] == input[rule.alone]
  not m.originating
}

stays if {
  some m in input.materials
  m.heading == rule.except
  not m.originating
}

stays_close if {
  some m in input.materials
  m[rule.lesser] == input[rule.lesser]
  not m.originating
}

originates if not stays

originates if {
  not stays_close
  content
}
"
}

fn documents(rows: &[Row]) -> Value {
    let document = |row: &Row| {
        let mut fields = BTreeMap::from([
            (Value::from("alone"), Value::from(level(row.alone))),
            (Value::from("price"), Value::from(row.price)),
            (Value::from("cost"), Value::from(row.cost)),
        ]);
        if row.except != 0 {
            fields.insert("except".into(), row.except.into());
        }
        if row.with != 0 {
            fields.insert("lesser".into(), level(row.with).into());
        }
        Value::from(fields)
    };
    let rules: BTreeMap<Value, Value> = rows
        .iter()
        .map(|row| (Value::from(row.code.to_string()), document(row)))
        .collect();
    Value::from(BTreeMap::from([(Value::from("rules"), Value::from(rules))]))
}
