//! From the text of a rule to what it asks. Either every word is understood or the whole is opaque.

use pest::Parser as _;
use pest::iterators::Pair;

use super::change::{any_other, change_source, excepted, from, shift};
use super::conditions;
use super::grammar::Grammar;
pub(super) use super::grammar::Rule;
use super::stuff::{codes, level, no_words, stuff_of};
use super::text::{cut, joined};
use crate::import::ask::{
    Ask, Attested, Bound, Change, Goods, Kind, Limit, Measure, Opaque, Origin, Period, Sort, Source, Stuff,
};

/// A node of the parse tree.
pub(super) type Node<'t> = Pair<'t, Rule>;
/// What was read, or why it could not be.
pub(super) type Read<T> = Result<T, String>;

/// A text as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// What it asks.
    pub ask: Ask,
    /// Notes that it points to, for the citation.
    pub notes: Vec<String>,
}

/// Reads a cleaned text.
pub(super) fn read(clean: &str) -> Text {
    let mut notes = Vec::new();
    let ask = understand(clean, &mut notes).unwrap_or_else(|reason| {
        Ask::Opaque(Opaque {
            text: clean.to_owned(),
            reason,
        })
    });
    Text { ask, notes }
}

fn understand(clean: &str, notes: &mut Vec<String>) -> Read<Ask> {
    let words = cut(clean);
    if words.trim().is_empty() {
        return Err("there is no text".to_owned());
    }
    let mut parsed = Grammar::parse(Rule::text, &words).map_err(|error| not_read(&words, &error))?;
    let text = parsed.next().ok_or_else(|| "there is no text".to_owned())?;
    let mut ask = None;
    for part in text.into_inner() {
        match part.as_rule() {
            Rule::rule_of_text => {
                let mut ways = Vec::new();
                let mut window: Option<Period> = None;
                for sentence in part.into_inner() {
                    let leads = sentence
                        .clone()
                        .into_inner()
                        .next()
                        .is_some_and(|first| first.as_rule() == Rule::period);
                    let way = read_sentence(sentence, notes)?;
                    // `From 2027: A or B` says of both from when they hold.
                    let way = match (&way, &window) {
                        (Ask::During(..), _) | (_, None) => way,
                        (_, Some(window)) => Ask::During(window.clone(), Box::new(way)),
                    };
                    if leads && let Ask::During(period, _) = &way {
                        window = Some(period.clone());
                    }
                    ways.push(way);
                }
                ask = Some(one_of(ways));
            }
            Rule::note => notes.push(joined(part.as_str())),
            _ => {}
        }
    }
    ask.ok_or_else(|| "there is no rule".to_owned())
}

/// Where reading stopped, in the words of the text.
fn not_read(words: &str, error: &pest::error::Error<Rule>) -> String {
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let rest: Vec<&str> = words.get(at..).unwrap_or("").split(' ').take(5).collect();
    let rest = rest.join(" ");
    if rest.trim().is_empty() {
        "it ends too early".to_owned()
    } else {
        format!("not understood from `{}` on", rest.trim())
    }
}

/// One of several; alone it stands for itself.
pub(super) fn one_of(mut asks: Vec<Ask>) -> Ask {
    if asks.len() == 1 {
        asks.pop().unwrap_or(Ask::Free)
    } else {
        Ask::Any(asks)
    }
}

/// All of several; alone it stands for itself. What asks nothing is left out beside others.
pub(super) fn all_of(asks: Vec<Ask>) -> Ask {
    let mut flat = Vec::new();
    for ask in asks {
        match ask {
            Ask::All(inner) => flat.extend(inner),
            Ask::Free => {}
            ask => flat.push(ask),
        }
    }
    match flat.len() {
        0 => Ask::Free,
        1 => flat.pop().unwrap_or(Ask::Free),
        _ => Ask::All(flat),
    }
}

/// A fact in the words of the text.
pub(super) fn attested(sort: Sort, words: &str) -> Ask {
    Ask::Attested(Attested {
        sort,
        words: joined(words),
    })
}

/// What a sentence has said so far; all of it holds.
struct Sentence {
    asks: Vec<Ask>,
    goods: Option<Goods>,
    period: Option<Period>,
}

fn read_sentence(sentence: Node<'_>, notes: &mut Vec<String>) -> Read<Ask> {
    let mut said = Sentence {
        asks: Vec::new(),
        goods: None,
        period: None,
    };
    for part in sentence.into_inner() {
        said.add(part, notes)?;
    }
    let mut ask = all_of(said.asks);
    if let Some(period) = said.period {
        ask = Ask::During(period, Box::new(ask));
    }
    Ok(match said.goods {
        Some(goods) => Ask::Of(goods, Box::new(ask)),
        None => ask,
    })
}

impl Sentence {
    fn add(&mut self, part: Node<'_>, notes: &mut Vec<String>) -> Read<()> {
        match part.as_rule() {
            Rule::no_change => {
                self.goods = part
                    .into_inner()
                    .find(|inner| inner.as_rule() == Rule::goods_list)
                    .map(goods)
                    .transpose()?;
                self.asks.push(Ask::Free);
            }
            Rule::change_to | Rule::change_bare => self.change_to(part)?,
            Rule::also_process => self.asks.push(attested(Sort::Process, part.as_str())),
            Rule::mixed_products => {
                let last = self.asks.pop().ok_or("a reading of a restriction without one")?;
                // What is attested is that the restriction is met in the measure that is left of it.
                let words = format!("restriction met, as far as it applies: {}", joined(part.as_str()));
                self.asks.push(Ask::Any(vec![last, attested(Sort::Property, &words)]));
            }
            Rule::content_rule => self.asks.push(conditions::content(part)?),
            Rule::max_rule => self.asks.push(conditions::maximum(part)?),
            Rule::set_rule => self.asks.push(Ask::Originating(Stuff::all())),
            Rule::shift => self.asks.push(shift(part)?),
            Rule::make => self.make(part)?,
            Rule::other_operations => {
                for inner in part.into_inner() {
                    if inner.as_rule() == Rule::conditions {
                        self.conditions(inner)?;
                    } else {
                        self.asks.push(attested(Sort::Process, inner.as_str()));
                    }
                }
            }
            Rule::good_obtained => self.asks.push(Ask::GoodWhollyObtained),
            Rule::condition_alone | Rule::proviso | Rule::further => {
                for inner in part.into_inner() {
                    match inner.as_rule() {
                        Rule::conditions => self.conditions(inner)?,
                        Rule::permitted => self.permitted(inner)?,
                        _ => {}
                    }
                }
            }
            Rule::reference => self.asks.push(attested(Sort::Reference, part.as_str())),
            Rule::process => self.asks.push(attested(Sort::Process, part.as_str())),
            Rule::quota_limit => self.asks.push(attested(
                Sort::Quota,
                part.as_str().trim_start_matches(['-', ' ', ',', '.', '¶']),
            )),
            Rule::note => notes.push(joined(part.as_str())),
            Rule::however | Rule::allowed_too => self.however(part)?,
            Rule::except => {
                let stuff = excepted(part)?;
                self.shut_out(stuff)?;
            }
            Rule::period => {
                // `A and B. C (until 31 December 2023)`: C alone may be for a time, and then besides A and B.
                if self.asks.len() > 1 {
                    return Err("it is not clear how much of it is for a time only".to_owned());
                }
                self.period = Some(period(part)?);
            }
            other => return Err(format!("a sentence was not expected to hold {other:?}")),
        }
        Ok(())
    }

    fn conditions(&mut self, node: Node<'_>) -> Read<()> {
        let named = self.asks.iter().rev().find_map(|ask| match ask {
            Ask::Only(stuff) => Some(stuff.clone()),
            _ => None,
        });
        let process = self.asks.last().and_then(|ask| match ask {
            Ask::Attested(attested) => Some(attested.words.clone()),
            _ => None,
        });
        match conditions::read(node, named.as_ref(), process.as_deref())? {
            Ask::All(all) => self.asks.extend(all),
            ask => self.asks.push(ask),
        }
        Ok(())
    }

    fn make(&mut self, node: Node<'_>) -> Read<()> {
        let parts: Vec<Node<'_>> = node.into_inner().collect();
        let or = parts.iter().any(|part| part.as_rule() == Rule::part_or);
        if or && parts.len() != 3 {
            return Err("more than two parts, joined by `and/or`".to_owned());
        }
        for part in parts {
            match part.as_rule() {
                Rule::part_or => {}
                Rule::from => {
                    for what in part.into_inner() {
                        self.asks.push(from(what)?);
                    }
                }
                Rule::by_process => self.asks.push(attested(Sort::Process, part.as_str())),
                Rule::part_conditions => {
                    for inner in part.into_inner() {
                        self.conditions(inner)?;
                    }
                }
                other => return Err(format!("manufacture was not expected to hold {other:?}")),
            }
        }
        if or {
            let [one, other] = self.asks.as_slice() else {
                return Err("more than two parts, joined by `and/or`".to_owned());
            };
            self.asks = vec![Ask::Any(vec![one.clone(), other.clone()])];
        }
        Ok(())
    }

    fn change_to(&mut self, node: Node<'_>) -> Read<()> {
        let mut change = Change {
            from: Vec::new(),
            except: Stuff::none(),
        };
        let mut within = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::goods_list => self.goods = Some(goods(part)?),
                Rule::change_from => change.from.push(change_source(part)?),
                Rule::within_that => {
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::level => within = Some(level(&inner)?),
                            Rule::codes => change.from.push(Source::Stuff(Stuff::of(Kind::codes(codes(inner)?)))),
                            _ => change.from.push(any_other(inner)?),
                        }
                    }
                }
                Rule::also_from => {
                    for inner in part.into_inner() {
                        change.from.push(change_source(inner)?);
                    }
                }
                Rule::except => change.except.kinds.extend(excepted(part)?.kinds),
                other => return Err(format!("a change was not expected to hold {other:?}")),
            }
        }
        if let Some(within) = within {
            // From within its own heading and from any other: from anywhere. From within alone: only from there.
            change.from.push(Source::Stuff(Stuff::of(Kind::same(within))));
        }
        self.asks.push(Ask::Change(change));
        Ok(())
    }

    /// Takes materials out of what the sentence has allowed so far.
    fn shut_out(&mut self, stuff: Stuff) -> Read<()> {
        for ask in self.asks.iter_mut().rev() {
            match ask {
                Ask::Change(change) => {
                    change.except.kinds.extend(stuff.kinds);
                    return Ok(());
                }
                Ask::Only(only) => {
                    only.but.extend(stuff.kinds);
                    return Ok(());
                }
                Ask::Free => {
                    *ask = Ask::Change(Change {
                        from: vec![Source::Stuff(Stuff::all())],
                        except: stuff,
                    });
                    return Ok(());
                }
                _ => {}
            }
        }
        Err("an exception with nothing to except from".to_owned())
    }

    fn however(&mut self, node: Node<'_>) -> Read<()> {
        for inner in node.into_inner() {
            match inner.as_rule() {
                Rule::conditions => self.conditions(inner)?,
                Rule::permitted => self.permitted(inner)?,
                other => return Err(format!("`however` was not expected to hold {other:?}")),
            }
        }
        Ok(())
    }

    fn permitted(&mut self, node: Node<'_>) -> Read<()> {
        let whole = joined(node.as_str());
        let (mut stuff, mut these, mut not, mut limit, mut backing) = (None, false, false, None, false);
        let mut with = String::new();
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::stuff => stuff = Some(stuff_of(part)?.0),
                Rule::however_these if part.as_str().to_ascii_lowercase().contains("description") => {
                    stuff = Some(Stuff::of(Kind::described(
                        "materials of the same description as the product",
                    )));
                }
                Rule::however_these => these = true,
                Rule::of_which => with = joined(part.as_str()),
                Rule::may_not_use => not = true,
                Rule::may_use => backing = part.as_str().to_ascii_lowercase().contains("backing"),
                Rule::permitted_if => {
                    for condition in part.into_inner() {
                        match condition.as_rule() {
                            Rule::permitted_limit => limit = Some(conditions::permitted_limit(condition)?),
                            Rule::permitted_done => with = format!("on which {}", joined(condition.as_str())),
                            Rule::permitted_worked => {
                                with = joined(condition.as_str()).replacen("they ", "that ", 1);
                            }
                            other => return Err(format!("a permission was not expected to hold {other:?}")),
                        }
                    }
                }
                other => return Err(format!("a permission was not expected to hold {other:?}")),
            }
        }
        if these {
            stuff = self.asks.iter().rev().find_map(|ask| match ask {
                Ask::Change(change) if !change.except.is_none() => Some(change.except.clone()),
                _ => None,
            });
        }
        let mut stuff = stuff.ok_or_else(|| "it is not said which materials may be used".to_owned())?;
        if backing {
            "used as a backing".clone_into(&mut with);
        }
        if !with.is_empty() {
            for kind in &mut stuff.kinds {
                let words = kind
                    .described
                    .take()
                    .map_or_else(|| format!("materials {with}"), |words| format!("{words} {with}"));
                kind.described = Some(words);
            }
        }
        if not {
            return self.shut_out(stuff);
        }
        if let Some((measure, bound, shares)) = limit {
            self.asks.push(Ask::Limit(Limit {
                measure,
                stuff: stuff.clone(),
                origin: Origin::NonOriginating,
                bound,
                shares,
                words: whole.clone(),
            }));
        }
        self.allow(stuff, &whole)
    }

    /// Lets materials in that the sentence has kept out.
    fn allow(&mut self, stuff: Stuff, whole: &str) -> Read<()> {
        let set = self.asks.iter().position(|ask| *ask == Ask::Originating(Stuff::all()));
        if let Some(set) = set {
            // Articles of a set that need not originate: the limit alone remains, and its articles are the materials.
            if self.asks.len() > 1 {
                self.asks.remove(set);
                for ask in &mut self.asks {
                    match ask {
                        Ask::Limit(limit) if limit.stuff == Stuff::of(Kind::described("articles")) => {
                            limit.stuff = Stuff::all();
                        }
                        _ => {}
                    }
                }
                return Ok(());
            }
            return Err("articles of a set without a limit".to_owned());
        }
        let limited = self
            .asks
            .iter()
            .any(|ask| matches!(ask, Ask::Limit(limit) if limit.stuff == stuff));
        for ask in &mut self.asks {
            match ask {
                Ask::Change(change) => {
                    if !change.except.is_none() {
                        change.except.but.extend(stuff.kinds.clone());
                    }
                    change.from.push(Source::Stuff(stuff));
                    return Ok(());
                }
                Ask::Only(only) => {
                    only.kinds.extend(stuff.kinds);
                    return Ok(());
                }
                Ask::Free => return Ok(()),
                Ask::Attested(attested) if !limited => {
                    attested.words = format!("{}; {whole}", attested.words);
                    return Ok(());
                }
                _ => {}
            }
        }
        // What has to be wholly obtained or to originate, but for these.
        if !limited
            && let Some(Ask::WhollyObtained(bound) | Ask::Originating(bound)) = self
                .asks
                .iter_mut()
                .rev()
                .find(|ask| matches!(ask, Ask::WhollyObtained(_) | Ask::Originating(_)))
        {
            bound.but.extend(stuff.kinds);
            return Ok(());
        }
        if limited {
            Ok(())
        } else {
            Err("a permission with nothing that forbids".to_owned())
        }
    }
}

/// The goods of a sentence; several together are described by all the words.
fn goods(node: Node<'_>) -> Read<Goods> {
    let words = joined(node.as_str());
    let (mut all, mut plain, mut other, mut count) = (Vec::new(), true, false, 0_usize);
    for one in node.into_inner() {
        count = count.saturating_add(1);
        for form in one.into_inner() {
            if form.as_rule() == Rule::codes {
                all.push(codes(form)?);
                continue;
            }
            plain &= form.as_rule() == Rule::goods_of_codes;
            for part in form.into_inner() {
                match part.as_rule() {
                    Rule::codes => all.push(codes(part)?),
                    Rule::other_word => other = true,
                    _ => plain = false,
                }
            }
        }
    }
    if other && count > 1 {
        return Err("other goods among several".to_owned());
    }
    let codes = (!all.is_empty()).then(|| all.into_iter().collect());
    Ok(Goods {
        codes,
        described: (!plain).then_some(words),
        other,
    })
}

fn period(node: Node<'_>) -> Read<Period> {
    let mut period = Period::default();
    for part in node.into_inner() {
        let until = part.as_rule() == Rule::until;
        let text = part.into_inner().next().ok_or_else(no_words)?;
        let day = super::day::iso(text.as_str()).ok_or_else(|| format!("`{}` is no day", text.as_str().trim()))?;
        if until {
            period.until = Some(day);
        } else {
            period.from = Some(day);
        }
    }
    Ok(period)
}

/// All the value of a kind in a limit, for the maxima without more words.
pub(super) fn maximum_of_all(shares: Vec<crate::import::ask::Share>, words: &str) -> Ask {
    Ask::Limit(Limit {
        measure: Measure::Value,
        stuff: Stuff::all(),
        origin: Origin::NonOriginating,
        bound: Bound::AtMost,
        shares,
        words: joined(words),
    })
}
