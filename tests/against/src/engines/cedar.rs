//! `cedar-policy`: a policy for each rule, parsed once and found by the host.
//!
//! Cedar can neither ask something of each member of a set nor add one up. It is therefore given, for each good, what
//! its rule needs of the materials: the sets of chapters, headings and subheadings of those that do not originate, and
//! their value. Working these out is part of bringing a good into Cedar's form, not of deciding about it.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression};

use super::{Engine, cut, level};
use crate::goods::Good;
use crate::rules::Row;

pub(crate) struct Cedar {
    rules: HashMap<u32, PolicySet>,
    authorizer: Authorizer,
    entities: Entities,
    /// Who asks, what for, and of what: no policy looks at them.
    parties: [EntityUid; 3],
}

/// A good of that code.
pub(crate) struct Described {
    code: u32,
    request: Request,
}

impl Engine for Cedar {
    type Prepared = Described;

    fn new(rows: &[Row]) -> Self {
        let parsed = |row: &Row| policy(row).parse::<PolicySet>().expect("a fine policy");
        let uid = |text: &str| text.parse::<EntityUid>().expect("a fine name");
        Self {
            rules: rows.iter().map(|row| (row.code, parsed(row))).collect(),
            authorizer: Authorizer::new(),
            entities: Entities::empty(),
            parties: [uid("Producer::\"us\""), uid("Action::\"claim\""), uid("Good::\"this\"")],
        }
    }

    fn prepare(&self, good: &Good) -> Described {
        let long = RestrictedExpression::new_long;
        let foreign = || good.materials.iter().filter(|material| !material.originating);
        let mut pairs = vec![
            ("transaction_value".to_owned(), long(good.transaction_value)),
            ("net_cost".to_owned(), long(good.net_cost)),
            (
                "foreign".to_owned(),
                long(foreign().map(|material| material.value).sum()),
            ),
        ];
        for digits in [2, 4, 6] {
            let codes: HashSet<i64> = foreign().map(|material| cut(material.code, digits)).collect();
            let set = RestrictedExpression::new_set(codes.into_iter().map(long));
            pairs.push((format!("foreign_{}s", level(digits)), set));
            pairs.push((level(digits).to_owned(), long(cut(good.code, digits))));
        }
        let context = Context::from_pairs(pairs).expect("a fine context");
        let [who, what, which] = self.parties.clone();
        Described {
            code: good.code,
            request: Request::new(who, what, which, context, None).expect("a fine request"),
        }
    }

    fn decide(&mut self, good: &Described) -> bool {
        let rule = &self.rules[&good.code];
        let response = self.authorizer.is_authorized(&good.request, rule, &self.entities);
        response.decision() == Decision::Allow
    }
}

fn policy(row: &Row) -> String {
    let stays = |digits: u32| {
        let level = level(digits);
        format!("context.foreign_{level}s.contains(context.{level})")
    };
    let except = match row.except {
        0 => String::new(),
        heading => format!(" && !context.foreign_headings.contains({heading})"),
    };
    let lesser = match row.with {
        0 => String::new(),
        digits => format!("!{} && ", stays(digits)),
    };
    let reaches = |value: &str, per_cent: i64| {
        format!("(context.{value} - context.foreign) * 100 >= context.{value} * {per_cent}")
    };
    format!(
        "permit(principal, action, resource) when {{ (!{}{except}) || ({lesser}({} || {})) }};",
        stays(row.alone),
        reaches("transaction_value", row.price),
        reaches("net_cost", row.cost),
    )
}
