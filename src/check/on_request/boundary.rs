//! Goods on the line: origin that hangs on how a threshold is read at its edge, or on rounding.

use crate::diagnostic::Code;
use crate::ir::{ClauseId, ClauseKind, Formula, Num, Program, Rounding, Rule};
use crate::nomenclature::CodeSet;

use super::super::altered::{self, Readings};
use super::super::describe::{undecided, with_witness};
use super::super::finding::{Finding, Outcome};
use super::super::places::Place;
use super::super::range::{Compared, is_share, shown};
use super::super::reach::Reach;
use super::super::{Check, Checked, Context, Needs, When};

/// No good's origin hangs on whether a threshold is read strictly, or on whether its figure is rounded first.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::BoundaryReading,
    also: &[],
    name: "boundary reading",
    title: "which goods hang on reading a threshold as `at least` or `more than`, and on rounding where none is stated",
    needs: Needs::Proof,
    when: When::OnRequest,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    let program = checked.program();
    for line in alike(super::thresholds(context, checked)) {
        let path = &program.clauses[line.clause].path;
        let strict = altered::strict(program, line.clause);
        reading(
            context,
            checked,
            &line,
            &strict,
            &format!("`{path}` is read strictly or not"),
            out,
        );
        if !may_be_rounded(program, &line) {
            continue;
        }
        let digits = decimals(&line.compared.limit);
        let rounded = altered::rounded(program, line.clause, &line.compared.figure, Rounding::HalfUp(digits));
        let to = match digits {
            0 => "a whole percentage".to_owned(),
            1 => "one decimal".to_owned(),
            more => format!("{more} decimals"),
        };
        let what = format!("the figure in `{path}` is rounded to {to}, of which the text says nothing");
        reading(context, checked, &line, &rounded, &what, out);
    }
}

/// A comparison, and the other lines that make the same one.
struct Line<'a> {
    clause: ClauseId,
    compared: Compared,
    scope: &'a CodeSet,
    others: Vec<ClauseId>,
}

/// The same comparison in several rules is read alike in all, and told of the first.
fn alike<'a>(all: Vec<(&'a Rule, Place, Compared)>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (rule, place, compared) in all {
        match lines.iter_mut().find(|line| line.compared == compared) {
            Some(line) => line.others.push(place.clause),
            None => lines.push(Line {
                clause: place.clause,
                compared,
                scope: &rule.scope,
                others: Vec::new(),
            }),
        }
    }
    lines
}

fn reading(
    context: &Context<'_>,
    checked: &Checked,
    line: &Line<'_>,
    other: &Program,
    what: &str,
    out: &mut Vec<Finding>,
) {
    let (program, clause) = (checked.program(), line.clause);
    let pair = Readings { program, other };
    match pair.parted_either_way(line.scope, context.effort) {
        Ok(None) => {}
        Err(why) => {
            let asked = format!("any good's origin hangs on whether {what}");
            out.push(undecided(program, clause, &asked, &why));
        }
        Ok(Some((origin, witness))) => {
            let message = format!("a good's origin hangs on whether {what}");
            let finding = Finding::new(program, Code::BoundaryReading, Outcome::Refuted, message)
                .at(
                    program,
                    clause,
                    &format!("the limit is {}", limit(program, &line.compared)),
                )
                .help("the text is read as it is written: if the other reading is meant, say so in it");
            let measures = Reach::of(program, clause).measures;
            let finding = with_witness(finding, program, &witness, measures, &[program.origin]);
            let finding = finding.note(format!("by the other reading it would {origin}"));
            out.push(super::in_other_rules(finding, program, &line.others));
        }
    }
}

fn limit(program: &Program, compared: &Compared) -> String {
    let share = is_share(program, &compared.figure);
    match &compared.limit {
        Num::Const(value) => shown(share, value),
        Num::Cases(cases) => {
            let figures = cases.iter().filter_map(|case| match &case.then {
                Num::Const(value) if program.clauses[case.when].kind == ClauseKind::Stage => Some(shown(share, value)),
                _ => None,
            });
            let mut all: Vec<String> = figures.collect();
            all.dedup();
            all.join(" or ")
        }
        _ => "stated here".to_owned(),
    }
}

/// Whether a percentage is compared of which the text does not say how it is rounded. An amount is compared as it is.
fn may_be_rounded(program: &Program, line: &Line<'_>) -> bool {
    let figure = &line.compared.figure;
    let written = match &program.clauses[line.clause].formula {
        Formula::Compare { left, right, .. } => left == figure || right == figure,
        _ => false,
    };
    written && is_share(program, figure) && !matches!(figure, Num::Rounded(..))
}

/// With how many decimals of a percentage point the limit is written, at least.
fn decimals(limit: &Num) -> u32 {
    match limit {
        Num::Const(value) => {
            let points = value * crate::amount::Ratio::HUNDRED;
            (0..4)
                .find(|digits| points.round_half_up(*digits) == points)
                .unwrap_or(4)
        }
        Num::Cases(cases) => cases.iter().map(|case| decimals(&case.then)).max().unwrap_or(0),
        _ => 0,
    }
}
