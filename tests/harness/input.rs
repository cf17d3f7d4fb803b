//! Bad input: each case gives a coded message and the right exit code, never a panic, a hang or a half-written file.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use libtest_mimic::Trial;

use super::{Outcome, run, trial};

/// A small agreement that is right; cases add what is wrong.
const AGREEMENT: &str = r#"agreement Test "Test agreement" cites "Art. 1" { parties USA, CAN, MEX nomenclature HS 2017 currency USD
  values ordered materials <= net_cost
  imported materials are non-originating cites "Art. 2" }
basis net_cost of goods "net cost" cites "Art. 3"
measure rvc "value content" cites "Art. 3" = (net_cost - sum of value over materials where non-originating) / net_cost
criterion by_rule cites "Art. 4" { require the product rules }
product rule cars for 87.03 cites "Annex" { require value_content: rvc >= 50% }
"#;

/// A good that comes under its rule.
const GOOD: &str =
    r#"{ "date": "2020-01-01", "good": { "code": "8703.23", "country": "MEX", "net_cost": 100, "materials": [] } }"#;

/// The exit code for bad input.
const BAD: i32 = 2;

/// Every case.
pub(crate) fn trials() -> Vec<Trial> {
    let mut all = files();
    all.extend(texts());
    all.extend(goods());
    all
}

/// Checks a file of these bytes.
fn checked(name: &str, bytes: impl FnOnce() -> Vec<u8> + Send + 'static, code: i32, word: &'static str) -> Trial {
    trial(format!("input::file::{name}"), move || {
        let folder = run::folder(&[("a.roo", &bytes())])?;
        run::orilex(folder.path(), &["check", "a.roo"], b"")?
            .ended(code)?
            .says(word)?;
        Ok(())
    })
}

fn files() -> Vec<Trial> {
    let with_mark = || ["\u{feff}", AGREEMENT].concat().into_bytes();
    vec![
        checked("not UTF-8", || b"agreement \xff".to_vec(), BAD, "RO0002"),
        checked("byte order mark", with_mark, 0, "RO0005"),
        checked(
            "carriage returns",
            || AGREEMENT.replace('\n', "\r\n").into_bytes(),
            0,
            "RO0006",
        ),
        checked("empty", Vec::new, 1, "RO0003"),
        checked("control character", || b"agreement \x00".to_vec(), BAD, "RO0007"),
        checked("fifty megabytes", || vec![b' '; 50 * 1024 * 1024], BAD, "RO0004"),
        trial("input::file::missing", || {
            let folder = run::folder(&[])?;
            run::orilex(folder.path(), &["check", "a.roo"], b"")?
                .ended(BAD)?
                .says("RO0001")?;
            Ok(())
        }),
        trial("input::file::folder without rulebooks", || {
            let folder = run::folder(&[("b/readme.md", b"")])?;
            run::orilex(folder.path(), &["check", "b"], b"")?
                .ended(BAD)?
                .says("RO0001")?;
            Ok(())
        }),
        trial("input::file::fifty megabytes on standard input", || {
            let folder = run::folder(&[])?;
            run::orilex(folder.path(), &["check", "-"], &vec![b'('; 50 * 1024 * 1024])?
                .ended(BAD)?
                .says("RO0004")?;
            Ok(())
        }),
        trial("input::file::wrong text is not formatted", unformatted),
        trial("input::file::carriage returns are formatted away", || {
            let folder = run::folder(&[("a.roo", b"\xef\xbb\xbfdefinition a = b\r\n")])?;
            run::orilex(folder.path(), &["fmt", "--check", "a.roo"], b"")?.ended(1)?;
            run::orilex(folder.path(), &["fmt", "a.roo"], b"")?.ended(0)?;
            match fs::read(folder.path().join("a.roo"))?.as_slice() {
                b"definition a = b\n" => Ok(()),
                other => Err(String::from_utf8_lossy(other).into_owned().into()),
            }
        }),
        trial("input::pipe::closed early", closed_pipe),
    ]
}

/// A file with a mistake stays as it is, byte by byte, and no draft stays behind.
fn unformatted() -> Outcome {
    let text = b"agreement  A {\n( \r\n";
    let folder = run::folder(&[("a.roo", text)])?;
    run::orilex(folder.path(), &["fmt", "a.roo"], b"")?.ended(BAD)?;
    if fs::read(folder.path().join("a.roo"))? != text {
        return Err("the file was changed".into());
    }
    match fs::read_dir(folder.path())?.count() {
        1 => Ok(()),
        count => Err(format!("{count} files are there").into()),
    }
}

/// The reader goes away after one byte; the program ends without a word.
fn closed_pipe() -> Outcome {
    let folder = run::folder(&[])?;
    let mut command = run::program(folder.path(), &["explain", "--list"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    drop(child.stdout.take());
    let mut said = String::new();
    if let Some(mut err) = child.stderr.take() {
        err.read_to_string(&mut said)?;
    }
    let status = child.wait()?;
    if said.is_empty() && matches!(status.code(), Some(0 | 141)) {
        Ok(())
    } else {
        Err(format!("{status}: {said}").into())
    }
}

/// Checks the agreement with these lines added.
fn added(name: &str, lines: &'static str, code: i32, word: &'static str) -> Trial {
    trial(format!("input::text::{name}"), move || {
        let text = format!("{AGREEMENT}{lines}\n");
        let folder = run::folder(&[("a.roo", text.as_bytes())])?;
        run::orilex(folder.path(), &["check", "a.roo"], b"")?
            .ended(code)?
            .says(word)?;
        Ok(())
    })
}

fn texts() -> Vec<Trial> {
    let nested = |open: &'static str, close: &'static str| {
        move || {
            format!(
                "{AGREEMENT}measure x = {}1{}\n",
                open.repeat(10_000),
                close.repeat(10_000)
            )
            .into_bytes()
        }
    };
    let chain = |one: fn(usize) -> String| {
        move || {
            let all: Vec<String> = (0..5_000).map(one).collect();
            format!("{AGREEMENT}{}\n", all.join("\n")).into_bytes()
        }
    };
    vec![
        checked("10,000 nested parentheses", nested("(", ")"), BAD, "RO0102"),
        checked("10,000 open parentheses", nested("(", ""), BAD, "RO0102"),
        checked(
            "5,000 definitions on one another",
            chain(|place| format!("definition d{place} cites \"A\" = not d{}", place + 1)),
            BAD,
            "RO0102",
        ),
        checked(
            "5,000 measures on one another",
            chain(|place| format!("measure m{place} cites \"A\" = m{} + 1%", place + 1)),
            BAD,
            "RO0102",
        ),
        checked("10,000 nested negations", nested("not ", ""), BAD, "RO01"),
        checked("10,000 minus signs", nested("-", ""), BAD, "RO01"),
        added(
            "unknown name",
            "product rule x for 84.07 cites \"A\" { require rcv >= 50% }",
            BAD,
            "RO0201",
        ),
        added("duplicate name", "measure rvc = 1", BAD, "RO0202"),
        added(
            "definition cycle",
            "definition a = not b\ndefinition b = a",
            BAD,
            "RO0205",
        ),
        added(
            "amendment of a clause that does not exist",
            "proposal p amends Test by USA cites \"T\" { delete trucks }",
            BAD,
            "RO0206",
        ),
        added(
            "conflicting amendments",
            "threshold t cites \"A\" { 50% }\nproposal p amends Test by USA cites \"T\" { set t to 60% set t to 70% }",
            BAD,
            "RO0207",
        ),
        added(
            "unknown code",
            "product rule x for 99.99 cites \"A\" { require rvc >= 50% }",
            BAD,
            "RO0203",
        ),
        added(
            "reversed range",
            "list l cites \"A\" { 8703.90 to 8703.21 }",
            BAD,
            "RO0204",
        ),
        added(
            "31 February",
            "threshold t cites \"A\" { 50% from 2018-02-31 }",
            BAD,
            "RO0105",
        ),
        added(
            "percentage over 100 %",
            "product rule x for 84.07 cites \"A\" { require rvc >= 150% }",
            BAD,
            "RO0302",
        ),
        added(
            "division by a measure that can be zero",
            "measure y cites \"B\" = net_cost / (net_cost - sum of value over materials)\n\
             product rule x for 84.07 cites \"A\" { require y >= 50% }",
            1,
            "RO0513",
        ),
    ]
}

/// Judges this good by the agreement.
fn judged(name: &str, good: impl FnOnce() -> String + Send + 'static, code: i32, word: &'static str) -> Trial {
    trial(format!("input::good::{name}"), move || {
        let folder = run::folder(&[("a.roo", AGREEMENT.as_bytes()), ("good.json", good().as_bytes())])?;
        let arguments = ["eval", "--good", "good.json", "--rules", "a.roo"];
        run::orilex(folder.path(), &arguments, b"")?.ended(code)?.says(word)?;
        Ok(())
    })
}

/// The good with something else in place of a part of it.
fn with(part: &'static str, other: &'static str) -> impl FnOnce() -> String {
    move || GOOD.replace(part, other)
}

fn goods() -> Vec<Trial> {
    let levels = |count: usize| {
        move || {
            let material = r#"{ "code": "7318.15", "value": 1, "materials": ["#;
            let nested = format!("{}{}", material.repeat(count), "]}".repeat(count));
            GOOD.replace("[]", &format!("[{nested}]"))
        }
    };
    let no_cost = r#""country": "MEX""#;
    vec![
        judged("in order", || GOOD.to_owned(), 0, "originat"),
        judged("no JSON", || "{".to_owned(), BAD, "RO0601"),
        judged("empty", String::new, BAD, "RO0601"),
        judged("negative value", with("100", "-100"), BAD, "RO0603"),
        judged(
            "materials worth more than the good",
            with("[]", r#"[{ "code": "7318.15", "value": 101, "country": "JPN" }]"#),
            BAD,
            "RO0604",
        ),
        judged("unknown attribute", with("net_cost", "net_costs"), BAD, "RO0602"),
        judged("unknown code", with("8703.23", "9999.99"), BAD, "RO0611"),
        judged("31 February", with("2020-01-01", "2020-02-31"), BAD, "RO0601"),
        judged("no date", with(r#""date": "2020-01-01","#, ""), BAD, "RO0609"),
        judged("net cost zero", with("100", "0"), BAD, "RO0608"),
        judged(
            "net cost unknown",
            with(r#""country": "MEX", "net_cost": 100"#, no_cost),
            3,
            "net_cost",
        ),
        judged("100 levels of materials", levels(100), BAD, "RO0605"),
        judged("100,000 levels of materials", levels(100_000), BAD, "RO0605"),
        judged(
            "a part made of itself",
            || {
                let parts = r#""parts": { "a": { "code": "7318.15", "materials": [{ "part": "a" }] } }, "good""#;
                GOOD.replace(r#""good""#, parts)
                    .replace("[] }", r#"[{ "part": "a" }] }"#)
            },
            BAD,
            "RO0606",
        ),
        trial("input::good::kind of file not known", || {
            let folder = run::folder(&[("a.roo", AGREEMENT.as_bytes()), ("good.csv", b"")])?;
            let arguments = ["eval", "--good", "good.csv", "--rules", "a.roo"];
            run::orilex(folder.path(), &arguments, b"")?
                .ended(BAD)?
                .says("RO0010")?;
            Ok(())
        }),
    ]
}
