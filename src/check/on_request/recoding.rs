//! Origin that hangs on where in its heading a material is classified.

use crate::diagnostic::Code;
use crate::nomenclature::HsCode;
use crate::verify::{Effort, Undecided, Witness};

use super::super::altered::{Pair, Recoding, Turned, recodings};
use super::super::describe::{undecided, with_witness};
use super::super::finding::{Finding, Outcome};
use super::super::{Check, Checked, Context, Needs, When};

/// No good's origin hangs on the subheading or item of a material within its heading.
///
/// That a small shift of value turns the origin of some good is so wherever there is a threshold: two goods on either
/// side of the line differ by as little as one likes. A code is where one entry in a declaration decides by itself.
pub(in crate::check) const CHECK: Check = Check {
    code: Code::Recoding,
    also: &[],
    name: "code within a heading",
    title: "for which headings another code of a material within it turns a good's origin, with nothing else changed",
    needs: Needs::Proof,
    when: When::OnRequest,
    run,
};

fn run<'a>(context: &Context<'a>, checked: &'a Checked, out: &mut Vec<Finding>) {
    const SHOWN: usize = 12;
    let program = checked.program();
    let mut turned: Vec<(HsCode, Recoding)> = Vec::new();
    let mut first: Option<Box<Witness>> = None;
    let mut open: Vec<(HsCode, Undecided)> = Vec::new();
    for recoding in recodings(program) {
        let heading = recoding.to.heading();
        if turned.iter().any(|(known, _)| *known == heading) {
            continue;
        }
        let altered = recoding.altered(program);
        let pair = Pair {
            program,
            altered: &altered,
            change: &|_, case| recoding.good(case),
        };
        // One good is shown; of the other headings it is enough to know that there is one.
        let effort = Effort {
            polish: first.is_none(),
            minimise: false,
            ..context.effort
        };
        match pair.turned(true, &recoding.scope(), effort) {
            Turned::Never => {}
            Turned::Open(why) => open.push((heading, why)),
            Turned::Of(witness) => {
                first = first.or(Some(witness));
                turned.push((heading, recoding));
            }
        }
    }
    open.retain(|(heading, _)| turned.iter().all(|(known, _)| known != heading));
    if let Some((_, why)) = open.first() {
        let mut headings: Vec<String> = open.iter().map(|(heading, _)| heading.to_string()).collect();
        headings.dedup();
        let within = headings.join(", ");
        let asked = format!("another code of a material within {within} turns the origin of any good");
        out.push(undecided(program, program.origin, &asked, why));
    }
    let (Some(witness), Some((_, recoding))) = (first, turned.first()) else {
        return;
    };
    let message = format!(
        "a good loses its origin if a material of {} is classified in {}, and nothing else changes",
        recoding.such_as, recoding.to
    );
    let mut finding = Finding::new(program, Code::Recoding, Outcome::Refuted, message)
        .at(program, program.origin, "the determination as a whole")
        .help("where a code decides by itself, ask for an advance ruling, or let the rule name the whole heading");
    finding = with_witness(finding, program, &witness, [], &[program.origin]);
    let others: Vec<String> = turned
        .iter()
        .skip(1)
        .take(SHOWN)
        .map(|(_, one)| format!("{} to {}", one.such_as, one.to))
        .collect();
    if !others.is_empty() {
        let more = turned.len().saturating_sub(SHOWN).saturating_sub(1);
        let more = if more == 0 {
            String::new()
        } else {
            format!(", and {more} more headings")
        };
        finding = finding.note(format!("the same within other headings: {}{more}", others.join(", ")));
    }
    out.push(finding);
}
