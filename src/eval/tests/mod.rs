//! What evaluation means, on small programs built by hand.

mod choices;
mod loading;
mod materials;
mod text;
mod three_values;

use super::*;
use crate::diagnostic::Code;
use crate::good::Case;

/// A case in JSON, with the date filled in.
fn case(good: &str) -> Case {
    let text = format!(r#"{{ "date": "2017-10-13", "good": {good} }}"#);
    crate::good::read_json(&text).unwrap()
}

#[track_caller]
fn loaded(program: &Program, good: &str) -> Loaded {
    Loaded::new(program, &case(good)).unwrap()
}

#[track_caller]
fn outcome(program: &Program, good: &str) -> Determination {
    let loaded = loaded(program, good);
    let determination = determine(program, &loaded).unwrap();
    let expected = match decide(program, &loaded).unwrap() {
        Truth::True => Outcome::Originating,
        Truth::False => Outcome::NonOriginating,
        Truth::Unknown(_) => Outcome::Undetermined,
    };
    assert_eq!(
        determination.outcome, expected,
        "the quick way and the explained way agree"
    );
    let mut decider = Decider::new(program);
    for _ in 0..2 {
        assert_eq!(decider.decide(&loaded).unwrap(), decide(program, &loaded).unwrap());
    }
    determination
}

#[track_caller]
fn problem(program: &Program, good: &str) -> (Code, String) {
    let problem = determine(program, &loaded(program, good)).unwrap_err();
    (problem.code, problem.message)
}

fn words(determination: &Determination) -> Vec<&str> {
    determination
        .missing
        .iter()
        .map(|missing| missing.words.as_str())
        .collect()
}
