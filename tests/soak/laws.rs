//! Changes after which everything has to be as before, or as it follows.

mod changes;
mod goods;
mod texts;
mod verdicts;

use orilex::check::{self, Days as OnDays, Relation};
use orilex::nomenclature::CodeSet;
use orilex::verify::Effort;

pub(crate) use changes::altered;
use changes::{SAME, shifted};
use texts::WRITTEN;

use crate::boundary::Edges;
use crate::model::{Book, Good};
use crate::pairs::{Said, evaluator, reproducer, show};
use crate::random::Random;
use crate::tally::Tally;
use crate::text::{self, Compiled};

/// The laws by which rulebooks otherwise put mean the same, each of which every run has to have tried.
pub(crate) fn names() -> Vec<&'static str> {
    let same = SAME.iter().map(|(law, _)| *law);
    same.chain(WRITTEN.iter().map(|(law, _)| *law)).collect()
}

/// The laws on one rulebook and a few goods.
pub(crate) fn book(seed: u64, index: u64, goods: usize, tally: &mut Tally) {
    let mut random = Random::of(seed ^ 0x1A3, index);
    let first = crate::invent::book(random.clone(), crate::invent::Size::Full);
    let Ok(compiled) = text::compile(&[&first]) else { return };
    tally.one("laws: rulebooks");
    let edges = Edges::of(&first);
    let made: Vec<Good> = (0..goods).map(|_| edges.good(&first, &mut random)).collect();
    let faults = [
        goods::laws(&first, &compiled, &made, &mut random, tally),
        of_rulebooks(&first, &compiled, &made, index, tally),
        verdicts::laws(&first, &compiled, &made, &mut random, tally),
    ];
    for words in faults.into_iter().flatten() {
        let text = reproducer(&[&first], "");
        tally.fault("laws", format!("seed {seed}, laws, rulebook {index}: {words}\n{text}"));
    }
}

fn of_rulebooks(book: &Book, compiled: &Compiled, goods: &[Good], index: u64, tally: &mut Tally) -> Option<String> {
    let mut others: Vec<(&'static str, Vec<String>)> = Vec::new();
    for (law, change) in &SAME {
        let mut other = book.clone();
        change(&mut other);
        if other != *book {
            "B".clone_into(&mut other.name);
            others.push((law, vec![crate::print::text(&other)]));
        }
    }
    for (law, write) in &WRITTEN {
        let mut other = book.clone();
        "B".clone_into(&mut other.name);
        match write(&other) {
            Some(files) => others.push((law, files)),
            None => return Some(format!("{law}: it can't be written so")),
        }
    }
    // Each law in its turn: to compare all of them for every rulebook would take too long.
    let turn = usize::try_from(index).unwrap_or(0) % others.len();
    for (place, (law, files)) in others.iter().enumerate() {
        tally.one(law);
        if let Some(words) = one_law(book, compiled, goods, files, place == turn, tally) {
            return Some(format!("{law}: {words}\n{}", files.join("\n")));
        }
    }
    elsewhere(book, compiled, goods, tally)
}

/// Whether a rulebook otherwise put means what it meant: for these goods, and if `whole` for all.
fn one_law(
    book: &Book,
    compiled: &Compiled,
    goods: &[Good],
    files: &[String],
    whole: bool,
    tally: &mut Tally,
) -> Option<String> {
    let texts = [crate::print::text(book)].into_iter().chain(files.iter().cloned());
    let both = match text::compile_files(&texts.collect::<Vec<_>>()) {
        Ok(both) => both,
        Err(said) => return Some(format!("does not compile\n{said}")),
    };
    let (program, changed) = (compiled.program(&book.name)?, both.program("B"));
    let Some(changed) = changed else {
        return Some("is no text any more".to_owned());
    };
    for good in goods {
        tally.one("laws: a good under a rulebook otherwise put");
        let (before, after) = (evaluator(program, good), evaluator(changed, good));
        // Where something can't be judged, the order may decide whether it is come upon.
        let settled = matches!(before, Said::Known(_)) && matches!(after, Said::Known(_));
        if settled && before != after {
            return Some(format!("{before:?}, then {after:?}\n{}", show(good)));
        }
    }
    if whole {
        tally.one("laws: equivalent to itself otherwise put");
        let relation = compare(&both, "A", "B");
        if relation != Some(Relation::Equivalent) {
            return Some(format!("compare says {relation:?}"));
        }
    }
    None
}

/// The rulebook at another time, and between other countries: goods moved along with it are judged as before.
fn elsewhere(book: &Book, compiled: &Compiled, goods: &[Good], tally: &mut Tally) -> Option<String> {
    let program = compiled.program(&book.name)?;
    let later = text::compile(&[&shifted(book, 4)]);
    let abroad = text::compile_files(&[texts::other_parties(book)]);
    let (Ok(later), Ok(abroad)) = (later, abroad) else {
        return Some("four years later, or between other parties, it does not compile".to_owned());
    };
    for good in goods {
        let before = evaluator(program, good);
        let mut aged = good.clone();
        for day in [&mut aged.date, &mut aged.fiscal, &mut aged.first_made] {
            day.0 += 4;
        }
        // Four years later a leap day is one again; but 2100 is none.
        tally.one("laws: a good four years later");
        let after = evaluator(later.program(&book.name)?, &aged);
        if before != after {
            return Some(format!("four years later {after:?}, before {before:?}\n{}", show(good)));
        }
        let mut moved = good.clone();
        moved.country = texts::other_country(&moved.country);
        for one in &mut moved.materials {
            one.country = texts::other_country(&one.country);
        }
        tally.one("laws: a good between other parties");
        let after = evaluator(abroad.program(&book.name)?, &moved);
        if before != after {
            return Some(format!(
                "between other parties {after:?}, before {before:?}\n{}",
                show(good)
            ));
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
