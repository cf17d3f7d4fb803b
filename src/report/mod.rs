//! Results for people and for machines.

mod clauses;
mod comparison;
mod comparison_json;
mod determination;
mod determination_json;
mod example;
mod findings;
mod findings_json;
mod footing;
mod in_short;

pub use clauses::{found, found_json, spoken, spoken_json};
pub use comparison::comparison;
pub use comparison_json::comparison as comparison_json;
pub use determination::{Marks, determination};
pub use determination_json::determination as determination_json;
pub use example::{Frame, example};
pub use findings::{Findings, Tally, TextFindings};
pub use findings_json::findings as findings_json;
pub use footing::Partial;
