//! The agreement block.

use std::collections::BTreeMap;

use pest::iterators::Pair;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Agreement, AgreementItem, Name, Period, Rounding, Start};

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
        let mut places = BTreeMap::new();
        for inner in rest {
            let (line, span) = (inner.as_rule(), self.span(&inner));
            items.push(self.agreement_item(inner)?);
            let first = *places.entry(line).or_insert(span);
            // Orders of values add up; of everything else the agreement has one reading.
            if first != span
                && let Some(what) = begins(line)
            {
                self.report_again(what, first, span);
            }
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
            Rule::values_ordered => {
                let bases = self.names(pair);
                self.each_once(&bases);
                AgreementItem::ValueOrder { bases, span }
            }
            Rule::narrower => AgreementItem::NarrowerPrevails(span),
            Rule::tolerances_relax => AgreementItem::Relax(relaxed(pair)),
            Rule::no_value => {
                let says = parts_of(pair).next()?;
                AgreementItem::NoValueDisregarded(says.as_rule() == Rule::disregarded)
            }
            Rule::leaves_out => AgreementItem::LeavesOut(self.names(pair)),
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

    /// A value is always at most itself: a basis that stands twice in an order was meant to be another one.
    fn each_once(&self, bases: &[Name]) {
        let mut places = BTreeMap::new();
        for basis in bases {
            let first = *places.entry(&basis.text).or_insert(basis.span);
            if first != basis.span {
                self.report_again(&format!("`{}`", basis.text), first, basis.span);
            }
        }
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

/// The words with which a line begins that an agreement has once.
fn begins(line: Rule) -> Option<&'static str> {
    Some(match line {
        Rule::parties => "`parties`",
        Rule::in_force => "`in force`",
        Rule::currency => "`currency`",
        Rule::percentages => "`percentages`",
        Rule::narrower => "`narrower scope prevails`",
        Rule::tolerances_relax => "`tolerances relax`",
        Rule::no_value => "`materials of no value`",
        Rule::leaves_out => "`leaves out`",
        Rule::imported_rule => "`imported materials`",
        _ => return None,
    })
}
