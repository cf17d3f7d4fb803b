//! How the rules of one row combine, where the file does not say.

use std::collections::BTreeMap;

use super::json::{Operator, RawRule, RuleSet};
use super::reader::{self, Text, one_of};
use super::text::clean;
use crate::import::ask::{Ask, Attested, Bound, Goods, Measure, Opaque, Sort, Stuff};

/// How the rules of a row were taken to combine, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Decision {
    /// There is one rule.
    Single,
    /// Each further rule is marked `or`.
    Marked,
    /// `A; B; or C`: the last one is marked.
    Series,
    /// Pieces of one rule that was cut at its semicolons.
    Glued,
    /// Rules for different goods of the row.
    ByGoods,
    /// Rules that stand by themselves, none of them marked: the `or` was lost.
    LostOr,
    /// Rules that hold on different days.
    ByDate,
    /// It could not be decided.
    Undecided,
}

impl Decision {
    /// For reports.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single rule",
            Self::Marked => "alternatives, each marked `or`",
            Self::Series => "alternatives, the last marked `or`",
            Self::Glued => "one rule, cut at its semicolons",
            Self::ByGoods => "one rule for each kind of goods",
            Self::LostOr => "alternatives, their `or` lost",
            Self::ByDate => "alternatives, some for a time",
            Self::Undecided => "not decided",
        }
    }
}

/// A rule for some goods of the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Product {
    /// Which goods, if the text says.
    pub goods: Option<Goods>,
    /// What is asked of them.
    pub ask: Ask,
    /// Notes that the texts point to.
    pub notes: Vec<String>,
}

/// What a row says, taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Combined {
    /// Its rules.
    pub products: Vec<Product>,
    /// How they were put together.
    pub decision: Decision,
    /// Of each rule of the file, why it is not understood.
    pub reasons: Vec<Option<String>>,
    /// What is peculiar about the row: a kind and a sentence.
    pub findings: Vec<(&'static str, String)>,
}

/// Texts that were read before.
#[derive(Debug, Default)]
pub struct Cache(BTreeMap<String, Text>);

impl Cache {
    /// What the text asks.
    pub(super) fn read(&mut self, text: &str) -> Text {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let read = reader::read(text);
        self.0.insert(text.to_owned(), read.clone());
        read
    }

    /// How many different texts were read.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Pieces that are one text, and the rules of the file that they come from.
struct Group {
    text: String,
    operator: Option<Operator>,
    rules: Vec<usize>,
}

/// A group as read.
struct Part {
    ask: Ask,
    goods: Option<Goods>,
    notes: Vec<String>,
    operator: Option<Operator>,
    /// It has a proviso of its own.
    provided: bool,
}

/// Puts the rules of a row together.
pub(super) fn combine(set: &RuleSet, cache: &mut Cache) -> Combined {
    let mut findings = Vec::new();
    let groups = groups(&set.rules, &mut findings);
    let glued = groups.iter().any(|group| group.rules.len() > 1);
    let mut reasons: Vec<Option<String>> = vec![None; set.rules.len()];
    let mut parts = Vec::new();
    for group in &groups {
        let Text { ask, notes } = cache.read(&group.text);
        if let Some(why) = why_not_understood(&ask) {
            for rule in &group.rules {
                if let Some(reason) = reasons.get_mut(*rule) {
                    *reason = Some(why.clone());
                }
            }
        }
        let first = group.rules.first().and_then(|rule| set.rules.get(*rule));
        let ask = with_direction(ask, first);
        let (goods, ask) = match ask {
            Ask::Of(goods, ask) => (Some(goods), *ask),
            ask => (None, ask),
        };
        parts.push(Part {
            ask,
            goods,
            notes,
            operator: group.operator,
            provided: group.text.to_ascii_lowercase().contains("provided"),
        });
    }
    let decision = decide(&parts, glued, &mut findings);
    if decision == Decision::Undecided {
        let text = groups
            .iter()
            .map(|group| group.text.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        let reason = "it is not clear how the rules of the row combine".to_owned();
        for own in reasons.iter_mut().filter(|own| own.is_none()) {
            *own = Some(reason.clone());
        }
        findings.push((
            "undecided",
            "it is not clear whether all of the rules have to be met or one of them".to_owned(),
        ));
        let ask = Ask::Opaque(Opaque { text, reason });
        return Combined {
            products: vec![Product {
                goods: None,
                ask,
                notes: Vec::new(),
            }],
            decision,
            reasons,
            findings,
        };
    }
    let products = if decision == Decision::ByGoods {
        by_goods(parts)
    } else {
        vec![together(parts)]
    };
    Combined {
        products,
        decision,
        reasons,
        findings,
    }
}

/// Why a rule does not count as understood in full, if it does not.
fn why_not_understood(ask: &Ask) -> Option<String> {
    match ask {
        Ask::Opaque(opaque) => Some(opaque.reason.clone()),
        ask => ask
            .figure_attested()
            .map(|words| format!("a figure is attested, not reckoned: `{words}`")),
    }
}

/// What counts in one direction only has to be attested to go that way.
fn with_direction(ask: Ask, rule: Option<&RawRule>) -> Ask {
    let words = match rule.map(|rule| (rule.import, rule.export)) {
        Some((true, false)) => "imported into the United Kingdom under the agreement",
        Some((false, true)) => "exported from the United Kingdom under the agreement",
        Some((false, false)) => "a case in which the row counts, which the file does not name",
        _ => return ask,
    };
    let way = Ask::Attested(Attested {
        sort: Sort::Property,
        words: words.to_owned(),
    });
    match ask {
        Ask::Opaque(opaque) => Ask::Opaque(opaque),
        Ask::Of(goods, ask) => Ask::Of(goods, Box::new(reader::all_of(vec![way, *ask]))),
        ask => reader::all_of(vec![way, ask]),
    }
}

/// The texts of a row; pieces of one text are put together again.
fn groups(rules: &[RawRule], findings: &mut Vec<(&'static str, String)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let text = clean(&rule.text);
        let number = at.saturating_add(1);
        if text.is_empty() {
            findings.push(("empty_rule", format!("rule {number} has no text")));
            continue;
        }
        let operator = rule.operator;
        match groups.last_mut() {
            Some(_) if text.starts_with("Followed in both cases") || text.starts_with("Followed in each case") => {
                // It belongs to every rule before it: they are one text.
                let mut whole = Group {
                    text: String::new(),
                    operator: None,
                    rules: Vec::new(),
                };
                for group in groups.drain(..) {
                    if !whole.text.is_empty() {
                        whole.text.push_str(if group.operator == Some(Operator::Or) {
                            "\nor "
                        } else {
                            "\n"
                        });
                    }
                    whole.text.push_str(&group.text);
                    whole.rules.extend(group.rules);
                }
                whole.text.push('\n');
                whole.text.push_str(&text);
                whole.rules.push(at);
                groups.push(whole);
                findings.push(("fragment", format!("rule {number} is a piece of the rules before it")));
            }
            Some(before) if goes_on(&text) || before.text.ends_with(':') => {
                if begins_exception(&text) {
                    // `Manufacture from materials of any heading. Except that of the product.`
                    let length = before.text.trim_end_matches(['.', ';', ' ']).len();
                    before.text.truncate(length);
                    before.text.push(' ');
                } else if operator == Some(Operator::Or) {
                    before.text.push_str("\nor ");
                } else {
                    before.text.push('\n');
                }
                before.text.push_str(&text);
                before.rules.push(at);
                findings.push(("fragment", format!("rule {number} is a piece of the rule before it")));
            }
            Some(_) => groups.push(Group {
                text,
                operator,
                rules: vec![at],
            }),
            None => {
                if operator.is_some() {
                    findings.push((
                        "leading_or",
                        "the first rule is marked as joined to one before it".to_owned(),
                    ));
                }
                groups.push(Group {
                    text,
                    operator: None,
                    rules: vec![at],
                });
            }
        }
    }
    if groups.is_empty() {
        groups.push(Group {
            text: String::new(),
            operator: None,
            rules: (0..rules.len()).collect(),
        });
    }
    groups
}

/// Whether the text begins as an item of a list, and not as the first one.
fn is_item(text: &str) -> bool {
    let text = text.trim_start_matches(['•', ' ', '(']);
    let Some((label, _)) = text.split_once(')') else {
        return false;
    };

    (matches!(label, "ii" | "iii" | "iv" | "v" | "vi")
        || label.len() == 1 && label.bytes().all(|byte| (b'b'..=b'h').contains(&byte)))
}

/// Whether the text begins with an exception, and so takes from the one before it.
fn begins_exception(text: &str) -> bool {
    text.split(' ')
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("except"))
}

/// Whether the text only goes on with the one before it.
fn goes_on(text: &str) -> bool {
    if is_item(text) {
        return true;
    }
    let text = text.trim_start_matches(['•', ' ']);
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if digits.len() < text.len() && digits.starts_with('%') {
        return true;
    }
    let begins = ["However", "Of which", "Followed in", "Provided"];
    text.chars().next().is_some_and(char::is_lowercase)
        || begins_exception(text)
        || begins.iter().any(|word| text.starts_with(word))
}

fn decide(parts: &[Part], glued: bool, findings: &mut Vec<(&'static str, String)>) -> Decision {
    let rest = parts.get(1..).unwrap_or_default();
    if rest.is_empty() {
        return if glued { Decision::Glued } else { Decision::Single };
    }
    if rest.iter().any(|part| part.operator == Some(Operator::And)) {
        return Decision::Undecided;
    }
    let marked = |part: &Part| part.operator == Some(Operator::Or);
    // `Until 2026: A`, `or B`: whether B holds for that time only nobody says.
    let for_a_time = |part: &&Part| matches!(part.ask, Ask::During(..));
    if !parts
        .iter()
        .skip_while(|part| !for_a_time(part))
        .all(|part| for_a_time(&part))
    {
        return Decision::Undecided;
    }
    // `A, provided that B`, `C`: whether C is a second proviso or another way nobody says.
    let unmarked = rest.iter().all(|part| !marked(part));
    let mut after = parts.iter().skip_while(|part| !part.provided).skip(1);
    if unmarked && after.any(|part| is_condition(&part.ask)) {
        return Decision::Undecided;
    }
    let first_goods = parts.first().map(|part| &part.goods);
    let differ = parts.iter().any(|part| Some(&part.goods) != first_goods);
    if differ {
        // A rule for all goods of the row beside one for some of them: only `or` says how they go together.
        let clear = parts.iter().all(|part| {
            part.goods
                .as_ref()
                .is_some_and(|goods| goods.other || goods.described.is_some())
        });
        return match (clear, rest.iter().all(marked)) {
            (true, _) => Decision::ByGoods,
            (false, true) => Decision::Marked,
            (false, false) => Decision::Undecided,
        };
    }
    if rest.iter().all(marked) {
        return Decision::Marked;
    }
    let dated = parts.iter().any(|part| matches!(part.ask, Ask::During(..)));
    let complete = parts.iter().all(|part| is_complete(&part.ask));
    if rest.last().is_some_and(marked) && rest.iter().rev().skip(1).all(|part| !marked(part)) {
        let stands = |part: &Part| is_complete(&part.ask) || is_undergone(&part.ask);
        return if parts.iter().all(stands) || parts.iter().any(|part| matches!(part.ask, Ask::Opaque(_))) {
            Decision::Series
        } else {
            Decision::Undecided
        };
    }
    if !complete {
        return Decision::Undecided;
    }
    // Where one is marked the others are ways as well, if none of them could be a condition to all.
    let ways = rest
        .iter()
        .filter(|part| !marked(part))
        .all(|part| !is_condition(&part.ask));
    if !dated && (rest.last().is_some_and(marked) || ways && rest.iter().any(marked)) {
        findings.push((
            "lost_or",
            "some of the rules are not marked as alternatives, others are".to_owned(),
        ));
        return Decision::LostOr;
    }
    if dated {
        findings.push((
            "lost_or",
            "rules for a time and lasting ones are not marked as alternatives".to_owned(),
        ));
        return Decision::ByDate;
    }
    if rest.iter().all(|part| !marked(part)) {
        findings.push(("lost_or", "the rules are not marked as alternatives".to_owned()));
        return Decision::LostOr;
    }
    Decision::Undecided
}

/// `Non-originating materials undergo a diffusion`: a rule where the last of a series says that each is one.
fn is_undergone(ask: &Ask) -> bool {
    matches!(ask, Ask::Attested(attested) if attested.words.contains(" undergo"))
}

/// Whether what is asked could be a condition to another rule as well as a rule.
fn is_condition(ask: &Ask) -> bool {
    match ask {
        Ask::Limit(_) | Ask::WhollyObtained(_) | Ask::Originating(_) | Ask::Content(_) | Ask::Never(_) => true,
        Ask::All(all) => all.iter().all(is_condition),
        Ask::Any(any) => any.iter().any(is_condition),
        Ask::Of(_, ask) | Ask::During(_, ask) => is_condition(ask),
        _ => false,
    }
}

/// Whether the rule can stand by itself, and is not a condition to another.
fn is_complete(ask: &Ask) -> bool {
    match ask {
        Ask::Free
        | Ask::Change(_)
        | Ask::Content(_)
        | Ask::Only(_)
        | Ask::GoodWhollyObtained
        | Ask::WhollyObtained(_)
        | Ask::AllWhollyObtained(_) => true,
        Ask::Attested(attested) => matches!(attested.sort, Sort::Process | Sort::Reference),
        Ask::Limit(limit) => {
            limit.measure == Measure::Value && limit.bound == Bound::AtMost && limit.stuff == Stuff::all()
        }
        Ask::All(all) => all.iter().any(is_complete),
        Ask::Any(any) => any.iter().all(is_complete),
        Ask::Of(_, ask) | Ask::During(_, ask) => is_complete(ask),
        Ask::Never(_) | Ask::Originating(_) | Ask::Opaque(_) => false,
    }
}

/// One rule of alternatives; what is said of some goods only is asked of those.
fn together(parts: Vec<Part>) -> Product {
    let same = parts.first().map(|part| part.goods.clone());
    let alike = parts.iter().all(|part| Some(&part.goods) == same.as_ref());
    let mut notes = Vec::new();
    let mut asks = Vec::new();
    for part in parts {
        notes.extend(part.notes);
        asks.push(match part.goods {
            Some(goods) if !alike => Ask::Of(goods, Box::new(part.ask)),
            _ => part.ask,
        });
    }
    notes.dedup();
    Product {
        goods: same.flatten().filter(|_| alike),
        ask: one_of(asks),
        notes,
    }
}

/// One rule for each kind of goods.
fn by_goods(parts: Vec<Part>) -> Vec<Product> {
    let mut kinds: Vec<(Option<Goods>, Vec<Part>)> = Vec::new();
    for part in parts {
        match kinds.iter_mut().find(|(goods, _)| *goods == part.goods) {
            Some((_, own)) => own.push(part),
            None => kinds.push((part.goods.clone(), vec![part])),
        }
    }
    kinds.into_iter().map(|(_, parts)| together(parts)).collect()
}
