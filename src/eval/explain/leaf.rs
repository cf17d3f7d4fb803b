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
                        format!("`{name}` is {word}")
                    } else {
                        format!("`{name}` is {word}, not {asked}")
                    }
                }
                _ => format!("`{name}` is not stated ({asked}?)"),
            };
            (ReasonKind::Attribute, Some(text))
        }
        Formula::Fact(id) => (ReasonKind::Fact, Some(fact(judge, frame, *id))),
        Formula::CodeIn(set) => {
            let line = judge.loaded.line(frame.good);
            let code = line.code.map_or("the code".to_owned(), |code| code.to_string());
            let how = match line.range.map(|range| set.containment(range)) {
                Some(Containment::Inside) => "is in",
                Some(Containment::Outside) => "is not in",
                Some(Containment::Partial) | None => "may or may not be in",
            };
            (ReasonKind::Code, Some(format!("{code} {how} {}", words::codes(set))))
        }
        Formula::ProducedIn(countries) => {
            let text = match judge.loaded.country(frame.good) {
                Some(country) => format!("produced in {country}"),
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
            (ReasonKind::Production, Some(text.to_owned()))
        }
        Formula::Dates { left, right, .. } => (ReasonKind::Dates, Some(dates(judge, frame, left, right))),
        Formula::Exists(id) => {
            let (text, line) = exists(judge, frame, *id);
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

fn fact(judge: &Judge<'_>, frame: &Frame, id: AttributeId) -> String {
    let attribute = &judge.program.vocabulary.attributes[id];
    let state = match judge.attribute(frame.good, id) {
        Some(Cell::Truth(true)) => "attested",
        Some(Cell::Truth(false)) => "denied",
        _ => "not stated",
    };
    match &attribute.title {
        Some(title) => format!("`{}` is {state}: {title}", attribute.name),
        None => format!("`{}` is {state}", attribute.name),
    }
}

fn exists(judge: &mut Judge<'_>, frame: &mut Frame, id: MaterialsId) -> (String, Option<FigureLine>) {
    let program = judge.program;
    let passing = words::test(program, &program.materials[id].test, false);
    let Ok(selection) = judge.selection(frame, id) else {
        return (format!("materials that are {passing}"), None);
    };
    let open: Vec<LineId> = selection.open.iter().map(|(line, _)| *line).collect();
    let sure = selection.lines(judge.loaded);
    let (lines, what) = match (sure.is_empty(), open.is_empty()) {
        (false, _) => (&sure, format!("materials that are {passing}")),
        (true, false) => (&open, format!("materials that may be {passing}")),
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
            name: None,
            text,
            value: None,
            percentage: false,
            materials,
            more,
        }),
    )
}

/// Which of two dates comes first.
fn dates(judge: &Judge<'_>, frame: &Frame, left: &DateTerm, right: &DateTerm) -> String {
    let words = |term: &DateTerm| {
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
    };
    let how = match (judge.day(frame, left), judge.day(frame, right)) {
        (Ok(a), Ok(b)) => match a.cmp(&b) {
            std::cmp::Ordering::Less => "is before",
            std::cmp::Ordering::Equal => "is",
            std::cmp::Ordering::Greater => "is after",
        },
        _ => "against",
    };
    let text = format!("{} {how} {}", words(left), words(right));
    text.trim_end_matches(',').to_owned()
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
