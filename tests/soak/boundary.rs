//! Goods at the edges of a rulebook: codes at both ends of ranges, days on, before and after each date, figures at
//! equality, just above and just below, and materials of no value.

use num_traits::{Signed, Zero};
use orilex::nomenclature::{Edition, HsCode};

use crate::model::{Book, Cond, Day, Effect, Fig, Good, Line, Material, Piece, Q, Scope, Source, Start, Test, q};
use crate::random::Random;

/// What a rulebook says that goods can be put at the edge of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edges {
    /// Codes of goods and materials that some end of a range tells apart.
    pub(crate) codes: Vec<String>,
    /// Codes that lie in the scope of some rule.
    pub(crate) scoped: Vec<String>,
    pub(crate) days: Vec<Day>,
    pub(crate) near: Vec<Day>,
    pub(crate) shares: Vec<Q>,
    /// Everything that is asked of single materials.
    pub(crate) tests: Vec<Test>,
}

fn table_codes(from: &str, to: &str) -> Vec<String> {
    let Some(table) = Edition::from_year(2017).and_then(Edition::table) else {
        return Vec::new();
    };
    let ends = (HsCode::parse(from), HsCode::parse(to));
    let (Ok(from_code), Ok(to_code)) = ends else {
        return Vec::new();
    };
    let digits = |number: u64| HsCode::from_digits(number, 10).ok();
    let mut out = Vec::new();
    let inside: Vec<HsCode> = match orilex::nomenclature::CodeRange::between(from_code, to_code) {
        Some(range) => table.codes_in(range).collect(),
        None => Vec::new(),
    };
    out.extend(inside.first().copied());
    out.extend(inside.last().copied());
    out.extend(inside.get(inside.len() / 2).copied());
    // Their neighbours outside.
    let before = table
        .subheadings()
        .filter(|code| digits(code.range().hi).is_some() && code.range().hi < from_code.range().lo)
        .last();
    let after = table.subheadings().find(|code| code.range().lo > to_code.range().hi);
    out.extend(before);
    out.extend(after);
    out.into_iter().map(HsCode::digits).collect()
}

impl Edges {
    pub(crate) fn of(book: &Book) -> Self {
        let mut out = Self::default();
        for list in &book.lists {
            for (piece, days) in &list.entries {
                out.piece(piece, false);
                out.days.extend(days.from.iter().chain(&days.until));
            }
        }
        book.definitions.iter().for_each(|(_, said)| out.cond(said));
        for measure in &book.measures {
            if let Some(when) = &measure.available {
                out.cond(when);
            }
            out.fig(&measure.value);
        }
        for threshold in &book.thresholds {
            out.stages(&threshold.stages);
        }
        for tolerance in &book.tolerances {
            tolerance.scope.iter().for_each(|scope| out.scope(scope, true));
            tolerance.when.iter().for_each(|when| out.cond(when));
            out.days.extend(tolerance.days.from.iter().chain(&tolerance.days.until));
            out.shares.push(tolerance.limit.clone());
            if let Some((materials, goods)) = &tolerance.not_for {
                out.test(&Test::Code(materials.clone()));
                out.scope(goods, false);
            }
        }
        for rule in &book.rules {
            rule.scope.iter().for_each(|scope| out.scope(scope, true));
            rule.when.iter().for_each(|when| out.cond(when));
            out.days.extend(rule.days.from.iter().chain(&rule.days.until));
            out.body(&rule.body);
        }
        for carve in &book.carves {
            carve.scope.iter().for_each(|scope| out.scope(scope, true));
            carve.when.iter().for_each(|when| out.cond(when));
            out.days.extend(carve.days.from.iter().chain(&carve.days.until));
            match &carve.effect {
                Effect::Aside => {}
                Effect::Body(lines) => out.body(lines),
                Effect::Figures(stages) => out.stages(stages),
            }
        }
        out.days.extend(book.in_force.from.iter().chain(&book.in_force.until));
        for list in [&mut out.codes, &mut out.scoped] {
            list.sort();
            list.dedup();
        }
        out.days.sort_unstable();
        out.days.dedup();
        out.shares.sort();
        out.shares.dedup();
        out
    }

    fn piece(&mut self, piece: &Piece, scoped: bool) {
        let codes = match piece {
            Piece::Code(own) => table_codes(own, own),
            Piece::Range(from, to) => table_codes(from, to),
            Piece::All | Piece::List(_) => Vec::new(),
        };
        if scoped {
            self.scoped.extend(codes.iter().take(3).cloned());
        }
        self.codes.extend(codes);
    }

    fn scope(&mut self, scope: &Scope, scoped: bool) {
        scope.pieces.iter().for_each(|piece| self.piece(piece, scoped));
        scope.except.iter().for_each(|piece| self.piece(piece, false));
    }

    fn stages(&mut self, stages: &[crate::model::Stage]) {
        for stage in stages {
            self.shares.push(stage.value.clone());
            match stage.from {
                Some(Start::Day(day)) => self.days.push(day),
                Some(Start::FiscalYear(day)) => {
                    self.days.push(day);
                    self.near.push(day);
                }
                None => {}
            }
            self.days.extend(stage.until);
            stage.when.iter().for_each(|when| self.cond(when));
        }
    }

    fn body(&mut self, body: &[Line]) {
        for line in body {
            match line {
                Line::Require(_, said) => self.cond(said),
                Line::Change(_, change) => {
                    for source in &change.from {
                        match source {
                            Source::AnyOther(level) => self.foreign(Test::Same(*level)),
                            Source::Codes(codes, filter) => {
                                self.foreign(Test::Code(codes.clone()));
                                filter.iter().for_each(|filter| self.foreign(filter.clone()));
                            }
                        }
                    }
                    change
                        .except
                        .iter()
                        .for_each(|codes| self.foreign(Test::Code(codes.clone())));
                }
                Line::Either(ways) => ways.iter().for_each(|(_, lines)| self.body(lines)),
            }
        }
    }

    fn cond(&mut self, said: &Cond) {
        match said {
            Cond::Not(inner) => self.cond(inner),
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Code(codes) => self.scope(codes, false),
            Cond::Claimed(_, day) => self.days.push(*day),
            Cond::Compare(left, _, right) => {
                self.fig(left);
                self.fig(right);
            }
            Cond::Some(found) | Cond::None(found) => self.test(found),
            Cond::Every(found, then) => {
                self.test(&Test::All(vec![found.clone(), Test::Not(Box::new(then.clone()))]));
            }
            Cond::Fact(_) | Cond::Use(_) | Cond::Within(_) | Cond::Defined(_) | Cond::Made(_) | Cond::Wholly => {}
        }
    }

    fn test(&mut self, test: &Test) {
        self.tests.push(test.clone());
        self.inside(test);
    }

    /// Of materials that don't originate only.
    fn foreign(&mut self, test: Test) {
        self.test(&Test::All(vec![Test::NonOriginating, test]));
    }

    fn inside(&mut self, test: &Test) {
        match test {
            Test::Code(codes) => self.scope(codes, false),
            Test::Not(inner) => self.inside(inner),
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.inside(part)),
            _ => {}
        }
    }

    fn fig(&mut self, fig: &Fig) {
        match fig {
            Fig::Percent(share) => self.shares.push(share.clone()),
            Fig::Sum(_, test) | Fig::Count(test) => self.test(test),
            Fig::Plus(a, b) | Fig::Minus(a, b) | Fig::Over(a, b) => {
                self.fig(a);
                self.fig(b);
            }
            Fig::Times(share, base) => {
                self.shares.push(share.clone());
                self.fig(base);
            }
            Fig::Least(parts) | Fig::Most(parts) => parts.iter().for_each(|part| self.fig(part)),
            _ => {}
        }
    }

    /// A good at some of the edges.
    pub(crate) fn good(&self, book: &Book, random: &mut Random) -> Good {
        let code = if random.chance(4, 5) {
            random.pick(&self.scoped)
        } else {
            random.pick(&self.codes)
        };
        let code = code.cloned().unwrap_or_else(|| "870323".to_owned());
        let code = if code == "850300" { item(random) } else { code };
        let date = self.day(random);
        let price = random.one(&[q(100, 1), q(100, 1), q(80, 1), q(1, 1), q(1_000_000, 1), q(40, 1)]);
        let cost = if random.chance(4, 5) {
            &price * random.one(&[q(1, 1), q(3, 4), q(9, 10), q(1, 2)])
        } else {
            &price * random.one(&[q(5, 4), q(1, 8)])
        };
        let country = random.one(&["USA", "USA", "CAN", "JPN"]).to_owned();
        let mut good = Good {
            wholly: country != "JPN" && random.chance(1, 8),
            code,
            date,
            fiscal: self.fiscal(date, random),
            first_made: self.first_made(date, random),
            facts: vec![random.chance(1, 2), random.chance(1, 2)],
            usage: random.below(3),
            cost: random.one(&[cost.clone(), cost.clone(), cost.clone(), Q::zero()]),
            price,
            weight: random.one(&[q(10, 1), q(100, 1)]),
            seats: random.one(&[q(3, 1), q(4, 1), q(5, 1), q(6, 1)]),
            country,
            materials: Vec::new(),
        };
        if random.chance(3, 4) && good.cost.is_zero() {
            good.cost = cost;
        }
        for _ in 0..random.one(&[0, 1, 1, 2, 2, 3, 4]) {
            let material = self.material(book, &good, random);
            good.materials.push(material);
        }
        if good.wholly {
            // What is wholly obtained contains nothing that is not, and of materials the model does not say which are.
            good.materials.clear();
        }
        self.tune(&mut good, random);
        good
    }

    /// On one of the days of the text, a day before or after, or an anniversary.
    fn day(&self, random: &mut Random) -> Day {
        let day = random.pick(&self.days).copied().unwrap_or((2003, 5, 17));
        let (year, month, date) = match random.below(6) {
            0 | 1 => day,
            2 => before(day),
            3 => after(day),
            4 => (day.0 + random.one(&[1, 2, 5]), day.1, day.2),
            _ => (random.one(&[1996, 1999, 2000, 2003, 2008]), day.1, day.2),
        };
        if (month, date) == (2, 29) && year % 4 != 0 {
            (year, 3, 1)
        } else {
            (year, month, date)
        }
    }

    /// The year in which the good is claimed, beginning near the edge of "nearest" where the text has such a stage.
    fn fiscal(&self, date: Day, random: &mut Random) -> Day {
        if let Some(near) = random.pick(&self.near) {
            let edge = match (near.1, near.2) {
                (1, 1) => (near.0 - 1, 7, 3),
                // No year begins on a day that it lacks.
                _ => (near.0 - 1, near.1, near.2.min(last_of(near.0 - 1, near.1))),
            };
            let start = random.one(&[edge, before(edge), after(edge), *near]);
            if start <= date && date < (start.0 + 1, start.1, start.2) {
                return start;
            }
        }
        random.one(&[date, (date.0, 1, 1), (date.0, 1, 1)])
    }

    fn first_made(&self, date: Day, random: &mut Random) -> Day {
        let years = random.one(&[0, 1, 2, 5]);
        let exactly = (date.0 - years, date.1, date.2);
        let exactly = if (exactly.1, exactly.2) == (2, 29) && exactly.0 % 4 != 0 {
            (exactly.0, 3, 1)
        } else {
            exactly
        };
        match random.below(5) {
            0 => exactly,
            1 => before(exactly),
            2 => after(exactly),
            3 => (2000, 2, 29),
            _ => self.day(random),
        }
    }

    fn material(&self, book: &Book, good: &Good, random: &mut Random) -> Material {
        let table = Edition::from_year(2017).and_then(Edition::table);
        let related = |digits: usize, random: &mut Random| {
            let prefix = good.code.get(..digits).unwrap_or("87");
            let range = HsCode::parse(prefix).ok().map(HsCode::range);
            let codes: Vec<String> = match (table, range) {
                (Some(table), Some(range)) => table.codes_in(range).map(HsCode::digits).collect(),
                _ => Vec::new(),
            };
            random.pick(&codes).cloned()
        };
        let code = match random.below(8) {
            0 => Some(good.code.clone()),
            1 => related(4, random),
            2 => related(2, random),
            3 => Some("731815".to_owned()),
            _ => random.pick(&self.codes).cloned(),
        };
        let code = code.unwrap_or_else(|| "731815".to_owned());
        let code = if code == "850300" { item(random) } else { code };
        let originating = random.chance(1, 3);
        let country = random.one(&["USA", "CAN", "JPN", "JPN"]).to_owned();
        let abroad = country == "JPN";
        let originating = originating && !(book.imported_rule && abroad);
        Material {
            code,
            originating,
            imported: abroad || (!originating && random.chance(1, 3)),
            country,
            part: random.chance(1, 2),
            grade: random.below(2),
            value: random.one(&[
                Q::zero(),
                q(1, 100),
                q(7, 1),
                q(10, 1),
                q(25, 1),
                q(40, 1),
                &good.price / q(8, 1),
            ]),
            weight: random.one(&[Q::zero(), q(1, 1), q(1, 2), q(5, 1)]),
        }
    }

    /// Brings a sum of values to a share of a base, or a cent to either side of it.
    fn tune(&self, good: &mut Good, random: &mut Random) {
        let Some(share) = random.pick(&self.shares) else { return };
        let share = if random.chance(1, 2) {
            share.clone()
        } else {
            q(1, 1) - share
        };
        let weights = random.chance(1, 6);
        let base = match (weights, random.chance(1, 2)) {
            (true, _) => good.weight.clone(),
            (false, true) => good.price.clone(),
            (false, false) => good.cost.clone(),
        };
        let step = random.one(&[q(0, 1), q(0, 1), q(1, 1000), q(-1, 1000), q(1, 200), q(-1, 200)]);
        let goal = (share + step) * base;
        let place = random.below(good.materials.len());
        let Some(chosen) = good.materials.get(place).cloned() else {
            return;
        };
        let among: usize = random.below(4);
        let mut rest = Q::zero();
        for (index, other) in good.materials.iter().enumerate() {
            let counted = match among {
                0 => true,
                1 => other.originating == chosen.originating,
                2 => other.originating == chosen.originating && other.code.get(..4) == chosen.code.get(..4),
                _ => false,
            };
            if index != place && counted {
                rest += if weights { &other.weight } else { &other.value };
            }
        }
        let value = goal - rest;
        if value.is_negative() {
            return;
        }
        if let Some(chosen) = good.materials.get_mut(place) {
            if weights {
                chosen.weight = value;
            } else {
                chosen.value = value;
            }
        }
    }
}

/// Item codes of 8503.00, which rules tell apart by eight digits.
fn item(random: &mut Random) -> String {
    random.one(&["85030010", "85030010", "85030090", "85030020"]).to_owned()
}

fn last_of(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

pub(crate) fn before((year, month, day): Day) -> Day {
    match (month, day) {
        (1, 1) => (year - 1, 12, 31),
        (_, 1) => (year, month - 1, last_of(year, month - 1)),
        _ => (year, month, day - 1),
    }
}

pub(crate) fn after((year, month, day): Day) -> Day {
    if day < last_of(year, month) {
        (year, month, day + 1)
    } else if month == 12 {
        (year + 1, 1, 1)
    } else {
        (year, month + 1, 1)
    }
}

/// A good of which nothing is asked.
pub(crate) fn plain() -> Good {
    Good {
        code: "870323".to_owned(),
        date: (2003, 5, 17),
        fiscal: (2003, 1, 1),
        first_made: (2003, 1, 1),
        facts: vec![false, false],
        usage: 0,
        price: q(100, 1),
        cost: q(100, 1),
        weight: q(10, 1),
        seats: q(4, 1),
        country: "USA".to_owned(),
        wholly: false,
        materials: Vec::new(),
    }
}
