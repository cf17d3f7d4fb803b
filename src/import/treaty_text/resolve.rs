//! From the sentences of a provision to what they ask: groups, descriptions and `any other good` are looked up.

use super::clause::{Bound, Candidate, Clause, Condition, Content, Demand, Excepted, Of, Source, Span, Step, Subject};
use super::facts::Facts;
use super::rule::{Asked, Part, Shut, Test};
use crate::nomenclature::{CodeSet, HsCode, Level};

/// The goods of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goods {
    /// All goods of the codes.
    All(Vec<Span>),
    /// Those of a description.
    Described(Test, Vec<Span>, String),
    /// Those that no other sentence of the provision describes.
    Other(Vec<Span>),
}

impl Goods {
    /// Their codes.
    pub(super) fn codes(&self) -> &[Span] {
        match self {
            Self::All(codes) | Self::Described(_, codes, _) | Self::Other(codes) => codes,
        }
    }
}

/// What a sentence is read with.
pub(super) struct Context<'c> {
    /// The codes that the provision heads.
    pub(super) group: &'c [Span],
    /// The goods of this sentence.
    pub(super) goods: &'c Goods,
    /// What all sentences of the provision describe.
    pub(super) described: &'c [Test],
    /// How the rule is cited.
    pub(super) cites: &'c str,
    /// All facts.
    pub(super) facts: &'c mut Facts,
    /// Descriptions of materials that this sentence named before, with their codes.
    pub(super) named: Vec<(Test, Vec<Span>)>,
}

/// The set of codes of some spans.
pub(super) fn set(spans: &[Span]) -> CodeSet {
    spans.iter().filter_map(|span| span.range()).collect()
}

/// The goods of a sentence, whose codes have to lie in the provision's.
pub(super) fn goods(subject: &Subject, group: &[Span], cites: &str, facts: &mut Facts) -> Result<Goods, String> {
    let all = set(group);
    let fits = |codes: &[Span]| !codes.is_empty() && (group.is_empty() || set(codes).is_subset(&all));
    match subject {
        // `No change in tariff classification required, provided …` is about all goods of its row.
        Subject::Codes(codes) if codes.is_empty() && !group.is_empty() => Ok(Goods::All(group.to_vec())),
        Subject::Codes(codes) if fits(codes) => Ok(Goods::All(codes.clone())),
        Subject::Other(codes) if fits(codes) => Ok(Goods::Other(codes.clone())),
        Subject::Codes(codes) | Subject::Other(codes) => Err(strayed(codes, group)),
        Subject::Described(readings) => {
            let Some(reading) = readings
                .iter()
                .rev()
                .find(|reading| fits(&reading.codes) && !reading.words.is_empty())
            else {
                let named: Vec<Span> = readings.iter().flat_map(|reading| reading.codes.clone()).collect();
                return Err(strayed(&named, group));
            };
            let Candidate { words, codes } = reading;
            Ok(Goods::Described(
                facts.description(words, codes, cites),
                codes.clone(),
                words.clone(),
            ))
        }
    }
}

fn strayed(codes: &[Span], group: &[Span]) -> String {
    format!("it speaks of {}, and stands at {}", listed(codes), listed(group))
}

/// `87.01, 87.02 to 87.05`
pub(super) fn listed(codes: &[Span]) -> String {
    let codes: Vec<String> = codes.iter().map(Span::to_string).collect();
    codes.join(", ")
}

/// The lines of a sentence.
pub(super) fn lines(clause: &Clause, context: &mut Context<'_>) -> Result<Vec<Asked>, String> {
    let mut lines = Vec::new();
    match &clause.demand {
        Demand::NoChange => lines.push(Asked::NoChange),
        Demand::Production(words) => {
            let fact = context.facts.condition(&format!("made by {words}"), context.cites);
            lines.push(Asked::Fact(fact));
        }
        Demand::Change { sources, steps } => change(sources, steps, context, &mut lines)?,
    }
    for condition in &clause.conditions {
        lines.push(match condition {
            Condition::Content(ways) => {
                let facts = &mut *context.facts;
                let ways = ways.iter().map(|way| Content {
                    only: way.only.as_ref().map(|words| facts.condition(words, context.cites)),
                    ..way.clone()
                });
                Asked::Content(ways.collect())
            }
            Condition::Attested(_, words) => Asked::Fact(context.facts.condition(words, context.cites)),
            Condition::WeightOfGood(share) => {
                let code = Test::Code(share.codes.clone());
                let test = match &share.words {
                    Some(words) => Test::And(vec![
                        code,
                        context.facts.description(words, &share.codes, context.cites),
                    ]),
                    None => code,
                };
                Asked::Weight(test, share.percent.clone())
            }
        });
    }
    Ok(lines)
}

fn change(sources: &[Source], steps: &[Step], context: &mut Context<'_>, lines: &mut Vec<Asked>) -> Result<(), String> {
    let mut parts = Vec::new();
    let mut except: Vec<Shut> = Vec::new();
    let mut apart = Vec::new();
    let mut last = sources;
    for source in sources {
        parts.extend(context.parts(source)?);
    }
    for step in steps {
        match step {
            Step::Including(level, bound) => context.included(*level, bound, last)?,
            Step::Also(also) | Step::More(also) => {
                if !apart.is_empty() {
                    return Err("an exception stands before another source".to_owned());
                }
                last = also;
                for source in also {
                    for part in context.parts(source)? {
                        except.iter().try_for_each(|shut| context.apart(shut, &part))?;
                        parts.push(part);
                    }
                }
            }
            Step::Except(excepted) => {
                for one in excepted {
                    match one {
                        Excepted::Source(source) => except.push(context.shut(source)?),
                        Excepted::All(all) => {
                            for source in all.iter().flatten() {
                                except.push(context.shut(source)?);
                            }
                        }
                        Excepted::MoreThanOne(all) => apart.push(Asked::AtMostOneOf(context.tests(all)?)),
                    }
                }
            }
        }
    }
    let except = spared(except, &parts)?;
    lines.push(Asked::Change { parts, except });
    lines.extend(apart);
    Ok(())
}

/// In `from yarn of subheading 5402.44 or any other chapter, except from Chapter 54` the exception is one to `any other
/// chapter`: what the text permits by name, inside what it shuts out, stays permitted.
fn spared(except: Vec<Shut>, parts: &[Part]) -> Result<Vec<Shut>, String> {
    let mut all = Vec::new();
    for shut in except {
        let out = set(&shut.codes);
        let mut kept = Vec::new();
        for part in parts {
            let Part::From(Some(codes), narrowed) = part else {
                continue;
            };
            if general(narrowed.as_ref())
                || !set(codes).is_subset(&out)
                || narrowed.is_some() && shut.narrowed.is_some()
            {
                continue;
            }
            if shut.narrowed.is_none() && narrowed.is_none() && set(codes) == out {
                return Err(format!("{} is permitted and shut out", listed(codes)));
            }
            let code = Test::Code(codes.clone());
            kept.push(
                narrowed
                    .clone()
                    .map_or(code.clone(), |narrowed| Test::And(vec![code, narrowed])),
            );
        }
        if kept.is_empty() {
            all.push(shut);
            continue;
        }
        let not = Test::Not(Box::new(one_of(kept)));
        let narrowed = shut
            .narrowed
            .map_or(not.clone(), |narrowed| Test::And(vec![narrowed, not]));
        all.push(Shut {
            codes: shut.codes,
            narrowed: Some(narrowed),
        });
    }
    Ok(all)
}

/// Whether a test only says what materials are not: `any other subheading within …`, `any other good of …`.
fn general(test: Option<&Test>) -> bool {
    match test {
        Some(Test::Not(_)) => true,
        Some(Test::And(all)) => all.iter().all(|test| general(Some(test))),
        _ => false,
    }
}

impl Context<'_> {
    fn parts(&mut self, source: &Source) -> Result<Vec<Part>, String> {
        Ok(vec![match source {
            Source::Any {
                level,
                other,
                inside,
                outside,
            } => self.any(*level, *other, inside, outside)?,
            Source::Several(all) => {
                let mut parts = Vec::new();
                for source in all.iter().flatten() {
                    parts.extend(self.parts(source)?);
                }
                return Ok(parts);
            }
            _ => {
                let Shut { codes, narrowed } = self.shut(source)?;
                Part::From(Some(codes), narrowed)
            }
        }])
    }

    /// Materials that have codes.
    fn shut(&mut self, source: &Source) -> Result<Shut, String> {
        let (codes, narrowed) = match source {
            Source::Codes(codes) => (codes.clone(), None),
            Source::WithinThat(level) => {
                let single =
                    matches!(self.goods.codes(), [only] if only.from == only.to && only.from.level() == *level);
                (
                    self.goods.codes().to_vec(),
                    (!single).then_some(Test::SameAsGood(*level)),
                )
            }
            Source::OtherGood(of) => {
                let codes = self.of(of);
                let test = self.other_than_named(&codes)?;
                (codes, Some(test))
            }
            Source::Described(words, of) => {
                let codes = self.of(of);
                let words = self.relative(words)?;
                let test = self.facts.description(&words, &codes, self.cites);
                self.named.push((test.clone(), codes.clone()));
                (codes, Some(test))
            }
            Source::AllBut(words, of) => {
                let codes = self.of(of);
                let test = self.facts.description(words, &codes, self.cites);
                (codes, Some(Test::Not(Box::new(test))))
            }
            Source::Anywhere(words) => {
                let all = everything();
                let test = self.facts.description(words, &all, self.cites);
                (all, Some(test))
            }
            Source::Any {
                level,
                other,
                inside,
                outside,
            } => match self.any(*level, *other, inside, outside)? {
                Part::From(Some(codes), narrowed) => (codes, narrowed),
                _ => return Err(format!("an exception for any other {level} has no bounds")),
            },
            Source::Several(_) => return Err("a list stands where one kind of material is expected".to_owned()),
        };
        Ok(Shut { codes, narrowed })
    }

    fn of(&self, of: &Of) -> Vec<Span> {
        match of {
            Of::Codes(codes) => codes.clone(),
            Of::That => self.goods.codes().to_vec(),
        }
    }

    /// `parts thereof`, `its salts`: the words are about the good.
    fn relative(&self, words: &str) -> Result<String, String> {
        let thereof = words.ends_with(" thereof") && words.split(' ').count() <= 3;
        let its = words.starts_with("its ") || words.starts_with("their ") || words.starts_with("such ");
        match self.goods {
            Goods::Described(_, _, good) if thereof => Ok(format!("{} of {good}", words.trim_end_matches(" thereof"))),
            Goods::Described(_, _, good) if its => Ok(format!("{words} (of {good})")),
            _ if thereof || its => Err(format!("the words do not say of what: {words}")),
            _ => Ok(words.to_owned()),
        }
    }

    /// `any other good`: other than the good of this sentence, and other than the materials it named before.
    fn other_than_named(&self, codes: &[Span]) -> Result<Test, String> {
        let asked = set(codes);
        let touches = |others: &[Span]| set(others).ranges().iter().any(|range| asked.intersects(*range));
        let mut not = Vec::new();
        match self.goods {
            Goods::Described(test, own, _) if touches(own) => not.push(Test::Not(Box::new(test.clone()))),
            Goods::Other(own) if touches(own) && !self.described.is_empty() => {
                not.push(one_of(self.described.to_vec()));
            }
            _ => {}
        }
        for (test, own) in &self.named {
            if touches(own) && !not.contains(&Test::Not(Box::new(test.clone()))) {
                not.push(Test::Not(Box::new(test.clone())));
            }
        }
        match not.len() {
            0 => Err(format!(
                "nothing says other than what goods of {} are meant",
                listed(codes)
            )),
            1 => not.pop().ok_or_else(String::new),
            _ => Ok(Test::And(not)),
        }
    }

    /// `any other subheading within heading 28.15`
    fn any(&self, level: Level, other: bool, inside: &[Bound], outside: &[Bound]) -> Result<Part, String> {
        let mut tests = Vec::new();
        for bound in outside {
            let codes = self.bound(bound, level);
            tests.push(Test::Not(Box::new(Test::Code(codes))));
        }
        let mut codes: Option<Vec<Span>> = None;
        for bound in inside {
            if codes.is_some() {
                return Err("bounds stand within bounds".to_owned());
            }
            codes = Some(self.bound(bound, level));
        }
        if codes.is_none() && outside.is_empty() {
            return if other {
                Ok(Part::AnyOther(level))
            } else {
                Err(format!("any {level} has no bounds"))
            };
        }
        let own = set(self.goods.codes());
        let within = codes
            .as_ref()
            .is_none_or(|codes| set(codes).ranges().iter().any(|range| own.intersects(*range)));
        if other && outside.is_empty() && within {
            tests.push(Test::Not(Box::new(Test::SameAsGood(level))));
        }
        let test = if tests.len() > 1 {
            Some(Test::And(tests))
        } else {
            tests.pop()
        };
        Ok(Part::From(codes, test))
    }

    /// The codes of a bound; a group is taken in whole headings if headings are told apart.
    fn bound(&self, bound: &Bound, level: Level) -> Vec<Span> {
        match bound {
            Bound::Codes(codes) => codes.clone(),
            Bound::Group => {
                let group = if self.group.is_empty() {
                    self.goods.codes()
                } else {
                    self.group
                };
                let widened = |code: HsCode| code.at(level).unwrap_or(code);
                group
                    .iter()
                    .map(|span| Span {
                        from: widened(span.from),
                        to: widened(span.to),
                    })
                    .collect()
            }
        }
    }

    /// `including another subheading within that group` explains; it must not permit more.
    fn included(&self, level: Level, bound: &Bound, sources: &[Source]) -> Result<(), String> {
        let included = set(&self.bound(bound, level));
        let explained = sources.iter().any(|source| match source {
            Source::Any {
                level: of,
                other: true,
                inside,
                outside,
            } => {
                let inside_covers = inside
                    .iter()
                    .all(|bound| included.is_subset(&set(&self.bound(bound, *of))));
                *of >= level && outside.is_empty() && inside_covers
            }
            _ => false,
        });
        if explained {
            Ok(())
        } else {
            Err(format!(
                "another {level} is included that the words before do not permit"
            ))
        }
    }

    fn tests(&mut self, all: &[Vec<Source>]) -> Result<Vec<Test>, String> {
        all.iter()
            .map(|line| {
                let mut tests = Vec::new();
                for source in line {
                    let Shut { codes, narrowed } = self.shut(source)?;
                    let code = Test::Code(codes);
                    tests.push(narrowed.map_or(code.clone(), |test| Test::And(vec![code, test])));
                }
                Ok(one_of(tests))
            })
            .collect()
    }

    /// An exception that stands before a source must not be meant to spare it.
    fn apart(&self, shut: &Shut, part: &Part) -> Result<(), String> {
        let shut_out = set(&shut.codes);
        let clear = match part {
            Part::AnyOther(level) => {
                let own: Vec<Span> = self.bound(&Bound::Group, *level);
                shut_out.is_subset(&set(&own))
            }
            Part::From(Some(codes), _) => set(codes).is_disjoint(&shut_out),
            Part::From(None, Some(Test::Not(not))) => match not.as_ref() {
                Test::Code(codes) => shut_out.is_subset(&set(codes)),
                _ => false,
            },
            Part::From(None, _) => false,
        };
        if clear {
            Ok(())
        } else {
            Err("an exception stands before another source that it would touch".to_owned())
        }
    }
}

/// All chapters.
pub(super) fn everything() -> Vec<Span> {
    let ends = HsCode::from_digits(1, 2).ok().zip(HsCode::from_digits(97, 2).ok());
    ends.map(|(from, to)| Span { from, to }).into_iter().collect()
}

/// One of some tests.
pub(super) fn one_of(mut tests: Vec<Test>) -> Test {
    match tests.len() {
        1 => tests.pop().unwrap_or(Test::Or(Vec::new())),
        _ => Test::Or(tests),
    }
}
