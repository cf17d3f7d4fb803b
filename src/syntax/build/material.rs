//! What is said of materials: aggregates, quantifiers and changes of classification.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Aggregate, AggregateKind, ChangeCodes, ChangeSource, Expr, Quantified, Quantifier, Scope, TariffChange,
};

use super::expression::level;
use super::{Builder, parts_of};

impl Builder<'_> {
    pub(super) fn aggregate(&self, pair: Pair<'_, Rule>) -> Option<Aggregate> {
        let inner = parts_of(pair).next()?;
        let kind = match inner.as_rule() {
            Rule::a_sum => AggregateKind::Sum,
            Rule::a_largest => AggregateKind::Largest,
            Rule::a_smallest => AggregateKind::Smallest,
            _ => AggregateKind::Count,
        };
        let mut aggregate = Aggregate {
            kind,
            of: None,
            look_through: false,
            filter: None,
        };
        for part in parts_of(inner) {
            match part.as_rule() {
                Rule::ident => aggregate.of = Some(self.name(&part)),
                Rule::look_through => aggregate.look_through = true,
                _ => aggregate.filter = Some(self.filter(part)?),
            }
        }
        Some(aggregate)
    }

    /// The condition behind `where` or `satisfies`.
    fn filter(&self, pair: Pair<'_, Rule>) -> Option<Box<Expr>> {
        Some(Box::new(self.expr(parts_of(pair).next()?)?))
    }

    pub(super) fn quantified(&self, pair: Pair<'_, Rule>) -> Option<Quantified> {
        let mut quantified = Quantified {
            kind: Quantifier::Any,
            look_through: false,
            filter: None,
            satisfies: None,
        };
        for part in parts_of(pair) {
            match part.as_rule() {
                Rule::q_any => quantified.kind = Quantifier::Any,
                Rule::q_every => quantified.kind = Quantifier::Every,
                Rule::q_no => quantified.kind = Quantifier::No,
                Rule::look_through => quantified.look_through = true,
                Rule::where_closed => quantified.filter = Some(self.filter(part)?),
                _ => quantified.satisfies = Some(self.filter(part)?),
            }
        }
        Some(quantified)
    }

    pub(super) fn change(&self, pair: Pair<'_, Rule>) -> Option<TariffChange> {
        let mut change = TariffChange {
            from: Vec::new(),
            except: None,
        };
        for part in parts_of(pair) {
            match part.as_rule() {
                Rule::also => change.from.push(self.change_source(parts_of(part).next()?)?),
                Rule::except_from => change.except = Some(self.change_codes(parts_of(part).next()?)?),
                _ => change.from.push(self.change_source(part)?),
            }
        }
        Some(change)
    }

    fn change_source(&self, pair: Pair<'_, Rule>) -> Option<ChangeSource> {
        if pair.as_rule() == Rule::any_other {
            return Some(ChangeSource::AnyOther(level(&parts_of(pair).next()?)));
        }
        Some(ChangeSource::Codes(self.change_codes(pair)?))
    }

    fn change_codes(&self, pair: Pair<'_, Rule>) -> Option<ChangeCodes> {
        let mut scope = Scope {
            items: Vec::new(),
            except: Vec::new(),
            span: self.span(&pair),
        };
        let mut filter = None;
        for part in parts_of(pair) {
            if part.as_rule() == Rule::where_closed {
                filter = Some(self.filter(part)?);
            } else {
                scope.items.push(self.scope_item(part)?);
            }
        }
        Some(ChangeCodes { scope, filter })
    }
}
