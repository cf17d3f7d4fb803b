//! Cases as they are read, refused and written.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Code;

const JSON: &str = r#"{
    "agreement": "NAFTA", "date": "2017-10-13",
    "producer": { "fiscal_year_start": "2017-01-01", "related_party_share": "90%" },
    "good": { "name": "engine", "code": "8407.34", "net_cost": "20000.50", "use": "aftermarket",
              "materials": [{ "part": "head", "value": 0.1 }, { "part": "head" }] },
    "parts": { "head": { "code": "8409.91", "imported_from": "JPN", "value": 3 } }
}"#;

const YAML: &str = "
agreement: NAFTA
date: 2017-10-13
producer: { fiscal_year_start: 2017-01-01, related_party_share: 90% }
good:
  name: engine
  code: 8407.34
  net_cost: 20000.50
  use: aftermarket
  materials:
    - { part: head, value: 0.1 }
    - part: head
parts:
  head: { code: 8409.91, imported_from: JPN, value: 3 }
";

const TOML: &str = r#"
agreement = "NAFTA"
date = 2017-10-13
producer = { fiscal_year_start = 2017-01-01, related_party_share = "90%" }

[good]
name = "engine"
code = "8407.34"
net_cost = 20_000.50
use = "aftermarket"
materials = [{ part = "head", value = 0.1 }, { part = "head" }]

[parts.head]
code = "8409.91"
imported_from = "JPN"
value = 3
"#;

#[test]
fn three_formats_say_the_same() {
    let json = read(JSON, Format::Json).unwrap();
    assert_eq!(read(YAML, Format::Yaml).unwrap(), json);
    assert_eq!(read(TOML, Format::Toml).unwrap(), json);
    assert_eq!(json.agreement.as_deref(), Some("NAFTA"));
    let share = &json.case.producer["related_party_share"];
    assert_eq!(*share, Datum::Share(Ratio::from_parts(9, 10).unwrap()));
    let head = &json.case.good.materials[0];
    assert_eq!((head.name.as_deref(), head.imported), (Some("head"), Some(true)));
    assert_eq!(
        head.data["value"],
        Datum::Figure(Ratio::from_parts(1, 10).unwrap()),
        "0.1 is a tenth"
    );
}

#[track_caller]
fn refused(format: Format, text: &str, code: Code, message: &str) {
    let problems = read(text, format).unwrap_err();
    assert_eq!((problems[0].code, problems[0].message.as_str()), (code, message));
}

#[track_caller]
fn refused_good(good: &str, code: Code, message: &str) {
    refused(Format::Json, &format!(r#"{{ "good": {good} }}"#), code, message);
}

#[test]
fn mistakes_are_named_with_their_place() {
    let check = |text: &str, message: &str| refused(Format::Json, text, Code::MalformedGood, message);
    check(
        "{\n  \"good\": }",
        "the JSON cannot be read at line 2, column 11: expected value",
    );
    check("[]", "the file does not describe a good");
    check(r#"{ "gods": {}, "good": {} }"#, "`gods` is not a field of a case");
    check(
        r#"{ "date": "2017-02-31", "good": {} }"#,
        "`date` is `2017-02-31`: there is no day 2017-02-31",
    );
    check(
        "{ \"good\": { \"code\": \"8407\",\n \"code\": \"8408\" } }",
        "the JSON cannot be read at line 2, column 7: `code` is given twice",
    );
    refused(
        Format::Yaml,
        "good:\n  a: 1\n  a: 2\n",
        Code::MalformedGood,
        "`a` is given twice at line 3, column 3",
    );
    refused(
        Format::Toml,
        "[good]\ncode = ",
        Code::MalformedGood,
        "the TOML cannot be read at line 2, column 8: string values must be quoted, expected literal string",
    );
}

#[test]
fn mistakes_in_the_good_are_named_by_path() {
    refused_good(
        r#"{ "materials": [{}, { "value": -3 }] }"#,
        Code::NegativeValue,
        "`good.materials[1].value` is -3",
    );
    refused_good(
        r#"{ "code": "870" }"#,
        Code::MalformedGood,
        "`good.code` is `870`: a tariff code has 2, 4, 6, 8 or 10 digits, not 3",
    );
    refused_good(
        r#"{ "country": "Mexico" }"#,
        Code::UnknownCountry,
        "`good.country` is `Mexico`, which is not a country code",
    );
    refused_good(
        r#"{ "materials": [{ "part": "x" }] }"#,
        Code::MalformedGood,
        "`good.materials[0]` refers to part `x`, which is not in `parts`",
    );
}

#[test]
fn parts_that_contain_themselves_are_refused() {
    let text = r#"{ "good": { "materials": [{ "part": "a" }] }, "parts": {
        "a": { "materials": [{ "part": "b" }] }, "b": { "materials": [{ "part": "a" }] } } }"#;
    refused(
        Format::Json,
        text,
        Code::MaterialCycle,
        "part `a` is made from itself: a -> b -> a",
    );
}

#[test]
fn endless_inputs_end() {
    let levels = |inner: &str, open: &str, close: &str| {
        let count = 100_000;
        format!("{}{inner}{}", open.repeat(count), close.repeat(count))
    };
    let deep = levels("{}", r#"{ "good": { "materials": ["#, "] } }");
    assert_eq!(read_json(&deep).unwrap_err()[0].code, Code::TooManyLevels);
    let brackets = levels("", "[", "]");
    for format in [Format::Json, Format::Yaml] {
        assert_eq!(read(&brackets, format).unwrap_err()[0].code, Code::TooManyLevels);
    }
    let toml = read_toml(&format!("good = {brackets}")).unwrap_err();
    assert_eq!(toml[0].code, Code::TooManyLevels);
    let part = |level: usize| {
        let inner = format!(r#"{{ "part": "p{}" }}"#, level - 1);
        format!(r#""p{level}": {{ "materials": [{inner}, {inner}] }}"#)
    };
    let parts: Vec<String> = (1..40).map(part).collect();
    let parts = format!(r#""p0": {{}}, {}"#, parts.join(", "));
    let doubling = format!(r#"{{ "good": {{ "part": "p39" }}, "parts": {{ {parts} }} }}"#);
    assert_eq!(read_json(&doubling).unwrap_err()[0].code, Code::TooManyLevels);
}

fn ratio() -> impl Strategy<Value = Ratio> {
    (0..i64::MAX, 1..=100_000_i64).prop_map(|(num, den)| Ratio::from_parts(num, den).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (1900..2200_i32, 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn datum() -> impl Strategy<Value = Datum> {
    prop_oneof![
        ratio().prop_map(Datum::Figure),
        "[a-z][a-z_]{0,8}".prop_map(Datum::Word),
        any::<bool>().prop_map(Datum::Truth),
        day().prop_map(Datum::Day),
    ]
}

fn data() -> impl Strategy<Value = BTreeMap<String, Datum>> {
    prop::collection::btree_map("x_[a-z]{1,6}", datum(), 0..4)
}

fn leaf() -> impl Strategy<Value = Node> {
    let code = (1..=97_u64, 0..=99_u64).prop_map(|(chapter, heading)| HsCode::from_digits(chapter * 100 + heading, 4));
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<Option<bool>>(),
        any::<Option<bool>>(),
    );
    let origin = prop_oneof![
        Just(None),
        Just(Some(Origin::Originating)),
        Just(Some(Origin::NonOriginating))
    ];
    (
        any::<Option<String>>(),
        code,
        prop::option::of(prop::sample::select(vec!["CAN", "JPN", "XKX"])),
        flags,
        origin,
        data(),
    )
        .prop_map(
            |(name, code, country, (self_produced, supplier_statement, imported, wholly_obtained), origin, data)| {
                Node {
                    name,
                    code: code.ok(),
                    country: country.map(Arc::from),
                    imported,
                    self_produced: self_produced.then_some(true),
                    supplier_statement: supplier_statement.then_some(false),
                    origin,
                    wholly_obtained,
                    fungible: std::collections::BTreeMap::new(),
                    data,
                    materials: Vec::new(),
                }
            },
        )
}

fn tree() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        (leaf(), prop::collection::vec(inner, 0..3)).prop_map(|(node, materials)| Node { materials, ..node })
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(date in prop::option::of(day()), producer in data(), good in tree()) {
        let averages = std::collections::BTreeMap::from([("by_class".to_owned(), good.clone())]);
        let case = Case { date, producer, good, averages };
        let text = to_json(&case).to_string();
        prop_assert_eq!(read_json(&text), Ok(case));
    }
}
