//! Texts that don't treat their parties alike.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::ir::{AttributeId, AttributeKind, ClauseId, ClauseKind, Country, Formula, MaterialTest, Program};
use crate::nomenclature::CodeSet;

use super::altered::{Pair, Swapped, Turned};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::reach::Reach;
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
    if context.decides_as_amended(checked) {
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
                    .help("if this is meant, nothing is to be done; else write `in the region` where a party is named");
                let naming = |stage: bool| {
                    let mut clauses = program.clauses.iter();
                    clauses.find(|(id, clause)| {
                        (clause.kind == ClauseKind::Stage) == stage && names(program, *id, first, other)
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

fn words(program: &Program, attribute: AttributeId, values: &BTreeSet<usize>, ask: &mut Ask<'_>) {
    if let AttributeKind::Country(all) = &program.vocabulary.attributes[attribute].kind {
        ask(&|party| {
            let place = all.iter().position(|word| **word == **party);
            place.is_some_and(|place| values.contains(&place))
        });
    }
}

fn of_test(program: &Program, test: &MaterialTest, ask: &mut Ask<'_>) {
    test.each(&mut |part| match part {
        MaterialTest::ProducedIn(countries) => ask(&|party| countries.contains(party)),
        MaterialTest::Is { attribute, values } => words(program, *attribute, values, ask),
        _ => {}
    });
}

fn of_formula(program: &Program, formula: &Formula, ask: &mut Ask<'_>) {
    formula.each(&mut |part| match part {
        Formula::ProducedIn(countries) => ask(&|party| countries.contains(party)),
        Formula::Is { attribute, values } => words(program, *attribute, values, ask),
        _ => {}
    });
}

/// Whether a clause tells the two apart by itself, or by what it counts.
fn names(program: &Program, clause: ClauseId, one: &Country, other: &Country) -> bool {
    let mut found = false;
    let mut ask = |contains: &dyn Fn(&Country) -> bool| found |= contains(one) != contains(other);
    let formula = &program.clauses[clause].formula;
    of_formula(program, formula, &mut ask);
    let mut selections = Vec::new();
    formula.each(&mut |part| {
        if let Formula::Exists(materials) = part {
            selections.push(*materials);
        }
    });
    let aggregates = Reach::itself(program, clause).aggregates;
    selections.extend(aggregates.iter().map(|id| program.aggregates[*id].materials));
    for id in selections {
        of_test(program, &program.materials[id].test, &mut ask);
    }
    found
}
