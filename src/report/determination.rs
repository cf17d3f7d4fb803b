//! A determination as text: the outcome, then the tree of reasons.

use std::fmt::Write;

use crate::eval::{Determination, Mark, Outcome, Reason, ReasonKind};
use crate::ir::ClauseKind;

/// More missing facts are counted, not listed.
const MAX_MISSING: usize = 20;

/// The characters to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// Check marks, crosses and lines.
    Unicode,
    /// Nothing beyond ASCII.
    Ascii,
}

/// The outcome, the producer's choices, what is missing, and the reasons as a tree.
pub fn determination(determination: &Determination, marks: Marks) -> String {
    let mut out = String::new();
    let outcome = match determination.outcome {
        Outcome::Originating => "originating",
        Outcome::NonOriginating => "not originating",
        Outcome::Undetermined => "undetermined",
    };
    line(&mut out, outcome);
    for choice in &determination.choices {
        let source = choice
            .citation
            .as_ref()
            .map(|source| format!(" ({source})"))
            .unwrap_or_default();
        line(&mut out, &format!("  by choice: {}{source}", choice.words));
    }
    if !determination.missing.is_empty() {
        line(
            &mut out,
            "  open for want of facts; one of these, or several together, may decide it:",
        );
        for missing in determination.missing.iter().take(MAX_MISSING) {
            line(&mut out, &format!("    - {}", missing.words));
        }
        let more = determination.missing.len().saturating_sub(MAX_MISSING);
        if more > 0 {
            line(&mut out, &format!("    and {more} more"));
        }
    }
    for remark in &determination.remarks {
        line(&mut out, &format!("  {remark}"));
    }
    for opaque in &determination.opaque {
        line(
            &mut out,
            &format!("  rests on what is stated and not computed: {opaque}"),
        );
    }
    line(&mut out, "");
    reason(&mut out, &determination.reason, Above::default(), marks, "", "");
    for material in &determination.materials {
        line(&mut out, "");
        reason(&mut out, material, Above::default(), marks, "", "");
    }
    if determination.more_materials > 0 {
        let more = format!("and {} more materials judged as goods", determination.more_materials);
        line(&mut out, &format!("\n{more}"));
    }
    match marks {
        Marks::Unicode => out,
        Marks::Ascii => ascii(&out),
    }
}

/// What stands above a reason: what it says need not be said again.
#[derive(Clone, Copy, Default)]
struct Above<'a> {
    title: Option<&'a String>,
    citation: Option<&'a String>,
}

fn reason(out: &mut String, whole: &Reason, above: Above<'_>, marks: Marks, first: &str, rest: &str) {
    let mark = match (whole.truth, marks) {
        (Mark::Met, Marks::Unicode) => "✓",
        (Mark::NotMet, Marks::Unicode) => "✗",
        (Mark::Open, _) => "?",
        (Mark::Met, Marks::Ascii) => "+",
        (Mark::NotMet, Marks::Ascii) => "x",
    };
    let mut head = heading(whole, above);
    let below = Above {
        title: whole.title.as_ref().or(above.title),
        citation: whole.citation.as_ref().or(above.citation),
    };
    let reason = innermost(whole);
    let mut figures: Vec<&str> = reason.figures.iter().map(|figure| figure.text.as_str()).collect();
    if head.is_empty() && !figures.is_empty() {
        figures.remove(0).clone_into(&mut head);
    }
    if let Some(note) = &reason.note {
        head = if head.is_empty() {
            note.clone()
        } else {
            format!("{head}: {note}")
        };
    }
    line(out, &format!("{first}{mark} {head}"));
    let trunk = if reason.children.is_empty() { "    " } else { "│   " };
    for figure in figures {
        line(out, &format!("{rest}{trunk}{figure}"));
    }
    let last = reason.children.len().saturating_sub(1);
    for (place, child) in reason.children.iter().enumerate() {
        let (branch, inner) = if place == last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        self::reason(
            out,
            child,
            below,
            marks,
            &format!("{rest}{branch}"),
            &format!("{rest}{inner}"),
        );
    }
}

/// A reason whose only reason says the same in finer parts of the text is told as one.
fn innermost(reason: &Reason) -> &Reason {
    let mut here = reason;
    while let [only] = here.children.as_slice() {
        let clauses = here.clause.is_some() && only.clause.is_some();
        let same = here.title.is_some() && here.title == only.title && here.truth == only.truth;
        if !clauses || !same || !here.figures.is_empty() || here.note.is_some() {
            break;
        }
        here = only;
    }
    here
}

/// What the reason is called: its title, else what kind of clause it is, then path and source.
fn heading(reason: &Reason, above: Above<'_>) -> String {
    // The title of a method says what it is, not when it may be used.
    let method = reason.kind == ReasonKind::Clause(ClauseKind::Availability);
    let title = reason
        .title
        .as_ref()
        .filter(|title| !method && (Some(*title) != above.title || reason.clause.is_none()));
    let mut head = match (title, reason.kind) {
        (Some(title), _) => title.clone(),
        (None, ReasonKind::Clause(kind)) => kind_in_words(kind).to_owned(),
        (None, _) => String::new(),
    };
    if let Some(path) = &reason.path {
        if title.is_none() {
            let _ = write!(head, " `{path}`");
        } else {
            let _ = write!(head, " [{path}]");
        }
    }
    if let Some(source) = reason
        .citation
        .as_ref()
        .filter(|source| Some(*source) != above.citation)
    {
        let _ = write!(head, " ({source})");
    }
    head
}

fn kind_in_words(kind: ClauseKind) -> &'static str {
    match kind {
        ClauseKind::Origin => "origin",
        ClauseKind::Criterion => "criterion",
        ClauseKind::Applies => "scope of",
        ClauseKind::Fires => "application of",
        ClauseKind::Body => "rule",
        ClauseKind::ProductRules => "the product rules",
        ClauseKind::Requirement => "requirement",
        ClauseKind::Alternative => "alternative",
        ClauseKind::Alternatives => "one of the alternatives",
        ClauseKind::TariffChange => "change of classification",
        ClauseKind::Tolerance => "tolerance",
        ClauseKind::Definition => "definition",
        ClauseKind::Stage => "stage",
        ClauseKind::CarveOut => "carve-out",
        ClauseKind::Availability => "when the method may be used:",
        ClauseKind::Assumption => "assumption",
        ClauseKind::Claim => "claim",
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

/// The same with nothing beyond ASCII in what this program writes; names stay as they are stated.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '│' => out.push('|'),
            '├' | '└' => out.push('+'),
            '─' => out.push('-'),
            '×' => out.push('*'),
            '≈' => out.push('~'),
            other => out.push(other),
        }
    }
    out
}
