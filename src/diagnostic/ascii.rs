//! Text for terminals and programs that know the characters of ASCII only.

use std::borrow::Cow;

/// Signs, and what comes closest to them.
const SIGNS: [(char, &str); 24] = [
    ('…', "..."),
    ('≈', "~"),
    ('≤', "<="),
    ('≥', ">="),
    ('≠', "!="),
    ('−', "-"),
    ('–', "-"),
    ('—', "-"),
    ('‑', "-"),
    ('×', "x"),
    ('·', "."),
    ('÷', "/"),
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('«', "\""),
    ('»', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('\u{a0}', " "),
    ('\u{202f}', " "),
    ('§', "s."),
    ('€', "EUR"),
    ('°', "deg"),
];

/// Letters by the plain one that they come from.
const LETTERS: [(&str, &str); 22] = [
    ("ÀÁÂÃÄÅĀ", "A"),
    ("àáâãäåā", "a"),
    ("ÇĆČ", "C"),
    ("çćč", "c"),
    ("ÈÉÊËĒĘĚ", "E"),
    ("èéêëēęě", "e"),
    ("ÌÍÎÏĪİ", "I"),
    ("ìíîïīı", "i"),
    ("ÑŃŇ", "N"),
    ("ñńň", "n"),
    ("ÒÓÔÕÖØŌŐ", "O"),
    ("òóôõöøōő", "o"),
    ("ŚŠŞ", "S"),
    ("śšş", "s"),
    ("ÙÚÛÜŪŰ", "U"),
    ("ùúûüūű", "u"),
    ("ÝŸ", "Y"),
    ("ýÿ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
    ("Ł", "L"),
    ("ł", "l"),
];

/// What stands for a character that nothing comes close to.
const UNKNOWN: &str = "?";

/// The text with the characters of ASCII that come closest.
pub fn to_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(closest(c));
        }
    }
    Cow::Owned(out)
}

/// The same, one character for each: what is drawn below a place stays below it.
pub(super) fn to_ascii_in_place(text: &str) -> String {
    let one = |c: char| {
        if c.is_ascii() {
            c
        } else {
            closest(c).chars().next().unwrap_or('?')
        }
    };
    text.chars().map(one).collect()
}

fn closest(c: char) -> &'static str {
    let sign = SIGNS.iter().find(|(sign, _)| *sign == c).map(|(_, plain)| *plain);
    let letter = || LETTERS.iter().find(|(all, _)| all.contains(c)).map(|(_, plain)| *plain);
    sign.or_else(letter).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_closest_is_ascii() {
        assert_eq!(to_ascii("≈ 66.7 % … “Régime” 中"), "~ 66.7 % ... \"Regime\" ?");
        assert_eq!(to_ascii_in_place("a…b§c"), "a.bsc");
    }
}
