//! Claims: what the drafter asserts, proved or refuted, and questions, answered.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ClauseId, Formula, MeasureId, Num, Program};
use crate::model::{Claim, ClaimKind, GoodsOf, Quantity, Says, TextAt};
use crate::verify::{Core, Effort, Extremum, Query, Question, Reason, Undecided, Verdict, Witness};

use super::dated::Dated;
use super::decisive::decided_by;
use super::describe::{GRANT_AGAIN, with_core, with_core_of, with_witness};
use super::finding::{Figure, Finding, Outcome};
use super::range::shown;
use super::reach::Reach;
use super::{Check, Checked, Context, Needs, When, ask, assumptions};

/// Every claim holds.
pub(super) const CHECK: Check = Check {
    code: Code::ClaimRefuted,
    also: &[Code::ClaimProved, Code::Answer, Code::VacuousAssumptions],
    name: "claims",
    title: "every claim of the rulebook holds; every question is answered",
    needs: Needs::Proof,
    when: When::Always,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    for claim in &checked.compiled.claims {
        // From assumptions that exclude every good anything would follow; that is reported by itself.
        if !claim.assuming.is_empty() && assumptions::admitted(context, checked, claim).is_impossible() {
            continue;
        }
        let dated = Dated::of(context, checked, claim);
        out.extend(Asked::new(context, checked, claim, dated.as_ref()).answer());
    }
}

/// A claim with the texts that it speaks about.
struct Asked<'p, 'a> {
    context: &'p Context<'a>,
    claim: &'p Claim,
    programs: Vec<&'p Program>,
    dated: Option<&'p Dated>,
}

impl<'p, 'a> Asked<'p, 'a> {
    fn new(context: &'p Context<'a>, checked: &'p Checked, claim: &'p Claim, dated: Option<&'p Dated>) -> Self {
        Self {
            context,
            claim,
            programs: vec![dated.map_or(checked.program(), |dated| &dated.home)],
            dated,
        }
    }

    fn answer(mut self) -> Option<Finding> {
        match &self.claim.kind {
            ClaimKind::Some(goods, says) => {
                let (query, clauses) = self.goods_that(goods, says.as_ref(), true)?;
                Some(match self.ask(goods, query).as_ref() {
                    Verdict::Possible(witness) => self.proved_by(witness, &clauses),
                    Verdict::Impossible(core) => self.refuted_by(core),
                    Verdict::Undecided(why) => self.open(why),
                })
            }
            ClaimKind::No(goods, says) => {
                let (query, clauses) = self.goods_that(goods, says.as_ref(), true)?;
                Some(self.universal(goods, query, &clauses))
            }
            ClaimKind::Every(goods, says) => {
                let (query, clauses) = self.goods_that(goods, Some(says), false)?;
                Some(self.universal(goods, query, &clauses))
            }
            ClaimKind::Extremum {
                largest,
                value,
                goods,
                stated,
            } => {
                let (query, clauses) = self.goods_that(goods, None, true)?;
                let question = self.question(goods, query);
                let found = ask::extremum(&question, 0, &value.num, *largest, &self.context.effort);
                Some(self.figure(found, *largest, value, stated.as_ref(), &clauses))
            }
        }
    }

    /// "There is no such good": refuted by one.
    fn universal(&mut self, goods: &GoodsOf, query: Query, clauses: &[(usize, ClauseId)]) -> Finding {
        let verdict = self.ask(goods, query);
        if let Verdict::Impossible(_) = verdict.as_ref()
            && let Some(finding) = self.about_none(goods)
        {
            return finding;
        }
        match verdict.as_ref() {
            Verdict::Impossible(core) => {
                let finding = self.finding(Code::ClaimProved, Outcome::Proved, "holds for every good");
                with_core(finding, &self.programs, core)
            }
            Verdict::Possible(witness) => {
                let finding = self
                    .finding(
                        Code::ClaimRefuted,
                        Outcome::Refuted,
                        "does not hold, a good contradicts it",
                    )
                    .help(match self.claim.kind {
                        ClaimKind::Every(..) => "correct the claim, or the clause that keeps this good out",
                        _ => "correct the claim, or the clause that lets this good through",
                    });
                self.show(finding, witness, clauses)
            }
            Verdict::Undecided(why) => self.open(why),
        }
    }

    /// That there is no good among those that something is said of: then anything could be said.
    fn about_none(&mut self, goods: &GoodsOf) -> Option<Finding> {
        if matches!(self.claim.kind, ClaimKind::No(_, None)) {
            return None;
        }
        let (query, _) = self.goods_that(goods, None, true)?;
        let effort = Effort {
            polish: false,
            ..self.context.effort
        };
        let verdict = self.context.answers.answer(&self.question(goods, query), &effort);
        let Verdict::Impossible(core) = verdict.as_ref() else {
            return None;
        };
        let finding = self
            .finding(
                Code::VacuousAssumptions,
                Outcome::Proved,
                "says nothing, there is no good that it is about",
            )
            .help("correct what the claim says of its goods, or claim that there is none: `no good in … with …`");
        Some(with_core(finding, &self.programs, core))
    }

    /// The condition that a good is among the goods and that it is (or is not) so, and the clauses in question.
    fn goods_that(
        &mut self,
        goods: &GoodsOf,
        says: Option<&Says>,
        so: bool,
    ) -> Option<(Query, Vec<(usize, ClauseId)>)> {
        let mut clauses = Vec::new();
        let mut parts = vec![Query::Holds(0, goods.condition.clone())];
        if let Some(text) = &goods.originating_under {
            let (index, origin) = self.origin(text)?;
            parts.push(Query::Holds(index, Formula::Clause(origin)));
            clauses.push((index, origin));
        }
        if let Some(says) = says {
            let (index, clause) = match says {
                Says::OriginatesUnder(text) | Says::DoesNotOriginateUnder(text) => self.origin(text)?,
                Says::Satisfies(clause) => (0, *clause),
            };
            let holds = Query::Holds(index, Formula::Clause(clause));
            let so = so != matches!(says, Says::DoesNotOriginateUnder(_));
            parts.push(if so { holds } else { Query::Not(Box::new(holds)) });
            clauses.push((index, clause));
        }
        Some((Query::All(parts), clauses))
    }

    /// The clause "the good originates" of the text.
    fn origin(&mut self, text: &TextAt) -> Option<(usize, ClauseId)> {
        let program = match self.dated {
            Some(dated) => dated
                .texts
                .iter()
                .find(|(own, _)| own == text)
                .map(|(_, program)| program)?,
            None => self.context.text(&text.name)?.program(),
        };
        let known = self.programs.iter().position(|known| known.name == program.name);
        let index = known.unwrap_or_else(|| {
            self.programs.push(program);
            self.programs.len().saturating_sub(1)
        });
        Some((index, program.origin))
    }

    fn question(&self, goods: &GoodsOf, query: Query) -> Question<'p> {
        let assumed = self.claim.assuming.iter().map(|(_, clause)| (0, *clause));
        Question::new(self.programs.clone(), query)
            .within(goods.scope.clone())
            .assuming(assumed)
    }

    fn ask(&self, goods: &GoodsOf, query: Query) -> std::rc::Rc<Verdict> {
        self.context
            .answers
            .answer(&self.question(goods, query), &self.context.effort)
    }

    fn finding(&self, code: Code, outcome: Outcome, what: &str) -> Finding {
        let claim = self.claim;
        let text = self
            .programs
            .first()
            .map_or_else(String::new, |program| program.name.clone());
        let message = match &claim.title {
            Some(title) => format!("claim `{}` {what}: {title}", claim.name),
            None => format!("claim `{}` {what}", claim.name),
        };
        let mut diagnostic = Diagnostic::new(code, message)
            .at(claim.span, "claimed here")
            .clause(claim.name.clone());
        if let Some(source) = &claim.citation {
            diagnostic = diagnostic.cite(source.clone());
        }
        for (name, clause) in &claim.assuming {
            let Some(program) = self.programs.first() else { continue };
            let assumed = &program.clauses[*clause];
            let words = assumed
                .title
                .as_ref()
                .map_or(String::new(), |title| format!(": {title}"));
            let source = assumed
                .citation
                .as_ref()
                .map_or(String::new(), |cited| format!(" ({cited})"));
            diagnostic = diagnostic.note(format!("assuming `{name}`{words}{source}"));
        }
        Finding {
            text,
            diagnostic,
            outcome,
            witness: None,
            figures: Vec::new(),
            core: Vec::new(),
            definitions: Vec::new(),
            axioms: Vec::new(),
            known: None,
            certificates: Vec::new(),
        }
    }

    fn proved_by(&self, witness: &Witness, clauses: &[(usize, ClauseId)]) -> Finding {
        let finding = self.finding(Code::ClaimProved, Outcome::Proved, "holds, there is such a good");
        self.show(finding, witness, clauses)
    }

    fn refuted_by(&self, core: &Core) -> Finding {
        let finding = self
            .finding(
                Code::ClaimRefuted,
                Outcome::Refuted,
                "does not hold, there is no such good",
            )
            .help("correct the claim, or one of the clauses that exclude such a good");
        with_core(finding, &self.programs, core)
    }

    fn open(&self, why: &Undecided) -> Finding {
        self.finding(Code::Undecided, Outcome::Undecided, "could not be decided")
            .note(why.reason.to_string())
            .help(match why.reason {
                Reason::Withheld(_) => GRANT_AGAIN,
                _ => "try `--effort high`, or narrow the goods that the claim is about",
            })
    }

    /// The good that decides, with what its clauses say of it under each text.
    fn show(&self, mut finding: Finding, witness: &Witness, clauses: &[(usize, ClauseId)]) -> Finding {
        let Some(first) = self.programs.first() else {
            return finding;
        };
        let of = |index: usize| {
            clauses
                .iter()
                .filter(move |(text, _)| *text == index)
                .map(|(_, clause)| *clause)
        };
        let here: Vec<ClauseId> = of(0).collect();
        finding = with_witness(finding, first, witness, self.measures(first, &here), &here);
        for (index, program) in self.programs.iter().enumerate().skip(1) {
            let there: Vec<ClauseId> = of(index).collect();
            for line in super::describe::verdicts(program, &witness.case, &there) {
                finding = finding.note(format!("under `{}`: {line}", program.name));
            }
            let under = format!("under `{}`, ", program.name);
            finding = decided_by(finding, &under, program, &witness.case, &there);
        }
        finding
    }

    /// The measures that the clauses in question rest on, of the rules for such goods only where they name origin.
    fn measures(&self, program: &Program, clauses: &[ClauseId]) -> BTreeSet<MeasureId> {
        let whole = clauses.iter().all(|clause| *clause == program.origin);
        let scope = &self.claim.goods().scope;
        if !whole {
            return clauses
                .iter()
                .flat_map(|clause| Reach::of(program, *clause).measures)
                .collect();
        }
        let rules = program.rules.iter().filter(|(_, rule)| !rule.scope.is_disjoint(scope));
        rules
            .flat_map(|(_, rule)| Reach::directly(program, rule.body).measures)
            .collect()
    }

    fn figure(
        &self,
        found: Extremum,
        largest: bool,
        value: &Quantity,
        stated: Option<&crate::amount::Ratio>,
        clauses: &[(usize, ClauseId)],
    ) -> Finding {
        let word = if largest { "largest" } else { "smallest" };
        let (bound, reached, witness, why) = match found {
            Extremum::Attained { value, witness, core } => (value, true, witness, core),
            Extremum::Approached { value, witness, core } => (value, false, witness, core),
            Extremum::Unbounded { witness } => {
                let (code, outcome) = settled(stated.is_some(), false);
                let finding = self.finding(code, outcome, &format!("has no answer, there is no {word} figure"));
                return self.show(finding, &witness, clauses);
            }
            Extremum::NoGood(why) => {
                let (code, outcome) = settled(stated.is_some(), false);
                let finding = self.finding(code, outcome, "has no answer, there is no such good");
                return with_core(finding, &self.programs, &why);
            }
            Extremum::Undecided(why) => return self.open(&why),
        };
        let said = shown(value.percentage, &bound);
        let side = match (reached, largest) {
            (true, _) => format!("the {word} figure is {said}"),
            (false, true) => format!("every figure is below {said}, and some are as close to it as one likes"),
            (false, false) => format!("every figure is above {said}, and some are as close to it as one likes"),
        };
        let (code, outcome) = settled(stated.is_some(), reached && stated == Some(&bound));
        let what = match (stated, outcome) {
            (None, _) => format!("is answered, {side}"),
            (Some(_), Outcome::Proved) => format!("holds, {side}"),
            (Some(stated), _) => format!(
                "does not hold: it states {}, but {side}",
                shown(value.percentage, stated)
            ),
        };
        let mut finding = self.finding(code, outcome, &what);
        if let Some(program) = self.programs.first() {
            let name = name_of(program, &value.num);
            finding.figures.push(Figure {
                name: format!("{word} {name}"),
                shown: if reached {
                    said
                } else {
                    format!("{said} (a bound that is not reached)")
                },
            });
        }
        let finding = self.show(finding, &witness, clauses);
        with_core_of(finding, &self.programs, &why, Some(&value.num))
    }
}

/// How a question about a figure is reported: one without a stated figure is answered whatever it is.
fn settled(stated: bool, agrees: bool) -> (Code, Outcome) {
    match (stated, agrees) {
        (false, _) => (Code::Answer, Outcome::Answer),
        (true, true) => (Code::ClaimProved, Outcome::Proved),
        (true, false) => (Code::ClaimRefuted, Outcome::Refuted),
    }
}

fn name_of(program: &Program, num: &Num) -> String {
    match num {
        Num::Measure(id) => program.measures[*id].name.clone(),
        Num::Rounded(_, inner) => name_of(program, inner),
        _ => "figure".to_owned(),
    }
}
