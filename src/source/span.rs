//! Places in source texts, as byte offsets.

use std::fmt;

/// Names one text of a [`Sources`](super::Sources) collection; ids follow the order of addition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A stretch of one source text, in bytes of the normalised text; `end` is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text the stretch lies in.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one; equal to `start` for a position between two characters.
    pub end: u32,
}

impl Span {
    /// The stretch from `start` to `end`, put in order if given backwards.
    pub fn new(source: SourceId, start: u32, end: u32) -> Self {
        let (start, end) = if start <= end { (start, end) } else { (end, start) };
        Self { source, start, end }
    }

    /// As [`Span::new`] from `usize` offsets; what does not fit is held at the largest offset.
    pub fn from_offsets(source: SourceId, start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self::new(source, narrow(start), narrow(end))
    }

    /// The empty stretch at one offset.
    pub fn point(source: SourceId, at: u32) -> Self {
        Self::new(source, at, at)
    }

    /// The smallest stretch that holds both; `self` alone if the other lies in another text.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        Self::new(self.source, self.start.min(other.start), self.end.max(other.end))
    }

    /// The same stretch `by` bytes further on: a fragment's place made a file's place.
    #[must_use]
    pub fn shift(self, by: u32) -> Self {
        Self {
            source: self.source,
            start: self.start.saturating_add(by),
            end: self.end.saturating_add(by),
        }
    }

    /// The empty stretch at its start.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self::point(self.source, self.start)
    }

    /// The empty stretch at its end.
    #[must_use]
    pub fn at_end(self) -> Self {
        Self::point(self.source, self.end)
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether the other lies in it, ends included.
    pub fn contains(self, other: Self) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }

    /// Whether the offset lies in the stretch, its end included (a cursor behind a word still touches it).
    pub fn touches(self, offset: u32) -> bool {
        self.start <= offset && offset <= self.end
    }
}

/// A value and the place it was written at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Ties a value to its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Changes the value and keeps the place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(change(self.value), self.span)
    }

    /// The same place with the value borrowed.
    pub fn as_ref(&self) -> Spanned<&T> {
        Spanned::new(&self.value, self.span)
    }

    /// Another value at this place.
    pub fn with<U>(&self, value: U) -> Spanned<U> {
        Spanned::new(value, self.span)
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
