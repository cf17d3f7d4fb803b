//! What a threshold could be and mean the same.

use crate::amount::Ratio;
use crate::diagnostic::Code;
use crate::ir::{ClauseId, Comparison, Formula, Join, Num, Program, Rule};
use crate::verify::{Core, Extremum, Query, Question, Undecided};

use super::super::ask::{extremum, fails, holds};
use super::super::describe::{undecided, with_core};
use super::super::finding::{Finding, Outcome};
use super::super::outcome::Ways;
use super::super::places::{Groups, Place};
use super::super::range::{Compared, is_share, shown};
use super::super::{Check, Checked, Context, Needs, When};

/// For every threshold, the figures that would leave the meaning of the text as it is, exactly.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::SlackInterval,
    also: &[],
    name: "slack",
    title: "which other figures of a threshold mean the same, from which it is always met, and from which never",
    needs: Needs::Proof,
    when: When::OnRequest,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let (ways, groups) = (Ways::of(program), Groups::of(program));
    let mut answers = Vec::new();
    for (rule, place, compared) in super::thresholds(context, checked) {
        let stages: Vec<(Option<ClauseId>, &Num)> = match &compared.limit {
            Num::Cases(cases) => cases.iter().map(|case| (Some(case.when), &case.then)).collect(),
            limit => vec![(None, limit)],
        };
        for (stage, limit) in stages {
            let Num::Const(limit) = limit else { continue };
            let line = Line {
                context,
                checked,
                rule,
                place: &place,
                compared: &compared,
                stage,
                limit,
            };
            match line.answer(&line.goods(&ways, &groups)) {
                Ok(None) => {}
                Ok(Some(answer)) => join(&mut answers, answer),
                Err(why) => {
                    let path = &program.clauses[place.clause].path;
                    let asked = format!("other figures than {} mean the same in `{path}`", line.own());
                    out.push(undecided(program, place.clause, &asked, &why));
                }
            }
        }
    }
    out.extend(answers.iter().map(|answer| told(program, answer)));
}

/// What was found of a figure, and in which lines.
struct Answer {
    at: ClauseId,
    own: String,
    same: Option<String>,
    extremes: Vec<String>,
    core: Core,
    lines: Vec<ClauseId>,
}

/// One figure that is asked for in several rules is told of once where the answer is the same.
fn join(answers: &mut Vec<Answer>, answer: Answer) {
    let alike = |known: &&mut Answer| {
        (known.at, &known.own, &known.same, &known.extremes) == (answer.at, &answer.own, &answer.same, &answer.extremes)
    };
    match answers.iter_mut().find(alike) {
        Some(known) => {
            known.lines.extend(answer.lines);
            known.core.add(&answer.core);
        }
        None => answers.push(answer),
    }
}

fn told(program: &Program, answer: &Answer) -> Finding {
    let Some((first, others)) = answer.lines.split_first() else {
        return Finding::new(program, Code::SlackInterval, Outcome::Answer, String::new());
    };
    let (own, path) = (&answer.own, &program.clauses[*first].path);
    let message = match &answer.same {
        None => format!("no other figure than {own} means the same in `{path}`"),
        Some(range) => format!("{range} means the same as {own} in `{path}`"),
    };
    let mut finding = Finding::new(program, Code::SlackInterval, Outcome::Answer, message)
        .at(program, answer.at, "this figure")
        .also(program, *first, "as it is asked for here");
    for line in &answer.extremes {
        finding = finding.note(line.clone());
    }
    finding = super::in_other_rules(finding, program, others);
    if answer.same.is_some() {
        finding = with_core(finding, &[program], &answer.core);
    }
    finding
}

/// One threshold at one of its stages, where a rule asks for it.
struct Line<'a> {
    context: &'a Context<'a>,
    checked: &'a Checked,
    rule: &'a Rule,
    place: &'a Place,
    compared: &'a Compared,
    stage: Option<ClauseId>,
    limit: &'a Ratio,
}

/// The figure of the goods nearest to the limit on one side.
enum Edge {
    /// Some good has this figure.
    At(Ratio),
    /// Goods come as close to it as one likes.
    Towards(Ratio),
    /// No good is on that side.
    Empty,
    /// There is no bound.
    Unbounded,
}

impl<'a> Line<'a> {
    fn program(&self) -> &'a Program {
        self.checked.program()
    }

    /// The goods whose origin hangs on this line: all else is met, and nothing else would do.
    fn goods(&self, ways: &Ways<'_>, groups: &Groups<'_>) -> Vec<Query> {
        let program = self.program();
        let mut parts = vec![holds(self.rule.fires)];
        parts.extend(self.stage.map(holds));
        parts.extend(self.place.around.iter().copied().map(holds));
        match self.place.join {
            Join::All => parts.extend(self.place.others.iter().copied().map(holds)),
            Join::Any => parts.extend(self.place.others.iter().copied().map(fails)),
        }
        let path = &program.clauses[self.place.clause].path;
        for outer in groups.places(self.rule) {
            let inside = path.starts_with(&format!("{}/", program.clauses[outer.clause].path));
            if outer.join == Join::Any && inside {
                parts.extend(outer.others.iter().copied().map(fails));
            }
        }
        parts.extend(ways.completed_but_for_rule(program).unwrap_or_default());
        parts.extend(ways.not_otherwise());
        parts
    }

    /// The limit as the user writes it.
    fn own(&self) -> String {
        shown(is_share(self.program(), &self.compared.figure), self.limit)
    }

    /// `None` where no good's origin hangs on the line: another check says so.
    fn answer(&self, goods: &[Query]) -> Result<Option<Answer>, Undecided> {
        let up = self.compared.at_least;
        let mut core = Core::default();
        let mut edge = |met: Option<bool>, largest: bool| {
            let mut parts = goods.to_vec();
            let clause = self.place.clause;
            parts.extend(met.map(|met| if met { holds(clause) } else { fails(clause) }));
            self.edge(parts, largest, &mut core)
        };
        // Below a lower bound are the goods that fail it, below an upper bound those that meet it.
        let (below, above) = (edge(Some(!up), true)?, edge(Some(up), false)?);
        let (least, most) = (edge(None, false)?, edge(None, true)?);
        if matches!(least, Edge::Empty) {
            return Ok(None);
        }
        Ok(Some(Answer {
            at: self.stage.unwrap_or(self.place.clause),
            own: self.own(),
            same: self.same(&below, &above),
            extremes: self.extremes(&least, &most),
            core,
            lines: vec![self.place.clause],
        }))
    }

    fn edge(&self, parts: Vec<Query>, largest: bool, core: &mut Core) -> Result<Edge, Undecided> {
        let question = Question::new(vec![self.program()], Query::All(parts)).within(self.rule.scope.clone());
        let found = extremum(&question, 0, &self.compared.figure, largest, &self.context.effort);
        Ok(match found {
            Extremum::Attained { value, core: why, .. } => {
                core.add(&why);
                Edge::At(value)
            }
            Extremum::Approached { value, core: why, .. } => {
                core.add(&why);
                Edge::Towards(value)
            }
            Extremum::Unbounded { .. } => Edge::Unbounded,
            Extremum::NoGood(why) => {
                core.add(&why);
                Edge::Empty
            }
            Extremum::Undecided(why) => return Err(why),
        })
    }

    /// The figures that mean the same, in words; `None` if there is no other.
    fn same(&self, below: &Edge, above: &Edge) -> Option<String> {
        let share = is_share(self.program(), &self.compared.figure);
        let strict = match &self.program().clauses[self.place.clause].formula {
            Formula::Compare { op, .. } => matches!(op, Comparison::More | Comparison::Less),
            _ => false,
        };
        let up = self.compared.at_least;
        // A good exactly on the figure is met by "at least" and "at most", and failed by "more" and "less": so one of
        // the two edges itself belongs to the figures that mean the same, and the other only if no good lies on it.
        let lower_in = |on: bool| !on || up == strict;
        let upper_in = |on: bool| !on || up != strict;
        let lower = match below {
            Edge::At(value) => Some((value, lower_in(true))),
            Edge::Towards(value) => Some((value, lower_in(false))),
            Edge::Empty | Edge::Unbounded => None,
        };
        let upper = match above {
            Edge::At(value) => Some((value, upper_in(true))),
            Edge::Towards(value) => Some((value, upper_in(false))),
            Edge::Empty | Edge::Unbounded => None,
        };
        let only = |edge: &Option<(&Ratio, bool)>| edge.is_some_and(|(value, _)| value == self.limit);
        if only(&lower) && only(&upper) {
            return None;
        }
        let from =
            lower.map(|(value, inside)| format!("{} {}", if inside { "from" } else { "above" }, shown(share, value)));
        let to =
            upper.map(|(value, inside)| format!("{} {}", if inside { "up to" } else { "below" }, shown(share, value)));
        Some(match (from, to) {
            (Some(from), Some(to)) => format!("any figure {from} and {to}"),
            (Some(only), None) | (None, Some(only)) => format!("any figure {only}"),
            (None, None) => "any figure at all".to_owned(),
        })
    }

    /// From which figures on the line would always be met, and from which never.
    fn extremes(&self, least: &Edge, most: &Edge) -> Vec<String> {
        let share = is_share(self.program(), &self.compared.figure);
        let words = |edge: &Edge, beyond: &str| match edge {
            Edge::At(value) | Edge::Towards(value) => Some(format!("{beyond} {}", shown(share, value))),
            Edge::Empty | Edge::Unbounded => None,
        };
        let (low, high) = (words(least, "below"), words(most, "above"));
        let (always, never) = if self.compared.at_least {
            (low, high)
        } else {
            (high, low)
        };
        let always = always.map(|from| format!("with a figure {from} every such good would meet it"));
        let never = never.map(|from| format!("with a figure {from} none would"));
        always.into_iter().chain(never).collect()
    }
}
