//! Evidence in words: a good with its materials and figures, and the clauses from which something follows.

use std::collections::BTreeSet;

use crate::amount::{money, percent};
use crate::eval::{self, Loaded};
use crate::good::{Case, Datum, Node, Origin};
use crate::ir::{AttributeKind, ClauseId, ClauseKind, Formula, MeasureId, Num, Program};
use crate::verify::{Core, Reason, Undecided, Witness, fitted};

use super::articles::Articles;
use super::decisive::decided_by;
use super::definitions::defined_by;
use super::finding::{Figure, Finding, Outcome, Source, citation, path};
use super::proof::proved;
use super::reach::Reach;
use super::words::{called, named, shown_path};

/// What to do where an assumption was withheld that an answer rests on.
pub(super) const GRANT_AGAIN: &str =
    "grant again what was withheld by `--without`, to see whether the answer rests on it";

/// A good in words: a line for the good in its context, then one for each material, what is inside it indented.
pub fn describe_good(program: &Program, case: &Case) -> Vec<String> {
    let mut about = vec![line(program, &case.good, true)];
    about.extend(case.date.map(|date| format!("claimed on {date}")));
    let producer: Vec<String> = case
        .producer
        .iter()
        .filter_map(|(name, datum)| said(program, name, datum))
        .collect();
    let mut lines = vec![if producer.is_empty() {
        format!("such a good: {}", about.join(", "))
    } else {
        format!("such a good: {}; producer: {}", about.join(", "), producer.join(", "))
    }];
    materials(program, &case.good, 1, &mut lines);
    averages(program, case, &mut lines);
    lines
}

/// The goods of the categories over which the producer averages; alike ones once.
fn averages(program: &Program, case: &Case, lines: &mut Vec<String>) {
    let mut told: Vec<&Node> = Vec::new();
    for together in case.averages.values() {
        if told.contains(&together) {
            continue;
        }
        told.push(together);
        let alike = case.averages.iter().filter(|(_, other)| *other == together);
        let categories: Vec<String> = alike.map(|(category, _)| category.replace('_', " ")).collect();
        let values: Vec<String> = together
            .data
            .iter()
            .filter_map(|(name, datum)| said(program, name, datum))
            .collect();
        let head = format!("averaged {}: {}", categories.join(" or "), values.join(", "));
        lines.push(if together.materials.is_empty() {
            format!("{head}, no materials")
        } else {
            head
        });
        materials(program, together, 2, lines);
    }
}

fn materials(program: &Program, node: &Node, depth: usize, lines: &mut Vec<String>) {
    for material in &node.materials {
        let inside = "  ".repeat(depth.saturating_sub(1));
        let word = if depth == 1 { "material" } else { "which is made of" };
        lines.push(format!("{inside}{word}: {}", line(program, material, false)));
        materials(program, material, depth.saturating_add(1), lines);
    }
}

fn line(program: &Program, node: &Node, is_good: bool) -> String {
    let mut parts = Vec::new();
    if let Some(code) = node.code {
        let words = program.edition.table().and_then(|table| table.description(code));
        let known = words.or(node.name.as_deref());
        parts.push(known.map_or_else(|| code.to_string(), |words| format!("{code} ({})", brief(words))));
    }
    if !is_good {
        parts.extend(node.origin.map(|origin| match origin {
            Origin::Originating => "originating".to_owned(),
            Origin::NonOriginating => "non-originating".to_owned(),
        }));
    }
    match (&node.country, node.imported == Some(true)) {
        (Some(country), true) => parts.push(format!("imported from {country}")),
        (Some(country), false) => parts.push(format!("produced in {country}")),
        (None, true) => parts.push("imported".to_owned()),
        (None, false) => {}
    }
    if node.wholly_obtained == Some(true) {
        parts.push("wholly obtained".to_owned());
    }
    parts.extend(node.data.iter().filter_map(|(name, datum)| said(program, name, datum)));
    parts.join(", ")
}

/// What is known under a name: values in words, attributes as one states them; facts that do not hold go without saying.
fn said(program: &Program, name: &str, datum: &Datum) -> Option<String> {
    let mut attributes = program.vocabulary.attributes.iter();
    let attribute = attributes.find(|(_, attribute)| attribute.name == name);
    Some(match (datum, attribute) {
        (Datum::Share(figure), _) => format!("`{name}`: {}", percent(figure)),
        (Datum::Figure(figure), Some((_, attribute))) if attribute.kind == AttributeKind::Percentage => {
            format!("`{name}`: {}", percent(figure))
        }
        (Datum::Figure(figure), Some(_)) => format!("`{name}`: {}", money(figure)),
        (Datum::Figure(figure), None) => format!("{} {}", name.replace('_', " "), money(figure)),
        (Datum::Word(word), _) => format!("`{name}`: {word}"),
        (Datum::Truth(true), _) => format!("`{name}`: yes"),
        (Datum::Truth(false), _) => return None,
        (Datum::Day(day), _) => format!(
            "{}: {day}",
            if attribute.is_some() {
                format!("`{name}`")
            } else {
                name.replace('_', " ")
            }
        ),
    })
}

/// The first words of a long description.
fn brief(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", whole.trim_end_matches([',', ';']))
}

/// Adds a good as evidence: its description, the figures of these measures, and what these clauses say of it.
pub(super) fn with_witness(
    mut finding: Finding,
    program: &Program,
    witness: &Witness,
    measures: impl IntoIterator<Item = MeasureId>,
    clauses: &[ClauseId],
) -> Finding {
    for line in describe_good(program, &witness.case) {
        finding = finding.note(line);
    }
    if let Ok(loaded) = Loaded::new(program, &fitted(program, &witness.case)) {
        let measures: BTreeSet<MeasureId> = measures.into_iter().collect();
        let used = in_use(program, &loaded, &measures);
        for id in measures {
            let measure = &program.measures[id];
            let Ok(figure) = eval::figure(program, &loaded, &Num::Measure(id)) else {
                continue;
            };
            let Some(value) = figure.known() else { continue };
            if !used.contains(&id) {
                continue;
            }
            // What a measure is of the good alone goes without saying unless it was averaged.
            let alone = program.measures.iter().any(|(outer, own)| {
                own.alone == Some(id)
                    && eval::figure(program, &loaded, &Num::Measure(outer))
                        .is_ok_and(|outer| outer.known() == Some(value))
            });
            if alone {
                continue;
            }
            let shown = if measure.percentage {
                percent(value)
            } else {
                money(value)
            };
            finding.figures.push(Figure {
                name: measure.name.clone(),
                shown,
            });
        }
    }
    for line in verdicts(program, &witness.case, clauses) {
        finding = finding.note(line);
    }
    finding = decided_by(finding, "", program, &witness.case, clauses);
    if clauses.contains(&program.origin) && !program.opaque().is_empty() {
        let determined = Loaded::new(program, &fitted(program, &witness.case))
            .ok()
            .and_then(|loaded| eval::determine(program, &loaded).ok());
        for opaque in determined.into_iter().flat_map(|determined| determined.opaque) {
            finding = finding.note(format!("rests on what is attested and not computed: {opaque}"));
        }
    }
    if !finding.figures.is_empty() {
        let all: Vec<String> = finding
            .figures
            .iter()
            .map(|f| format!("`{}` is {}", f.name, f.shown))
            .collect();
        finding = finding.note(all.join(", "));
    }
    for note in &witness.notes {
        finding = finding.note(note.clone());
    }
    finding.witness = Some(witness.case.clone());
    finding
}

/// Those of the measures that play a part for this good: not what is behind a method that may not be used for it.
fn in_use(program: &Program, loaded: &Loaded, measures: &BTreeSet<MeasureId>) -> BTreeSet<MeasureId> {
    let usable = |id: MeasureId| {
        let figure = eval::figure(program, loaded, &Num::Measure(id));
        !matches!(figure, Ok(eval::Figure::Unavailable(_)))
    };
    // Whatever stands in no other measure is asked for by a clause itself.
    let behind: BTreeSet<MeasureId> = measures
        .iter()
        .flat_map(|id| Reach::of_figure(program, &program.measures[*id].value).measures)
        .collect();
    let mut out: BTreeSet<MeasureId> = measures
        .iter()
        .copied()
        .filter(|id| !behind.contains(id) && usable(*id))
        .collect();
    let all: Vec<MeasureId> = out.iter().copied().collect();
    for id in all {
        out.extend(Reach::of_figure(program, &program.measures[id].value).measures);
    }
    out
}

/// What each clause says of a good, one line each; what can't be evaluated is left out.
pub(super) fn verdicts(program: &Program, case: &Case, clauses: &[ClauseId]) -> Vec<String> {
    let Ok(loaded) = Loaded::new(program, &fitted(program, case)) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for clause in clauses {
        let truth = if *clause == program.origin {
            eval::decide(program, &loaded)
        } else {
            eval::truth(program, &loaded, &Formula::Clause(*clause))
        };
        let Some(met) = truth.ok().and_then(|truth| truth.known()) else {
            continue;
        };
        // That the good is as the claim says goes without saying.
        if met && program.clauses[*clause].kind == ClauseKind::Claim {
            continue;
        }
        let name = named(program, *clause);
        lines.push(match (*clause == program.origin, met) {
            (true, true) => "the good originates".to_owned(),
            (true, false) => "the good does not originate".to_owned(),
            (false, true) => format!("holds: {name}"),
            (false, false) => format!("does not hold: {name}"),
        });
    }
    lines
}

/// Adds the clauses from which the finding follows, as places and in a sentence, and what is taken for granted.
pub(super) fn with_core(finding: Finding, programs: &[&Program], core: &Core) -> Finding {
    with_core_of(finding, programs, core, None)
}

/// The same of a finding about a figure.
pub(super) fn with_core_of(mut finding: Finding, programs: &[&Program], core: &Core, asked: Option<&Num>) -> Finding {
    const SHOWN: usize = 6;
    const MOST_ARTICLES: usize = 8;
    let mut articles = Articles::default();
    for (text, clause) in &core.clauses {
        let Some(program) = programs.get(*text) else { continue };
        let place = &program.clauses[*clause];
        // That the whole is made up of its parts goes without saying.
        if matches!(place.kind, ClauseKind::Origin | ClauseKind::ProductRules) {
            continue;
        }
        let source = Source {
            text: program.name.clone(),
            path: path(program, *clause),
            title: place.title.clone(),
            citation: citation(program, *clause),
        };
        if finding.core.contains(&source) || finding.diagnostic.path.as_ref() == Some(&source.path) {
            continue;
        }
        if finding.core.len() < SHOWN {
            let how = if finding.core.is_empty() {
                "follows from this"
            } else {
                "and from this"
            };
            let label = match &source.citation {
                Some(cited) => format!("{how}: {cited}"),
                None => how.to_owned(),
            };
            finding = finding.also(program, *clause, &label);
        }
        let words = called(program, *clause);
        articles.add(&source, words, shown_path(program, *clause));
        finding.core.push(source);
    }
    let named = articles.in_words(MOST_ARTICLES);
    if !named.is_empty() {
        let more = articles.beyond(MOST_ARTICLES);
        let more = match more {
            0 => String::new(),
            1 => "; and 1 more clause (`--format json` names all)".to_owned(),
            more => format!("; and {more} more clauses (`--format json` names all)"),
        };
        let smallest = if core.perhaps_larger == 0 {
            ""
        } else {
            " (none of these can be left out; whether fewer others would do was not established)"
        };
        finding = finding.note(format!("follows from: {}{more}{smallest}", named.join("; ")));
    }
    finding = defined_by(finding, programs, &core.clauses, asked);
    finding.axioms = core.axioms.iter().map(ToString::to_string).collect();
    if !finding.axioms.is_empty() {
        let taken = finding.axioms.join("; ");
        finding = finding.note(format!("taken for granted: {taken}"));
    }
    proved(finding, programs, core)
}

/// Says that a question about a clause stays open, and why.
pub(super) fn undecided(program: &Program, clause: ClauseId, asked: &str, why: &Undecided) -> Finding {
    let code = crate::diagnostic::Code::Undecided;
    let message = format!("could not be decided whether {asked}");
    Finding::new(program, code, Outcome::Undecided, message)
        .at(program, clause, "asked about this clause")
        .note(why.reason.to_string())
        .help(match why.reason {
            Reason::Withheld(_) => GRANT_AGAIN,
            _ => "try `--effort high`, or ask a narrower question with a `claim`",
        })
}
