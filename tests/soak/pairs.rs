//! Evaluator and oracle on random goods of random rulebooks; verifier and oracle on random questions.

use num_traits::Signed;
use orilex::eval::{self, Decider, Loaded, Truth as Judged};
use orilex::ir::Program;
use orilex::verify::{self, Axiom, Core, Effort, Reason, Verdict};

use crate::boundary::Edges;
use crate::good;
use crate::model::{Book, Good};
use crate::oracle::{Oracle, Truth};
use crate::print;
use crate::proofs;
use crate::questions::{Wanted, invent};
use crate::random::Random;
use crate::shrink;
use crate::tally::Tally;
use crate::text::{self, Compiled};

/// What the evaluator says: it originates or not, is open, can't be judged, or the description is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Known(bool),
    Open,
    Ill,
    Refused,
    /// Two things: the judge and what decides about many goods contradict each other.
    Torn,
}

pub(crate) fn evaluator(program: &Program, good: &Good) -> Said {
    let Ok(loaded) = Loaded::new(program, &good::case(good)) else {
        return Said::Refused;
    };
    let said = match eval::decide(program, &loaded) {
        Ok(Judged::True) => Said::Known(true),
        Ok(Judged::False) => Said::Known(false),
        Ok(Judged::Unknown(_)) => Said::Open,
        Err(_) => Said::Ill,
    };
    match Decider::new(program).outright(&loaded) {
        Some(outright) if said != Said::Known(outright) => Said::Torn,
        _ => said,
    }
}

/// Whether the evaluator may say that where the oracle says so. It stops where the outcome is settled, so it may not
/// come upon what can't be judged; and where it does come upon that, the oracle has to have seen it too.
pub(crate) fn agree(said: Said, truth: Truth, ill: bool) -> bool {
    match (said, truth) {
        (Said::Known(a), Some(b)) => a == b,
        (Said::Ill, None) => true,
        (Said::Ill, Some(_)) => ill,
        (Said::Known(_), None) | (Said::Open | Said::Refused | Said::Torn, _) => false,
    }
}

/// Whether the rulebook takes such a good for possible.
pub(crate) fn admissible(book: &Book, good: &Good) -> bool {
    let sum: crate::model::Q = good.materials.iter().map(|one| one.value.clone()).sum();
    !book.ordered || (sum <= good.cost && good.cost <= good.price)
}

/// Whether the good is claimed in the fiscal year that is stated.
fn claimed_in_year(good: &Good) -> bool {
    let (year, month, day) = good.fiscal;
    good.fiscal <= good.date && good.date < (year.saturating_add(1), month, day)
}

/// Whether a description that the evaluator refuses is one to refuse: materials worth more than the largest value in
/// the order.
pub(crate) fn refusable(book: &Book, good: &Good) -> bool {
    let sum: crate::model::Q = good.materials.iter().map(|one| one.value.clone()).sum();
    book.ordered && sum > good.cost.clone().max(good.price.clone())
}

/// Whether evaluator and oracle differ about the good's origin.
pub(crate) fn differ(book: &Book, program: &Program, good: &Good) -> Option<String> {
    let said = evaluator(program, good);
    if said == Said::Refused && refusable(book, good) {
        return None;
    }
    let oracle = Oracle::new(book, good);
    let truth = oracle.origin();
    (!agree(said, truth, oracle.saw_ill())).then(|| format!("evaluator {said:?}, oracle {truth:?}"))
}

/// One rulebook, a change of it, goods at its edges, and questions about both.
pub(crate) fn book(seed: u64, index: u64, goods: usize, questions: usize, tally: &mut Tally) {
    let mut random = Random::of(seed, index);
    let first = crate::invent::book(random.clone(), crate::invent::Size::Full);
    let mut second = crate::laws::altered(&first, &mut random);
    "B".clone_into(&mut second.name);
    let compiled = match text::compile(&[&first, &second]) {
        Ok(compiled) => compiled,
        Err(said) => {
            tally.one("rulebooks that the compiler refuses (a circle)");
            if !text::is_circle(&said) {
                let texts = reproducer(&[&first, &second], &said);
                tally.fault(
                    "pairs",
                    format!("seed {seed}, rulebook {index} does not compile\n{texts}"),
                );
            }
            return;
        }
    };
    tally.one("rulebooks");
    let (Some(a), Some(b)) = (compiled.program("A"), compiled.program("B")) else {
        return;
    };
    let edges = Edges::of(&first);
    let mut all = Vec::new();
    for _ in 0..goods {
        let good = edges.good(&first, &mut random);
        tally.one("pairs of a rulebook and a good");
        for (book, program) in [(&first, a), (&second, b)] {
            if let Some(words) = differ(book, program, &good) {
                // The others of this rulebook would say the same.
                tally.fault("pairs", shrink::pair(seed, index, book, &good, &words));
                return;
            }
        }
        let oracle = Oracle::new(&first, &good);
        tally.one(match oracle.origin() {
            Some(true) => "pairs: originates",
            Some(false) => "pairs: does not originate",
            None => "pairs: can't be judged",
        });
        tally.many("comparisons of two equal figures", oracle.equalities());
        all.push(good);
    }
    let books = [&first, &second];
    for wanted in invent(&books, &mut random, questions) {
        if let Some((part, words)) = verdict(&books, &compiled, &wanted, &all, &mut random, tally) {
            tally.fault(part, shrink::question(seed, index, &books, &wanted, &words));
        }
    }
}

/// The values of a good that a verdict takes for more than zero, for something is divided by them, and says so.
pub(crate) struct Divisors {
    pub(crate) price: bool,
    pub(crate) cost: bool,
    pub(crate) weight: bool,
}

impl Divisors {
    /// `None` where a divisor is no value of the good.
    fn granted(core: &Core) -> Option<Self> {
        let mut out = Self {
            price: false,
            cost: false,
            weight: false,
        };
        for axiom in &core.axioms {
            let Axiom::Positive(divisor) = axiom else { continue };
            match divisor.as_str() {
                "price" => out.price = true,
                "net_cost" => out.cost = true,
                "weight" => out.weight = true,
                _ => return None,
            }
        }
        Some(out)
    }

    fn admit(&self, good: &Good) -> bool {
        let fine = |granted: bool, value: &crate::model::Q| !granted || value.is_positive();
        fine(self.price, &good.price) && fine(self.cost, &good.cost) && fine(self.weight, &good.weight)
    }
}

/// Asks the verifier; `Some` says how its answer and another one differ, and whose that is.
pub(crate) fn verdict(
    books: &[&Book],
    compiled: &Compiled,
    wanted: &Wanted,
    goods: &[Good],
    random: &mut Random,
    tally: &mut Tally,
) -> Option<(&'static str, String)> {
    let oracles = |words: &str| Some(("questions", words.to_owned()));
    let lines = |words: Option<String>| words.map(|words| ("lines", words));
    let Some(question) = wanted.question(books, compiled) else {
        return oracles("the clause asked for is not in the program");
    };
    let effort = Effort {
        minimise: false,
        polish: wanted.parts.len().is_multiple_of(2),
        ..Effort::low()
    };
    tally.one("questions");
    match verify::answer(&question, &effort) {
        Verdict::Possible(witness) => {
            tally.one("questions: possible");
            match shown(books, wanted, &witness.case) {
                Ok(Some(good)) => lines(crate::lines::possible(books, wanted, &good, tally)),
                Ok(None) => {
                    // Told in docs/trust.md.
                    tally.one("questions: possible, of a good left open that can't be judged once it is filled in");
                    None
                }
                Err(words) => oracles(&words),
            }
        }
        Verdict::Impossible(core) => {
            tally.one("questions: impossible");
            if let Some(words) = proofs::of(&core, &question.programs, random, tally) {
                return Some(("proofs", words));
            }
            let Some(divisors) = Divisors::granted(&core) else {
                tally.one("questions: impossible, where a sum over materials is taken for more than zero");
                return None;
            };
            for good in goods {
                let fits = books
                    .iter()
                    .all(|book| admissible(book, good) && crate::codes::on(&book.in_force, good.date));
                if fits && divisors.admit(good) && wanted.holds(books, good) == (Some(true), false) {
                    return oracles(&format!("impossible, but here is one\n{}", show(good)));
                }
            }
            lines(crate::lines::impossible(books, wanted, goods, &divisors, tally))
        }
        Verdict::Undecided(why) => {
            tally.one("questions: undecided");
            if matches!(why.reason, Reason::IllDefined(_)) {
                // Counted and told; docs/trust.md says when that happens.
                tally.one("questions: undecided, for the goods found can't be judged");
                return None;
            }
            let found = why
                .case
                .as_ref()
                .map_or(String::new(), |case| format!("{:#}", orilex::good::to_json(case)));
            oracles(&format!("undecided: {}\n{found}", why.reason))
        }
    }
}

/// The good that the verifier shows, with what it leaves open filled in, as one of which the oracle says the same; or what
/// is wrong with it. What is left open may make it ill-defined, but never one of which it does not hold; none if it does so
/// whatever is filled in.
fn shown(books: &[&Book], wanted: &Wanted, case: &orilex::good::Case) -> Result<Option<Good>, String> {
    let mut found = None;
    let mut ways: Vec<Good> = Vec::new();
    let mut why = "the good shown is no good of the model".to_owned();
    for good in (0..good::WAYS).filter_map(|way| good::read(case, way)) {
        let fits = |book: &&Book| admissible(book, &good) && crate::codes::on(&book.in_force, good.date);
        if !books.iter().all(fits) || !claimed_in_year(&good) {
            why = format!(
                "possible, but no such good is: of its day, its year or its values\n{}",
                show(&good)
            );
            continue;
        }
        let (truth, _) = wanted.holds(books, &good);
        if truth != Some(true) {
            why = format!(
                "possible, but of the good shown the oracle says {truth:?}\n{}",
                show(&good)
            );
        }
        match truth {
            Some(true) => found = found.or_else(|| Some(good.clone())),
            Some(false) => return Err(why),
            None => {}
        }
        ways.push(good);
    }
    let left_open = ways.windows(2).any(|pair| pair.first() != pair.last());
    if found.is_some() || left_open {
        Ok(found)
    } else {
        Err(why)
    }
}

/// A good as it would be described.
pub(crate) fn show(good: &Good) -> String {
    let value = orilex::good::to_json(&good::case(good));
    format!("{value:#}")
}

/// The texts of a rulebook for a reader who wants to try them.
pub(crate) fn reproducer(books: &[&Book], rest: &str) -> String {
    let texts: Vec<String> = books.iter().map(|book| print::text(book)).collect();
    format!("{}\n{rest}\n", texts.join("\n"))
}
