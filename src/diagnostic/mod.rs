//! What is said to the user: coded messages with places, and the three ways to print them.

mod ascii;
mod clip;
mod codes;
mod file;
mod json;
mod record;
mod render;
mod short;
mod sink;

pub use ascii::to_ascii;
pub use codes::{Code, Severity};
pub use file::{decode_error, decode_note};
pub use json::to_json;
pub use record::{Diagnostic, Label};
pub(crate) use render::wrap;
pub use render::{Style, render_human};
pub use short::to_short;
pub use sink::Sink;
