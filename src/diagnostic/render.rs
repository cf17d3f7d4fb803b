//! Messages for people, with the source lines they are about.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};

use super::codes::Severity;
use super::record::{Diagnostic, Label};
use crate::source::{SourceId, Sources};

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
        let report = Report::new(sources, diagnostic);
        if handler.render_report(&mut out, &report).is_err() {
            out.push_str(&super::short::to_short(sources, std::slice::from_ref(diagnostic)));
        }
        append_facts(&mut out, diagnostic, style.width);
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
        .with_width(style.width.max(20))
        .with_links(false)
        .with_context_lines(1)
}

/// What the drawing has no room for, in the shape of its `help:` lines.
fn append_facts(out: &mut String, diagnostic: &Diagnostic, width: usize) {
    let notes = diagnostic.notes.iter().map(|note| ("note", note));
    let clause = diagnostic.path.iter().map(|path| ("clause", path));
    let source = diagnostic.citation.iter().map(|citation| ("source", citation));
    for (word, text) in notes.chain(clause).chain(source) {
        let head = format!("  {word}: ");
        let indent = " ".repeat(head.len());
        let mut line = head;
        let mut filled = false;
        for word in text.split_whitespace() {
            let wide = line.chars().count().saturating_add(word.chars().count());
            if filled && wide >= width {
                out.push_str(line.trim_end());
                out.push('\n');
                line.clone_from(&indent);
            }
            line.push_str(word);
            line.push(' ');
            filled = true;
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A message, or the part of it that lies in one text, as the drawing library wants it.
struct Report<'a> {
    text: Text<'a>,
    /// Code and advice belong to the message as a whole: only its first part has them.
    whole: Option<&'a Diagnostic>,
    message: String,
    severity: Severity,
    labels: Vec<&'a Label>,
    /// The parts in other texts.
    related: Vec<Report<'a>>,
}

impl<'a> Report<'a> {
    fn new(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Self {
        let home = diagnostic.span().map_or(SourceId::default(), |span| span.source);
        let (labels, mut others): (Vec<_>, Vec<_>) =
            diagnostic.labels.iter().partition(|label| label.span.source == home);
        // A stable sort: within one text the labels keep the order they were given in.
        others.sort_by_key(|label| label.span.source);
        let related = others
            .chunk_by(|a, b| a.span.source == b.span.source)
            .filter_map(|chunk| Self::elsewhere(sources, chunk))
            .collect();
        Self {
            text: Text { sources, id: home },
            whole: Some(diagnostic),
            message: diagnostic.message.clone(),
            severity: diagnostic.severity,
            labels,
            related,
        }
    }

    fn elsewhere(sources: &'a Sources, labels: &[&'a Label]) -> Option<Self> {
        let id = labels.first()?.span.source;
        Some(Self {
            text: Text { sources, id },
            whole: None,
            message: format!("in `{}`", sources.name(id)),
            severity: Severity::Note,
            labels: labels.to_vec(),
            related: Vec::new(),
        })
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.whole
            .map(|whole| -> Box<dyn fmt::Display> { Box::new(whole.code) })
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.whole?.help.as_ref()?;
        Some(Box::new(help))
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

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        if self.related.is_empty() {
            return None;
        }
        Some(Box::new(
            self.related.iter().map(|part| -> &dyn miette::Diagnostic { part }),
        ))
    }
}

/// One text of the collection, lent to the drawing library.
struct Text<'a> {
    sources: &'a Sources,
    id: SourceId,
}

impl Text<'_> {
    fn labelled(&self, label: &Label) -> LabeledSpan {
        let span = self.sources.clamp(label.span);
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
        let read = self.sources.text(self.id).read_span(span, lines_before, lines_after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.sources.name(self.id).to_owned(),
            read.data(),
            *read.span(),
            read.line(),
            read.column(),
            read.line_count(),
        )))
    }
}

fn offset(of: u32) -> usize {
    usize::try_from(of).unwrap_or(usize::MAX)
}
