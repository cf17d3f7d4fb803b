//! The collection of source texts a run works on, each with an index of its lines.

use super::span::{SourceId, Span};

/// One text, its name and where its lines start.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    text: String,
    /// Byte offset of the first character of every line; never empty, starts with 0.
    line_starts: Vec<u32>,
}

/// All source texts of a run, in order of addition.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    entries: Vec<Entry>,
}

impl Sources {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a decoded text under the name to show for it (a path, or `<stdin>`).
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let (name, text) = (name.into(), text.into());
        let line_starts = line_starts(&text);
        self.entries.push(Entry {
            name,
            text,
            line_starts,
        });
        id
    }

    /// The name of a text; `?` for an id that was never given out.
    pub fn name(&self, id: SourceId) -> &str {
        self.entry(id).map_or("?", |entry| &entry.name)
    }

    /// The text itself; empty for an id that was never given out.
    pub fn text(&self, id: SourceId) -> &str {
        self.entry(id).map_or("", |entry| &entry.text)
    }

    /// The ids of all texts, in order of addition.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).map(SourceId)
    }

    /// The text with that name, the first if several bear it.
    pub fn find(&self, name: &str) -> Option<SourceId> {
        self.ids().find(|id| self.name(*id) == name)
    }

    /// The span moved onto character boundaries inside its text.
    #[must_use]
    pub fn clamp(&self, span: Span) -> Span {
        let text = self.text(span.source);
        let last = text.len();
        let start = (0..=offset(span.start).min(last))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let end = (offset(span.end).min(last)..=last)
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(last);
        Span::from_offsets(span.source, start, end.max(start))
    }

    /// The words at a place.
    pub fn slice(&self, span: Span) -> &str {
        let span = self.clamp(span);
        self.text(span.source)
            .get(offset(span.start)..offset(span.end))
            .unwrap_or_default()
    }

    /// Line and column of the start of a span, both from 1, the column in characters.
    pub fn line_col(&self, span: Span) -> (u32, u32) {
        self.position(span.source, self.clamp(span).start)
    }

    /// Line and column of the end of a span, both from 1, the column in characters.
    pub fn end_line_col(&self, span: Span) -> (u32, u32) {
        self.position(span.source, self.clamp(span).end)
    }

    /// How many lines a text has; a final line break opens no further line unless the text is empty.
    pub fn line_count(&self, id: SourceId) -> u32 {
        let Some(entry) = self.entry(id) else { return 0 };
        let starts = entry.line_starts.len();
        let lines = if starts > 1 && entry.text.ends_with('\n') {
            starts.saturating_sub(1)
        } else {
            starts
        };
        u32::try_from(lines).unwrap_or(u32::MAX)
    }

    /// The bytes of one line (from 1), without its line break; `None` if there is no such line.
    pub fn line_span(&self, id: SourceId, line: u32) -> Option<Span> {
        let entry = self.entry(id)?;
        let index = usize::try_from(line.checked_sub(1)?).ok()?;
        let start = *entry.line_starts.get(index)?;
        let end = match entry.line_starts.get(index.saturating_add(1)) {
            Some(next) => next.saturating_sub(1),
            None => u32::try_from(entry.text.len()).unwrap_or(u32::MAX),
        };
        Some(Span::new(id, start, end))
    }

    /// The whole first line a span lies on, without surrounding blanks.
    pub fn snippet(&self, span: Span) -> &str {
        let (line, _) = self.line_col(span);
        self.line_span(span.source, line)
            .map_or("", |whole| self.slice(whole).trim())
    }

    fn position(&self, id: SourceId, at: u32) -> (u32, u32) {
        let Some(entry) = self.entry(id) else { return (1, 1) };
        let line = entry.line_starts.partition_point(|start| *start <= at);
        let start = entry.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.slice(Span::new(id, start, at)).chars().count();
        let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (narrow(line), narrow(before.saturating_add(1)))
    }

    fn entry(&self, id: SourceId) -> Option<&Entry> {
        self.entries.get(offset(id.0))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(breaks.map(|(at, _)| u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX)))
        .collect()
}

fn offset(of: u32) -> usize {
    usize::try_from(of).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, at: u32, expected: (u32, u32)) {
        let mut sources = Sources::new();
        let id = sources.add("x", text);
        assert_eq!(sources.line_col(Span::point(id, at)), expected);
    }

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        check("", 0, (1, 1));
        check("ab\ncd", 0, (1, 1));
        check("ab\ncd", 2, (1, 3));
        check("ab\ncd", 3, (2, 1));
        check("ab\n", 3, (2, 1));
        check("é€x", 5, (1, 3));
        check("é€x", 4, (1, 2));
        check("ab", 99, (1, 3));
    }

    #[test]
    fn a_span_is_cut_to_whole_characters() {
        let mut sources = Sources::new();
        let id = sources.add("x", "a€b");
        assert_eq!(sources.slice(Span::new(id, 2, 3)), "€");
        assert_eq!(sources.slice(Span::new(id, 0, 900)), "a€b");
        assert_eq!(sources.slice(Span::new(SourceId(7), 0, 9)), "");
    }

    #[test]
    fn lines_come_without_their_break() {
        let mut sources = Sources::new();
        let id = sources.add("x", "one\n  two \n");
        assert_eq!(sources.line_count(id), 2);
        assert_eq!(sources.snippet(Span::point(id, 7)), "two");
        assert_eq!(sources.line_span(id, 3), Some(Span::new(id, 11, 11)));
        assert_eq!(sources.line_span(id, 4), None);
        assert_eq!(sources.line_span(id, 0), None);
    }
}
