//! Rules that punish origin, or that hang on how much is shipped and in how many lots.

use orilex::diagnostic::Code;

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::site::Site;

pub(super) fn kinds() -> Vec<Kind> {
    let kind = |name, code, make| Kind {
        name,
        family: Family::Seeded(code),
        make,
    };
    vec![
        kind("origin that hurts", &[Code::OriginHurts], hurts),
        kind("origin by the size of the consignment", &[Code::ScaleMatters], amount),
        kind("origin by the number of lots", &[Code::LotsMatter], lots),
    ]
}

fn line(world: &World, focus: &Focus, line: impl Fn(&Site<'_>) -> String) -> Vec<Seed> {
    let Some(site) = Site::single(world, focus) else {
        return Vec::new();
    };
    let edit = Site::line(site.rule.body.span, &line(&site));
    vec![Seed::editing(world, edit, &[])]
}

/// A good that needs foreign materials loses by each that is not.
fn hurts(world: &World, focus: &Focus) -> Vec<Seed> {
    line(world, focus, |site| {
        format!("m_foreign: {} >= 10% of {}\n", site.words.foreign, site.words.basis)
    })
}

fn amount(world: &World, focus: &Focus) -> Vec<Seed> {
    line(world, focus, |site| {
        format!("m_amount: {} <= 500 {}\n", site.words.foreign, site.words.currency)
    })
}

fn lots(world: &World, focus: &Focus) -> Vec<Seed> {
    line(world, focus, |_| {
        "m_lots: count of materials where non-originating <= 3\n".to_owned()
    })
}
