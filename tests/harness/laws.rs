//! Laws that hold for all inputs, tried on invented ones.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use orilex::amount::{Date, Ratio};
use orilex::good::{self, Case, Datum, Node, Origin};
use orilex::nomenclature::HsCode;
use orilex::source::SourceId;
use orilex::syntax;
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::{Outcome, files, formatting, root, section, trial};

/// The laws.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("laws::good::what is written is read back", round_trip),
        trial("laws::format::formatting twice is formatting once", twice_is_once),
        trial("laws::syntax::no text makes the parser panic", never_panics),
    ]
}

/// Tries a law on invented values; no record of failures is kept, the message shows the value.
fn hold<S: Strategy>(cases: u32, values: &S, law: impl Fn(S::Value) -> Result<(), TestCaseError>) -> Outcome {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(values, law)
        .map_err(|error| Failed::from(error.to_string()))
}

fn round_trip() -> Outcome {
    hold(200, &case(), |case| {
        let written = good::to_json(&case).to_string();
        let read = good::read_json(&written).map_err(|errors| TestCaseError::fail(format!("{errors:?}: {written}")))?;
        if read == case {
            Ok(())
        } else {
            Err(TestCaseError::fail(format!("{written} is read as {read:?}")))
        }
    })
}

fn ratio() -> impl Strategy<Value = Ratio> {
    (0_i64..1_000_000_000, 1_i64..10_000).prop_filter_map("a divisor", |(num, den)| Ratio::from_parts(num, den))
}

/// Words, dates and fractions look alike in JSON, so the invented names and words are plain.
fn datum() -> impl Strategy<Value = Datum> {
    prop_oneof![
        ratio().prop_map(Datum::Figure),
        "[a-z]{3,8}_[a-z]{2,8}".prop_map(Datum::Word),
        any::<bool>().prop_map(Datum::Truth),
        day().prop_map(Datum::Day),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (1994_i32..2030, 1_u8..=12, 1_u8..=28).prop_filter_map("a day", |(year, month, day)| Date::new(year, month, day))
}

fn data() -> impl Strategy<Value = BTreeMap<String, Datum>> {
    btree_map("x_[a-z]{3,8}", datum(), 0..4)
}

fn share() -> impl Strategy<Value = Ratio> {
    (0_i64..=40).prop_filter_map("a share", |part| Ratio::from_parts(part, 40))
}

fn node() -> impl Strategy<Value = Node> {
    let country = prop_oneof![Just("MEX"), Just("JPN")].prop_map(Arc::<str>::from);
    let origin = prop_oneof![Just(Origin::Originating), Just(Origin::NonOriginating)];
    let code = prop_oneof![Just("8703.23"), Just("7318.15"), Just("8407.34.10")];
    let maybe = || proptest::option::of(any::<bool>());
    let facts = (
        proptest::option::of(country),
        maybe(),
        any::<bool>(),
        any::<bool>(),
        maybe(),
    );
    let leaf = (
        proptest::option::of("[a-z ]{1,12}[a-z]"),
        code,
        facts,
        proptest::option::of(origin),
        (btree_map("[a-z]{3,8}", share(), 0..3), data()),
    );
    let leaf = leaf.prop_map(|(name, code, facts, origin, (fungible, data))| {
        let (country, imported, self_produced, supplier_statement, wholly_obtained) = facts;
        let code = HsCode::parse(code).ok();
        let materials = Vec::new();
        Node {
            name,
            code,
            country,
            imported,
            self_produced: Some(self_produced),
            supplier_statement: Some(supplier_statement),
            origin,
            wholly_obtained,
            fungible,
            data,
            materials,
        }
    });
    leaf.prop_recursive(3, 12, 4, |inner| {
        (inner.clone(), vec(inner, 0..4)).prop_map(|(node, materials)| Node { materials, ..node })
    })
}

fn case() -> impl Strategy<Value = Case> {
    let averages = btree_map("[a-z]{3,8}", node(), 0..2);
    (proptest::option::of(day()), data(), node(), averages).prop_map(|(date, producer, good, averages)| Case {
        date,
        producer,
        good,
        averages,
    })
}

/// The texts of the cases and the rulebooks.
fn texts() -> Result<Vec<String>, Failed> {
    let mut all = Vec::new();
    for file in files(&root().join("rules"), &["roo"])? {
        all.push(fs::read_to_string(file)?);
    }
    for file in files(&root().join("tests/spec"), &["roo"])? {
        all.extend(
            section::sections(&fs::read_to_string(file)?)
                .into_iter()
                .map(|section| section.text),
        );
    }
    Ok(all)
}

fn twice_is_once() -> Outcome {
    for text in texts()? {
        let Ok(once) = formatting::formatted(&text) else {
            continue;
        };
        if formatting::formatted(&once)? != once {
            return Err(format!("formatting again changes\n{once}").into());
        }
    }
    // The white space that an author may have left, and lines broken anywhere between two words.
    let all = texts()?;
    let gaps = vec(
        prop_oneof![Just(" "), Just("  "), Just("\n"), Just("\n\n\n  "), Just("\t")],
        1..40,
    );
    let choice = (0..all.len().max(1), gaps);
    hold(60, &choice, |(index, gaps)| {
        let text = all.get(index).map(String::as_str).unwrap_or_default();
        // A comment or a quoted text that is broken is another text.
        let words = text
            .lines()
            .filter(|line| !line.contains("//") && !line.contains('"'))
            .flat_map(str::split_whitespace);
        let shaken: String = words
            .zip(gaps.iter().cycle())
            .flat_map(|(word, gap)| [word, gap])
            .collect();
        let Ok(once) = formatting::formatted(&shaken) else {
            return Ok(());
        };
        let twice = formatting::formatted(&once).map_err(TestCaseError::fail)?;
        if once == twice {
            Ok(())
        } else {
            Err(TestCaseError::fail(format!("again changes\n{once}")))
        }
    })
}

/// Pieces of real text in any order, cut at any place.
fn never_panics() -> Outcome {
    let mut pieces: Vec<String> = texts()?
        .iter()
        .flat_map(|text| text.split_inclusive(' '))
        .map(str::to_owned)
        .collect();
    pieces.sort();
    pieces.dedup();
    pieces.extend(["{", "}", "(", ")", "\"", "//", "\n", "%", "é", "87.03", "not"].map(str::to_owned));
    let count = pieces.len();
    hold(400, &vec(0..count, 0..60), |chosen| {
        let text: String = chosen
            .iter()
            .filter_map(|index| pieces.get(*index))
            .map(String::as_str)
            .collect();
        let _ = syntax::parse(SourceId::default(), &text);
        Ok(())
    })
}
