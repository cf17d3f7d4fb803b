//! `orilex test`: the examples that rulebooks contain, run and compared with what they state.

use std::io::{self, Write as _};

use serde_json::{Value, json};

use super::args::{Output, Test};
use super::exit::Exit;
use super::project::Project;
use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic, to_json};
use crate::examples::{self, Outcome};

/// Runs every example, prints the table and explains what failed.
pub(super) fn run(args: &Test, terminal: &mut Terminal) -> io::Result<Exit> {
    let project = Project::open(&args.paths);
    if project.has_errors() {
        terminal.complain(&project.sources, &project.errors())?;
        return Ok(Exit::BadInput);
    }
    let wanted = args.name.as_deref().unwrap_or_default();
    let all = project
        .texts
        .iter()
        .flat_map(|one| one.compiled.examples.iter().map(move |example| (one, example)));
    let mut chosen: Vec<_> = all.filter(|(_, example)| example.name.contains(wanted)).collect();
    if chosen.is_empty() {
        terminal.complain_once(&nothing_to_run(&project, args.name.as_deref()))?;
        return Ok(Exit::BadInput);
    }
    // In the order of the files, not of the texts by which they are judged.
    chosen.sort_by_key(|(_, example)| example.span);
    let outcomes: Vec<Outcome> = chosen
        .iter()
        .map(|(one, example)| examples::run(&one.compiled.program, example))
        .collect();
    let failed = outcomes.iter().filter(|outcome| !outcome.failures.is_empty()).count();
    let passed = outcomes.len().saturating_sub(failed);
    let failures: Vec<Diagnostic> = outcomes.iter().flat_map(|outcome| &outcome.failures).cloned().collect();
    match args.format {
        Output::Human => {
            terminal.print(&examples::table(&outcomes, terminal.style.unicode))?;
            terminal.complain(&project.sources, &failures)?;
            for one in &project.texts {
                let judged = outcomes.iter().any(|outcome| *outcome.under == *one.text.name);
                for opaque in one.compiled.program.opaque().iter().filter(|_| judged) {
                    writeln!(terminal, "attested, not computed under {}: {opaque}", one.text.name)?;
                }
            }
            writeln!(terminal, "{passed} passed, {failed} failed")?;
        }
        Output::Json => {
            let examples: Vec<Value> = outcomes.iter().map(object).collect();
            let failures = to_json(&project.sources, &failures);
            let all = json!({ "examples": examples, "failures": failures, "passed": passed, "failed": failed });
            terminal.json(&all)?;
        }
    }
    Ok(if failed > 0 { Exit::Findings } else { Exit::Clean })
}

/// A run of no example must not pass for a success.
fn nothing_to_run(project: &Project, wanted: Option<&str>) -> Diagnostic {
    let texts = project.texts.iter();
    let names: Vec<&str> = texts
        .flat_map(|one| one.compiled.examples.iter())
        .map(|example| example.name.as_str())
        .collect();
    let Some(wanted) = wanted.filter(|_| !names.is_empty()) else {
        return Diagnostic::new(Code::NoExample, "there is no example to run")
            .help("name the files that hold some, or write one: `example NAME as of … { good … expect … }`");
    };
    let problem = Diagnostic::new(Code::NoExample, format!("no example has `{wanted}` in its name"));
    problem.help(match super::nearest(wanted, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => super::listed(&names),
    })
}

fn object(outcome: &Outcome) -> Value {
    let rows = outcome.rows.iter();
    let rows =
        rows.map(|row| json!({ "of": row.what, "stated": row.stated, "computed": row.computed, "ok": row.agrees }));
    json!({
        "name": outcome.name,
        "under": outcome.under,
        "source": outcome.source,
        "ok": outcome.failures.is_empty(),
        "rows": rows.collect::<Vec<_>>(),
        "notes": outcome.notes,
    })
}
