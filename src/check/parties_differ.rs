//! Texts that don't treat their parties alike.

use crate::diagnostic::Code;
use crate::ir::{AttributeKind, ClauseKind, Country, Formula, MaterialTest, Program};
use crate::nomenclature::CodeSet;

use super::altered::{Pair, Swapped, Turned};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// A good keeps its origin if two parties change places in it.
pub(super) const CHECK: Check = Check {
    code: Code::PartiesDiffer,
    also: &[],
    name: "parties",
    title: "a good keeps its origin if two parties change places in all that is said of it",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    if context.amended(checked).is_some_and(|same| same.rules(|_| true)) {
        return;
    }
    // Parties that every condition names together or not at all can change places without a trace.
    let classes = classes(program);
    let Some((first, others)) = classes.split_first() else {
        return;
    };
    for other in others {
        let swapped = Swapped::new(program, first, other);
        let pair = Pair {
            program,
            altered: &swapped.program,
            change: &|program, case| swapped.good(program, case),
        };
        let asked = format!("a good keeps its origin if {first} and {other} change places");
        match pair.turned(true, &CodeSet::all(), context.effort) {
            Turned::Never => {}
            Turned::Open(why) => out.push(undecided(program, program.origin, &asked, &why)),
            Turned::Of(witness) => {
                let message = format!("the text does not treat {first} and {other} alike");
                let mut finding = Finding::new(program, Code::PartiesDiffer, Outcome::Refuted, message)
                    .help(format!(
                        "if this is meant, nothing is to be done; else say `produced in the region` in place of {first} or {other}"
                    ));
                let naming = |stage: bool| {
                    let mut clauses = program.clauses.iter();
                    clauses.find(|(_, clause)| {
                        (clause.kind == ClauseKind::Stage) == stage && names(program, &clause.formula, first, other)
                    })
                };
                finding = match naming(false).or_else(|| naming(true)) {
                    Some((clause, _)) => finding.at(program, clause, "a party is named here"),
                    None => finding.at(program, program.origin, "the determination as a whole"),
                };
                finding = with_witness(finding, program, &witness, [], &[program.origin]);
                out.push(finding.note(format!(
                    "with {first} and {other} in each other's place it would not originate"
                )));
            }
        }
    }
}

/// One party of each class of parties that no condition tells apart.
fn classes(program: &Program) -> Vec<Country> {
    let mut sets: Vec<Vec<bool>> = program.parties.iter().map(|_| Vec::new()).collect();
    let mut ask = |contains: &dyn Fn(&Country) -> bool| {
        for (party, signature) in program.parties.iter().zip(&mut sets) {
            signature.push(contains(party));
        }
    };
    for (_, materials) in program.materials.iter() {
        of_test(program, &materials.test, &mut ask);
    }
    for (_, clause) in program.clauses.iter() {
        of_formula(program, &clause.formula, &mut ask);
    }
    let mut seen: Vec<&Vec<bool>> = Vec::new();
    let mut out = Vec::new();
    for (party, signature) in program.parties.iter().zip(&sets) {
        if !seen.contains(&signature) {
            seen.push(signature);
            out.push(party.clone());
        }
    }
    out
}

/// Is told of each set of countries that a condition asks for.
type Ask<'a> = dyn FnMut(&dyn Fn(&Country) -> bool) + 'a;

fn words(
    program: &Program,
    attribute: crate::ir::AttributeId,
    values: &std::collections::BTreeSet<usize>,
    ask: &mut Ask<'_>,
) {
    if let AttributeKind::Country(all) = &program.vocabulary.attributes[attribute].kind {
        ask(&|party| {
            let place = all.iter().position(|word| **word == **party);
            place.is_some_and(|place| values.contains(&place))
        });
    }
}

fn of_test(program: &Program, test: &MaterialTest, ask: &mut Ask<'_>) {
    match test {
        MaterialTest::All(parts) | MaterialTest::Any(parts) => {
            for part in parts {
                of_test(program, part, ask);
            }
        }
        MaterialTest::Not(inner) => of_test(program, inner, ask),
        MaterialTest::ProducedIn(countries) => ask(&|party| countries.contains(party)),
        MaterialTest::Is { attribute, values } => words(program, *attribute, values, ask),
        _ => {}
    }
}

fn of_formula(program: &Program, formula: &Formula, ask: &mut Ask<'_>) {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => {
            for part in parts {
                of_formula(program, part, ask);
            }
        }
        Formula::Not(inner) => of_formula(program, inner, ask),
        Formula::ProducedIn(countries) => ask(&|party| countries.contains(party)),
        Formula::Is { attribute, values } => words(program, *attribute, values, ask),
        Formula::Exists(materials) => of_test(program, &program.materials[*materials].test, ask),
        _ => {}
    }
}

/// Whether a condition tells the two apart by itself.
fn names(program: &Program, formula: &Formula, one: &Country, other: &Country) -> bool {
    let mut found = false;
    of_formula(program, formula, &mut |contains| {
        found |= contains(one) != contains(other);
    });
    found || of_selections(program, formula, one, other)
}

fn of_selections(program: &Program, formula: &Formula, one: &Country, other: &Country) -> bool {
    let mut found = false;
    let mut ask = |contains: &dyn Fn(&Country) -> bool| found |= contains(one) != contains(other);
    let mut reach = super::reach::Reach::default();
    reach.whole(program, formula);
    for id in reach.aggregates {
        of_test(
            program,
            &program.materials[program.aggregates[id].materials].test,
            &mut ask,
        );
    }
    found
}
