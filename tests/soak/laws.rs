//! Changes after which everything has to be as before, or as it follows.

mod changes;

use orilex::check::{self, Days as OnDays, Outcome, Relation, Selection, Unwatched};
use orilex::diagnostic::Code;
use orilex::nomenclature::CodeSet;
use orilex::verify::{self, Effort, Verdict};

pub(crate) use changes::altered;
use changes::{SAME, shifted};

use crate::boundary::Edges;
use crate::model::{Book, Good, Line, Material, Rule, q};
use crate::pairs::{Said, evaluator, reproducer, show};
use crate::questions;
use crate::random::Random;
use crate::tally::Tally;
use crate::text::{self, Compiled};

/// Whether the rulebook speaks of amounts of money or of how many materials there are.
fn absolute(book: &Book) -> (bool, bool) {
    let text = crate::print::text(book);
    (text.contains(" USD"), text.contains("count of"))
}

/// The laws on one rulebook and a few goods.
pub(crate) fn book(seed: u64, index: u64, goods: usize, tally: &mut Tally) {
    let mut random = Random::of(seed ^ 0x1A3, index);
    let first = crate::invent::book(random.clone(), crate::invent::Size::Full);
    let Ok(compiled) = text::compile(&[&first]) else { return };
    tally.one("laws: rulebooks");
    let edges = Edges::of(&first);
    let made: Vec<Good> = (0..goods).map(|_| edges.good(&first, &mut random)).collect();
    for words in [
        of_goods(&first, &compiled, &made, &mut random, tally),
        of_rulebooks(&first, &compiled, &made, index, tally),
        of_verdicts(&first, &compiled, &mut random, tally),
    ]
    .into_iter()
    .flatten()
    {
        tally.fault(format!(
            "seed {seed}, laws, rulebook {index}: {words}\n{}",
            reproducer(&[&first], "")
        ));
    }
}

fn of_goods(
    book: &Book,
    compiled: &Compiled,
    goods: &[Good],
    random: &mut Random,
    tally: &mut Tally,
) -> Option<String> {
    let program = compiled.program(&book.name)?;
    let (money, counts) = absolute(book);
    for good in goods {
        let said = evaluator(program, good);
        let mut same: Vec<(&str, Good)> = Vec::new();
        let mut turned = good.clone();
        turned.materials.reverse();
        same.push(("materials in another order", turned));
        if !money {
            let mut scaled = good.clone();
            let factor = random.one(&[q(3, 1), q(1, 7), q(1_000_003, 1)]);
            for value in [&mut scaled.price, &mut scaled.cost] {
                *value = &*value * &factor;
            }
            scaled
                .materials
                .iter_mut()
                .for_each(|one| one.value = &one.value * &factor);
            same.push(("values times a factor", scaled));
        }
        if !counts && let Some(one) = good.materials.first() {
            let mut split = good.clone();
            let part = |share: i64| Material {
                value: &one.value * q(share, 3),
                weight: &one.weight * q(share, 3),
                ..one.clone()
            };
            split.materials.splice(0..1, [part(1), part(2)]);
            same.push(("a material as two", split));
        }
        for (law, other) in same {
            tally.one("laws: a good, and the same otherwise put");
            let now = evaluator(program, &other);
            if said != now {
                return Some(format!(
                    "{law}: {said:?}, then {now:?}\n{}\n{}",
                    show(good),
                    show(&other)
                ));
            }
        }
        // Not to know a fact may leave it open, but never turns a yes into a no.
        let mut case = crate::good::case(good);
        let names: Vec<String> = case.good.data.keys().cloned().collect();
        if let Some(name) = random.pick(&names) {
            case.good.data.remove(name);
            tally.one("laws: a good of which one fact is not stated");
            if let (Said::Known(before), Ok(loaded)) = (said, orilex::eval::Loaded::new(program, &case))
                && let Ok(truth) = orilex::eval::decide(program, &loaded)
                && truth.known().is_some_and(|now| now != before)
            {
                return Some(format!(
                    "without `{name}` it is {truth:?}, with it {said:?}\n{}",
                    show(good)
                ));
            }
        }
    }
    None
}

fn of_rulebooks(book: &Book, compiled: &Compiled, goods: &[Good], index: u64, tally: &mut Tally) -> Option<String> {
    let program = compiled.program(&book.name)?;
    for (law, change) in &SAME {
        let mut other = book.clone();
        change(&mut other);
        other.name = "B".to_owned();
        let mut plain = other.clone();
        plain.name.clone_from(&book.name);
        if plain == *book {
            continue;
        }
        let both = match text::compile(&[book, &other]) {
            Ok(both) => both,
            Err(said) => {
                return Some(format!(
                    "{law}: does not compile\n{said}\n{}",
                    crate::print::text(&other)
                ));
            }
        };
        let changed = both.program("B")?;
        for good in goods {
            tally.one("laws: a good under a rulebook otherwise put");
            let (before, after) = (evaluator(program, good), evaluator(changed, good));
            // Where something can't be judged, the order may decide whether it is come upon.
            let settled = matches!(before, Said::Known(_)) && matches!(after, Said::Known(_));
            if settled && before != after {
                return Some(format!(
                    "{law}: {before:?}, then {after:?}\n{}\n{}",
                    show(good),
                    crate::print::text(&other)
                ));
            }
        }
        // Each law in its turn: all of them for every rulebook would take too long.
        let turn = usize::try_from(index).unwrap_or(0) % SAME.len();
        if SAME.get(turn).is_some_and(|(name, _)| name == law) {
            tally.one("laws: equivalent to itself otherwise put");
            let relation = compare(&both, "A", "B");
            if relation != Some(Relation::Equivalent) {
                return Some(format!(
                    "{law}: compare says {relation:?}\n{}",
                    crate::print::text(&other)
                ));
            }
        }
    }
    let moved = shifted(book, 4);
    let later = text::compile(&[&moved]).ok()?;
    for good in goods {
        let mut aged = good.clone();
        for day in [&mut aged.date, &mut aged.fiscal, &mut aged.first_made] {
            day.0 += 4;
        }
        // Four years later a leap day is one again; but 2100 is none.
        tally.one("laws: a good four years later");
        let (before, after) = (evaluator(program, good), evaluator(later.program(&book.name)?, &aged));
        if before != after {
            return Some(format!("four years later {after:?}, before {before:?}\n{}", show(good)));
        }
    }
    None
}

fn compare(compiled: &Compiled, first: &str, second: &str) -> Option<Relation> {
    let find = |name: &str| compiled.texts.iter().find(|text| *text.text.name == *name);
    let found = check::compare(
        find(first)?,
        find(second)?,
        OnDays::default(),
        &CodeSet::all(),
        &Effort::low(),
    );
    Some(found.relation)
}

fn of_verdicts(book: &Book, compiled: &Compiled, random: &mut Random, tally: &mut Tally) -> Option<String> {
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
    }
    let mut second = altered(book, random);
    second.name = "B".to_owned();
    let mut third = altered(&second, random);
    third.name = "C".to_owned();
    if let Ok(all) = text::compile(&[book, &second, &third]) {
        tally.one("laws: three texts compared with each other");
        let relation = |first: &str, second: &str| compare(&all, first, second);
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
    redundant(book, compiled, tally)
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
        less.name = "B".to_owned();
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
