//! Changes of a rulebook: one that may change what originates, and many that don't.

use crate::model::{
    Book, Cond, Day, Days, Effect, Fig, Kind, Line, Op, Piece, Rounding, Scope, Stage, Start, Threshold, q,
};
use crate::random::Random;

/// The rulebook with one small thing about it changed: a figure, a strictness, an exception, a line.
pub(crate) fn altered(book: &Book, random: &mut Random) -> Book {
    let mut out = book.clone();
    match random.below(6) {
        0 => {
            for Threshold { stages, .. } in &mut out.thresholds {
                for stage in stages {
                    // No figure is more than the whole.
                    let up = stage.value < q(1, 1);
                    stage.value = &stage.value + q(if up { 1 } else { -1 }, 1000);
                }
            }
        }
        1 => out.tolerances.clear(),
        2 => {
            let place = random.below(out.carves.len());
            if !out.carves.is_empty() {
                let gone = out.carves.remove(place);
                out.carves
                    .retain(|carve| carve.target != gone.name && !carve.despite.contains(&gone.name));
            }
        }
        3 => out.narrower = !out.narrower,
        4 => out.no_value_disregarded = !out.no_value_disregarded,
        _ => {}
    }
    for rule in out.rules.iter_mut().filter(|rule| rule.kind == Kind::Product) {
        if random.chance(1, 3) {
            rule.body.iter_mut().for_each(tilt);
        } else if random.chance(1, 4) && rule.body.len() > 1 {
            rule.body.pop();
        } else if random.chance(1, 4) {
            rule.scope.iter_mut().for_each(|scope| scope.except.clear());
        }
    }
    out
}

fn tilt(line: &mut Line) {
    match line {
        Line::Require(_, Cond::Compare(_, op, _)) => {
            *op = match op {
                Op::AtLeast => Op::More,
                Op::More => Op::AtLeast,
                Op::AtMost => Op::Less,
                Op::Less => Op::AtMost,
                Op::Equal | Op::Unequal => Op::AtMost,
            };
        }
        Line::Change(_, change) => change.except = None,
        Line::Either(ways) => ways.iter_mut().for_each(|(_, lines)| lines.iter_mut().for_each(tilt)),
        Line::Require(..) => {}
    }
}

/// A change of a rulebook that changes no good's origin.
pub(super) type Change = (&'static str, fn(&mut Book));

pub(super) const SAME: [Change; 10] = [
    ("law: clauses in another order", |book| {
        book.turned = book.turned.wrapping_add(3);
        book.rules.reverse();
        book.carves.reverse();
        book.tolerances.reverse();
        book.measures.reverse();
        book.thresholds.iter_mut().for_each(|one| one.stages.reverse());
    }),
    ("law: rules under other names", |book| {
        for place in 0..book.rules.len() {
            let Some(old) = book.rules.get(place).map(|rule| rule.name.clone()) else {
                continue;
            };
            let new = format!("renamed_{old}");
            let put = |name: &mut String| {
                if *name == old {
                    name.clone_from(&new);
                }
            };
            for rule in &mut book.rules {
                put(&mut rule.name);
                rule.despite.iter_mut().chain(&mut rule.subject_to).for_each(put);
            }
            for carve in &mut book.carves {
                put(&mut carve.target);
                carve.despite.iter_mut().for_each(put);
            }
        }
    }),
    ("law: a condition denied twice", |book| {
        each_line(book, &|line| {
            if let Line::Require(_, said) = line {
                // A comparison that a tolerance may waive is no comparison any more once it is denied.
                if !matches!(said, Cond::Compare(..) | Cond::None(_) | Cond::Every(..)) {
                    *said = Cond::Not(Box::new(Cond::Not(Box::new(said.clone()))));
                }
            }
        });
        let whens = book.rules.iter_mut().filter_map(|rule| rule.when.as_mut());
        for when in whens.chain(book.carves.iter_mut().filter_map(|carve| carve.when.as_mut())) {
            *when = Cond::Not(Box::new(Cond::Not(Box::new(when.clone()))));
        }
    }),
    ("law: an alternative written twice", |book| {
        each_line(book, &|line| {
            if let Line::Either(ways) = line
                && let Some((_, lines)) = ways.first()
            {
                let lines = lines.clone();
                ways.push(("twice".to_owned(), lines));
            }
        });
    }),
    ("law: a range cut in two", |book| {
        for rule in &mut book.rules {
            rule.scope.iter_mut().for_each(cut);
        }
        book.tolerances
            .iter_mut()
            .filter_map(|one| one.scope.as_mut())
            .for_each(cut);
    }),
    ("law: a heading as its subheadings", |book| {
        // Headings have room for codes that no subheading has, which makes them wider.
        if book.narrower {
            return;
        }
        for scope in book.rules.iter_mut().filter_map(|rule| rule.scope.as_mut()) {
            let pieces = scope.pieces.drain(..).flat_map(|piece| match piece {
                Piece::Code(code) if code.len() == 4 => {
                    let inside = crate::invent::subheadings(&code).into_iter();
                    inside.map(Piece::Code).collect()
                }
                other => vec![other],
            });
            scope.pieces = pieces.collect();
        }
    }),
    ("law: a rule for two scopes as two rules", |book| {
        // Where the narrower scope prevails, a part of a scope is another scope.
        if book.narrower {
            return;
        }
        let carved = |name: &str| book.carves.iter().any(|carve| carve.target == name);
        let parted = book.rules.iter().position(|rule| {
            let many = rule.scope.as_ref().map_or(0, |scope| scope.pieces.len());
            rule.kind == Kind::Product && many > 1 && !carved(&rule.name)
        });
        let Some(place) = parted else { return };
        let Some(mut second) = book.rules.get(place).cloned() else {
            return;
        };
        let old = second.name.clone();
        second.name = format!("{old}_rest");
        for other in &mut book.rules {
            for names in [&mut other.despite, &mut other.subject_to] {
                if names.contains(&old) {
                    names.push(second.name.clone());
                }
            }
        }
        if let Some(scope) = book.rules.get_mut(place).and_then(|rule| rule.scope.as_mut()) {
            let rest = scope.pieces.split_off(1);
            second.scope.iter_mut().for_each(|scope| scope.pieces.clone_from(&rest));
        }
        book.rules.push(second);
    }),
    ("law: content of at least as foreign content of at most", |book| {
        // Of what is cut off, or of a half, the one gains what the other loses.
        if book.rounding != Rounding::Unrounded {
            return;
        }
        each_line(book, &|line| {
            if let Line::Require(_, said) = line {
                turn_content(said);
            }
        });
    }),
    ("law: a definition in the place of its name", |book| {
        let meanings = book.definitions.clone();
        let inline = |said: &mut Cond| {
            if let Cond::Defined(name) = said
                && let Some((_, meaning)) = meanings.iter().find(|(own, _)| own == name)
            {
                *said = meaning.clone();
            }
        };
        each_line(book, &|line| {
            if let Line::Require(_, said) = line
                && !meanings.iter().any(|(_, meaning)| relaxable(meaning))
            {
                inline(said);
            }
        });
        book.rules
            .iter_mut()
            .filter_map(|rule| rule.when.as_mut())
            .for_each(inline);
    }),
    ("law: a definition for a condition", |book| {
        if let Some(when) = book.rules.iter_mut().find_map(|rule| rule.when.as_mut()) {
            let said = std::mem::replace(when, Cond::Defined("meant".to_owned()));
            book.definitions.push(("meant".to_owned(), said));
        }
    }),
];

/// Whether a tolerance may waive it where it stands in a line by itself.
fn relaxable(said: &Cond) -> bool {
    matches!(said, Cond::Compare(..) | Cond::None(_) | Cond::Every(..))
}

fn each_line(book: &mut Book, change: &dyn Fn(&mut Line)) {
    fn through(lines: &mut [Line], change: &dyn Fn(&mut Line)) {
        for line in lines {
            if let Line::Either(ways) = line {
                ways.iter_mut().for_each(|(_, inner)| through(inner, change));
            }
            change(line);
        }
    }
    book.rules.iter_mut().for_each(|rule| through(&mut rule.body, change));
    for carve in &mut book.carves {
        if let Effect::Body(lines) = &mut carve.effect {
            through(lines, change);
        }
    }
}

/// Headings from one to another as two ranges, or as a range and its first code.
fn cut(scope: &mut Scope) {
    let mut pieces = Vec::new();
    for piece in scope.pieces.drain(..) {
        match piece {
            Piece::Range(from, to) if from.len() == to.len() && from < to => {
                pieces.push(Piece::Code(from.clone()));
                pieces.push(Piece::Range(from, to));
            }
            Piece::Code(code) if code.len() == 4 => {
                let inside = crate::invent::subheadings(&code);
                // The whole heading, and some of it again.
                pieces.extend(inside.first().cloned().map(Piece::Code));
                pieces.push(Piece::Code(code));
            }
            other => pieces.push(other),
        }
    }
    scope.pieces = pieces;
}

/// `(base - foreign) / base >= x` says that `foreign / base <= 1 - x`.
fn turn_content(said: &mut Cond) {
    let Cond::Compare(left, op, right) = said else { return };
    let (Fig::Over(above, base), Fig::Percent(share)) = (&*left, &*right) else {
        return;
    };
    let Fig::Minus(whole, foreign) = above.as_ref() else {
        return;
    };
    if whole != base {
        return;
    }
    let turned = match op {
        Op::AtLeast => Op::AtMost,
        Op::More => Op::Less,
        Op::AtMost => Op::AtLeast,
        Op::Less => Op::More,
        other => *other,
    };
    *said = Cond::Compare(
        Fig::Over(foreign.clone(), base.clone()),
        turned,
        Fig::Percent(q(1, 1) - share),
    );
}

/// Every figure in a line of a product rule a tenth harder to reach: no good can gain by it.
pub(super) fn harder(book: &mut Book) {
    fn through(lines: &mut [Line]) {
        for line in lines {
            match line {
                Line::Require(_, Cond::Compare(_, Op::AtLeast | Op::More, Fig::Percent(share)))
                    if *share <= q(9, 10) =>
                {
                    *share = &*share + q(1, 10);
                }
                Line::Require(_, Cond::Compare(_, Op::AtMost | Op::Less, Fig::Percent(share)))
                    if *share >= q(1, 10) =>
                {
                    *share = &*share - q(1, 10);
                }
                Line::Either(ways) => ways.iter_mut().for_each(|(_, inner)| through(inner)),
                Line::Require(..) | Line::Change(..) => {}
            }
        }
    }
    let rules = book.rules.iter_mut().filter(|rule| rule.kind == Kind::Product);
    rules.for_each(|rule| through(&mut rule.body));
}

/// Every date moved by so many years.
pub(super) fn shifted(book: &Book, years: i32) -> Book {
    let mut out = book.clone();
    let day = |day: &mut Day| day.0 += years;
    let days = |days: &mut Days| days.from.iter_mut().chain(&mut days.until).for_each(day);
    let stages = |stages: &mut Vec<Stage>| {
        for stage in stages {
            stage.until.iter_mut().for_each(day);
            match &mut stage.from {
                Some(Start::Day(from) | Start::FiscalYear(from)) => day(from),
                None => {}
            }
        }
    };
    days(&mut out.in_force);
    out.lists
        .iter_mut()
        .flat_map(|list| &mut list.entries)
        .for_each(|(_, on)| days(on));
    out.thresholds.iter_mut().for_each(|one| stages(&mut one.stages));
    out.tolerances.iter_mut().for_each(|one| days(&mut one.days));
    out.rules.iter_mut().for_each(|rule| days(&mut rule.days));
    for carve in &mut out.carves {
        days(&mut carve.days);
        if let Effect::Figures(figures) = &mut carve.effect {
            stages(figures);
        }
    }
    each_cond(&mut out, &|said| {
        if let Cond::Claimed(_, on) = said {
            on.0 += years;
        }
    });
    out
}

fn each_cond(book: &mut Book, change: &dyn Fn(&mut Cond)) {
    fn through(said: &mut Cond, change: &dyn Fn(&mut Cond)) {
        match said {
            Cond::Not(inner) => through(inner, change),
            Cond::All(parts) | Cond::Any(parts) => parts.iter_mut().for_each(|part| through(part, change)),
            _ => {}
        }
        change(said);
    }
    let whens = book.rules.iter_mut().filter_map(|rule| rule.when.as_mut());
    let whens = whens.chain(book.carves.iter_mut().filter_map(|carve| carve.when.as_mut()));
    let whens = whens.chain(book.measures.iter_mut().filter_map(|one| one.available.as_mut()));
    let whens = whens.chain(book.tolerances.iter_mut().filter_map(|one| one.when.as_mut()));
    let stages = book.thresholds.iter_mut().flat_map(|one| &mut one.stages);
    let whens = whens.chain(stages.filter_map(|stage| stage.when.as_mut()));
    for said in whens.chain(book.definitions.iter_mut().map(|(_, said)| said)) {
        through(said, change);
    }
    for carve in &mut book.carves {
        if let Effect::Figures(stages) = &mut carve.effect {
            stages
                .iter_mut()
                .filter_map(|stage| stage.when.as_mut())
                .for_each(|said| through(said, change));
        }
    }
    each_line(book, &|line| {
        if let Line::Require(_, said) = line {
            through(said, change);
        }
    });
}
