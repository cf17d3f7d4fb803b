//! Figures moved a little, comparisons made strict or lax, measures and bases exchanged.

use orilex::amount::Ratio;
use orilex::source::Span;
use orilex::syntax::tree::{CompareOp, Declaration, Expr, ExprKind, Unit};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::place::{declarations, figures, replaced};

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, make| Kind {
        name,
        family: Family::Changed,
        make,
    };
    vec![
        kind("figure moved by 0.1 points", tenth),
        kind("figure moved by 1 point", one),
        kind("figure moved by 5 points", five),
        kind("tolerance moved by 1 point", tolerance),
        kind("comparison made strict or lax", strictness),
        kind("comparison turned round", turned),
        kind("measure exchanged for another", measure),
        kind("basis exchanged for another", basis),
    ]
}

fn tenth(world: &World, focus: &Focus) -> Vec<Seed> {
    percentages(world, focus, 1)
}

fn one(world: &World, focus: &Focus) -> Vec<Seed> {
    percentages(world, focus, 10)
}

fn five(world: &World, focus: &Focus) -> Vec<Seed> {
    percentages(world, focus, 50)
}

/// Every percentage up and down by so many tenths of a point.
fn percentages(world: &World, focus: &Focus, tenths: i64) -> Vec<Seed> {
    let limits: Vec<Span> = tolerances(world, focus).into_iter().map(|limit| limit.span).collect();
    let all = figures(world, focus)
        .into_iter()
        .filter(|expr| !limits.contains(&expr.span));
    all.flat_map(|expr| shifted(world, expr, tenths)).collect()
}

fn tolerances<'w>(world: &'w World, focus: &Focus) -> Vec<&'w Expr> {
    let all = declarations(world, focus).into_iter().filter_map(|one| match one {
        Declaration::Tolerance(tolerance) => Some(&tolerance.limit),
        _ => None,
    });
    all.collect()
}

fn tolerance(world: &World, focus: &Focus) -> Vec<Seed> {
    tolerances(world, focus)
        .into_iter()
        .flat_map(|limit| shifted(world, limit, 10))
        .collect()
}

fn shifted(world: &World, expr: &Expr, tenths: i64) -> Vec<Seed> {
    let ExprKind::Number(number) = &expr.kind else {
        return Vec::new();
    };
    let Some(now) = tenths_of(&number.digits).filter(|_| number.unit == Unit::Percent) else {
        return Vec::new();
    };
    let moved = [now.saturating_sub(tenths), now.saturating_add(tenths)];
    let fitting = moved.into_iter().filter(|moved| (0..=1000).contains(moved));
    fitting
        .map(|moved| replaced(world, expr.span, format!("{}.{}%", moved / 10, moved % 10)))
        .collect()
}

/// A number in tenths, if it has one decimal at most.
fn tenths_of(digits: &str) -> Option<i64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let part: i64 = if part.len() == 1 {
        part.parse().ok()?
    } else {
        return None;
    };
    let whole: i64 = whole.parse().ok()?;
    let _ = Ratio::from_parts(whole, 1)?;
    whole.checked_mul(10)?.checked_add(part)
}

fn comparisons<'w>(world: &'w World, focus: &'w Focus) -> impl Iterator<Item = (CompareOp, Span)> {
    figures(world, focus).into_iter().filter_map(|expr| {
        let ExprKind::Compare(op, left, right) = &expr.kind else {
            return None;
        };
        let between = Span {
            start: left.span.end,
            end: right.span.start,
            ..expr.span
        };
        Some((*op, between))
    })
}

/// Puts a sign in the place of another one, wherever brackets and blanks stand.
fn sign(world: &World, between: Span, old: &str, new: &str) -> Option<Seed> {
    let words = world.words(between);
    let at = u32::try_from(words.find(old)?).ok()?;
    let length = u32::try_from(old.len()).ok()?;
    let start = between.start.checked_add(at)?;
    let span = Span {
        start,
        end: start.checked_add(length)?,
        ..between
    };
    Some(replaced(world, span, new.to_owned()))
}

fn strictness(world: &World, focus: &Focus) -> Vec<Seed> {
    let all = comparisons(world, focus).filter_map(|(op, between)| match op {
        CompareOp::AtLeast => sign(world, between, ">=", ">"),
        CompareOp::More => sign(world, between, ">", ">="),
        CompareOp::AtMost => sign(world, between, "<=", "<"),
        CompareOp::Less => sign(world, between, "<", "<="),
        CompareOp::Equal | CompareOp::NotEqual => None,
    });
    all.collect()
}

fn turned(world: &World, focus: &Focus) -> Vec<Seed> {
    let all = comparisons(world, focus).filter_map(|(op, between)| match op {
        CompareOp::AtLeast => sign(world, between, ">=", "<="),
        CompareOp::More => sign(world, between, ">", "<"),
        CompareOp::AtMost => sign(world, between, "<=", ">="),
        CompareOp::Less => sign(world, between, "<", ">"),
        CompareOp::Equal | CompareOp::NotEqual => None,
    });
    all.collect()
}

/// Measures and bases that a drafter might take for each other.
const MEASURES: [&[&str]; 3] = [
    &["rvc_tv", "rvc_net_cost", "rvc_traced", "rvc_heavy"],
    &["rvc", "rvc_tv", "rvc_listed", "rvc_super_core"],
    &["nom_share"],
];

const BASES: [&str; 4] = ["net_cost", "transaction_value", "total_cost", "ex_works"];

fn measure(world: &World, focus: &Focus) -> Vec<Seed> {
    names(world, focus, |name| {
        let mut others: Vec<&str> = Vec::new();
        for set in MEASURES.iter().filter(|set| set.contains(&name)) {
            others.extend(set.iter().filter(|other| **other != name));
        }
        others
    })
}

fn basis(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = names(world, focus, |name| {
        if BASES.contains(&name) {
            BASES.iter().copied().filter(|other| *other != name).collect()
        } else {
            Vec::new()
        }
    });
    for one in declarations(world, focus) {
        if let Declaration::Tolerance(tolerance) = one {
            let base = &*tolerance.base.text;
            let others = BASES.iter().filter(|other| **other != base);
            out.extend(others.map(|other| replaced(world, tolerance.base.span, (*other).to_owned())));
        }
    }
    out
}

/// Names put in the place of others, as far as the agreement has both.
fn names(world: &World, focus: &Focus, others: impl Fn(&str) -> Vec<&str>) -> Vec<Seed> {
    let known: Vec<&str> = world
        .declarations(&focus.agreement)
        .map(|one| &*one.head().name.text)
        .collect();
    let mut out = Vec::new();
    for expr in figures(world, focus) {
        let ExprKind::Name(name) = &expr.kind else { continue };
        let others = others(&name.text);
        let others = others.into_iter().filter(|other| known.contains(other));
        out.extend(others.map(|other| replaced(world, expr.span, other.to_owned())));
    }
    out
}
