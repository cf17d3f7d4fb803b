//! stub
use crate::model::{Book, Cond, Kind, Line, Op, Threshold, q};
use crate::random::Random;

/// The rulebook with one small thing about it changed: a figure, a strictness, an exception, a line.
pub(crate) fn altered(book: &Book, random: &mut Random) -> Book {
    let mut out = book.clone();
    match random.below(6) {
        0 => {
            for Threshold { stages, .. } in &mut out.thresholds {
                for stage in stages {
                    stage.value = &stage.value + q(1, 1000);
                }
            }
        }
        1 => out.tolerances.clear(),
        2 => {
            let place = random.below(out.carves.len());
            if !out.carves.is_empty() {
                let gone = out.carves.remove(place);
                out.carves.retain(|carve| carve.target != gone.name && !carve.despite.contains(&gone.name));
            }
        }
        3 => out.narrower = !out.narrower,
        4 => out.no_value_disregarded = !out.no_value_disregarded,
        _ => {}
    }
    for rule in out.rules.iter_mut().filter(|rule| rule.kind == Kind::Product) {
        if random.chance(1, 3) {
            rule.body.iter_mut().for_each(|line| tilt(line));
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
