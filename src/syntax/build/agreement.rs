//! The agreement block.

use pest::iterators::Pair;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Agreement, AgreementItem, Period, Rounding, Start};

use super::provision::relaxed;
use super::{Builder, parts_of};

/// No agreement rounds more finely; the bound keeps a slip of the keyboard from costing time.
const MAX_DECIMALS: u32 = 12;

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
                for inner in parts_of(pair) {
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
                let inner = parts_of(pair).next()?;
                AgreementItem::Rounding(match inner.as_rule() {
                    Rule::half_up => Rounding::HalfUp(self.decimals(inner)?),
                    Rule::truncated_to => Rounding::Truncated(self.decimals(inner)?),
                    _ => Rounding::None,
                })
            }
            Rule::values_ordered => AgreementItem::ValueOrder {
                bases: self.names(pair),
                span,
            },
            Rule::narrower => AgreementItem::NarrowerPrevails(span),
            Rule::tolerances_relax => AgreementItem::Relax(relaxed(pair)),
            Rule::no_value => {
                let says = parts_of(pair).next()?;
                AgreementItem::NoValueDisregarded(says.as_rule() == Rule::disregarded)
            }
            Rule::imported_rule => {
                let cites = match parts_of(pair).next() {
                    Some(cites) => Some(self.text(cites)?),
                    None => None,
                };
                AgreementItem::ImportedNonOriginating { cites, span }
            }
            _ => return None,
        })
    }
    /// To how many decimals a percentage is rounded.
    fn decimals(&self, pair: Pair<'_, Rule>) -> Option<u32> {
        let digits = parts_of(pair).next()?;
        let decimals = digits
            .as_str()
            .parse()
            .ok()
            .filter(|decimals| *decimals <= MAX_DECIMALS);
        if decimals.is_none() {
            self.report(
                Diagnostic::new(
                    Code::MalformedNumber,
                    format!("percentages are rounded to at most {MAX_DECIMALS} decimals"),
                )
                .at(self.span(&digits), "more decimals than that")
                .help("write the number of decimals the agreement names, or `percentages unrounded`"),
            );
        }
        decimals
    }
}
