//! What chance does to a certificate.

use num_bigint::BigInt;
use orilex::certificate::{Certificate, Row, Says, Sign, Step, Values};

use crate::random::Random;

/// Changes something, and says what; `None` if there is nothing of the sort that was drawn.
pub(super) fn change(certificate: &mut Certificate, random: &mut Random) -> Option<&'static str> {
    match random.below(10) {
        0 => {
            let row = any_row(certificate, random)?;
            row.is = match row.is {
                Sign::Positive => Sign::NotNegative,
                Sign::NotNegative | Sign::Zero => Sign::Positive,
            };
            Some("a comparison is as strict as another")
        }
        1 => {
            any_row(certificate, random)?.sum.constant += random.one(&[1, -1, 100]);
            Some("a constant is another")
        }
        2 => turn_round(certificate, random),
        3 => {
            let place = random.below(certificate.statements.len());
            let says = &mut certificate.statements.get_mut(place)?.says;
            let inner = std::mem::replace(says, Says::Known(true));
            *says = Says::Not(Box::new(inner));
            Some("a statement is denied")
        }
        4 => {
            let wider = certificate.statements.iter_mut().find_map(|one| match &mut one.says {
                Says::Any(parts) => Some(parts),
                _ => None,
            })?;
            let end = if random.chance(1, 2) { 0 } else { wider.len() };
            wider.insert(end, Says::Known(true));
            Some("a choice has one more way")
        }
        5 => {
            let place = random.below(certificate.proof.len());
            certificate.proof.get(place)?;
            certificate.proof.remove(place);
            Some("a step is missing")
        }
        6 => {
            let place = random.below(certificate.numbers.len());
            certificate.numbers.get_mut(place)?.takes = Values::Any;
            Some("a number need not be whole")
        }
        7 => {
            let at_most = certificate.proof.iter_mut().find_map(|step| match step {
                Step::Whole { at_most, .. } => Some(at_most),
                _ => None,
            })?;
            *at_most += random.one(&[1, -1]);
            Some("whole numbers are told apart elsewhere")
        }
        8 => {
            let steps: Vec<&mut Step> = certificate.proof.iter_mut().collect();
            let many = steps.len();
            match steps.into_iter().nth(random.below(many))? {
                Step::AddUp(times) => {
                    let place = random.below(times.len());
                    times.get_mut(place)?.1 += random.one(&[1, -1]);
                    Some("a comparison counts another number of times")
                }
                Step::Clash(holds, fails) => {
                    std::mem::swap(holds, fails);
                    Some("a clash is the wrong way round")
                }
                Step::Cases(fact) => {
                    *fact = fact.saturating_sub(1);
                    Some("another fact tells the cases apart")
                }
                Step::Either(_) | Step::Whole { .. } => None,
            }
        }
        _ => {
            let place = random.below(certificate.statements.len());
            certificate.statements.get_mut(place)?.says = Says::Any(vec![Says::Known(true), Says::Known(false)]);
            Some("a statement says nothing")
        }
    }
}

/// One of the comparisons that the statements make.
fn any_row<'c>(certificate: &'c mut Certificate, random: &mut Random) -> Option<&'c mut Row> {
    let mut rows = Vec::new();
    certificate
        .statements
        .iter_mut()
        .for_each(|one| collect(&mut one.says, &mut rows));
    let many = rows.len();
    rows.into_iter().nth(random.below(many))
}

fn collect<'c>(says: &'c mut Says, out: &mut Vec<&'c mut Row>) {
    match says {
        Says::Known(_) | Says::Condition(_) => {}
        Says::Not(inner) => collect(inner, out),
        Says::All(parts) | Says::Any(parts) => parts.iter_mut().for_each(|part| collect(part, out)),
        Says::Same(a, b) => {
            collect(a, out);
            collect(b, out);
        }
        Says::Row(row) => out.push(row),
    }
}

/// A stated comparison is turned round, and counted as often below zero wherever it is added: every sum stays what it was.
fn turn_round(certificate: &mut Certificate, random: &mut Random) -> Option<&'static str> {
    let mut fact = 0;
    let mut stated = Vec::new();
    for (place, statement) in certificate.statements.iter().enumerate() {
        if matches!(statement.says, Says::Row(_)) {
            stated.push((place, fact));
        }
        fact += facts(&statement.says, true);
    }
    let (place, fact) = *random.pick(&stated)?;
    let Says::Row(row) = &mut certificate.statements.get_mut(place)?.says else {
        return None;
    };
    let minus = BigInt::from(-1);
    row.sum.constant *= &minus;
    row.sum.terms.iter_mut().for_each(|(_, factor)| *factor *= &minus);
    for step in &mut certificate.proof {
        if let Step::AddUp(times) = step {
            let own = times.iter_mut().filter(|(added, _)| *added == fact);
            own.for_each(|(_, often)| *often *= &minus);
        }
    }
    Some("a comparison is turned round and counted below zero")
}

/// How many facts a statement comes to.
fn facts(says: &Says, so: bool) -> usize {
    match says {
        Says::Known(value) => usize::from(*value != so),
        Says::Not(inner) => facts(inner, !so),
        Says::All(parts) if so => parts.iter().map(|part| facts(part, so)).sum(),
        Says::Any(parts) if !so => parts.iter().map(|part| facts(part, so)).sum(),
        Says::All(_) | Says::Any(_) | Says::Same(..) | Says::Condition(_) | Says::Row(_) => 1,
    }
}
