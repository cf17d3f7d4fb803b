//! The product rule of a cut, as it is written, and what to call things in its agreement.

use std::sync::Arc;

use orilex::nomenclature::{CodeRange, CodeSet, HsCode};
use orilex::source::Span;
use orilex::syntax::tree::{Declaration, EditKind, Period, Rule, RuleKind, Scope, ScopeItem};

use super::super::focus::Focus;
use super::super::world::{Edit, World};

/// What an agreement calls the things that seeded clauses speak of.
pub(crate) struct Words {
    /// The agreement.
    agreement: &'static str,
    /// A day on which it is in force, some way from either end.
    pub(crate) day: &'static str,
    /// The share of the good's value that is not foreign.
    pub(crate) share: &'static str,
    /// The value of what is foreign.
    pub(crate) foreign: &'static str,
    /// A basis of the good's value.
    pub(crate) basis: &'static str,
    /// A party.
    pub(crate) party: &'static str,
    /// The currency.
    pub(crate) currency: &'static str,
    /// Shares that help the good the larger they are.
    pub(crate) larger: &'static [&'static str],
    /// Shares that help the good the smaller they are.
    pub(crate) smaller: &'static [&'static str],
}

const WORDS: [Words; 3] = [
    Words {
        agreement: "NAFTA",
        day: "2001-01-01",
        share: "(net_cost - vnm) / net_cost",
        foreign: "vnm",
        basis: "net_cost",
        party: "USA",
        currency: "USD",
        larger: &["rvc_tv", "rvc_net_cost", "rvc_traced", "rvc_heavy"],
        smaller: &[],
    },
    Words {
        agreement: "USMCA",
        day: "2022-01-01",
        share: "(net_cost - vnm) / net_cost",
        foreign: "vnm",
        basis: "net_cost",
        party: "USA",
        currency: "USD",
        larger: &["rvc", "rvc_tv", "rvc_listed", "rvc_super_core"],
        smaller: &[],
    },
    Words {
        agreement: "TCA",
        day: "2024-01-01",
        share: "(ex_works - nom) / ex_works",
        foreign: "nom",
        basis: "ex_works",
        party: "DEU",
        currency: "EUR",
        larger: &[],
        smaller: &["nom_share"],
    },
];

/// A product rule as it is written.
pub(crate) struct Site<'w> {
    /// The files.
    pub(crate) world: &'w World,
    /// The cut.
    pub(crate) focus: &'w Focus,
    /// What to call things.
    pub(crate) words: &'static Words,
    /// The rule.
    pub(crate) rule: &'w Rule,
    /// The same as a declaration.
    pub(crate) declaration: &'w Declaration,
}

impl<'w> Site<'w> {
    /// The rule of the cut; none if a proposal wrote or changed it.
    pub(crate) fn of(world: &'w World, focus: &'w Focus) -> Option<Self> {
        let words = WORDS.iter().find(|words| *words.agreement == *focus.agreement)?;
        if touched(world, &focus.text, &focus.rule) {
            return None;
        }
        let declaration = world
            .declarations(&focus.agreement)
            .find(|one| *one.head().name.text == *focus.rule)?;
        let Declaration::Rule(rule) = declaration else {
            return None;
        };
        // A rule for sets takes the place of the others.
        if rule.kind != RuleKind::ProductRule {
            return None;
        }
        Some(Self {
            world,
            focus,
            words,
            rule,
            declaration,
        })
    }

    /// The same, for kinds that need no more than one rule at a time.
    pub(crate) fn single(world: &'w World, focus: &'w Focus) -> Option<Self> {
        if focus.heading { None } else { Self::of(world, focus) }
    }

    /// Words of the files.
    pub(crate) fn text(&self, span: Span) -> &'w str {
        self.world.words(span)
    }

    /// The codes of the rule, as written.
    pub(crate) fn scope(&self) -> &'w str {
        self.rule
            .scope
            .as_ref()
            .map_or("all goods", |scope| self.text(scope.span))
    }

    /// The declarations of the agreement that the cut keeps.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &'w Declaration> {
        let names = &self.focus.names;
        let all = self.world.declarations(&self.focus.agreement);
        all.filter(move |one| names.contains(&one.head().name.text))
    }

    /// Another rule for the goods of this one, under its condition, on its days and with its rank.
    pub(crate) fn twin(&self, name: &str, condition: Option<&str>, despite: &[&str], body: &str) -> String {
        let rule = self.rule;
        let mut conditions: Vec<String> = rule
            .when
            .iter()
            .map(|one| format!("({})", self.text(one.span)))
            .collect();
        conditions.extend(condition.map(|one| format!("({one})")));
        let when = if conditions.is_empty() {
            String::new()
        } else {
            format!(" when {}", conditions.join(" and "))
        };
        let names = |word: &str, names: Vec<&str>| {
            if names.is_empty() {
                String::new()
            } else {
                format!(" {word} {}", names.join(", "))
            }
        };
        let beats: Vec<&str> = rule
            .despite
            .iter()
            .map(|name| &*name.text)
            .chain(despite.iter().copied())
            .collect();
        let mut beaten: Vec<&str> = rule.subject_to.iter().map(|name| &*name.text).collect();
        for other in self.kept() {
            if let Declaration::Rule(other) = other
                && other.despite.iter().any(|name| name.text == rule.head.name.text)
            {
                beaten.push(&other.head.name.text);
            }
        }
        format!(
            "product rule {name} \"seeded\" for {}{when}{}{}{} cites \"seeded\" {body}",
            self.scope(),
            self.period(),
            names("despite", beats),
            names("subject to", beaten),
        )
    }

    /// The days of the rule, as written.
    pub(crate) fn period(&self) -> String {
        let Period { from, until, span } = &self.rule.period;
        match span {
            Some(span) if from.is_some() || until.is_some() => format!(" {}", self.text(*span)),
            _ => String::new(),
        }
    }

    /// The body of the rule.
    pub(crate) fn body(&self) -> &'w str {
        self.text(self.rule.body.span)
    }

    /// A further line at the beginning of a body.
    pub(crate) fn line(body: Span, line: &str) -> Edit {
        Edit {
            span: Span {
                start: body.start,
                end: body.start.saturating_add(1),
                ..body
            },
            new: format!("{{\n  require {line}"),
        }
    }

    /// The place right after the codes and the condition of the rule.
    pub(crate) fn after_scope(&self) -> Option<Span> {
        let scope = self.rule.scope.as_ref()?.span.at_end();
        Some(self.rule.when.as_ref().map_or(scope, |when| when.span.at_end()))
    }

    /// Whether another rule shares a code with this one.
    pub(crate) fn alone(&self) -> bool {
        self.focus.rules.len() == 1
    }
}

/// Whether a proposal that the text rests on touches a clause of that name.
pub(super) fn touched(world: &World, text: &str, name: &str) -> bool {
    let mut next: Arc<str> = Arc::from(text);
    for _ in 0..8 {
        let Some((_, proposal)) = world.proposals().find(|(_, one)| one.head.name.text == next) else {
            return false;
        };
        let hit = proposal.edits.iter().any(|edit| match &edit.kind {
            EditKind::Add(declaration) | EditKind::Replace(declaration) => *declaration.head().name.text == *name,
            EditKind::Delete(target) | EditKind::Suspend { target, .. } | EditKind::ChangeDates { target, .. } => {
                *target.text == *name
            }
            EditKind::Set { .. } | EditKind::AddEntries { .. } | EditKind::Strike { .. } => false,
        });
        if hit {
            return true;
        }
        next = Arc::clone(&proposal.amends.text);
    }
    false
}

/// Whether every code of the rule is in a scope that is written as "all goods except …"; of others nothing is said.
pub(super) fn within(rule: &Rule, scope: &Scope) -> bool {
    let all = scope.items.iter().any(|item| matches!(item, ScopeItem::All(_)));
    let own = rule.scope.as_ref().and_then(|scope| code_set(&scope.items));
    all && matches!((code_set(&scope.except), own), (Some(except), Some(own)) if except.is_disjoint(&own))
}

/// The codes of a scope, if they are all written out.
pub(super) fn code_set(items: &[ScopeItem]) -> Option<CodeSet> {
    let codes = |item: &ScopeItem| match item {
        ScopeItem::Codes(codes) => {
            let first = HsCode::parse(&codes.first.text).ok()?;
            let last = codes
                .last
                .as_ref()
                .map_or(Some(first), |last| HsCode::parse(&last.text).ok())?;
            CodeRange::between(first, last)
        }
        ScopeItem::All(_) | ScopeItem::List(_) => None,
    };
    items.iter().map(codes).collect()
}
