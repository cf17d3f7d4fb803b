//! Declarations: which builder reads which, and the vocabulary.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Assumption, Attribute, AttributeKind, Basis, Bearer, Declaration, Definition, Designation, DesignationKind, List,
    ListEntry, Measure, Word,
};

use super::{Builder, parts_of};

impl Builder<'_> {
    pub(super) fn any_declaration(&self, pair: &Pair<'_, Rule>) -> Option<Declaration> {
        Some(match pair.as_rule() {
            Rule::agreement => Declaration::Agreement(self.agreement(pair)?),
            Rule::basis => {
                let (header, _) = self.header(pair)?;
                Declaration::Basis(Basis {
                    head: header.head(self, pair)?,
                    bearers: or_goods(header.bearers),
                })
            }
            Rule::attribute | Rule::fact | Rule::opaque | Rule::choice => Declaration::Attribute(self.attribute(pair)?),
            Rule::list => Declaration::List(self.list(pair)?),
            Rule::definition => {
                let (header, rest) = self.header(pair)?;
                let condition = self.expr(rest.into_iter().next()?)?;
                Declaration::Definition(Definition {
                    head: header.head(self, pair)?,
                    condition,
                })
            }
            Rule::measure => Declaration::Measure(self.measure(pair)?),
            Rule::threshold => Declaration::Threshold(self.threshold(pair)?),
            Rule::rule_ => Declaration::Rule(self.rule(pair)?),
            Rule::carve_out => Declaration::CarveOut(self.carve_out(pair)?),
            Rule::tolerance => Declaration::Tolerance(self.tolerance(pair)?),
            Rule::intermediate => Declaration::Designation(self.designation(pair, DesignationKind::Intermediate)?),
            Rule::accumulation => Declaration::Designation(self.designation(pair, DesignationKind::Accumulation)?),
            Rule::cumulation | Rule::insufficient | Rule::transport | Rule::averaging | Rule::fungible => {
                self.provision(pair)?
            }
            Rule::assumption => {
                let (header, rest) = self.header(pair)?;
                let condition = self.expr(rest.into_iter().next()?)?;
                Declaration::Assumption(Assumption {
                    head: header.head(self, pair)?,
                    condition,
                })
            }
            Rule::claim => Declaration::Claim(self.claim(pair)?),
            Rule::example => Declaration::Example(self.example(pair)?),
            Rule::proposal => Declaration::Proposal(self.proposal(pair)?),
            _ => return None,
        })
    }

    fn attribute(&self, pair: &Pair<'_, Rule>) -> Option<Attribute> {
        let (header, rest) = self.header(pair)?;
        let written = rest.into_iter().next();
        let kind = match pair.as_rule() {
            Rule::fact => AttributeKind::Fact,
            Rule::opaque => AttributeKind::Opaque,
            Rule::choice => AttributeKind::Choice(self.names(written?)),
            _ => {
                let written = written?;
                match written.as_rule() {
                    Rule::kind_percentage => AttributeKind::Percentage,
                    Rule::kind_money => AttributeKind::Money,
                    Rule::kind_count => AttributeKind::Count,
                    Rule::kind_weight => AttributeKind::Weight,
                    Rule::kind_date => AttributeKind::Date,
                    Rule::kind_country => AttributeKind::Country,
                    _ => AttributeKind::Enumeration(parts_of(written).filter_map(|word| self.word(word)).collect()),
                }
            }
        };
        let head = header.head(self, pair)?;
        let bearers = match kind {
            AttributeKind::Choice(_) if header.bearers.is_empty() => vec![Bearer::Producers],
            _ => or_goods(header.bearers),
        };
        Some(Attribute { head, bearers, kind })
    }

    fn word(&self, pair: Pair<'_, Rule>) -> Option<Word> {
        let mut parts = parts_of(pair);
        let name = self.name(&parts.next()?);
        let says = match parts.next() {
            Some(text) => Some(self.text(text)?),
            None => None,
        };
        Some(Word { name, says })
    }

    fn list(&self, pair: &Pair<'_, Rule>) -> Option<List> {
        let (header, rest) = self.header(pair)?;
        let mut entries = Vec::new();
        for entry in rest {
            entries.push(self.entry(&entry)?);
        }
        Some(List {
            head: header.head(self, pair)?,
            nomenclature: header.nomenclature,
            entries,
        })
    }

    pub(super) fn entry(&self, pair: &Pair<'_, Rule>) -> Option<ListEntry> {
        let (header, rest) = self.header(pair)?;
        let span = self.span(pair);
        let ex = rest.iter().any(|inner| inner.as_rule() == Rule::ex);
        let codes = rest.into_iter().find(|inner| inner.as_rule() == Rule::code_span)?;
        Some(ListEntry {
            ex,
            codes: self.code_span(codes)?,
            struck: Vec::new(),
            description: header.title,
            when: header.when,
            period: header.period,
            span,
        })
    }

    fn measure(&self, pair: &Pair<'_, Rule>) -> Option<Measure> {
        let (header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let (mut available, mut value) = (None, None);
        for inner in rest {
            if inner.as_rule() == Rule::available {
                available = Some(self.expr(parts_of(inner).next()?)?);
            } else {
                value = Some(self.expr(inner)?);
            }
        }
        Some(Measure {
            head,
            available,
            value: value?,
        })
    }

    fn designation(&self, pair: &Pair<'_, Rule>, kind: DesignationKind) -> Option<Designation> {
        let (header, rest) = self.header(pair)?;
        let no_stacking = rest
            .into_iter()
            .next()
            .map(|inner| self.names(inner))
            .unwrap_or_default();
        let head = header.head(self, pair)?;
        Some(Designation {
            head,
            kind,
            scope: header.scope,
            no_stacking,
        })
    }
}

/// Where nothing is said, it is the good that is described.
fn or_goods(bearers: Vec<Bearer>) -> Vec<Bearer> {
    if bearers.is_empty() {
        vec![Bearer::Goods]
    } else {
        bearers
    }
}
