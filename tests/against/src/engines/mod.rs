//! What is timed: each engine in the fastest way that its documentation shows.

mod by_hand;
mod cedar;
mod cel;
mod orilex;
mod regorus;
mod zen;

use crate::goods::Good;
use crate::rules::Row;

pub(crate) use by_hand::ByHand;
pub(crate) use cedar::Cedar;
pub(crate) use cel::Cel;
pub(crate) use orilex::Orilex;
pub(crate) use regorus::Regorus;
pub(crate) use zen::Zen;

/// A set of rules, ready to decide about goods.
pub(crate) trait Engine {
    /// A good in the engine's own form.
    type Prepared;

    /// Everything that can be done before the first good is known: parsing, compiling, indexing.
    fn new(rows: &[Row]) -> Self;

    /// Brings a good into the engine's own form.
    fn prepare(&self, good: &Good) -> Self::Prepared;

    /// Whether the good originates.
    fn decide(&mut self, good: &Self::Prepared) -> bool;
}

/// What the data of a good calls the first two, four or six digits of a code: numbers of their own, so that no engine
/// has to cut strings.
fn level(digits: u32) -> &'static str {
    crate::rules::level(digits)
}

/// The first so many digits of a code of six.
fn cut(code: u32, digits: u32) -> i64 {
    i64::from(code / 10_u32.pow(6 - digits))
}

/// A good as JSON, for the engines that take JSON.
fn json(good: &Good) -> serde_json::Value {
    let materials = good.materials.iter().map(|material| {
        serde_json::json!({
            "chapter": cut(material.code, 2),
            "heading": cut(material.code, 4),
            "subheading": cut(material.code, 6),
            "value": material.value,
            "originating": material.originating,
        })
    });
    serde_json::json!({
        "key": good.code.to_string(),
        "chapter": cut(good.code, 2),
        "heading": cut(good.code, 4),
        "subheading": cut(good.code, 6),
        "transaction_value": good.transaction_value,
        "net_cost": good.net_cost,
        "materials": materials.collect::<Vec<_>>(),
    })
}
