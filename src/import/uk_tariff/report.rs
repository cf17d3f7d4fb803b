//! What was understood of a file and what was not, for people and for programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::connective::Combined;
use super::json::{Document, RuleSet};
use super::text::clean;
use super::write::About;
use crate::import::ask::Ask;
use crate::nomenclature::Edition;

/// How many findings of a kind are listed for people.
const LISTED: usize = 5;

/// Something about a row that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Which sort, such as `lost_or`.
    pub kind: &'static str,
    /// The row.
    pub row: usize,
    /// Its heading as printed.
    pub heading: String,
    /// A sentence.
    pub message: String,
}

/// A rulebook that is written as what differs from another, counted in product rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extended {
    /// The agreement that it extends.
    pub base: String,
    /// Rules that it has from there.
    pub copied: usize,
    /// Rules that it has in the place of one of the same name.
    pub changed: usize,
    /// Rules that only it has.
    pub added: usize,
    /// Rules of the other that it does not have.
    pub left_out: usize,
}

/// The report of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The name of the agreement.
    pub agreement: String,
    /// Rows that were read.
    pub rule_sets: usize,
    /// Rows that were left out.
    pub left_out: usize,
    /// The rule set at which the file breaks off: how many more there were nobody knows.
    pub breaks_off: Option<usize>,
    /// Rules of the file.
    pub rules: usize,
    /// Those understood in full.
    pub understood: usize,
    /// Why the others are not, each with its row and the number of the rule in it.
    pub opaque: Vec<(usize, usize, String)>,
    /// How rows were put together, and how many.
    pub connectives: BTreeMap<&'static str, usize>,
    /// What is peculiar.
    pub findings: Vec<Note>,
    /// The edition of the nomenclature that was chosen.
    pub edition: Option<u32>,
    /// The agreement that it is a near-copy of.
    pub extended: Option<Extended>,
    /// Codes that the edition lacks, named in the rulebook; if codes are taken as written, those that the nearest one lacks.
    pub unknown_codes: Vec<String>,
}

impl Report {
    /// Counts what was made of the rows.
    pub(super) fn of(about: &About, document: &Document, combined: &[Combined], edition: Option<u32>) -> Self {
        let sets = &document.sets;
        let mut report = Self {
            agreement: about.name.clone(),
            rule_sets: sets.len(),
            left_out: document.left_out,
            breaks_off: document.breaks_off,
            rules: 0,
            understood: 0,
            opaque: Vec::new(),
            connectives: BTreeMap::new(),
            findings: Vec::new(),
            edition,
            extended: None,
            unknown_codes: Vec::new(),
        };
        for (set, one) in sets.iter().zip(combined) {
            report.rules = report.rules.saturating_add(set.rules.len());
            for (number, reason) in (1..).zip(&one.reasons) {
                match reason {
                    None => report.understood = report.understood.saturating_add(1),
                    Some(reason) => report.opaque.push((set.row, number, reason.clone())),
                }
            }
            let count = report.connectives.entry(one.decision.as_str()).or_default();
            *count = count.saturating_add(1);
            let twice = first_alike(sets, set).map(|first| {
                let message = format!("rule set {first} says the same of the same goods");
                ("duplicate", message)
            });
            let own = one
                .findings
                .iter()
                .cloned()
                .chain(contradictions(set, one))
                .chain(twice);
            for (kind, message) in own {
                report.findings.push(Note {
                    kind,
                    row: set.row,
                    heading: set.heading.trim().to_owned(),
                    message,
                });
            }
        }
        report
    }

    /// Rules that are not understood.
    pub fn opaque_rules(&self) -> usize {
        self.opaque.len()
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let share = self
            .understood
            .saturating_mul(1000)
            .checked_div(self.rules)
            .unwrap_or(0);
        let _ = writeln!(
            text,
            "{}: {} rule sets, {} rules, {} understood ({}.{} %), {} opaque",
            self.agreement,
            self.rule_sets,
            self.rules,
            self.understood,
            share / 10,
            share % 10,
            self.opaque.len(),
        );
        if self.left_out > 0 {
            let _ = writeln!(text, "  {} rule sets could not be read and are left out", self.left_out);
        }
        if let Some(row) = self.breaks_off {
            let _ = writeln!(text, "  the file breaks off at rule set {row}: what follows is lost");
        }
        if let Some(Extended {
            base,
            copied,
            changed,
            added,
            left_out,
        }) = &self.extended
        {
            let _ = writeln!(
                text,
                "  extends {base}: {copied} product rules copied, {changed} changed, {added} added, {left_out} left out; to be read together with it"
            );
        }
        self.codes_outside(&mut text);
        for (kind, notes) in self.by_kind() {
            let rows: BTreeSet<usize> = notes.iter().map(|note| note.row).collect();
            let listed: Vec<String> = rows.iter().take(LISTED).map(usize::to_string).collect();
            let more = if rows.len() > LISTED { ", …" } else { "" };
            let _ = writeln!(
                text,
                "  {} {} {} ({kind}): {}{more}",
                rows.len(),
                if rows.len() == 1 { "rule set" } else { "rule sets" },
                in_words(kind),
                listed.join(", ")
            );
        }
        if !self.findings.is_empty() {
            text.push_str(
                "  a rule set goes by its place in the file; in the rulebook `cites` has it, as in `row 12,`\n",
            );
        }
        text
    }

    fn codes_outside(&self, text: &mut String) {
        let Some(edition) = self.edition.filter(|_| !self.unknown_codes.is_empty()) else {
            return;
        };
        let count = match self.unknown_codes.len() {
            1 => "1 code is".to_owned(),
            several => format!("{several} codes are"),
        };
        let mut shown = self
            .unknown_codes
            .iter()
            .take(LISTED)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        if self.unknown_codes.len() > LISTED {
            shown.push_str(", …");
        }
        let checked = Edition::from_year(edition).is_some_and(Edition::is_checked);
        let _ = if checked {
            writeln!(
                text,
                "  {count} outside HS {edition} and named in the agreement: {shown}"
            )
        } else {
            writeln!(
                text,
                "  {count} in no edition at hand together with the others: {shown}; codes are not checked"
            )
        };
    }

    fn by_kind(&self) -> BTreeMap<&'static str, Vec<&Note>> {
        let mut kinds: BTreeMap<&'static str, Vec<&Note>> = BTreeMap::new();
        for note in &self.findings {
            kinds.entry(note.kind).or_default().push(note);
        }
        kinds
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, _, reason) in &self.opaque {
            let kind = reason.split(" from `").next().unwrap_or(reason);
            let count = reasons.entry(kind).or_default();
            *count = count.saturating_add(1);
        }
        let connectives: Map<String, Value> = self
            .connectives
            .iter()
            .map(|(how, count)| ((*how).to_owned(), json!(count)))
            .collect();
        let reasons: Map<String, Value> = reasons
            .into_iter()
            .map(|(reason, count)| (reason.to_owned(), json!(count)))
            .collect();
        let opaque: Vec<Value> = self
            .opaque
            .iter()
            .map(|(row, rule, reason)| json!({ "row": row, "rule": rule, "reason": reason }))
            .collect();
        let findings: Vec<Value> = self
            .findings
            .iter()
            .map(|note| json!({ "kind": note.kind, "row": note.row, "heading": note.heading, "message": note.message }))
            .collect();
        json!({
            "agreement": self.agreement,
            "nomenclature": self.edition,
            "unknown_codes": self.unknown_codes,
            "extends": self.extended.as_ref().map(|one| json!({
                "base": one.base,
                "copied": one.copied,
                "changed": one.changed,
                "added": one.added,
                "left_out": one.left_out,
            })),
            "rule_sets": self.rule_sets,
            "left_out": self.left_out,
            "breaks_off": self.breaks_off,
            "rules": self.rules,
            "understood": self.understood,
            "opaque": self.opaque.len(),
            "opaque_reasons": reasons,
            "opaque_rules": opaque,
            "connectives": connectives,
            "findings": findings,
        })
    }
}

/// The reports of several files, for programs: what was understood in all, and each.
pub fn together(reports: &[Report]) -> Value {
    let sum = |count: &dyn Fn(&Report) -> usize| reports.iter().map(count).fold(0_usize, usize::saturating_add);
    json!({
        "rules": sum(&|report| report.rules),
        "understood": sum(&|report| report.understood),
        "opaque": sum(&Report::opaque_rules),
        "agreements": reports.iter().map(Report::json).collect::<Vec<_>>(),
    })
}

/// The rule set before it that is the same in every respect.
fn first_alike(sets: &[RuleSet], set: &RuleSet) -> Option<usize> {
    sets.iter()
        .take_while(|before| before.row < set.row)
        .find(|before| {
            before.range == set.range
                && before.heading == set.heading
                && before.subdivision == set.subdivision
                && before.rules == set.rules
        })
        .map(|before| before.row)
}

/// What a kind of finding means, in words behind "N rule sets".
fn in_words(kind: &str) -> &'static str {
    match kind {
        "lost_or" => "with rules that are alternatives and not marked so",
        "undecided" => "of which it is not clear how their rules combine, taken as opaque",
        "fragment" => "with a rule that is a piece of the one before it",
        "leading_or" => "whose first rule is marked `or`",
        "empty_rule" => "with a rule that has no text",
        "class_contradicts" => "with a tag that says something else than the text",
        "duplicate" => "saying the same of the same goods as one before",
        "differs_from_siblings" => "differing in one small thing from those of sibling agreements",
        _ => "with something peculiar",
    }
}

/// Where the service's own tags say something else than the text: what was understood asks nothing of the kind, and the text
/// has none of the words from which the service derives the tag.
fn contradictions(set: &RuleSet, combined: &Combined) -> Vec<(&'static str, String)> {
    let asks = |test: &dyn Fn(&Ask) -> bool| combined.products.iter().any(|product| holds(&product.ask, test));
    if asks(&|ask| matches!(ask, Ask::Opaque(_))) {
        return Vec::new();
    }
    let text: String = set
        .rules
        .iter()
        .map(|rule| clean(&rule.text).to_lowercase() + "\n")
        .collect();
    let mut found = Vec::new();
    let mut say = |tag: &str, words: &[&str], there: bool| {
        let tagged = set.rules.iter().any(|rule| rule.class.iter().any(|own| own == tag));
        if tagged && !there && !words.iter().any(|word| text.contains(word)) {
            found.push((
                "class_contradicts",
                format!("the file tags the row `{tag}`, the text does not say so"),
            ));
        }
    };
    let obtained = |ask: &Ask| {
        matches!(
            ask,
            Ask::WhollyObtained(_)
                | Ask::AllWhollyObtained(_)
                | Ask::GoodWhollyObtained
                | Ask::Limit(_)
                | Ask::Originating(_)
        )
    };
    say("WO", &["wholly", "originat"], asks(&obtained));
    say("CTH", &["heading", "cth"], asks(&|ask| matches!(ask, Ask::Change(_))));
    say(
        "MAXNOM",
        &["%", "per cent", "maximum", "exceed"],
        asks(&|ask| matches!(ask, Ask::Limit(_))),
    );
    say(
        "RVC",
        &["content", "rvc", "qvc", "value added"],
        asks(&|ask| matches!(ask, Ask::Content(_))),
    );
    found
}

/// Whether something within the ask passes the test.
fn holds(ask: &Ask, test: &dyn Fn(&Ask) -> bool) -> bool {
    match ask {
        Ask::All(all) | Ask::Any(all) => all.iter().any(|ask| holds(ask, test)),
        Ask::Of(_, ask) | Ask::During(_, ask) => holds(ask, test),
        ask => test(ask),
    }
}
