//! Turns the bytes of a file into the text the rest works on.

use std::fmt;

/// The largest source file accepted, in bytes: 16 MiB, several times the longest agreement known.
pub const MAX_SOURCE_BYTES: usize = 16 * 1024 * 1024;

/// The decoder of source files.
#[derive(Clone, Copy, Debug)]
pub struct SourceText;

/// A decoded text and what was changed to make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, in UTF-8, with lines ended by a line feed; all spans refer to it.
    pub text: String,
    /// What was changed.
    pub notes: Vec<DecodeNote>,
}

/// A harmless peculiarity of a file, taken away while decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecodeNote {
    /// The file began with a byte order mark.
    ByteOrderMark,
    /// Lines ended with a carriage return.
    CarriageReturns,
}

/// Why a file cannot be read as a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes are not UTF-8; line and byte of the file, both from 1.
    NotUtf8 {
        /// The line of the first wrong byte, from 1.
        line: usize,
        /// The place of the first wrong byte in the file, from 1.
        byte: usize,
    },
    /// The file is larger than [`MAX_SOURCE_BYTES`].
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// A character that no text should have: a control code, or one that turns the reading direction and so
    /// shows a reviewer another text than the one compiled.
    ControlCharacter {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The character itself.
        character: char,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { line, byte } => {
                write!(f, "the file is not UTF-8 text: line {line}, byte {byte} of the file")
            }
            Self::TooLarge { bytes } => {
                write!(
                    f,
                    "the file has {bytes} bytes, more than the {MAX_SOURCE_BYTES} accepted"
                )
            }
            Self::ControlCharacter {
                line,
                column,
                character,
            } => write!(
                f,
                "invisible control character U+{:04X} on line {line}, column {column}",
                u32::from(*character)
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

impl SourceText {
    /// Checks size, encoding and characters, drops a byte order mark and ends every line with a line feed.
    pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
        if bytes.len() > MAX_SOURCE_BYTES {
            return Err(DecodeError::TooLarge { bytes: bytes.len() });
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let byte = error.valid_up_to();
            let line = bytes.iter().take(byte).filter(|b| **b == b'\n').count();
            DecodeError::NotUtf8 {
                line: line.saturating_add(1),
                byte: byte.saturating_add(1),
            }
        })?;
        let mut notes = Vec::new();
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => {
                notes.push(DecodeNote::ByteOrderMark);
                rest
            }
            None => text,
        };
        let text = if text.contains('\r') {
            notes.push(DecodeNote::CarriageReturns);
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.to_owned()
        };
        match first_control(&text) {
            Some(error) => Err(error),
            None => Ok(Decoded { text, notes }),
        }
    }
}

fn first_control(text: &str) -> Option<DecodeError> {
    let (at, character) = text.char_indices().find(|(_, c)| is_forbidden(*c))?;
    let before = text.get(..at)?;
    let line = before.matches('\n').count().saturating_add(1);
    let column = before
        .chars()
        .rev()
        .take_while(|c| *c != '\n')
        .count()
        .saturating_add(1);
    Some(DecodeError::ControlCharacter {
        line,
        column,
        character,
    })
}

fn is_forbidden(c: char) -> bool {
    let turns_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns_direction || (c.is_control() && c != '\n' && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peculiarities_are_taken_away_and_noted() {
        let decoded = SourceText::decode(b"\xef\xbb\xbfa\r\nb\rc").unwrap();
        assert_eq!(decoded.text, "a\nb\nc");
        assert_eq!(decoded.notes, [DecodeNote::ByteOrderMark, DecodeNote::CarriageReturns]);
    }

    #[test]
    fn wrong_bytes_are_placed() {
        assert_eq!(
            SourceText::decode(b"a\nb\xff"),
            Err(DecodeError::NotUtf8 { line: 2, byte: 4 })
        );
        let nul = DecodeError::ControlCharacter {
            line: 2,
            column: 2,
            character: '\0',
        };
        assert_eq!(SourceText::decode(b"a\nb\0"), Err(nul));
        assert!(SourceText::decode("a\u{202e}b".as_bytes()).is_err());
    }
}
