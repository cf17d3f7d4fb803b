//! Messages about files as such.

use super::codes::Code;
use super::record::Diagnostic;
use crate::source::{DecodeError, DecodeNote};

/// A file that cannot be read as a text; `name` is the path as the user gave it.
pub fn decode_error(name: &str, error: DecodeError) -> Diagnostic {
    let (code, help) = match error {
        DecodeError::NotUtf8 { .. } => (Code::NotUtf8, "save the file with the encoding UTF-8"),
        DecodeError::TooLarge { .. } => (Code::SourceTooLarge, "split the rulebook into several files"),
        DecodeError::ControlCharacter { .. } => (Code::ControlCharacter, "delete the character"),
    };
    Diagnostic::new(code, format!("cannot read `{name}`: {error}")).help(help)
}

/// A peculiarity of a file that was read all the same.
pub fn decode_note(name: &str, note: DecodeNote) -> Diagnostic {
    match note {
        DecodeNote::ByteOrderMark => {
            Diagnostic::new(Code::ByteOrderMark, format!("`{name}` begins with a byte order mark"))
        }
        DecodeNote::CarriageReturns => Diagnostic::new(
            Code::CarriageReturns,
            format!("lines of `{name}` end with carriage returns"),
        ),
    }
}
