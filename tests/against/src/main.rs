//! Orilex beside general rule engines and a hand-written function: the same rules, the same goods, one run.

mod engines;
mod goods;
mod measure;
mod rules;

use engines::{ByHand, Engine, Orilex};
use goods::Good;
use measure::{Time, time};
use rules::Row;

/// One thing that is asked of every engine.
struct Question {
    title: &'static str,
    rows: Vec<Row>,
    /// The goods that are timed, in turn.
    timed: Vec<Good>,
    /// More goods on which all have to agree.
    more: Vec<Good>,
}

fn main() {
    let codes = goods::subheadings();
    let table = rules::table();
    let every = goods::one_for_each(&table, 5, &codes);
    let questions = [
        Question {
            title: "(a) one rule, 20 materials",
            rows: vec![rules::ONE],
            timed: goods::of_each_shape(&rules::ONE, 20, &codes),
            more: (1..60)
                .flat_map(|materials| goods::of_each_shape(&rules::ONE, materials, &codes))
                .collect(),
        },
        Question {
            title: "(a) one rule, 2,000 materials",
            rows: vec![rules::ONE],
            timed: goods::of_each_shape(&rules::ONE, 2_000, &codes),
            more: Vec::new(),
        },
        Question {
            title: "(b) 3,700 rules, 5 materials",
            rows: table,
            timed: every.iter().step_by(15).cloned().collect(),
            more: every,
        },
    ];
    if let Some(only) = std::env::args().nth(1) { let only: usize = only.parse().unwrap(); let q = &questions[only]; let mut e = Orilex::new(&q.rows); let p: Vec<_> = q.timed.iter().map(|g| e.prepare(g)).collect(); for _ in 0..4 { println!("{:?}", time(&p, |g| e.decide(g))); } return; }
    if std::env::args().any(|a| a == "--dump") { engines::dump(&[rules::ONE]); return; }
    for question in &questions {
        println!("\n{}", question.title);
        let answers = Answers::of(question);
        println!(
            "  {} of {} goods originate",
            answers.0.iter().filter(|so| **so).count(),
            answers.0.len()
        );
        let by_hand = ask::<ByHand>(question, &answers);
        let orilex = ask::<Orilex>(question, &answers);
        for (name, times) in [("hand-written", by_hand), ("orilex", orilex)] {
            println!("  {name:<16} {:?} {:?}", times.0, times.1);
        }
    }
}

/// What the hand-written function says of each good, the timed ones first.
struct Answers(Vec<bool>);

impl Answers {
    fn of(question: &Question) -> Self {
        Self(decided::<ByHand>(question))
    }
}

fn decided<E: Engine>(question: &Question) -> Vec<bool> {
    let mut engine = E::new(&question.rows);
    let goods = question.timed.iter().chain(&question.more);
    goods
        .map(|good| {
            let prepared = engine.prepare(good);
            engine.decide(&prepared)
        })
        .collect()
}

fn ask<E: Engine>(question: &Question, answers: &Answers) -> (Time, Time) {
    let own = decided::<E>(question);
    let differs = (0..own.len()).filter(|place| own[*place] != answers.0[*place]).collect::<Vec<_>>();
    assert!(differs.is_empty(), "another answer about the goods {differs:?}");
    let mut engine = E::new(&question.rows);
    let prepared: Vec<_> = question.timed.iter().map(|good| engine.prepare(good)).collect();
    let judging = time(&prepared, |good| engine.decide(good));
    let mut engine = E::new(&question.rows);
    let building = time(&question.timed, |good| {
        let prepared = engine.prepare(good);
        engine.decide(&prepared)
    });
    (judging, building)
}
