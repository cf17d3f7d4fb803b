//! A rulebook as plain data, small enough to be judged by hand: the one thing that printer, oracle and translator share.

use num_rational::BigRational;

/// An exact number.
pub(crate) type Q = BigRational;

/// Year, month, day: compared as written.
pub(crate) type Day = (i32, u8, u8);

/// `num / den`.
pub(crate) fn q(num: i64, den: i64) -> Q {
    Q::new(num.into(), den.into())
}

/// First and last day, both included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// Codes, ranges and lists, by their digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    All,
    Code(String),
    Range(String, String),
    List(String),
}

/// What is in some piece and in none that is excepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) except: Vec<Piece>,
}

/// A named list; its entries count on certain days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) name: String,
    pub(crate) entries: Vec<(Piece, Days)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Chapter,
    Heading,
    Subheading,
}

impl Level {
    pub(crate) const ALL: [Self; 3] = [Self::Chapter, Self::Heading, Self::Subheading];

    pub(crate) fn digits(self) -> usize {
        match self {
            Self::Chapter => 2,
            Self::Heading => 4,
            Self::Subheading => 6,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Heading => "heading",
            Self::Subheading => "subheading",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Region,
    Outside,
    Usa,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Less,
    AtMost,
    Equal,
    Unequal,
    AtLeast,
    More,
}

impl Op {
    pub(crate) const ALL: [Self; 6] = [
        Self::Less,
        Self::AtMost,
        Self::Equal,
        Self::Unequal,
        Self::AtLeast,
        Self::More,
    ];

    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::AtLeast => ">=",
            Self::More => ">",
        }
    }
}

/// A condition on one good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cond {
    /// One of the facts `sold`, `plant`.
    Fact(usize),
    /// `use is x or z`.
    Use(Vec<usize>),
    Not(Box<Cond>),
    All(Vec<Cond>),
    Any(Vec<Cond>),
    Code(Scope),
    Claimed(Op, Day),
    /// Within so many years after `first_made`.
    Within(i32),
    Defined(String),
    Compare(Fig, Op, Fig),
    Some(Test),
    None(Test),
    Every(Test, Test),
    Made(Place),
    Wholly,
}

/// A test on one material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    Always,
    Originating,
    NonOriginating,
    Code(Scope),
    Same(Level),
    Part,
    Grade(Vec<usize>),
    Imported,
    Made(Place),
    Not(Box<Test>),
    All(Vec<Test>),
    Any(Vec<Test>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Value,
    Weight,
}

/// A figure. Which kind it is of follows from what it is made of; whoever makes one keeps kinds apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fig {
    Percent(Q),
    Money(Q),
    Number(Q),
    Price,
    Cost,
    Weight,
    Seats,
    Sum(Of, Test),
    Count(Test),
    Plus(Box<Fig>, Box<Fig>),
    Minus(Box<Fig>, Box<Fig>),
    Times(Q, Box<Fig>),
    Over(Box<Fig>, Box<Fig>),
    Least(Vec<Fig>),
    Most(Vec<Fig>),
    Measure(String),
    Threshold(String),
}

/// A line of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    Require(String, Cond),
    Change(String, Change),
    Either(Vec<(String, Vec<Line>)>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) from: Vec<Source>,
    pub(crate) except: Option<Scope>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    AnyOther(Level),
    Codes(Scope, Option<Test>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Criterion,
    Product,
    Requirement,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) scope: Option<Scope>,
    pub(crate) when: Option<Cond>,
    pub(crate) days: Days,
    pub(crate) despite: Vec<String>,
    pub(crate) subject_to: Vec<String>,
    pub(crate) body: Vec<Line>,
    /// Of a criterion: whether it asks for the product rules.
    pub(crate) asks_rules: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Carve {
    pub(crate) name: String,
    pub(crate) target: String,
    pub(crate) scope: Option<Scope>,
    pub(crate) when: Option<Cond>,
    pub(crate) days: Days,
    pub(crate) despite: Vec<String>,
    pub(crate) effect: Effect,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    Aside,
    Body(Vec<Line>),
    Figures(Vec<Stage>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stage {
    pub(crate) value: Q,
    pub(crate) from: Option<Start>,
    pub(crate) until: Option<Day>,
    pub(crate) when: Option<Cond>,
    /// For so many years after `first_made`.
    pub(crate) lasting: Option<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Day(Day),
    FiscalYear(Day),
}

impl Start {
    pub(crate) fn day(self) -> Day {
        match self {
            Self::Day(day) | Self::FiscalYear(day) => day,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Threshold {
    pub(crate) name: String,
    pub(crate) stages: Vec<Stage>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measure {
    pub(crate) name: String,
    pub(crate) available: Option<Cond>,
    pub(crate) value: Fig,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relaxed {
    Changes,
    Restrictions,
    Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tolerance {
    pub(crate) name: String,
    pub(crate) scope: Option<Scope>,
    pub(crate) when: Option<Cond>,
    pub(crate) days: Days,
    pub(crate) by: Of,
    pub(crate) limit: Q,
    pub(crate) base: Fig,
    /// Materials of these codes have to change all the same in goods of those.
    pub(crate) not_for: Option<(Scope, Scope)>,
    pub(crate) relaxing: Vec<Relaxed>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rounding {
    Unrounded,
    HalfUp(u32),
    Truncated(u32),
}

/// A whole rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a line that an agreement has or has not"
)]
pub(crate) struct Book {
    pub(crate) name: String,
    pub(crate) in_force: Days,
    pub(crate) rounding: Rounding,
    /// `values ordered materials <= net_cost <= price`.
    pub(crate) ordered: bool,
    pub(crate) narrower: bool,
    pub(crate) no_value_disregarded: bool,
    pub(crate) imported_rule: bool,
    pub(crate) lists: Vec<List>,
    pub(crate) definitions: Vec<(String, Cond)>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) thresholds: Vec<Threshold>,
    pub(crate) tolerances: Vec<Tolerance>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) carves: Vec<Carve>,
    /// The declarations are printed turned round by so many places: their order never matters.
    pub(crate) turned: usize,
}

impl Book {
    pub(crate) fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// The lines that stand at a path of a body: one line, or those of an alternative.
    pub(crate) fn at<'b>(body: &'b [Line], path: &[String]) -> Option<&'b [Line]> {
        let (name, rest) = path.split_first()?;
        body.iter().find_map(|line| match line {
            Line::Require(own, _) | Line::Change(own, _) => (own == name).then_some(std::slice::from_ref(line)),
            Line::Either(ways) => {
                let (_, lines) = ways.iter().find(|(own, _)| own == name)?;
                if rest.is_empty() {
                    Some(lines)
                } else {
                    Self::at(lines, rest)
                }
            }
        })
    }

    /// Every line and alternative of a body, the outer before the inner, as paths behind the rule's name.
    pub(crate) fn paths(body: &[Line]) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        for line in body {
            match line {
                Line::Require(name, _) | Line::Change(name, _) => out.push(vec![name.clone()]),
                Line::Either(ways) => {
                    for (name, inner) in ways {
                        out.push(vec![name.clone()]);
                        let inside = Self::paths(inner).into_iter();
                        out.extend(inside.map(|path| [vec![name.clone()], path].concat()));
                    }
                }
            }
        }
        out
    }
}

/// A good, nothing about it unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Good {
    pub(crate) code: String,
    pub(crate) date: Day,
    pub(crate) fiscal: Day,
    pub(crate) first_made: Day,
    pub(crate) facts: Vec<bool>,
    pub(crate) usage: usize,
    pub(crate) price: Q,
    pub(crate) cost: Q,
    pub(crate) weight: Q,
    pub(crate) seats: Q,
    pub(crate) country: String,
    pub(crate) wholly: bool,
    pub(crate) materials: Vec<Material>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Material {
    pub(crate) code: String,
    pub(crate) originating: bool,
    pub(crate) imported: bool,
    pub(crate) country: String,
    pub(crate) part: bool,
    pub(crate) grade: usize,
    pub(crate) value: Q,
    pub(crate) weight: Q,
}

pub(crate) const FACTS: [&str; 2] = ["sold", "plant"];
pub(crate) const USES: [&str; 3] = ["assembly", "repair", "other"];
pub(crate) const GRADES: [&str; 2] = ["low", "high"];
pub(crate) const PARTIES: [&str; 3] = ["USA", "CAN", "MEX"];
