//! What checking a rulebook found, for people: text by text, the gravest last, and one line that sums it up.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use crate::check::{Finding, Withheld};
use crate::diagnostic::{Code, Diagnostic, Severity, Style, render_human, wrap};
use crate::source::Sources;

use super::footing::{self, Partial};
use super::in_short::in_short;

/// More notes of one code than this are told in one line: who has them all in view sees none.
const MOST_NOTES: usize = 3;
/// Of a report with fewer findings of weight than this, everything is in view as it is.
const LONG: usize = 4;
/// How many places such a line names.
const MOST_PLACES: usize = 5;

/// One text and what was found in it.
#[derive(Debug, Clone)]
pub struct TextFindings<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its title in words.
    pub title: Option<&'a str>,
    /// How many clauses it has.
    pub clauses: usize,
    /// What it leaves to be attested as a whole.
    pub opaque: Vec<String>,
    /// What was found in it.
    pub findings: Vec<&'a Finding>,
}

/// Everything that a run has to say.
#[derive(Debug, Clone, Default)]
pub struct Findings<'a> {
    /// What was said while the files were read and compiled.
    pub reading: Vec<&'a Diagnostic>,
    /// The texts in order.
    pub texts: Vec<TextFindings<'a>>,
    /// What was taken for granted but for these; `None` if nothing was proved.
    pub granted: Option<Withheld>,
    /// What was left unfinished.
    pub partial: Option<Partial>,
    /// Claims that hold, claims that do not, questions: those that were not looked for, or not to be shown.
    pub not_asked: BTreeSet<Code>,
}

impl<'a> Findings<'a> {
    /// Every message, those of reading first.
    pub fn diagnostics(&self) -> impl Iterator<Item = &'a Diagnostic> {
        let found = self
            .texts
            .iter()
            .flat_map(|text| &text.findings)
            .map(|finding| &finding.diagnostic);
        self.reading.iter().copied().chain(found)
    }

    /// The counts.
    pub fn tally(&self) -> Tally {
        let asked = |code: Code| (!self.not_asked.contains(&code)).then_some(0);
        let mut tally = Tally {
            proved: asked(Code::ClaimProved),
            refuted: asked(Code::ClaimRefuted),
            answered: asked(Code::Answer),
            ..Tally::default()
        };
        for diagnostic in self.diagnostics() {
            tally.count(diagnostic);
        }
        tally
    }

    /// What the report comes to, without the messages.
    pub fn brief(&self, style: Style) -> String {
        let mut out = in_short(&self.texts, style, 1);
        out.push_str(if out.is_empty() { "" } else { "\n" });
        self.end(&mut out, style);
        let _ = writeln!(out, "{}", self.tally());
        out
    }

    fn end(&self, out: &mut String, style: Style) {
        if let Some(partial) = &self.partial {
            wrap(out, "", "", &partial.to_string(), style.width);
            out.push('\n');
        }
    }

    /// The whole report. `all` shows every note in full; the time is left out where the output has to be the same
    /// on every run.
    pub fn human(&self, sources: &Sources, style: Style, all: bool, time: Option<Duration>) -> String {
        let mut out = String::new();
        messages(&mut out, sources, &self.reading, style, all);
        for text in &self.texts {
            heading(&mut out, text, style);
            for opaque in &text.opaque {
                let head = "attested, not computed: ";
                wrap(&mut out, head, &" ".repeat(head.len()), opaque, style.width);
            }
            out.push_str(if text.opaque.is_empty() { "" } else { "\n" });
            let found: Vec<&Diagnostic> = text.findings.iter().map(|finding| &finding.diagnostic).collect();
            if found.is_empty() {
                // What reading said stands above, under no text's heading: beside it "nothing" would be untrue.
                let so_far = if self.reading.is_empty() {
                    "nothing"
                } else {
                    "nothing more"
                };
                let _ = writeln!(out, "{so_far} found");
            }
            messages(&mut out, sources, &found, style, all);
        }
        out.push_str(if out.is_empty() { "" } else { "\n" });
        let short = in_short(&self.texts, style, LONG);
        out.push_str(&short);
        out.push_str(if short.is_empty() { "" } else { "\n" });
        if let Some(withheld) = self.granted {
            footing::granted(&mut out, withheld, style);
            out.push('\n');
        }
        self.end(&mut out, style);
        let _ = write!(out, "{}", self.tally());
        if let Some(time) = time {
            let _ = write!(out, "; {}.{:02} s", time.as_secs(), time.subsec_millis() / 10);
        }
        out.push('\n');
        out
    }
}

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages of severity error.
    pub errors: usize,
    /// Messages of severity warning.
    pub warnings: usize,
    /// Messages of severity note.
    pub notes: usize,
    /// Claims that hold; `None` if they were not asked for.
    pub proved: Option<usize>,
    /// Claims that do not hold; `None` if they were not asked for.
    pub refuted: Option<usize>,
    /// Questions, of claims and of checks, that were left open.
    pub undecided: usize,
    /// Questions that were answered; `None` if they were not asked for.
    pub answered: Option<usize>,
}

impl Tally {
    fn count(&mut self, diagnostic: &Diagnostic) {
        let of_severity = match diagnostic.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        };
        *of_severity = of_severity.saturating_add(1);
        let of_kind = match diagnostic.code {
            Code::ClaimProved => self.proved.as_mut(),
            Code::ClaimRefuted => self.refuted.as_mut(),
            Code::Undecided => Some(&mut self.undecided),
            Code::Answer => self.answered.as_mut(),
            _ => return,
        };
        if let Some(count) = of_kind {
            *count = count.saturating_add(1);
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        write!(
            f,
            "{}, {}, {}; ",
            plural(self.errors, "error"),
            plural(self.warnings, "warning"),
            plural(self.notes, "note"),
        )?;
        match (self.proved, self.refuted) {
            (Some(proved), Some(refuted)) => write!(f, "{} proved, {refuted} refuted", plural(proved, "claim"))?,
            (Some(proved), None) => write!(f, "{} proved, those refuted not asked", plural(proved, "claim"))?,
            (None, Some(refuted)) => write!(f, "{} refuted, those proved not asked", plural(refuted, "claim"))?,
            (None, None) => f.write_str("claims not asked")?,
        }
        write!(f, ", {} undecided; ", self.undecided)?;
        match self.answered {
            Some(answered) => write!(f, "{} answered", plural(answered, "question")),
            None => f.write_str("questions not asked"),
        }
    }
}

fn heading(out: &mut String, text: &TextFindings<'_>, style: Style) {
    let title = text.title.map(|title| format!(": {title}")).unwrap_or_default();
    out.push_str(if out.is_empty() { "" } else { "\n" });
    ruled(out, &format!("{}{title} ({} clauses)", text.name, text.clauses), style);
    out.push('\n');
}

/// A line that stands out, drawn to the full width.
pub(super) fn ruled(out: &mut String, words: &str, style: Style) {
    let line = if style.unicode { "─" } else { "-" };
    let words = format!("{line}{line} {words} ");
    let rest = style.width.saturating_sub(words.chars().count());
    let words = format!("{words}{}", line.repeat(rest));
    let _ = if style.color {
        writeln!(out, "\u{1b}[1m{words}\u{1b}[0m")
    } else {
        writeln!(out, "{words}")
    };
}

/// The messages by severity, the gravest last, each severity in the order given; many notes of one code in one line.
fn messages(out: &mut String, sources: &Sources, all: &[&Diagnostic], style: Style, every: bool) {
    let mut notes: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
    for note in all.iter().filter(|one| one.severity == Severity::Note) {
        notes.entry(note.code).or_default().push(note);
    }
    let many = |one: &Diagnostic| {
        let told_in_full = every || matches!(one.code, Code::ClaimProved | Code::Answer);
        let count = notes.get(&one.code).map_or(0, Vec::len);
        one.severity == Severity::Note && !told_in_full && count > MOST_NOTES
    };
    // Many notes of a kind in one line each, then the notes, and last what the reader has to act upon: whoever reads on a
    // terminal sees the end.
    for (code, notes) in notes.iter().filter(|(_, notes)| notes.iter().any(|note| many(note))) {
        let mut places: Vec<String> = notes.iter().filter_map(|note| place(sources, note)).collect();
        let more = places.len().saturating_sub(MOST_PLACES);
        places.truncate(MOST_PLACES);
        let mut places = places.join(", ");
        if more > 0 {
            let _ = write!(places, " and {more} more");
        }
        let (count, title) = (notes.len(), code.title());
        let _ = writeln!(
            out,
            "note[{code}]: {title}: {count} times, at {places}\n  help: `--only {code}` shows them all\n"
        );
    }
    let mut shown: Vec<Diagnostic> = all.iter().filter(|one| !many(one)).map(|one| (*one).clone()).collect();
    shown.sort_by_key(|one| Reverse(one.severity));
    out.push_str(&render_human(sources, &shown, style));
}

fn place(sources: &Sources, diagnostic: &Diagnostic) -> Option<String> {
    let span = diagnostic.span()?;
    let (line, _) = sources.line_col(span);
    Some(format!("{}:{line}", sources.name(span.source)))
}
