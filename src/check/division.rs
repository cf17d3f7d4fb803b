//! Divisors that can be zero.

use crate::diagnostic::Code;
use crate::eval::{self, Loaded};
use crate::ir::{Bearer, Comparison, Formula, Measure, MeasureId, Num, Program, Rule, RuleKind};
use crate::verify::{Effort, Query, Question, Undecided, Verdict, Witness, fitted};

use super::ask::holds;
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::outcome::{Ways, met, rules, waived_or_met};
use super::reach::Reach;
use super::{Check, Checked, Context, Needs, When};

/// No measure divides by what may be zero.
///
/// Every proof takes divisors as more than zero, and says so. A value of the good alone, such as the net cost, is zero
/// for no good that is traded. Of a divisor from which something is taken away, or that consists of materials only, the
/// verifier is asked whether a good whose origin is to be determined can make it nothing or less; the question takes the
/// good's values as more than zero, the divisor not.
pub(super) const CHECK: Check = Check {
    code: Code::DivisionByZero,
    also: &[],
    name: "division by zero",
    title: "no measure divides by a figure that is zero for an ordinary good",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

/// So many places where a rule comes to a measure are tried.
const MOST_PLACES: usize = 6;

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let same = context.amended(checked);
    for (id, measure) in program.measures.iter() {
        let suspect = |divisor: Num| may_be_zero(program, &divisor, &mut vec![id]).map(|why| (divisor, why));
        let Some((divisor, why)) = divisors(&measure.value).into_iter().find_map(suspect) else {
            continue;
        };
        let uses = |rule: &&Rule| Reach::directly(program, rule.body).measures.contains(&id);
        let rules = program.rules.iter().map(|(_, rule)| rule).filter(uses);
        let mut open = None;
        for rule in rules {
            if same.as_ref().is_some_and(|same| same.rule(rule)) {
                continue;
            }
            match undefined(program, rule, id, &divisor, context.effort) {
                Ok(None) => {}
                Ok(Some(witness)) => {
                    out.push(told(program, measure, why, &witness));
                    open = None;
                    break;
                }
                Err(undecided) => open = open.or(Some((rule, undecided))),
            }
        }
        if let Some((rule, why)) = open {
            let asked = format!("`{}` divides by zero for any good", measure.name);
            out.push(undecided(program, rule.body, &asked, &why));
        }
    }
}

fn told(program: &Program, measure: &Measure, why: &str, witness: &Witness) -> Finding {
    let message = format!("measure `{}` can divide by zero", measure.name);
    let mut finding = Finding::new(program, Code::DivisionByZero, Outcome::Refuted, message)
        .help("divide by a value of the good, such as its net cost, or say when the method is available");
    finding.diagnostic = finding.diagnostic.at(measure.span, why).clause(measure.name.clone());
    if let Some(source) = &measure.citation {
        finding.diagnostic = finding.diagnostic.cite(source.clone());
    }
    let mut finding = with_witness(finding, program, witness, [], &[]);
    if let Ok(loaded) = Loaded::new(program, &fitted(program, &witness.case))
        && let Err(problem) = eval::decide(program, &loaded)
    {
        finding = finding.note(format!("its origin can't be determined: {}", problem.message));
    }
    finding
}

/// A good of a rule whose origin can't be determined, for the rule comes to a measure that divides by nothing.
fn undefined(
    program: &Program,
    rule: &Rule,
    id: MeasureId,
    divisor: &Num,
    effort: Effort,
) -> Result<Option<Box<Witness>>, Undecided> {
    let zero = |op: Comparison, num: Num| Formula::Compare {
        left: num,
        op,
        right: Num::Const(0.into()),
    };
    let worth = program.vocabulary.bases.iter();
    let worth = worth.filter(|(_, basis)| basis.bearers.contains(&Bearer::Good));
    let mut asked = vec![holds(rule.fires)];
    asked.extend(worth.map(|(basis, _)| Query::Holds(0, zero(Comparison::More, Num::Basis(basis)))));
    asked.extend(program.measures[id].available.map(holds));
    asked.extend(rests_on(program, rule, id));
    let mut open = None;
    let mut places = Vec::new();
    ways_to(program, &Formula::Clause(rule.body), id, &mut Vec::new(), &mut places);
    for place in places.iter().take(MOST_PLACES) {
        for op in [Comparison::Equal, Comparison::Less] {
            let mut parts = asked.clone();
            parts.push(Query::Holds(0, zero(op, divisor.clone())));
            parts.extend(place.iter().cloned());
            let question = Question::new(vec![program], Query::All(parts)).within(rule.scope.clone());
            match crate::verify::answer(&question, &effort) {
                Verdict::Impossible(_) => {}
                Verdict::Possible(witness) if stops(program, &witness) => return Ok(Some(witness)),
                Verdict::Possible(_) => {}
                Verdict::Undecided(why) => open = open.or(Some(why)),
            }
        }
    }
    open.map_or(Ok(None), Err)
}

/// What has to hold for the good's origin to rest on the rule: it has none in another way, or, if the rule is a requirement
/// on top, it has one but for the rule. Of what comes to the measure itself nothing is asked, for it means nothing here.
fn rests_on(program: &Program, rule: &Rule, id: MeasureId) -> Vec<Query> {
    let apart = |other: &&Rule| !Reach::directly(program, other.body).measures.contains(&id);
    let ways = Ways::of(program);
    if rule.kind != RuleKind::Requirement {
        let others = ways.others.into_iter().filter(apart);
        return others.map(|other| Query::Not(Box::new(met(other)))).collect();
    }
    let besides = rules(program, RuleKind::Requirement).filter(apart);
    let mut parts: Vec<Query> = besides.map(waived_or_met).collect();
    let ways: Vec<Query> = rules(program, RuleKind::Criterion).filter(apart).map(met).collect();
    if !ways.is_empty() {
        parts.push(Query::Any(ways));
    }
    parts
}

/// Whether the evaluator can't determine the origin of the good.
fn stops(program: &Program, witness: &Witness) -> bool {
    let loaded = Loaded::new(program, &fitted(program, &witness.case));
    loaded.is_ok_and(|loaded| eval::decide(program, &loaded).is_err_and(|problem| problem.code == Code::UndefinedValue))
}

/// What has to hold besides for a measure to be looked at, for each place where a condition compares it: what stands
/// beside it with "and" holds, what stands beside it with "or" does not.
fn ways_to(program: &Program, formula: &Formula, id: MeasureId, beside: &mut Vec<Query>, out: &mut Vec<Vec<Query>>) {
    let reaches = |part: &Formula| Reach::of_formula(program, part).measures.contains(&id);
    match formula {
        Formula::All(parts) | Formula::Any(parts) => {
            let all = matches!(formula, Formula::All(_));
            for part in parts.iter().filter(|part| reaches(part)) {
                let before = beside.len();
                for other in parts.iter().filter(|other| !reaches(other)) {
                    let other = Query::Holds(0, other.clone());
                    beside.push(if all { other } else { Query::Not(Box::new(other)) });
                }
                ways_to(program, part, id, beside, out);
                beside.truncate(before);
            }
        }
        Formula::Not(inner) => ways_to(program, inner, id, beside, out),
        Formula::Clause(clause) => ways_to(program, &program.clauses[*clause].formula, id, beside, out),
        Formula::Compare { .. } => out.push(beside.clone()),
        _ => {}
    }
}

/// What a figure divides by, not by way of other measures.
fn divisors(num: &Num) -> Vec<Num> {
    let mut found = Vec::new();
    num.each(&mut |part| {
        if let Num::Quotient(_, below) = part {
            found.push(below.as_ref().clone());
        }
    });
    found
}

/// Why a divisor may be zero; `open` are the measures it is read through, so that none is read twice.
fn may_be_zero(program: &Program, num: &Num, open: &mut Vec<MeasureId>) -> Option<&'static str> {
    match num {
        Num::Const(value) => value.is_zero().then_some("divides by nought"),
        Num::Basis(_) => None,
        Num::Attribute(_) => Some("divides by a figure that may be nought"),
        Num::Aggregate(_) => Some("divides by a figure of the materials, which is zero where there are none of these"),
        Num::Sum(parts) => {
            let taken = |part: &Num| matches!(part, Num::Product(a, b) if is_negative(a) || is_negative(b));
            if parts.iter().any(taken) {
                return Some("divides by a difference, which is zero where both figures are equal");
            }
            // A sum is more than zero if one of its parts is.
            let whys: Option<Vec<&str>> = parts.iter().map(|part| may_be_zero(program, part, open)).collect();
            whys.and_then(|whys| whys.first().copied())
        }
        Num::Product(a, b) => may_be_zero(program, a, open).or_else(|| may_be_zero(program, b, open)),
        Num::Quotient(above, _) => may_be_zero(program, above, open),
        Num::Min(parts) => parts.iter().find_map(|part| may_be_zero(program, part, open)),
        Num::Max(parts) => {
            let whys: Option<Vec<&str>> = parts.iter().map(|part| may_be_zero(program, part, open)).collect();
            whys.and_then(|whys| whys.first().copied())
        }
        Num::Measure(id) | Num::Averaged { measure: id, .. } if open.contains(id) => None,
        Num::Measure(id) | Num::Averaged { measure: id, .. } => {
            open.push(*id);
            may_be_zero(program, &program.measures[*id].value, open)
        }
        Num::Cases(cases) => cases.iter().find_map(|case| may_be_zero(program, &case.then, open)),
        Num::Rounded(_, inner) => may_be_zero(program, inner, open),
    }
}

fn is_negative(num: &Num) -> bool {
    matches!(num, Num::Const(value) if value.is_negative())
}
