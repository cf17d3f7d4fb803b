//! Missing facts stay missing: named where they matter, silent where they don't.

use super::text::*;
use super::*;
use crate::ir::*;

/// A change of heading, and 60 % of value content.
fn shift_and_content() -> Program {
    let mut text = Text::new();
    let (shift, rvc) = (text.shift(), text.rvc());
    text.originates(Formula::All(vec![at_least(Num::Measure(rvc), share(60)), shift]))
}

#[test]
fn a_missing_value_is_named() {
    let good = r#"{ "code": "8407.34", "materials": [
        { "name": "castings", "code": "7325.99", "origin": "non-originating" }] }"#;
    let found = outcome(&shift_and_content(), good);
    assert_eq!(found.outcome, Outcome::Undetermined);
    assert_eq!(
        words(&found),
        ["`net_cost` of the good", "`value` of material `castings` (7325.99)"]
    );
    assert_eq!(found.missing[1].key, "good.materials[0].value");
}

#[test]
fn a_requirement_that_fails_decides_in_spite_of_missing_facts() {
    let good = r#"{ "code": "8407.34", "materials": [{ "code": "8407.90", "imported_from": "JPN" }] }"#;
    let found = outcome(&shift_and_content(), good);
    assert_eq!(found.outcome, Outcome::NonOriginating);
    assert!(found.missing.is_empty());
}

#[test]
fn an_open_origin_matters_only_if_the_value_of_the_material_may_tip_the_scale() {
    let program = shift_and_content();
    let good = |value: i64| {
        format!(
            r#"{{ "code": "8407.34", "net_cost": 100, "materials": [
                {{ "name": "label", "code": "4821.10", "value": {value} }}] }}"#
        )
    };
    assert_eq!(outcome(&program, &good(0)).outcome, Outcome::Originating);
    assert_eq!(outcome(&program, &good(1)).outcome, Outcome::Originating);
    let open = outcome(&program, &good(99));
    assert_eq!(words(&open), ["origin of material `label` (4821.10)"]);
}

#[test]
fn a_code_that_is_too_coarse_asks_for_a_finer_one() {
    let mut text = Text::new();
    let listed = text.materials(Depth::Direct, MaterialTest::CodeIn(codes(&["8708.29.11"])));
    let program = text.originates(Formula::Exists(listed).negate());
    let found = outcome(
        &program,
        r#"{ "code": "8703.23", "materials": [{ "code": "8708.29" }] }"#,
    );
    assert_eq!(words(&found), ["tariff item of material `8708.29`"]);
    let found = outcome(
        &program,
        r#"{ "code": "8703.23", "materials": [{ "code": "8708.30" }] }"#,
    );
    assert_eq!(found.outcome, Outcome::Originating);
}

#[test]
fn a_method_that_is_not_available_fails_and_says_so() {
    let mut text = Text::new();
    let content = text.content(Depth::Direct, foreign());
    let barred = text.clause("barred", ClauseKind::Availability, Formula::Known(false));
    let barred = text.measure("rvc_tv", Some(barred), content.clone());
    let program = text.originates(at_least(Num::Measure(barred), share(1)));
    let found = outcome(&program, r#"{ "code": "8407.34", "net_cost": 10 }"#);
    assert_eq!(found.outcome, Outcome::NonOriginating);
    assert!(crate::report::determination(&found, crate::report::Marks::Ascii).contains("this method may not be used"));
}

#[test]
fn dividing_by_zero_harms_only_where_the_figure_is_needed() {
    let mut text = Text::new();
    let rvc = text.rvc();
    let needed = at_least(Num::Measure(rvc), share(60));
    let good = r#"{ "code": "8407.34", "net_cost": 0 }"#;
    let early = Text {
        program: text.program.clone(),
        ..text
    };
    let harmless = early.originates(Formula::Any(vec![Formula::Known(true), needed.clone()]));
    assert_eq!(outcome(&harmless, good).outcome, Outcome::Originating);
    let mut text = Text::new();
    text.rvc();
    let (code, message) = problem(&text.originates(needed), good);
    assert_eq!(code, Code::UndefinedValue);
    assert_eq!(message, "`net_cost` of the good is 0, and a figure divides by it");
}

#[test]
fn two_rules_that_decide_differently_end_in_an_error() {
    let mut text = Text::new();
    let first = text.rule("engines", codes(&["84.07"]), Formula::Known(true));
    let second = text.rule("machines", codes(&["84"]), Formula::Known(false));
    let program = text.originates(Formula::Any(vec![first, second]));
    let (code, message) = problem(&program, r#"{ "code": "8407.34" }"#);
    assert_eq!(code, Code::ConflictingRules);
    assert!(message.starts_with("`engines` and `machines` both apply"), "{message}");
    assert_eq!(
        outcome(&program, r#"{ "code": "8408.20" }"#).outcome,
        Outcome::NonOriginating
    );
}

#[test]
fn a_threshold_without_a_stage_is_undefined_and_with_two_is_a_conflict() {
    let cases = |first: bool, second: bool| {
        let mut text = Text::new();
        let rvc = text.rvc();
        let stages: Vec<NumCase> = [(first, 50), (second, 60)]
            .into_iter()
            .map(|(holds, percent)| {
                let when = text.clause(&format!("t/{percent}"), ClauseKind::Stage, Formula::Known(holds));
                NumCase {
                    when,
                    then: share(percent),
                }
            })
            .collect();
        text.originates(at_least(Num::Measure(rvc), Num::Cases(stages)))
    };
    let good = r#"{ "code": "8407.34", "net_cost": 10 }"#;
    assert_eq!(outcome(&cases(false, true), good).outcome, Outcome::Originating);
    assert_eq!(problem(&cases(false, false), good).0, Code::UndefinedValue);
    assert_eq!(problem(&cases(true, true), good).0, Code::ConflictingRules);
}

#[test]
fn the_reasons_show_the_figures() {
    let good = r#"{ "code": "8407.34", "net_cost": 20000, "materials": [
        { "name": "castings", "code": "7325.99", "imported_from": "JPN", "value": 7500 }] }"#;
    let found = outcome(&shift_and_content(), good);
    let text = crate::report::determination(&found, crate::report::Marks::Unicode);
    assert_eq!(
        text,
        "originating\n\n\
         ✓ origin `origin`\n\
         ├─ ✓ rvc = (net_cost 20,000 - sum of value 7,500) / net_cost 20,000 = 62.5 % >= 60 %: met\n\
         │      sum of value 7,500: `castings` (7325.99) 7,500\n\
         └─ ✓ no material is non-originating and of the good's own heading\n"
    );
}
