//! Proposals and their edits.

use crate::source::Span;

use super::{CodeSpan, Declaration, Expr, Head, ListEntry, Name, Period, Text};

/// A set of edits on a text; the result is a text again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Name, title, source.
    pub head: Head,
    /// The agreement, or the proposal, that it amends.
    pub amends: Name,
    /// Who tabled it.
    pub by: Vec<Name>,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What it does.
    pub kind: EditKind,
    /// The legal or press source of this edit, if it is another than the proposal's.
    pub cites: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// What an edit does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditKind {
    /// `set light_vehicle_rvc to 85% from 2018-01-01`
    Set {
        /// The threshold.
        target: Name,
        /// The new figure.
        value: Expr,
        /// From when.
        period: Period,
    },
    /// `add 8528.59 "touch screens", 8504.40 to traced`
    AddEntries {
        /// The new entries.
        entries: Vec<ListEntry>,
        /// The list.
        list: Name,
    },
    /// `strike 8519.81 from traced`
    Strike {
        /// The codes that go.
        codes: Vec<CodeSpan>,
        /// The list.
        list: Name,
    },
    /// `add product rule …`
    Add(Box<Declaration>),
    /// `replace product rule …`: the declaration of the same name goes.
    Replace(Box<Declaration>),
    /// `delete refit`
    Delete(Name),
    /// `suspend refit from 2018-01-01 until 2018-12-31`
    Suspend {
        /// The clause.
        target: Name,
        /// For how long.
        period: Period,
    },
    /// `change dates of refit to from 2018-01-01 until 2019-12-31`
    ChangeDates {
        /// The clause, or the agreement.
        target: Name,
        /// The new dates.
        period: Period,
    },
}
