//! The producer's choices: the good originates if some permitted choice makes it so.

use super::text::*;
use super::*;
use crate::ir::*;

/// 60 % of value content by net cost, with designation, without stacking.
fn with_designation() -> Program {
    let mut text = Text::new();
    let rvc = text.rvc();
    let permits = text.clause("designation", ClauseKind::Definition, Formula::Known(true));
    text.program.intermediate = Some(permits);
    text.program.no_stacking = Some(StackingLimit {
        measures: vec![rvc],
        clause: permits,
    });
    text.originates(at_least(Num::Measure(rvc), share(60)))
}

/// A self-produced material of that value with foreign contents of that value.
fn own(name: &str, value: i64, foreign: i64) -> String {
    holding(
        name,
        value,
        &format!(r#"{{ "code": "7325.99", "imported_from": "JPN", "value": {foreign} }}"#),
    )
}

fn holding(name: &str, value: i64, inside: &str) -> String {
    format!(
        r#"{{ "name": "{name}", "code": "8409.91", "self_produced": true, "value": {value}, "net_cost": {value},
              "materials": [{inside}] }}"#
    )
}

fn good(materials: &[String]) -> String {
    format!(
        r#"{{ "code": "8407.34", "net_cost": 100, "materials": [{}] }}"#,
        materials.join(", ")
    )
}

#[test]
fn a_self_produced_material_that_originates_is_designated() {
    let program = with_designation();
    // 45 of 100 foreign if opened, none if the head (62.5 %) is designated.
    let found = outcome(&program, &good(&[own("head", 80, 30), own("valve", 20, 15)]));
    assert_eq!(found.outcome, Outcome::Originating);
    assert_eq!(
        found.choices[0].words,
        "`head` (8409.91) is designated as an intermediate material"
    );
    assert_eq!(found.choices.len(), 1, "the valve (25 %) is opened");
    assert_eq!(
        outcome(&program, &good(&[own("valve", 90, 45)])).outcome,
        Outcome::NonOriginating
    );
}

#[test]
fn designations_stand_side_by_side_but_not_inside_one_another() {
    let program = with_designation();
    let beside = good(&[own("head", 50, 20), own("valve", 50, 20)]);
    assert_eq!(outcome(&program, &beside).choices.len(), 2);
    // The head of 90 holds the valve of 60 (60 % of its own) and 30 from abroad. With the valve designated inside it
    // the head would reach 66.7 %; without, it has 40 %, so only the valve is designated.
    let valve = own("valve", 60, 24);
    let stacked = format!(r#"{valve}, {{ "code": "7325.99", "imported_from": "JPN", "value": 30 }}"#);
    let stacked = good(&[holding("head", 90, &stacked)]);
    let found = outcome(&program, &stacked);
    assert_eq!(found.outcome, Outcome::Originating, "30 of 100 are foreign");
    assert_eq!(
        found.choices[0].words,
        "`valve` (8409.91) is designated as an intermediate material"
    );
}

#[test]
fn a_choice_left_open_is_tried() {
    let mut text = Text::new();
    let words = vec!["by_model".to_owned(), "by_class".to_owned()];
    let averaging = text.attribute("averaging", Bearer::Producer, AttributeKind::Choice(words));
    let program = text.originates(Formula::Is {
        attribute: averaging,
        values: values(&[1]),
    });
    let found = outcome(&program, r#"{ "code": "8407.34" }"#);
    assert_eq!(found.outcome, Outcome::Originating);
    assert_eq!(found.choices[0].words, "`averaging` is by_class");
    let mut stated = case(r#"{ "code": "8407.34" }"#);
    stated
        .producer
        .insert("averaging".to_owned(), crate::good::Datum::Word("by_model".to_owned()));
    let stated = Loaded::new(&program, &stated).unwrap();
    assert_eq!(decide(&program, &stated).unwrap(), Truth::False);
}

#[test]
fn a_suppliers_production_is_taken_up_only_if_that_helps() {
    let mut text = Text::new();
    let rvc = text.rvc();
    let permits = text.clause("accumulation", ClauseKind::Definition, Formula::Known(true));
    text.program.accumulation = Some(permits);
    let program = text.originates(at_least(Num::Measure(rvc), share(60)));
    let supplied = |origin: &str| {
        good(&[format!(
            r#"{{ "name": "pump", "code": "8413.30", "country": "USA", "value": 50, "origin": "{origin}",
                  "supplier_statement": true,
                  "materials": [{{ "code": "7325.99", "imported_from": "JPN", "value": 30 }}] }}"#
        )])
    };
    let found = outcome(&program, &supplied("non-originating"));
    assert_eq!(found.outcome, Outcome::Originating);
    assert!(found.choices[0].words.contains("(accumulation)"));
    assert!(outcome(&program, &supplied("originating")).choices.is_empty());
}
