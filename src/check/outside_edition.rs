//! Product rules and entries of lists all of whose codes the edition lacks.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::ir::{Program, RuleKind};
use crate::model::code_range;
use crate::nomenclature::{CodeRange, CodeSet, Edition, Table, editions_with};
use crate::source::Span;
use crate::syntax::tree::Declaration;

use super::finding::{Finding, Outcome};
use super::{Check, Checked, Context, Needs, When};

/// Every product rule and every entry of a list takes in some code of the edition. One message for all that do not.
pub(super) const CHECK: Check = Check {
    code: Code::OutsideEdition,
    also: &[],
    name: "codes outside the edition",
    title: "every product rule and every entry of a list has a code of the edition",
    needs: Needs::Text,
    when: When::Always,
    run,
};

/// How many places a message shows.
const SHOWN: usize = 8;

/// A clause that takes in no code of the edition.
struct Stray {
    /// What it is: `` `heading_1519` ``, `` 15.19 in `traced` ``.
    name: String,
    /// The clause that it stands in.
    path: String,
    codes: CodeSet,
    span: Span,
}

fn run<'a>(_: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let edition = program.edition.adopted();
    let Some(table) = edition.table() else { return };
    let rules = rules(program, table);
    let entries = entries(checked, table);
    let mut counts = Vec::new();
    for (strays, one, more) in [
        (&rules, "product rule", "product rules"),
        (&entries, "entry of a list", "entries of lists"),
    ] {
        match strays.len() {
            0 => {}
            1 => counts.push(format!("1 {one}")),
            several => counts.push(format!("{several} {more}")),
        }
    }
    let verb = if rules.len().saturating_add(entries.len()) == 1 {
        "is"
    } else {
        "are"
    };
    let all: Vec<Stray> = rules.into_iter().chain(entries).collect();
    let Some(first) = all.first() else { return };
    let names: Vec<&str> = all.iter().take(SHOWN).map(|one| one.name.as_str()).collect();
    let more = match all.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "{} {verb} for codes that {edition} lacks: {}{more}",
        counts.join(" and "),
        names.join(", ")
    );
    let mut finding = Finding::new(program, Code::OutsideEdition, Outcome::Proved, message).help(format!(
        "goods have the codes of {edition}: put those in their place, or strike what is of no use"
    ));
    finding.diagnostic = finding
        .diagnostic
        .at(first.span, format!("for {}", first.codes))
        .clause(first.path.clone());
    for other in all.iter().skip(1).take(SHOWN.saturating_sub(1)) {
        finding.diagnostic = finding.diagnostic.also(other.span, format!("for {}", other.codes));
    }
    for note in origins(program, edition, &all) {
        finding = finding.note(note);
    }
    out.push(finding);
}

fn rules(program: &Program, table: &Table) -> Vec<Stray> {
    let product = program
        .rules
        .iter()
        .filter(|(_, rule)| rule.kind == RuleKind::ProductRule);
    product
        .filter(|(_, rule)| !rule.scope.is_empty() && rule.scope.ranges().iter().all(|range| lacks(table, *range)))
        .map(|(_, rule)| Stray {
            name: format!("`{}`", rule.name),
            path: rule.name.clone(),
            codes: rule.scope.clone(),
            span: program.clauses[rule.applies].span,
        })
        .collect()
}

/// Lists in the codes of another edition say so themselves.
fn entries(checked: &Checked, table: &Table) -> Vec<Stray> {
    let mut strays = Vec::new();
    for (name, entry) in &checked.text.entries {
        let Declaration::List(list) = entry.declaration.as_ref() else {
            continue;
        };
        for entry in list.entries.iter().filter(|_| list.nomenclature.is_none()) {
            let Some(range) = code_range(&entry.codes).filter(|range| lacks(table, *range)) else {
                continue;
            };
            strays.push(Stray {
                name: format!("{range} in `{name}`"),
                path: name.to_string(),
                codes: CodeSet::from(range),
                span: entry.span,
            });
        }
    }
    strays
}

/// Whether no code of the table lies in the range, nor any item of one.
fn lacks(table: &Table, range: CodeRange) -> bool {
    let (first, last) = range.ends();
    table.codes_in(range).next().is_none() && ![first, last].into_iter().any(|end| table.contains(end.subheading()))
}

/// Of which edition the codes are, as far as is known.
fn origins(program: &Program, edition: Edition, all: &[Stray]) -> Vec<String> {
    let mut by_edition: BTreeMap<Option<Edition>, Vec<String>> = BTreeMap::new();
    let outside = program.edition.outside().iter();
    for code in outside.filter(|code| all.iter().any(|one| one.codes.intersects(code.range()))) {
        let known = editions_with(*code).into_iter().find(|known| *known != edition);
        by_edition.entry(known).or_default().push(code.to_string());
    }
    let at_hand: Vec<String> = Edition::ALL
        .iter()
        .filter(|one| one.is_checked())
        .map(Edition::to_string)
        .collect();
    by_edition
        .into_iter()
        .map(|(known, codes)| match known {
            Some(known) => format!("of {known}: {}", codes.join(", ")),
            None => format!("in no edition at hand ({}): {}", at_hand.join(", "), codes.join(", ")),
        })
        .collect()
}
