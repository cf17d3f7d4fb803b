//! `orilex check`: everything that can be found in a rulebook, proofs included.

use std::io::{self, Write as _};

use super::args::{Check, Format};
use super::cache::Cache;
use super::exit::Exit;
use super::filled::Filled;
use super::project::Project;
use super::terminal::Terminal;
use super::watch::Clock;
use super::wishes::Wishes;
use super::{certificates, interrupt, solver, witness};
use crate::check::{self, Finding, Needs, When};
use crate::diagnostic::{Code, Diagnostic, Severity, to_short};
use crate::report::{Findings, TextFindings, findings_json};
use crate::verify::{self, Effort};

/// Checks the rulebook and prints what was found.
pub(super) fn run(args: &Check, terminal: &mut Terminal) -> io::Result<Exit> {
    let clock = Clock::start();
    if args.list {
        return list(terminal);
    }
    interrupt::ends_in_order();
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
    // Before minutes go into proofs that could not be kept.
    if let Err(problem) = folders(args).iter().try_for_each(Filled::fit) {
        terminal.complain_once(&problem)?;
        return Ok(Exit::BadInput);
    }
    let effort = args.asking.effort();
    let mut project = Project::open(&args.paths);
    let wrong = project.has_errors();
    if wrong {
        // That nothing uses a name says little while the clauses that do are wrong.
        project.diagnostics.retain(|one| one.severity < Severity::Note);
    }
    if args.emit_smt2.is_some() {
        verify::keep_questions();
    }
    let mut found = if wrong {
        Vec::new()
    } else {
        // A question that is to be written down, or timed, has to be asked.
        let asks = args.no_cache || args.timings || args.emit_smt2.is_some();
        let cache = if asks { Cache::none() } else { Cache::of(&project) };
        prove(&project, &wishes, effort, &clock, &cache)
    };
    // Whoever does not want to see what was left open is not told that nothing was.
    let open = found.iter().any(|finding| finding.diagnostic.code == Code::Undecided);
    wishes.apply(&mut project.diagnostics, &mut found);
    if let Err(problem) = save(args, &project, &found, wrong) {
        terminal.complain_once(&problem)?;
        return Ok(Exit::BadInput);
    }
    let partial = clock.partial();
    let mut report = findings(&project, &found, wrong);
    report.granted = (!wrong).then_some(effort.withheld);
    report.partial.clone_from(&partial);
    report.not_asked = wishes.not_asked();
    let style = if wrong { terminal.error_style } else { terminal.style };
    let words = match args.format {
        // What is wrong with a rulebook is told in full.
        Format::Brief if wrong => report.human(&project.sources, style, true, None),
        Format::Human => {
            // A time would make two runs differ: only a person who is watching wants it.
            let time = terminal.interactive.then(|| clock.elapsed());
            let all = !wishes.selection.only.is_empty();
            report.human(&project.sources, style, all, time)
        }
        Format::Json => {
            let mut document = findings_json(&project.sources, &report);
            if let Some(fields) = document.as_object_mut().filter(|_| args.timings) {
                fields.insert("timings".to_owned(), clock.json());
            }
            terminal.json(&document)?;
            String::new()
        }
        Format::Brief => report.brief(style),
        Format::Short => {
            if let Some(partial) = &partial {
                terminal.print_error(&format!("{partial}\n"))?;
            }
            to_short(&project.sources, &placed_in_texts(&report))
        }
    };
    if wrong {
        // What ends the run goes where every command says so.
        terminal.print_error(&words)?;
        return Ok(Exit::BadInput);
    }
    terminal.print(&words)?;
    if args.timings && args.format != Format::Json {
        terminal.print(&format!("\n{}", clock.table()))?;
    }
    if partial.is_some() {
        return Ok(Exit::Interrupted);
    }
    Ok(exit(&report, open))
}

/// The folders that the run is to fill.
fn folders(args: &Check) -> Vec<Filled<'_>> {
    let certificates = args.certificates.as_deref().map(certificates::place);
    let goods = args.save_witness.as_deref().map(witness::place);
    let questions = args.emit_smt2.as_deref().map(certificates::place_of_questions);
    [certificates, goods, questions].into_iter().flatten().collect()
}

/// Fills them; of a rulebook that is wrong nothing was proved, and what an earlier run wrote is taken away all the same.
fn save(args: &Check, project: &Project, found: &[Finding], wrong: bool) -> Result<(), Box<Diagnostic>> {
    if wrong {
        return folders(args).iter().try_for_each(Filled::clear);
    }
    if let Some(folder) = &args.certificates {
        certificates::save(folder, found)?;
    }
    if let Some(folder) = &args.save_witness {
        witness::save(folder, project, found)?;
    }
    match &args.emit_smt2 {
        Some(folder) => certificates::save_questions(folder, &verify::kept_questions()),
        None => Ok(()),
    }
}

fn prove(project: &Project, wishes: &Wishes, effort: Effort, clock: &Clock, cache: &Cache) -> Vec<Finding> {
    let found = check::check_remembering(
        &project.rulebook,
        &project.texts,
        effort,
        &wishes.selection,
        clock,
        cache,
    );
    clock.clear();
    found
}

/// Prints what checks there are, with every code that each may report, and those of reading.
fn list(terminal: &mut Terminal) -> io::Result<Exit> {
    for check in check::ALL {
        let needs = match check.needs {
            Needs::Text => "text ",
            Needs::Proof => "proof",
        };
        let when = match check.when {
            When::Always => "",
            When::OnRequest => " (on request: --with, --only)",
        };
        writeln!(
            terminal,
            "{}  {needs}  {:24} {}{when}",
            check.code, check.name, check.title
        )?;
        for code in check.also {
            writeln!(terminal, "{code}         {:24} also: {}", "", code.title())?;
        }
    }
    let open = Code::Undecided;
    writeln!(terminal, "{open}  proof  {:24} {}", "any of these", open.title())?;
    for code in Code::ALL.iter().filter(|code| code.severity() != Severity::Error) {
        if !code.as_str().starts_with("RO05") && !code.as_str().starts_with("RO08") {
            writeln!(terminal, "{code}  text   {:24} {}", "reading", code.title())?;
        }
    }
    writeln!(
        terminal,
        "\n--only, --skip and --with take a code, the name of a message as `orilex explain --list` tells it, or the name of a check"
    )?;
    Ok(Exit::Clean)
}

fn findings<'a>(project: &'a Project, found: &'a [Finding], wrong: bool) -> Findings<'a> {
    // Of a rulebook with errors no text is shown: nothing was proved of it.
    let shown = if wrong { &[] } else { project.texts.as_slice() };
    let texts = shown.iter().map(|checked| TextFindings {
        name: &checked.text.name,
        title: checked.text.title.as_deref(),
        clauses: checked.compiled.program.clauses.len(),
        opaque: checked.compiled.program.opaque(),
        findings: found
            .iter()
            .filter(|finding| finding.text == *checked.text.name)
            .collect(),
    });
    Findings {
        reading: project.diagnostics.iter().collect(),
        texts: texts.collect(),
        ..Findings::default()
    }
}

/// Every message; where there are several texts each says which one it is about.
fn placed_in_texts(report: &Findings<'_>) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = report.reading.iter().copied().cloned().collect();
    for text in &report.texts {
        for finding in &text.findings {
            let mut diagnostic = finding.diagnostic.clone();
            if report.texts.len() > 1 {
                diagnostic.message = format!("{} (under {})", diagnostic.message, text.name);
            }
            all.push(diagnostic);
        }
    }
    all
}

/// A warning or an error is a finding; a question left `open` counts if there is none.
fn exit(report: &Findings<'_>, open: bool) -> Exit {
    let undecided = |one: &Diagnostic| one.code == Code::Undecided && one.severity != Severity::Error;
    let grave = |one: &Diagnostic| one.severity <= Severity::Warning && !undecided(one);
    if report.diagnostics().any(grave) {
        Exit::Findings
    } else if open {
        Exit::Undecided
    } else {
        Exit::Clean
    }
}
