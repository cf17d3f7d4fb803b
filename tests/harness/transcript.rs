//! Transcripts of the command line.
//!
//! `@@ NAME` begins a file; `< line` is a line of standard input; `$ orilex …` runs the program; `? 2` is the exit
//! code (0 unless said); `| line` is a line of standard output, `! line` one of standard error, each exact and in
//! order; a line `...` stands for any lines, and ` ...` for the rest of one. `snapshot` compares standard output, or
//! standard error if nothing else is printed, with the snapshot beside the case.

use super::run;
use super::section::Section;
use super::{Outcome, root};

/// A file's name and its bytes.
pub(crate) type File = (String, Vec<u8>);

/// One command and what it is to leave behind.
#[derive(Debug, Default)]
pub(crate) struct Step {
    pub(crate) arguments: Vec<String>,
    pub(crate) input: String,
    code: i32,
    out: Vec<String>,
    err: Vec<String>,
    snapshot: bool,
}

/// Writes the files, runs the commands one after another, and compares.
pub(crate) fn cli(section: &Section) -> Outcome {
    let (files, steps) = read(&section.text)?;
    if steps.is_empty() {
        return Err("no command is run".into());
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let folder = run::folder(&files)?;
    for (step, number) in steps.iter().zip(1..) {
        let arguments: Vec<&str> = step.arguments.iter().map(String::as_str).collect();
        let run = run::orilex(folder.path(), &arguments, step.input.as_bytes())?;
        run.ended(step.code)?;
        let complaint = step.snapshot && run.out.is_empty();
        compare("standard output", &step.out, &run.out, step.snapshot)?;
        compare("standard error", &step.err, &run.err, complaint)?;
        if step.snapshot {
            let text = if complaint { &run.err } else { &run.out };
            snapshot(&format!("{}-{number}", section.name), text);
        }
    }
    Ok(())
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/spec/cli/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The files and commands of a transcript. A file named `a.roo escaped` has bytes as `\xE9` and `\r` in its lines, and one
/// named `a.roo 51 MB` is that large.
pub(crate) fn read(text: &str) -> Result<(Vec<File>, Vec<Step>), String> {
    let mut files: Vec<File> = Vec::new();
    let mut steps: Vec<Step> = Vec::new();
    let mut input = String::new();
    let (mut in_file, mut escaped) = (false, false);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("@@ ") {
            let (name, how) = name.trim().split_once(' ').unwrap_or((name.trim(), ""));
            escaped = how == "escaped";
            let size = how.strip_suffix(" MB").and_then(|size| size.parse::<usize>().ok());
            files.push((name.to_owned(), vec![b' '; size.unwrap_or(0) * 1024 * 1024]));
            in_file = true;
        } else if let Some(words) = line.strip_prefix("$ orilex") {
            let arguments = words.split_whitespace().map(str::to_owned).collect();
            steps.push(Step {
                arguments,
                input: std::mem::take(&mut input),
                ..Step::default()
            });
            in_file = false;
        } else if let Some((_, file)) = files.last_mut().filter(|_| in_file) {
            if escaped {
                file.extend(unescaped(line)?);
            } else {
                file.extend(line.as_bytes());
            }
            file.push(b'\n');
        } else if let Some(words) = line.strip_prefix('<') {
            input.push_str(words.strip_prefix(' ').unwrap_or(words));
            input.push('\n');
        } else if let Some(step) = steps.last_mut() {
            expectation(step, line)?;
        } else if !line.trim().is_empty() {
            return Err(format!("not a line of a transcript: {line}"));
        }
    }
    Ok((files, steps))
}

/// The bytes of a line with `\xE9` and `\r` in it.
fn unescaped(line: &str) -> Result<Vec<u8>, String> {
    let mut parts = line.split('\\');
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let wrong = || format!("not an escape: \\{part}");
        let rest = if let Some(hex) = part.strip_prefix('x') {
            out.push(u8::from_str_radix(hex.get(..2).ok_or_else(wrong)?, 16).map_err(|_| wrong())?);
            hex.get(2..)
        } else {
            out.push(b'\r');
            part.strip_prefix('r')
        };
        out.extend(rest.ok_or_else(wrong)?.as_bytes());
    }
    Ok(out)
}

fn expectation(step: &mut Step, line: &str) -> Result<(), String> {
    let words = |line: &str| {
        line.get(1..)
            .map(|rest| rest.strip_prefix(' ').unwrap_or(rest).to_owned())
    };
    match (line.chars().next(), words(line)) {
        (None, _) => {}
        (Some('|'), Some(words)) => step.out.push(words),
        (Some('!'), Some(words)) => step.err.push(words),
        (Some('?'), Some(words)) => step.code = words.trim().parse().map_err(|_| format!("no exit code: {line}"))?,
        _ if line.trim() == "snapshot" => step.snapshot = true,
        _ => return Err(format!("not a line of a transcript: {line}")),
    }
    Ok(())
}

/// Compares line by line; where no line is expected, there has to be none, unless something else looks at it.
fn compare(what: &str, expected: &[String], found: &str, elsewhere: bool) -> Result<(), String> {
    let lines: Vec<&str> = found.lines().collect();
    let fits = if expected.is_empty() {
        elsewhere || lines.is_empty()
    } else {
        matches(expected, &lines)
    };
    if fits {
        Ok(())
    } else {
        Err(format!("{what} is\n{found}\nbut was to be\n{}", expected.join("\n")))
    }
}

/// Line for line, `...` standing for any lines.
pub(crate) fn matches(expected: &[String], found: &[&str]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((any, rest)) if any == "..." => {
            (0..=found.len()).any(|skipped| found.get(skipped..).is_some_and(|found| matches(rest, found)))
        }
        Some((line, rest)) => found
            .split_first()
            .is_some_and(|(first, found)| alike(line, first) && matches(rest, found)),
    }
}

/// Equal, or begun by what stands before a closing ` ...`.
fn alike(expected: &str, found: &str) -> bool {
    match expected.strip_suffix(" ...") {
        Some(start) => found.starts_with(start),
        None => expected == found,
    }
}
