//! Certificates as files: written by `orilex check --certificates`, rechecked by `orilex verify-certificate`. Questions
//! for other solvers, written by `orilex check --emit-smt2`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::VerifyCertificate;
use super::exit::Exit;
use super::filled::Filled;
use super::terminal::Terminal;
use super::write;
use crate::certificate::{Certificate, Checked};
use crate::check::Finding;
use crate::diagnostic::{Code, Diagnostic, wrap};

/// Where certificates are written.
pub(super) fn place(folder: &Path) -> Filled<'_> {
    Filled {
        folder,
        kind: "certificates",
        endings: &[".json", ".txt"],
    }
}

/// Where questions are written.
pub(super) fn place_of_questions(folder: &Path) -> Filled<'_> {
    Filled {
        folder,
        kind: "questions",
        endings: &[".smt2"],
    }
}

/// Writes the certificates of findings into a folder, each for programs and in words.
pub(super) fn save(folder: &Path, found: &[Finding]) -> Result<(), Box<Diagnostic>> {
    let mut files = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for finding in found {
        let clause = finding.diagnostic.path.as_deref().unwrap_or("text");
        let name = write::plain(&format!("{}.{clause}.{}", finding.text, finding.diagnostic.code));
        for certificate in &finding.certificates {
            let number = numbers.entry(name.clone()).or_default();
            *number = number.saturating_add(1);
            let file = |ending: &str| format!("{name}.{number}.{ending}");
            let internal = |why: String| Box::new(Diagnostic::new(Code::Internal, why));
            let json = certificate.write().map_err(|why| internal(why.to_string()))?;
            let words = certificate.words().map_err(|why| internal(why.to_string()))?;
            files.push((file("json"), json));
            files.push((file("txt"), words));
        }
    }
    place(folder).fill(&files)
}

/// Writes questions into a folder, numbered.
pub(super) fn save_questions(folder: &Path, scripts: &[String]) -> Result<(), Box<Diagnostic>> {
    let numbered = scripts.iter().zip(1..);
    let files: Vec<(String, String)> = numbered
        .map(|(script, number)| (format!("question-{number:05}.smt2"), script.clone()))
        .collect();
    place_of_questions(folder).fill(&files)
}

/// Rechecks certificates and says of each whether it holds good.
pub(super) fn verify(args: &VerifyCertificate, terminal: &mut Terminal) -> io::Result<Exit> {
    let files = match files(&args.paths) {
        Ok(files) => files,
        Err(problem) => {
            terminal.complain_once(&problem)?;
            return Ok(Exit::BadInput);
        }
    };
    let (mut good, mut bad, mut unreadable) = (0_usize, 0_usize, 0_usize);
    for file in files {
        let certificate = match read(&file) {
            Ok(certificate) => certificate,
            Err(problem) => {
                unreadable = unreadable.saturating_add(1);
                terminal.complain_once(&problem)?;
                continue;
            }
        };
        match certificate.check() {
            Ok(_) if args.words => {
                good = good.saturating_add(1);
                terminal.print(&certificate.words().unwrap_or_default())?;
                writeln!(terminal)?;
            }
            Ok(checked) => {
                good = good.saturating_add(1);
                writeln!(terminal, "holds good  {}", file.display())?;
                let width = terminal.style.width;
                terminal.print(&proved(&certificate, checked, width))?;
            }
            Err(refusal) => {
                bad = bad.saturating_add(1);
                writeln!(terminal, "REJECTED    {}", file.display())?;
                writeln!(terminal, "            {refusal}")?;
            }
        }
    }
    writeln!(terminal, "{good} hold good, {bad} rejected, {unreadable} unreadable")?;
    if good > 0 {
        writeln!(
            terminal,
            "that the statements render the clauses they name, and a title what is proved, is for `orilex check` and for reading"
        )?;
    }
    Ok(match (bad, unreadable) {
        (0, 0) => Exit::Clean,
        (_, 0) => Exit::Findings,
        _ => Exit::BadInput,
    })
}

/// What a certificate proves, read off its statements; its title is told apart, for nothing binds it to them.
fn proved(certificate: &Certificate, checked: Checked, width: usize) -> String {
    const MARGIN: &str = "            ";
    const BELOW: &str = "              ";
    let Checked { statements, cases } = checked;
    let mut out = String::new();
    let mut say = |words: &str| wrap(&mut out, MARGIN, BELOW, words, width);
    let asked = certificate.asked();
    let grounds = certificate.grounds().join("; ");
    if asked.is_empty() {
        say(&format!("proves that these contradict each other: {grounds}"));
    } else {
        say(&format!(
            "proves of every good that this can't be: {}",
            asked.join(" and ")
        ));
        if !grounds.is_empty() {
            say(&format!("by what is stated of: {grounds}"));
        }
    }
    say(&format!("in {statements} statements and {cases} cases"));
    if !certificate.proves.is_empty() {
        say(&format!("entitled, and not part of the proof: {}", certificate.proves));
    }
    out
}

/// The files that the paths name.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let mut out = Vec::new();
    for path in paths {
        if !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        let listed = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let listed = listed.map_err(|error| missing(path, &error))?;
        let mut found: Vec<PathBuf> = listed.into_iter().map(|entry| entry.path()).collect();
        found.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
        found.sort();
        if found.is_empty() {
            let message = format!("there is no certificate in `{}`", path.display());
            let help = "`orilex check RULES --certificates DIR` writes them";
            return Err(Box::new(Diagnostic::new(Code::FileNotFound, message).help(help)));
        }
        out.extend(found);
    }
    // `certs/*` names each proof in words beside its certificate.
    let named: BTreeSet<PathBuf> = out.iter().cloned().collect();
    out.retain(|file| !is_in_words(file) || !named.contains(&file.with_extension("json")));
    Ok(out)
}

/// Whether the name is that of a proof in words.
fn is_in_words(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "txt")
}

fn missing(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    let message = format!("cannot read `{}`: {}", path.display(), write::reason(error));
    Box::new(Diagnostic::new(Code::FileNotFound, message))
}

fn read(file: &Path) -> Result<Certificate, Box<Diagnostic>> {
    let bytes = fs::read(file).map_err(|error| missing(file, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| no_certificate(file, "it is not UTF-8 text"))?;
    Certificate::read(&text).map_err(|why| no_certificate(file, &why.to_string()))
}

fn no_certificate(file: &Path, why: &str) -> Box<Diagnostic> {
    let message = format!("`{}` is no certificate: {why}", file.display());
    let certificate = file.with_extension("json");
    let help = if is_in_words(file) && certificate.is_file() {
        format!("this is the proof in words: name `{}`", certificate.display())
    } else {
        "`orilex check RULES --certificates DIR` writes certificates".to_owned()
    };
    Box::new(Diagnostic::new(Code::MalformedCertificate, message).help(help))
}
