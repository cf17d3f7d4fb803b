//! Results for people and for machines.

mod determination;
mod determination_json;

pub use determination::{Marks, determination};
pub use determination_json::determination as determination_json;
