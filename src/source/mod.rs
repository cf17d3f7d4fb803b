//! Source texts, and places in them.

mod decode;
mod sources;
mod span;

pub use decode::{DecodeError, DecodeNote, Decoded, MAX_SOURCE_BYTES, SourceText};
pub use sources::Sources;
pub use span::{SourceId, Span, Spanned};
