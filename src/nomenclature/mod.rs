//! Tariff codes of the Harmonized System, sets of them, and the lists of its editions; the codes of countries.

mod code;
mod country;
mod edition;
mod error;
mod nearest;
mod range;
mod set;
mod table;
mod widened;

pub use code::{HsCode, Level};
pub use country::CountryCode;
pub use edition::{Edition, editions_with};
pub use error::HsCodeError;
pub use range::CodeRange;
pub use set::{CodeSet, Containment};
pub use table::Table;
pub use widened::Widened;
