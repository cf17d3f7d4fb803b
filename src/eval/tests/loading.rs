//! What is refused before anything is judged.

use super::text::*;
use super::*;
use crate::ir::*;

fn program() -> Program {
    let mut text = Text::new();
    let words = vec!["original_equipment".to_owned(), "aftermarket".to_owned()];
    text.attribute("use", Bearer::Good, AttributeKind::Enumeration(words));
    text.attribute("new_plant", Bearer::Good, AttributeKind::Fact);
    text.attribute("traced", Bearer::Material, AttributeKind::Fact);
    text.attribute("related", Bearer::Producer, AttributeKind::Percentage);
    text.originates(Formula::Known(true))
}

#[track_caller]
fn check(good: &str, code: Code, message: &str) {
    let problems = Loaded::new(&program(), &case(good)).unwrap_err();
    assert_eq!((problems[0].code, problems[0].message.as_str()), (code, message));
}

#[test]
fn names_and_kinds_are_checked() {
    check(
        r#"{ "code": "8407.34", "net_csot": 1 }"#,
        Code::UnknownAttribute,
        "`net_csot` at `good.net_csot` is not an attribute that TEST declares",
    );
    check(
        r#"{ "code": "8407.34", "use": "aftermraket" }"#,
        Code::UnknownValue,
        "`good.use` has no value `aftermraket`",
    );
    check(
        r#"{ "code": "8407.34", "new_plant": 3 }"#,
        Code::MalformedGood,
        "`good.new_plant` is the number 3",
    );
    check(
        r#"{ "code": "8407.34", "traced": true }"#,
        Code::WrongLevel,
        "`traced` at `good.traced` describes a material, not this",
    );
    check(
        r#"{ "net_cost": 3 }"#,
        Code::MalformedGood,
        "the tariff code of the good is not stated",
    );
    check(
        r#"{ "code": "8407.34", "materials": [{ "code": "8703.20" }] }"#,
        Code::UnknownGoodCode,
        "the code `8703.20` of `good.materials[0]` is not in HS 2017",
    );
    let undated = Case {
        date: None,
        ..case(r#"{ "code": "8407.34" }"#)
    };
    assert_eq!(
        Loaded::new(&program(), &undated).unwrap_err()[0].code,
        Code::MissingDate
    );
}

#[test]
fn facts_that_exclude_each_other_are_refused() {
    let material =
        |fields: &str| format!(r#"{{ "code": "8407.34", "materials": [{{ "code": "7325.99", {fields} }}] }}"#);
    let refused = |fields: &str| {
        let problems = Loaded::new(&program(), &case(&material(fields))).unwrap_err();
        assert_eq!(problems[0].code, Code::ContradictoryFacts, "{fields}");
    };
    refused(r#""country": "JPN", "imported": false"#);
    refused(r#""imported": true, "origin": "originating""#);
    refused(r#""country": "JPN", "origin": "originating""#);
    refused(r#""wholly_obtained": true, "imported": true"#);
    let returned = material(r#""country": "USA", "imported": true"#);
    assert!(Loaded::new(&program(), &case(&returned)).is_ok(), "goods may return");
}

#[test]
fn materials_are_worth_no_more_than_what_is_made_of_them() {
    check(
        r#"{ "code": "8407.34", "net_cost": 10, "materials": [{ "code": "7325.99", "value": 11 }] }"#,
        Code::MaterialsExceedGood,
        "the materials of the good are worth 11 together, but its `net_cost` is 10",
    );
    check(
        r#"{ "code": "8407.34", "materials": [
            { "code": "8409.91", "value": 5, "materials": [{ "code": "7325.99", "value": 6 }] }] }"#,
        Code::MaterialsExceedGood,
        "the materials of `8409.91` are worth 6 together, but its `value` is 5",
    );
}

#[test]
fn the_schema_offers_the_vocabulary() {
    let schema = crate::good::schema_for(&program());
    let of = |path: &str| schema.pointer(path).cloned().unwrap_or_default();
    let words = serde_json::json!(["original_equipment", "aftermarket"]);
    assert_eq!(of("/$defs/good/properties/use/enum"), words);
    assert!(of("/$defs/good/properties/traced").is_null());
    assert_eq!(of("/$defs/material/properties/traced/type"), "boolean");
    assert_eq!(of("/properties/producer/properties/related/$ref"), "#/$defs/percentage");
    assert_eq!(of("/$defs/good/additionalProperties"), false);
}
