//! From what the service prints to plain lines, and from lines to words.

/// The text without markup: one space between words, `•` before an item of a list, a line for each line.
pub(super) fn clean(raw: &str) -> String {
    let plain = entities(&without_links(&without_tags(raw)));
    let mut lines: Vec<String> = Vec::new();
    for line in plain.lines() {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let item = matches!(words.first(), Some(&("-" | "*" | "•" | "–" | "—")));
        if item {
            words.remove(0);
        }
        let text = words.join(" ").replace("**", "").replace('*', "");
        let text = text
            .replace("and / or", "and/or")
            .replace("and /or", "and/or")
            .replace("and/ or", "and/or");
        let text = mended(text.trim());
        if text.is_empty() {
            continue;
        }
        lines.push(if item { format!("• {text}") } else { text });
    }
    lines.join("\n")
}

/// Words that were cut at the end of a line of print and never put together again.
fn mended(text: &str) -> String {
    let mut text = text.to_owned();
    for (cut, whole) in [
        ("ex- ", "ex-"),
        ("Ex- ", "Ex-"),
        ("sub- ", "sub-"),
        ("non- ", "non-"),
        ("Non- ", "Non-"),
        ("re- ", "re-"),
        ("man- ", "man-"),
        ("shrink- ", "shrink-"),
        ("paper- ", "paper-"),
        ("glass- ", "glass-"),
        ("Sub- ", "Sub-"),
        ("-works- price", "-works price"),
        ("hand- blown", "hand-blown"),
        ("finger- ", "finger-"),
        ("sub-heading", "subheading"),
        ("How ever", "However"),
        ("al ready", "already"),
        // Read off the print wrongly: treaties know no "he".
        ("may he used", "may be used"),
        ("may not he used", "may not be used"),
        ("must he ", "must be "),
    ] {
        if text.contains(cut) {
            text = text.replace(cut, whole);
        }
    }
    text
}

/// The words and marks of a cleaned text, one space behind each.
pub(super) fn cut(clean: &str) -> String {
    let mut cut = String::with_capacity(clean.len().saturating_mul(5) / 4);
    let mut last: Option<char> = None;
    for line in clean.lines() {
        let first = line.chars().next();
        let open = !matches!(last, Some('.' | ';' | ':' | ','));
        let goes_on = open && first.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        if last.is_some() && first != Some('•') && !goes_on {
            cut.push_str("¶ ");
        }
        words(line, &mut cut);
        last = line.chars().last();
    }
    cut
}

/// Puts a space behind each word and mark of a line.
fn words(line: &str, cut: &mut String) {
    for piece in line.split(' ').filter(|piece| !piece.is_empty()) {
        let mut rest = piece;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or("");
            if is_mark(c) {
                if !matches!(c, '"' | '\'') {
                    cut.push(c);
                    cut.push(' ');
                }
                rest = after;
                continue;
            }
            let length = word_length(rest);
            let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            cut.push_str(word);
            cut.push(' ');
            rest = after;
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '(' | ')' | ',' | '.' | ';' | ':' | '%' | '•' | '/' | '"' | '\'')
}

/// How long the word is at the beginning: points and the like are part of it inside, not at its end.
fn word_length(text: &str) -> usize {
    let mut end = 0_usize;
    let mut inner = text.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((at, c)) = inner.next() {
        let next = inner.peek().map(|(_, next)| *next);
        let joins = match c {
            '.' | ',' => {
                next.is_some_and(|next| next.is_ascii_digit()) && before.is_some_and(|before| before.is_ascii_digit())
            }
            '\'' | '/' => next.is_some_and(char::is_alphanumeric),
            c => !is_mark(c),
        };
        if !joins {
            // Of species: `Sardinops spp.`
            if c == '.' && text.get(..at) == Some("spp") {
                return at.saturating_add(1);
            }
            break;
        }
        before = Some(c);
        end = at.saturating_add(c.len_utf8());
    }
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// The words put together again, as one would write them.
pub(super) fn joined(cut: &str) -> String {
    let mut text = String::with_capacity(cut.len());
    for piece in cut
        .split(' ')
        .filter(|piece| !piece.is_empty() && !matches!(*piece, "•" | "¶"))
    {
        let closes = matches!(piece, ")" | "," | "." | ";" | ":" | "%");
        if !text.is_empty() && !closes && !text.ends_with('(') {
            text.push(' ');
        }
        text.push_str(piece);
    }
    text.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | ' '))
        .to_owned()
}

/// Without HTML; a line break and an item of a list begin a line.
fn without_tags(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let tag_begins = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match after.split_once('>').filter(|_| tag_begins) {
            Some((tag, after)) => {
                let name = tag
                    .trim_start_matches('/')
                    .split([' ', '/'])
                    .next()
                    .unwrap_or("")
                    .to_ascii_lowercase();
                match name.as_str() {
                    "li" if !tag.starts_with('/') => text.push_str("\n- "),
                    "br" | "p" | "ul" | "ol" => text.push('\n'),
                    _ => {}
                }
                rest = after;
            }
            None => {
                text.push('<');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// `[chapter 1](/chapters/01)` as `chapter 1`.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let link = after
            .split_once("](")
            .and_then(|(shown, after)| Some((shown, after.split_once(')')?.1)))
            .filter(|(shown, _)| !shown.contains(['[', '\n']));
        match link {
            Some((shown, after)) => {
                plain.push_str(shown);
                rest = after;
            }
            None => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Characters for entities, plain ones for the various dashes, quotes and spaces.
fn entities(text: &str) -> String {
    let mut plain = text.to_owned();
    for (entity, c) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&rsquo;", "'"),
        ("&lsquo;", "'"),
        ("&ndash;", "-"),
        ("&le;", "<="),
        ("&ge;", ">="),
        ("&amp;", "&"),
    ] {
        if plain.contains('&') {
            plain = plain.replace(entity, c);
        }
    }
    plain
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}'))
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '\t' => ' ',
            c => c,
        })
        .collect()
}
