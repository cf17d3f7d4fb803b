//! Finds the schedule in a document: its chapters and notes, and the text of each rule under the codes that it heads.

use super::clause::Span;
use super::label;
use super::plain::Line;

/// What was found in the document.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Rules in the order of the text.
    pub(super) rows: Vec<Row>,
    /// Notes in the order of the text.
    pub(super) notes: Vec<Note>,
}

/// The rules of one tariff provision.
#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    /// Line on which its codes or, without any, its text stands.
    pub(super) line: usize,
    /// The chapter in which it stands, as printed; empty if none was seen.
    pub(super) chapter: String,
    /// The codes that it heads; none if the text has none beside the rule.
    pub(super) codes: Vec<Span>,
    /// Its text, lines joined by spaces.
    pub(super) text: String,
    /// What goods a note before it says that it is for.
    pub(super) narrowing: Option<String>,
}

/// A note to a section, a chapter or a rule.
#[derive(Debug, Clone)]
pub(super) struct Note {
    /// Where it stands.
    pub(super) line: usize,
    /// The chapter in which it stands.
    pub(super) chapter: String,
    /// Codes of the rule at which it stands.
    pub(super) at: Vec<Span>,
    /// Its words.
    pub(super) text: String,
}

/// What the lines that follow belong to.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Open {
    Nothing,
    Row,
    Note,
}

/// The state while lines are read.
struct Reading {
    found: Outline,
    open: Open,
    chapter: String,
    in_schedule: bool,
    waiting: Option<(usize, Vec<Span>)>,
    narrowing: Option<String>,
}

/// Reads the lines of a document.
pub(super) fn outline(lines: &[Line]) -> Outline {
    let mut reading = Reading {
        found: Outline::default(),
        open: Open::Nothing,
        chapter: String::new(),
        in_schedule: false,
        waiting: None,
        narrowing: None,
    };
    for line in lines {
        if !is_debris(&line.text) {
            reading.line(line);
        }
    }
    reading.found.rows.retain(|row| !row.text.trim().is_empty());
    reading.found
}

impl Reading {
    fn line(&mut self, line: &Line) {
        let text = line.text.as_str();
        if starts_part(text) {
            self.open = Open::Nothing;
            self.in_schedule = false;
            self.waiting = None;
        } else if is_section(text) {
            self.open = Open::Nothing;
            self.in_schedule = true;
            self.waiting = None;
        } else if let Some(chapter) = chapter_heading(text) {
            self.chapter = chapter;
            self.open = Open::Nothing;
            self.in_schedule = true;
            self.waiting = None;
        } else if self.in_sentence() && !text.contains(" | ") {
            self.go_on(line);
        } else if let Some((codes, rest)) = label::leading(text) {
            self.labelled(line, codes, rest);
        } else {
            self.unlabelled(line, text.trim_start_matches('|').trim());
        }
    }

    /// A rule whose sentence has not ended takes the next line, whatever it begins with.
    fn in_sentence(&self) -> bool {
        self.open == Open::Row && self.found.rows.last().is_some_and(|row| !label::may_end(&row.text))
    }

    fn labelled(&mut self, line: &Line, codes: Vec<Span>, rest: &str) {
        self.open = Open::Nothing;
        self.waiting = Some((line.number, codes));
        if label::begins_rule(rest) || label::begins_note(rest) {
            self.begin(line.number, rest);
        }
    }

    fn unlabelled(&mut self, line: &Line, text: &str) {
        if text.is_empty() {
            return;
        }
        if label::begins_rule(text) {
            let goes_on = self.waiting.is_none()
                && self.open == Open::Row
                && (text.starts_with('(') && label::has_number(text) && !label::is_first(text)
                    || self.found.rows.last().is_some_and(|row| label::awaits(&row.text)));
            if goes_on {
                self.go_on(line);
            } else {
                self.begin(line.number, text);
            }
        } else if label::begins_note(text) && self.in_schedule {
            self.note(line.number, text);
        } else {
            self.go_on(line);
        }
    }

    /// A rule begins; the codes printed before it are its own.
    fn begin(&mut self, line: usize, text: &str) {
        let (line, codes) = self.waiting.take().unwrap_or((line, Vec::new()));
        self.found.rows.push(Row {
            line,
            chapter: self.chapter.clone(),
            codes,
            text: text.to_owned(),
            narrowing: self.narrowing.take(),
        });
        self.open = Open::Row;
        self.in_schedule = true;
    }

    fn note(&mut self, line: usize, text: &str) {
        let at = self.waiting.as_ref().map_or_else(Vec::new, |(_, codes)| codes.clone());
        self.found.notes.push(Note {
            line,
            chapter: self.chapter.clone(),
            at,
            text: text.to_owned(),
        });
        self.open = Open::Note;
        self.narrowing = narrowing(text);
    }

    fn go_on(&mut self, line: &Line) {
        let text = line.text.trim_start_matches('|').trim();
        let target = match self.open {
            Open::Row => self.found.rows.last_mut().map(|row| &mut row.text),
            Open::Note => self.found.notes.last_mut().map(|note| &mut note.text),
            Open::Nothing => None,
        };
        if let Some(target) = target {
            // A code that a line break cut at its dot.
            let digits = text.chars().take_while(char::is_ascii_digit).count();
            let cut = digits == 2
                && !text.get(digits..).unwrap_or_default().starts_with(['.', ')'])
                && ends_in_digits(target);
            if !cut && !text.is_empty() {
                target.push(' ');
            }
            target.push_str(text);
        }
    }
}

/// `Note: The following rule applies to a good of tariff item … incorporating …:`
fn narrowing(note: &str) -> Option<String> {
    let (_, goods) = note.split_once("The following rule applies to ")?;
    Some(goods.trim_end_matches([':', ' ']).to_owned())
}

fn ends_in_digits(text: &str) -> bool {
    let mut back = text.trim_end_matches('.').chars().rev();
    let digits = back.by_ref().take_while(char::is_ascii_digit).count();
    matches!(digits, 2 | 4) && text.ends_with('.') && !text.ends_with("..")
}

/// `SCHEDULE II`, `ANNEX 401`: another part of the document begins.
fn starts_part(text: &str) -> bool {
    let Some((word, rest)) = text.split_once(' ') else {
        return false;
    };
    let named = ["SCHEDULE", "ANNEX", "APPENDIX"].contains(&word.to_ascii_uppercase().as_str());
    named
        && rest.len() < 24
        && !rest.contains([',', ';', '.'])
        && is_numeral(rest.split(' ').next().unwrap_or_default())
}

fn is_numeral(word: &str) -> bool {
    let word = word.trim_end_matches([':', ')']);
    !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || "IVXLC.-".contains(c) || c.is_ascii_uppercase() && word.chars().count() <= 4)
}

/// `SECTION XVI`, `Section I - Live animals (Chapters 1-5)`
fn is_section(text: &str) -> bool {
    let mut words = text.splitn(3, ' ');
    let section = words.next().is_some_and(|word| word.eq_ignore_ascii_case("section"));
    section
        && words
            .next()
            .is_some_and(|word| word.chars().all(|c| "IVXL:-—.".contains(c)))
}

/// `Chapter 1 | Live Animals`, `CHAPTER 87`, `Chapter 1 - Live animals`: the chapter, without its title.
fn chapter_heading(text: &str) -> Option<String> {
    let (word, rest) = text.split_once(' ')?;
    if !word.eq_ignore_ascii_case("chapter") {
        return None;
    }
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let after = rest.get(digits.len()..)?.trim_start_matches('.');
    let title = after.trim_start_matches([' ', '|', ':', '-', '—']);
    let divided = after.is_empty()
        || after.trim_start().starts_with(['|', ':', '-', '—'])
        || title.starts_with(char::is_uppercase);
    let alone = matches!(digits.len(), 1 | 2) && divided && !text.ends_with([';', ',']) && !label::begins_rule(title);
    alone.then(|| format!("{digits:0>2}"))
}

/// Page numbers and running heads.
fn is_debris(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let page = lower
        .strip_prefix("page ")
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || " of/".contains(c)));
    let dashed = text.starts_with('-')
        && text.ends_with('-')
        && text.len() > 2
        && text.chars().all(|c| c.is_ascii_digit() || "- ".contains(c));
    let bare = text.len() <= 3 && !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    // `4-A-12`, `Annex 401-12`, `IV-3`
    let folio_of = text.strip_prefix("Annex ").unwrap_or(text);
    let folio = folio_of.len() <= 12
        && text.contains('-')
        && !text.contains('.')
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().any(|c| c.is_ascii_uppercase())
        && !folio_of.contains(' ')
        && folio_of.contains('-');
    page || dashed || bare || folio
}
