//! General provisions: what they say in the words of the smaller constructs.
//!
//! The list of insufficient operations and the rule on transport each become a fact to be attested and a clause that
//! rests on it; averaging, fungible materials and cumulation each bring a word with which a good is described. What
//! is put beside a provision stands under a key that no name can be.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::syntax::tree::{
    Attribute, AttributeKind, Averaging, Bearer, Body, BodyItem, CarveOut, CarveOutEffect, Cumulated, Cumulation,
    Declaration, Described, Expr, ExprKind, Head, Insufficient, Name, Reach, Require, Rule, RuleKind, Text, Transport,
};

use super::rulebook::Entry;

/// The word for a producer who does not average.
pub(super) const NOT_AVERAGED: &str = "not_averaged";

/// The declarations of a text with what its general provisions bring along.
pub(super) fn expand(entries: &IndexMap<Arc<str>, Entry>) -> IndexMap<Arc<str>, Entry> {
    let mut out = IndexMap::new();
    for (key, entry) in entries {
        let with = |declaration: Declaration| Entry {
            declaration: Arc::new(declaration),
            ..entry.clone()
        };
        match entry.declaration.as_ref() {
            Declaration::Insufficient(insufficient) => {
                out.insert(beside("fact", key), with(nothing_more(insufficient)));
                for (name, declaration) in insufficient_clauses(insufficient) {
                    out.insert(name, with(declaration));
                }
            }
            Declaration::Transport(transport) => {
                out.insert(beside("fact", key), with(consignment(transport)));
                out.insert(Arc::clone(key), with(transported(transport)));
            }
            Declaration::Cumulation(cumulation) => {
                if let Some(fact) = partner_origin(cumulation) {
                    out.insert(beside("fact", key), with(fact));
                }
                out.insert(Arc::clone(key), entry.clone());
            }
            Declaration::Averaging(averaging) => {
                out.insert(beside("choice", key), with(categories(averaging)));
                out.insert(Arc::clone(key), entry.clone());
            }
            Declaration::Fungible(fungible) => {
                let methods = fungible.methods.iter().map(|method| method.name.clone()).collect();
                let choice = attribute(
                    &fungible.head,
                    fungible.head.title.clone(),
                    Bearer::Producers,
                    AttributeKind::Choice(methods),
                );
                out.insert(beside("choice", key), with(choice));
                out.insert(Arc::clone(key), entry.clone());
            }
            _ => {
                out.insert(Arc::clone(key), entry.clone());
            }
        }
    }
    out
}

/// A key that stands beside a declaration's own.
fn beside(what: &str, key: &str) -> Arc<str> {
    format!("{what} {key}").into()
}

fn attribute(head: &Head, title: Option<Text>, bearer: Bearer, kind: AttributeKind) -> Declaration {
    Declaration::Attribute(Attribute {
        head: Head { title, ..head.clone() },
        bearers: vec![bearer],
        kind,
    })
}

fn words(head: &Head, text: String) -> Text {
    Text {
        text: text.into(),
        span: head.title.as_ref().map_or(head.name.span, |title| title.span),
    }
}

/// The fact that nothing more was done to a good than the operations listed.
fn nothing_more(insufficient: &Insufficient) -> Declaration {
    let operations: Vec<&str> = insufficient.operations.iter().map(|text| text.text.as_ref()).collect();
    let title = format!(
        "its production consists of nothing but one or more of: {}",
        operations.join("; ")
    );
    let title = words(&insufficient.head, title);
    attribute(&insufficient.head, Some(title), Bearer::Goods, AttributeKind::Fact)
}

/// What the list of insufficient operations does: it sets criteria aside, or stands beside all of them.
fn insufficient_clauses(insufficient: &Insufficient) -> Vec<(Arc<str>, Declaration)> {
    let head = &insufficient.head;
    let only = named(&head.name);
    if insufficient.despite.is_empty() {
        let more = Expr {
            span: only.span,
            kind: ExprKind::Not(Box::new(only)),
        };
        return vec![(
            Arc::clone(&head.name.text),
            requirement(head, &insufficient.reach, more),
        )];
    }
    let when = insufficient.reach.when.clone().map_or(only.clone(), |when| Expr {
        span: only.span.join(when.span),
        kind: ExprKind::And(vec![only.clone(), when]),
    });
    let targets = insufficient.despite.iter().enumerate();
    targets
        .map(|(place, target)| {
            let mut head = head.clone();
            if place > 0 {
                head.name.text = format!("{} of {}", head.name.text, target.text).into();
            }
            let carve_out = CarveOut {
                target: target.clone(),
                scope: insufficient.reach.scope.clone(),
                when: Some(when.clone()),
                period: insufficient.reach.period.clone(),
                despite: Vec::new(),
                effect: CarveOutEffect::SetAside(head.span),
                head,
            };
            (Arc::clone(&carve_out.head.name.text), Declaration::CarveOut(carve_out))
        })
        .collect()
}

/// The fact about the consignment; it belongs to the claim and not to the good, since materials have their own ways.
fn consignment(transport: &Transport) -> Declaration {
    let title = transport.head.title.clone();
    attribute(&transport.head, title, Bearer::Producers, AttributeKind::Fact)
}

fn transported(transport: &Transport) -> Declaration {
    requirement(&transport.head, &transport.reach, named(&transport.head.name))
}

/// The fact that a material has origin in the partner in which it was produced.
fn partner_origin(cumulation: &Cumulation) -> Option<Declaration> {
    let of_materials = |item: &&Cumulated| matches!(item, Cumulated::Materials { .. });
    cumulation.items.iter().find(of_materials)?;
    let title = "it has origin, under the rules that hold with that partner, where it was produced";
    let title = words(&cumulation.head, title.to_owned());
    Some(attribute(
        &cumulation.head,
        Some(title),
        Bearer::Materials,
        AttributeKind::Fact,
    ))
}

/// The choice of a category, or of none.
fn categories(averaging: &Averaging) -> Declaration {
    let none = Name {
        text: NOT_AVERAGED.into(),
        span: averaging.head.name.span,
    };
    let own = averaging
        .categories
        .iter()
        .map(|category: &Described| category.name.clone());
    let kind = AttributeKind::Choice(std::iter::once(none).chain(own).collect());
    attribute(&averaging.head, averaging.head.title.clone(), Bearer::Producers, kind)
}

fn named(name: &Name) -> Expr {
    Expr {
        kind: ExprKind::Name(name.clone()),
        span: name.span,
    }
}

fn requirement(head: &Head, reach: &Reach, condition: Expr) -> Declaration {
    let require = Require {
        name: None,
        condition,
        cites: None,
        span: head.span,
    };
    Declaration::Rule(Rule {
        head: head.clone(),
        kind: RuleKind::Requirement,
        scope: reach.scope.clone(),
        when: reach.when.clone(),
        period: reach.period.clone(),
        despite: Vec::new(),
        subject_to: Vec::new(),
        body: Body {
            items: vec![BodyItem::Require(require)],
            span: head.span,
        },
    })
}
