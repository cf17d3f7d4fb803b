//! Clauses in words, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::diagnostic::{Style, wrap};
use crate::prose::{Clause, Found, Joint, Point, RuleFound, Spoken};

/// How far each group stands in from the one around it.
const STEP: usize = 4;

/// A list in the meanings is told in full up to so many entries; of a longer one, the first few.
const LONG: usize = 12;
/// See above.
const SHOWN: usize = 8;

/// A clause with its exceptions and the meanings of its words.
pub fn spoken(spoken: &Spoken, style: Style) -> String {
    let mut out = String::new();
    clause(&mut out, &spoken.clause, style);
    section(&mut out, "Exceptions", &spoken.exceptions, style);
    meanings(&mut out, &spoken.meanings, style);
    out
}

/// The same for programs.
pub fn spoken_json(spoken: &Spoken) -> Value {
    let mut document = clause_json(&spoken.clause);
    if let Some(fields) = document.as_object_mut() {
        fields.insert("exceptions".to_owned(), clauses_json(&spoken.exceptions));
        fields.insert("meanings".to_owned(), clauses_json(&spoken.meanings));
    }
    document
}

/// What a text says of a code.
pub fn found(found: &Found, style: Style) -> String {
    let mut out = String::new();
    if found.rules.is_empty() {
        out.push_str("This rulebook encodes no product rule for it; the agreement itself may have one.\n");
    }
    rules(&mut out, &found.rules, style);
    if !found.general.is_empty() {
        out.push_str("\n── Rules for goods of any code ──\n\n");
        rules(&mut out, &found.general, style);
    }
    section(&mut out, "Exceptions", &found.exceptions, style);
    section(&mut out, "Besides the product rule", &found.requirements, style);
    section(&mut out, "Tolerances and choices", &found.relief, style);
    if !found.criteria.is_empty() {
        out.push_str("\n── Ways to originate (`orilex show NAME` tells what each asks) ──\n\n");
        for one in &found.criteria {
            wrap(&mut out, "", "  ", &head(one), style.width);
        }
    }
    meanings(&mut out, &found.meanings, style);
    out
}

fn rules(out: &mut String, rules: &[RuleFound], style: Style) {
    for (place, rule) in rules.iter().enumerate() {
        if place > 0 {
            out.push('\n');
        }
        clause(out, &rule.clause, style);
        if let Some(part) = &rule.part {
            let words = format!("This rule is for the goods of {part} only.");
            wrap(out, "  ", "  ", &words, style.width);
        }
        if !rule.gives_way_to.is_empty() {
            let words = format!("It gives way to {} where that applies.", rule.gives_way_to.join(", "));
            wrap(out, "  ", "  ", &words, style.width);
        }
    }
}

/// The same for programs.
pub fn found_json(found: &Found) -> Value {
    json!({
        "rules": rules_json(&found.rules),
        "general_rules": rules_json(&found.general),
        "exceptions": clauses_json(&found.exceptions),
        "requirements": clauses_json(&found.requirements),
        "criteria": clauses_json(&found.criteria),
        "relief": clauses_json(&found.relief),
        "meanings": clauses_json(&found.meanings),
    })
}

fn rules_json(rules: &[RuleFound]) -> Value {
    let each = rules.iter().map(|rule| {
        let mut document = clause_json(&rule.clause);
        if let Some(fields) = document.as_object_mut() {
            fields.insert("whole_code".to_owned(), rule.part.is_none().into());
            let part = rule.part.as_ref();
            fields.insert("codes".to_owned(), part.map(ToString::to_string).into());
            fields.insert("gives_way_to".to_owned(), json!(rule.gives_way_to));
        }
        document
    });
    each.collect()
}

fn section(out: &mut String, title: &str, clauses: &[Clause], style: Style) {
    if clauses.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n── {title} ──");
    for one in clauses {
        out.push('\n');
        clause(out, one, style);
    }
}

/// What words mean; of long lists the beginning.
fn meanings(out: &mut String, clauses: &[Clause], style: Style) {
    let shortened = clauses.iter().map(|one| {
        let mut one = one.clone();
        for point in &mut one.points {
            if let Some((Joint::List, members)) = &mut point.inner
                && members.len() > LONG
            {
                let more = members.len().saturating_sub(SHOWN);
                members.truncate(SHOWN);
                members.push(Point {
                    words: format!("and {more} more, which `orilex show {}` tells", one.name),
                    cites: None,
                    inner: None,
                });
            }
        }
        one
    });
    section(out, "What the words mean", &shortened.collect::<Vec<_>>(), style);
}

fn head(clause: &Clause) -> String {
    let source = clause.cites.as_ref().map(|source| format!(" ({source})"));
    format!(
        "{}{} [{} {}]",
        capital(&clause.heading),
        source.unwrap_or_default(),
        clause.sort,
        clause.name
    )
}

fn clause(out: &mut String, clause: &Clause, style: Style) {
    wrap(out, "", "  ", &head(clause), style.width);
    for one in &clause.points {
        match &one.inner {
            Some((joint, members)) if one.words.is_empty() => group(out, *joint, members, 0, ".", style),
            _ => point(out, &capital(&one.words), one, ("  ", "  "), 0, ".", style),
        }
    }
}

/// A point behind its letter, with what stands in it lettered as it is done at that depth; `end` is what closes it, a full stop or the joint to the next one.
fn point(
    out: &mut String,
    words: &str,
    point: &Point,
    (head, indent): (&str, &str),
    depth: usize,
    end: &str,
    style: Style,
) {
    // `(a)` of a rule stands in parentheses already.
    let source = match point.cites.as_deref() {
        Some(source) if source.starts_with('(') => format!(" {source}"),
        Some(source) => format!(" ({source})"),
        None => String::new(),
    };
    match &point.inner {
        None => wrap(out, head, indent, &format!("{words}{source}{end}"), style.width),
        Some((joint, members)) => {
            let lead = if words.is_empty() {
                "all of the following"
            } else {
                words
            };
            wrap(out, head, indent, &format!("{lead}{source}:"), style.width);
            group(out, *joint, members, depth, end, style);
        }
    }
}

fn group(out: &mut String, joint: Joint, members: &[Point], depth: usize, end: &str, style: Style) {
    let between = match joint {
        Joint::And => "; and",
        Joint::Or => "; or",
        Joint::List => ";",
    };
    let margin = STEP.saturating_mul(depth).saturating_add(2);
    for (place, member) in members.iter().enumerate() {
        let head = format!("{}{} ", " ".repeat(margin), letter(depth, place));
        let indent = " ".repeat(margin.saturating_add(STEP));
        let last = place.saturating_add(1) == members.len();
        let close = if last { end } else { between };
        point(
            out,
            &member.words,
            member,
            (&head, &indent),
            depth.saturating_add(1),
            close,
            style,
        );
    }
}

/// `(a)`, `(i)`, `(A)`, `(1)`, as treaties letter what stands within what.
fn letter(depth: usize, place: usize) -> String {
    let letters = |first: u8| {
        let mut name = String::new();
        let mut rest = place;
        loop {
            let step = u8::try_from(rest % 26).unwrap_or_default();
            name.insert(0, char::from(first.saturating_add(step)));
            match rest / 26 {
                0 => return name,
                more => rest = more.saturating_sub(1),
            }
        }
    };
    match depth {
        0 => format!("({})", letters(b'a')),
        1 => format!("({})", roman(place.saturating_add(1))),
        2 => format!("({})", letters(b'A')),
        _ => format!("({})", place.saturating_add(1)),
    }
}

fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 9] = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (worth, sign) in SIGNS {
        while number >= worth {
            out.push_str(sign);
            number = number.saturating_sub(worth);
        }
    }
    out
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn clauses_json(clauses: &[Clause]) -> Value {
    clauses.iter().map(clause_json).collect()
}

fn clause_json(clause: &Clause) -> Value {
    json!({
        "name": clause.name,
        "sort": clause.sort,
        "heading": clause.heading,
        "citation": clause.cites,
        "points": clause.points.iter().map(point_json).collect::<Vec<_>>(),
    })
}

fn point_json(point: &Point) -> Value {
    let joint = point.inner.as_ref().map(|(joint, _)| match joint {
        Joint::And => "and",
        Joint::Or => "or",
        Joint::List => "list",
    });
    let members = point
        .inner
        .as_ref()
        .map(|(_, members)| members.iter().map(point_json).collect::<Vec<_>>());
    json!({ "words": point.words, "citation": point.cites, "joint": joint, "points": members })
}
