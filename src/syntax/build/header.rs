//! Headers: what stands between a declaration's name and its body, in any order.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Bearer, Expr, Head, Name, Nomenclature, Period, Scope, ScopeItem, Start, Text};

use super::Builder;

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
        for inner in pair.clone().into_inner() {
            match inner.as_rule() {
                Rule::ident => header.names.push(self.name(&inner)),
                Rule::title => header.title = Some(self.text(inner)?),
                Rule::cites => header.cites = Some(self.text(inner)?),
                Rule::of_bearers => header.bearers = bearers(inner),
                Rule::nomenclature => header.nomenclature = self.nomenclature(inner),
                Rule::extends => header.extends = self.first_name(inner),
                Rule::for_scope => header.scope = Some(self.scope(inner.into_inner().next()?)?),
                Rule::when => header.when = Some(self.expr(inner.into_inner().next()?)?),
                Rule::period => header.period = self.period(inner)?,
                Rule::despite => header.despite = self.names(inner),
                Rule::subject_to => header.subject_to = self.names(inner),
                _ => rest.push(inner),
            }
        }
        Some((header, rest))
    }

    pub(super) fn nomenclature(&self, pair: Pair<'_, Rule>) -> Option<Nomenclature> {
        let span = self.span(&pair);
        let year = pair.into_inner().next()?;
        // A year that is no number of this size is no edition, which the model says.
        Some(Nomenclature {
            year: year.as_str().parse().unwrap_or(0),
            span,
        })
    }

    pub(super) fn period(&self, pair: Pair<'_, Rule>) -> Option<Period> {
        let mut period = Period {
            span: Some(self.span(&pair)),
            ..Period::default()
        };
        for inner in pair.into_inner() {
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
        for inner in pair.into_inner() {
            if inner.as_rule() == Rule::except_codes {
                for inner in inner.into_inner() {
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
    pair.into_inner()
        .map(|inner| match inner.as_rule() {
            Rule::on_materials => Bearer::Materials,
            Rule::on_producers => Bearer::Producers,
            _ => Bearer::Goods,
        })
        .collect()
}
