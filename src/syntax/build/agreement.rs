//! The agreement block.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Agreement, AgreementItem, Period, Rounding, Start};

use super::Builder;

impl Builder<'_> {
    pub(super) fn agreement(&self, pair: &Pair<'_, Rule>) -> Option<Agreement> {
        let (header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let mut items = Vec::new();
        // The header reader also takes `nomenclature`, which an agreement has in its block.
        items.extend(header.nomenclature.map(AgreementItem::Nomenclature));
        for inner in rest {
            items.push(self.agreement_item(inner)?);
        }
        Some(Agreement {
            head,
            extends: header.extends,
            items,
        })
    }

    fn agreement_item(&self, pair: Pair<'_, Rule>) -> Option<AgreementItem> {
        let span = self.span(&pair);
        Some(match pair.as_rule() {
            Rule::parties => AgreementItem::Parties(self.names(pair)),
            Rule::in_force => {
                let mut period = Period {
                    span: Some(span),
                    ..Period::default()
                };
                for inner in pair.into_inner() {
                    if inner.as_rule() == Rule::day {
                        period.from = Some(Start::Day(self.date(&inner)));
                    } else {
                        period.until = self.first_date(inner);
                    }
                }
                AgreementItem::InForce(period)
            }
            Rule::currency => AgreementItem::Currency(self.first_name(pair)?),
            Rule::percentages => {
                let inner = pair.into_inner().next()?;
                let digits = |pair: Pair<'_, Rule>| pair.into_inner().next()?.as_str().parse::<u32>().ok();
                AgreementItem::Rounding(match inner.as_rule() {
                    Rule::half_up => Rounding::HalfUp(digits(inner)?),
                    Rule::truncated_to => Rounding::Truncated(digits(inner)?),
                    _ => Rounding::None,
                })
            }
            Rule::values_ordered => AgreementItem::ValueOrder {
                bases: self.names(pair),
                span,
            },
            Rule::narrower => AgreementItem::NarrowerPrevails(span),
            Rule::imported_rule => {
                let cites = match pair.into_inner().next() {
                    Some(cites) => Some(self.text(cites)?),
                    None => None,
                };
                AgreementItem::ImportedNonOriginating { cites, span }
            }
            _ => return None,
        })
    }
}
