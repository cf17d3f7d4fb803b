//! `orilex check`: everything that can be found in a rulebook, proofs included.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::time::Instant;

use super::args::{Check, Format};
use super::exit::Exit;
use super::project::Project;
use super::terminal::Terminal;
use super::{certificates, explain, solver};
use crate::check::{self, Finding, Needs};
use crate::diagnostic::{Code, Diagnostic, Severity, to_short};
use crate::report::{Findings, TextFindings, findings_json};
use crate::verify::Effort;

/// Stands for the code of every warning.
const EVERY_WARNING: &str = "warnings";

/// Checks the rulebook and prints what was found.
pub(super) fn run(args: &Check, terminal: &mut Terminal) -> io::Result<Exit> {
    let began = Instant::now();
    if args.list {
        return list(terminal);
    }
    let wishes = match Wishes::of(args) {
        Ok(wishes) => wishes,
        Err(problem) => {
            terminal.complain_once(&problem)?;
            return Ok(Exit::BadInput);
        }
    };
    if let Some(refusal) = solver::refusal() {
        terminal.complain_once(&refusal)?;
        return Ok(Exit::BadInput);
    }
    let mut project = Project::open(&args.paths);
    let wrong = project.has_errors();
    if wrong {
        // That nothing uses a name says little while the clauses that do are wrong.
        project.diagnostics.retain(|one| one.severity < Severity::Note);
    }
    let mut found = if wrong { Vec::new() } else { prove(&project, &wishes) };
    wishes.apply(&mut project.diagnostics, &mut found);
    if let Some(folder) = args.certificates.as_ref().filter(|_| !wrong)
        && let Err(problem) = certificates::save(folder, &found)
    {
        terminal.complain_once(&problem)?;
        return Ok(Exit::BadInput);
    }
    let report = findings(&project, &found, wrong);
    match args.format {
        Format::Human => {
            // A time would make two runs differ: only a person who is watching wants it.
            let time = terminal.interactive.then(|| began.elapsed());
            let all = !wishes.only.is_empty();
            terminal.print(&report.human(&project.sources, terminal.style, all, time))?;
        }
        Format::Json => writeln!(terminal, "{:#}", findings_json(&project.sources, &report))?,
        Format::Short => {
            let all: Vec<Diagnostic> = report.diagnostics().cloned().collect();
            terminal.print(&to_short(&project.sources, &all))?;
        }
    }
    Ok(if wrong { Exit::BadInput } else { exit(&report) })
}

fn prove(project: &Project, wishes: &Wishes) -> Vec<Finding> {
    check::check(&project.rulebook, &project.texts, Effort::default(), &wishes.only)
}

/// Prints what checks there are.
fn list(terminal: &mut Terminal) -> io::Result<Exit> {
    for check in check::ALL {
        let needs = match check.needs {
            Needs::Text => "text ",
            Needs::Proof => "proof",
        };
        writeln!(terminal, "{}  {needs}  {:24} {}", check.code, check.name, check.title)?;
    }
    Ok(Exit::Clean)
}

fn findings<'a>(project: &'a Project, found: &'a [Finding], wrong: bool) -> Findings<'a> {
    // Of a rulebook with errors no text is shown: nothing was proved of it.
    let shown = if wrong { &[] } else { project.texts.as_slice() };
    let texts = shown.iter().map(|checked| TextFindings {
        name: &checked.text.name,
        title: checked.text.title.as_deref(),
        clauses: checked.compiled.program.clauses.len(),
        findings: found
            .iter()
            .filter(|finding| finding.text == *checked.text.name)
            .collect(),
    });
    Findings {
        reading: project.diagnostics.iter().collect(),
        texts: texts.collect(),
    }
}

/// A warning or an error is a finding; a question left open counts if there is none.
fn exit(report: &Findings<'_>) -> Exit {
    let grave = |one: &Diagnostic| one.severity <= Severity::Warning;
    let open = |one: &Diagnostic| one.code == Code::Undecided && one.severity != Severity::Error;
    if report.diagnostics().any(|one| grave(one) && !open(one)) {
        Exit::Findings
    } else if report.diagnostics().any(open) {
        Exit::Undecided
    } else {
        Exit::Clean
    }
}

/// What the user wants to see, and how grave it is.
#[derive(Debug, Default)]
struct Wishes {
    only: BTreeSet<Code>,
    deny: BTreeSet<Code>,
    allow: BTreeSet<Code>,
    deny_warnings: bool,
}

impl Wishes {
    fn of(args: &Check) -> Result<Self, Box<Diagnostic>> {
        let codes = |words: &[String]| {
            words
                .iter()
                .map(|word| explain::find(word))
                .collect::<Result<BTreeSet<Code>, _>>()
        };
        let (warnings, deny): (Vec<String>, Vec<String>) = args
            .deny
            .iter()
            .cloned()
            .partition(|word| word.eq_ignore_ascii_case(EVERY_WARNING));
        Ok(Self {
            only: codes(&args.only)?,
            deny: codes(&deny)?,
            allow: codes(&args.allow)?,
            deny_warnings: !warnings.is_empty(),
        })
    }

    /// Leaves out what is not wanted and raises what is denied. Errors of the rulebook itself always show.
    fn apply(&self, reading: &mut Vec<Diagnostic>, found: &mut Vec<Finding>) {
        reading.retain(|one| one.is_error() || self.wants(one.code));
        found.retain(|finding| self.wants(finding.diagnostic.code));
        for one in reading
            .iter_mut()
            .chain(found.iter_mut().map(|finding| &mut finding.diagnostic))
        {
            if self.deny.contains(&one.code) || (self.deny_warnings && one.severity == Severity::Warning) {
                one.severity = Severity::Error;
            }
        }
    }

    fn wants(&self, code: Code) -> bool {
        (self.only.is_empty() || self.only.contains(&code)) && !self.allow.contains(&code)
    }
}
