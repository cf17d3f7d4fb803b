//! How a finding is known: what stands behind "there is no such good".

use crate::certificate::Certificate;
use crate::ir::Program;
use crate::verify::{self, Core};

use super::finding::{Finding, Known};

/// Says how it is known that what the core is about is impossible, and keeps the certificates.
pub(super) fn proved(mut finding: Finding, programs: &[&Program], core: &Core) -> Finding {
    let mut known = Known::Wording;
    for refuted in &core.refuted {
        let how = match verify::known(refuted, programs) {
            verify::Known::Agreed => Known::Agreed,
            verify::Known::OneSolver => Known::OneSolver,
            verify::Known::Certified(certificate) => {
                finding.certificates.push(Certificate {
                    proves: finding.diagnostic.message.clone(),
                    ..*certificate
                });
                Known::Certified
            }
        };
        known = known.min(how);
    }
    finding.known = Some(known);
    let words = match known {
        Known::Wording => "known by: the codes and the wording alone".to_owned(),
        Known::Certified => certified(&finding.certificates),
        Known::Agreed => "known by: two solvers that agree; no certificate was found within the budget".to_owned(),
        Known::OneSolver => "known by: one solver alone; no certificate was found within the budget".to_owned(),
    };
    finding.note(words)
}

/// What the certificates amount to.
fn certified(certificates: &[Certificate]) -> String {
    let steps = |certificate: &Certificate| certificate.proof.len();
    let (statements, steps) = certificates.iter().fold((0_usize, 0_usize), |(statements, all), one| {
        (
            statements.saturating_add(one.statements.len()),
            all.saturating_add(steps(one)),
        )
    });
    let word = if certificates.len() == 1 {
        "certificate"
    } else {
        "certificates"
    };
    let plural = if steps == 1 { "" } else { "s" };
    format!(
        "known by: {} {word}, rechecked ({statements} statements contradict each other in {steps} step{plural})",
        certificates.len()
    )
}
