//! Cuts the text of a tariff provision into its alternatives and the notes among them.

use super::label;

/// The text of a provision in parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// What stands before the first rule and is no note.
    pub(super) before: String,
    /// The rules, with their numbers.
    pub(super) rules: Vec<Numbered>,
    /// Notes, in full.
    pub(super) notes: Vec<String>,
}

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    /// `(2)`, `(2)(b)`; empty if there is no number.
    pub(super) number: String,
    /// Its sentence.
    pub(super) text: String,
    /// Whether it says that the next one has to be met too.
    pub(super) joined: bool,
}

/// Cuts a text. Rules begin behind a number, a semicolon or a full stop, or at the very beginning.
pub(super) fn parts(text: &str) -> Parts {
    let text = spaced(text);
    let mut found = Parts::default();
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let only_a_number = is_number(text.get(start..at).unwrap_or_default());
        if at > start && !only_a_number && at_boundary(&text, at) && (begins(rest) || is_footnote(rest)) {
            pieces.push(text.get(start..at).unwrap_or_default());
            start = at;
        }
    }
    pieces.push(text.get(start..).unwrap_or_default());
    for piece in pieces {
        let piece = piece.trim();
        if label::begins_note(note_head(piece)) || is_footnote(piece) {
            found.notes.push(piece.to_owned());
        } else if label::begins_rule(piece) {
            found.rules.push(numbered(piece));
        } else {
            // A note goes on, or a list does that no rule owns.
            match (found.rules.last_mut(), found.notes.last_mut()) {
                (None, Some(note)) => {
                    note.push(' ');
                    note.push_str(piece);
                }
                _ => found.before.push_str(piece),
            }
        }
    }
    found
}

/// `Note 1:` of `Note 1: For purposes …`
fn note_head(piece: &str) -> &str {
    piece.find(':').and_then(|at| piece.get(..=at)).unwrap_or(piece)
}

/// `2.` before a rule.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 4 && text.ends_with('.') && text.trim_end_matches('.').chars().all(|c| c.is_ascii_alphanumeric())
}

/// `1For purposes of this Note …`: a number that ran together with the words it stood above.
fn is_footnote(text: &str) -> bool {
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    words.len() < text.len() && words.starts_with(|c: char| c.is_ascii_uppercase()) && words.contains(' ')
}

/// A rule begins here with its number or without, or a note does.
fn begins(text: &str) -> bool {
    text.starts_with("Note") && text.find(':').is_some_and(|at| at < 12) && label::begins_note(note_head(text))
        || (text.starts_with('(') || text.starts_with(char::is_uppercase))
            && label::begins_rule(text)
            && !text.starts_with("Change to ")
}

/// Whether a sentence or an item of a list may begin here.
fn at_boundary(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let trimmed = before.trim_end();
    if text.get(at..).is_some_and(|rest| rest.starts_with('(')) {
        // The number of an item, not a remark in parentheses; `(2)(a)` begins at its first parenthesis.
        return trimmed.ends_with([';', '.', ':', '"'])
            || trimmed.ends_with("; or")
            || trimmed.ends_with(", or")
            || trimmed.ends_with("; and");
    }
    trimmed.ends_with([';', '.'])
        || trimmed.ends_with("; or")
        || trimmed.ends_with("; and")
        || trimmed.ends_with(", or")
}

fn numbered(piece: &str) -> Numbered {
    let mut number = String::new();
    let mut rest = piece;
    while !label::opens(rest)
        && let Some((found, after)) = label::number(rest)
    {
        number.push_str(&format!("({found})"));
        rest = after;
    }
    let (text, joined) = without_end(rest);
    Numbered {
        number,
        text: text.to_owned(),
        joined,
    }
}

/// Without the `; or` that leads to the next alternative.
fn without_end(text: &str) -> (&str, bool) {
    let text = text.trim_end();
    for (end, joined) in [("or", false), ("and", true)] {
        if let Some(before) = text.strip_suffix(end)
            && before.trim_end().ends_with([';', ',', '.'])
        {
            return (before.trim_end().trim_end_matches([';', ',']).trim_end(), joined);
        }
    }
    (text.trim_end_matches([';', ',']).trim_end(), false)
}

/// With the spaces that a conversion lost: `than:(a)60 per cent` becomes `than: (a) 60 per cent`.
pub(super) fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '('
            && let Some(length) = marker_length(rest)
            && let Some((marker, after)) = rest.split_at_checked(length)
        {
            if out.ends_with([':', ';', ',', '.', ')']) || out.ends_with(" or") || out.ends_with(" and") {
                out.push(' ');
            }
            out.push_str(marker);
            if after.starts_with(|c: char| c.is_alphanumeric()) {
                out.push(' ');
            }
            rest = after;
            continue;
        }
        if c == '—' {
            out.push_str(if out.ends_with(' ') { "— " } else { " — " });
            rest = rest.get(c.len_utf8()..).unwrap_or_default().trim_start();
            continue;
        }
        let joined_words = c.is_alphabetic()
            && (out.ends_with([',', ';', ':']) || c.is_uppercase() && out.ends_with('.') || ends_in_code(&out))
            || c.is_uppercase() && (out.ends_with("; or") || out.ends_with(", or"));
        if joined_words {
            out.push(' ');
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    super::plain::tidy(&out)
}

/// `(a)`, `(12)`, `(iv)`
fn marker_length(text: &str) -> Option<usize> {
    let close = text.find(')')?;
    let inner = text.get(1..close)?;
    let ok = (1..=2).contains(&inner.len()) && inner.chars().all(|c| c.is_ascii_digit())
        || inner.len() == 1 && inner.chars().all(|c| c.is_ascii_lowercase())
        || (1..=4).contains(&inner.len()) && inner.chars().all(|c| "ivx".contains(c));
    ok.then(|| close.saturating_add(1))
}

/// `61.01` before a letter: a code and a word that ran together.
fn ends_in_code(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    word.contains('.') && word.len() >= 5 && word.chars().all(|c| c.is_ascii_digit() || c == '.')
}
