//! Tariff codes of the Harmonized System, sets of them, and the lists of its editions.

mod code;
mod edition;
mod error;
mod nearest;
mod range;
mod set;
mod table;

pub use code::{HsCode, Level};
pub use edition::{Edition, editions_with};
pub use error::HsCodeError;
pub use range::CodeRange;
pub use set::{CodeSet, Containment};
pub use table::Table;
