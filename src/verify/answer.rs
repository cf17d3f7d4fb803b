//! Answers questions: product case by product case, until a good is found or every case is ruled out.

use crate::amount::Ratio;
use crate::good::Case;
use crate::nomenclature::HsCode;

use super::assumption::Withheld;
use super::axiom::{Axiom, Guard};
use super::decode::{decode, supplied};
use super::encode::{Encoded, Manner, encode};
use super::fold::Fold;
use super::listener::{Phase, during};
use super::minimise::{Kept, minimise};
use super::polish::polish;
use super::products::{Product, products};
use super::question::{Core, Effort, Question, Reason, Refuted, Undecided, Verdict, Witness};
use super::replay::{Replay, replay};
use super::session::{Found, Session};
use super::shared::Shared;
use super::smtlib;
use super::term::{Assignment, Flag, Linear, Problem, Term};

/// Whether there is such a good, with the good or with the reason why there is none.
///
/// Complete for bills of materials of any size; see the module's documentation for what is undecided.
pub fn answer(question: &Question<'_>, effort: &Effort) -> Verdict {
    let answer = || during(Phase::Question, || answered(question, effort));
    Undecided::unless_broken(answer).unwrap_or_else(Verdict::Undecided)
}

fn answered(question: &Question<'_>, effort: &Effort) -> Verdict {
    let shared = match Shared::new(question) {
        Ok(shared) => shared,
        Err(undecided) => return Verdict::Undecided(undecided),
    };
    let cases = during(Phase::Products, || products(&shared, question));
    if cases.is_empty() {
        return Verdict::Impossible(Core {
            axioms: vec![Axiom::Codes],
            ..Core::default()
        });
    }
    let asked = Asked {
        shared: &shared,
        question,
        effort,
    };
    asked.settle(&cases)
}

impl Core {
    /// Names the statements kept of a problem.
    pub(super) fn name(&mut self, problem: &Problem, kept: &Kept) -> Vec<Guard> {
        let guards = kept.guards.iter().filter_map(|place| problem.guards.get(*place));
        let guards: Vec<Guard> = guards.cloned().collect();
        for guard in &guards {
            match guard {
                Guard::Clause(program, clause) | Guard::Granted(program, clause) => {
                    self.clauses.push((*program, *clause));
                }
                Guard::Axiom(axiom) => self.axioms.push(axiom.clone()),
            }
        }
        self.perhaps_larger = self.perhaps_larger.saturating_add(usize::from(!kept.smallest));
        guards
    }
}

/// How many bills of materials are tried for a good whose producer accumulates.
const MOST_BILLS: usize = 6;

/// A question in its surroundings.
pub(super) struct Asked<'q, 'a> {
    pub(super) shared: &'q Shared<'a>,
    pub(super) question: &'q Question<'a>,
    pub(super) effort: &'q Effort,
}

/// What came of the solver's solution: a good that is confirmed, or why it is not.
pub(super) type Tried = Result<Box<Witness>, Box<(Replay, Case)>>;

impl Asked<'_, '_> {
    /// Settles what the codes settle; the rest goes to the solver.
    fn settle(&self, cases: &[Product]) -> Verdict {
        let mut settled = Core::default();
        let mut open = Vec::new();
        for case in cases {
            let mut fold = Fold::new(self.shared, case.code.range());
            if fold.query(&self.question.query) == Some(false) {
                fold.blame(&self.question.query, &mut settled.clauses);
            } else {
                open.push(case.clone());
            }
        }
        // The settled cases need no naming where others have to be argued.
        let mut core = settled;
        if !open.is_empty() {
            match self.search(&open) {
                Ok(found) => core = found,
                Err(other) => return *other,
            }
        }
        core.axioms.extend(self.shared.common_words());
        core.clauses.sort();
        core.clauses.dedup();
        core.axioms.sort();
        core.axioms.dedup();
        Verdict::Impossible(core)
    }

    /// The core of all cases, or the verdict that ends the search.
    fn search(&self, cases: &[Product]) -> Result<Core, Box<Verdict>> {
        let mut core = Core::default();
        let mut undecided = None;
        for case in cases {
            match self.one_case(case, &mut core) {
                Ok(()) => {}
                Err(verdict) => match *verdict {
                    // Another product may still have a good.
                    Verdict::Undecided(why) => undecided = undecided.or(Some(why)),
                    other => return Err(Box::new(other)),
                },
            }
        }
        undecided.map_or(Ok(core), |why| Err(Box::new(Verdict::Undecided(why))))
    }

    /// Rules one product case out and adds to the core, or ends with a verdict.
    pub(super) fn one_case(&self, case: &Product, core: &mut Core) -> Result<(), Box<Verdict>> {
        if !self.effort.withheld.is_empty() {
            // A good that there is under every assumption there is without some of them as well; only that there is none
            // may rest on them.
            let effort = Effort {
                withheld: Withheld::default(),
                ..*self.effort
            };
            let granted = Asked {
                effort: &effort,
                ..*self
            };
            granted.ruled_out(case, &mut Core::default())?;
        }
        self.ruled_out(case, core)
    }

    fn ruled_out(&self, case: &Product, core: &mut Core) -> Result<(), Box<Verdict>> {
        let undecided = |why: Undecided| Box::new(Verdict::Undecided(why));
        let mut manner = Manner {
            grants: self.effort.withheld.grants(),
            withheld: self.effort.withheld,
            well_defined: false,
        };
        let mut first_good: Option<Case> = None;
        loop {
            let encoded = encode(self.shared, self.question, case.code, &manner, None).map_err(undecided)?;
            if core.refuted.iter().any(|refuted| refuted.problem == encoded.problem) {
                return Ok(());
            }
            let mut session = Session::new(&encoded.problem, self.effort);
            match session.check(&[]) {
                Found::GaveUp(words) => return Err(undecided(Undecided::gave_up(words))),
                Found::Nothing(guards) => {
                    smtlib::keep(&encoded.problem, session.calendar(), false);
                    let kept = if self.effort.minimise {
                        during(Phase::Core, || {
                            minimise(&mut session, self.question, &encoded.problem, guards, &[])
                        })
                    } else {
                        Kept {
                            guards,
                            smallest: false,
                        }
                    };
                    let calendar = session.calendar().to_vec();
                    drop(session);
                    self.add_core(case, &manner, encoded, &kept, calendar, core);
                    return Ok(());
                }
                Found::Solution(assignment) => {
                    smtlib::keep(&encoded.problem, session.calendar(), true);
                    let tried = during(Phase::Good, || {
                        self.try_bills(case.code, &encoded, &mut session, assignment)
                    });
                    match tried {
                        Ok(witness) => return Err(Box::new(Verdict::Possible(witness))),
                        Err(refused) => {
                            let (why, good) = *refused;
                            if matches!(why, Replay::IllDefined(_)) && !manner.well_defined {
                                first_good = Some(good);
                                manner.well_defined = true;
                                continue;
                            }
                            let ill = matches!(why, Replay::IllDefined(_));
                            let other = ill.then(|| self.worth_something(case.code, &encoded, &mut session));
                            if let Some(witness) = other.flatten() {
                                return Err(Box::new(Verdict::Possible(witness)));
                            }
                            let reason = reason(&encoded, why, self.effort);
                            let case = Some(Box::new(first_good.unwrap_or(good)));
                            return Err(undecided(Undecided { reason, case }));
                        }
                    }
                }
            }
        }
    }

    /// Tries the good of an assignment and, where the producer accumulates and the evaluator refuses it, goods of other
    /// bills of materials: what fails with accumulation may hold without, which the encoding does not see.
    fn try_bills(&self, code: HsCode, encoded: &Encoded, session: &mut Session<'_>, found: Assignment) -> Tried {
        let mut apart = Vec::new();
        let mut assignment = found;
        let mut first = None;
        let mut weighty = self.weighty(encoded);
        for _ in 0..MOST_BILLS {
            let (shown, mut keep) = as_shown(encoded, session, assignment, &apart);
            keep.extend(apart.iter().cloned());
            let refused = match self.try_good(code, encoded, session, shown.clone(), &keep) {
                Ok(witness) => return Ok(witness),
                Err(refused) => refused,
            };
            let again = encoded.unknowns.accumulates.is_some() && matches!(refused.0, Replay::Refused(_));
            first = first.or(Some(refused));
            if !again {
                break;
            }
            let lines = encoded.bill.lines.iter().map(|line| line.present);
            let same = lines.map(|flag| {
                let term = Term::Flag(flag);
                if shown.flag(flag) { term } else { term.negate() }
            });
            // What a material is without accumulation matters more the more it is worth.
            let others = weighty.take().into_iter().chain([Term::all(same).negate()]);
            let mut found = others.map(|other| [apart.as_slice(), &[other]].concat());
            let next = found.find_map(|asked| match session.check(&asked) {
                Found::Solution(other) => Some((asked, other)),
                Found::Nothing(_) | Found::GaveUp(_) => None,
            });
            let Some((asked, other)) = next else { break };
            (apart, assignment) = (asked, other);
        }
        let none = || Box::new((Replay::Refused(String::new()), Case::default()));
        Err(first.unwrap_or_else(none))
    }

    /// A good of which every value is more than nothing, and that is made of something: the evaluator looks at more
    /// than what a query hangs on, and what it most often can't judge divides by nothing.
    fn worth_something(&self, code: HsCode, encoded: &Encoded, session: &mut Session<'_>) -> Option<Box<Witness>> {
        let values = encoded.unknowns.bases.values().map(|value| Linear::of(*value));
        let lines = encoded.bill.lines.iter();
        let materials = lines.flat_map(|line| line.own.keys().map(|basis| encoded.bill.total(line, *basis)));
        let materials = materials.reduce(|sum, one| sum.plus(&one));
        let asked: Vec<Term> = values.chain(materials).map(Term::more_than_zero).collect();
        let Found::Solution(found) = session.check(&asked) else {
            return None;
        };
        self.try_good(code, encoded, session, found, &asked).ok()
    }

    /// The materials are worth at least half of a value of the good.
    fn weighty(&self, encoded: &Encoded) -> Option<Term> {
        let value = self.shared.value_key()?;
        let whole = encoded.unknowns.bases.values().next().copied()?;
        let lines = encoded.bill.lines.iter().map(|line| encoded.bill.total(line, value));
        let all = lines.fold(Linear::default(), |sum, line| sum.plus(&line));
        let twice = all.times(&Ratio::from(2_i64));
        Some(Term::at_least_zero(twice.minus(&Linear::of(whole))))
    }

    /// Makes the good of an assignment presentable and has the evaluator judge it; the good as first found is tried
    /// if the polished one is refused.
    pub(super) fn try_good(
        &self,
        code: HsCode,
        encoded: &Encoded,
        session: &mut Session<'_>,
        assignment: Assignment,
        extra: &[Term],
    ) -> Tried {
        let mut refused = None;
        let first = assignment.clone();
        let polished = self.effort.polish.then(|| {
            let date = self.shared.usual_date();
            polish(session, self.shared, code, encoded, first, extra, date)
        });
        for candidate in polished.into_iter().chain([assignment]) {
            let mut case = decode(self.shared, code, encoded, &candidate);
            // A good that does without averaging is easier to read.
            if !case.averages.is_empty() {
                let averages = std::mem::take(&mut case.averages);
                if replay(self.shared, self.question, &case) != Replay::Confirmed {
                    case.averages = averages;
                }
            }
            match replay(self.shared, self.question, &case) {
                Replay::Confirmed => {
                    return Ok(Box::new(Witness {
                        case,
                        notes: Vec::new(),
                    }));
                }
                other => {
                    let others = supplied(self.shared, encoded, &candidate, &case);
                    let confirmed = |case: &Case| replay(self.shared, self.question, case) == Replay::Confirmed;
                    if let Some(case) = others.into_iter().find(confirmed) {
                        return Ok(Box::new(Witness {
                            case,
                            notes: Vec::new(),
                        }));
                    }
                    refused = refused.or(Some((other, case)));
                }
            }
        }
        Err(Box::new(
            refused.unwrap_or((Replay::Refused(String::new()), Case::default())),
        ))
    }

    /// Adds the guards of a refuted case to the core, and what it takes for granted about materials.
    fn add_core(
        &self,
        case: &Product,
        manner: &Manner,
        encoded: Encoded,
        kept: &Kept,
        calendar: Vec<Term>,
        core: &mut Core,
    ) {
        let guards = core.name(&encoded.problem, kept);
        if self.effort.minimise && !encoded.bill.lines.is_empty() {
            during(Phase::Core, || {
                self.material_axioms(case, manner, &encoded, &guards, core);
            });
        }
        let mut problem = encoded.problem;
        calendar.into_iter().for_each(|day| problem.fact(day));
        core.refuted.push(self.refuted(problem, kept));
    }

    /// A problem that has no solution, with what suffices to see it.
    pub(super) fn refuted(&self, problem: Problem, kept: &Kept) -> Refuted {
        Refuted {
            problem,
            kept: kept.guards.iter().copied().collect(),
            effort: *self.effort,
        }
    }
}

/// A solution that is easy to show, if there is one, and what keeps it so: nothing accumulated, and no opened material
/// that counts by itself.
fn as_shown(
    encoded: &Encoded,
    session: &mut Session<'_>,
    found: Assignment,
    apart: &[Term],
) -> (Assignment, Vec<Term>) {
    let bills = [Some(&encoded.bill), encoded.together.as_ref()];
    let opened = bills.into_iter().flatten().flat_map(|bill| bill.opened.values());
    let opened: Vec<Flag> = opened.map(|opened| opened.present).collect();
    let all: Vec<Flag> = encoded
        .unknowns
        .accumulates
        .into_iter()
        .chain(opened.iter().copied())
        .collect();
    for flags in [all, opened] {
        let not: Vec<Term> = flags.iter().map(|flag| Term::Flag(*flag).negate()).collect();
        if flags.iter().all(|flag| !found.flag(*flag)) {
            return (found, not);
        }
        let asked: Vec<Term> = not.iter().chain(apart).cloned().collect();
        if let Found::Solution(other) = session.check(&asked) {
            return (other, not);
        }
    }
    (found, Vec::new())
}

/// Why a good that was found is not published.
pub(super) fn reason(encoded: &Encoded, why: Replay, effort: &Effort) -> Reason {
    match why {
        _ if !encoded.open.is_empty() => Reason::NotLinear(encoded.open.clone()),
        _ if !encoded.bill.opened.is_empty() => Reason::NotExpressible(
            "a material that counts by what is in it, and is found itself when materials are looked through,"
                .to_owned(),
        ),
        Replay::IllDefined(why) => Reason::IllDefined(why),
        Replay::Refused(why) if !effort.withheld.is_empty() => Reason::Withheld(why),
        Replay::Refused(why) => Reason::NotConfirmed(why),
        Replay::Confirmed => Reason::NotConfirmed(String::new()),
    }
}
