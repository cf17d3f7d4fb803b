//! What has to stay true of the source code: arrows between layers, homes of libraries, pages, lists and sizes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;

use libtest_mimic::Trial;
use orilex::check;
use orilex::diagnostic::Code;

use super::{Outcome, files, none_of, root, short, trial};

/// Which layers a layer may use, as in `docs/architecture.md`. `cli` may use all.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("amount", &[]),
    ("nomenclature", &[]),
    // The checker of proofs must not share code with what finds them.
    ("certificate", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["source", "diagnostic"]),
    ("format", &["source", "diagnostic", "syntax"]),
    ("ir", &["source", "amount", "nomenclature"]),
    ("good", &["diagnostic", "amount", "nomenclature", "ir"]),
    (
        "model",
        &["source", "diagnostic", "amount", "nomenclature", "syntax", "ir", "good"],
    ),
    (
        "eval",
        &["source", "diagnostic", "amount", "nomenclature", "ir", "good"],
    ),
    (
        "verify",
        &[
            "source",
            "diagnostic",
            "amount",
            "nomenclature",
            "certificate",
            "ir",
            "good",
            "eval",
        ],
    ),
    (
        "check",
        &[
            "source",
            "diagnostic",
            "amount",
            "nomenclature",
            "certificate",
            "syntax",
            "model",
            "ir",
            "good",
            "eval",
            "verify",
        ],
    ),
    (
        "examples",
        &[
            "source",
            "diagnostic",
            "amount",
            "nomenclature",
            "model",
            "ir",
            "good",
            "eval",
        ],
    ),
    ("prose", &["amount", "nomenclature", "syntax", "model", "ir"]),
    (
        "report",
        &[
            "prose",
            "source",
            "diagnostic",
            "amount",
            "nomenclature",
            "model",
            "ir",
            "good",
            "eval",
            "check",
            "examples",
        ],
    ),
    ("import", &["source", "diagnostic", "amount", "nomenclature", "format"]),
];

/// Where a name may occur: what is written, and the only places for it.
const HOMES: &[(&str, &[&str])] = &[
    ("pest::", &["src/syntax/", "src/import/"]),
    ("pest_derive::", &["src/syntax/", "src/import/"]),
    ("miette", &["src/diagnostic/render.rs"]),
    ("z3::", &["src/verify/solver.rs"]),
    ("std::process::", &["src/verify/apart.rs", "src/cli/", "src/main.rs"]),
    ("clap", &["src/cli/"]),
    ("sha2", &["src/cli/cache.rs"]),
    (
        "crate::eval",
        &[
            "src/eval/",
            "src/verify/replay.rs",
            "src/check/",
            "src/examples/",
            "src/report/",
            "src/cli/",
        ],
    ),
    ("std::fs", &["src/cli/"]),
    ("std::env", &["src/cli/"]),
    ("std::time::Instant", &["src/cli/"]),
    ("stdout()", &["src/cli/"]),
    ("HashMap", &[]),
    ("f64", &[]),
    ("#[allow", &[]),
];

/// The longest that a file of code may be, in lines.
const LONGEST: usize = 600;

/// The guards.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("guards::arrows::a layer uses only those below it", arrows),
        trial("guards::arrows::every layer is in the table", layers),
        trial("guards::homes::a library is used at home only", homes),
        trial("guards::sizes::no file is too long", sizes),
        trial("guards::codes::every code has its page and every page its code", pages),
        trial("guards::codes::a page shows a bad and a good example", pages_show),
        trial("guards::checks::every check is in the list", checks_listed),
        trial("guards::words::no path or host of one machine is named", machines),
        trial("guards::files::every file of code says what it is for", purposes),
    ]
}

/// Every file of code with its text, tests left out: a test may look from outside.
fn code() -> io::Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for file in files(&root().join("src"), &["rs"])? {
        let name = short(&file);
        if name.ends_with("/tests.rs") || name.contains("/tests/") {
            continue;
        }
        let text = fs::read_to_string(&file)?;
        let text = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default()
            .to_owned();
        all.push((name, text));
    }
    Ok(all)
}

/// Lines without their comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.split("//").next().unwrap_or_default())
}

fn layer(name: &str) -> &str {
    name.trim_start_matches("src/").split('/').next().unwrap_or_default()
}

fn arrows() -> Outcome {
    let mut faults = Vec::new();
    for (name, text) in code()? {
        let Some((own, allowed)) = ARROWS.iter().find(|(own, _)| *own == layer(&name)) else {
            continue;
        };
        for used in lines(&text).flat_map(|line| line.split("crate::").skip(1)) {
            let used = used
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default();
            let is_layer = used == "cli" || ARROWS.iter().any(|(known, _)| *known == used);
            if is_layer && used != *own && !allowed.contains(&used) {
                faults.push(format!("{name} uses {used}"));
            }
        }
    }
    none_of("arrows that docs/architecture.md does not have", &faults)
}

fn layers() -> Outcome {
    let known: BTreeSet<&str> = ARROWS.iter().map(|(layer, _)| *layer).chain(["cli"]).collect();
    let mut faults = Vec::new();
    for entry in fs::read_dir(root().join("src"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !known.contains(name.as_str()) {
            faults.push(format!("src/{name}"));
        }
    }
    none_of("folders without a row in the table of this guard", &faults)
}

fn homes() -> Outcome {
    let mut faults = Vec::new();
    for (name, text) in code()? {
        for (word, places) in HOMES {
            let at_home = places.iter().any(|place| name.starts_with(place));
            if !at_home && lines(&text).any(|line| line.contains(word)) {
                faults.push(format!("{name} uses `{word}`"));
            }
        }
    }
    none_of("away from home", &faults)
}

fn sizes() -> Outcome {
    let mut faults = Vec::new();
    let endings = ["rs", "pest", "roo"];
    for folder in ["src", "tests", "grammar", "rules"] {
        for file in files(&root().join(folder), &endings)? {
            let count = fs::read_to_string(&file)?.lines().count();
            // A chapter of an annex is as long as the law has it.
            let imported = file.parent().is_some_and(|folder| folder.ends_with("imported"));
            if count > LONGEST && !imported {
                faults.push(format!("{} has {count} lines", short(&file)));
            }
        }
    }
    none_of("look for the second notion in", &faults)
}

fn pages() -> Outcome {
    let pages: BTreeSet<String> = files(&root().join("docs/diagnostics"), &["md"])?
        .iter()
        .filter_map(|page| page.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .filter(|stem| stem.starts_with("RO"))
        .collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    none_of(
        "not on both sides",
        &pages.symmetric_difference(&codes).cloned().collect::<Vec<_>>(),
    )?;
    let untitled = Code::ALL
        .iter()
        .filter(|code| !code.page().starts_with(&format!("# {code}")));
    none_of(
        "the page has another title",
        &untitled.map(ToString::to_string).collect::<Vec<_>>(),
    )
}

fn pages_show() -> Outcome {
    let fences = |code: &Code| code.page().matches("\n```").count();
    let bare = Code::ALL.iter().filter(|code| fences(code) < 2);
    none_of(
        "no example on the page of",
        &bare.map(ToString::to_string).collect::<Vec<_>>(),
    )
}

fn checks_listed() -> Outcome {
    let mut faults = Vec::new();
    for file in files(&root().join("src/check"), &["rs"])? {
        let text = fs::read_to_string(&file)?;
        if !text.contains("const CHECK: Check") {
            continue;
        }
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let list = fs::read_to_string(root().join("src/check/mod.rs"))?;
        if !list.contains(&format!("{stem}::CHECK,")) {
            faults.push(format!("add to ALL in src/check/mod.rs: {stem}::CHECK,"));
        }
    }
    let names: BTreeSet<&str> = check::ALL.iter().map(|check| check.name).collect();
    if names.len() != check::ALL.len() {
        faults.push("two checks have one name".to_owned());
    }
    none_of("not in the list", &faults)
}

/// Words that would tie the project to the machine it was written on; split so that this file does not hold them.
fn machine_words() -> Vec<String> {
    [
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        ("/tm", "p/"),
        ("py", "pi.org"),
        ("crates", ".io/api"),
    ]
    .map(|(a, b)| format!("{a}{b}"))
    .to_vec()
}

fn machines() -> Outcome {
    let endings = [
        "rs", "pest", "roo", "md", "toml", "txt", "snap", "py", "yml", "yaml", "json",
    ];
    let mut all: Vec<PathBuf> = Vec::new();
    for folder in ["src", "tests", "grammar", "rules", "docs", ".cargo", ".ci"] {
        all.extend(files(&root().join(folder), &endings)?);
    }
    for file in [
        "README.md",
        "CHANGELOG.md",
        "Cargo.toml",
        "Makefile",
        "build.rs",
        ".ci/run",
        ".ci/fetch-z3",
    ] {
        all.push(root().join(file));
    }
    let mut faults = Vec::new();
    for file in all.iter().filter(|file| file.is_file()) {
        let text = String::from_utf8_lossy(&fs::read(file)?).into_owned();
        for word in machine_words().iter().filter(|word| text.contains(word.as_str())) {
            faults.push(format!("{}: {word}", short(file)));
        }
    }
    none_of("names of one machine", &faults)
}

fn purposes() -> Outcome {
    let mut faults = Vec::new();
    for folder in ["src", "tests"] {
        for file in files(&root().join(folder), &["rs"])? {
            if !fs::read_to_string(&file)?.starts_with("//! ") {
                faults.push(short(&file));
            }
        }
    }
    none_of("no sentence at the top of", &faults)
}
