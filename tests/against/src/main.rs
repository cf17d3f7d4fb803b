//! Orilex beside general rule engines and a hand-written function: the same rules, the same goods, one run.
//!
//! Every engine has to give the hand-written function's answer about every good before it is timed. Names of engines as
//! arguments leave the others out.

mod engines;
mod goods;
mod measure;
mod rules;

use engines::{ByHand, Cedar, Cel, Engine, Orilex, Regorus, Zen};
use goods::Good;
use measure::{Time, Work, compare};
use rules::{ONE, Row};

/// One thing that is asked of every engine.
struct Question {
    title: &'static str,
    rows: Vec<Row>,
    /// The goods that are timed, in turn.
    timed: Vec<Good>,
    /// More goods on which all have to agree.
    more: Vec<Good>,
}

/// What an engine took for one question.
struct Taken {
    /// To decide about a good that is there in the engine's own form.
    deciding: Time,
    /// To bring a good into that form and decide.
    from_plain: Time,
}

/// What prints the lines of one engine.
type Lines = fn(&str, &[Question]);

/// What makes a rule a little wrong.
type Slip = fn(&mut Row);

fn main() {
    let questions = questions();
    for question in &questions {
        let answers = answers::<ByHand>(question, &question.rows);
        let originate = answers.iter().filter(|so| **so).count();
        println!("{}: {originate} of {} goods originate", question.title, answers.len());
        tell_apart(question, &answers);
    }
    println!();
    println!(
        "{:<13} {:<32} {:>11} {:>9}   {:>11} {:>9}",
        "engine", "question", "deciding", "ratio", "with good", "ratio"
    );
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let rows: [(&str, Lines); 6] = [
        ("hand-written", row::<ByHand>),
        ("orilex", row::<Orilex>),
        ("cedar-policy", row::<Cedar>),
        ("cel", row::<Cel>),
        ("regorus", row::<Regorus>),
        ("zen-engine", row::<Zen>),
    ];
    for (name, row) in rows {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            row(name, &questions);
        }
    }
}

fn questions() -> [Question; 3] {
    let codes = goods::subheadings();
    let table = rules::table();
    let every = goods::one_for_each(&table, 5, &codes);
    let of = |materials| goods::of_each_shape(&ONE, materials, &codes);
    [
        Question {
            title: "(a) one rule, 20 materials",
            rows: vec![ONE],
            timed: of(20),
            more: (1..80).flat_map(of).collect(),
        },
        Question {
            title: "(a) one rule, 2,000 materials",
            rows: vec![ONE],
            timed: of(2_000),
            more: of(1_999),
        },
        Question {
            title: "(b) 3,700 rules, 5 materials",
            timed: every.iter().step_by(15).cloned().collect(),
            more: every,
            rows: table,
        },
    ]
}

/// That an engine with slightly other rules would be found out: each slip makes another answer about some good.
fn tell_apart(question: &Question, answers: &[bool]) {
    let slips: [(&str, Slip); 6] = [
        ("a point more by transaction value", |row| row.price += 1),
        ("a point less by transaction value", |row| row.price -= 1),
        ("a point more by net cost", |row| row.cost += 1),
        ("a point less by net cost", |row| row.cost -= 1),
        ("another change that suffices alone", |row| {
            row.alone = if row.alone == 4 { 2 } else { 4 }
        }),
        ("no lesser change with the content", |row| row.with = 0),
    ];
    for (slip, make) in slips {
        let mut rows = question.rows.clone();
        rows.iter_mut().for_each(make);
        let slipped = self::answers::<ByHand>(question, &rows);
        assert!(slipped != answers, "{}: no good tells {slip}", question.title);
    }
}

/// Lines of the table: what one engine takes for each question.
fn row<E: Engine>(name: &str, questions: &[Question]) {
    for question in questions {
        let taken = asked::<E>(name, question);
        println!(
            "{name:<13} {:<32} {:>11} {:>9}   {:>11} {:>9}",
            question.title,
            shown(taken.deciding),
            times(taken.deciding),
            shown(taken.from_plain),
            times(taken.from_plain),
        );
    }
}

/// What the engine says of each good under these rules.
fn answers<E: Engine>(question: &Question, rows: &[Row]) -> Vec<bool> {
    let mut engine = E::new(rows);
    let goods = question.timed.iter().chain(&question.more);
    let decide = |good| {
        let prepared = engine.prepare(good);
        engine.decide(&prepared)
    };
    goods.map(decide).collect()
}

fn asked<E: Engine>(name: &str, question: &Question) -> Taken {
    let goods = question.timed.iter().chain(&question.more);
    let expected = answers::<ByHand>(question, &question.rows);
    for ((own, expected), good) in answers::<E>(question, &question.rows)
        .into_iter()
        .zip(expected)
        .zip(goods)
    {
        assert_eq!(
            own, expected,
            "{name} on {}: another answer about {good:?}",
            question.title
        );
    }
    let (mut engine, mut by_hand) = (E::new(&question.rows), ByHand::new(&question.rows));
    let own: Vec<_> = question.timed.iter().map(|good| engine.prepare(good)).collect();
    let its: Vec<_> = question.timed.iter().map(|good| by_hand.prepare(good)).collect();
    let deciding = compare(
        Work::of(&own, |good| engine.decide(good)),
        Work::of(&its, |good| by_hand.decide(good)),
    );
    let from_plain = compare(
        Work::of(&question.timed, |good| {
            let prepared = engine.prepare(good);
            engine.decide(&prepared)
        }),
        Work::of(&question.timed, |good| {
            let prepared = by_hand.prepare(good);
            by_hand.decide(&prepared)
        }),
    );
    Taken { deciding, from_plain }
}

fn shown(time: Time) -> String {
    let nanoseconds = time.picoseconds / 1_000;
    match nanoseconds {
        ..10_000 => format!("{nanoseconds} ns"),
        10_000..10_000_000 => format!("{} µs", nanoseconds / 1_000),
        _ => format!("{} ms", nanoseconds / 1_000_000),
    }
}

fn times(time: Time) -> String {
    match time.hundredths {
        ratio @ ..1_000 => format!("{}.{:02}", ratio / 100, ratio % 100),
        ratio => format!("{}", ratio / 100),
    }
}
