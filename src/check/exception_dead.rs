//! Exceptions in changes of classification that keep no good out.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::ir::{
    AggregateId, ClauseId, ClauseKind, Exception, Formula, Join, MaterialTest, Materials, MaterialsId, Num, Program,
    Rule, RuleKind,
};
use crate::nomenclature::CodeSet;
use crate::verify::Verdict;

use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::outcome::{Ways, concerned};
use super::places::{Groups, Place};
use super::reach::Reach;
use super::without::{Differs, differs, narrowed};
use super::{Check, Checked, Context, Needs, When, redundant_alternative, redundant_condition};

/// Every exception in a change of classification keeps some good out.
///
/// A tolerance, another alternative or the codes themselves can make an exception idle; the reasons name which.
pub(super) const CHECK: Check = Check {
    code: Code::DeadException,
    also: &[],
    name: "dead exception",
    title: "every `except from` in a change of classification keeps some good out",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let idle = Ways::of(program).rules_are_idle();
    // Of a rule that is idle or that no good meets another check speaks.
    let mut rules = concerned(context, checked);
    rules.retain(|rule| !(rule.kind == RuleKind::ProductRule && idle) && context.met(checked, rule).is_possible());
    let mut reaching: BTreeMap<ClauseId, Vec<&Rule>> = BTreeMap::new();
    for rule in &rules {
        for clause in Reach::directly(program, rule.body).clauses {
            reaching.entry(clause).or_default().push(rule);
        }
    }
    for (_, exception) in program.exceptions.iter() {
        let stated = stated_in(program, exception);
        let Some(first) = stated.first() else { continue };
        let mut scope = CodeSet::empty();
        let own: Vec<&Rule> = stated
            .iter()
            .filter_map(|clause| reaching.get(clause))
            .flatten()
            .copied()
            .collect();
        for rule in &own {
            scope = scope.union(&rule.scope);
        }
        if scope.is_empty() {
            continue;
        }
        let near = narrowed(program, &scope);
        let mut struck = without(&near, &stated, exception);
        let path = &program.clauses[*first].path;
        let mut found = differs(context, (&near, &struck), None, &scope);
        if let Differs::Open(_) = found {
            struck = without(program, &stated, exception);
            found = differs(context, (program, &struck), None, &scope);
        }
        match found {
            Differs::Yes => {}
            Differs::Open(why) => {
                let asked = format!("the exception in `{path}` keeps any good out");
                out.push(undecided(program, *first, &asked, &why));
            }
            Differs::No(_) if own.iter().any(|rule| said_of_more(context, checked, rule, &stated)) => {}
            Differs::No(core) => {
                let message = format!("the exception in `{path}` keeps no good out");
                let mut finding = Finding::new(program, Code::DeadException, Outcome::Proved, message)
                    .at(program, *first, "of this change …")
                    .help("strike the exception, or narrow the clauses that let such goods in all the same");
                finding.diagnostic = finding
                    .diagnostic
                    .also(exception.span, "… every good has the same origin without this");
                out.push(with_core(finding, &[program, &struck], &core));
            }
        }
    }
}

/// Whether the condition or the alternative that makes one of these exceptions adds nothing as a whole, or one beside it adds
/// nothing because of it: other checks say so, and one cause is told once.
fn said_of_more(context: &Context<'_>, checked: &Checked, rule: &Rule, stated: &[ClauseId]) -> bool {
    let program = checked.program();
    let about = |place: &Place, verdict: &Verdict| {
        let Verdict::Impossible(core) = verdict else {
            return false;
        };
        let inside = Reach::directly(program, place.clause).clauses;
        let names = |clause: &ClauseId| core.clauses.iter().any(|(_, named)| named == clause);
        stated.iter().any(|clause| inside.contains(clause) || names(clause))
    };
    let idle = redundant_condition::idle(context, checked, rule);
    let places = Groups::of(program).places(rule);
    let mut alternatives = places
        .iter()
        .filter(|place| place.join == Join::Any && !place.others.is_empty());
    idle.iter().any(|(place, verdict)| about(place, verdict))
        || alternatives.any(|place| about(place, &redundant_alternative::only_this(context, checked, rule, place)))
}

/// The clauses that say it: those that stand where the change does and ask for its materials themselves.
fn stated_in(program: &Program, exception: &Exception) -> Vec<ClauseId> {
    let says = |test: &MaterialTest| {
        let mut found = false;
        test.each(&mut |part| found |= exception.readings.iter().any(|reading| reading.unchanged == *part));
        found
    };
    let asks = |formula: &Formula| {
        let mut found = false;
        formula.each(&mut |part| {
            if let Formula::Exists(materials) = part {
                found |= says(&program.materials[*materials].test);
            }
        });
        formula.each_figure(&mut |figure| {
            if let Num::Aggregate(id) = figure {
                found |= says(&program.materials[program.aggregates[*id].materials].test);
            }
        });
        found
    };
    let stands = program.clauses.iter().filter(|(_, clause)| {
        clause.kind != ClauseKind::Tolerance && clause.span.contains(exception.change) && asks(&clause.formula)
    });
    stands.map(|(id, _)| id).collect()
}

/// The text with the exception taken out of these clauses, and out of what their tolerances tolerate.
fn without(program: &Program, stated: &[ClauseId], exception: &Exception) -> Program {
    let mut clauses = stated.to_vec();
    for clause in stated {
        program.clauses[*clause].formula.each(&mut |part| {
            if let Formula::Clause(id) = part
                && program.clauses[*id].kind == ClauseKind::Tolerance
            {
                clauses.push(*id);
            }
        });
    }
    let mut strike = Strike {
        out: program.clone(),
        exception,
        materials: BTreeMap::new(),
        aggregates: BTreeMap::new(),
    };
    for id in clauses {
        let formula = strike.formula(&program.clauses[id].formula);
        if let Some(clause) = strike.out.clauses.get_mut(id) {
            clause.formula = formula;
        }
    }
    strike.out
}

/// Takes the exception out of the selections of some clauses; others may make the same selections and keep them.
struct Strike<'a> {
    out: Program,
    exception: &'a Exception,
    materials: BTreeMap<MaterialsId, MaterialsId>,
    aggregates: BTreeMap<AggregateId, AggregateId>,
}

impl Strike<'_> {
    fn formula(&mut self, formula: &Formula) -> Formula {
        let selections = formula.rewritten(&mut |part| match part {
            Formula::Exists(id) => Some(Formula::Exists(self.selection(*id))),
            _ => None,
        });
        selections.with_figures(&mut |figure| match figure {
            Num::Aggregate(id) => Some(Num::Aggregate(self.aggregate(*id))),
            _ => None,
        })
    }

    fn aggregate(&mut self, id: AggregateId) -> AggregateId {
        if let Some(known) = self.aggregates.get(&id) {
            return *known;
        }
        let mut aggregate = self.out.aggregates[id].clone();
        aggregate.materials = self.selection(aggregate.materials);
        let new = self.out.aggregates.push(aggregate);
        self.aggregates.insert(id, new);
        new
    }

    fn selection(&mut self, id: MaterialsId) -> MaterialsId {
        if let Some(known) = self.materials.get(&id) {
            return *known;
        }
        let old = self.out.materials[id].clone();
        let test = old.test.rewritten(&mut |part| {
            let mut readings = self.exception.readings.iter();
            readings
                .find(|reading| reading.unchanged == *part)
                .map(|reading| reading.without.clone())
        });
        let new = if test == old.test {
            id
        } else {
            self.out.materials.push(Materials { test, ..old })
        };
        self.materials.insert(id, new);
        new
    }
}
