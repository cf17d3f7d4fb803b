//! Random rulebooks, biased towards what collides: nested ranges, equal and adjacent figures, dates that touch.

mod figures;

use orilex::nomenclature::{Edition, HsCode};

use crate::model::{
    Book, Carve, Change, Cond, Day, Days, Effect, Kind, Level, Line, List, Op, Piece, Place, Q, Rounding, Rule, Scope,
    Source, Test, q,
};
use crate::random::Random;

/// Chapters and headings in which rules are made; small ones, so that rules meet.
const HOMES: [&[&str]; 4] = [
    &["8701", "8702", "8703", "8706", "8707", "8708"],
    &["8407", "8408", "8409", "8501", "8503", "8511"],
    &["0402", "0406", "1901", "2402", "8703"],
    &["7318", "7325", "8503", "8544", "8708"],
];

/// Per mille.
const SHARES: [i64; 13] = [0, 70, 100, 125, 200, 250, 400, 450, 500, 600, 625, 750, 1000];

const DAYS: [Day; 9] = [
    (1998, 1, 1),
    (2000, 1, 1),
    (2000, 2, 29),
    (2000, 3, 1),
    (2001, 12, 31),
    (2002, 1, 1),
    (2004, 2, 29),
    (2004, 7, 1),
    (2006, 6, 30),
];

/// How rich the rulebooks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Full,
    /// Few words, few figures: every good on a small grid can be tried.
    Tiny,
}

/// Makes up one rulebook.
pub(crate) struct Inventor {
    pub(crate) random: Random,
    size: Size,
    home: Vec<String>,
    shares: Vec<Q>,
    days: Vec<Day>,
    names: usize,
    /// Of tiny rulebooks: which tests of materials they know.
    flavour: usize,
    definitions: Vec<String>,
    measures: Vec<String>,
    thresholds: Vec<String>,
    lists: Vec<String>,
}

/// The subheadings of a heading.
pub(crate) fn subheadings(heading: &str) -> Vec<String> {
    let table = Edition::from_year(2017).and_then(Edition::table);
    let range = HsCode::parse(heading).ok().map(HsCode::range);
    match (table, range) {
        (Some(table), Some(range)) => table.codes_in(range).map(HsCode::digits).collect(),
        _ => Vec::new(),
    }
}

fn part_of_chapter() -> Test {
    Test::Code(Scope {
        pieces: vec![Piece::Code("8708".to_owned())],
        except: Vec::new(),
    })
}

pub(crate) fn book(random: Random, size: Size) -> Book {
    let mut inventor = Inventor {
        random,
        size,
        home: Vec::new(),
        shares: Vec::new(),
        days: Vec::new(),
        names: 0,
        flavour: 0,
        definitions: Vec::new(),
        measures: Vec::new(),
        thresholds: Vec::new(),
        lists: Vec::new(),
    };
    inventor.book()
}

impl Inventor {
    fn tiny(&self) -> bool {
        self.size == Size::Tiny
    }

    fn chance(&mut self, winning: usize, in_all: usize) -> bool {
        self.random.chance(winning, in_all)
    }

    fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    fn maybe<T>(&mut self, winning: usize, in_all: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(winning, in_all).then(|| make(self))
    }

    fn book(&mut self) -> Book {
        self.home = self.random.one(&HOMES).iter().map(|code| (*code).to_owned()).collect();
        if self.tiny() {
            self.home = vec!["8703".to_owned(), "8708".to_owned()];
            self.shares = vec![q(1, 4), q(1, 2), q(3, 4)];
            self.days = vec![(2000, 1, 1)];
        } else {
            self.shares = (0..3).map(|_| q(self.random.one(&SHARES), 1000)).collect();
            self.days = (0..3).map(|_| self.random.one(&DAYS)).collect();
        }
        self.days.sort_unstable();
        self.days.dedup();
        let tiny = self.tiny();
        self.flavour = self.random.below(3);
        let mut book = Book {
            name: "A".to_owned(),
            in_force: Days::default(),
            rounding: Rounding::Unrounded,
            ordered: self.chance(1, 2),
            narrower: self.chance(2, 3),
            no_value_disregarded: self.chance(1, 4),
            imported_rule: !tiny && self.chance(1, 3),
            lists: Vec::new(),
            definitions: Vec::new(),
            measures: Vec::new(),
            thresholds: Vec::new(),
            tolerances: Vec::new(),
            rules: Vec::new(),
            carves: Vec::new(),
            turned: self.random.below(12),
        };
        if !tiny {
            if self.chance(1, 3) {
                book.in_force = self.days_of();
                // An agreement enters into force on some day.
                book.in_force.from.get_or_insert((1997, 1, 1));
            }
            if self.chance(1, 4) {
                book.rounding = self.random.one(&[
                    Rounding::HalfUp(0),
                    Rounding::HalfUp(1),
                    Rounding::Truncated(0),
                    Rounding::Truncated(1),
                ]);
            }
        }
        for _ in 0..if tiny { 0 } else { self.random.below(2) } {
            let list = self.list();
            self.lists.push(list.name.clone());
            book.lists.push(list);
        }
        for _ in 0..self.random.below(if tiny { 2 } else { 3 }) {
            let said = (self.name("meaning"), self.cond(1));
            self.definitions.push(said.0.clone());
            book.definitions.push(said);
        }
        for _ in 0..self.random.below(3) {
            let threshold = self.threshold();
            self.thresholds.push(threshold.name.clone());
            book.thresholds.push(threshold);
        }
        for _ in 0..=self.random.below(2) {
            let measure = self.measure();
            self.measures.push(measure.name.clone());
            book.measures.push(measure);
        }
        for _ in 0..self.random.below(if tiny { 2 } else { 3 }) {
            let tolerance = self.tolerance();
            book.tolerances.push(tolerance);
        }
        self.rules(&mut book);
        self.carves(&mut book);
        book
    }

    fn rules(&mut self, book: &mut Book) {
        if self.chance(1, 3) {
            let body = if self.chance(1, 4) {
                vec![self.require()]
            } else {
                Vec::new()
            };
            book.rules.push(self.bare(Kind::Criterion, body, true));
            if self.chance(1, 3) {
                let said = Cond::Every(Test::Always, Test::Originating);
                let line = Line::Require(self.name("line"), said);
                book.rules.push(self.bare(Kind::Criterion, vec![line], false));
            }
            if !self.tiny() && self.chance(1, 3) {
                let line = Line::Require(self.name("line"), Cond::Wholly);
                book.rules.push(self.bare(Kind::Criterion, vec![line], false));
            }
        }
        let mut earlier: Vec<String> = Vec::new();
        for _ in 0..=self.random.below(if self.tiny() { 2 } else { 4 }) {
            let body = self.body(1);
            let mut rule = self.bare(Kind::Product, body, false);
            rule.scope = Some(self.scope());
            rule.when = self.maybe(1, 4, |own| own.cond(1));
            if self.chance(1, 5) {
                rule.days = self.days_of();
            }
            if self.chance(1, 4) {
                rule.despite.extend(self.random.pick(&earlier).cloned());
            } else if self.chance(1, 8) {
                rule.subject_to.extend(self.random.pick(&earlier).cloned());
            }
            earlier.push(rule.name.clone());
            book.rules.push(rule);
        }
        for _ in 0..self.random.below(if self.tiny() { 2 } else { 3 }) {
            let body = vec![self.require()];
            let mut rule = self.bare(Kind::Requirement, body, false);
            rule.scope = self.maybe(1, 2, Self::scope);
            rule.when = self.maybe(1, 3, |own| own.cond(0));
            if self.chance(1, 6) {
                rule.days = self.days_of();
            }
            book.rules.push(rule);
        }
    }

    fn bare(&mut self, kind: Kind, body: Vec<Line>, asks_rules: bool) -> Rule {
        Rule {
            name: self.name(match kind {
                Kind::Criterion => "way",
                Kind::Product => "rule",
                Kind::Requirement => "demand",
            }),
            kind,
            scope: None,
            when: None,
            days: Days::default(),
            despite: Vec::new(),
            subject_to: Vec::new(),
            body,
            asks_rules,
        }
    }

    fn carves(&mut self, book: &mut Book) {
        for _ in 0..self.random.below(3) {
            let rules: Vec<String> = book
                .rules
                .iter()
                .filter(|rule| rule.kind != Kind::Criterion)
                .map(|rule| rule.name.clone())
                .collect();
            let others: Vec<(String, String)> = book
                .carves
                .iter()
                .map(|one| (one.name.clone(), one.target.clone()))
                .collect();
            let mut despite = Vec::new();
            let (target, effect) = match self.random.below(4) {
                0 if !self.thresholds.is_empty() => {
                    let target = self.random.one(&self.thresholds.clone());
                    let rival = others.iter().find(|(_, other)| *other == target);
                    despite.extend(rival.map(|(name, _)| name.clone()));
                    let effect = Effect::Figures(vec![self.stage(None)]);
                    (target, effect)
                }
                1 if !others.is_empty() => {
                    let (target, _) = self.random.one(&others);
                    (target, Effect::Aside)
                }
                2 => (self.random.one(&rules), Effect::Body(self.body(0))),
                _ => (self.random.one(&rules), Effect::Aside),
            };
            let carve = Carve {
                name: self.name("except"),
                target,
                scope: self.maybe(1, 2, Self::scope),
                when: self.maybe(2, 3, |own| own.cond(0)),
                days: if self.chance(1, 4) {
                    self.days_of()
                } else {
                    Days::default()
                },
                despite,
                effect,
            };
            book.carves.push(carve);
        }
    }

    pub(crate) fn body(&mut self, depth: usize) -> Vec<Line> {
        let mut out = Vec::new();
        for _ in 0..=self.random.below(2) {
            out.push(match self.random.below(if depth > 0 { 5 } else { 3 }) {
                0 => Line::Change(self.name("line"), self.change()),
                1 | 2 => self.require(),
                _ => {
                    let many = 2 + self.random.below(2);
                    let depth = if self.chance(1, 4) { depth } else { 0 };
                    Line::Either(
                        (0..many)
                            .map(|_| (self.name("way"), self.body(depth.saturating_sub(1))))
                            .collect(),
                    )
                }
            });
        }
        out
    }

    fn require(&mut self) -> Line {
        let name = self.name("line");
        let said = match self.random.below(8) {
            0..=4 => self.content(),
            5 => Cond::None(self.test(1)),
            6 => Cond::Every(self.test(0), self.test(0)),
            _ => self.cond(1),
        };
        Line::Require(name, said)
    }

    fn change(&mut self) -> Change {
        if self.chance(1, 12) {
            return Change {
                from: Vec::new(),
                except: None,
            };
        }
        if self.tiny() {
            let part = Scope {
                pieces: vec![Piece::Code("8708".to_owned())],
                except: Vec::new(),
            };
            let from = match self.flavour {
                0 => Source::AnyOther(Level::Heading),
                1 => Source::Codes(part, None),
                _ => Source::AnyOther(self.random.one(&[Level::Chapter, Level::Heading])),
            };
            return Change {
                from: vec![from],
                except: None,
            };
        }
        let mut from = vec![if self.chance(5, 6) {
            Source::AnyOther(self.random.one(&Level::ALL))
        } else {
            Source::Codes(self.plain(), None)
        }];
        if self.chance(1, 4) {
            let filter = self.maybe(1, 2, |own| own.test(0));
            from.push(Source::Codes(self.plain(), filter));
        }
        Change {
            from,
            except: self.maybe(1, 3, Self::plain),
        }
    }

    /// Codes in a change of classification, which has an `except` of its own.
    fn plain(&mut self) -> Scope {
        let mut out = self.codes();
        out.except.clear();
        out
    }

    fn heading(&mut self) -> String {
        let home = self.home.clone();
        self.random.one(&home)
    }

    fn subheading(&mut self) -> String {
        let heading = self.heading();
        let all = subheadings(&heading);
        self.random.pick(&all).cloned().unwrap_or(heading)
    }

    fn piece(&mut self) -> Piece {
        if self.tiny() {
            return Piece::Code(match self.random.below(3) {
                0 => "870323".to_owned(),
                1 => "8708".to_owned(),
                _ => "8703".to_owned(),
            });
        }
        match self.random.below(8) {
            0 => Piece::Code(self.heading().get(..2).unwrap_or("87").to_owned()),
            1 | 2 => Piece::Code(self.heading()),
            3 => Piece::Code(self.subheading()),
            4 => {
                let (mut a, mut b) = (self.heading(), self.heading());
                if a > b {
                    std::mem::swap(&mut a, &mut b);
                }
                Piece::Range(a, b)
            }
            5 => {
                let heading = self.heading();
                let all = subheadings(&heading);
                let (a, b) = (self.random.below(all.len()), self.random.below(all.len()));
                match (all.get(a.min(b)), all.get(a.max(b))) {
                    (Some(from), Some(to)) => Piece::Range(from.clone(), to.clone()),
                    _ => Piece::Code(heading),
                }
            }
            6 if self.home.iter().any(|heading| heading == "8503") => Piece::Code("85030010".to_owned()),
            // Mixed lengths at the two ends.
            6 => {
                let heading = self.heading();
                let all = subheadings(&heading);
                match self.random.pick(&all) {
                    Some(from) => Piece::Range(from.clone(), heading),
                    None => Piece::Code(heading),
                }
            }
            _ => Piece::Code(self.subheading()),
        }
    }

    /// Codes of goods for which a rule is written.
    pub(crate) fn scope(&mut self) -> Scope {
        if self.chance(1, 8) {
            return Scope {
                pieces: vec![Piece::All],
                except: Vec::new(),
            };
        }
        let pieces = (0..=self.random.below(2)).map(|_| self.piece()).collect();
        let except = self.maybe(1, 4, |own| vec![own.piece()]).unwrap_or_default();
        Scope { pieces, except }
    }

    /// Codes in a condition, where lists may stand as well.
    fn codes(&mut self) -> Scope {
        let mut out = self.scope();
        out.pieces.retain(|piece| *piece != Piece::All);
        if out.pieces.is_empty() {
            out.pieces.push(self.piece());
        }
        if self.chance(1, 3) {
            out.pieces
                .extend(self.random.pick(&self.lists).cloned().map(Piece::List));
        }
        out
    }

    fn list(&mut self) -> List {
        let many = 1 + self.random.below(3);
        let mut entries: Vec<(Piece, Days)> = Vec::new();
        for _ in 0..many {
            let piece = self.piece();
            let days = if self.chance(1, 3) {
                self.days_of()
            } else {
                Days::default()
            };
            if entries.iter().all(|(own, _)| *own != piece) {
                entries.push((piece, days));
            }
        }
        List {
            name: self.name("list"),
            entries,
        }
    }

    fn day(&mut self) -> Day {
        let days = self.days.clone();
        self.random.one(&days)
    }

    fn days_of(&mut self) -> Days {
        let (a, b) = (self.day(), self.day());
        match self.random.below(3) {
            0 => Days {
                from: Some(a),
                until: None,
            },
            1 => Days {
                from: None,
                until: Some(a),
            },
            _ => Days {
                from: Some(a.min(b)),
                until: Some(a.max(b)),
            },
        }
    }

    pub(crate) fn cond(&mut self, depth: usize) -> Cond {
        let leaf = depth == 0 || self.chance(1, 3);
        if !leaf {
            return match self.random.below(3) {
                0 => Cond::Not(Box::new(self.cond(depth - 1))),
                1 => Cond::All(vec![self.cond(depth - 1), self.cond(depth - 1)]),
                _ => Cond::Any(vec![self.cond(depth - 1), self.cond(depth - 1)]),
            };
        }
        if self.tiny() {
            return match self.random.below(5) {
                0 => Cond::Code(self.codes()),
                1 => Cond::Claimed(self.random.one(&[Op::AtLeast, Op::Less]), self.day()),
                2 => Cond::Some(self.test(0)),
                _ => Cond::Fact(0),
            };
        }
        match self.random.below(13) {
            0 | 1 => Cond::Fact(self.random.below(2)),
            2 | 3 => Cond::Use(self.random.one(&[vec![0], vec![1], vec![0, 2]])),
            4 => Cond::Code(self.codes()),
            5 => Cond::Claimed(self.random.one(&Op::ALL), self.day()),
            6 => Cond::Within(self.random.one(&[1, 2, 5])),
            7 => match self.random.pick(&self.definitions) {
                Some(name) => Cond::Defined(name.clone()),
                None => Cond::Fact(0),
            },
            8 => Cond::Some(self.test(1)),
            9 => Cond::None(self.test(1)),
            10 => Cond::Made(self.random.one(&[Place::Region, Place::Outside, Place::Usa])),
            11 if self.chance(1, 2) => Cond::Wholly,
            _ => self.content(),
        }
    }

    fn test(&mut self, depth: usize) -> Test {
        if depth > 0 && self.chance(1, 2) {
            return match self.random.below(3) {
                0 => Test::Not(Box::new(self.test(depth - 1))),
                1 => Test::All(vec![Test::NonOriginating, self.test(depth - 1)]),
                _ => Test::Any(vec![self.test(depth - 1), self.test(depth - 1)]),
            };
        }
        if self.tiny() {
            return match (self.random.below(4), self.flavour) {
                (0, 0) => Test::Same(Level::Heading),
                (0, _) => self.random.one(&[part_of_chapter(), Test::Originating]),
                (1, _) => Test::Originating,
                _ => Test::NonOriginating,
            };
        }
        match self.random.below(10) {
            0..=2 => Test::NonOriginating,
            3 => Test::Originating,
            4 | 5 => Test::Code(self.codes()),
            6 => Test::Same(self.random.one(&Level::ALL)),
            7 => Test::Part,
            8 => self.random.one(&[Test::Grade(vec![1]), Test::Imported]),
            _ => Test::Made(self.random.one(&[Place::Outside, Place::Usa, Place::Region])),
        }
    }
}
