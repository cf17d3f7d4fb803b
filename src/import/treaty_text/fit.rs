//! Rules in the codes of another edition: what the other edition does not have is left out, and nothing is translated.
//!
//! Codes are compared digit by digit, and no material of the other edition has a code that it lacks. So a list loses such
//! codes without a change of meaning, and a range that ends at one ends at the last code that there is.

use super::clause::Span;
use super::resolve::listed;
use super::rule::{Asked, Branch, Part, Provision, Shut, Test};
use crate::nomenclature::{HsCode, Table};

/// The provisions that concern codes of the edition, and the codes of the others.
pub(super) fn fit(provisions: &[Provision], table: &Table) -> (Vec<Provision>, Vec<String>) {
    let mut kept = Vec::new();
    let mut gone = Vec::new();
    for provision in provisions {
        let codes = spans(&provision.codes, table);
        let branches: Vec<Branch> = provision.branches.iter().filter_map(|one| branch(one, table)).collect();
        if codes.is_empty() || branches.is_empty() {
            gone.push(listed(&provision.codes));
        } else {
            kept.push(Provision {
                codes,
                branches,
                ..provision.clone()
            });
        }
    }
    (kept, gone)
}

/// The spans with ends that the edition has.
fn spans(all: &[Span], table: &Table) -> Vec<Span> {
    all.iter().filter_map(|span| within(*span, table)).collect()
}

fn known(code: HsCode, table: &Table) -> bool {
    table.contains(code.subheading())
}

fn within(span: Span, table: &Table) -> Option<Span> {
    if known(span.from, table) && known(span.to, table) {
        return Some(span);
    }
    let inside: Vec<HsCode> = table.codes_in(span.range()?).collect();
    let end = |written: HsCode, found: Option<&HsCode>| {
        if known(written, table) {
            Some(written)
        } else {
            found.map(|code| code.at(written.level()).unwrap_or(*code))
        }
    };
    let from = end(span.from, inside.first())?;
    let to = end(span.to, inside.last())?;
    let fitted = Span { from, to };
    fitted.range().map(|_| fitted)
}

/// What is left of a test.
enum Left {
    Test(Test),
    Never,
    Always,
}

fn test(of: &Test, table: &Table) -> Left {
    match of {
        Test::Code(codes) => {
            let codes = spans(codes, table);
            if codes.is_empty() {
                Left::Never
            } else {
                Left::Test(Test::Code(codes))
            }
        }
        Test::SameAsGood(_) | Test::Fact(_) | Test::Is(..) => Left::Test(of.clone()),
        Test::Not(not) => match test(not, table) {
            Left::Test(test) => Left::Test(Test::Not(Box::new(test))),
            Left::Never => Left::Always,
            Left::Always => Left::Never,
        },
        Test::And(all) => {
            let mut kept = Vec::new();
            for one in all {
                match test(one, table) {
                    Left::Test(test) => kept.push(test),
                    Left::Never => return Left::Never,
                    Left::Always => {}
                }
            }
            if kept.is_empty() {
                Left::Always
            } else {
                Left::Test(Test::And(kept))
            }
        }
        Test::Or(all) => {
            let mut kept = Vec::new();
            for one in all {
                match test(one, table) {
                    Left::Test(test) => kept.push(test),
                    Left::Never => {}
                    Left::Always => return Left::Always,
                }
            }
            if kept.is_empty() {
                Left::Never
            } else {
                Left::Test(Test::Or(kept))
            }
        }
    }
}

/// What is left of an alternative; none if no good or no material can be meant.
fn branch(of: &Branch, table: &Table) -> Option<Branch> {
    let when = match of.when.as_ref().map(|when| test(when, table)) {
        None | Some(Left::Always) => None,
        Some(Left::Test(test)) => Some(test),
        Some(Left::Never) => return None,
    };
    let lines: Option<Vec<Vec<Asked>>> = of.lines.iter().map(|asked| line(asked, table)).collect();
    Some(Branch {
        number: of.number.clone(),
        when,
        lines: lines?.into_iter().flatten().collect(),
    })
}

/// The line with the codes that there are; no line if it asks nothing, and `None` if it cannot be met.
fn line(of: &Asked, table: &Table) -> Option<Vec<Asked>> {
    Some(match of {
        Asked::Change { parts, except } => {
            let parts: Vec<Part> = parts.iter().filter_map(|one| part(one, table)).collect();
            if parts.is_empty() {
                return None;
            }
            let except = except.iter().filter_map(|one| shut(one, table)).collect();
            vec![Asked::Change { parts, except }]
        }
        Asked::AtMostOneOf(tests) => {
            let mut kept = Vec::new();
            for one in tests {
                match test(one, table) {
                    Left::Test(test) => kept.push(test),
                    Left::Never => {}
                    Left::Always => return Some(vec![of.clone()]),
                }
            }
            if kept.len() < 2 {
                Vec::new()
            } else {
                vec![Asked::AtMostOneOf(kept)]
            }
        }
        Asked::Weight(materials, percent) => match test(materials, table) {
            Left::Test(test) => vec![Asked::Weight(test, percent.clone())],
            Left::Never => Vec::new(),
            Left::Always => vec![of.clone()],
        },
        Asked::NoChange | Asked::Content(_) | Asked::Fact(_) | Asked::Opaque(_) => vec![of.clone()],
    })
}

fn part(of: &Part, table: &Table) -> Option<Part> {
    let Part::From(codes, narrowed) = of else {
        return Some(of.clone());
    };
    let codes = match codes {
        Some(codes) => Some(spans(codes, table)).filter(|codes| !codes.is_empty())?.into(),
        None => None,
    };
    match narrowed.as_ref().map(|narrowed| test(narrowed, table)) {
        None | Some(Left::Always) => Some(Part::From(codes, None)),
        Some(Left::Test(test)) => Some(Part::From(codes, Some(test))),
        Some(Left::Never) => None,
    }
}

fn shut(of: &Shut, table: &Table) -> Option<Shut> {
    let codes = spans(&of.codes, table);
    if codes.is_empty() {
        return None;
    }
    match of.narrowed.as_ref().map(|narrowed| test(narrowed, table)) {
        None | Some(Left::Always) => Some(Shut { codes, narrowed: None }),
        Some(Left::Test(test)) => Some(Shut {
            codes,
            narrowed: Some(test),
        }),
        Some(Left::Never) => None,
    }
}
