//! Proposals: carrying out edits on a text. The result is a text again, so everything works on it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::amount::{Date, DateRange};
use crate::diagnostic::Diagnostic;
use crate::nomenclature::{CodeRange, CountryCode};
use crate::source::Span;
use crate::syntax::tree::{
    AgreementItem, CodeSpan, DateText, Declaration, Edit, EditKind, List, Name, Period, Proposal, Stage, Start,
};

use super::rulebook::{Edited, Entry, Text};
use super::{codes, dates, diagnostics, strike};

/// The text that the proposal makes of `base`.
pub(super) fn amend(base: &Text, proposal: &Proposal, sink: &mut Vec<Diagnostic>) -> Text {
    let mut text = base.clone();
    text.name = Arc::clone(&proposal.head.name.text);
    text.title = proposal.head.title.as_ref().map(|title| Arc::clone(&title.text));
    text.amends = Some(Arc::clone(&base.name));
    let mut overlay = Overlay {
        base,
        proposal,
        text,
        touched: BTreeMap::new(),
        in_force: None,
        struck: Vec::new(),
        sink,
    };
    overlay.tabled_by_parties();
    for edit in &proposal.edits {
        overlay.carry_out(edit);
    }
    overlay.text
}

/// What was done to a clause already, to see edits that contradict each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// A figure was set for these days.
    Set(DateRange),
    /// It was deleted or replaced, or its dates were changed.
    Whole,
    /// It was suspended, or entries of it were added or struck.
    Part,
}

struct Overlay<'a> {
    base: &'a Text,
    proposal: &'a Proposal,
    text: Text,
    touched: BTreeMap<Arc<str>, Vec<(Touch, Span)>>,
    /// Where the dates of the agreement itself were changed.
    in_force: Option<Span>,
    /// What was struck from which list.
    struck: Vec<(Arc<str>, CodeRange, Span)>,
    sink: &'a mut Vec<Diagnostic>,
}

impl Overlay<'_> {
    /// Says who of those that tabled the proposal is no country, or no party to the text.
    fn tabled_by_parties(&mut self) {
        let parties: Vec<Arc<str>> = self
            .base
            .agreement
            .items
            .iter()
            .flat_map(|item| match item {
                AgreementItem::Parties(names) => names.as_slice(),
                _ => &[],
            })
            .map(|name| Arc::clone(&name.text))
            .collect();
        for name in &self.proposal.by {
            if CountryCode::find(&name.text).is_none() {
                self.sink.push(diagnostics::unknown_country(name, &parties));
            } else if !parties.contains(&name.text) {
                self.sink
                    .push(diagnostics::no_party(name, &self.base.agreement.head.name.text));
            }
        }
    }

    fn carry_out(&mut self, edit: &Edit) {
        match &edit.kind {
            EditKind::Set { target, value, period } => {
                let range = dates::range(period, self.sink);
                if self.touch(target, Touch::Set(range), edit.span) {
                    let (range, period) = self.until_the_next(target, range, period);
                    let stage = Stage {
                        value: value.clone(),
                        period,
                        when: None,
                        lasting: None,
                        cites: edit.cites.clone().or_else(|| self.proposal.head.cites.clone()),
                        span: edit.span,
                    };
                    self.set(target, stage, range);
                }
            }
            EditKind::AddEntries { entries, list } => {
                if self.touch(list, Touch::Part, edit.span) {
                    self.on_list(list, |list| list.entries.extend(entries.iter().cloned()));
                    self.note(list, edit);
                }
            }
            EditKind::Strike { codes, list } => {
                if self.touch(list, Touch::Part, edit.span) {
                    self.strike(codes, list);
                    self.note(list, edit);
                }
            }
            EditKind::Add(declaration) => self.add(declaration, edit),
            EditKind::Replace(declaration) => {
                let name = declaration.head().name.clone();
                if self.touch(&name, Touch::Whole, edit.span) && self.same_sort(declaration) {
                    self.text
                        .entries
                        .insert(Arc::clone(&name.text), self.entry(declaration, edit));
                }
            }
            EditKind::Delete(name) => {
                if self.touch(name, Touch::Whole, edit.span) {
                    self.text.entries.shift_remove(&name.text);
                    let edited = self.edited(edit.span);
                    self.text.deleted.insert(Arc::clone(&name.text), edited);
                }
            }
            EditKind::Suspend { target, period } => {
                if self.touch(target, Touch::Part, edit.span) {
                    self.suspend(target, period, edit.span);
                }
            }
            EditKind::ChangeDates { target, period } => self.change_dates(target, period, edit.span),
        }
    }

    /// The days of a `set` without an end, up to those of one that follows it and was carried out before.
    fn until_the_next(&self, target: &Name, range: DateRange, period: &Period) -> (DateRange, Period) {
        let earlier = self.touched.get(&target.text).into_iter().flatten();
        let later = earlier.filter_map(|(touch, _)| match touch {
            Touch::Set(other) if follows(range, *other) => other.from,
            _ => None,
        });
        let last = later.min().and_then(Date::pred);
        let Some(last) = last else {
            return (range, period.clone());
        };
        let span = match &period.from {
            Some(Start::Day(text) | Start::FiscalYearNearest(text)) => text.span,
            None => target.span,
        };
        let mut period = period.clone();
        period.until = Some(written(last, span));
        let until = Some(last);
        (DateRange { until, ..range }, period)
    }

    /// Notes that an edit concerns `name`; false, with a diagnostic, if there is no such clause or an earlier edit
    /// of the same proposal contradicts this one.
    fn touch(&mut self, name: &Name, touch: Touch, span: Span) -> bool {
        let known = self.base.entries.contains_key(&name.text) || self.text.entries.contains_key(&name.text);
        if !known {
            let candidates = self.base.entries.keys().map(AsRef::as_ref);
            self.sink
                .push(diagnostics::unknown_target(name, "clause", &self.base.name, candidates));
            return false;
        }
        let earlier = self.touched.entry(Arc::clone(&name.text)).or_default();
        let clash = earlier.iter().find(|(other, _)| match (*other, touch) {
            (Touch::Set(a), Touch::Set(b)) => a.intersects(b) && !follows(a, b) && !follows(b, a),
            (Touch::Whole, _) | (_, Touch::Whole) => true,
            (Touch::Set(_) | Touch::Part, Touch::Set(_) | Touch::Part) => false,
        });
        if let Some((_, first)) = clash {
            self.sink.push(diagnostics::conflicting_edits(&name.text, *first, span));
            return false;
        }
        earlier.push((touch, span));
        true
    }

    /// Notes where a part of a clause was edited, for those who ask what it rests on.
    fn note(&mut self, name: &Name, edit: &Edit) {
        let cites = edit.cites.as_ref().or(self.proposal.head.cites.as_ref());
        let source = cites.map(|cites| Arc::clone(&cites.text));
        if let Some(entry) = self.text.entries.get_mut(&name.text) {
            entry.edits.push((edit.span, source));
        }
    }

    fn entry(&self, declaration: &Declaration, edit: &Edit) -> Entry {
        let cites = edit.cites.as_ref().or(self.proposal.head.cites.as_ref());
        Entry {
            fallback_citation: cites.map(|cites| Arc::clone(&cites.text)),
            ..Entry::new(declaration.clone())
        }
    }

    fn add(&mut self, declaration: &Declaration, edit: &Edit) {
        let name = declaration.head().name.clone();
        if let Some(first) = self.text.entries.get(&name.text) {
            self.sink
                .push(diagnostics::duplicate_name(&name, first.declaration.head().name.span));
            return;
        }
        self.text.deleted.remove(&name.text);
        self.touched
            .entry(Arc::clone(&name.text))
            .or_default()
            .push((Touch::Whole, edit.span));
        self.text
            .entries
            .insert(Arc::clone(&name.text), self.entry(declaration, edit));
    }

    /// Whether what takes a clause's place is of the same sort; what refers to the clause goes by that.
    fn same_sort(&mut self, by: &Declaration) -> bool {
        let Some(entry) = self.text.entries.get(&by.head().name.text) else {
            return true;
        };
        let own = entry.declaration.as_ref();
        if own.sort() == by.sort() {
            return true;
        }
        self.sink.push(diagnostics::replaced_by_another_sort(own, by));
        false
    }

    fn wrong_kind(&mut self, name: &Name, wanted: &str) {
        if let Some(entry) = self.text.entries.get(&name.text) {
            let head = entry.declaration.head();
            self.sink.push(diagnostics::wrong_kind(
                name,
                entry.declaration.sort(),
                wanted,
                head.name.span,
            ));
        }
    }

    fn set(&mut self, target: &Name, stage: Stage, range: DateRange) {
        let declaration = self
            .text
            .entries
            .get(&target.text)
            .map(|entry| Arc::clone(&entry.declaration));
        let Some(Declaration::Threshold(threshold)) = declaration.as_deref() else {
            self.wrong_kind(target, "a threshold");
            return;
        };
        let mut threshold = threshold.clone();
        threshold.stages = threshold.stages.iter().flat_map(|old| cut(old, range)).collect();
        threshold.stages.push(stage);
        if let Some(entry) = self.text.entries.get_mut(&target.text) {
            entry.declaration = Arc::new(Declaration::Threshold(threshold));
        }
    }

    fn edited(&self, span: Span) -> Edited {
        Edited {
            by: Arc::clone(&self.proposal.head.name.text),
            span,
        }
    }

    fn suspend(&mut self, target: &Name, period: &Period, span: Span) {
        let for_good = (period.from.is_none() && period.until.is_none()).then(|| self.edited(span));
        let Some(entry) = self.text.entries.get_mut(&target.text) else {
            return;
        };
        match entry.declaration.as_ref() {
            Declaration::Rule(_) | Declaration::CarveOut(_) | Declaration::Tolerance(_) => {
                entry.suspended.push(period.clone());
                entry.never = for_good.or(entry.never.take());
            }
            _ => self.wrong_kind(target, "a rule, carve-out or tolerance"),
        }
    }

    fn on_list(&mut self, name: &Name, change: impl FnOnce(&mut List)) {
        let declaration = self
            .text
            .entries
            .get(&name.text)
            .map(|entry| Arc::clone(&entry.declaration));
        let Some(Declaration::List(list)) = declaration.as_deref() else {
            self.wrong_kind(name, "a list");
            return;
        };
        let mut list = list.clone();
        change(&mut list);
        if let Some(entry) = self.text.entries.get_mut(&name.text) {
            entry.declaration = Arc::new(Declaration::List(list));
        }
    }

    fn strike(&mut self, codes: &[CodeSpan], list: &Name) {
        let mut wrong = Vec::new();
        let mut earlier = std::mem::take(&mut self.struck);
        self.on_list(list, |entries| {
            for code in codes {
                let struck = codes::range(code);
                let again = earlier
                    .iter()
                    .find(|(name, before, _)| *name == list.text && struck.is_some_and(|struck| before.covers(struck)));
                if let Some((_, _, first)) = again {
                    wrong.push(diagnostics::struck_twice(code, &list.text, *first));
                } else if !strike::from(entries, code) {
                    wrong.push(diagnostics::nothing_to_strike(code, list));
                }
                earlier.extend(struck.map(|struck| (Arc::clone(&list.text), struck, code.span)));
            }
        });
        self.struck = earlier;
        self.sink.extend(wrong);
    }

    fn change_dates(&mut self, target: &Name, period: &Period, span: Span) {
        if target.text == self.text.agreement.head.name.text {
            if let Some(first) = self.in_force {
                self.sink
                    .push(diagnostics::conflicting_edits(&target.text, first, span).help("keep one of the two"));
                return;
            }
            self.in_force = Some(span);
            let items = &mut self.text.agreement.items;
            items.retain(|item| !matches!(item, AgreementItem::InForce(_)));
            items.push(AgreementItem::InForce(period.clone()));
            return;
        }
        if !self.touch(target, Touch::Whole, span) {
            return;
        }
        let declaration = self
            .text
            .entries
            .get(&target.text)
            .map(|entry| entry.declaration.as_ref().clone());
        let changed = match declaration {
            Some(Declaration::Rule(mut x)) => {
                x.period = period.clone();
                Declaration::Rule(x)
            }
            Some(Declaration::CarveOut(mut x)) => {
                x.period = period.clone();
                Declaration::CarveOut(x)
            }
            Some(Declaration::Tolerance(mut x)) => {
                x.period = period.clone();
                Declaration::Tolerance(x)
            }
            _ => {
                self.wrong_kind(target, "a clause with dates of its own");
                return;
            }
        };
        if let Some(entry) = self.text.entries.get_mut(&target.text) {
            entry.declaration = Arc::new(changed);
        }
    }
}

/// Whether the second range begins later than a first that has no end, as the steps of a phase-in do.
fn follows(first: DateRange, second: DateRange) -> bool {
    first.until.is_none() && first.from < second.from
}

/// What is left of a stage when the days of `range` are given to another figure.
fn cut(stage: &Stage, range: DateRange) -> Vec<Stage> {
    let mut left = Vec::new();
    if let Some(last) = range.from.and_then(Date::pred) {
        let starts_before = match &stage.period.from {
            Some(Start::Day(text)) => Date::parse(&text.text).is_ok_and(|start| start <= last),
            Some(Start::FiscalYearNearest(_)) | None => true,
        };
        let mut before = stage.clone();
        let until = match &stage.period.until {
            Some(text) => Date::parse(&text.text).map_or(last, |until| until.min(last)),
            None => last,
        };
        if starts_before {
            before.period.until = Some(written(until, stage.span));
            left.push(before);
        }
    }
    if let Some(first) = range.until.and_then(Date::succ) {
        let mut after = stage.clone();
        let ends_after = match &stage.period.until {
            Some(text) => Date::parse(&text.text).is_ok_and(|until| until >= first),
            None => true,
        };
        if ends_after {
            // A stage that starts with a fiscal year keeps that start if it is later than the end of the edit.
            after.period.from = match &stage.period.from {
                Some(Start::Day(text)) => {
                    let start = Date::parse(&text.text).map_or(first, |start| start.max(first));
                    Some(Start::Day(written(start, stage.span)))
                }
                Some(Start::FiscalYearNearest(text)) if Date::parse(&text.text).is_ok_and(|start| start > first) => {
                    Some(Start::FiscalYearNearest(text.clone()))
                }
                Some(Start::FiscalYearNearest(_)) | None => Some(Start::Day(written(first, stage.span))),
            };
            left.push(after);
        }
    }
    left
}

fn written(day: Date, span: Span) -> DateText {
    DateText {
        text: day.to_string().into(),
        span,
    }
}
