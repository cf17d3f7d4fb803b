//! From a document to lines of plain text, whatever it was saved as.

/// One line, with its number in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from one; in XML, among the lines of text.
    pub(super) number: usize,
    /// Without space at its ends.
    pub(super) text: String,
}

/// The lines of a document. In XML a row of a table is a line, its cells divided by ` | `.
pub(super) fn lines(document: &str) -> Vec<Line> {
    let document = document.trim_start_matches('\u{feff}');
    if document.trim_start().starts_with("<?xml") || document.trim_start().starts_with('<') {
        return from_xml(document);
    }
    document
        .lines()
        .enumerate()
        .map(|(index, text)| Line {
            number: index.saturating_add(1),
            text: tidy(text),
        })
        .collect()
}

/// Straight quotes, plain dashes between codes, single spaces; a tab and a bar divide cells.
pub(super) fn tidy(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2018}' | '\u{2019}' => plain.push('\''),
            '\u{201c}' | '\u{201d}' => plain.push('"'),
            '\u{2010}'..='\u{2013}' | '\u{2212}' => plain.push('-'),
            '\u{2014}' | '\u{2015}' => plain.push('—'),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            '\t' => plain.push_str(" | "),
            c if c.is_whitespace() => plain.push(' '),
            c => plain.push(c),
        }
    }
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// What is known while tags are read.
#[derive(Default)]
struct Reading {
    lines: Vec<Line>,
    text: String,
    in_row: bool,
    cells: usize,
    skipped: usize,
}

impl Reading {
    fn end_line(&mut self) {
        let text = tidy(&self.text);
        self.text.clear();
        if !text.is_empty() {
            self.lines.push(Line {
                number: self.lines.len().saturating_add(1),
                text,
            });
        }
    }

    fn tag(&mut self, tag: &str) {
        let closing = tag.starts_with('/');
        let alone = tag.ends_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        match name.as_str() {
            "row" | "tr" => {
                self.end_line();
                self.in_row = !closing;
                self.cells = 0;
            }
            "entry" | "td" | "th" if !closing => {
                if self.cells > 0 {
                    self.text.push_str(" | ");
                }
                self.cells = self.cells.saturating_add(1);
            }
            // Footnotes and notes on amendments are no text of the law.
            "historicalnote" | "footnote" | "formulagroup" | "script" | "style" | "head" if !alone => {
                self.skipped = if closing {
                    self.skipped.saturating_sub(1)
                } else {
                    self.skipped.saturating_add(1)
                };
            }
            "emphasis" | "b" | "i" | "em" | "strong" | "span" | "sup" | "sub" | "a" | "definedtermen" => {}
            name if name.starts_with("xref") || name.starts_with("footnoteref") => {}
            _ if self.in_row => self.text.push(' '),
            _ => self.end_line(),
        }
    }
}

fn from_xml(document: &str) -> Vec<Line> {
    let mut reading = Reading::default();
    let mut rest = document;
    while let Some((text, after)) = rest.split_once('<') {
        if reading.skipped == 0 {
            reading.text.push_str(&entities(text));
        }
        let Some((tag, after)) = after.split_once('>') else {
            break;
        };
        if !tag.starts_with(['?', '!']) {
            reading.tag(tag);
        }
        rest = after;
    }
    reading.end_line();
    reading.lines
}

fn entities(text: &str) -> String {
    let mut plain = text.to_owned();
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(entity, c);
    }
    plain
}
