//! Days on which no version of a clause applies, and days on which two do.

use crate::amount::Date;
use crate::diagnostic::Code;
use crate::eval::{self, Loaded};
use crate::good::{Case, Datum};
use crate::ir::{Comparison, DateBase, DateTerm, Formula, NumCase, Program, Rule, RuleKind, Threshold};
use crate::nomenclature::CodeSet;
use crate::verify::{Query, Verdict};

use super::ask::{holds, users};
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::reach::{Reach, cases, only_dates};
use super::{Check, Checked, Context, Needs, When};

/// Every good that needs a figure has one on every day, and only one; and a rule that ends is followed by the next.
pub(super) const CHECK: Check = Check {
    code: Code::GapInTime,
    also: &[Code::OverlapInTime],
    name: "time",
    title: "versions of a clause follow each other without a gap and without an overlap",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    for threshold in &checked.program().thresholds {
        gap(context, checked, threshold, out);
        let all = cases(&threshold.value);
        for (place, first) in all.iter().enumerate() {
            for second in all.iter().skip(place + 1).filter(|second| second.then != first.then) {
                overlap(context, checked, threshold, (first, second), out);
            }
        }
    }
    rules(context, checked, out);
}

/// A good that comes under a rule with this threshold while no stage of it applies.
fn gap<'a>(context: &Context<'a>, checked: &'a Checked, threshold: &Threshold, out: &mut Vec<Finding>) {
    let program = checked.program();
    let all = cases(&threshold.value);
    let Some(first) = all.first() else { return };
    let none = Formula::Any(all.iter().map(|case| Formula::Clause(case.when)).collect()).negate();
    let mut users = Vec::new();
    let mut scope = CodeSet::empty();
    let same = context.amended(checked);
    let mut known = same
        .as_ref()
        .is_some_and(|same| all.iter().all(|case| same.by_path(case.when)));
    for (_, rule) in program.rules.iter() {
        if Reach::directly(program, rule.body).clauses.contains(&first.when) {
            users.push(holds(rule.fires));
            known &= same.as_ref().is_some_and(|same| same.rule(rule));
            scope = scope.union(&rule.scope);
        }
    }
    if users.is_empty() || known {
        return;
    }
    let parts = vec![Query::Any(users), Query::Holds(0, none.clone())];
    match context.example(checked, parts, &scope).as_ref() {
        Verdict::Impossible(_) => {}
        Verdict::Undecided(why) => {
            out.push(undecided(
                program,
                first.when,
                &format!("`{}` always has a figure", threshold.name),
                why,
            ));
        }
        Verdict::Possible(witness) => {
            let dated = all
                .iter()
                .all(|case| only_dates(program, &program.clauses[case.when].formula));
            let name = &threshold.name;
            let message = match (dated, days(program, &witness.case, &none)) {
                (true, Some((from, until))) if from == until => format!("`{name}` has no figure on {from}"),
                (true, Some((from, until))) => format!("`{name}` has no figure from {from} until {until}"),
                _ => format!("`{name}` has no figure for some good that needs one"),
            };
            let mut finding = Finding::new(program, Code::GapInTime, Outcome::Refuted, message)
                .help("close the gap with a further stage, or let one of the stages begin earlier or end later");
            finding.diagnostic = finding
                .diagnostic
                .at(threshold.span, "none of its stages applies")
                .clause(name.clone());
            if let Some(source) = &threshold.citation {
                finding.diagnostic = finding.diagnostic.cite(source.clone());
            }
            out.push(with_witness(finding, program, witness, [], &[]));
        }
    }
}

/// Two stages that differ by their dates alone and apply on the same day. Others that conflict are RO0501.
fn overlap<'a>(
    context: &Context<'a>,
    checked: &'a Checked,
    threshold: &Threshold,
    (first, second): (&NumCase, &NumCase),
    out: &mut Vec<Finding>,
) {
    let program = checked.program();
    let dated = |case: &NumCase| only_dates(program, &program.clauses[case.when].formula);
    let same = context.amended(checked);
    let known = |case: &NumCase| same.as_ref().is_some_and(|same| same.by_path(case.when));
    if !dated(first) || !dated(second) || (known(first) && known(second)) {
        return;
    }
    let (users, scope) = users(program, first.when);
    let parts = vec![Query::Any(users), holds(first.when), holds(second.when)];
    let verdict = context.example(checked, parts, &scope);
    let Verdict::Possible(witness) = verdict.as_ref() else {
        return;
    };
    let both = Formula::All(vec![Formula::Clause(first.when), Formula::Clause(second.when)]);
    let name = &threshold.name;
    let message = match days(program, &witness.case, &both) {
        Some((from, until)) if from == until => format!("two stages of `{name}` apply on {from}"),
        Some((from, until)) => format!("two stages of `{name}` apply from {from} until {until}"),
        None => format!("two stages of `{name}` apply at once"),
    };
    let finding = Finding::new(program, Code::OverlapInTime, Outcome::Refuted, message)
        .at(program, second.when, "this stage applies …")
        .also(program, first.when, "… while this one still does")
        .help("let the earlier stage end on the day before the later one begins");
    out.push(with_witness(finding, program, witness, [], &[]));
}

/// Two product rules for the same goods, of which the second begins some days after the first has ended.
fn rules<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let product: Vec<&Rule> = program
        .rules
        .iter()
        .map(|(_, rule)| rule)
        .filter(|rule| rule.kind == RuleKind::ProductRule)
        .collect();
    let same = context.amended(checked);
    for first in &product {
        let Some(end) = bound(program, first, Comparison::AtMost) else {
            continue;
        };
        for second in &product {
            let Some(start) = bound(program, second, Comparison::AtLeast).filter(|start| *start > end) else {
                continue;
            };
            let scope = first.scope.intersect(&second.scope);
            let after = end.succ().filter(|after| *after < start);
            let (Some(after), false) = (after, scope.is_empty()) else {
                continue;
            };
            if same
                .as_ref()
                .is_some_and(|same| same.rules(|rule| !rule.scope.is_disjoint(&scope)))
            {
                continue;
            }
            let claimed = |op, day| Formula::Dates {
                left: claim(),
                op,
                right: DateTerm {
                    base: DateBase::Day(day),
                    offset: 0,
                },
            };
            let mut parts = vec![
                Query::Holds(0, claimed(Comparison::AtLeast, after)),
                Query::Holds(0, claimed(Comparison::Less, start)),
            ];
            let others = product.iter().filter(|rule| !rule.scope.is_disjoint(&scope));
            parts.extend(others.map(|rule| super::ask::fails(rule.fires)));
            let verdict = context.example(checked, parts, &scope);
            let Verdict::Possible(witness) = verdict.as_ref() else {
                continue;
            };
            let until = start.pred().unwrap_or(start);
            let message = format!(
                "no product rule between `{}` and `{}`, from {after} until {until}",
                first.name, second.name
            );
            let finding = Finding::new(program, Code::GapInTime, Outcome::Refuted, message)
                .at(program, second.applies, "this rule begins …")
                .also(program, first.applies, "… some days after this one has ended")
                .help("let the second rule begin on the day after the first one ends");
            out.push(with_witness(finding, program, witness, [], &[]));
        }
    }
}

/// The date as of which the good is judged.
pub(super) fn claim() -> DateTerm {
    DateTerm {
        base: DateBase::Claim,
        offset: 0,
    }
}

/// The first or the last day of a rule, where its dates are written so.
pub(super) fn bound(program: &Program, rule: &Rule, wanted: Comparison) -> Option<Date> {
    fn find(formula: &Formula, wanted: Comparison) -> Option<Date> {
        match formula {
            Formula::All(parts) => parts.iter().find_map(|part| find(part, wanted)),
            Formula::Dates {
                left:
                    DateTerm {
                        base: DateBase::Claim,
                        offset: 0,
                    },
                op,
                right:
                    DateTerm {
                        base: DateBase::Day(day),
                        offset: 0,
                    },
            } if *op == wanted => Some(*day),
            _ => None,
        }
    }
    find(&program.clauses[rule.applies].formula, wanted)
}

/// The days around that of the case on which the condition holds of it, as far as the text is in force.
fn days(program: &Program, case: &Case, condition: &Formula) -> Option<(Date, Date)> {
    let day = case.date?;
    let so = |moved: Date| {
        let mut case = case.clone();
        case.date = Some(moved);
        if let Some(start) = case.producer.get_mut("fiscal_year_start") {
            *start = Datum::Day(moved);
        }
        let loaded = Loaded::new(program, &case).ok()?;
        Some(program.in_force.contains(moved) && eval::truth(program, &loaded, condition).ok()?.is_true())
    };
    let reach = |back: bool| {
        // Strides that double while the condition holds and halve where it does not find the edge in few steps.
        let (mut edge, mut stride) = (day.days_since_epoch(), 1_i64);
        let mut growing = true;
        while stride >= 1 {
            let next = if back { edge - stride } else { edge + stride };
            let holds = Date::from_days_since_epoch(next).and_then(so).unwrap_or(false);
            if holds {
                edge = next;
            }
            growing &= holds;
            stride = if growing { stride * 2 } else { stride / 2 };
        }
        Date::from_days_since_epoch(edge)
    };
    Some((reach(true)?, reach(false)?))
}
