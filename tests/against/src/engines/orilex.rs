//! Orilex: the rules as a rulebook, compiled; the good as a case, loaded.

use orilex::amount::{Date, Ratio};
use orilex::eval::{Decider, Loaded};
use orilex::good::{Case, Datum, Node, Origin};
use orilex::ir::Program;
use orilex::model;
use orilex::nomenclature::HsCode;
use orilex::source::SourceId;
use orilex::syntax;

use super::Engine;
use crate::goods::Good;
use crate::rules::{Row, rulebook};

pub(crate) struct Orilex {
    program: &'static Program,
    decider: Decider<'static>,
}

impl Engine for Orilex {
    type Prepared = Loaded;

    fn new(rows: &[Row]) -> Self {
        let text = rulebook(rows);
        let (tree, problems) = syntax::parse(SourceId::default(), &text);
        assert!(problems.is_empty(), "{problems:?}");
        let trees = [tree];
        let (rulebook, problems) = model::resolve(&trees);
        assert!(problems.is_empty(), "{problems:?}");
        let text = rulebook.texts.values().next().expect("the rulebook has a text");
        let (compiled, problems) = model::compile(&rulebook, text);
        assert!(problems.is_empty(), "{problems:?}");
        let program: &Program = Box::leak(Box::new(compiled.program));
        Self {
            program,
            decider: Decider::new(program),
        }
    }

    fn prepare(&self, good: &Good) -> Loaded {
        Loaded::new(self.program, &case(good)).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    fn decide(&mut self, good: &Loaded) -> bool {
        let truth = self
            .decider
            .decide(good)
            .unwrap_or_else(|problem| panic!("{problem:?}"));
        truth.known().expect("every fact is stated")
    }
}

fn case(good: &Good) -> Case {
    let mut own = node(good.code);
    own.data
        .insert("transaction_value".to_owned(), money(good.transaction_value));
    own.data.insert("net_cost".to_owned(), money(good.net_cost));
    own.materials = good
        .materials
        .iter()
        .map(|material| {
            let mut part = node(material.code);
            part.origin = Some(if material.originating {
                Origin::Originating
            } else {
                Origin::NonOriginating
            });
            part.data.insert("value".to_owned(), money(material.value));
            part
        })
        .collect();
    Case {
        date: Date::new(2017, 10, 13),
        good: own,
        ..Case::default()
    }
}

fn node(code: u32) -> Node {
    Node {
        code: HsCode::from_digits(u64::from(code), 6).ok(),
        ..Node::default()
    }
}

fn money(cents: i64) -> Datum {
    Datum::Figure(Ratio::from(cents))
}
