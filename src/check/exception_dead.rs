//! Exceptions in changes of classification that keep no good out.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::ir::{
    AggregateId, ClauseId, ClauseKind, Exception, Formula, Join, MaterialTest, Materials, MaterialsId, Num, Program,
    Rule, RuleKind,
};
use crate::verify::{Effort, Query, Question, Verdict};

use super::ask::{fails, holds};
use super::describe::{undecided, with_core};
use super::finding::{Finding, Outcome};
use super::outcome::{Ways, concerned};
use super::places::{Groups, Place};
use super::{Check, Checked, Context, Needs, When};

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
    let (ways, groups) = (Ways::of(program), Groups::of(program));
    for rule in concerned(context, checked) {
        if rule.kind != RuleKind::ProductRule || ways.rules_are_idle() || !context.met(checked, rule).is_possible() {
            continue;
        }
        for place in groups.places(rule) {
            let clause = &program.clauses[place.clause];
            let excepted = |one: &&Exception| one.change == clause.span && clause.kind == ClauseKind::TariffChange;
            if let Some(exception) = program.exceptions.iter().find(excepted) {
                keeps_out(context, checked, &ways, (rule, &place, exception), out);
            }
        }
    }
}

fn keeps_out(
    context: &Context<'_>,
    checked: &Checked,
    ways: &Ways<'_>,
    (rule, place, exception): (&Rule, &Place, &Exception),
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    let struck = without(program, place.clause, exception);
    let effort = Effort {
        polish: false,
        ..context.effort
    };
    let ask = |parts: Vec<Query>, effort: &Effort| {
        let question = Question::new(vec![program, &struck], Query::All(parts)).within(rule.scope.clone());
        crate::verify::answer(&question, effort)
    };
    // Nearly always a good that meets all the rest shows at once that the exception matters.
    if let Some(besides) = ways.completed_but_for_rule(program) {
        let mut parts = vec![holds(rule.fires), fails(place.clause)];
        parts.push(Query::Holds(1, Formula::Clause(place.clause)));
        parts.extend(place.around.iter().copied().map(holds));
        if place.join == Join::All {
            parts.extend(place.others.iter().copied().map(holds));
        }
        parts.extend(besides);
        parts.push(fails(program.origin));
        let quick = Effort {
            minimise: false,
            ..effort
        };
        if ask(parts, &quick).is_possible() {
            return;
        }
    }
    let parts = vec![Query::Holds(1, Formula::Clause(program.origin)), fails(program.origin)];
    let path = &program.clauses[place.clause].path;
    match ask(parts, &effort) {
        Verdict::Possible(_) => {}
        Verdict::Undecided(why) => {
            let asked = format!("the exception in `{path}` keeps any good out");
            out.push(undecided(program, place.clause, &asked, &why));
        }
        Verdict::Impossible(core) => {
            let message = format!("the exception in `{path}` keeps no good out");
            let mut finding = Finding::new(program, Code::DeadException, Outcome::Proved, message)
                .at(program, place.clause, "of this change …")
                .help("strike the exception, or narrow the clauses that let such goods in all the same");
            finding.diagnostic = finding
                .diagnostic
                .also(exception.span, "… every good has the same origin without this");
            out.push(with_core(finding, &[program, &struck], &core));
        }
    }
}

/// The text with the exception taken out of one change, and out of what its tolerances tolerate.
fn without(program: &Program, change: ClauseId, exception: &Exception) -> Program {
    let mut strike = Strike {
        out: program.clone(),
        exception,
        materials: BTreeMap::new(),
        aggregates: BTreeMap::new(),
    };
    let mut clauses = vec![change];
    clauses.extend(tolerances(program, &program.clauses[change].formula));
    for id in clauses {
        let formula = strike.formula(&program.clauses[id].formula);
        if let Some(clause) = strike.out.clauses.get_mut(id) {
            clause.formula = formula;
        }
    }
    strike.out
}

fn tolerances(program: &Program, formula: &Formula) -> Vec<ClauseId> {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => parts.iter().flat_map(|part| tolerances(program, part)).collect(),
        Formula::Not(inner) => tolerances(program, inner),
        Formula::Clause(id) if program.clauses[*id].kind == ClauseKind::Tolerance => vec![*id],
        _ => Vec::new(),
    }
}

struct Strike<'a> {
    out: Program,
    exception: &'a Exception,
    materials: BTreeMap<MaterialsId, MaterialsId>,
    aggregates: BTreeMap<AggregateId, AggregateId>,
}

impl Strike<'_> {
    fn formula(&mut self, formula: &Formula) -> Formula {
        match formula {
            Formula::All(parts) => Formula::All(parts.iter().map(|part| self.formula(part)).collect()),
            Formula::Any(parts) => Formula::Any(parts.iter().map(|part| self.formula(part)).collect()),
            Formula::Not(inner) => Formula::Not(Box::new(self.formula(inner))),
            Formula::Exists(id) => Formula::Exists(self.selection(*id)),
            Formula::Compare { left, op, right } => Formula::Compare {
                left: self.num(left),
                op: *op,
                right: self.num(right),
            },
            other => other.clone(),
        }
    }

    fn num(&mut self, num: &Num) -> Num {
        match num {
            Num::Aggregate(id) => Num::Aggregate(self.aggregate(*id)),
            other => super::altered::inside(other, &mut |part| self.num(part)),
        }
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
        let test = self.test(&old.test);
        let new = if test == old.test {
            id
        } else {
            self.out.materials.push(Materials { test, ..old })
        };
        self.materials.insert(id, new);
        new
    }

    fn test(&self, test: &MaterialTest) -> MaterialTest {
        let reading = self
            .exception
            .readings
            .iter()
            .find(|reading| reading.unchanged == *test);
        if let Some(reading) = reading {
            return reading.without.clone();
        }
        match test {
            MaterialTest::All(parts) => MaterialTest::All(parts.iter().map(|part| self.test(part)).collect()),
            MaterialTest::Any(parts) => MaterialTest::Any(parts.iter().map(|part| self.test(part)).collect()),
            MaterialTest::Not(inner) => MaterialTest::Not(Box::new(self.test(inner))),
            other => other.clone(),
        }
    }
}
