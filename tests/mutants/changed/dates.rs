//! Days moved by one.

use orilex::amount::Date;

use super::super::focus::Focus;
use super::super::kind::{Family, Kind, Seed};
use super::super::world::World;
use super::place::{dates, replaced};

pub(super) fn kinds() -> Vec<Kind> {
    vec![Kind {
        name: "date moved by a day",
        family: Family::Changed,
        make: moved,
    }]
}

fn moved(world: &World, focus: &Focus) -> Vec<Seed> {
    let mut out = Vec::new();
    for day in dates(world, focus) {
        let Ok(now) = Date::parse(&day.text) else { continue };
        for other in [now.pred(), now.succ()].into_iter().flatten() {
            out.push(replaced(world, day.span, other.to_string()));
        }
    }
    out
}
