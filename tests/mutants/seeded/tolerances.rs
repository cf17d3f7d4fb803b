//! Tolerances that let nothing in.

use orilex::diagnostic::Code;
use orilex::syntax::tree::{Declaration, ToleranceBy};

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::site::{Site, touched, within};

pub(super) fn kinds() -> Vec<Kind> {
    let dead = Family::Seeded(&[Code::DeadTolerance]);
    vec![
        Kind {
            name: "dead tolerance: a smaller one beside another",
            family: dead,
            make: smaller,
        },
        Kind {
            name: "dead tolerance: nought beside another",
            family: dead,
            make: nought,
        },
    ]
}

fn smaller(world: &World, focus: &Focus) -> Vec<Seed> {
    beside(world, focus, "1%")
}

fn nought(world: &World, focus: &Focus) -> Vec<Seed> {
    beside(world, focus, "0%")
}

/// A tolerance for the goods of another one, which lets in less.
fn beside(world: &World, focus: &Focus, limit: &str) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for one in site.kept() {
        let Declaration::Tolerance(tolerance) = one else {
            continue;
        };
        let (Some(scope), true, ToleranceBy::Value) = (&tolerance.scope, tolerance.not_for.is_empty(), tolerance.by)
        else {
            continue;
        };
        let changed = touched(world, &focus.text, &tolerance.head.name.text);
        if changed || tolerance.when.is_some() || !within(site.rule, scope) {
            continue;
        }
        let relaxing = if tolerance.relaxing.is_empty() {
            ""
        } else {
            " relaxing changes of classification, restrictions on materials"
        };
        out.push(Seed::adding(
            &[format!(
                "tolerance m_less \"seeded\"{relaxing} for {} cites \"seeded\" {{ value of unchanged materials <= {limit} of {} }}",
                site.text(scope.span),
                tolerance.base.text
            )],
            &["m_less"],
        ));
    }
    out
}
