//! What is proved and found, on small rulebooks, and against every good of a grid.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::eval::{self, Loaded};
use crate::good::{Case, read_json};
use crate::ir::{ClauseId, Formula, Num, Program};
use crate::nomenclature::{CodeSet, HsCode};
use crate::source::Sources;
use crate::{model, syntax};

const HEAD: &str = r#"
agreement A "An agreement" cites "x" {
  parties CAN, MEX
  in force 1994-01-01 until 2020-06-30
  nomenclature HS 2017
  currency USD
  percentages unrounded
  values ordered materials <= net_cost <= price
  imported materials are non-originating cites "x"
}
criterion obtained cites "x" { require wholly obtained }
basis net_cost of goods "net cost" cites "x"
basis price of goods "price" cites "x"
fact new_plant of goods "a new plant" cites "x"
attribute first_prototype of goods: date cites "x"
list listed "listed parts" cites "x" { 84.07 "engines"  8708.29 "parts of bodies" }
measure vnm cites "x" = sum of value over materials where non-originating
measure rvc cites "x" = (net_cost - vnm) / net_cost
measure traced cites "x" = sum of value over look-through materials where imported from outside and code in listed
measure shaken cites "x" = sum of value over look-through materials where code in 84
"#;

/// A text with one clause for each named condition.
fn program(conditions: &[(&str, &str)]) -> Program {
    let mut rules = HEAD.to_owned();
    for (name, condition) in conditions {
        rules.push_str(&format!(
            "requirement {name} for 01 to 97 cites \"x\" {{ require {condition} }}\n"
        ));
    }
    let mut sources = Sources::new();
    let id = sources.add("a.roo", rules);
    let (tree, said) = syntax::parse(id, sources.text(id));
    let (rulebook, more) = model::resolve(&[tree]);
    let (compiled, last) = model::compile(&rulebook, rulebook.texts.values().next().unwrap());
    let errors: Vec<_> = said
        .into_iter()
        .chain(more)
        .chain(last)
        .filter(crate::diagnostic::Diagnostic::is_error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    compiled.program
}

fn clause(program: &Program, path: &str) -> ClauseId {
    let found = program.clauses.iter().find(|(_, clause)| clause.path == path);
    found.unwrap_or_else(|| panic!("no clause `{path}`")).0
}

fn scope(code: &str) -> CodeSet {
    HsCode::parse(code).unwrap().into()
}

fn ask(program: &Program, code: &str, yes: &[&str], no: &[&str]) -> Verdict {
    let yes = yes.iter().map(|path| Query::clause(clause(program, path)));
    let no = no.iter().map(|path| Query::not_clause(clause(program, path)));
    let question = Question::new(vec![program], Query::All(yes.chain(no).collect())).within(scope(code));
    answer(&question, &Effort::default())
}

#[track_caller]
fn possible(verdict: Verdict) -> Case {
    match verdict {
        Verdict::Possible(witness) => witness.case,
        other => panic!("expected a good: {other:#?}"),
    }
}

#[track_caller]
fn impossible(program: &Program, verdict: Verdict) -> (Vec<String>, Vec<Axiom>) {
    match verdict {
        Verdict::Impossible(core) => (
            core.clauses
                .iter()
                .map(|(_, id)| program.clauses[*id].path.clone())
                .collect(),
            core.axioms,
        ),
        other => panic!("expected a proof: {other:#?}"),
    }
}

fn figure(program: &Program, name: &str) -> Num {
    Num::Measure(
        program
            .measures
            .iter()
            .find(|(_, measure)| measure.name == name)
            .unwrap()
            .0,
    )
}

#[test]
fn a_worthless_material_is_still_a_material() {
    let text = program(&[("bare", "vnm = 0 USD and any material where non-originating")]);
    let case = possible(ask(&text, "8703.23", &["bare"], &[]));
    assert_eq!(case.good.materials.len(), 1);
}

#[test]
fn a_core_names_what_is_needed_and_no_more() {
    let text = program(&[
        ("cheap", "vnm <= 10 % of net_cost"),
        ("high", "rvc >= 80%"),
        ("idle", "new_plant"),
    ]);
    let (clauses, axioms) = impossible(&text, ask(&text, "8703", &["cheap", "idle"], &["high"]));
    assert_eq!(clauses, ["cheap/1", "cheap", "high/1", "high"]);
    assert!(axioms.contains(&Axiom::Positive("net_cost".to_owned())), "{axioms:?}");
}

#[test]
fn what_is_inside_an_originating_material_is_found() {
    let text = program(&[
        ("all_originate", "every material satisfies originating"),
        ("finds", "traced >= 40 % of net_cost and net_cost > 0 USD"),
        ("finds_all", "traced > net_cost"),
    ]);
    let case = possible(ask(&text, "8703.23", &["all_originate", "finds"], &[]));
    assert_eq!(case.good.materials[0].materials.len(), 1);
    let (clauses, axioms) = impossible(&text, ask(&text, "8703.23", &["finds_all"], &[]));
    assert!(clauses.contains(&"finds_all".to_owned()));
    assert_eq!(axioms, [Axiom::NotNegative, Axiom::Contents]);
}

#[test]
fn a_chain_is_found_by_several_lists_at_its_levels() {
    let text = program(&[(
        "both",
        "traced >= net_cost and shaken >= net_cost and every material where imported from outside satisfies originating",
    )]);
    possible(ask(&text, "8703.23", &["both"], &[]));
}

#[test]
fn days_that_the_calendar_lacks_are_no_days() {
    let text = program(&[
        ("leap", "date > 2000-02-28 and date < 2000-03-01"),
        ("common", "date > 2001-02-28 and date < 2001-03-01"),
        ("late", "date >= 2020-07-01"),
    ]);
    assert_eq!(
        possible(ask(&text, "87", &["leap"], &[])).date.unwrap().to_string(),
        "2000-02-29"
    );
    assert!(ask(&text, "87", &["common"], &[]).is_impossible());
    let (_, axioms) = impossible(&text, ask(&text, "87", &["late"], &[]));
    assert_eq!(axioms, [Axiom::InForce(0)]);
}

#[test]
fn a_code_of_the_good_must_be_in_the_edition() {
    let text = program(&[("gone", "code in 8703.21 to 8703.90")]);
    assert!(ask(&text, "8703.23", &["gone"], &[]).is_possible());
    assert!(ask(&text, "8704", &["gone"], &[]).is_impossible());
    let no_code = Question::new(vec![&text], Query::clause(clause(&text, "gone"))).within(scope("77"));
    assert!(answer(&no_code, &Effort::default()).is_impossible());
}

#[test]
fn extremes_are_reached_approached_or_without_bound() {
    let text = program(&[("low", "rvc <= 62.5%"), ("below", "rvc < 62.5%")]);
    let most = |path: &str, name: &str, largest: bool| {
        let question = Question::new(vec![&text], Query::clause(clause(&text, path))).within(scope("8703.23"));
        extremum(&question, 0, &figure(&text, name), largest, &Effort::default())
    };
    match most("low", "rvc", true) {
        Extremum::Attained { value, .. } => assert_eq!(value.to_string(), "0.625"),
        other => panic!("{other:#?}"),
    }
    match most("below", "rvc", true) {
        Extremum::Approached { value, .. } => assert_eq!(value.to_string(), "0.625"),
        other => panic!("{other:#?}"),
    }
    match most("low", "rvc", false) {
        Extremum::Attained { value, .. } => assert_eq!(value.to_string(), "0"),
        other => panic!("{other:#?}"),
    }
    assert!(matches!(most("low", "vnm", true), Extremum::Unbounded { .. }));
}

#[test]
fn answers_repeat_byte_for_byte() {
    let text = program(&[("some", "traced > 0 USD and rvc >= 50% and new_plant")]);
    let once = ask(&text, "8703", &["some"], &[]);
    assert_eq!(once, ask(&text, "8703", &["some"], &[]));
}

#[test]
fn what_is_not_wholly_obtained_is_in_no_wholly_obtained_good() {
    let text = program(&[
        ("obtained_good", "wholly obtained"),
        ("engine", "any material where code in 84.07"),
        ("imports", "any look-through material where imported from outside"),
    ]);
    let case = possible(ask(&text, "8703.23", &["obtained_good", "engine"], &["imports"]));
    assert_eq!(case.good.materials[0].wholly_obtained, Some(true));
    let (_, axioms) = impossible(&text, ask(&text, "8703.23", &["obtained_good", "imports"], &[]));
    assert_eq!(axioms, [Axiom::WhollyObtained, Axiom::WhollyObtainedGood]);
}

/// A rulebook whose clauses overlap in many ways, and every good of a grid with the truth of each clause.
static GRID: LazyLock<(Program, Vec<ClauseId>, Vec<Vec<bool>>)> = LazyLock::new(|| {
    let text = program(&[
        ("a", "rvc >= 50%"),
        ("b", "traced > 25 % of net_cost"),
        ("c", "every material satisfies originating"),
        ("d", "any material where code in listed"),
        ("e", "vnm <= 50 USD"),
        ("f", "any material where code in the same heading as the good"),
        ("g", "shaken >= traced"),
        ("h", "no look-through material where imported from outside"),
        ("i", "count of materials where non-originating >= 2"),
    ]);
    let clauses: Vec<ClauseId> = "abcdefghi"
        .chars()
        .map(|name| clause(&text, &name.to_string()))
        .collect();
    let mut rows = Vec::new();
    for materials in bills() {
        let json = format!(
            r#"{{"date": "2000-01-01", "good": {{"code": "8703.23", "country": "MEX", "net_cost": 100, "price": 100,
                 "materials": [{materials}]}}}}"#
        );
        let loaded = Loaded::new(&text, &read_json(&json).unwrap()).unwrap();
        let truth = |id: &ClauseId| {
            eval::truth(&text, &loaded, &Formula::Clause(*id))
                .unwrap()
                .known()
                .unwrap()
        };
        rows.push(clauses.iter().map(truth).collect());
    }
    (text, clauses, rows)
});

/// Bills of none, one or two materials, with and without contents.
fn bills() -> Vec<String> {
    let foreign = r#""imported": true, "country": "JPN", "origin": "non-originating""#;
    let home = r#""imported": false, "country": "CAN", "origin": "originating""#;
    let other = r#""imported": false, "country": "CAN", "origin": "non-originating""#;
    let mut lines = Vec::new();
    for code in ["8703.24", "8407.34", "7318.15", "8708.29"] {
        for value in [0, 25, 50] {
            for kind in [foreign, home, other] {
                lines.push(format!(r#"{{"code": "{code}", "value": {value}, {kind}}}"#));
                if value > 0 && kind != foreign {
                    for inner in ["8407.34", "8708.29", "8482.10"] {
                        lines.push(format!(
                            r#"{{"code": "{code}", "value": {value}, {kind},
                                 "materials": [{{"code": "{inner}", "value": {value}, {foreign}}}]}}"#
                        ));
                    }
                }
            }
        }
    }
    let mut out = vec![String::new()];
    out.extend(lines.iter().cloned());
    for (place, a) in lines.iter().enumerate() {
        out.extend(lines.iter().skip(place).map(|b| format!("{a}, {b}")));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is called impossible is not met by any good of the grid. (What is called possible is confirmed by the
    /// evaluator anyway.)
    #[test]
    fn no_good_of_the_grid_contradicts_a_proof(signs in proptest::collection::vec(0_u8..3, 9)) {
        let (text, clauses, rows) = &*GRID;
        let literals = clauses.iter().zip(&signs).filter_map(|(id, sign)| match sign {
            0 => Some(Query::clause(*id)),
            1 => Some(Query::not_clause(*id)),
            _ => None,
        });
        let question = Question::new(vec![text], Query::All(literals.collect())).within(scope("8703.23"));
        let met = rows.iter().any(|row| {
            row.iter().zip(&signs).all(|(truth, sign)| match sign { 0 => *truth, 1 => !truth, _ => true })
        });
        match answer(&question, &Effort { minimise: false, ..Effort::default() }) {
            Verdict::Possible(_) => {}
            Verdict::Impossible(core) => prop_assert!(!met, "{core:#?}"),
            Verdict::Undecided(why) => prop_assert!(false, "{}", why.reason),
        }
    }
}
