//! Certificates hold good, and no longer do once something in them is changed.

use num_bigint::BigInt;

use super::{Certificate, FORMAT, Number, Row, Says, Sign, Statement, Step, Sum, Values};

fn row(terms: &[(usize, i64)], constant: i64, is: Sign) -> Says {
    Says::Row(Row {
        sum: Sum {
            terms: terms
                .iter()
                .map(|(place, factor)| (*place, BigInt::from(*factor)))
                .collect(),
            constant: BigInt::from(constant),
        },
        is,
    })
}

fn times(all: &[(usize, i64)]) -> Step {
    Step::AddUp(all.iter().map(|(fact, often)| (*fact, BigInt::from(*often))).collect())
}

/// Content of at least 85 %, 16 % of which is traced: the shape of what is proved of cars.
fn example() -> Certificate {
    let state = |because: &str, says: Says| Statement {
        because: because.to_owned(),
        says,
    };
    Certificate {
        format: FORMAT.to_owned(),
        proves: "85 % is out of reach".to_owned(),
        conditions: vec!["met".to_owned()],
        numbers: vec![
            Number {
                name: "net cost".to_owned(),
                takes: Values::Any,
            },
            Number {
                name: "traced".to_owned(),
                takes: Values::Any,
            },
        ],
        statements: vec![
            state("asked", Says::Condition(0)),
            state("positive", row(&[(0, 1)], 0, Sign::Positive)),
            state(
                "threshold",
                Says::Same(
                    Box::new(Says::Condition(0)),
                    Box::new(row(&[(0, 3), (1, -20)], 0, Sign::NotNegative)),
                ),
            ),
            state("assumption", row(&[(1, 25), (0, -4)], 0, Sign::NotNegative)),
        ],
        proof: vec![Step::Cases(2), times(&[(1, 1), (5, 5), (3, 4)]), Step::Clash(0, 4)],
    }
}

#[test]
fn a_proof_holds_good() {
    let checked = example().check().unwrap();
    assert_eq!((checked.statements, checked.cases), (4, 2));
    assert!(example().words().unwrap().contains("= 0 > 0: a contradiction."));
}

#[test]
fn it_can_be_written_and_read_again() {
    let text = example().write().unwrap();
    assert_eq!(Certificate::read(&text).unwrap(), example());
    for broken in [
        text.replace("certificate 1", "certificate 2"),
        text.replace("\"-20\"", "\"-20.5\""),
        text.replace("\"because\"", "\"reason\""),
        text.get(..text.len() / 2).unwrap().to_owned(),
    ] {
        assert!(Certificate::read(&broken).is_err(), "{broken}");
    }
}

/// Changes something.
type Change = fn(&mut Certificate);

#[test]
fn whatever_is_changed_in_the_proof_is_noticed() {
    let changes: &[(&str, Change)] = &[
        ("a statement is missing", |c| {
            c.statements.remove(3);
        }),
        ("a statement is weaker", |c| {
            c.statements[3].says = row(&[(1, 25), (0, -3)], 0, Sign::NotNegative);
        }),
        ("nothing is strict", |c| {
            c.statements[1].says = row(&[(0, 1)], 0, Sign::NotNegative);
        }),
        ("a multiplier is off by one", |c| {
            c.proof[1] = times(&[(1, 1), (5, 5), (3, 5)]);
        }),
        ("a multiplier is negative", |c| {
            c.proof[1] = times(&[(1, 1), (5, 5), (3, -4)]);
        }),
        ("a row is missing", |c| c.proof[1] = times(&[(5, 5), (3, 4)])),
        ("a fact is not there", |c| {
            c.proof[1] = times(&[(1, 1), (5, 5), (30, 4)]);
        }),
        ("a fact is no comparison", |c| c.proof[1] = times(&[(0, 1)])),
        ("a case is missing", |c| {
            c.proof.pop();
        }),
        ("a step is left over", |c| c.proof.push(Step::Clash(0, 4))),
        ("no steps at all", |c| c.proof.clear()),
        ("a clash of the same sign", |c| c.proof[2] = Step::Clash(0, 0)),
        ("a clash the wrong way round", |c| c.proof[2] = Step::Clash(4, 0)),
        ("cases of what is no choice", |c| c.proof[0] = Step::Cases(1)),
        ("a number that is not listed", |c| {
            c.numbers.pop();
        }),
        ("a condition that is not listed", |c| c.conditions.clear()),
        ("numbers that are not whole", |c| {
            let sum = Sum {
                terms: vec![(0, BigInt::from(1))],
                ..Sum::default()
            };
            let at_most = BigInt::from(3);
            c.proof.insert(0, Step::Whole { sum, at_most });
        }),
    ];
    for (what, change) in changes {
        let mut changed = example();
        change(&mut changed);
        assert!(changed.check().is_err(), "{what}");
    }
}

#[test]
fn whole_numbers_and_lemmas_are_told_apart() {
    let number = Number {
        name: "n".to_owned(),
        takes: Values::Whole,
    };
    let between = |says: Says| Statement {
        because: String::new(),
        says,
    };
    let mut certificate = Certificate {
        format: FORMAT.to_owned(),
        proves: String::new(),
        conditions: Vec::new(),
        numbers: vec![number],
        statements: vec![
            between(row(&[(0, 1)], -2, Sign::Positive)),
            between(row(&[(0, -1)], 3, Sign::Positive)),
        ],
        proof: vec![
            // Not at least three: then above two and below three.
            Step::Either(row(&[(0, 1)], -3, Sign::NotNegative)),
            Step::Whole {
                sum: Sum {
                    terms: vec![(0, BigInt::from(1))],
                    ..Sum::default()
                },
                at_most: BigInt::from(2),
            },
            times(&[(0, 1), (3, 1)]),
            times(&[(2, 1), (3, 1)]),
            times(&[(1, 1), (2, 1)]),
        ],
    };
    assert!(certificate.check().is_ok());
    certificate.numbers[0].takes = Values::Any;
    assert!(certificate.check().is_err());
}

#[test]
fn whole_numbers_told_apart_leave_no_gap() {
    // Three lies between two and four, so nothing contradicts itself here.
    let between = |says: Says| Statement {
        because: String::new(),
        says,
    };
    let certificate = Certificate {
        format: FORMAT.to_owned(),
        proves: String::new(),
        conditions: Vec::new(),
        numbers: vec![Number {
            name: "n".to_owned(),
            takes: Values::Whole,
        }],
        statements: vec![
            between(row(&[(0, 1)], -2, Sign::Positive)),
            between(row(&[(0, -1)], 4, Sign::Positive)),
        ],
        proof: vec![
            Step::Whole {
                sum: Sum {
                    terms: vec![(0, BigInt::from(1))],
                    ..Sum::default()
                },
                at_most: BigInt::from(2),
            },
            times(&[(0, 1), (2, 1)]),
            times(&[(1, 1), (2, 1)]),
        ],
    };
    assert!(certificate.check().is_err());
}
