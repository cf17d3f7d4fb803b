//! Goods for which no product rule is written, where the text means to have one.

use std::collections::BTreeMap;

use crate::amount::Date;
use crate::diagnostic::Code;
use crate::ir::{Comparison, DateBase, DateTerm, Formula, Program, Rule, RuleKind};
use crate::nomenclature::{CodeSet, Edition};
use crate::verify::{Query, Verdict};

use super::ask::fails;
use super::describe::{undecided, with_witness};
use super::finding::{Finding, Outcome};
use super::gaps::{Gap, gaps};
use super::reach::only_dates;
use super::time_gap::{bound, claim};
use super::{Check, Checked, Context, Needs, When};

/// Every good that the text means to have a rule for has one, on every day on which the text is in force.
pub(super) const CHECK: Check = Check {
    code: Code::NoRule,
    also: &[],
    name: "coverage",
    title: "every good of the headings and chapters that the product rules are about has a rule, on every day",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let same = context.amended(checked);
    if same
        .as_ref()
        .is_some_and(|same| same.rules(|rule| rule.kind == RuleKind::ProductRule))
    {
        return;
    }
    let rules: Vec<&Rule> = checked
        .program()
        .rules
        .iter()
        .map(|(_, rule)| rule)
        .filter(|rule| rule.kind == RuleKind::ProductRule)
        .collect();
    codes(context, checked, &rules, out);
    conditions(context, checked, &rules, out);
    days(context, checked, &rules, out);
}

/// Codes without any rule: one message for those that one edition brought, and one for the others.
fn codes(context: &Context<'_>, checked: &Checked, rules: &[&Rule], out: &mut Vec<Finding>) {
    const SHOWN: usize = 8;
    let program = checked.program();
    let base = checked.text.amends.as_ref().and_then(|name| context.text(name));
    let before: Vec<Gap> = base.map_or_else(Vec::new, |base| gaps(base.program()));
    let mut by_edition: BTreeMap<Option<Edition>, Vec<Gap>> = BTreeMap::new();
    for gap in gaps(program).into_iter().filter(|gap| !before.contains(gap)) {
        by_edition.entry(gap.brought_by).or_default().push(gap);
    }
    for (brought_by, gaps) in by_edition {
        let names: Vec<String> = gaps.iter().take(SHOWN).map(|gap| gap.codes.to_string()).collect();
        let more = match gaps.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and in {more} more places"),
        };
        let new = brought_by.map_or_else(String::new, |edition| format!(", which {edition} introduced"));
        let message = format!("no product rule for {}{more}{new}", names.join(", "));
        let mut finding = Finding::new(program, Code::NoRule, Outcome::Refuted, message)
            .help("write a rule for these codes, or widen the one beside them");
        for (place, gap) in gaps.iter().take(SHOWN).enumerate() {
            let Some(beside) = beside(rules, gap) else { continue };
            let label = format!("{} stands beside this", gap.codes);
            finding = if place == 0 {
                finding.at(program, beside.applies, &label)
            } else {
                finding.also(program, beside.applies, &label)
            };
        }
        if gaps.len() > SHOWN {
            let all: Vec<String> = gaps.iter().map(|gap| gap.codes.to_string()).collect();
            finding = finding.note(format!("all of them: {}", all.join(", ")));
        }
        let scope: CodeSet = gaps.iter().map(|gap| gap.codes).collect();
        if let Verdict::Possible(witness) = context.example(checked, unruled(rules, &scope), &scope).as_ref() {
            finding = with_witness(finding, program, witness, [], &[]);
        }
        out.push(finding);
    }
}

/// The rule for the nearest codes before the gap, or after it.
fn beside<'a>(rules: &[&'a Rule], gap: &Gap) -> Option<&'a Rule> {
    let ranges = || {
        rules
            .iter()
            .flat_map(|rule| rule.scope.ranges().iter().map(|range| (*range, *rule)))
    };
    let before = ranges()
        .filter(|(range, _)| range.hi < gap.codes.lo)
        .max_by_key(|(range, _)| range.hi);
    let after = || {
        ranges()
            .filter(|(range, _)| range.lo > gap.codes.hi)
            .min_by_key(|(range, _)| range.lo)
    };
    before.or_else(after).map(|(_, rule)| rule)
}

/// No product rule that is written for some of these codes applies.
fn unruled(rules: &[&Rule], scope: &CodeSet) -> Vec<Query> {
    let concerned = rules.iter().filter(|rule| !rule.scope.is_disjoint(scope));
    concerned.map(|rule| fails(rule.applies)).collect()
}

/// Codes that two rules or more share by conditions which leave some good to neither. One rule under a condition may
/// be meant to help some goods only; two that share a code are meant to settle it.
fn conditions(context: &Context<'_>, checked: &Checked, rules: &[&Rule], out: &mut Vec<Finding>) {
    let program = checked.program();
    let (bound_by, free): (Vec<&Rule>, Vec<&Rule>) = rules
        .iter()
        .partition(|rule| is_conditional(program, &program.clauses[rule.applies].formula));
    let settled = free.iter().fold(CodeSet::empty(), |all, rule| all.union(&rule.scope));
    let mut done = settled;
    for (place, first) in bound_by.iter().enumerate() {
        let own = first.scope.subtract(&done);
        let mut shared = CodeSet::empty();
        for other in bound_by.iter().skip(place.saturating_add(1)) {
            shared = shared.union(&own.intersect(&other.scope));
        }
        if shared.is_empty() {
            continue;
        }
        done = done.union(&shared);
        let sharing: Vec<&Rule> = bound_by
            .iter()
            .copied()
            .filter(|rule| !rule.scope.is_disjoint(&shared))
            .collect();
        let mut parts = unruled(&sharing, &shared);
        // Days on which one of them is not in force are another matter.
        for rule in &sharing {
            let dates = dates(program, &program.clauses[rule.applies].formula);
            parts.extend(dates.into_iter().map(|date| Query::Holds(0, date)));
        }
        match context.example(checked, parts, &shared).as_ref() {
            Verdict::Impossible(_) => {}
            Verdict::Undecided(why) => {
                let asked = format!("the rules for {} leave a good without one", first.scope);
                out.push(undecided(program, first.applies, &asked, why));
            }
            Verdict::Possible(witness) => {
                let names: Vec<String> = sharing.iter().map(|rule| format!("`{}`", rule.name)).collect();
                let message = format!(
                    "no product rule for some good of {shared}: {} leave it out",
                    names.join(", ")
                );
                let mut finding = Finding::new(program, Code::NoRule, Outcome::Refuted, message)
                    .at(program, first.applies, "this rule does not apply to it …")
                    .help("widen the condition of one of them, or add a rule without a condition for the rest");
                for other in sharing.iter().filter(|rule| rule.name != first.name) {
                    finding = finding.also(program, other.applies, "… and neither does this one");
                }
                out.push(with_witness(finding, program, witness, [], &[]));
            }
        }
    }
}

/// Whether a rule applies by more than the good's code and the day.
fn is_conditional(program: &Program, formula: &Formula) -> bool {
    match formula {
        Formula::CodeIn(_) => false,
        Formula::All(parts) => parts.iter().any(|part| is_conditional(program, part)),
        other => !only_dates(program, other),
    }
}

/// The conditions on dates under which a rule applies.
fn dates(program: &Program, formula: &Formula) -> Vec<Formula> {
    match formula {
        Formula::All(parts) => parts.iter().flat_map(|part| dates(program, part)).collect(),
        Formula::Known(_) => Vec::new(),
        other if only_dates(program, other) => vec![other.clone()],
        _ => Vec::new(),
    }
}

/// Codes that have a rule on later or on earlier days only, while the text is in force.
fn days(context: &Context<'_>, checked: &Checked, rules: &[&Rule], out: &mut Vec<Finding>) {
    let program = checked.program();
    for rule in rules {
        if let (Some(first), Some(start)) = (program.in_force.from, bound(program, rule, Comparison::AtLeast))
            && first < start
        {
            let earlier = |other: &&&Rule| bound(program, other, Comparison::AtLeast).is_none_or(|own| own < start);
            let scope = left(rule, rules.iter().filter(earlier));
            let words = format!("before {start}, though the text is in force from {first}");
            outside(
                context,
                checked,
                (rule, rules),
                &scope,
                (Comparison::Less, start, &words),
                out,
            );
        }
        if let Some(end) = bound(program, rule, Comparison::AtMost)
            && program.in_force.until.is_none_or(|last| last > end)
        {
            let later = |other: &&&Rule| bound(program, other, Comparison::AtMost).is_none_or(|own| own > end);
            let scope = left(rule, rules.iter().filter(later));
            let words = match program.in_force.until {
                Some(last) => format!("after {end}, though the text is in force until {last}"),
                None => format!("after {end}, though the text stays in force"),
            };
            outside(
                context,
                checked,
                (rule, rules),
                &scope,
                (Comparison::More, end, &words),
                out,
            );
        }
    }
}

/// The codes of a rule without those of the others.
fn left<'a>(rule: &Rule, others: impl Iterator<Item = &'a &'a Rule>) -> CodeSet {
    others.fold(rule.scope.clone(), |scope, other| scope.subtract(&other.scope))
}

fn outside(
    context: &Context<'_>,
    checked: &Checked,
    (rule, rules): (&Rule, &[&Rule]),
    scope: &CodeSet,
    (op, day, words): (Comparison, Date, &str),
    out: &mut Vec<Finding>,
) {
    if scope.is_empty() {
        return;
    }
    let program = checked.program();
    let mut parts = unruled(rules, scope);
    let right = DateTerm {
        base: DateBase::Day(day),
        offset: 0,
    };
    let outside = Formula::Dates {
        left: claim(),
        op,
        right,
    };
    parts.push(Query::Holds(0, outside));
    let verdict = context.example(checked, parts, scope);
    let Verdict::Possible(witness) = verdict.as_ref() else {
        return;
    };
    let message = format!("no product rule for {scope} {words}");
    let finding = Finding::new(program, Code::NoRule, Outcome::Refuted, message)
        .at(
            program,
            rule.applies,
            "the only rule for these goods, on some days only",
        )
        .help("correct its dates, or add a rule for the other days");
    out.push(with_witness(finding, program, witness, [], &[]));
}
