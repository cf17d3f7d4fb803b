//! `cel`, the successor of `cel-interpreter`: an expression for each rule, compiled once and found by the host.
//!
//! CEL can't add up a list, so the host adds a function that does, as an overload on values that are not converted.
//! A good is a context that is made once; the expression is resolved to a value that is not converted either, as the
//! crate's own benches do it.

use std::collections::HashMap;
use std::sync::Arc;

use cel::common::types::{CelBool, CelInt, CelList, LIST_TYPE};
use cel::common::value::CowVal;
use cel::{Context, Env, ExecutionError, Program, Value};

use super::{Engine, cut, level};
use crate::goods::Good;
use crate::rules::Row;

pub(crate) struct Cel {
    env: Arc<Env>,
    rules: HashMap<u32, Program>,
}

/// A good of that code.
pub(crate) struct Described {
    code: u32,
    context: Context<'static, 'static>,
}

impl Engine for Cel {
    type Prepared = Described;

    fn new(rows: &[Row]) -> Self {
        let mut env = Env::stdlib();
        env.add_overload("sum", "list_sum", vec![LIST_TYPE], sum)
            .expect("a name of our own");
        let env = Arc::new(env);
        let rules = rows
            .iter()
            .map(|row| (row.code, env.compile(&expression(row)).expect("a fine expression")))
            .collect();
        Self { env, rules }
    }

    fn prepare(&self, good: &Good) -> Described {
        let mut context = Context::with_env(Arc::clone(&self.env));
        for digits in [2, 4, 6] {
            context.add_variable_from_value(level(digits), cut(good.code, digits));
        }
        context.add_variable_from_value("transaction_value", good.transaction_value);
        context.add_variable_from_value("net_cost", good.net_cost);
        let materials: Vec<Value> = good
            .materials
            .iter()
            .map(|material| {
                let digits = [2, 4, 6].map(|digits| (level(digits), Value::from(cut(material.code, digits))));
                let mut map: HashMap<&str, Value> = digits.into_iter().collect();
                map.insert("value", material.value.into());
                map.insert("originating", material.originating.into());
                map.into()
            })
            .collect();
        context.add_variable_from_value("materials", materials);
        Described {
            code: good.code,
            context,
        }
    }

    fn decide(&mut self, good: &Described) -> bool {
        let rule = &self.rules[&good.code];
        let value = Value::resolve_val(rule.expression(), &good.context).expect("an answer");
        *value.downcast_ref::<CelBool>().expect("yes or no").inner()
    }
}

fn sum<'b, 'v>(args: Vec<CowVal<'b, 'v>>) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let list = args[0].downcast_ref::<CelList>().expect("a list");
    let values = list.inner().iter();
    let sum: i64 = values
        .map(|value| *value.downcast_ref::<CelInt>().expect("a whole number").inner())
        .sum();
    Ok(CowVal::owned(CelInt::from(sum)))
}

fn expression(row: &Row) -> String {
    let stays = |digits: u32, except: u32| {
        let level = level(digits);
        let except = match except {
            0 => String::new(),
            heading => format!(" || m.heading == {heading}"),
        };
        format!("materials.exists(m, !m.originating && (m.{level} == {level}{except}))")
    };
    let lesser = match row.with {
        0 => String::new(),
        digits => format!("!{} && ", stays(digits, 0)),
    };
    let reaches = |value: &str, per_cent: i64| {
        format!("({value} - sum(materials.map(m, !m.originating, m.value))) * 100 >= {value} * {per_cent}")
    };
    format!(
        "!{} || ({lesser}({} || {}))",
        stays(row.alone, row.except),
        reaches("transaction_value", row.price),
        reaches("net_cost", row.cost),
    )
}
