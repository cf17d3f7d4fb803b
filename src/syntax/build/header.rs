//! Headers: what stands between a declaration's name and its body, in any order.

use std::collections::BTreeMap;

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Bearer, Expr, Head, Name, Nomenclature, Period, Relaxed, Scope, ScopeItem, Start, Text};

use super::provision::relaxed;
use super::{Builder, parts_of};

/// Everything a header may say. What a declaration does not use its grammar does not admit.
#[derive(Default)]
pub(super) struct Header {
    pub(super) names: Vec<Name>,
    pub(super) title: Option<Text>,
    pub(super) cites: Option<Text>,
    pub(super) bearers: Vec<Bearer>,
    pub(super) nomenclature: Option<Nomenclature>,
    pub(super) extends: Option<Name>,
    pub(super) scope: Option<Scope>,
    pub(super) when: Option<Expr>,
    pub(super) period: Period,
    pub(super) despite: Vec<Name>,
    pub(super) subject_to: Vec<Name>,
    pub(super) measures: Vec<Name>,
    pub(super) relaxing: Vec<Relaxed>,
}

impl Header {
    /// Name, title and source of the declaration that `pair` is.
    pub(super) fn head(&self, builder: &Builder<'_>, pair: &Pair<'_, Rule>) -> Option<Head> {
        Some(Head {
            name: self.names.first()?.clone(),
            title: self.title.clone(),
            cites: self.cites.clone(),
            span: builder.span(pair),
        })
    }
}

impl Builder<'_> {
    /// Takes the header's parts out of a declaration; what remains is its body.
    pub(super) fn header<'i>(&self, pair: &Pair<'i, Rule>) -> Option<(Header, Vec<Pair<'i, Rule>>)> {
        let mut header = Header::default();
        let mut rest = Vec::new();
        let mut places = BTreeMap::new();
        for inner in parts_of(pair.clone()) {
            let (sort, span) = (inner.as_rule(), self.span(&inner));
            let before = header.period.clone();
            let twice = match inner.as_rule() {
                Rule::ident => {
                    header.names.push(self.name(&inner));
                    None
                }
                Rule::title => replaced(&mut header.title, self.text(inner)?, "the title"),
                Rule::cites => replaced(&mut header.cites, self.text(inner)?, "`cites`"),
                Rule::of_bearers => filled(&mut header.bearers, bearers(inner), "`of`"),
                Rule::nomenclature => replaced(&mut header.nomenclature, self.nomenclature(inner)?, "`nomenclature`"),
                Rule::extends => replaced(&mut header.extends, self.first_name(inner)?, "`extends`"),
                Rule::for_scope => replaced(&mut header.scope, self.scope(parts_of(inner).next()?)?, "`for`"),
                Rule::when => replaced(&mut header.when, self.expr(parts_of(inner).next()?)?, "`when`"),
                Rule::period => lengthen(&mut header.period, self.period(inner)?),
                Rule::despite => filled(&mut header.despite, self.names(inner), "`despite`"),
                Rule::subject_to => filled(&mut header.subject_to, self.names(inner), "`subject to`"),
                Rule::of_measures => filled(&mut header.measures, self.names(inner), "`of`"),
                Rule::relaxing => filled(&mut header.relaxing, relaxed(inner), "`relaxing`"),
                _ => {
                    rest.push(inner);
                    None
                }
            };
            let first = *places.entry(sort).or_insert(span);
            if let Some(what) = twice {
                // The halves of a period may stand apart.
                let first = match (what, before.from, before.until) {
                    ("`from`", Some(Start::Day(day) | Start::FiscalYearNearest(day)), _) => day.span,
                    ("`until`", _, Some(day)) => day.span,
                    _ => first,
                };
                self.report_again(what, first, span);
            }
        }
        Some((header, rest))
    }

    pub(super) fn nomenclature(&self, pair: Pair<'_, Rule>) -> Option<Nomenclature> {
        let span = self.span(&pair);
        let mut parts = parts_of(pair);
        let year = parts.next()?;
        let outside = parts.flat_map(parts_of).map(|code| self.code(&code)).collect();
        // A year that is no number of this size is no edition, which the model says.
        Some(Nomenclature {
            year: year.as_str().parse().unwrap_or(0),
            outside,
            span,
        })
    }

    pub(super) fn period(&self, pair: Pair<'_, Rule>) -> Option<Period> {
        let mut period = Period {
            span: Some(self.span(&pair)),
            ..Period::default()
        };
        for inner in parts_of(pair) {
            match inner.as_rule() {
                Rule::day => period.from = Some(Start::Day(self.date(&inner))),
                Rule::fiscal_year => period.from = Some(Start::FiscalYearNearest(self.first_date(inner)?)),
                _ => period.until = self.first_date(inner),
            }
        }
        Some(period)
    }

    pub(super) fn scope(&self, pair: Pair<'_, Rule>) -> Option<Scope> {
        let mut scope = Scope {
            items: Vec::new(),
            except: Vec::new(),
            span: self.span(&pair),
        };
        for inner in parts_of(pair) {
            if inner.as_rule() == Rule::except_codes {
                for inner in parts_of(inner) {
                    scope.except.push(self.scope_item(inner)?);
                }
            } else {
                scope.items.push(self.scope_item(inner)?);
            }
        }
        Some(scope)
    }

    pub(super) fn scope_item(&self, pair: Pair<'_, Rule>) -> Option<ScopeItem> {
        Some(match pair.as_rule() {
            Rule::all_goods => ScopeItem::All(self.span(&pair)),
            Rule::ident => ScopeItem::List(self.name(&pair)),
            _ => ScopeItem::Codes(self.code_span(pair)?),
        })
    }
}

fn bearers(pair: Pair<'_, Rule>) -> Vec<Bearer> {
    parts_of(pair)
        .map(|inner| match inner.as_rule() {
            Rule::on_materials => Bearer::Materials,
            Rule::on_producers => Bearer::Producers,
            _ => Bearer::Goods,
        })
        .collect()
}

/// Puts a value in its place; names it if the place was taken.
fn replaced<T>(place: &mut Option<T>, value: T, what: &'static str) -> Option<&'static str> {
    place.replace(value).map(|_| what)
}

/// As [`replaced`], for lists.
fn filled<T>(place: &mut Vec<T>, values: Vec<T>, what: &'static str) -> Option<&'static str> {
    let taken = !place.is_empty();
    place.extend(values);
    taken.then_some(what)
}

/// Adds `from` or `until` to a period of which the other may have been read.
fn lengthen(period: &mut Period, more: Period) -> Option<&'static str> {
    let twice = match (&period.from, &more.from, &period.until, &more.until) {
        (Some(_), Some(_), _, _) => Some("`from`"),
        (_, _, Some(_), Some(_)) => Some("`until`"),
        _ => None,
    };
    period.from = more.from.or(period.from.take());
    period.until = more.until.or(period.until.take());
    period.span = match (period.span, more.span) {
        (Some(before), Some(after)) => Some(before.join(after)),
        (before, after) => before.or(after),
    };
    twice
}
