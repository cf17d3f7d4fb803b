//! Exact figures and calendar dates, with no knowledge of trade.

mod date;
mod duration;
mod error;
mod parse;
mod ratio;
mod show;

pub use date::{Date, DateRange};
pub use duration::Duration;
pub use error::AmountError;
pub use ratio::Ratio;
pub use show::{money, percent};
