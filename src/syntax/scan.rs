//! Tokens: enough of the text's shape to cut it into declarations, and to format it without losing a comment.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `// …` up to the end of the line.
    Comment,
    /// A text in quotation marks.
    Text,
    /// Letters, digits and what stands inside a word: `carve-out`, `8703.21`, `1994-01-01`, `62.5`.
    Word,
    /// A sign: one character, or one of `<=`, `>=`, `!=`.
    Sign,
}

/// One token of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its letters.
    pub(crate) text: &'a str,
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    /// How many line ends stand between the token before it and this one.
    pub(crate) lines_before: usize,
    /// Whether nothing but the start of the line stands before it.
    pub(crate) at_margin: bool,
}

impl Token<'_> {
    /// Where it ends, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a text, white space left out. Every other character is in exactly one token.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut lines_before = 0;
    let mut line_start = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => {
                lines_before += 1;
                at += 1;
                line_start = at;
            }
            b' ' | b'\t' | b'\r' => at += 1,
            _ => {
                let (kind, end) = token_at(text, bytes, at);
                let Some(written) = text.get(at..end) else { break };
                tokens.push(Token {
                    kind,
                    text: written,
                    start: at,
                    lines_before,
                    at_margin: at == line_start,
                });
                lines_before = 0;
                at = end;
            }
        }
    }
    tokens
}

fn token_at(text: &str, bytes: &[u8], start: usize) -> (Kind, usize) {
    let after = |count: usize| bytes.get(start + count).copied();
    match bytes.get(start).copied().unwrap_or_default() {
        b'/' if after(1) == Some(b'/') => {
            let rest = bytes.get(start..).unwrap_or_default();
            let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            (Kind::Comment, start + length)
        }
        b'"' => (Kind::Text, end_of_text(bytes, start)),
        byte if byte.is_ascii_alphanumeric() || byte == b'_' => (Kind::Word, end_of_word(bytes, start)),
        b'<' | b'>' | b'!' if after(1) == Some(b'=') => (Kind::Sign, start + 2),
        _ => {
            let length = text
                .get(start..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8);
            (Kind::Sign, start + length)
        }
    }
}

fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\n' => return at,
            b'\\' if bytes.get(at + 1).is_some_and(|next| *next != b'\n') => at += 2,
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

/// The first halves of the words with a hyphen.
const HALVES: [&[u8]; 5] = [b"carve", b"half", b"look", b"non", b"self"];

/// A word goes on over `-` and `.` within figures, codes and dates, and over `-` in the words that have one.
fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let in_word = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = start;
    loop {
        while in_word(at) {
            at += 1;
        }
        let joined = match bytes.get(at) {
            Some(b'-') if digit(start) => digit(at + 1),
            Some(b'-') => in_word(at + 1) && bytes.get(start..at).is_some_and(|word| HALVES.contains(&word)),
            Some(b'.') => digit(at + 1),
            _ => false,
        };
        if !joined {
            return at;
        }
        at += 1;
    }
}
