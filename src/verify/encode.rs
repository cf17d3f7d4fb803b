//! From a query about one product case to a problem: each clause one flag, defined under a guard of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{AttributeKind, ClauseId, ClauseKind, Comparison, DateBase, DateTerm, Formula, Num};
use crate::nomenclature::HsCode;

use super::assumption::Withheld;
use super::axiom::{Axiom, Guard};
use super::bill::Bill;
use super::figures::{Figure, Fraction, NotLinear, Stage};
use super::fold::Fold;
use super::kinds::Grants;
use super::listener::{Phase, Size, during, encoded};
use super::question::{ProgramIndex, Query, Question, Reason, Undecided};
use super::reach::{Reach, decided_by_rules, rival_rules, with_rivals};
use super::shared::{AttributeKey, Shared};
use super::term::{Flag, Linear, Problem, Term};
use super::unknowns::Unknowns;

/// One way to make the producer's choices: which word of each.
pub(super) type Choices = BTreeMap<AttributeKey, usize>;

/// Stands among the choices where it is the goods of a category that are looked at, and not the good.
pub(super) const TOGETHER: AttributeKey = usize::MAX;

/// A product case of a question, encoded.
pub(super) struct Encoded {
    pub(super) problem: Problem,
    pub(super) reach: Reach,
    pub(super) bill: Bill,
    /// What the goods of a category taken together are made of, where the producer may average.
    pub(super) together: Option<Bill>,
    pub(super) unknowns: Unknowns,
    /// The comparisons that could not be put exactly and were left open.
    pub(super) open: Vec<String>,
    /// The figure asked for, if one was.
    pub(super) figure: Option<Figure>,
}

/// What to encode besides the query.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    pub(super) grants: Grants,
    /// The assumptions that are not made.
    pub(super) withheld: Withheld,
    /// Whether thresholds are defined and rules don't conflict.
    pub(super) well_defined: bool,
}

pub(super) fn encode(
    shared: &Shared<'_>,
    question: &Question<'_>,
    code: HsCode,
    manner: &Manner,
    figure: Option<(ProgramIndex, &Num)>,
) -> Result<Encoded, Undecided> {
    let written = during(Phase::Encoding, || written(shared, question, code, manner, figure))?;
    encoded(|| Size {
        kinds: written.bill.kinds.len(),
        flags: written.problem.flags.len(),
        quantities: written.problem.quantities.len(),
        statements: written.problem.statements.len(),
    });
    Ok(written)
}

fn written(
    shared: &Shared<'_>,
    question: &Question<'_>,
    code: HsCode,
    manner: &Manner,
    figure: Option<(ProgramIndex, &Num)>,
) -> Result<Encoded, Undecided> {
    let mut query = question.query.clone();
    if let Some((program, num)) = figure {
        // What a figure reaches has to be in the bill as well.
        query = Query::All(vec![query, Query::Defined(program, num.clone())]);
    }
    let mut fold = Fold::new(shared, code.range());
    if manner.well_defined {
        query = with_rivals(shared, &query, &mut fold);
    }
    let reach = Reach::of(shared, &query, &question.assuming, &mut fold);
    let mut problem = Problem::default();
    let edition = shared.programs.first().map(|program| program.edition);
    let Some(edition) = edition else {
        return Err(Undecided::because(Reason::NotExpressible(
            "a question about no text".to_owned(),
        )));
    };
    let touches_values = !reach.good_bases.is_empty() || !reach.material_bases(crate::ir::Depth::Direct).is_empty();
    let states_materials = shared
        .programs
        .iter()
        .any(|p| p.orders.iter().any(|order| order.smaller.is_none()));
    let all_values = touches_values && states_materials;
    let bill = Bill::new(shared, edition, code, &reach, all_values, &manner.grants, &mut problem)?;
    let together = if reach.averages {
        Some(Bill::new(
            shared,
            edition,
            code,
            &reach,
            all_values,
            &manner.grants,
            &mut problem,
        )?)
    } else {
        None
    };
    let mut encoder = Encoder {
        shared,
        fold,
        reach: &reach,
        ways: assignments(shared, question, &reach),
        bill,
        together,
        problem,
        unknowns: Unknowns::default(),
        flags: BTreeMap::new(),
        meant: BTreeMap::new(),
        open: Vec::new(),
        asks_defined: asks_defined(&question.query),
        well_defined: manner.well_defined,
        zero_divisors: Vec::new(),
    };
    let goal = encoder.query(&question.query);
    encoder.problem.goal.push(goal);
    for (program, clause) in &question.assuming {
        let fixed = encoder.ways.first().cloned().unwrap_or_default();
        let term = encoder.clause(*program, *clause, &fixed);
        encoder.problem.state(Guard::Granted(*program, *clause), term);
    }
    let figure = match figure {
        None => None,
        Some((program, num)) => match encoder.num(program, num, &Choices::new()) {
            Ok(figure) => Some(figure),
            Err(NotLinear) => {
                return Err(Undecided::because(Reason::NotLinear(vec![
                    encoder.num_words(program, num),
                ])));
            }
        },
    };
    if manner.well_defined {
        encoder.no_rivals(&question.query);
    }
    // Last, for they are about everything that was looked at.
    encoder.axioms(question, all_values);
    let Encoder {
        mut problem,
        bill,
        together,
        unknowns,
        open,
        ..
    } = encoder;
    if !manner.withheld.is_empty() {
        let guards = &problem.guards;
        problem.statements.retain(|one| {
            let guard = one.guard.and_then(|place| guards.get(place));
            !guard.is_some_and(|guard| manner.withheld.rules_out(guard, shared))
        });
    }
    Ok(Encoded {
        problem,
        reach,
        bill,
        together,
        unknowns,
        open,
        figure,
    })
}

fn asks_defined(query: &Query) -> bool {
    match query {
        Query::Holds(..) => false,
        Query::Defined(..) => true,
        Query::Not(inner) => asks_defined(inner),
        Query::All(parts) | Query::Any(parts) => parts.iter().any(asks_defined),
    }
}

/// Every way to make the choices that a query reaches: of words that nothing tells apart one is taken, and a word that
/// the question fixes is kept.
pub(super) fn assignments(shared: &Shared<'_>, question: &Question<'_>, reach: &Reach) -> Vec<Choices> {
    let mut fixed = BTreeMap::new();
    fixed_choices(shared, &question.query, &mut fixed);
    for (program, clause) in &question.assuming {
        if let Some(text) = shared.program(*program) {
            fixed_by(shared, *program, &text.clauses[*clause].formula, &mut fixed);
        }
    }
    let mut out = vec![Choices::new()];
    for (key, asked) in &reach.choices {
        let many = shared
            .attributes
            .get(*key)
            .map_or(0, |attribute| attribute.words().len());
        let mut told_apart = BTreeSet::new();
        let values: Vec<usize> = (0..many)
            .filter(|value| fixed.get(key).is_none_or(|kept: &BTreeSet<usize>| kept.contains(value)))
            .filter(|value| told_apart.insert(asked.iter().map(|set| set.contains(value)).collect::<Vec<_>>()))
            .collect();
        let widen = |one: &Choices| {
            values
                .iter()
                .map(|value| one.iter().map(|(k, v)| (*k, *v)).chain([(*key, *value)]).collect())
                .collect::<Vec<Choices>>()
        };
        out = out.iter().flat_map(widen).collect();
    }
    out
}

/// What a question says outright of the producer's choices, as in `some good with fleet is not_averaged`: that was
/// chosen then, whatever else is asked.
fn fixed_choices(shared: &Shared<'_>, query: &Query, fixed: &mut BTreeMap<AttributeKey, BTreeSet<usize>>) {
    match query {
        Query::All(parts) => parts.iter().for_each(|part| fixed_choices(shared, part, fixed)),
        Query::Holds(program, formula) => fixed_by(shared, *program, formula, fixed),
        Query::Defined(..) | Query::Not(_) | Query::Any(_) => {}
    }
}

fn fixed_by(
    shared: &Shared<'_>,
    program: ProgramIndex,
    formula: &Formula,
    fixed: &mut BTreeMap<AttributeKey, BTreeSet<usize>>,
) {
    match formula {
        Formula::All(parts) => parts.iter().for_each(|part| fixed_by(shared, program, part, fixed)),
        Formula::Is { attribute, values } => {
            let key = shared.attribute_key(program, *attribute);
            let choice = shared
                .attributes
                .get(key)
                .is_some_and(|own| matches!(*own.kind, AttributeKind::Choice(_)));
            if choice {
                let values = shared.values(program, *attribute, values);
                fixed
                    .entry(key)
                    .and_modify(|kept| kept.retain(|value| values.contains(value)))
                    .or_insert(values);
            }
        }
        _ => {}
    }
}

pub(super) struct Encoder<'e, 'a> {
    pub(super) shared: &'e Shared<'a>,
    pub(super) fold: Fold<'e, 'a>,
    reach: &'e Reach,
    ways: Vec<Choices>,
    pub(super) bill: Bill,
    pub(super) together: Option<Bill>,
    pub(super) problem: Problem,
    pub(super) unknowns: Unknowns,
    flags: BTreeMap<(ProgramIndex, ClauseId, Choices), Flag>,
    /// By what clauses of several texts say.
    meant: BTreeMap<(usize, Choices), Flag>,
    open: Vec<String>,
    pub(super) asks_defined: bool,
    pub(super) well_defined: bool,
    /// Divisors that may be zero, of figures that are then undefined.
    pub(super) zero_divisors: Vec<Linear>,
}

impl Encoder<'_, '_> {
    fn query(&mut self, query: &Query) -> Term {
        match query {
            Query::Holds(program, formula) => {
                let ways = self.ways.clone();
                let parts: Vec<Term> = ways
                    .iter()
                    .map(|choices| self.formula(*program, formula, choices))
                    .collect();
                Term::any(parts)
            }
            Query::Defined(program, num) => match self.num(*program, num, &Choices::new()) {
                Ok(figure) => {
                    let divisors: Vec<Term> = self
                        .zero_divisors
                        .iter()
                        .map(|divisor| Term::more_than_zero(divisor.clone()))
                        .collect();
                    Term::all([figure.defined()].into_iter().chain(divisors))
                }
                Err(NotLinear) => self.left_open(*program, &[num]),
            },
            Query::All(parts) => {
                let parts: Vec<Term> = parts.iter().map(|part| self.query(part)).collect();
                Term::all(parts)
            }
            Query::Any(parts) => {
                let parts: Vec<Term> = parts.iter().map(|part| self.query(part)).collect();
                Term::any(parts)
            }
            Query::Not(inner) => self.query(inner).negate(),
        }
    }

    pub(super) fn clause(&mut self, program: ProgramIndex, clause: ClauseId, choices: &Choices) -> Term {
        if let Some(flag) = self.flags.get(&(program, clause, choices.clone())) {
            return Term::Flag(*flag);
        }
        let Some(text) = self.shared.program(program) else {
            return Term::Known(false);
        };
        let said = &text.clauses[clause];
        let meaning = self
            .shared
            .meaning(program, clause)
            .map(|meaning| (meaning, choices.clone()));
        if let Some(flag) = meaning.as_ref().and_then(|meaning| self.meant.get(meaning)) {
            let flag = *flag;
            self.flags.insert((program, clause, choices.clone()), flag);
            return Term::Flag(flag);
        }
        let flag = self.problem.flag(format!("{}: {}", text.name, said.path));
        self.flags.insert((program, clause, choices.clone()), flag);
        if let Some(meaning) = meaning {
            self.meant.insert(meaning, flag);
        }
        let meaning = match self.fold.clause(program, clause) {
            Some(value) => Term::Known(value),
            None => match &said.formula {
                // Of the rules for other codes none applies.
                Formula::Any(rules) if said.kind == ClauseKind::ProductRules => {
                    let near = text.product_rules.among(rules, Some(self.fold.code()));
                    self.any(program, near, choices)
                }
                formula => self.formula(program, formula, choices),
            },
        };
        let guard = Guard::Clause(program, clause);
        if said.kind == ClauseKind::Stage {
            // A stage is not blamed for where it does not apply: a text without it would say the same there.
            self.problem
                .part(guard.clone(), Term::Flag(flag).implies(meaning.clone()));
            self.problem.state(guard, meaning.implies(Term::Flag(flag)));
        } else {
            self.problem.state(guard, Term::Flag(flag).same(meaning));
        }
        Term::Flag(flag)
    }

    fn any<'f>(
        &mut self,
        program: ProgramIndex,
        parts: impl IntoIterator<Item = &'f Formula>,
        choices: &Choices,
    ) -> Term {
        let members = self.fold.members(program, parts, false);
        let parts: Vec<Term> = members
            .into_iter()
            .map(|part| self.formula(program, part, choices))
            .collect();
        Term::any(parts)
    }

    fn formula(&mut self, program: ProgramIndex, formula: &Formula, choices: &Choices) -> Term {
        match formula {
            Formula::Known(value) => Term::Known(*value),
            Formula::All(parts) => {
                let members = self.fold.members(program, parts, true);
                let parts: Vec<Term> = members
                    .into_iter()
                    .map(|part| self.formula(program, part, choices))
                    .collect();
                Term::all(parts)
            }
            Formula::Any(parts) => self.any(program, parts, choices),
            Formula::Not(inner) => self.formula(program, inner, choices).negate(),
            Formula::Clause(clause) => self.clause(program, *clause, choices),
            Formula::Compare { left, op, right } => self.compare(program, left, *op, right, choices),
            Formula::Is { attribute, values } => {
                let key = self.shared.attribute_key(program, *attribute);
                let values = self.shared.values(program, *attribute, values);
                match (
                    choices.get(&key),
                    self.shared.attributes.get(key).map(|own| own.kind.as_ref()),
                ) {
                    (Some(chosen), Some(AttributeKind::Choice(_))) => Term::Known(values.contains(chosen)),
                    _ => self.unknowns.word(self.shared, &mut self.problem, key, &values),
                }
            }
            Formula::Fact(attribute) => {
                let key = self.shared.attribute_key(program, *attribute);
                self.unknowns.fact(self.shared, &mut self.problem, key)
            }
            // A subheading that a list cuts is asked about by its national items.
            Formula::CodeIn(_) => Term::Known(self.fold.formula(program, formula).unwrap_or_default()),
            Formula::ProducedIn(countries) => {
                let mentioned = &self.reach.good_countries;
                self.unknowns
                    .produced_in(self.shared, &mut self.problem, mentioned, countries)
            }
            Formula::WhollyObtained => self.unknowns.wholly_obtained(&mut self.problem),
            Formula::Dates { left, op, right } => {
                let (left, right) = (self.date(program, left), self.date(program, right));
                let compared = Fraction::linear(left).compare(*op, &Fraction::linear(right));
                compared.unwrap_or(Term::Known(false))
            }
            Formula::Exists(id) => {
                let selection = self.shared.selection(program, *id);
                let bill = self
                    .together
                    .as_ref()
                    .filter(|_| choices.contains_key(&TOGETHER))
                    .unwrap_or(&self.bill);
                let place = selection.and_then(|selection| bill.place(&selection));
                place.map_or(Term::Known(false), |place| bill.exists(place))
            }
            Formula::Accumulates => self.unknowns.accumulates(&mut self.problem),
        }
    }

    fn date(&mut self, program: ProgramIndex, term: &DateTerm) -> Linear {
        let key = match term.base {
            DateBase::Attribute(attribute) => self.shared.attribute_key(program, attribute),
            _ => usize::MAX,
        };
        let day = self.unknowns.date(self.shared, &mut self.problem, term.base, key);
        day.plus(&Linear::constant(term.offset.into()))
    }

    fn compare(&mut self, program: ProgramIndex, left: &Num, op: Comparison, right: &Num, choices: &Choices) -> Term {
        let figures = self
            .num(program, left, choices)
            .and_then(|a| Ok((a, self.num(program, right, choices)?)));
        let Ok((a, b)) = figures else {
            return self.left_open(program, &[left, right]);
        };
        let mut parts = Vec::new();
        for x in &a.cases {
            for y in &b.cases {
                match x.value.compare(op, &y.value) {
                    Ok(row) => {
                        let row = self.as_stated(row, x.stages.union(&y.stages));
                        parts.push(Term::all([x.when.clone(), y.when.clone(), row]));
                    }
                    Err(NotLinear) => return self.left_open(program, &[left, right]),
                }
            }
        }
        Term::all([a.available, b.available, Term::any(parts)])
    }

    /// The row as the stages state it: what their figures are rests on them, so a core names those that count.
    fn as_stated<'s>(&mut self, row: Term, stages: impl Iterator<Item = &'s Stage>) -> Term {
        stages.fold(row, |row, (program, stage)| {
            let path = self
                .shared
                .program(*program)
                .map(|text| text.clauses[*stage].path.as_str());
            let name = format!("{}, as compared", path.unwrap_or_default());
            let flag = Term::Flag(self.problem.flag(name));
            self.problem
                .state(Guard::Clause(*program, *stage), flag.clone().same(row));
            flag
        })
    }

    /// A condition that can't be put exactly may go either way: what is impossible all the same is impossible, and
    /// what is found is left to the evaluator.
    fn left_open(&mut self, program: ProgramIndex, nums: &[&Num]) -> Term {
        let words: Vec<String> = nums.iter().map(|num| self.num_words(program, num)).collect();
        let words = words.join(" against ");
        let flag = self.problem.flag(format!("left open: {words}"));
        self.open.push(words);
        Term::Flag(flag)
    }

    /// No two product rules that apply disagree, where the query is about "the product rules".
    fn no_rivals(&mut self, query: &Query) {
        let mut programs = BTreeSet::new();
        decided_by_rules(self.shared, query, &mut programs);
        for program in programs {
            let Some(text) = self.shared.program(program) else {
                continue;
            };
            for [fires, body, other_fires, other_body] in rival_rules(self.shared, &mut self.fold, program) {
                let none = Choices::new();
                let ids = [fires, body, other_fires, other_body];
                let [a, x, b, y] = ids.map(|clause| self.clause(program, clause, &none));
                let words = [body, other_body]
                    .map(|clause| format!("`{}`", text.clauses[clause].path))
                    .join(" and ");
                let agree = Term::all([a, b]).implies(x.same(y));
                self.state_once(Guard::Axiom(Axiom::Unconflicted(words)), agree);
            }
        }
    }
}
