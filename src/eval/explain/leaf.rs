//! Reasons that have no reasons of their own: what is so, in words.

use crate::amount::Date;
use crate::eval::judge::{Frame, Judge};
use crate::eval::line::LineId;
use crate::eval::loaded::Cell;
use crate::ir::{AttributeId, Comparison, DateBase, DateTerm, Formula, MaterialsId};
use crate::nomenclature::Containment;

use super::{FigureLine, Mark, Reason, ReasonKind, arithmetic, words};

/// The reason that an elementary condition is; `mark` says how it comes out, `negated` whether it must not hold.
pub(super) fn leaf<'a>(
    judge: &mut Judge<'a>,
    frame: &mut Frame,
    formula: &'a Formula,
    mark: Mark,
    negated: bool,
) -> Reason {
    let program = judge.program;
    let mut figures = Vec::new();
    // What is so though it must not be.
    let barred = if negated && mark == Mark::NotMet {
        ", which it must not be"
    } else {
        ""
    };
    let (kind, title) = match formula {
        Formula::Compare { left, op, right } => {
            let op = if negated { opposite(*op) } else { *op };
            figures = arithmetic::comparison(judge, frame, (left, op, right), mark);
            (ReasonKind::Comparison, None)
        }
        Formula::Is { attribute, values } => {
            let name = &program.vocabulary.attributes[*attribute].name;
            let asked = words::one_of(program, *attribute, values.iter().copied());
            let text = match judge.attribute(frame.good, *attribute) {
                Some(Cell::Word(value)) => {
                    let word = words::word(program, *attribute, value).unwrap_or("?");
                    if values.contains(&value) || negated {
                        format!("`{name}` is {word}{barred}")
                    } else {
                        format!("`{name}` is {word}, not {asked}")
                    }
                }
                _ => format!("`{name}` is not stated ({asked}?)"),
            };
            (ReasonKind::Attribute, Some(text))
        }
        Formula::Fact(id) => (ReasonKind::Fact, Some(fact(judge, frame, *id, barred))),
        Formula::CodeIn(set) => {
            let line = judge.loaded.line(frame.good);
            let code = line.code.map_or("the code".to_owned(), |code| code.to_string());
            let how = match line.range.map(|range| set.containment(range)) {
                Some(Containment::Inside) => "is in",
                Some(Containment::Outside) => "is not in",
                Some(Containment::Partial) | None => "may or may not be in",
            };
            (
                ReasonKind::Code,
                Some(format!("{code} {how} {}{barred}", words::codes(set))),
            )
        }
        Formula::ProducedIn(countries) => {
            let text = match judge.loaded.country(frame.good) {
                Some(country) => format!("produced in {country}{barred}"),
                None if judge.produced_in(frame.good, countries).is_true() => "produced in the region".to_owned(),
                None => "the country of production is not stated".to_owned(),
            };
            (ReasonKind::Production, Some(text))
        }
        Formula::WhollyObtained => {
            let text = match judge.loaded.line(frame.good).wholly_obtained {
                Some(true) => "wholly obtained in the region",
                Some(false) => "not wholly obtained in the region",
                None => "not stated to be wholly obtained in the region",
            };
            (ReasonKind::Production, Some(format!("{text}{barred}")))
        }
        Formula::Dates { left, op, right } => {
            let op = if negated { opposite(*op) } else { *op };
            (ReasonKind::Dates, Some(dates(judge, frame, (left, op, right), mark)))
        }
        Formula::Exists(id) => {
            let (text, line) = exists(judge, frame, *id, !barred.is_empty());
            figures.extend(line);
            (ReasonKind::Materials, Some(text))
        }
        Formula::Accumulates => {
            let text = if frame.accumulates {
                "accumulation is used"
            } else {
                "accumulation is not used"
            };
            (ReasonKind::Accumulation, Some(text.to_owned()))
        }
        Formula::Known(value) => {
            let text = if *value { "always so" } else { "never so" };
            (ReasonKind::Constant, Some(text.to_owned()))
        }
        // These have reasons of their own.
        Formula::All(_) | Formula::Any(_) | Formula::Not(_) | Formula::Clause(_) => (ReasonKind::Constant, None),
    };
    Reason {
        clause: None,
        path: None,
        title,
        citation: None,
        truth: mark,
        kind,
        figures,
        children: Vec::new(),
        note: None,
    }
}

fn fact(judge: &Judge<'_>, frame: &Frame, id: AttributeId, barred: &str) -> String {
    let attribute = &judge.program.vocabulary.attributes[id];
    let state = match judge.attribute(frame.good, id) {
        Some(Cell::Truth(true)) => "attested",
        Some(Cell::Truth(false)) => "denied",
        _ => "not stated",
    };
    match &attribute.title {
        Some(title) => format!("`{}` is {state}{barred}: {title}", attribute.name),
        None => format!("`{}` is {state}{barred}", attribute.name),
    }
}

fn exists(judge: &mut Judge<'_>, frame: &mut Frame, id: MaterialsId, barred: bool) -> (String, Option<FigureLine>) {
    let program = judge.program;
    let passing = words::test(program, &program.materials[id].test, false);
    let Ok(selection) = judge.selection(frame, id) else {
        return (format!("materials that are {passing}"), None);
    };
    let open: Vec<LineId> = selection.open.iter().map(|(line, _)| *line).collect();
    let sure = selection.lines(judge.loaded);
    let (lines, what) = match (sure.is_empty(), open.is_empty()) {
        (false, _) if barred => (&sure, format!("no material may be {passing}, but these are")),
        (false, _) => (&sure, format!("these materials are {passing}")),
        (true, false) => (&open, format!("not known whether these materials are {passing}")),
        (true, true) => return (format!("no material is {passing}"), None),
    };
    let value = program
        .vocabulary
        .bases
        .iter()
        .find(|(_, basis)| basis.name == "value")
        .map(|(basis, _)| basis);
    let valued: Vec<_> = lines
        .iter()
        .map(|line| (*line, value.and_then(|basis| judge.loaded.basis(*line, basis)).cloned()))
        .collect();
    let (materials, more) = arithmetic::materials(judge, &valued);
    let text = arithmetic::listed(&materials, more);
    (
        what,
        Some(FigureLine {
            clause: None,
            name: None,
            text,
            value: None,
            percentage: false,
            materials,
            more,
        }),
    )
}

/// One reason for two that a day lies between: from one day to another.
pub(super) fn period(judge: &Judge<'_>, frame: &Frame, from: &Formula, until: &Formula) -> Option<Reason> {
    let (
        Formula::Dates { left, op, right },
        Formula::Dates {
            left: same,
            op: other,
            right: last,
        },
    ) = (from, until)
    else {
        return None;
    };
    let days = matches!((right.base, last.base), (DateBase::Day(_), DateBase::Day(_)));
    if left != same || !days || (*op, *other) != (Comparison::AtLeast, Comparison::AtMost) {
        return None;
    }
    let (day, first, last) = (
        dated(judge, frame, left),
        dated(judge, frame, right),
        dated(judge, frame, last),
    );
    Some(Reason {
        clause: None,
        path: None,
        title: Some(format!(
            "{day} lies in the time from {first} to {last}, both days included"
        )),
        citation: None,
        truth: Mark::Met,
        kind: ReasonKind::Dates,
        figures: Vec::new(),
        children: Vec::new(),
        note: None,
    })
}

/// Which of two dates comes first.
fn dates(
    judge: &Judge<'_>,
    frame: &Frame,
    (left, op, right): (&DateTerm, Comparison, &DateTerm),
    mark: Mark,
) -> String {
    let how = match (judge.day(frame, left), judge.day(frame, right)) {
        // That the day itself is included is worth saying.
        (Ok(_), Ok(_)) if mark == Mark::Met && op == Comparison::AtLeast => "is on or after",
        (Ok(_), Ok(_)) if mark == Mark::Met && op == Comparison::AtMost => "is on or before",
        (Ok(a), Ok(b)) => match a.cmp(&b) {
            std::cmp::Ordering::Less => "is before",
            std::cmp::Ordering::Equal => "is",
            std::cmp::Ordering::Greater => "is after",
        },
        _ => "against",
    };
    let text = format!("{} {how} {}", dated(judge, frame, left), dated(judge, frame, right));
    text.trim_end_matches(',').to_owned()
}

/// A date and what it is the date of.
fn dated(judge: &Judge<'_>, frame: &Frame, term: &DateTerm) -> String {
    let base = match term.base {
        DateBase::Claim => "the date of the claim".to_owned(),
        DateBase::FiscalYear => "the start of the producer's fiscal year".to_owned(),
        DateBase::Attribute(id) => format!("`{}`", judge.program.vocabulary.attributes[id].name),
        DateBase::Day(_) => String::new(),
    };
    let Ok(day) = judge.day(frame, term) else {
        return format!("{base} (not stated)");
    };
    let shown = Date::at_or_before(day);
    match (base.is_empty(), term.offset) {
        (true, _) => shown.to_string(),
        (false, 0) => format!("{base}, {shown},"),
        (false, offset) => format!("{} {base}, {shown},", moved(offset)),
    }
}

/// `5 years after`, from civil ordinals.
fn moved(offset: i64) -> String {
    let (size, way) = (offset.unsigned_abs(), if offset < 0 { "before" } else { "after" });
    let parts = [(size / 372, "year"), (size % 372 / 31, "month"), (size % 31, "day")];
    let words: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    format!("{} {way}", words.join(" "))
}

fn opposite(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::More,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::AtLeast => Comparison::Less,
        Comparison::More => Comparison::AtMost,
    }
}
