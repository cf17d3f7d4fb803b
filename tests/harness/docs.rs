//! The documentation is true: every fence in it is read and compiled, and every page of a code shows that code.
//!
//! A fence ` ```roo ` is a rulebook without errors; ` ```roo part ` continues the fences above it on its page;
//! ` ```roo bad ` yields the code of its page and ` ```roo good ` does not.
//! ` ```files bad ` and ` ```files good ` do the same with files, `@@ NAME`, and commands, `$ orilex …`.
//! A fence ` ```console ` holds commands, `$ orilex …`, each followed by what it prints; `...` stands for any lines.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use libtest_mimic::Trial;
use orilex::diagnostic::Code;

use super::book::{self, Book};
use super::{Outcome, files, root, run, short, transcript, trial};

/// A stretch of code in a page.
struct Fence {
    line: usize,
    info: String,
    text: String,
}

/// A test for every fence of rulebook text.
pub(crate) fn trials() -> io::Result<Vec<Trial>> {
    let mut trials = Vec::new();
    let mut pages = files(&root().join("docs"), &["md"])?;
    pages.push(root().join("README.md"));
    for page in pages.into_iter().filter(|page| page.is_file()) {
        let name = short(&page);
        let code = page.file_stem().and_then(|stem| Code::parse(&stem.to_string_lossy()));
        if let Some(code) = code {
            let text = fs::read_to_string(&page)?;
            trials.push(trial(format!("docs::pages::{code} has both examples"), move || {
                shows_both(&text, code)
            }));
        }
        let mut earlier = String::new();
        for fence in fences(&fs::read_to_string(&page)?) {
            let info: BTreeSet<&str> = fence.info.split([' ', ',']).collect();
            if let Some(code) = code.filter(|_| info.contains("files")) {
                let (bad, name) = (info.contains("bad"), name.trim_start_matches("docs/"));
                trials.push(trial(format!("docs::{name}::files-{}", fence.line), move || {
                    of_files(&fence.text, code, bad)
                }));
                continue;
            }
            if info.contains("console") {
                let name = format!("docs::{}::console-{}", name.trim_start_matches("docs/"), fence.line);
                trials.push(trial(name, move || console(&fence.text)));
                continue;
            }
            if !info.contains("roo") {
                continue;
            }
            let bad = info.contains("bad");
            let text = if info.contains("part") {
                format!("{earlier}\n{}", fence.text)
            } else {
                fence.text
            };
            if !bad {
                earlier.clone_from(&text);
            }
            let name = format!("docs::{}::line-{}", name.trim_start_matches("docs/"), fence.line);
            trials.push(trial(name, move || match code {
                Some(code) => of_code(&text, code, bad),
                None => sound(&book::of(&text)),
            }));
        }
    }
    Ok(trials)
}

/// Whether the page of a code shows it in an example that runs, and one without it.
fn shows_both(page: &str, code: Code) -> Outcome {
    // Nobody can provoke what is a mistake of the program's own.
    if code == Code::Internal {
        return Ok(());
    }
    let fences = fences(page);
    let runs = |what: &str| {
        let info = |fence: &Fence| fence.info.starts_with("roo") || fence.info.starts_with("files");
        fences.iter().any(|fence| info(fence) && fence.info.ends_with(what))
    };
    if runs("bad") && runs("good") {
        Ok(())
    } else {
        Err("a bad or a good example that runs is missing".into())
    }
}

/// Writes the files, runs the commands, and looks for the code in all that they say.
fn of_files(text: &str, code: Code, bad: bool) -> Outcome {
    let (files, steps) = transcript::read(text)?;
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let folder = run::folder(&files)?;
    let mut said = String::new();
    for step in &steps {
        let arguments: Vec<&str> = step.arguments.iter().map(String::as_str).collect();
        let run = run::orilex(folder.path(), &arguments, step.input.as_bytes())?;
        if run.code.is_none() {
            return Err(format!("a signal ended it\n{}", run.err).into());
        }
        said.push_str(&run.out);
        said.push_str(&run.err);
    }
    let shown = said.contains(&format!("[{code}]"));
    // A good example says nothing that would end a run.
    if steps.is_empty() || shown != bad || (!bad && said.contains("error[")) {
        return Err(format!(
            "{code} {}\n{said}",
            if bad { "is not shown" } else { "or an error is shown" }
        )
        .into());
    }
    Ok(())
}

/// Runs each command in the project's folder and compares what it prints.
fn console(text: &str) -> Outcome {
    let mut commands: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("$ orilex") {
            commands.push((words.split_whitespace().collect(), Vec::new()));
        } else if let Some((_, expected)) = commands.last_mut() {
            expected.push(line.to_owned());
        } else {
            return Err(format!("not a command: {line}").into());
        }
    }
    for (arguments, expected) in &commands {
        let run = run::orilex(root(), arguments, b"")?;
        let all = format!("{}{}", run.out, run.err);
        if !transcript::matches(expected, &all.lines().collect::<Vec<_>>()) {
            return Err(format!("`orilex {}` prints\n{all}", arguments.join(" ")).into());
        }
    }
    Ok(())
}

fn sound(book: &Book) -> Outcome {
    if book.has_errors() {
        Err(book.said().into())
    } else {
        Ok(())
    }
}

/// Whether the text yields the code, by reading, by the checks, or by its examples.
fn of_code(text: &str, code: Code, bad: bool) -> Outcome {
    let book = book::of(text);
    let mut codes: BTreeSet<Code> = book.diagnostics.iter().map(|one| one.code).collect();
    if !book.has_errors() {
        codes.extend(book.check(&[code])?.iter().map(|finding| finding.diagnostic.code));
        for one in &book.texts {
            for example in &one.compiled.examples {
                let outcome = orilex::examples::run(&one.compiled.program, example);
                codes.extend(outcome.failures.iter().map(|failure| failure.code));
            }
        }
    }
    let names: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    match (bad, codes.contains(&code)) {
        (true, false) => Err(format!("the bad example does not yield {code}, only {names:?}\n{}", book.said()).into()),
        (false, true) => Err(format!("the good example yields {code}\n{}", book.said()).into()),
        // An example of a fault of the good or the file would be no example if it had another error as well.
        (false, false) if book.has_errors() => Err(format!("the good example is wrong\n{}", book.said()).into()),
        _ => Ok(()),
    }
}

fn fences(page: &str) -> Vec<Fence> {
    let mut all = Vec::new();
    let mut open: Option<Fence> = None;
    for (line, number) in page.lines().zip(1..) {
        match (line.trim_start().strip_prefix("```"), open.take()) {
            (Some(info), None) => {
                open = Some(Fence {
                    line: number,
                    info: info.trim().to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(fence)) => all.push(fence),
            (None, Some(mut fence)) => {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some(fence);
            }
            (None, None) => {}
        }
    }
    all
}
