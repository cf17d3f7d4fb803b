//! Claims: what the drafter asserts of a text, and the questions asked of it.

use std::sync::Arc;

use crate::amount::{Date, Ratio};
use crate::ir::{ClauseId, Formula, Num};
use crate::nomenclature::CodeSet;
use crate::source::Span;
use crate::syntax::tree::{self, Declaration, Goods, Name, Under, Verdict};

use super::number::Type;
use super::{Compiler, dates, diagnostics};

/// A claim, compiled under the text by which it is judged.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// In words.
    pub title: Option<String>,
    /// The legal or other source.
    pub citation: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub kind: ClaimKind,
    /// The assumptions it may use: name and clause.
    pub assuming: Vec<(String, ClauseId)>,
}

impl Claim {
    /// The goods that it is about.
    pub fn goods(&self) -> &GoodsOf {
        match &self.kind {
            ClaimKind::Some(goods, _)
            | ClaimKind::No(goods, _)
            | ClaimKind::Every(goods, _)
            | ClaimKind::Extremum { goods, .. } => goods,
        }
    }

    /// The texts under which it speaks of origin, in the order named.
    pub fn texts(&self) -> impl Iterator<Item = &TextAt> {
        let says = match &self.kind {
            ClaimKind::Some(_, says) | ClaimKind::No(_, says) => says.as_ref(),
            ClaimKind::Every(_, says) => Some(says),
            ClaimKind::Extremum { .. } => None,
        };
        let said = match says {
            Some(Says::OriginatesUnder(text) | Says::DoesNotOriginateUnder(text)) => Some(text),
            _ => None,
        };
        self.goods().originating_under.iter().chain(said)
    }
}

/// What a claim says of its goods.
#[derive(Debug, Clone)]
pub enum ClaimKind {
    /// Some such good is so.
    Some(GoodsOf, Option<Says>),
    /// No such good is so.
    No(GoodsOf, Option<Says>),
    /// Every such good is so.
    Every(GoodsOf, Says),
    /// The largest or smallest figure of any such good.
    Extremum {
        /// The largest, or the smallest.
        largest: bool,
        /// Of what.
        value: Quantity,
        /// Over which goods.
        goods: GoodsOf,
        /// What the drafter says it is; `None` for a question.
        stated: Option<Ratio>,
    },
}

/// The goods that a claim is about.
#[derive(Debug, Clone)]
pub struct GoodsOf {
    /// Of which codes.
    pub scope: CodeSet,
    /// Of which this holds.
    pub condition: Formula,
    /// That originate under this text.
    pub originating_under: Option<TextAt>,
}

/// A text, and the day as of which it judges if that is not the day on which the good is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAt {
    /// Its name.
    pub name: Arc<str>,
    /// The day.
    pub as_of: Option<Date>,
}

/// What a claim says.
#[derive(Debug, Clone)]
pub enum Says {
    /// They originate under this text.
    OriginatesUnder(TextAt),
    /// They do not originate under this text.
    DoesNotOriginateUnder(TextAt),
    /// This clause holds.
    Satisfies(ClauseId),
}

/// A figure with what is needed to show it.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// The figure.
    pub num: Num,
    /// Whether it is shown as a percentage.
    pub percentage: bool,
}

impl Compiler<'_> {
    /// The claims that are judged under this text.
    pub(super) fn claims(&mut self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (home, claim) in &self.rulebook.claims {
            let under = claim.under.as_ref().map_or(home, |under| &under.text);
            if let Some(name) = &claim.under
                && !self.rulebook.texts.contains_key(&name.text)
            {
                // Said once, by the text in whose file the claim stands.
                if *home == self.text.name {
                    self.unknown_text(name);
                }
                continue;
            }
            if *under == self.text.name
                && let Some(claim) = self.claim(claim)
            {
                claims.push(claim);
            }
        }
        claims
    }

    fn unknown_text(&mut self, name: &Name) {
        let known = self.rulebook.texts.keys().map(AsRef::as_ref);
        self.sink.push(diagnostics::unknown_agreement(name, known));
    }

    fn claim(&mut self, claim: &tree::Claim) -> Option<Claim> {
        let head = &claim.head;
        let name = head.name.text.to_string();
        let mut assuming = Vec::new();
        for assumption in &claim.assuming {
            assuming.push(self.assumption(assumption)?);
        }
        let kind = match &claim.kind {
            tree::ClaimKind::Some(goods, says) => {
                ClaimKind::Some(self.goods(goods)?, self.optional(says.as_ref(), &name)?)
            }
            tree::ClaimKind::No(goods, says) => ClaimKind::No(self.goods(goods)?, self.optional(says.as_ref(), &name)?),
            tree::ClaimKind::Every(goods, says) => ClaimKind::Every(self.goods(goods)?, self.says(says, &name)?),
            tree::ClaimKind::Extremum {
                largest,
                value,
                goods,
                stated,
            } => {
                let typed = self.number(value)?;
                let stated = match stated {
                    Some(expr) => {
                        let stated = self.number(expr)?;
                        self.same_type(&typed, value.span, &stated, expr.span, "compared")?;
                        let Num::Const(stated) = stated.num else {
                            self.sink
                                .push(diagnostics::mismatch("a constant is needed here", expr.span, "varies"));
                            return None;
                        };
                        Some(stated)
                    }
                    None => None,
                };
                let value = Quantity {
                    num: typed.num,
                    percentage: typed.ty == Type::Share,
                };
                ClaimKind::Extremum {
                    largest: *largest,
                    value,
                    goods: self.goods(goods)?,
                    stated,
                }
            }
        };
        Some(Claim {
            name,
            title: head.title.as_ref().map(|title| title.text.to_string()),
            citation: head.cites.as_ref().map(|cites| cites.text.to_string()),
            span: head.span,
            kind,
            assuming,
        })
    }

    fn assumption(&mut self, name: &Name) -> Option<(String, ClauseId)> {
        self.declaration(&name.text);
        let known = self.program.assumptions.iter().find(|(known, _)| **known == *name.text);
        if let Some(known) = known {
            return Some(known.clone());
        }
        let names = self.names(|declaration| matches!(declaration, Declaration::Assumption(_)));
        self.unknown(name, "assumption", names);
        None
    }

    fn goods(&mut self, goods: &Goods) -> Option<GoodsOf> {
        let mut condition = Formula::Known(true);
        let scope = match &goods.scope {
            Some(scope) => {
                condition = condition.and(self.good_in_scope(scope));
                self.scope_codes(scope)
            }
            None => CodeSet::all(),
        };
        if let Some(with) = &goods.with {
            condition = condition.and(self.condition(with)?);
        }
        let originating_under = match &goods.originating {
            Some(under) => Some(self.text_of(under)?),
            None => None,
        };
        Some(GoodsOf {
            scope,
            condition,
            originating_under,
        })
    }

    /// The text that `originates [under NAME]` means: the one named, else the one by which the claim is judged.
    fn text_of(&mut self, under: &Under) -> Option<TextAt> {
        let as_of = match &under.as_of {
            Some(text) => Some(dates::date(text, &mut self.sink)?),
            None => None,
        };
        let name = match &under.text {
            None => Arc::clone(&self.text.name),
            Some(name) if self.rulebook.texts.contains_key(&name.text) => Arc::clone(&name.text),
            Some(name) => {
                self.unknown_text(name);
                return None;
            }
        };
        Some(TextAt { name, as_of })
    }

    #[expect(
        clippy::option_option,
        reason = "outer: could it be compiled; inner: was anything said"
    )]
    fn optional(&mut self, says: Option<&Verdict>, claim: &str) -> Option<Option<Says>> {
        match says {
            Some(says) => Some(Some(self.says(says, claim)?)),
            None => Some(None),
        }
    }

    fn says(&mut self, says: &Verdict, claim: &str) -> Option<Says> {
        match says {
            Verdict::Originates(under) => Some(Says::OriginatesUnder(self.text_of(under)?)),
            Verdict::DoesNotOriginate(under) => Some(Says::DoesNotOriginateUnder(self.text_of(under)?)),
            Verdict::Satisfies(expr) => Some(Says::Satisfies(self.claim_clause(
                format!("{claim}/condition"),
                expr,
                expr.span,
            )?)),
        }
    }
}
