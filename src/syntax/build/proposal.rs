//! Proposals: edits on a text.

use pest::iterators::Pair;

use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Edit, EditKind, Period, Proposal};

use super::{Builder, parts_of};

impl Builder<'_> {
    pub(super) fn proposal(&self, pair: &Pair<'_, Rule>) -> Option<Proposal> {
        let (header, rest) = self.header(pair)?;
        let head = header.head(self, pair)?;
        let (mut amends, mut by, mut edits) = (None, Vec::new(), Vec::new());
        for inner in rest {
            match inner.as_rule() {
                Rule::amends if amends.is_some() => self.report_twice("`amends`", self.span(&inner)),
                Rule::amends => amends = self.first_name(inner),
                Rule::by => by.extend(self.names(inner)),
                _ => edits.push(self.edit(inner)?),
            }
        }
        if amends.is_none() {
            self.report_missing("the text that is amended", "amends NAME", pair);
        }
        Some(Proposal {
            head,
            amends: amends?,
            by,
            edits,
        })
    }

    fn edit(&self, pair: Pair<'_, Rule>) -> Option<Edit> {
        let span = self.span(&pair);
        let mut inner = parts_of(pair);
        let kind = self.edit_kind(inner.next()?)?;
        let cites = match inner.next() {
            Some(cites) => Some(self.text(cites)?),
            None => None,
        };
        Some(Edit { kind, cites, span })
    }

    fn edit_kind(&self, pair: Pair<'_, Rule>) -> Option<EditKind> {
        let rule = pair.as_rule();
        let (mut name, mut period, mut value) = (None, Period::default(), None);
        let (mut entries, mut codes, mut declaration) = (Vec::new(), Vec::new(), None);
        for inner in parts_of(pair) {
            match inner.as_rule() {
                Rule::ident => name = Some(self.name(&inner)),
                Rule::period => period = self.period(inner)?,
                Rule::sum => value = Some(self.expr(inner)?),
                Rule::entry => entries.push(self.entry(&inner)?),
                Rule::code_span => codes.push(self.code_span(inner)?),
                _ => declaration = Some(Box::new(self.any_declaration(&inner)?)),
            }
        }
        Some(match rule {
            Rule::edit_set => EditKind::Set {
                target: name?,
                value: value?,
                period,
            },
            Rule::edit_add_declaration => EditKind::Add(declaration?),
            Rule::edit_add => EditKind::AddEntries { entries, list: name? },
            Rule::edit_strike => EditKind::Strike { codes, list: name? },
            Rule::edit_replace => EditKind::Replace(declaration?),
            Rule::edit_delete => EditKind::Delete(name?),
            Rule::edit_suspend => EditKind::Suspend { target: name?, period },
            Rule::edit_dates => EditKind::ChangeDates { target: name?, period },
            _ => return None,
        })
    }
}
