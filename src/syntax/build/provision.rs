//! General provisions.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Averaging, Cumulated, Cumulation, Declaration, Described, Fungible, Insufficient, NotFor, Reach, Relaxed, Transport,
};

use super::header::Header;
use super::{Builder, parts_of};

impl Builder<'_> {
    pub(super) fn provision(&self, pair: &Pair<'_, Rule>) -> Option<Declaration> {
        let (mut header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let reach = reach(&mut header);
        Some(match pair.as_rule() {
            Rule::cumulation => Declaration::Cumulation(Cumulation {
                head,
                reach,
                items: rest
                    .into_iter()
                    .map(|inner| self.cumulated(inner))
                    .collect::<Option<_>>()?,
            }),
            Rule::insufficient => Declaration::Insufficient(Insufficient {
                head,
                reach,
                despite: header.despite,
                operations: rest.into_iter().map(|inner| self.text(inner)).collect::<Option<_>>()?,
            }),
            Rule::transport => {
                if head.title.is_none() {
                    self.report_missing(
                        "the wording to be attested",
                        "\"carried without further production\"",
                        pair,
                    );
                    return None;
                }
                Declaration::Transport(Transport { head, reach })
            }
            Rule::averaging => {
                if header.measures.is_empty() {
                    self.report_missing("the measures that may be averaged", "of rvc", pair);
                    return None;
                }
                Declaration::Averaging(Averaging {
                    head,
                    reach,
                    measures: header.measures,
                    categories: self.described(rest)?,
                })
            }
            _ => Declaration::Fungible(Fungible {
                head,
                methods: self.described(rest)?,
            }),
        })
    }

    fn cumulated(&self, pair: Pair<'_, Rule>) -> Option<Cumulated> {
        let countries = self.names(pair.clone());
        if pair.as_rule() == Rule::cumulated_production {
            return Some(Cumulated::Production { countries });
        }
        let filter = match parts_of(pair).find(|inner| inner.as_rule() == Rule::where_) {
            Some(inner) => Some(self.expr(parts_of(inner).next()?)?),
            None => None,
        };
        Some(Cumulated::Materials { countries, filter })
    }

    fn described<'i>(&self, pairs: impl IntoIterator<Item = Pair<'i, Rule>>) -> Option<Vec<Described>> {
        let mut out = Vec::new();
        for pair in pairs {
            let mut inner = parts_of(pair);
            out.push(Described {
                name: self.name(&inner.next()?),
                title: match inner.next() {
                    Some(title) => Some(self.text(title)?),
                    None => None,
                },
            });
        }
        Some(out)
    }

    /// `except for materials of 04 in goods of 04`
    pub(super) fn not_for(&self, pair: Pair<'_, Rule>) -> Option<NotFor> {
        let span = self.span(&pair);
        let mut inner = parts_of(pair);
        Some(NotFor {
            materials: self.scope(inner.next()?)?,
            goods: self.scope(inner.next()?)?,
            cites: match inner.next() {
                Some(cites) => Some(self.text(cites)?),
                None => None,
            },
            span,
        })
    }
}

/// What is named behind `relax` or `relaxing`.
pub(super) fn relaxed(pair: Pair<'_, Rule>) -> Vec<Relaxed> {
    parts_of(pair)
        .map(|inner| match inner.as_rule() {
            Rule::relaxed_restrictions => Relaxed::Restrictions,
            Rule::relaxed_content => Relaxed::Content,
            _ => Relaxed::Changes,
        })
        .collect()
}

fn reach(header: &mut Header) -> Reach {
    Reach {
        scope: header.scope.take(),
        when: header.when.take(),
        period: std::mem::take(&mut header.period),
    }
}
