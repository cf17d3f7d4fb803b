//! Words of an enumeration that nothing tells apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::ir::{AttributeId, AttributeKind, Formula, MaterialTest};

use super::super::finding::{Finding, Outcome};
use super::super::{Check, Checked, Context, Needs, When};

/// Every two words of an enumeration are told apart by some clause.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::WordsAlike,
    also: &[],
    name: "words alike",
    title: "every two words of an enumeration are told apart by some clause",
    needs: Needs::Text,
    when: When::OnRequest,
    run,
};

fn run<'a>(_: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    let mut used = Used::default();
    for (_, clause) in program.clauses.iter() {
        used.formula(&clause.formula);
    }
    for claim in &checked.compiled.claims {
        used.formula(&claim.goods().condition);
    }
    for (_, materials) in program.materials.iter() {
        used.test(&materials.test);
    }
    for (id, attribute) in program.vocabulary.attributes.iter() {
        let AttributeKind::Enumeration(words) = &attribute.kind else {
            continue;
        };
        // Of an attribute that nothing asks for another message speaks.
        let Some(sets) = used.sets.get(&id) else { continue };
        let mut classes: BTreeMap<Vec<bool>, Vec<&str>> = BTreeMap::new();
        for (place, word) in words.iter().enumerate() {
            let signature = sets.iter().map(|set| set.contains(&place)).collect();
            classes.entry(signature).or_default().push(word);
        }
        for alike in classes.into_values().filter(|alike| alike.len() > 1) {
            let names: Vec<String> = alike.iter().map(|word| format!("`{word}`")).collect();
            let message = format!("no clause tells {} of `{}` apart", names.join(" and "), attribute.name);
            let finding = Finding::new(program, Code::WordsAlike, Outcome::Proved, message)
                .help("one word would do, or a clause that was to tell them apart is missing");
            out.push(match checked.text.entries.get(attribute.name.as_str()) {
                Some(entry) => finding.at_declaration(entry.declaration.head(), "declared here"),
                None => finding,
            });
        }
    }
}

/// Which sets of words are asked for.
#[derive(Default)]
struct Used {
    sets: BTreeMap<AttributeId, BTreeSet<BTreeSet<usize>>>,
}

impl Used {
    fn add(&mut self, attribute: AttributeId, values: &BTreeSet<usize>) {
        self.sets.entry(attribute).or_default().insert(values.clone());
    }

    fn formula(&mut self, formula: &Formula) {
        formula.each(&mut |part| {
            if let Formula::Is { attribute, values } = part {
                self.add(*attribute, values);
            }
        });
    }

    fn test(&mut self, test: &MaterialTest) {
        test.each(&mut |part| {
            if let MaterialTest::Is { attribute, values } = part {
                self.add(*attribute, values);
            }
        });
    }
}
