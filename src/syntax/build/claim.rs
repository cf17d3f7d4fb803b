//! Claims and questions.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Claim, ClaimKind, Goods, Name, Under, Verdict};

use super::{Builder, parts_of};

impl Builder<'_> {
    pub(super) fn claim(&self, pair: &Pair<'_, Rule>) -> Option<Claim> {
        let (header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let (mut kind, mut under, mut assuming) = (None, None, Vec::new());
        for inner in rest {
            match inner.as_rule() {
                Rule::claim_under => under = self.first_name(inner),
                Rule::claim_assuming => assuming.extend(self.names(inner)),
                _ => kind = Some(self.claim_kind(inner)?),
            }
        }
        let kind = kind?;
        let under = under.or_else(|| only_text(&kind));
        Some(Claim {
            head,
            kind,
            under,
            assuming,
        })
    }

    fn claim_kind(&self, pair: Pair<'_, Rule>) -> Option<ClaimKind> {
        let rule = pair.as_rule();
        let (mut largest, mut value, mut goods, mut stated, mut verdict) = (false, None, None, None, None);
        for inner in parts_of(pair) {
            match inner.as_rule() {
                Rule::largest => largest = true,
                Rule::smallest => largest = false,
                Rule::goods => goods = Some(self.goods(inner)?),
                Rule::stated => stated = Some(self.expr(parts_of(inner).next()?)?),
                Rule::originates => verdict = Some(Verdict::Originates(self.under(inner))),
                Rule::does_not_originate => verdict = Some(Verdict::DoesNotOriginate(self.under(inner))),
                Rule::satisfies => verdict = Some(Verdict::Satisfies(self.expr(parts_of(inner).next()?)?)),
                _ => value = Some(self.expr(inner)?),
            }
        }
        Some(match rule {
            Rule::claim_some => ClaimKind::Some(goods?, verdict),
            Rule::claim_no => ClaimKind::No(goods?, verdict),
            Rule::claim_every => ClaimKind::Every(goods?, verdict?),
            _ => ClaimKind::Extremum {
                largest,
                value: value?,
                goods: goods?,
                stated,
            },
        })
    }

    fn goods(&self, pair: Pair<'_, Rule>) -> Option<Goods> {
        let mut goods = Goods {
            scope: None,
            with: None,
            originating: None,
            span: self.span(&pair),
        };
        for inner in parts_of(pair) {
            match inner.as_rule() {
                Rule::in_scope => goods.scope = Some(self.scope(parts_of(inner).next()?)?),
                Rule::with => goods.with = Some(self.expr(parts_of(inner).next()?)?),
                _ => goods.originating = Some(self.under(inner)),
            }
        }
        Some(goods)
    }

    fn under(&self, pair: Pair<'_, Rule>) -> Under {
        let mut under = Under {
            text: None,
            as_of: None,
            span: self.span(&pair),
        };
        for inner in parts_of(pair) {
            match inner.as_rule() {
                Rule::under => under.text = self.first_name(inner),
                _ => under.as_of = self.first_date(inner),
            }
        }
        under
    }
}

/// The only text that a claim names: what it says then stands under that text as a whole.
fn only_text(kind: &ClaimKind) -> Option<Name> {
    let (goods, verdict) = match kind {
        ClaimKind::Some(goods, verdict) | ClaimKind::No(goods, verdict) => (goods, verdict.as_ref()),
        ClaimKind::Every(goods, verdict) => (goods, Some(verdict)),
        ClaimKind::Extremum { goods, .. } => (goods, None),
    };
    let of_goods = goods.originating.as_ref().map(|under| under.text.clone());
    let of_verdict = match verdict {
        Some(Verdict::Originates(under) | Verdict::DoesNotOriginate(under)) => Some(under.text.clone()),
        Some(Verdict::Satisfies(_)) | None => None,
    };
    match (of_goods, of_verdict) {
        (Some(only), None) | (None, Some(only)) => only,
        (Some(_), Some(_)) | (None, None) => None,
    }
}
