//! Names that go in a circle, that nobody uses, divisors that may be nought, and codes of another edition.

use orilex::diagnostic::Code;
use orilex::nomenclature::{Edition, HsCode};
use orilex::syntax::tree::{AgreementItem, ArithmeticOp, Declaration, ExprKind};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::tree_walk::{expressions, scopes};
use super::super::world::{Edit, World};
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, family, make| Kind { name, family, make };
    vec![
        kind(
            "definitions in a circle",
            Family::Rejected(&[Code::DefinitionCycle]),
            circle,
        ),
        kind(
            "definition that nobody uses",
            Family::Rejected(&[Code::UnusedDeclaration]),
            unused,
        ),
        kind(
            "codes that the next edition dropped",
            Family::Rejected(&[Code::UnknownCode]),
            edition,
        ),
        kind("division by nought", Family::Seeded(&[Code::DivisionByZero]), division),
    ]
}

/// A definition that names itself, at once or by way of another one.
fn circle(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for one in site.kept() {
        let Declaration::Definition(definition) = one else {
            continue;
        };
        let (span, name) = (definition.condition.span, &definition.head.name.text);
        for (by, added) in [
            (name.to_string(), Vec::new()),
            (
                "m_round".to_owned(),
                vec![format!("definition m_round \"seeded\" cites \"seeded\" = not {name}")],
            ),
        ] {
            let edit = Edit {
                span,
                new: format!("({}) or {by}", site.text(span)),
            };
            let mut seed = Seed::editing(world, edit, &[]);
            seed.change.added = added;
            out.push(seed);
        }
    }
    out
}

fn unused(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let unused = format!(
        "definition m_unused \"seeded\" cites \"seeded\" = date >= {} and code in {}",
        site.words.day,
        site.scope()
    );
    vec![Seed::adding(&[unused], &[])]
}

/// The agreement is read in HS 2022 although a rule names a code which that edition has no more.
fn edition(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let Some(table) = Edition::from_year(2022).and_then(Edition::table) else {
        return Vec::new();
    };
    let gone = scopes(site.declaration)
        .into_iter()
        .flat_map(|scope| &scope.items)
        .any(|item| {
            let orilex::syntax::tree::ScopeItem::Codes(codes) = item else {
                return false;
            };
            let ends = [Some(&codes.first), codes.last.as_ref()];
            let mut known = ends
                .into_iter()
                .flatten()
                .filter_map(|code| HsCode::parse(&code.text).ok());
            known.any(|code| code.len() <= 6 && !table.contains(code))
        });
    if !gone {
        return Vec::new();
    }
    let mut out = Vec::new();
    for one in world.declarations(&focus.agreement) {
        let Declaration::Agreement(agreement) = one else {
            continue;
        };
        for item in &agreement.items {
            if let AgreementItem::Nomenclature(nomenclature) = item {
                let edit = Edit {
                    span: nomenclature.span,
                    new: "nomenclature HS 2022".to_owned(),
                };
                let mut seed = Seed::editing(world, edit, &[]);
                seed.what = format!("`{}` read in HS 2022", focus.rule);
                out.push(seed);
            }
        }
    }
    out
}

/// A measure divides by a difference.
fn division(world: &World, focus: &Focus) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for one in site.kept().filter(|one| matches!(one, Declaration::Measure(_))) {
        for expr in expressions(one) {
            let ExprKind::Arithmetic(ArithmeticOp::Divide, _, below) = &expr.kind else {
                continue;
            };
            let words = site.text(below.span);
            for new in [
                format!("({words} - sum of value over materials)"),
                "(sum of value over materials where originating)".to_owned(),
            ] {
                let edit = Edit { span: below.span, new };
                out.push(Seed::editing(world, edit, &[&one.head().name.text]));
            }
        }
    }
    out
}
