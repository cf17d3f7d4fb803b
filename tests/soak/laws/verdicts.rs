//! Verdicts that follow from others.

use orilex::check::{self, Outcome, Relation, Selection, Unwatched};
use orilex::diagnostic::Code;
use orilex::verify::{self, Effort, Verdict};

use super::changes::{SAME, altered, harder};
use super::compare;
use crate::model::{Book, Good, Line, Rule};
use crate::pairs::{Said, evaluator, show};
use crate::questions;
use crate::random::Random;
use crate::tally::Tally;
use crate::text::{self, Compiled};

/// The laws on verdicts about one rulebook; `Some` says which does not hold.
pub(super) fn laws(
    book: &Book,
    compiled: &Compiled,
    goods: &[Good],
    random: &mut Random,
    tally: &mut Tally,
) -> Option<String> {
    asked_otherwise(book, compiled, random, tally)
        .or_else(|| none_gains(book, compiled, goods, tally))
        .or_else(|| in_a_row(book, random, tally))
        .or_else(|| redundant(book, compiled, tally))
}

/// Neither more effort nor another order of the clauses turns an answer round.
fn asked_otherwise(book: &Book, compiled: &Compiled, random: &mut Random, tally: &mut Tally) -> Option<String> {
    let mut turned = book.clone();
    let (_, reorder) = SAME.first()?;
    reorder(&mut turned);
    let otherwise = text::compile(&[&turned]).ok()?;
    // More effort never turns an answer round.
    for wanted in questions::invent(&[book], random, 2) {
        let question = wanted.question(&[book], compiled)?;
        let [low, high] = [50_000, 20_000_000].map(|steps| {
            let effort = Effort {
                steps,
                polish: false,
                minimise: false,
                ..Effort::default()
            };
            verify::answer(&question, &effort)
        });
        tally.one("laws: a question asked with little and with much effort");
        let flips = matches!(
            (&low, &high),
            (Verdict::Possible(_), Verdict::Impossible(_)) | (Verdict::Impossible(_), Verdict::Possible(_))
        );
        if flips {
            return Some(format!("more effort turns the answer round: {}", wanted.words()));
        }
        let asked = wanted.question(&[&turned], &otherwise)?;
        let again = verify::answer(&asked, &Effort::low());
        tally.one("laws: a question asked of clauses in another order");
        let differ = (again.is_possible() && high.is_impossible()) || (again.is_impossible() && high.is_possible());
        if differ {
            return Some(format!("another order turns the answer round: {}", wanted.words()));
        }
    }
    None
}

/// Where figures are harder to reach no good gains, and the text is stricter or the same.
fn none_gains(book: &Book, compiled: &Compiled, goods: &[Good], tally: &mut Tally) -> Option<String> {
    let mut other = book.clone();
    harder(&mut other);
    "B".clone_into(&mut other.name);
    if other.rules == book.rules {
        return None;
    }
    let both = match text::compile(&[book, &other]) {
        Ok(both) => both,
        Err(said) => return Some(format!("with figures harder to reach it does not compile\n{said}")),
    };
    let (program, raised) = (compiled.program(&book.name)?, both.program("B")?);
    for good in goods {
        tally.one("laws: a good under figures harder to reach");
        if evaluator(program, good) == Said::Known(false) && evaluator(raised, good) == Said::Known(true) {
            return Some(format!("a good gains by figures harder to reach\n{}", show(good)));
        }
    }
    tally.one("laws: a text compared with one harder to meet");
    let relation = compare(&both, "A", "B")?;
    let fine = matches!(relation, Relation::Equivalent | Relation::Stricter);
    (!fine).then(|| format!("with figures harder to reach it is {relation:?}"))
}

/// Comparisons of three texts follow from each other.
fn in_a_row(book: &Book, random: &mut Random, tally: &mut Tally) -> Option<String> {
    let mut second = altered(book, random);
    "B".clone_into(&mut second.name);
    let mut third = altered(&second, random);
    "C".clone_into(&mut third.name);
    if let Ok(all) = text::compile(&[book, &second, &third]) {
        tally.one("laws: three texts compared with each other");
        let relation = |first: &str, second: &str| compare(&all, first, second);
        if relation("A", "A")? != Relation::Equivalent {
            return Some("compared with itself the text is not equivalent".to_owned());
        }
        let (ab, ba, bc, ac) = (
            relation("A", "B")?,
            relation("B", "A")?,
            relation("B", "C")?,
            relation("A", "C")?,
        );
        let mirrored = match ab {
            Relation::Stricter => Relation::Laxer,
            Relation::Laxer => Relation::Stricter,
            other => other,
        };
        if ba != mirrored {
            return Some(format!(
                "compare A B is {ab:?}, compare B A is {ba:?}\n{}",
                crate::print::text(&second)
            ));
        }
        // Goods on which rules conflict are fit for one text and not for another, so only texts without are in a row.
        let follows = match (ab, bc) {
            (Relation::Equivalent, other) | (other, Relation::Equivalent) => Some(other),
            (Relation::Stricter, Relation::Stricter) => Some(Relation::Stricter),
            (Relation::Laxer, Relation::Laxer) => Some(Relation::Laxer),
            _ => None,
        };
        if follows.is_some_and(|follows| follows != ac) && !ill(&all) {
            let texts = [crate::print::text(&second), crate::print::text(&third)].join("\n");
            return Some(format!(
                "A to B is {ab:?}, B to C is {bc:?}, and A to C is {ac:?}\n{texts}"
            ));
        }
    }
    None
}

/// Whether a good of one of the texts can be ill-defined.
fn ill(compiled: &Compiled) -> bool {
    let found = check::check(
        &compiled.rulebook,
        &compiled.texts,
        Effort::low(),
        &Selection::default(),
        &Unwatched,
    );
    let codes = [
        Code::Conflict,
        Code::GapInTime,
        Code::OverlapInTime,
        Code::DivisionByZero,
    ];
    found.iter().any(|one| codes.contains(&one.diagnostic.code))
}

/// An alternative of which it is proved that it adds nothing can go, and one written twice is one of those.
fn redundant(book: &Book, compiled: &Compiled, tally: &mut Tally) -> Option<String> {
    let mut doubled = book.clone();
    let rule = doubled.rules.iter_mut().find(|rule| either(rule).is_some())?;
    let name = rule.name.clone();
    let place = either(rule)?;
    if let Some(Line::Either(ways)) = rule.body.get_mut(place) {
        let (_, first) = ways.first()?.clone();
        ways.push(("twice".to_owned(), first));
    }
    let twice = text::compile(&[&doubled]).ok()?;
    let findings = |compiled: &Compiled| {
        check::check(
            &compiled.rulebook,
            &compiled.texts,
            Effort::low(),
            &Selection::default(),
            &Unwatched,
        )
    };
    let found = findings(&twice);
    let path = format!("{name}/twice");
    // A rule that never decides, or that no good meets, or an alternative that can't be met: those are said instead.
    let excused = found.iter().any(|one| {
        let about = one.diagnostic.path.as_deref().unwrap_or_default();
        let codes = [
            Code::DeadClause,
            Code::UnreachableRequirement,
            Code::UnreachableThreshold,
        ];
        let near = about == name
            || about == path
            || path.starts_with(&format!("{about}/"))
            || about.starts_with(&format!("{name}/"));
        let swallowed = one.diagnostic.code == Code::SwallowedRule;
        swallowed || (codes.contains(&one.diagnostic.code) && near) || one.outcome == Outcome::Undecided
    });
    let said = found
        .iter()
        .any(|one| one.diagnostic.code == Code::RedundantAlternative && one.diagnostic.path.as_deref() == Some(&path));
    tally.one("laws: an alternative written twice, and the check for it");
    if !said && !excused {
        return Some(format!(
            "`{path}` stands there twice, and no check says so\n{}",
            crate::print::text(&doubled)
        ));
    }
    // And what is proved to add nothing may be struck.
    for one in findings(compiled) {
        let Some(path) = one
            .diagnostic
            .path
            .filter(|_| one.diagnostic.code == Code::RedundantAlternative)
        else {
            continue;
        };
        let mut less = book.clone();
        "B".clone_into(&mut less.name);
        let (rule, way) = path.split_once('/')?;
        let target = less.rules.iter_mut().find(|own| own.name == rule);
        let Some(target) = target else { continue };
        let mut struck = false;
        for line in &mut target.body {
            if let Line::Either(ways) = line {
                let before = ways.len();
                ways.retain(|(own, _)| own != way);
                struck |= ways.len() < before;
                if let [(_, only)] = ways.as_slice() {
                    // One alternative that is left is no alternative.
                    let only = only.clone();
                    ways.push(("again".to_owned(), only));
                }
            }
        }
        if !struck {
            continue;
        }
        let both = text::compile(&[book, &less]).ok()?;
        tally.one("laws: a redundant alternative struck, and the texts compared");
        let relation = compare(&both, "A", "B");
        if relation != Some(Relation::Equivalent) {
            return Some(format!(
                "`{path}` adds nothing, but without it the text is {relation:?}"
            ));
        }
    }
    None
}

fn either(rule: &Rule) -> Option<usize> {
    rule.body.iter().position(|line| matches!(line, Line::Either(_)))
}
