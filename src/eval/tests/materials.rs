//! Which materials count, and how deep rules look.

use super::text::*;
use super::*;
use crate::amount::Ratio;
use crate::ir::*;

const TREE: &str = r#"{ "code": "8703.23", "net_cost": 100, "materials": [
    { "name": "engine", "code": "8407.34", "country": "MEX", "value": 50, "materials": [
        { "name": "hose", "code": "4009.12", "imported_from": "JPN", "value": 8, "materials": [
            { "name": "clamp", "code": "7326.90", "country": "CHN", "value": 1 }] },
        { "name": "block", "code": "8409.91", "country": "USA", "value": 20, "materials": [
            { "name": "plug", "code": "7326.90", "imported_from": "CHN", "value": 3 }] }] },
    { "name": "tyre", "code": "4011.10", "imported_from": "KOR", "value": 4 }] }"#;

#[track_caller]
fn sum(depth: Depth, taken: MaterialTest, expected: i64) {
    let mut text = Text::new();
    let total = text.sum(depth, taken);
    let program = text.originates(Formula::Known(true));
    let found = figure(&program, &loaded(&program, TREE), &total).unwrap();
    assert_eq!(found, Figure::Known(Ratio::from(expected)));
}

#[test]
fn rules_see_materials_used_directly_or_look_through() {
    sum(Depth::Direct, MaterialTest::Imported, 4);
    sum(Depth::LookThrough, MaterialTest::Imported, 8 + 3 + 4);
    // Nothing inside what was imported is looked at: the plug counts, the clamp doesn't.
    sum(Depth::LookThrough, MaterialTest::CodeIn(codes(&["73.26"])), 3);
    // The outermost match counts as a whole.
    sum(Depth::LookThrough, MaterialTest::CodeIn(codes(&["84", "73"])), 50);
}

#[test]
fn the_origin_of_a_material_is_found_by_judging_it() {
    let mut text = Text::new();
    let foreign_share = text.sum(Depth::Direct, foreign());
    let same = at_least(Num::Const(Ratio::from(10)), foreign_share);
    let program = text.originates(same);
    let good = |castings: i64| {
        format!(
            r#"{{ "code": "8703.23", "net_cost": 100, "materials": [
                {{ "name": "engine", "code": "8407.34", "country": "MEX", "value": 50, "materials": [
                    {{ "code": "7325.99", "imported_from": "JPN", "value": {castings} }}] }}] }}"#
        )
    };
    assert_eq!(outcome(&program, &good(10)).outcome, Outcome::Originating);
    assert_eq!(outcome(&program, &good(11)).outcome, Outcome::NonOriginating);
}

#[test]
fn deep_materials_are_judged_too() {
    let mut text = Text::new();
    let shift = text.shift();
    let program = text.originates(shift);
    let mut good = r#"{ "code": "7208.10", "imported_from": "JPN" }"#.to_owned();
    for level in 0..60 {
        let code = if level % 2 == 0 { "8407.34" } else { "8708.99" };
        good = format!(r#"{{ "code": "{code}", "country": "MEX", "materials": [{good}] }}"#);
    }
    assert_eq!(outcome(&program, &good).outcome, Outcome::Originating);
}
