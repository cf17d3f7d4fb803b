//! What becomes of one mutant.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use orilex::certificate::Certificate;
use orilex::check::{self, Days, Finding, Known, Relation, Selection, Unwatched, compare, describe_good};
use orilex::diagnostic::{Code, Severity};
use orilex::ir::{Formula, Program};
use orilex::model;
use orilex::nomenclature::CodeSet;
use orilex::verify::{self, Effort, Query, Question, Verdict};

use super::focus::{Cut, Focus};
use super::kind::{Family, Kind, Seed};
use super::replay;
use super::world::{Change, OWN, World, has, said};

/// What was found out about a mutant.
#[derive(Debug, Clone, Default)]
pub(crate) struct Result {
    /// What it comes to.
    pub(crate) outcome: Outcome,
    /// Why, where that is not plain.
    pub(crate) why: String,
    /// How many clauses a proof names.
    pub(crate) core: Option<usize>,
    /// How many lines a good takes to describe.
    pub(crate) lines: Option<usize>,
    /// What else was found that the text without the change does not have, with evidence that was rechecked.
    pub(crate) consequences: usize,
    /// The same, by the codes and the wording alone.
    pub(crate) by_wording_alone: usize,
    /// What else was left open, one line each.
    pub(crate) open: Vec<String>,
    /// The same without evidence that holds good, one line each.
    pub(crate) alarms: Vec<String>,
}

/// What a mutant comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Outcome {
    /// The changed words are no text of the language, or not one that compiles: there is no mutant.
    #[default]
    NoText,
    /// The defect was reported; or a good was found that the change makes a difference to.
    Found,
    /// It was proved that the change makes no difference, by certificates that were rechecked.
    Equivalent,
    /// The same, by the codes and the wording alone.
    EquivalentByWording,
    /// It was not decided.
    Undecided,
    /// The defect was not reported, or what was reported does not hold good.
    Missed,
}

/// What is known of a cut without a change.
#[derive(Default)]
pub(crate) struct Base {
    cut: OnceLock<std::result::Result<Cut, String>>,
    known: OnceLock<BTreeSet<Key>>,
}

/// What tells findings apart: code, clause and message.
type Key = (Code, String, String);

/// The text of a seed that is added to a proposal's text.
const PROPOSAL: &str = "m_proposal";

impl Base {
    fn cut(&self, world: &World, focus: &Focus) -> &std::result::Result<Cut, String> {
        self.cut.get_or_init(|| {
            let cut = focus.cut(world, &focus.text, &Change::default());
            cut.map_err(|wrong| said(&wrong))
        })
    }

    /// What the checks say of the cut as it is.
    fn known(&self, world: &World, focus: &Focus) -> &BTreeSet<Key> {
        self.known.get_or_init(|| {
            let Ok(cut) = self.cut(world, focus) else {
                return BTreeSet::new();
            };
            findings(cut, &Selection::default()).iter().map(key).collect()
        })
    }
}

fn findings(cut: &Cut, selection: &Selection) -> Vec<Finding> {
    let all = check::check(&cut.rulebook, &cut.texts, Effort::default(), selection, &Unwatched);
    let own = cut.program().map_or("", |program| program.name.as_str());
    all.into_iter().filter(|one| one.text == own).collect()
}

fn key(finding: &Finding) -> Key {
    let said = &finding.diagnostic;
    (said.code, said.path.clone().unwrap_or_default(), said.message.clone())
}

/// Whether the same was said of the same clause before, if in other words.
fn said_before(finding: &Finding, known: &BTreeSet<Key>) -> bool {
    let (code, path, _) = key(finding);
    known.iter().any(|(other, clause, _)| *other == code && *clause == path)
}

/// Judges a mutant.
pub(crate) fn judge(world: &World, focus: &Focus, base: &Base, kind: &Kind, seed: &Seed, watch: bool) -> Result {
    match kind.family {
        Family::Seeded(codes) => seeded(world, focus, base, (codes, seed), watch),
        Family::Rejected(codes) => rejected(world, focus, codes, seed),
        Family::Changed => changed(world, focus, base, seed, watch),
    }
}

/// A change of a proposal's text is a proposal on top of it.
fn target(focus: &Focus, seed: &Seed) -> Option<(String, Change)> {
    if focus.text == focus.agreement {
        return Some((focus.text.to_string(), seed.change.clone()));
    }
    if !seed.change.edits.is_empty() {
        return None;
    }
    let added: Vec<String> = seed.change.added.iter().map(|one| format!("  add {one}")).collect();
    let proposal = format!(
        "proposal {PROPOSAL} \"seeded\" amends {} cites \"seeded\" {{\n{}\n}}",
        focus.text,
        added.join("\n")
    );
    Some((
        PROPOSAL.to_owned(),
        Change {
            edits: Vec::new(),
            added: vec![proposal],
        },
    ))
}

fn seeded(world: &World, focus: &Focus, base: &Base, (codes, seed): (&[Code], &Seed), watch: bool) -> Result {
    let Some((text, change)) = target(focus, seed) else {
        return Result::default();
    };
    let cut = match focus.cut(world, &text, &change) {
        Ok(cut) => cut,
        Err(wrong) => {
            return Result {
                why: said(&wrong),
                ..Result::default()
            };
        }
    };
    let Some(program) = cut.program() else {
        return Result::default();
    };
    let mut selection = Selection::default();
    if !watch {
        selection.only.extend(codes);
    }
    let found = findings(&cut, &selection);
    let names = |one: &&Finding| {
        let said = &one.diagnostic;
        let mut parts = said.path.as_deref().unwrap_or_default().split('/');
        let clause = seed.clauses.is_empty() || parts.any(|part| seed.clauses.iter().any(|clause| clause == part));
        let words = seed.words.as_ref().is_none_or(|words| said.message.contains(words));
        codes.contains(&said.code) && clause && words
    };
    let known = base.known(world, focus);
    let mut result = Result::default();
    let hits: Vec<&Finding> = found
        .iter()
        .filter(names)
        .filter(|one| !known.contains(&key(one)))
        .collect();
    let undecided = found
        .iter()
        .find(|one| one.diagnostic.code == Code::Undecided && !known.contains(&key(one)));
    let mut wrong = Vec::new();
    for hit in &hits {
        match evidence(program, hit) {
            Evidence::None(why) => wrong.push(why),
            Evidence::Checked | Evidence::Wording => {
                result.core = result.core.or((!hit.core.is_empty()).then_some(hit.core.len()));
                let lines = hit.witness.as_ref().map(|case| describe_good(program, case).len());
                result.lines = result.lines.or(lines);
            }
        }
    }
    (result.outcome, result.why) = match (hits.len() > wrong.len(), undecided) {
        (true, _) => (Outcome::Found, wrong.join("; ")),
        (false, Some(open)) if hits.is_empty() => (Outcome::Undecided, open.diagnostic.message.clone()),
        (false, _) => {
            let others: Vec<String> = found.iter().map(line).collect();
            (
                Outcome::Missed,
                format!("{} found: {}", wrong.join("; "), others.join(" | ")),
            )
        }
    };
    for other in found.iter().filter(|one| !hits.contains(one)) {
        further(program, other, known, &mut result);
    }
    result
}

fn line(finding: &Finding) -> String {
    let said = &finding.diagnostic;
    format!(
        "{} {} {}",
        said.code,
        said.path.as_deref().unwrap_or_default(),
        said.message
    )
}

/// Something found beside the defect.
fn further(program: &Program, finding: &Finding, known: &BTreeSet<Key>, result: &mut Result) {
    let said = &finding.diagnostic;
    if said.severity == Severity::Note || said_before(finding, known) {
        return;
    }
    if said.code == Code::Undecided {
        result.open.push(line(finding));
        return;
    }
    match evidence(program, finding) {
        Evidence::Checked => result.consequences += 1,
        Evidence::Wording => result.by_wording_alone += 1,
        Evidence::None(why) => result.alarms.push(format!("{}: {why}", line(finding))),
    }
}

enum Evidence {
    /// Certificates or a good, rechecked; or the text alone is enough.
    Checked,
    /// The codes and the wording alone.
    Wording,
    /// None that holds good.
    None(String),
}

fn evidence(program: &Program, finding: &Finding) -> Evidence {
    let code = finding.diagnostic.code;
    if code == Code::DivisionByZero {
        return Evidence::Checked;
    }
    if finding.witness.is_some() {
        return match replay::shows(program, finding) {
            Ok(()) => Evidence::Checked,
            Err(why) => Evidence::None(why),
        };
    }
    match finding.known {
        Some(Known::Certified) if all_good(&finding.certificates) => Evidence::Checked,
        Some(Known::Certified) => Evidence::None("a certificate is rejected".to_owned()),
        Some(Known::Wording) => Evidence::Wording,
        Some(other) => Evidence::None(format!("known by {}", other.as_str())),
        None => Evidence::None("neither a good nor a proof".to_owned()),
    }
}

fn all_good(certificates: &[Certificate]) -> bool {
    !certificates.is_empty() && certificates.iter().all(|one| one.check().is_ok())
}

fn rejected(world: &World, focus: &Focus, codes: &[Code], seed: &Seed) -> Result {
    let Some((text, change)) = target(focus, seed) else {
        return Result::default();
    };
    let found = |so: bool, why: String| Result {
        outcome: if so { Outcome::Found } else { Outcome::Missed },
        why,
        ..Result::default()
    };
    let cut = match focus.cut(world, &text, &change) {
        Err(wrong) => return found(has(&wrong, codes), said(&wrong)),
        Ok(cut) => cut,
    };
    let Some(target) = cut.texts.last() else {
        return Result::default();
    };
    let (_, said) = model::compile(&cut.rulebook, &target.text);
    let own = |words: &str| words.contains(OWN);
    found(
        said.iter().any(|one| codes.contains(&one.code) && own(&one.message)),
        "compiles without a message".to_owned(),
    )
}

fn changed(world: &World, focus: &Focus, base: &Base, seed: &Seed, watch: bool) -> Result {
    let Ok(before) = base.cut(world, focus) else {
        return Result::default();
    };
    let after = match focus.cut(world, &focus.text, &seed.change) {
        Ok(cut) => cut,
        Err(wrong) => {
            return Result {
                why: said(&wrong),
                ..Result::default()
            };
        }
    };
    let (Some(first), Some(second)) = (before.texts.last(), after.texts.last()) else {
        return Result::default();
    };
    let (a, b) = (&first.compiled.program, &second.compiled.program);
    let told = compare(first, second, Days::default(), &focus.scope, &Effort::default());
    let mut result = Result::default();
    let mut differs = 0;
    for (side, (passes, fails)) in told.sides.iter().zip([(a, b), (b, a)]) {
        let Some(witness) = &side.witness else { continue };
        let (here, there) = (
            replay::origin(passes, &witness.case),
            replay::origin(fails, &witness.case),
        );
        if here == Ok(Some(true)) && there == Ok(Some(false)) {
            differs += 1;
            result.lines = result.lines.or(Some(side.good.len()));
        } else {
            result
                .alarms
                .push(format!("a good is shown that comes out as {here:?} and {there:?}"));
        }
    }
    (result.outcome, result.why) = match told.relation {
        Relation::Equivalent => alike(a, b, &focus.scope, &mut result),
        Relation::Undecided => {
            let why = told.sides.iter().find_map(|side| side.why.as_ref());
            (
                Outcome::Undecided,
                why.map_or_else(String::new, |why| why.reason.to_string()),
            )
        }
        _ if differs > 0 => (Outcome::Found, String::new()),
        relation => (Outcome::Missed, format!("{}, and no good shows it", relation.as_str())),
    };
    if watch {
        let known = base.known(world, focus);
        for finding in findings(&after, &Selection::default()) {
            further(b, &finding, known, &mut result);
        }
    }
    result
}

/// That no good is decided otherwise, once more and with certificates.
fn alike(a: &Program, b: &Program, scope: &CodeSet, result: &mut Result) -> (Outcome, String) {
    let mut by_wording = true;
    let mut named = 0;
    for under in [0, 1] {
        let origin = |index: usize| Query::Holds(index, Formula::Clause(if index == 0 { a.origin } else { b.origin }));
        let parts = vec![origin(under), Query::Not(Box::new(origin(1 - under)))];
        let question = Question::new(vec![a, b], Query::All(parts)).within(scope.clone());
        match verify::answer(&question, &Effort::default()) {
            Verdict::Impossible(core) => {
                named = named.max(core.clauses.len());
                for refuted in &core.refuted {
                    by_wording = false;
                    match verify::known(refuted, &[a, b]) {
                        verify::Known::Certified(certificate) if certificate.check().is_ok() => {}
                        verify::Known::Certified(_) => {
                            return (Outcome::Missed, "a certificate is rejected".to_owned());
                        }
                        _ => return (Outcome::Undecided, "known by solvers alone".to_owned()),
                    }
                }
            }
            Verdict::Possible(_) => return (Outcome::Missed, "one question has two answers".to_owned()),
            Verdict::Undecided(why) => return (Outcome::Undecided, why.reason.to_string()),
        }
    }
    result.core = Some(named);
    if by_wording {
        (Outcome::EquivalentByWording, String::new())
    } else {
        (Outcome::Equivalent, String::new())
    }
}
