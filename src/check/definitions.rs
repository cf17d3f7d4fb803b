//! The definitions behind a finding: the measures that its clauses compare, and the lists and definitions that say what
//! those count, with the edits of proposals.

use crate::ir::{ClauseId, Measure, Num, Program, Word};

use super::finding::{Finding, Source};
use super::reach::Reach;

/// Of more clauses than this the definitions are not told: it would be nearly all of them.
const MOST_CLAUSES: usize = 12;

/// Adds the definitions by which the clauses, and the figure that was asked for, come to what they say.
pub(super) fn defined_by(
    mut finding: Finding,
    programs: &[&Program],
    clauses: &[(usize, ClauseId)],
    asked: Option<&Num>,
) -> Finding {
    if clauses.len() > MOST_CLAUSES {
        return finding;
    }
    let mut named: Vec<String> = Vec::new();
    for (place, program) in programs.iter().enumerate() {
        let own = clauses.iter().filter(|(text, _)| *text == place);
        let mut measures: Vec<_> = own
            .flat_map(|(_, clause)| Reach::itself(program, *clause).measures)
            .collect();
        if let Some(asked) = asked.filter(|_| place == 0) {
            measures.extend(Reach::of_figure(program, asked).measures);
        }
        measures.sort_unstable();
        measures.dedup();
        // The measure of the good alone is the same one under another name.
        let aliases: Vec<_> = program
            .measures
            .iter()
            .filter_map(|(_, measure)| measure.alone)
            .collect();
        measures.retain(|id| !aliases.contains(id));
        let measures: Vec<&Measure> = measures.into_iter().map(|id| &program.measures[id]).collect();
        for measure in &measures {
            let source = source(
                program,
                &measure.name,
                measure.title.as_ref(),
                measure.citation.as_ref(),
            );
            add(&mut finding, &mut named, source, &[]);
        }
        for word in measures.iter().flat_map(|measure| &measure.words) {
            let source = source(program, &word.name, word.title.as_ref(), word.citation.as_ref());
            if add(&mut finding, &mut named, source, &word.edits) {
                finding = at_edits(finding, word);
            }
        }
    }
    if named.is_empty() {
        return finding;
    }
    finding.note(format!("by the definitions of: {}", named.join("; ")))
}

fn source(program: &Program, name: &str, title: Option<&String>, citation: Option<&String>) -> Source {
    Source {
        text: program.name.clone(),
        path: name.to_owned(),
        title: title.cloned(),
        citation: citation.cloned(),
    }
}

/// Adds a definition unless it is known under another text; whether it was new.
fn add(
    finding: &mut Finding,
    named: &mut Vec<String>,
    source: Source,
    edits: &[(crate::source::Span, Option<String>)],
) -> bool {
    let mut edited: Vec<&str> = Vec::new();
    for source in edits.iter().filter_map(|(_, source)| source.as_deref()) {
        if !edited.contains(&source) {
            edited.push(source);
        }
    }
    let title = source.title.clone().unwrap_or_default();
    let mut behind = vec![format!("`{}`", source.path)];
    behind.extend(source.citation.clone());
    if !edited.is_empty() {
        behind.push(format!("as edited: {}", edited.join("; ")));
    }
    let words = if title.is_empty() {
        behind.join(", ")
    } else {
        format!("{title} ({})", behind.join(", "))
    };
    if named.contains(&words) {
        return false;
    }
    named.push(words);
    finding.definitions.push(source);
    true
}

/// Marks the edits of a list or definition as places.
fn at_edits(mut finding: Finding, word: &Word) -> Finding {
    for (span, source) in &word.edits {
        if finding.diagnostic.labels.iter().all(|known| known.span != *span) {
            let label = match source {
                Some(source) => format!("and by this edit: {source}"),
                None => "and by this edit".to_owned(),
            };
            finding.diagnostic = finding.diagnostic.also(*span, label);
        }
    }
    finding
}
