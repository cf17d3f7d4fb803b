//! From a query about one product case to a problem: each clause one flag, defined under a guard of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{AggregateKind, AttributeKind, ClauseId, ClauseKind, Comparison, DateBase, DateTerm, Formula, Num};
use crate::nomenclature::HsCode;

use super::axiom::{Axiom, Guard};
use super::bill::Bill;
use super::figures::{Figure, Fraction, Guarded, NotLinear};
use super::fold::Fold;
use super::kinds::Grants;
use super::question::{ProgramIndex, Query, Question, Reason, Undecided};
use super::reach::{Reach, rival_rules};
use super::shared::{AttributeKey, Shared};
use super::term::{Flag, Linear, Problem, Term};
use super::unknowns::Unknowns;

/// One way to make the producer's choices: which word of each.
pub(super) type Choices = BTreeMap<AttributeKey, usize>;

/// A product case of a question, encoded.
pub(super) struct Encoded {
    pub(super) problem: Problem,
    pub(super) bill: Bill,
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
    let mut query = question.query.clone();
    if let Some((program, num)) = figure {
        // What a figure reaches has to be in the bill as well.
        query = Query::All(vec![query, Query::Defined(program, num.clone())]);
    }
    let mut fold = Fold::new(shared, code.range());
    let reach = Reach::of(shared, &query, &question.assuming, Some(&mut fold));
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
    let mut encoder = Encoder {
        shared,
        fold,
        reach: &reach,
        bill,
        problem,
        unknowns: Unknowns::default(),
        flags: BTreeMap::new(),
        open: Vec::new(),
        asks_defined: asks_defined(&question.query),
        well_defined: manner.well_defined,
        zero_divisors: Vec::new(),
    };
    let goal = encoder.query(&question.query);
    encoder.problem.goal.push(goal);
    for (program, clause) in &question.assuming {
        let term = encoder.clause(*program, *clause, &Choices::new());
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
    encoder.axioms(question, all_values);
    if manner.well_defined {
        encoder.no_rivals(&question.query);
    }
    let Encoder {
        problem,
        bill,
        unknowns,
        open,
        ..
    } = encoder;
    Ok(Encoded {
        problem,
        bill,
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

/// Every way to make the choices that a query reaches.
pub(super) fn assignments(shared: &Shared<'_>, reach: &Reach) -> Vec<Choices> {
    let mut out = vec![Choices::new()];
    for key in &reach.choices {
        let many = shared
            .attributes
            .get(*key)
            .map_or(0, |attribute| attribute.words().len());
        let widen = |one: &Choices| {
            (0..many)
                .map(|value| one.iter().map(|(k, v)| (*k, *v)).chain([(*key, value)]).collect())
                .collect::<Vec<_>>()
        };
        out = out.iter().flat_map(widen).collect();
    }
    out
}

pub(super) struct Encoder<'e, 'a> {
    pub(super) shared: &'e Shared<'a>,
    fold: Fold<'e, 'a>,
    reach: &'e Reach,
    pub(super) bill: Bill,
    pub(super) problem: Problem,
    pub(super) unknowns: Unknowns,
    flags: BTreeMap<(ProgramIndex, ClauseId, Choices), Flag>,
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
                let ways = assignments(self.shared, self.reach);
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
        let flag = self.problem.flag(format!("{}: {}", text.name, said.path));
        self.flags.insert((program, clause, choices.clone()), flag);
        let meaning = match self.fold.clause(program, clause) {
            Some(value) => Term::Known(value),
            None => self.formula(program, &said.formula, choices),
        };
        self.problem
            .state(Guard::Clause(program, clause), Term::Flag(flag).same(meaning));
        Term::Flag(flag)
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
            Formula::Any(parts) => {
                let members = self.fold.members(program, parts, false);
                let parts: Vec<Term> = members
                    .into_iter()
                    .map(|part| self.formula(program, part, choices))
                    .collect();
                Term::any(parts)
            }
            Formula::Not(inner) => self.formula(program, inner, choices).negate(),
            Formula::Clause(clause) => self.clause(program, *clause, choices),
            Formula::Compare { left, op, right } => self.compare(program, left, *op, right, choices),
            Formula::Is { attribute, values } => {
                let key = self.shared.attribute_key(program, *attribute);
                let values = self.shared.values(program, *attribute, values);
                match (choices.get(&key), self.shared.attributes.get(key).map(|own| &own.kind)) {
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
                let place = selection.and_then(|selection| self.bill.place(&selection));
                place.map_or(Term::Known(false), |place| self.bill.exists(place))
            }
            // Materials of suppliers that are opened are direct materials: nothing is lost by taking them as such.
            Formula::Accumulates => Term::Known(false),
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
                    Ok(row) => parts.push(Term::all([x.when.clone(), y.when.clone(), row])),
                    Err(NotLinear) => return self.left_open(program, &[left, right]),
                }
            }
        }
        Term::all([a.available, b.available, Term::any(parts)])
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

    pub(super) fn num(&mut self, program: ProgramIndex, num: &Num, choices: &Choices) -> Result<Figure, NotLinear> {
        match num {
            Num::Const(value) => Ok(Figure::always(Fraction::linear(Linear::constant(value.clone())))),
            Num::Basis(id) => {
                let key = self.shared.basis_key(program, *id);
                let quantity = self.unknowns.basis(self.shared, &mut self.problem, key);
                Ok(Figure::always(Fraction::linear(Linear::of(quantity))))
            }
            Num::Attribute(id) => {
                let key = self.shared.attribute_key(program, *id);
                let quantity = self.unknowns.number(self.shared, &mut self.problem, key);
                Ok(Figure::always(Fraction::linear(Linear::of(quantity))))
            }
            Num::Aggregate(id) => self.aggregate(program, *id),
            Num::Sum(parts) => {
                let mut out = Figure::always(Fraction::linear(Linear::default()));
                for part in parts {
                    out = out.join(&self.num(program, part, choices)?, Fraction::plus)?;
                }
                Ok(out)
            }
            Num::Product(a, b) => {
                let (a, b) = (self.num(program, a, choices)?, self.num(program, b, choices)?);
                a.join(&b, Fraction::times)
            }
            Num::Quotient(a, b) => {
                let (a, b) = (self.num(program, a, choices)?, self.num(program, b, choices)?);
                self.quotient(&a, &b)
            }
            Num::Min(parts) => self.extreme(program, parts, Comparison::AtMost, choices),
            Num::Max(parts) => self.extreme(program, parts, Comparison::AtLeast, choices),
            Num::Measure(id) => {
                let Some(text) = self.shared.program(program) else {
                    return Err(NotLinear);
                };
                let measure = &text.measures[*id];
                let mut out = self.num(program, &measure.value, choices)?;
                if let Some(available) = measure.available {
                    let available = self.clause(program, available, choices);
                    out.available = Term::all([out.available, available]);
                }
                Ok(out)
            }
            Num::Cases(cases) => self.cases(program, cases, choices),
            Num::Rounded(rounding, inner) => {
                let mut out = self.num(program, inner, choices)?;
                for case in &mut out.cases {
                    if case.value.rounding.replace(*rounding).is_some() {
                        return Err(NotLinear);
                    }
                }
                Ok(out)
            }
        }
    }

    fn aggregate(&mut self, program: ProgramIndex, id: crate::ir::AggregateId) -> Result<Figure, NotLinear> {
        let Some(text) = self.shared.program(program) else {
            return Err(NotLinear);
        };
        let aggregate = &text.aggregates[id];
        let selection = self.shared.selection(program, aggregate.materials);
        let Some(place) = selection.and_then(|selection| self.bill.place(&selection)) else {
            return Err(NotLinear);
        };
        let form = match (aggregate.kind, aggregate.basis) {
            (AggregateKind::Sum, Some(basis)) => self.bill.sum(place, self.shared.basis_key(program, basis)),
            (AggregateKind::Count, _) => self.bill.count(place),
            (AggregateKind::Sum, None) | (AggregateKind::Largest | AggregateKind::Smallest, _) => {
                return Err(NotLinear);
            }
        };
        Ok(Figure::always(Fraction::linear(form)))
    }

    fn quotient(&mut self, a: &Figure, b: &Figure) -> Result<Figure, NotLinear> {
        let mut cases = Vec::new();
        for x in &a.cases {
            for y in &b.cases {
                let (value, divisor) = x.value.over(&y.value)?;
                let when = Term::all([x.when.clone(), y.when.clone(), self.positive(&divisor)]);
                cases.push(Guarded { when, value });
            }
        }
        Ok(Figure {
            cases,
            available: Term::all([a.available.clone(), b.available.clone()]),
        })
    }

    /// That a divisor is more than zero: an axiom if it is about the good itself, a condition if it is only made of
    /// materials, which may be absent.
    fn positive(&mut self, divisor: &Linear) -> Term {
        let row = Term::more_than_zero(divisor.clone());
        let mut values = self.unknowns.bases.values();
        let about_good = values.any(|quantity| {
            divisor
                .terms
                .get(quantity)
                .is_some_and(crate::amount::Ratio::is_positive)
        });
        if about_good && !self.asks_defined {
            let words = self.problem.words(divisor);
            self.state_once(Guard::Axiom(Axiom::Positive(words)), row);
            return Term::Known(true);
        }
        if !self.zero_divisors.contains(divisor) {
            self.zero_divisors.push(divisor.clone());
        }
        row
    }

    pub(super) fn state_once(&mut self, guard: Guard, term: Term) {
        if !self.problem.guards.contains(&guard) {
            self.problem.state(guard, term);
        }
    }

    fn extreme(
        &mut self,
        program: ProgramIndex,
        parts: &[Num],
        op: Comparison,
        choices: &Choices,
    ) -> Result<Figure, NotLinear> {
        let mut out: Option<Figure> = None;
        for part in parts {
            let next = self.num(program, part, choices)?;
            out = Some(match out {
                None => next,
                Some(best) => {
                    let mut cases = Vec::new();
                    for x in &best.cases {
                        for y in &next.cases {
                            let first = x.value.compare(op, &y.value)?;
                            let both = [x.when.clone(), y.when.clone()];
                            let when = |row: Term| Term::all(both.iter().cloned().chain([row]));
                            cases.push(Guarded {
                                when: when(first.clone()),
                                value: x.value.clone(),
                            });
                            cases.push(Guarded {
                                when: when(first.negate()),
                                value: y.value.clone(),
                            });
                        }
                    }
                    Figure {
                        cases,
                        available: Term::all([best.available, next.available]),
                    }
                }
            });
        }
        out.ok_or(NotLinear)
    }

    fn cases(
        &mut self,
        program: ProgramIndex,
        cases: &[crate::ir::NumCase],
        choices: &Choices,
    ) -> Result<Figure, NotLinear> {
        let mut out = Figure {
            cases: Vec::new(),
            available: Term::Known(true),
        };
        let mut stages: Vec<(Term, Figure, String)> = Vec::new();
        for case in cases {
            if self.fold.clause(program, case.when) == Some(false) {
                continue;
            }
            let when = self.clause(program, case.when, choices);
            let figure = self.num(program, &case.then, choices)?;
            let path = self
                .shared
                .program(program)
                .map(|text| format!("`{}`", text.clauses[case.when].path));
            for inner in &figure.cases {
                let when = Term::all([when.clone(), inner.when.clone()]);
                out.cases.push(Guarded {
                    when,
                    value: inner.value.clone(),
                });
            }
            stages.push((when, figure, path.unwrap_or_default()));
        }
        if self.well_defined {
            self.one_stage(&stages);
        }
        Ok(out)
    }

    /// Some stage applies, and no two with different figures do.
    fn one_stage(&mut self, stages: &[(Term, Figure, String)]) {
        let paths: Vec<&str> = stages.iter().map(|(_, _, path)| path.as_str()).collect();
        let some = Term::any(stages.iter().map(|(when, _, _)| when.clone()));
        self.state_once(Guard::Axiom(Axiom::Defined(paths.join(", "))), some);
        for (place, (when, figure, path)) in stages.iter().enumerate() {
            for (other, other_figure, other_path) in stages.iter().skip(place.saturating_add(1)) {
                if figure != other_figure {
                    let not_both = Term::all([when.clone(), other.clone()]).negate();
                    let words = format!("{path} and {other_path}");
                    self.state_once(Guard::Axiom(Axiom::Unconflicted(words)), not_both);
                }
            }
        }
    }

    /// No two product rules that apply disagree, where the query is about "the product rules".
    fn no_rivals(&mut self, query: &Query) {
        let programs: BTreeSet<ProgramIndex> = self.reach.clauses.iter().map(|(program, _)| *program).collect();
        for program in programs {
            let Some(text) = self.shared.program(program) else {
                continue;
            };
            let judged = self
                .reach
                .clauses
                .iter()
                .any(|(own, clause)| *own == program && text.clauses[*clause].kind == ClauseKind::ProductRules);
            if !judged || self.fold.query(query).is_some() {
                continue;
            }
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

    pub(super) fn num_words(&self, program: ProgramIndex, num: &Num) -> String {
        let Some(text) = self.shared.program(program) else {
            return String::new();
        };
        let join = |parts: &[Num], with: &str| {
            parts
                .iter()
                .map(|part| self.num_words(program, part))
                .collect::<Vec<_>>()
                .join(with)
        };
        match num {
            Num::Const(value) => value.to_string(),
            Num::Basis(id) => self.shared.basis_name(self.shared.basis_key(program, *id)).to_owned(),
            Num::Attribute(id) => self
                .shared
                .attribute_name(self.shared.attribute_key(program, *id))
                .to_owned(),
            Num::Aggregate(id) => match text.aggregates[*id].kind {
                AggregateKind::Sum => "a sum over materials".to_owned(),
                AggregateKind::Count => "a count of materials".to_owned(),
                AggregateKind::Largest => "the largest of some materials".to_owned(),
                AggregateKind::Smallest => "the smallest of some materials".to_owned(),
            },
            Num::Sum(parts) => format!("({})", join(parts, " + ")),
            Num::Product(a, b) => format!("{} × {}", self.num_words(program, a), self.num_words(program, b)),
            Num::Quotient(a, b) => format!("{} / {}", self.num_words(program, a), self.num_words(program, b)),
            Num::Min(parts) => format!("the smallest of {}", join(parts, ", ")),
            Num::Max(parts) => format!("the largest of {}", join(parts, ", ")),
            Num::Measure(id) => text.measures[*id].name.clone(),
            Num::Cases(_) => "a figure that varies".to_owned(),
            Num::Rounded(_, inner) => format!("{} rounded", self.num_words(program, inner)),
        }
    }
}
