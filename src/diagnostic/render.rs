//! Messages for people, with the source lines they are about.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};

use super::ascii::{to_ascii, to_ascii_in_place};
use super::clip::clip;
use super::codes::Severity;
use super::record::{Diagnostic, Label};
use crate::source::{SourceId, Sources, Span};

/// A place of more line breaks than this is drawn by its first line only: whole rules would bury their message.
const LONGEST_DRAWING: u32 = 8;

/// A place on one line is drawn no longer than this, in characters.
const LONGEST_PLACE: usize = 300;

/// The narrowest lines drawn, in characters.
const MIN_WIDTH: usize = 20;

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use terminal colours.
    pub color: bool,
    /// The width of a line, in characters.
    pub width: usize,
    /// Whether to draw with characters beyond ASCII.
    pub unicode: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            width: 100,
            unicode: true,
        }
    }
}

/// Every message with its source lines, in the order given, an empty line between two.
pub fn render_human(sources: &Sources, diagnostics: &[Diagnostic], style: Style) -> String {
    let handler = handler(style);
    let mut out = String::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let plain;
        let diagnostic = if style.unicode {
            diagnostic
        } else {
            plain = in_ascii(diagnostic);
            &plain
        };
        let mut drawing = String::new();
        for part in Part::all(sources, diagnostic) {
            if handler.render_report(&mut drawing, &part).is_err() {
                drawing = super::short::to_short(sources, std::slice::from_ref(diagnostic));
                break;
            }
        }
        drawing = clip(&drawing, style.width.max(MIN_WIDTH));
        if !style.unicode {
            // The lines of the source are left: what points at them must still do so.
            drawing = to_ascii_in_place(&drawing);
        }
        for line in drawing.lines() {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        append_facts(&mut out, diagnostic, style.width.max(MIN_WIDTH));
    }
    out
}

fn handler(style: Style) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: if style.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        },
        styles: if style.color {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        },
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.max(MIN_WIDTH))
        .with_links(false)
        .with_context_lines(1)
}

/// The message in characters of ASCII.
fn in_ascii(diagnostic: &Diagnostic) -> Diagnostic {
    let plain = |text: &String| to_ascii(text).into_owned();
    let labels = diagnostic.labels.iter().map(|label| Label {
        text: plain(&label.text),
        ..label.clone()
    });
    Diagnostic {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: plain(&diagnostic.message),
        labels: labels.collect(),
        help: diagnostic.help.as_ref().map(plain),
        notes: diagnostic.notes.iter().map(plain).collect(),
        path: diagnostic.path.as_ref().map(plain),
        citation: diagnostic.citation.as_ref().map(plain),
    }
}

/// What follows the drawings: advice, facts, clause and legal source, wrapped and indented alike.
fn append_facts(out: &mut String, diagnostic: &Diagnostic, width: usize) {
    let help = diagnostic.help.iter().map(|help| ("help", help));
    let notes = diagnostic.notes.iter().map(|note| ("note", note));
    let clause = diagnostic.path.iter().map(|path| ("clause", path));
    let source = diagnostic.citation.iter().map(|citation| ("source", citation));
    for (word, text) in help.chain(notes).chain(clause).chain(source) {
        let head = format!("  {word}: ");
        let indent = " ".repeat(head.len());
        for (index, line) in text.lines().enumerate() {
            // A line that is indented, as what lies in something else is, stays so.
            let inner = " ".repeat(line.len().saturating_sub(line.trim_start().len()));
            let first = if index == 0 { &head } else { &indent };
            wrap(
                out,
                &format!("{first}{inner}"),
                &format!("{indent}{inner}"),
                line,
                width,
            );
        }
    }
}

/// One line of text in lines of at most `width` characters, words longer than that excepted.
pub(crate) fn wrap(out: &mut String, head: &str, indent: &str, text: &str, width: usize) {
    let mut line = head.to_owned();
    let mut filled = false;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let mut word = word.to_owned();
        // A figure stays with its sign.
        while let Some(sign) = words.next_if(|next| next.starts_with('%')) {
            word.push(' ');
            word.push_str(sign);
        }
        let wide = line.chars().count().saturating_add(word.chars().count());
        if filled && wide > width {
            out.push_str(line.trim_end());
            out.push('\n');
            indent.clone_into(&mut line);
        }
        line.push_str(&word);
        line.push(' ');
        filled = true;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// The part of a message that lies in one text, as the drawing library wants it: it draws one text at a time.
struct Part<'a> {
    text: Text<'a>,
    /// Severity and code, of the first part only.
    title: Option<String>,
    message: String,
    severity: Severity,
    labels: Vec<&'a Label>,
}

impl<'a> Part<'a> {
    /// The part with the primary place first, then one for each further text, in order.
    fn all(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Vec<Self> {
        let id = diagnostic.span().map_or(SourceId::default(), |span| span.source);
        let (labels, mut others): (Vec<_>, Vec<_>) =
            diagnostic.labels.iter().partition(|label| label.span.source == id);
        let mut parts = vec![Self {
            text: Text { sources, id },
            title: Some(format!("{}[{}]", diagnostic.severity, diagnostic.code)),
            message: diagnostic.message.clone(),
            severity: diagnostic.severity,
            labels,
        }];
        // A stable sort: within one text the labels keep the order they were given in.
        others.sort_by_key(|label| label.span.source);
        parts.extend(
            others
                .chunk_by(|a, b| a.span.source == b.span.source)
                .filter_map(|labels| {
                    let id = labels.first()?.span.source;
                    Some(Self {
                        text: Text { sources, id },
                        title: None,
                        message: format!("and in `{}`", sources.name(id)),
                        severity: Severity::Note,
                        labels: labels.to_vec(),
                    })
                }),
        );
        parts
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Part<'_> {}

impl miette::Diagnostic for Part<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.title
            .as_ref()
            .map(|title| -> Box<dyn fmt::Display> { Box::new(title) })
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        if self.labels.is_empty() { None } else { Some(&self.text) }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        if self.labels.is_empty() {
            return None;
        }
        Some(Box::new(self.labels.iter().map(|label| self.text.labelled(label))))
    }
}

/// One text of the collection, lent to the drawing library.
struct Text<'a> {
    sources: &'a Sources,
    id: SourceId,
}

impl Text<'_> {
    /// Where a place on one line ends at the latest: more could not be seen at once.
    fn far_enough(&self, span: Span) -> u32 {
        let rest = self.sources.text(self.id).get(offset(span.start)..offset(span.end));
        let rest = rest.unwrap_or_default();
        if rest.contains('\n') {
            return span.end;
        }
        let far = rest.char_indices().nth(LONGEST_PLACE).map(|(far, _)| far);
        far.and_then(|far| u32::try_from(far).ok())
            .map_or(span.end, |far| span.start.saturating_add(far))
    }

    fn labelled(&self, label: &Label) -> LabeledSpan {
        let mut span = self.sources.clamp(label.span);
        // Behind the last line break there is no line to draw under: point behind the last word instead.
        let last = u32::try_from(self.sources.text(self.id).trim_end().len()).unwrap_or(u32::MAX);
        if span.start > last {
            span = Span::point(self.id, last);
        }
        let (first, _) = self.sources.line_col(span);
        let (end, _) = self.sources.end_line_col(span);
        if end.saturating_sub(first) > LONGEST_DRAWING
            && let Some(line) = self.sources.line_span(self.id, first)
        {
            span.end = line.end.max(span.start);
        }
        span.end = span.end.min(self.far_enough(span));
        let text = (!label.text.is_empty()).then(|| label.text.clone());
        let span = SourceSpan::from((offset(span.start), offset(span.len())));
        if label.primary {
            LabeledSpan::new_primary_with_span(text, span)
        } else {
            LabeledSpan::new_with_span(text, span)
        }
    }
}

impl SourceCode for Text<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Reading from the start of the text would make a long list of messages slow.
        let (line, _) = self
            .sources
            .line_col(Span::from_offsets(self.id, span.offset(), span.offset()));
        let before = u32::try_from(lines_before).unwrap_or(u32::MAX);
        let first = line.saturating_sub(before).max(1);
        let base = self
            .sources
            .line_span(self.id, first)
            .map_or(0, |line| offset(line.start));
        let window = self.sources.text(self.id).get(base..).ok_or(MietteError::OutOfBounds)?;
        let inside = SourceSpan::from((span.offset().saturating_sub(base), span.len()));
        let read = window.read_span(&inside, lines_before, lines_after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.sources.name(self.id).to_owned(),
            read.data(),
            SourceSpan::from((read.span().offset().saturating_add(base), read.span().len())),
            read.line().saturating_add(offset(first.saturating_sub(1))),
            read.column(),
            read.line_count(),
        )))
    }
}

fn offset(of: u32) -> usize {
    usize::try_from(of).unwrap_or(usize::MAX)
}
