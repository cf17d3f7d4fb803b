//! Certificates of what is impossible: the proof that the statements kept of a problem contradict each other, written
//! down for a checker that knows nothing of this program.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::One as _;

use crate::amount::Ratio;
use crate::certificate::Sign as Lies;
use crate::certificate::{Certificate, FORMAT, Number, Row, Says, Statement, Step, Sum, Values};
use crate::ir::{ClauseId, Program};

use super::axiom::{Axiom, Guard};
use super::exact::{Engine, Lemma, Node, prove};
use super::listener::{Phase, during};
use super::question::{Known, ProgramIndex, Refuted, Undecided};
use super::session;
use super::term::{Linear, Problem, Sign, Sort, Term};

/// A proof of more cases than this is not looked for.
const MOST_CASES: usize = 300_000;

/// How it is known that a refuted problem has no solution: by a certificate if one is found within the budget.
///
/// `programs` are those of the question, in their order.
pub fn known(refuted: &Refuted, programs: &[&Program]) -> Known {
    let (problem, effort) = (&refuted.problem, &refuted.effort);
    let certified =
        Undecided::unless_broken(|| during(Phase::Proof, || certify(problem, &refuted.kept, programs, effort.steps)));
    if let Ok(Some(certificate)) = certified {
        return Known::Certified(Box::new(certificate));
    }
    let kept: BTreeSet<usize> = refuted.kept.iter().copied().collect();
    if Undecided::unless_broken(|| session::z3_agrees(problem, &kept, effort)) == Ok(true) {
        Known::Agreed
    } else {
        Known::OneSolver
    }
}

/// The certificate that the statements under these guards, what is true by construction and the goal contradict each
/// other; `None` if no proof was found within the budget.
///
/// It is checked before it is given out.
fn certify(problem: &Problem, kept: &[usize], programs: &[&Program], steps: u64) -> Option<Certificate> {
    let asked = problem.goal.iter().map(|goal| ("what is asked".to_owned(), goal));
    let stated = problem.statements.iter().filter_map(|statement| match statement.guard {
        Some(guard) if !kept.contains(&guard) => None,
        Some(guard) => {
            let because = problem.guards.get(guard).map(|guard| words(guard, programs));
            Some((because.unwrap_or_default(), &statement.term))
        }
        None => {
            let part_of = statement.part_of.as_ref().map(|clause| words(clause, programs));
            let because = part_of.unwrap_or_else(|| "by construction".to_owned());
            Some((because, &statement.term))
        }
    });
    let all: Vec<(String, Term)> = asked
        .chain(stated)
        .map(|(because, term)| (because, whole(term)))
        .collect();
    let terms: Vec<&Term> = all.iter().map(|(_, term)| term).collect();
    let stated = Problem {
        flags: problem.flags.clone(),
        quantities: problem.quantities.clone(),
        goal: all.iter().map(|(_, term)| term.clone()).collect(),
        ..Problem::default()
    };
    let (mut learnt, last) = Engine::learnt(&stated, steps)?;
    for lemma in &mut learnt {
        lemma.says = lemma.says.as_ref().map(whole);
    }
    let proof = prove(&terms, learnt, last, &problem.quantities, MOST_CASES, steps)?;
    let mut writer = Writer::new(problem);
    for ((because, term), facts) in all.iter().zip(&proof.facts) {
        if facts.iter().any(|fact| proof.used.contains(*fact)) {
            writer.state(because, term, facts);
        }
    }
    for lemma in &proof.lemmas {
        writer.lemma(lemma);
    }
    writer.node(&proof.tree);
    let certificate = writer.finish();
    let holds = during(Phase::Recheck, || certificate.check().is_ok());
    holds.then_some(certificate)
}

/// The clause, assumption or axiom with its legal source.
fn words(guard: &Guard, programs: &[&Program]) -> String {
    let clause = |program: ProgramIndex, clause: ClauseId| {
        let Some(text) = programs.get(program) else {
            return String::new();
        };
        let said = &text.clauses[clause];
        let source = said.citation.as_ref().map(|source| format!(" ({source})"));
        format!("{}: {}{}", text.name, said.path, source.unwrap_or_default())
    };
    match guard {
        Guard::Clause(program, id) => clause(*program, *id),
        Guard::Granted(program, id) => format!("granted, {}", clause(*program, *id)),
        Guard::Axiom(axiom @ Axiom::InForce(program)) => {
            let text = programs.get(*program).map_or("", |text| text.name.as_str());
            format!("taken for granted: {axiom} ({text})")
        }
        Guard::Axiom(axiom) => format!("taken for granted: {axiom}"),
    }
}

/// The same term with whole coefficients in every row.
fn whole(term: &Term) -> Term {
    match term {
        Term::Known(_) | Term::Flag(_) => term.clone(),
        Term::Not(inner) => Term::Not(Box::new(whole(inner))),
        Term::All(parts) => Term::All(parts.iter().map(whole).collect()),
        Term::Any(parts) => Term::Any(parts.iter().map(whole).collect()),
        Term::Same(a, b) => Term::Same(Box::new(whole(a)), Box::new(whole(b))),
        Term::Row(form, sign) => {
            let numbers = form.terms.values().chain([&form.constant]);
            let common = common_denominator(numbers);
            let factor = Ratio::from_big(common, BigInt::one()).unwrap_or(Ratio::ONE);
            Term::row(form.times(&factor), *sign)
        }
    }
}

fn common_denominator<'r>(numbers: impl Iterator<Item = &'r Ratio>) -> BigInt {
    numbers.fold(BigInt::one(), |common, number| common.lcm(&number.denominator()))
}

/// Writes a proof down, with only those conditions and numbers that occur in it.
struct Writer<'p> {
    problem: &'p Problem,
    conditions: BTreeMap<usize, usize>,
    numbers: BTreeMap<usize, usize>,
    out: Certificate,
    /// By fact: its place among those known.
    places: BTreeMap<usize, usize>,
    known: usize,
}

impl<'p> Writer<'p> {
    fn new(problem: &'p Problem) -> Self {
        Self {
            problem,
            conditions: BTreeMap::new(),
            numbers: BTreeMap::new(),
            out: Certificate {
                format: FORMAT.to_owned(),
                proves: String::new(),
                conditions: Vec::new(),
                numbers: Vec::new(),
                statements: Vec::new(),
                proof: Vec::new(),
            },
            places: BTreeMap::new(),
            known: 0,
        }
    }

    fn finish(self) -> Certificate {
        self.out
    }

    fn state(&mut self, because: &str, term: &Term, facts: &[usize]) {
        let says = self.says(term);
        self.out.statements.push(Statement {
            because: because.to_owned(),
            says,
        });
        self.learn(facts);
    }

    fn learn(&mut self, facts: &[usize]) {
        for fact in facts {
            self.places.insert(*fact, self.known);
            self.known = self.known.saturating_add(1);
        }
    }

    fn says(&mut self, term: &Term) -> Says {
        match term {
            Term::Known(value) => Says::Known(*value),
            Term::Flag(flag) => {
                let next = self.conditions.len();
                let place = *self.conditions.entry(flag.0).or_insert(next);
                if place == next {
                    let name = self.problem.flags.get(flag.0).cloned();
                    self.out.conditions.push(name.unwrap_or_default());
                }
                Says::Condition(place)
            }
            Term::Not(inner) => Says::Not(Box::new(self.says(inner))),
            Term::All(parts) => Says::All(parts.iter().map(|part| self.says(part)).collect()),
            Term::Any(parts) => Says::Any(parts.iter().map(|part| self.says(part)).collect()),
            Term::Same(a, b) => Says::Same(Box::new(self.says(a)), Box::new(self.says(b))),
            Term::Row(form, sign) => Says::Row(Row {
                sum: self.sum(form),
                is: match sign {
                    Sign::NotNegative => Lies::NotNegative,
                    Sign::Positive => Lies::Positive,
                    Sign::Zero => Lies::Zero,
                },
            }),
        }
    }

    fn sum(&mut self, form: &Linear) -> Sum {
        let mut terms = Vec::new();
        for (quantity, coefficient) in &form.terms {
            let next = self.numbers.len();
            let place = *self.numbers.entry(quantity.0).or_insert(next);
            if place == next {
                let named = self.problem.quantities.get(quantity.0);
                self.out.numbers.push(Number {
                    name: named.map(|named| named.name.clone()).unwrap_or_default(),
                    takes: match named.map(|named| named.sort) {
                        Some(Sort::Count) => Values::Whole,
                        Some(Sort::Day) => Values::Days,
                        Some(Sort::Amount | Sort::Share) | None => Values::Any,
                    },
                });
            }
            terms.push((place, coefficient.numerator()));
        }
        Sum {
            terms,
            constant: form.constant.numerator(),
        }
    }

    /// Shows a lemma by ruling its opposite out; it is known from then on.
    fn lemma(&mut self, lemma: &Lemma) {
        let says = self.says(&lemma.says);
        self.out.proof.push(Step::Either(says));
        self.case(&lemma.supposed, &lemma.shown);
        self.learn(&lemma.facts);
    }

    fn node(&mut self, node: &Node) {
        let place = |writer: &Self, fact: &usize| writer.places.get(fact).copied().unwrap_or(usize::MAX);
        match node {
            Node::Clash(holds, fails) => {
                let step = Step::Clash(place(self, holds), place(self, fails));
                self.out.proof.push(step);
            }
            Node::AddUp(times) => {
                let common = common_denominator(times.iter().map(|(_, often)| often));
                let rows = times.iter().map(|(fact, often)| {
                    let whole = &common / often.denominator() * often.numerator();
                    (place(self, fact), whole)
                });
                let step = Step::AddUp(rows.collect());
                self.out.proof.push(step);
            }
            Node::Cases(fact, cases) => {
                let step = Step::Cases(place(self, fact));
                self.out.proof.push(step);
                for (facts, inner) in cases {
                    self.case(facts, inner);
                }
            }
            Node::Whole(sum, at_most, cases) => {
                let sum = self.sum(sum);
                let at_most = at_most.numerator();
                self.out.proof.push(Step::Whole { sum, at_most });
                for (facts, inner) in cases.iter() {
                    self.case(facts, inner);
                }
            }
        }
    }

    fn case(&mut self, facts: &[usize], inner: &Node) {
        let before = self.known;
        self.learn(facts);
        self.node(inner);
        self.known = before;
    }
}
