//! From what a rule asks to lines of the language.

use std::collections::BTreeSet;

use super::siblings::{Attribute, Siblings};
use super::words::{Sort, Words};
use crate::amount::Ratio;
use crate::import::ask::{
    Ask, Base, Bound, Change, Content, Kind, Limit, Measure, Method, Origin, Period, Share, Source, Stuff,
};
use crate::nomenclature::{CodeRange, CodeSet, HsCode, Level};

/// A line of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// `require …`
    Require(String),
    /// `either { … } or { … }`
    Either(Vec<Vec<Line>>),
}

/// A test on materials and how tightly it holds together.
struct Test {
    text: String,
    loose: bool,
}

impl Test {
    fn tight(&self) -> String {
        if self.loose {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }
}

/// What the lines have a use for, to be declared.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// Facts and opaque texts.
    pub(super) words: Words,
    /// The rows of each range that descriptions tell apart.
    pub(super) siblings: Vec<Siblings>,
    /// Attributes for goods that the texts of one row tell apart.
    pub(super) within: Vec<Attribute>,
    /// Bases and measures by their names.
    pub(super) used: BTreeSet<&'static str>,
    /// Every code that was written.
    pub(super) codes: Vec<CodeSet>,
    /// Of the rule that is being written: its source.
    pub(super) cites: String,
    /// And its goods.
    pub(super) goods: CodeSet,
}

impl Terms {
    /// The lines that ask it; none if nothing is asked.
    pub(super) fn lines(&mut self, ask: &Ask) -> Vec<Line> {
        match ask {
            Ask::All(all) => all.iter().flat_map(|ask| self.lines(ask)).collect(),
            Ask::Any(any) => {
                let ways: Vec<Vec<Line>> = any.iter().map(|ask| self.lines(ask)).collect();
                if ways.iter().any(Vec::is_empty) {
                    return Vec::new();
                }
                let mut distinct: Vec<Vec<Line>> = Vec::new();
                for way in ways {
                    if !distinct.contains(&way) {
                        distinct.push(way);
                    }
                }
                if distinct.len() == 1 {
                    return distinct.pop().unwrap_or_default();
                }
                vec![Line::Either(distinct)]
            }
            Ask::Free => Vec::new(),
            Ask::Change(change) => self.change(change),
            Ask::Only(stuff) => match self.test(stuff) {
                Some(test) => vec![Line::Require(format!(
                    "every material where non-originating satisfies {}",
                    test.text
                ))],
                None => Vec::new(),
            },
            Ask::Never(stuff) => vec![self.never(stuff)],
            Ask::WhollyObtained(stuff) => vec![self.every(stuff, "wholly obtained")],
            Ask::AllWhollyObtained(stuff) => {
                let mut lines = Vec::new();
                let of_the_good = |kind: &Kind| kind.codes.as_ref().is_some_and(|codes| self.goods.is_subset(codes));
                if stuff.kinds.iter().any(of_the_good) {
                    lines.push(Line::Require("wholly obtained".to_owned()));
                } else {
                    lines.push(self.every(stuff, "wholly obtained"));
                }
                lines
            }
            Ask::Originating(stuff) => vec![self.every(stuff, "originating")],
            Ask::GoodWhollyObtained => vec![Line::Require("wholly obtained".to_owned())],
            Ask::Limit(limit) => vec![Line::Require(self.limit(limit))],
            Ask::Content(content) => vec![Line::Require(self.content(content))],
            Ask::Attested(attested) => {
                let cites = self.cites.clone();
                vec![Line::Require(self.words.name(Sort::Goods, &attested.words, &cites))]
            }
            Ask::Of(goods, ask) => {
                let mut lines = Vec::new();
                if let Some(words) = &goods.described {
                    let cites = self.cites.clone();
                    lines.push(Line::Require(self.words.name(Sort::Goods, words, &cites)));
                }
                lines.extend(self.lines(ask));
                lines
            }
            Ask::During(period, ask) => {
                let mut lines = vec![Line::Require(during(period))];
                lines.extend(self.lines(ask));
                lines
            }
            Ask::Opaque(opaque) => {
                let cites = self.cites.clone();
                vec![Line::Require(self.words.name(Sort::Opaque, &opaque.text, &cites))]
            }
        }
    }

    /// The codes, kept for the choice of the edition.
    pub(super) fn set(&mut self, codes: &CodeSet) -> String {
        self.codes.push(codes.clone());
        codes.to_string()
    }

    /// The test that a material belongs; `None` if all do.
    fn test(&mut self, stuff: &Stuff) -> Option<Test> {
        let cites = self.cites.clone();
        let mut ways: Vec<Test> = Vec::new();
        let plain = |kind: &&Kind| kind.same.is_none() && kind.other.is_none() && kind.described.is_none();
        let mut but: Vec<&Kind> = stuff.but.iter().collect();
        let codes: CodeSet = stuff
            .kinds
            .iter()
            .filter(plain)
            .filter_map(|kind| kind.codes.clone())
            .collect();
        let out: CodeSet = but
            .iter()
            .copied()
            .filter(|kind| plain(kind))
            .filter_map(|kind| kind.codes.clone())
            .collect();
        // Codes less codes are codes, if nothing else is left for the exception to take from.
        let only_codes = stuff.kinds.iter().all(|kind| plain(&kind));
        let codes = if only_codes {
            but.retain(|kind| !(plain(kind) && kind.codes.is_some()));
            codes.subtract(&out)
        } else {
            codes
        };
        if stuff.kinds.iter().any(|kind| *kind == Kind::default()) {
            if but.is_empty() {
                return None;
            }
        } else {
            if !codes.is_empty() {
                ways.push(Test {
                    text: format!("code in {}", self.set(&codes)),
                    loose: false,
                });
            }
            for kind in stuff.kinds.iter().filter(|kind| !plain(kind)) {
                ways.push(self.kind(kind, &cites));
            }
        }
        let mut text = ways.iter().map(|way| way.text.clone()).collect::<Vec<_>>().join(" or ");
        let mut loose = ways.len() > 1 || ways.iter().any(|way| way.loose);
        if !but.is_empty() {
            let out: Vec<String> = but.iter().map(|kind| self.kind(kind, &cites).tight()).collect();
            let inner = Test { text, loose };
            let head = if inner.text.is_empty() {
                String::new()
            } else if ways.len() > 1 {
                format!("{} and ", inner.tight())
            } else {
                format!("{} and ", inner.text)
            };
            let out = match out.as_slice() {
                [one] if one.starts_with('(') || !one.contains(' ') => one.clone(),
                out => format!("({})", out.join(" or ")),
            };
            text = format!("{head}not {out}");
            loose = true;
        }
        if text.is_empty() {
            // Nothing belongs: codes that take themselves out.
            "code in 01 and not (code in 01)".clone_into(&mut text);
            loose = true;
        }
        Some(Test { text, loose })
    }

    fn kind(&mut self, kind: &Kind, cites: &str) -> Test {
        let mut parts = Vec::new();
        if let Some(codes) = &kind.codes {
            parts.push(format!("code in {}", self.set(codes)));
        }
        if let Some(level) = kind.same {
            parts.push(format!("code in the same {} as the good", level.as_str()));
        }
        if let Some(level) = kind.other {
            parts.push(format!("not (code in the same {} as the good)", level.as_str()));
        }
        if let Some(words) = &kind.described {
            parts.push(self.words.name(Sort::Materials, words, cites));
        }
        Test {
            loose: parts.len() > 1,
            text: parts.join(" and "),
        }
    }

    fn every(&mut self, stuff: &Stuff, what: &str) -> Line {
        Line::Require(match self.test(stuff) {
            Some(test) => format!("every material where {} satisfies {what}", test.text),
            None => format!("every material satisfies {what}"),
        })
    }

    fn never(&mut self, stuff: &Stuff) -> Line {
        Line::Require(match self.test(stuff) {
            Some(test) => format!("no material where non-originating and {}", test.tight()),
            None => "no material where non-originating".to_owned(),
        })
    }

    /// Whether the kind is all materials of the headings of the goods, or whatever the level is: `materials of heading 83.02
    /// may be used` in a rule for 83.02.
    fn holds_own(&self, kind: &Kind, level: Level) -> bool {
        let Some(codes) = &kind.codes else { return false };
        let plain = *kind == Kind::codes(codes.clone());
        let mut own = self.goods.ranges().iter().map(|range| {
            let (first, last) = range.ends();
            let wide = |code: HsCode| code.at(level).unwrap_or(code).range();
            CodeRange::new(wide(first).lo, wide(last).hi)
        });
        plain && !self.goods.is_empty() && own.all(|own| own.is_some_and(|own| codes.contains_all(own)))
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each form of a change, in the order of the text"
    )]
    fn change(&mut self, change: &Change) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut level: Option<Level> = None;
        let mut also: Vec<String> = Vec::new();
        let mut anything = false;
        let mut alone: Vec<Kind> = Vec::new();
        for source in &change.from {
            match source {
                // Of two levels the wider change is the stricter one, so the narrower alone counts.
                Source::Other(at) => level = Some(level.map_or(*at, |known| known.max(*at))),
                Source::Outside => {
                    let own = Stuff::of(Kind::codes(self.goods.clone()));
                    lines.push(self.never(&own));
                    anything = true;
                }
                Source::Stuff(stuff) if *stuff == Stuff::all() => anything = true,
                Source::Stuff(stuff) => alone.extend(stuff.kinds.iter().cloned()),
            }
        }
        // From another heading, or from the same one: from anywhere.
        anything |= level.is_some_and(|at| {
            alone
                .iter()
                .any(|kind| *kind == Kind::same(at) || self.holds_own(kind, at))
        });
        // Of the good's own heading only part is let in: said of each material, since no change says it.
        if !anything && alone.iter().any(|kind| kind.same.is_some() && kind.described.is_none()) {
            let inner = Stuff {
                kinds: alone,
                but: Vec::new(),
            };
            let other = level.map(|at| format!("not (code in the same {} as the good)", at.as_str()));
            let mut ways: Vec<String> = other.into_iter().collect();
            ways.extend(self.test(&inner).map(|test| test.text));
            lines.push(Line::Require(format!(
                "every material where non-originating satisfies {}",
                ways.join(" or ")
            )));
            if !change.except.is_none() {
                lines.push(self.never(&change.except));
            }
            return lines;
        }
        if !anything {
            let plain: CodeSet = alone
                .iter()
                .filter(|kind| kind.same.is_none() && kind.described.is_none())
                .filter_map(|kind| kind.codes.clone())
                .collect();
            if !plain.is_empty() {
                also.push(self.set(&plain));
            }
            for kind in alone.iter().filter(|kind| kind.described.is_some()) {
                let cites = self.cites.clone();
                let name = self
                    .words
                    .name(Sort::Materials, kind.described.as_deref().unwrap_or(""), &cites);
                let codes = kind
                    .codes
                    .as_ref()
                    .map_or_else(|| "all goods".to_owned(), |codes| self.set(codes));
                also.push(format!("{codes} where {name}"));
            }
        }
        let mut except = change.except.clone();
        except.kinds.retain(|kind| !change.except.but.contains(kind));
        let plain = |kind: &Kind| {
            kind.codes.is_some() && kind.same.is_none() && kind.described.is_none() && kind.other.is_none()
        };
        if !except.is_none() && except.kinds.iter().chain(&except.but).all(plain) {
            let all = |kinds: &[Kind]| kinds.iter().filter_map(|kind| kind.codes.clone()).collect::<CodeSet>();
            let left = all(&except.kinds).subtract(&all(&except.but));
            except = if left.is_empty() {
                Stuff::none()
            } else {
                Stuff::of(Kind::codes(left))
            };
        }
        if anything {
            if !except.is_none() {
                lines.push(self.never(&except));
            }
            return lines;
        }
        let mut text = String::from("change from ");
        match level {
            Some(level) => text.push_str(&format!("any other {}", level.as_str())),
            None if also.is_empty() => return vec![self.never(&Stuff::all())],
            None => text.push_str(&also.remove(0)),
        }
        for one in &also {
            text.push_str(&format!(", whether or not also from {one}"));
        }
        if except.but.is_empty() {
            let codes: CodeSet = except
                .kinds
                .iter()
                .filter(|kind| plain(kind))
                .filter_map(|kind| kind.codes.clone())
                .collect();
            if !codes.is_empty() {
                text.push_str(&format!(", except from {}", self.set(&codes)));
                except.kinds.retain(|kind| !plain(kind));
            }
        }
        // The good's own heading is shut out by the change itself.
        if let Some(level) = level {
            except.kinds.retain(|kind| *kind != Kind::same(level));
        }
        lines.push(Line::Require(text));
        if !except.is_none() {
            lines.push(self.never(&except));
        }
        lines
    }

    fn limit(&mut self, limit: &Limit) -> String {
        if limit.measure == Measure::Other {
            let cites = self.cites.clone();
            return self.words.name(Sort::Goods, &limit.words, &cites);
        }
        let figure = self.figure(limit.measure, &limit.stuff, limit.origin);
        let sign = match limit.bound {
            Bound::AtMost => "<=",
            Bound::Below => "<",
            Bound::AtLeast => ">=",
            Bound::Above => ">",
        };
        let ways: Vec<String> = limit
            .shares
            .iter()
            .map(|share| format!("{figure} {sign} {}", self.share(share, limit.measure)))
            .collect();
        ways.join(" or ")
    }

    fn figure(&mut self, measure: Measure, stuff: &Stuff, origin: Origin) -> String {
        let what = if measure == Measure::Weight { "weight" } else { "value" };
        let of = match origin {
            Origin::NonOriginating => Some("non-originating"),
            Origin::Originating => Some("originating"),
            Origin::WhollyObtained => Some("wholly obtained"),
            Origin::Any => None,
        };
        let test = self.test(stuff);
        if measure == Measure::Value && test.is_none() {
            match origin {
                Origin::NonOriginating => {
                    self.used.insert("nom");
                    return "nom".to_owned();
                }
                Origin::Originating => {
                    self.used.insert("vom");
                    return "vom".to_owned();
                }
                _ => {}
            }
        }
        match (of, test) {
            (Some(of), Some(test)) => format!("sum of {what} over materials where {of} and {}", test.tight()),
            (Some(of), None) => format!("sum of {what} over materials where {of}"),
            (None, Some(test)) => format!("sum of {what} over materials where {}", test.text),
            (None, None) => format!("sum of {what} over materials"),
        }
    }

    fn share(&mut self, share: &Share, measure: Measure) -> String {
        let base = match &share.base {
            Base::ExWorks => self.base("ex_works"),
            Base::Fob => self.base("fob"),
            Base::TransactionValue => self.base("transaction_value"),
            Base::CustomsValue => self.base("customs_value"),
            Base::NetCost => self.base("net_cost"),
            Base::Weight => "weight".to_owned(),
            Base::Materials(stuff, origin) => self.figure(measure, stuff, *origin),
        };
        if Ratio::from_parts(1, 1).is_some_and(|one| one == share.of) {
            return base;
        }
        let percent = percent(&share.of);
        if base.contains(' ') {
            format!("{percent} of ({base})")
        } else {
            format!("{percent} of {base}")
        }
    }

    fn base(&mut self, name: &'static str) -> String {
        self.used.insert(name);
        name.to_owned()
    }

    fn content(&mut self, content: &Content) -> String {
        let mut ways = Vec::new();
        for (method, least) in &content.ways {
            let percent = percent(least);
            ways.push(match method {
                Method::BuildUp => format!("{} >= {percent}", self.base("rvc_build_up")),
                Method::BuildDown => format!("{} >= {percent}", self.base("rvc_build_down")),
                Method::NetCost => format!("{} >= {percent}", self.base("rvc_net_cost")),
                Method::TransactionValue => format!("{} >= {percent}", self.base("rvc_transaction_value")),
                Method::Fob => format!("{} >= {percent}", self.base("rvc_fob")),
                Method::ExWorks => format!("{} >= {percent}", self.base("rvc_ex_works")),
                Method::Focused(stuff) => {
                    let value = self.base("good_value");
                    let figure = self.figure(Measure::Value, stuff, Origin::NonOriginating);
                    format!("{value} - ({figure}) >= {percent} of {value}")
                }
            });
        }
        ways.join(" or ")
    }
}

fn during(period: &Period) -> String {
    let from = period.from.as_ref().map(|day| format!("date >= {day}"));
    let until = period.until.as_ref().map(|day| format!("date <= {day}"));
    from.into_iter().chain(until).collect::<Vec<_>>().join(" and ")
}

/// `47.5%`
fn percent(share: &Ratio) -> String {
    let Some(hundred) = Ratio::from_parts(100, 1) else {
        return String::new();
    };
    let percent = share.clone() * hundred;
    let whole = percent.floor();
    let mut rest = percent - whole.clone();
    let mut digits = String::new();
    let ten = Ratio::from_parts(10, 1).unwrap_or(Ratio::from(0));
    while !rest.is_zero() && digits.len() < 6 {
        rest *= ten.clone();
        let digit = rest.floor();
        digits.push_str(&digit.numer_string());
        rest -= digit;
    }
    let point = if digits.is_empty() { "" } else { "." };
    format!("{}{point}{digits}%", whole.numer_string())
}
