//! What the checks find of a tiny rulebook against what its grid says.

use std::collections::{BTreeMap, BTreeSet};

use orilex::check::{self, Finding, Outcome, Selection, Unwatched};
use orilex::diagnostic::Code;
use orilex::verify::Effort;

use super::{Seen, bodies};
use crate::model::{Book, Effect, Kind, Line};
use crate::oracle::Asked;
use crate::tally::Tally;
use crate::text;

type Parts = Vec<(usize, Asked, bool)>;

/// What the checks said of a rulebook, and what of it is not so.
struct Report<'r> {
    seen: &'r Seen,
    found: &'r [Finding],
    said: BTreeSet<(Code, String)>,
    wrong: Vec<String>,
    tally: &'r mut Tally,
}

impl Report<'_> {
    fn says(&self, code: Code, path: &str) -> bool {
        self.said.contains(&(code, path.to_owned()))
    }

    /// Whether some finding of that code has these words.
    fn told(&self, code: Code, words: &str) -> bool {
        let mut found = self.found.iter().filter(|one| one.outcome != Outcome::Undecided);
        found.any(|one| one.diagnostic.code == code && one.diagnostic.message.contains(words))
    }

    fn agree(&mut self, check: &'static str, what: &str, said: bool, truth: Option<bool>) {
        if let Some(truth) = truth {
            self.tally.one(check);
            if truth != said {
                self.wrong
                    .push(format!("{what}: the check says {said}, the grid {truth}"));
            }
        }
    }
}

/// The findings of the checks against what the grid says; `Some` for the first that is wrong.
pub(super) fn judge(book: &Book, seen: &Seen, without: &BTreeMap<String, usize>, tally: &mut Tally) -> Option<String> {
    let compiled = text::compile(&[book]).ok()?;
    let found = check::check(
        &compiled.rulebook,
        &compiled.texts,
        Effort::default(),
        &Selection::default(),
        &Unwatched,
    );
    let said = found.iter().filter(|one| one.outcome != Outcome::Undecided);
    let said = said.map(|one| (one.diagnostic.code, one.diagnostic.path.clone().unwrap_or_default()));
    let mut report = Report {
        seen,
        found: &found,
        said: said.collect(),
        wrong: Vec::new(),
        tally,
    };
    for (name, body) in bodies(book) {
        let never_met = rule(&name, &mut report);
        alternatives(&name, body, never_met, &mut report);
        conditions(&name, body, never_met, &mut report);
    }
    pairs_of_rules(book, &mut report);
    struck(book, without, &mut report);
    whole(&mut report);
    report.wrong.into_iter().next()
}

fn fires(name: &str) -> (usize, Asked, bool) {
    (0, Asked::Fires(name.to_owned()), true)
}

fn met(name: &str, holds: bool) -> (usize, Asked, bool) {
    (0, Asked::Body(name.to_owned()), holds)
}

fn part(name: &str, line: &str, holds: bool) -> (usize, Asked, bool) {
    (0, Asked::Part(name.to_owned(), vec![line.to_owned()]), holds)
}

/// A rule that never decides, or that no good meets; whether none meets it.
fn rule(name: &str, report: &mut Report<'_>) -> Option<bool> {
    let never = |parts: &[(usize, Asked, bool)]| report.seen.exists(parts).map(|there| !there);
    let never_fires = never(&[fires(name)]);
    let never_met = never(&[fires(name), met(name, true)]);
    let swallowed = report
        .found
        .iter()
        .any(|one| one.diagnostic.code == Code::SwallowedRule);
    if !swallowed {
        let said = report.says(Code::DeadClause, name);
        report.agree(
            "grid: check: dead clause",
            &format!("{name} can never decide"),
            said,
            never_fires,
        );
    }
    let unmet = match (never_fires, never_met) {
        (Some(false), Some(never)) => Some(never),
        (Some(true), _) => Some(false),
        _ => None,
    };
    let inside = format!("{name}/");
    let says = |wanted: Code| {
        let near = |path: &str| path == name || path.starts_with(&inside);
        report.said.iter().any(|(code, path)| *code == wanted && near(path))
    };
    // A line that alone can't be met is said as a threshold out of reach where it compares figures.
    if !says(Code::UnreachableThreshold) {
        let said = says(Code::UnreachableRequirement);
        report.agree(
            "grid: check: unreachable",
            &format!("{name} can never be met"),
            said,
            unmet,
        );
    }
    never_met
}

/// The lines of a body other than that one, each to be met; `None` if one of them is a choice, which has no name.
fn beside(name: &str, body: &[Line], place: usize) -> Option<Parts> {
    let others = body.iter().enumerate().filter(|(own, _)| *own != place);
    others
        .map(|(_, line)| match line {
            Line::Require(own, _) | Line::Change(own, _) => Some(part(name, own, true)),
            Line::Either(_) => None,
        })
        .collect()
}

/// Alternatives that add nothing to the others.
fn alternatives(name: &str, body: &[Line], never_met: Option<bool>, report: &mut Report<'_>) {
    for (place, line) in body.iter().enumerate() {
        let (Line::Either(ways), Some(beside)) = (line, beside(name, body, place)) else {
            continue;
        };
        for (own, _) in ways {
            let mut alone = vec![fires(name), part(name, own, true)];
            alone.extend(beside.iter().cloned());
            let usable = report.seen.exists(&alone);
            let others = ways.iter().filter(|(other, _)| other != own);
            alone.extend(others.map(|(other, _)| part(name, other, false)));
            let adds = report.seen.exists(&alone);
            // Only where the rule can be met at all is its alternatives' use asked.
            let idle = match (never_met, usable, adds) {
                (Some(false), Some(true), Some(adds)) => Some(!adds),
                (Some(true), _, _) | (_, Some(false), _) => Some(false),
                _ => None,
            };
            let said = report.says(Code::RedundantAlternative, &format!("{name}/{own}"));
            report.agree(
                "grid: check: redundant alternative",
                &format!("{name}/{own} adds nothing"),
                said,
                idle,
            );
        }
    }
}

/// Conditions that follow from those beside them.
fn conditions(name: &str, body: &[Line], never_met: Option<bool>, report: &mut Report<'_>) {
    let says = |report: &Report<'_>, own: &str| {
        let path = format!("{name}/{own}");
        let never_missed = "can never be missed";
        let threshold = report.says(Code::UnreachableThreshold, &path)
            && report.told(Code::UnreachableThreshold, &format!("`{path}` {never_missed}"));
        threshold || report.says(Code::RedundantCondition, &path)
    };
    let own_name = |line: &Line| match line {
        Line::Require(own, _) => Some(own.clone()),
        Line::Change(own, change) => (!change.from.is_empty()).then(|| own.clone()),
        Line::Either(_) => None,
    };
    let any_said = body.iter().filter_map(own_name).any(|own| says(report, &own));
    for (place, line) in body.iter().enumerate() {
        let (Some(own), Some(beside)) = (own_name(line), beside(name, body, place)) else {
            continue;
        };
        let mut others = vec![fires(name)];
        others.extend(beside);
        let together = report.seen.exists(&others);
        others.push(part(name, &own, false));
        let excludes = report.seen.exists(&others);
        let said = says(report, &own);
        let idle = match (never_met, together, excludes) {
            // Of conditions that follow from each other only one is said.
            (Some(false), Some(true), Some(false)) if any_said && !said => None,
            (Some(false), Some(true), Some(excludes)) => Some(!excludes),
            (Some(true), _, _) | (_, _, Some(true)) => Some(false),
            _ => None,
        };
        report.agree(
            "grid: check: redundant condition",
            &format!("{name}/{own} follows"),
            said,
            idle,
        );
    }
}

/// Two rules for the same goods: they differ, or they say the same.
fn pairs_of_rules(book: &Book, report: &mut Report<'_>) {
    if book.carves.iter().any(|carve| matches!(carve.effect, Effect::Body(_))) {
        return;
    }
    let product = book.rules.iter().filter(|rule| rule.kind == Kind::Product);
    let product: Vec<&str> = product.map(|rule| rule.name.as_str()).collect();
    let (mut differ, mut alike) = (Some(false), Some(false));
    let or = |one: Option<bool>, other: Option<bool>| match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    for (place, first) in product.iter().enumerate() {
        for second in product.iter().skip(place + 1) {
            // A good on which rules conflict is ill-defined by that alone.
            let there = |parts: &[(usize, Asked, bool)]| {
                let some = report.seen.some(parts, false);
                (some || report.seen.whole).then_some(some)
            };
            let both = [fires(first), fires(second)];
            let apart = |holds: bool| {
                let bodies = [met(first, holds), met(second, !holds)];
                there(&[both.as_slice(), &bodies].concat())
            };
            let parted = or(apart(true), apart(false));
            differ = or(differ, parted);
            let same = match (there(&both), parted) {
                (Some(true), Some(parted)) => Some(!parted),
                (Some(false), _) | (_, Some(true)) => Some(false),
                _ => None,
            };
            alike = or(alike, same);
        }
    }
    let said = report.told(Code::Conflict, "decide the same good");
    report.agree("grid: check: conflict", "two rules conflict", said, differ);
    let said = report.told(Code::Equivalent, "rules for the same goods");
    report.agree("grid: check: said twice", "two rules say the same", said, alike);
}

/// Carve-outs and tolerances without which everything would be as it is.
fn struck(book: &Book, without: &BTreeMap<String, usize>, report: &mut Report<'_>) {
    for (name, place) in without {
        let seen = report.seen;
        let differs = |here: bool| seen.exists(&[(0, Asked::Origin, here), (*place, Asked::Origin, !here)]);
        let idle = match (differs(true), differs(false)) {
            (Some(true), _) | (_, Some(true)) => Some(false),
            (Some(false), Some(false)) => Some(true),
            _ => None,
        };
        let carve = book.carves.iter().any(|carve| carve.name == *name);
        let (check, code) = if carve {
            ("grid: check: dead carve-out", Code::DeadCarveOut)
        } else {
            ("grid: check: dead tolerance", Code::DeadTolerance)
        };
        // Of a tolerance in a text that has nothing for it to relax the check says nothing.
        let idle = idle.filter(|idle| carve || !idle);
        let said = report.says(code, name);
        report.agree(check, &format!("{name} changes nothing"), said, idle);
    }
}

/// What is said of the text as a whole.
fn whole(report: &mut Report<'_>) {
    let seen = report.seen;
    let codes = [
        Code::DeadClause,
        Code::UnreachableRequirement,
        Code::UnreachableThreshold,
        Code::SwallowedRule,
    ];
    // That nothing originates because a rule can't be met is said of that rule, or of what always displaces it.
    let of_a_rule = report.found.iter().any(|one| codes.contains(&one.diagnostic.code));
    for (origin, words) in [
        (true, "no good originates under"),
        (false, "every good originates under"),
    ] {
        let none = seen.exists(&[(0, Asked::Origin, origin)]).map(|there| !there);
        let none = none.filter(|none| !none || !of_a_rule);
        let said = report.told(Code::VacuousRule, words);
        report.agree("grid: check: vacuous text", words, said, none);
    }
    let said = report.found.iter().any(|one| one.diagnostic.code == Code::OriginHurts);
    // The grid changes whole materials only, so where it finds none there may be one.
    let truth = seen.hurt.then_some(true);
    report.agree(
        "grid: check: origin hurts",
        "a good loses by originating materials",
        said,
        truth,
    );
}
