//! Checks: what can be said of a text by reading it and by proof, one file each.
//!
//! A check asks the verifier whether a good of some sort exists. What it reports names clause, place and legal
//! source, and carries its evidence: a good that the evaluator confirms, or the clauses from which it follows that
//! there is none. A proposal's text is compared with the text that it amends: what holds there already, about a
//! clause that the proposal leaves as it is, isn't said again.

mod altered;
mod articles;
mod ask;
mod assumptions;
mod carve_out_dead;
mod carve_out_swallows;
mod claims;
mod compare;
mod conflict;
mod coverage;
mod cumulation_hurts;
mod dated;
mod dead_clause;
mod decisive;
mod definitions;
mod describe;
mod division;
mod equivalent;
mod exception_dead;
mod finding;
mod gaps;
mod kept;
mod lots_matter;
mod non_binding;
mod on_request;
mod origin_hurts;
mod outcome;
mod outside_edition;
mod parties_differ;
mod places;
mod proof;
mod range;
mod reach;
mod redundant_alternative;
mod redundant_condition;
mod same;
mod scale_matters;
mod selection;
mod suspended;
mod threshold_both_ways;
mod time_gap;
mod tolerance_dead;
mod unreachable;
mod vacuous;
mod watch;
mod without;
mod words;
mod work;

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostic::Code;
use crate::ir::{Program, Rule};
use crate::model::{Compiled, Rulebook, Text};
use crate::nomenclature::CodeSet;
use crate::source::Span;
use crate::verify::{Effort, Query, Verdict};

pub use compare::{Comparison, Days, Difference, Relation, Side, compare};
pub use describe::describe_good;
pub use finding::{Figure, Finding, Known, Outcome, Source};
pub use kept::{Forgetful, Memory};
pub use selection::Selection;
pub use watch::{Job, Unwatched, Watch};

pub use crate::verify::{Assumption, Withheld};

/// What a check needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needs {
    /// The text alone.
    Text,
    /// The verifier.
    Proof,
}

/// When a check runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Whenever a rulebook is checked: what it finds is a fault, or a fact that a drafter has to know.
    Always,
    /// When it is asked for: it answers a question about the text, and nearly every text has an answer.
    OnRequest,
}

/// A check.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// The code of its principal message.
    pub code: Code,
    /// What else it says, beside what it could not decide.
    pub also: &'static [Code],
    /// Its name, as in `--list`.
    pub name: &'static str,
    /// What it finds out, in one line.
    pub title: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// When it runs.
    pub when: When,
    /// Runs it on one text.
    pub run: for<'a> fn(&Context<'a>, &'a Checked, &mut Vec<Finding>),
}

impl Check {
    /// Every code that it may report, the principal one first; that a question was left open is another matter.
    pub fn codes(&self) -> impl Iterator<Item = Code> + use<> {
        std::iter::once(self.code).chain(self.also.iter().copied())
    }

    /// The check of that name, in any case and with any signs between its words.
    pub fn named(name: &str) -> Option<&'static Self> {
        let plain = |name: &str| name.to_lowercase().replace(['_', '-'], " ");
        ALL.iter().find(|check| plain(check.name) == plain(name.trim()))
    }
}

/// Every check, in the order in which they run.
pub const ALL: &[Check] = &[
    conflict::CHECK,
    dead_clause::CHECK,
    unreachable::CHECK,
    redundant_alternative::CHECK,
    redundant_condition::CHECK,
    vacuous::CHECK,
    non_binding::CHECK,
    carve_out_dead::CHECK,
    tolerance_dead::CHECK,
    exception_dead::CHECK,
    carve_out_swallows::CHECK,
    time_gap::CHECK,
    coverage::CHECK,
    division::CHECK,
    equivalent::CHECK,
    outside_edition::CHECK,
    origin_hurts::CHECK,
    threshold_both_ways::CHECK,
    cumulation_hurts::CHECK,
    parties_differ::CHECK,
    scale_matters::CHECK,
    lots_matter::CHECK,
    on_request::slack::CHECK,
    on_request::boundary::CHECK,
    on_request::base::CHECK,
    on_request::recoding::CHECK,
    on_request::contents::CHECK,
    on_request::roll_up::CHECK,
    on_request::words_alike::CHECK,
    on_request::idle::CHECK,
    assumptions::CHECK,
    claims::CHECK,
];

/// A text with what was compiled from it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The text.
    pub text: Text,
    /// What it means.
    pub compiled: Compiled,
}

impl Checked {
    /// The names of its declarations, and of the claims that are judged under it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let claims = self.compiled.claims.iter().map(|claim| claim.name.as_str());
        self.text.entries.keys().map(AsRef::as_ref).chain(claims)
    }

    /// Whether it has a declaration or a claim of that name.
    pub fn has(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    pub(crate) fn program(&self) -> &Program {
        &self.compiled.program
    }
}

/// What the checks of one run share.
pub struct Context<'a> {
    /// Everything the files state.
    pub rulebook: &'a Rulebook,
    /// The texts, each after what it rests on.
    pub texts: &'a [Checked],
    /// How hard to try.
    pub effort: Effort,
    answers: ask::Answers,
}

impl<'a> Context<'a> {
    /// A run over these texts.
    pub fn new(rulebook: &'a Rulebook, texts: &'a [Checked], effort: Effort) -> Self {
        Self {
            rulebook,
            texts,
            effort,
            answers: ask::Answers::default(),
        }
    }

    /// The text of that name.
    pub fn text(&self, name: &str) -> Option<&'a Checked> {
        self.texts.iter().find(|checked| *checked.text.name == *name)
    }

    /// Whether a good of these codes satisfies all of it under the text. A good that does is not made to look nice.
    fn possible(&self, checked: &Checked, parts: Vec<Query>, scope: &CodeSet) -> Rc<Verdict> {
        let effort = Effort {
            polish: false,
            ..self.effort
        };
        self.answers.possible(checked.program(), parts, scope, &effort)
    }

    /// The same with a good fit to be shown.
    fn example(&self, checked: &Checked, parts: Vec<Query>, scope: &CodeSet) -> Rc<Verdict> {
        let quick = self.possible(checked, parts.clone(), scope);
        if quick.is_impossible() {
            return quick;
        }
        self.answers.possible(checked.program(), parts, scope, &self.effort)
    }

    /// The text that a proposal's text amends, for comparison.
    fn amended(&self, checked: &'a Checked) -> Option<same::Same<'a>> {
        let base = self.text(checked.text.amends.as_ref()?)?;
        same::Same::between(base.program(), checked.program())
    }

    /// Whether a proposal's text decides as the text that it amends, by its mere wording.
    fn decides_as_amended(&self, checked: &'a Checked) -> bool {
        self.amended(checked).is_some_and(|same| same.rules(|_| true))
    }

    /// The rules of a text of which something may be said that was not said of the text it amends.
    fn rules(&self, checked: &'a Checked) -> impl Iterator<Item = &'a Rule> {
        let same = self.amended(checked);
        let rules = checked.program().rules.iter().map(|(_, rule)| rule);
        rules.filter(move |rule| !same.as_ref().is_some_and(|same| same.rule(rule)))
    }

    /// Whether a good can come under the rule and meet all that it requires.
    fn met(&self, checked: &Checked, rule: &Rule) -> Rc<Verdict> {
        self.possible(
            checked,
            vec![ask::holds(rule.fires), ask::holds(rule.body)],
            &rule.scope,
        )
    }

    /// Whether a good can come under the rule at all.
    fn fires(&self, checked: &Checked, rule: &Rule) -> Rc<Verdict> {
        if self.met(checked, rule).is_possible() {
            return self.met(checked, rule);
        }
        self.possible(checked, vec![ask::holds(rule.fires)], &rule.scope)
    }
}

/// Runs the checks on every text, in reading order: texts as they rest on each other, then place, then code.
///
/// `texts` are compiled without errors.
pub fn check(
    rulebook: &Rulebook,
    texts: &[Checked],
    effort: Effort,
    selection: &Selection,
    watch: &dyn Watch,
) -> Vec<Finding> {
    check_remembering(rulebook, texts, effort, selection, watch, &Forgetful)
}

/// The same; what is remembered from an earlier run is not looked for again.
pub fn check_remembering(
    rulebook: &Rulebook,
    texts: &[Checked],
    effort: Effort,
    selection: &Selection,
    watch: &dyn Watch,
    memory: &dyn Memory,
) -> Vec<Finding> {
    let context = Context::new(rulebook, texts, effort);
    let work = work::Work {
        rulebook,
        texts,
        effort,
        selection,
        watch,
        memory,
    };
    let mut all: Vec<Finding> = Vec::new();
    for (checked, mut found) in texts.iter().zip(work.run()) {
        let before = said_before(&context, checked, &all);
        suspended::settle(checked, &mut found);
        found.retain(|finding| !before.contains(&key(finding)));
        found.sort_by(|a, b| order(a).cmp(&order(b)));
        found.dedup();
        all.extend(found);
    }
    all
}

/// What makes two findings the same to a reader: the code, and the same words at the same place.
type Key = (Code, Option<String>, Option<Span>);

fn key(finding: &Finding) -> Key {
    let diagnostic = &finding.diagnostic;
    (diagnostic.code, diagnostic.path.clone(), diagnostic.span())
}

/// What was found in the texts that this one amends. A clause that a proposal leaves alone keeps its place, so the
/// place tells whether its words are the same.
fn said_before(context: &Context<'_>, checked: &Checked, all: &[Finding]) -> BTreeSet<Key> {
    let mut names = BTreeSet::new();
    let mut next = checked.text.amends.clone();
    while let Some(name) = next {
        next = context.text(&name).and_then(|base| base.text.amends.clone());
        if !names.insert(name) {
            break;
        }
    }
    let earlier = all.iter().filter(|finding| names.contains(finding.text.as_str()));
    // Claims are judged where they stand, so each is said once anyway.
    earlier.map(key).collect()
}

fn order(finding: &Finding) -> (Option<Span>, Code, &str) {
    (
        finding.diagnostic.span(),
        finding.diagnostic.code,
        &finding.diagnostic.message,
    )
}
