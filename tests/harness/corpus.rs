//! Agreement with published data that is kept beside the project, not in it: `ORILEX_SHARED` names its folder.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Trial;
use orilex::nomenclature::{Edition, HsCode};

use super::{Outcome, none_of, root, rulebooks, trial};

/// The tests on that data; none where there is no such folder.
pub(crate) fn trials() -> Vec<Trial> {
    let Some(folder) = env::var_os("ORILEX_SHARED").map(PathBuf::from) else {
        return Vec::new();
    };
    let data = folder.join("data");
    let (tracing, worked, old, new, annex) = (data.clone(), data.clone(), data.clone(), data.clone(), data);
    vec![
        trial("corpus::tracing::Annex 403.1 is complete, code by code", move || {
            tracing_list(&tracing)
        }),
        trial(
            "corpus::examples::every official example is there or out of scope",
            move || worked_examples(&worked),
        ),
        trial("corpus::nomenclature::HS 2017", move || nomenclature(&old, 2017)),
        trial("corpus::nomenclature::HS 2022", move || nomenclature(&new, 2022)),
        trial("corpus::annex::what is kept is what the importer writes", move || {
            imported(&annex)
        }),
    ]
}

/// Whether `rules/nafta-annex-401/imported` is what the importer makes of the regulations, as `.ci/annex-401` says.
fn imported(data: &Path) -> Outcome {
    let done = Command::new(root().join(".ci/annex-401"))
        .args([Path::new(env!("CARGO_BIN_EXE_orilex")), data])
        .output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&done.stderr).into())
}

/// The rows of a table of comma-separated values, fields by the names in its first line.
fn rows(path: &Path) -> Result<Vec<BTreeMap<String, String>>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut records = records(text.trim_start_matches('\u{feff}')).into_iter();
    let names = records.next().unwrap_or_default();
    Ok(records
        .map(|record| names.iter().cloned().zip(record).collect())
        .collect())
}

/// Fields may be quoted, and hold commas, line breaks and doubled quotes then.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    for c in text.chars() {
        match (c, quoted) {
            ('"', _) => quoted = !quoted,
            (',', false) => records
                .last_mut()
                .into_iter()
                .for_each(|record| record.push(String::new())),
            ('\n', false) => records.push(vec![String::new()]),
            ('\r', false) => {}
            (c, _) => records
                .last_mut()
                .and_then(|record| record.last_mut())
                .into_iter()
                .for_each(|field| field.push(c)),
        }
    }
    records.retain(|record| record.iter().any(|field| !field.is_empty()));
    records
}

/// Digits alone: `8407.34.10` and `84073410` are one code.
fn digits(code: &str) -> String {
    code.chars().filter(char::is_ascii_digit).collect()
}

fn tracing_list(data: &Path) -> Outcome {
    let mut official: BTreeSet<(String, String)> = BTreeSet::new();
    for row in rows(&data.join("nafta/tracing_list.csv"))? {
        let codes: Vec<String> = row
            .get("codes")
            .map(|codes| codes.split(' ').map(digits).collect())
            .unwrap_or_default();
        let is_range = row.get("kind").is_some_and(|kind| kind == "range");
        match codes.as_slice() {
            // The first two are the ends; what follows stands for itself.
            [from, to, rest @ ..] if is_range => {
                official.insert((from.clone(), to.clone()));
                official.extend(rest.iter().map(|code| (code.clone(), code.clone())));
            }
            codes => official.extend(codes.iter().map(|code| (code.clone(), code.clone()))),
        }
    }
    let text = fs::read_to_string(root().join("rules/nafta-1994/tracing.roo"))?;
    let list = text
        .split("list traced")
        .nth(1)
        .and_then(|rest| rest.split("\n}").next())
        .unwrap_or_default();
    let mut ours: BTreeSet<(String, String)> = BTreeSet::new();
    for line in list.lines().skip(1) {
        let code = unquoted(line.split("//").next().unwrap_or_default());
        for entry in code.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let entry = entry.trim_start_matches("ex ");
            let (from, to) = entry.split_once(" to ").unwrap_or((entry, entry));
            let first = |words: &str| digits(words.split_whitespace().next().unwrap_or_default());
            ours.insert((first(from), first(to)));
        }
    }
    let missing = official.difference(&ours).map(|range| format!("missing: {range:?}"));
    let added = ours
        .difference(&official)
        .map(|range| format!("not official: {range:?}"));
    none_of("the tracing list differs", &missing.chain(added).collect::<Vec<_>>())
}

/// The line without its descriptions.
fn unquoted(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

fn worked_examples(data: &Path) -> Outcome {
    let text = fs::read_to_string(data.join("nafta/worked_examples.json"))?;
    let official: serde_json::Value = serde_json::from_str(&text)?;
    let table = fs::read_to_string(root().join("docs/examples-nafta.md"))?;
    let book = rulebooks::all()?;
    let examples = book.texts.iter().flat_map(|text| &text.compiled.examples);
    let examples: BTreeSet<&str> = examples.map(|example| example.name.as_str()).collect();
    let mut faults = Vec::new();
    for example in official.as_array().into_iter().flatten() {
        let id = example
            .get("id")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        let Some(row) = table.lines().find(|line| line.starts_with(&format!("| {id} |"))) else {
            faults.push(format!("{id} is not in the table"));
            continue;
        };
        let status = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default();
        let named = status
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| examples.contains(word));
        if !named && !status.contains("out of scope") {
            faults.push(format!("{id}: the table names no example that there is:{status}"));
        }
    }
    none_of("the official examples", &faults)
}

fn nomenclature(data: &Path, year: u32) -> Outcome {
    let edition = Edition::from_year(year).ok_or("no such edition")?;
    let table = edition.table().ok_or("the edition is not at hand")?;
    let mut faults = Vec::new();
    let mut official = BTreeSet::new();
    for row in rows(&data.join(format!("hs/hs{year}.csv")))? {
        let code = row.get("hscode").cloned().unwrap_or_default();
        // What the data file holds beside codes, such as totals, is no code.
        let Ok(parsed) = HsCode::parse(&code) else { continue };
        if code.starts_with("99") {
            continue;
        }
        if !table.contains(parsed) {
            faults.push(format!("{code} is missing"));
        }
        if code.len() == 6 {
            official.insert(code);
        }
    }
    let added = table
        .subheadings()
        .map(HsCode::digits)
        .filter(|code| !official.contains(code));
    faults.extend(added.map(|code| format!("{code} is not official")));
    if official.len() < 5000 {
        faults.push(format!("only {} subheadings were read", official.len()));
    }
    none_of("the nomenclature differs", &faults)
}
