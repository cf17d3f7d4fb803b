//! Rulebooks from the texts of others: the published data of a customs service, the annexes of treaties.
//!
//! Data flows one way: a reader of each source yields what its rules ask ([`ask`]), and one writer makes a rulebook of it.

pub mod ask;
pub mod treaty_text;
pub mod uk_tariff;
